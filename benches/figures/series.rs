//! Numbers in, the figures of a table out.

/// Milliseconds that were measured, one of each round.
#[derive(Clone, Debug, Default)]
pub struct Series(Vec<f64>);

impl Series {
    pub fn push(&mut self, ms: f64) {
        self.0.push(ms);
    }

    /// The middle one.
    pub fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// 95 of 100 are at most this.
    pub fn p95(&self) -> f64 {
        self.at(0.95)
    }

    /// `median 1.20 ms   p95 1.50 ms   of 50`
    pub fn words(&self) -> String {
        let (median, p95) = (self.median(), self.p95());
        format!("median {median:8.2} ms   p95 {p95:8.2} ms   of {}", self.0.len())
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a rank among a few hundred"
    )]
    fn at(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let rank = ((sorted.len() - 1) as f64 * part).round() as usize;
        sorted[rank]
    }
}

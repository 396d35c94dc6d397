//! What an exercise of kind `attack` has and no other: two stages, and exploits that a repaired
//! server must withstand.

/// Which of the two answers a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What the learner's requests get out of the vulnerable server.
    Exploit,
    /// What the repaired server still gives, and to whom.
    Repair,
}

impl Stage {
    /// As it stands above its checks, and in `--json`.
    pub fn name(self) -> &'static str {
        match self {
            Stage::Exploit => "exploit",
            Stage::Repair => "repair",
        }
    }
}

/// Sends exploits to the repaired server; none of them may prove anything any more.
#[derive(Clone, Debug, PartialEq)]
pub struct BlockedTest {
    /// Each meets a server of its own. At least one.
    pub exploits: Vec<Exploit>,
    /// Names of the checks of the first stage that must not hold any more; at least one.
    pub proof: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Exploit {
    /// The learner's.
    Own,
    /// That of the solution.
    Solution,
    /// A file of the pack that the learner never sees.
    Given {
        /// In the exercise's folder.
        path: String,
        text: String,
    },
}

//! Sums, averages and deviations as `$sum`, `$avg` and `$stdDevPop` work them out.

use bson::Bson;

use crate::lab::documents::{
    decimal::Decimal,
    number::{Number, double},
};

/// A sum that keeps what rounding takes away, so that `0.1 + 0.2 + 0.3` is `0.6`.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    whole: i128,
    /// The sum of the doubles, and what it lacks.
    high: f64,
    low: f64,
    decimal: Option<Decimal>,
    has_long: bool,
    has_double: bool,
    count: i64,
}

impl Sum {
    /// Adds a value; what is no number is passed over.
    pub fn add(&mut self, value: &Bson) {
        let Some(number) = Number::of(value) else { return };
        self.count += 1;
        match number {
            Number::Int(value) => self.whole += i128::from(value),
            Number::Long(value) => {
                self.whole += i128::from(value);
                self.has_long = true;
            }
            Number::Double(value) => {
                self.has_double = true;
                self.add_double(value);
            }
            Number::Decimal(value) => {
                self.decimal = Some(self.decimal.map_or(value, |sum| sum.add(value)));
            }
        }
    }

    /// The sum, in the narrowest type that its terms allow: int, long, double, decimal.
    pub fn total(&self) -> Bson {
        if let Some(decimal) = self.decimal {
            let mut sum = decimal.add(self.whole_decimal());
            if self.has_double {
                sum = sum.add(Number::Double(self.high + self.low).to_decimal());
            }
            return Bson::Decimal128(sum.to_bson());
        }
        if self.has_double {
            return Bson::Double(self.doubles());
        }
        match (i32::try_from(self.whole), i64::try_from(self.whole)) {
            (Ok(int), _) if !self.has_long => Bson::Int32(int),
            (_, Ok(long)) => Bson::Int64(long),
            _ => Bson::Double(self.doubles()),
        }
    }

    /// The average: a double, or a decimal where one was added; null where no number was.
    pub fn average(&self) -> Bson {
        if self.count == 0 {
            return Bson::Null;
        }
        match self.total() {
            Bson::Decimal128(sum) => {
                let average = Decimal::of(sum).divide(Decimal::from_long(self.count));
                Bson::Decimal128(average.to_bson())
            }
            _ => Bson::Double(self.doubles() / double(self.count)),
        }
    }

    fn add_double(&mut self, value: f64) {
        let sum = self.high + value;
        if sum.is_finite() {
            let shadow = sum - self.high;
            self.low += (self.high - (sum - shadow)) + (value - shadow);
        } else {
            self.low = 0.0;
        }
        self.high = sum;
    }

    #[expect(clippy::cast_precision_loss, reason = "a sum of longs is rounded once, at the end")]
    fn doubles(&self) -> f64 {
        let mut all = self.clone();
        all.add_double(self.whole as f64);
        all.high + all.low
    }

    fn whole_decimal(&self) -> Decimal {
        Decimal::parse(&self.whole.to_string()).unwrap_or(Decimal::NotANumber)
    }
}

/// A standard deviation, value by value.
#[derive(Clone, Debug, Default)]
pub struct Deviation {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Deviation {
    /// Adds a value; what is no number is passed over.
    pub fn add(&mut self, value: &Bson) {
        let Some(number) = Number::of(value) else { return };
        let value = number.to_double();
        self.count += 1.0;
        let distance = value - self.mean;
        self.mean += distance / self.count;
        self.squares += distance * (value - self.mean);
    }

    /// Of the values as the whole population; null where there are none.
    pub fn of_population(&self) -> Bson {
        if self.count < 1.0 { Bson::Null } else { Bson::Double((self.squares / self.count).sqrt()) }
    }

    /// Of the values as a sample; null where there are fewer than two.
    pub fn of_sample(&self) -> Bson {
        if self.count < 2.0 {
            return Bson::Null;
        }
        Bson::Double((self.squares / (self.count - 1.0)).sqrt())
    }
}

/// The value below which the share `part` of the numbers lies: the nearest rank, as MongoDB's exact
/// method gives it for small inputs; null where there is no number.
pub fn percentile(values: &[Bson], part: f64) -> Bson {
    let numbers = values.iter().filter_map(Number::of).map(Number::to_double);
    let mut numbers: Vec<f64> = numbers.filter(|number| !number.is_nan()).collect();
    if numbers.is_empty() {
        return Bson::Null;
    }
    numbers.sort_by(f64::total_cmp);
    let count = double(i64::try_from(numbers.len()).unwrap_or(i64::MAX));
    let rank = crate::lab::documents::number::truncated((part * count).ceil()).max(1) - 1;
    let at = usize::try_from(rank).unwrap_or(0).min(numbers.len() - 1);
    Bson::Double(numbers[at])
}

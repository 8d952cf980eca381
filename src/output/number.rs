//! Numbers for readers: as many digits as the interval bears, shares in per cent, differences of shares in percentage points.

/// What a number is of, for showing it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A share of something, shown in per cent.
    Share,
    /// A difference of shares, shown in percentage points.
    ShareDifference,
    Plain,
    PlainDifference,
}

impl Form {
    /// How a measure with this unit is shown.
    pub fn of(unit: &str) -> Form {
        match unit.strip_prefix("difference in ") {
            Some(of) => Form::of(of).difference(),
            None if unit.starts_with("share") || unit == "probability" => Form::Share,
            None => Form::Plain,
        }
    }

    pub fn difference(self) -> Form {
        match self {
            Form::Share | Form::ShareDifference => Form::ShareDifference,
            Form::Plain | Form::PlainDifference => Form::PlainDifference,
        }
    }

    pub fn scale(self) -> f64 {
        match self {
            Form::Share | Form::ShareDifference => 100.0,
            Form::Plain | Form::PlainDifference => 1.0,
        }
    }

    /// Between what such a number can lie.
    fn possible(self) -> (f64, f64) {
        match self {
            Form::Share => (0.0, 1.0),
            Form::ShareDifference => (-1.0, 1.0),
            Form::Plain | Form::PlainDifference => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    fn signed(self) -> bool {
        matches!(self, Form::ShareDifference | Form::PlainDifference)
    }

    /// The unit as it stands beside the number.
    pub fn suffix(self) -> &'static str {
        match self {
            Form::Share => " %",
            Form::ShareDifference => " pp",
            Form::Plain | Form::PlainDifference => "",
        }
    }
}

/// The mean with half its interval, without a suffix: `41.3 ± 0.4`; a lopsided interval stands in full, and so does one that would leave what shares can be:
/// `88 (74–100)`.
pub fn with_interval(mean: f64, low: f64, high: f64, form: Form) -> String {
    within(mean, low, high, form, form.possible())
}

/// The same of what lies between two bounds.
pub fn within(mean: f64, low: f64, high: f64, form: Form, possible: (f64, f64)) -> String {
    if !mean.is_finite() {
        return "–".to_owned();
    }
    let [mean, low, high, least, most] = [mean, low, high, possible.0, possible.1].map(|number| number * form.scale());
    if !(low.is_finite() && high.is_finite()) {
        return fixed(mean, plain_places(mean), form);
    }
    let half = (high - low) / 2.0;
    // A difference of shares that may be none is not worth more than two.
    let may_be_none = form == Form::ShareDifference && low <= 0.0 && high >= 0.0;
    let places_most = if may_be_none { 2 } else { most_places(mean) };
    let places = if half > 0.0 { interval_places(half).min(places_most) } else { plain_places(mean) };
    let is_lopsided = (mean - (low + high) / 2.0).abs() > 0.2 * half;
    // What a reader works out is made of the numbers as they are written.
    let written = |number: f64| libm::round(number * libm::pow(10.0, places as f64));
    let leaves = written(mean) - written(half) < written(least) || written(mean) + written(half) > written(most);
    if is_lopsided || leaves {
        return format!("{} ({}–{})", fixed(mean, places, form), fixed(low.max(least), places, form), fixed(high.min(most), places, form));
    }
    format!("{} ± {:.*}", fixed(mean, places, form), places, half)
}

/// A number as it is written, and of how many replicates where it is not of all: `33 (0–100; 3 of 8)`, `0 (1 of 8)`.
pub fn of_some(text: String, n: i64, all: u32) -> String {
    if !(1..i64::from(all)).contains(&n) {
        return text;
    }
    match text.strip_suffix(')') {
        Some(interval) => format!("{interval}; {n} of {all})"),
        None => format!("{text} ({n} of {all})"),
    }
}

/// The mean alone, to the digits its interval bears.
pub fn alone(mean: f64, low: f64, high: f64, form: Form) -> String {
    if !mean.is_finite() {
        return "–".to_owned();
    }
    let half = (high - low) / 2.0 * form.scale();
    let mean = mean * form.scale();
    let places = if half.is_finite() && half > 0.0 { interval_places(half) } else { plain_places(mean) };
    fixed(mean, places, form)
}

/// A count with its thousands apart: `1,200,000`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A whole number in few characters: thousands apart from five digits on.
pub fn whole(number: f64) -> String {
    if number < 10_000.0 { format!("{number:.0}") } else { count(libm::round(number) as u64) }
}

/// A value that somebody chose, as they would write it; one that has more digits than anybody writes was drawn or worked out, and has four.
pub fn chosen(value: f64) -> String {
    const WRITTEN: usize = 9;
    const DRAWN: usize = 4;
    let rounded = |digits: usize| format!("{:.*e}", digits - 1, value.abs()).parse::<f64>().unwrap_or(0.0);
    let is_written = (rounded(WRITTEN) - value.abs()).abs() <= 1e-12 * value.abs();
    let size = match is_written {
        true => rounded(WRITTEN),
        // No digit before the point is given up.
        false if value.abs() >= 1e3 => libm::round(value.abs()),
        false => rounded(DRAWN),
    };
    let sign = if value < 0.0 { "−" } else { "" };
    if size == libm::round(size) {
        format!("{sign}{}", whole(size))
    } else if size < 1e-5 {
        let short = format!("{size:e}");
        let text = if short.contains('.') { short } else { format!("{size:.1e}") };
        format!("{sign}{}", text.replace('-', "−"))
    } else {
        format!("{sign}{size}")
    }
}

/// How many there are of something: `1 day`, `720 days`.
pub fn counted(number: u64, what: &str) -> String {
    format!("{} {what}{}", count(number), if number == 1 { "" } else { "s" })
}

/// Decimal places that show one digit of half an interval, two where that digit is a one.
fn interval_places(half: f64) -> usize {
    let magnitude = libm::floor(libm::log10(half));
    let leading = half / libm::pow(10.0, magnitude);
    let places = if leading < 1.95 { 1.0 - magnitude } else { -magnitude };
    places.clamp(0.0, 6.0) as usize
}

/// Decimal places beyond which nobody reads: two, or as many as show one digit of the mean.
fn most_places(mean: f64) -> usize {
    if mean == 0.0 { 2 } else { (-libm::floor(libm::log10(mean.abs()))).clamp(2.0, 6.0) as usize }
}

/// Decimal places that show three digits.
fn plain_places(mean: f64) -> usize {
    if mean == 0.0 {
        return 0;
    }
    (2.0 - libm::floor(libm::log10(mean.abs()))).clamp(0.0, 6.0) as usize
}

/// Whether a number, as it is written, is 0.
pub fn is_nothing(text: &str) -> bool {
    !text.contains(|character: char| ('1'..='9').contains(&character))
}

fn fixed(number: f64, places: usize, form: Form) -> String {
    let text = format!("{:.*}", places, number.abs());
    if is_nothing(&text) {
        text
    } else if number < 0.0 {
        format!("−{text}")
    } else if form.signed() {
        format!("+{text}")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_interval() {
        assert_eq!(with_interval(0.41267, 0.4086, 0.4167, Form::Share), "41.3 ± 0.4");
        assert_eq!(with_interval(0.41267, 0.41127, 0.41407, Form::Share), "41.27 ± 0.14");
        assert_eq!(with_interval(61.2, f64::NAN, f64::NAN, Form::Plain), "61.2");
        assert_eq!(with_interval(0.0123, 0.0083, 0.0163, Form::ShareDifference), "+1.2 ± 0.4");
        assert_eq!(with_interval(-0.0123, -0.0163, -0.0083, Form::ShareDifference), "−1.2 ± 0.4");
        assert_eq!(with_interval(0.5, 0.1, 0.6, Form::Share), "50 (10–60)");
        assert_eq!(with_interval(f64::NAN, f64::NAN, f64::NAN, Form::Share), "–");
        assert_eq!(with_interval(0.0, 0.0, 0.0, Form::ShareDifference), "0 ± 0");
        assert_eq!(with_interval(-0.000_006, -0.000_021, 0.000_009, Form::ShareDifference), "0.00 ± 0.00");
        assert_eq!(count(1_200_000), "1,200,000");
        assert_eq!([9_000.0, 10_000.0].map(whole), ["9000", "10,000"]);
        assert_eq!([0.0, 0.25, -1.5, 56.0, 1e6, -2e-7].map(chosen), ["0", "0.25", "−1.5", "56", "1,000,000", "−2.0e−7"]);
        assert_eq!([6e-5, 1.5e-4, 2.5e-4, -1.25e-7].map(chosen), ["0.00006", "0.00015", "0.00025", "−1.25e−7"]);
        assert_eq!([0.1 + 0.2, 1.0 / 3.0, 12_345.678_912_34, 1_234.5].map(chosen), ["0.3", "0.3333", "12,346", "1234.5"]);
        assert_eq!(counted(1, "day"), "1 day");
        assert_eq!(counted(1720, "day"), "1,720 days");
        assert_eq!(with_interval(0.0004, 0.00023, 0.00057, Form::ShareDifference), "+0.04 ± 0.02");
    }

    #[test]
    fn no_interval_leaves_what_is_possible() {
        assert_eq!(with_interval(0.88, 0.74, 1.0, Form::Share), "88 (74–100)");
        assert_eq!(with_interval(0.88, 0.74, 1.02, Form::Share), "88 (74–100)");
        assert_eq!(with_interval(0.000_031, 0.0, 0.000_072, Form::Share), "0.003 (0.000–0.007)");
        assert_eq!(with_interval(0.000_006, -0.000_009, 0.000_021, Form::Share), "0.0006 (0.0000–0.0021)");
        let some = |n| [of_some("33 (0–100)".to_owned(), n, 8), of_some("+4 ± 2".to_owned(), n, 8)];
        assert_eq!(some(3), ["33 (0–100; 3 of 8)", "+4 ± 2 (3 of 8)"]);
        assert_eq!([some(8), some(0)].concat(), ["33 (0–100)", "+4 ± 2"].repeat(2));
        // Only as it is written does it leave.
        assert_eq!(with_interval(0.9946, 0.9889, 1.0, Form::Share), "99.5 (98.9–100.0)");
        assert_eq!(with_interval(0.999, 0.998, 1.0, Form::Share), "99.90 ± 0.10");
        assert_eq!([0.0, 1.0].map(|share| with_interval(share, share, share, Form::Share)), ["0 ± 0", "100 ± 0"]);
        assert_eq!(with_interval(-0.17, -2.29, 1.95, Form::ShareDifference), "−17 (−100–+100)");
        // A difference may be of either sign, and a number of anything.
        assert_eq!(with_interval(0.02, -0.01, 0.05, Form::ShareDifference), "+2 ± 3");
        assert_eq!(with_interval(2.0, -1.0, 5.0, Form::Plain), "2 ± 3");
        assert_eq!(within(924.0, 568.2, 1279.8, Form::Plain, (0.0, 1100.0)), "924 (568–1100)");
    }
}

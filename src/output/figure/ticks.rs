//! Where an axis is labelled: round numbers, powers of ten, or the starts of days, weeks, months and years.

use jiff::civil::Date;

use super::super::number::{self, Form};
use super::{Axis, Reading, Scale};

/// How many ticks a vertical axis has that panels share, about.
pub const UP: usize = 5;

/// An axis with its range settled: places between its ends, and the ticks.
#[derive(Clone, Debug)]
pub struct Settled {
    pub least: f64,
    pub greatest: f64,
    pub scale: Scale,
    pub ticks: Vec<(f64, String)>,
}

impl Settled {
    /// How far along the axis a value lies, 0 at its start and 1 at its end.
    pub fn along(&self, value: f64) -> f64 {
        let place = |value: f64| if self.scale == Scale::Log { libm::log10(value) } else { value };
        (place(value) - place(self.least)) / (place(self.greatest) - place(self.least))
    }

    /// Whether the value can be shown at all.
    pub fn shows(&self, value: f64) -> bool {
        value.is_finite() && (self.scale == Scale::Linear || value > 0.0)
    }
}

/// Settles an axis for the values it must show, with about `wanted` ticks.
pub fn settle(axis: &Axis, values: impl Iterator<Item = f64>, wanted: usize) -> Settled {
    let shown = values.filter(|value| value.is_finite() && (axis.scale == Scale::Linear || *value > 0.0));
    let span = axis.span.filter(|span| axis.scale == Scale::Linear || span.0 > 0.0);
    let start = span.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
    let (least, greatest) = shown.fold(start, |(least, greatest), value| (least.min(value), greatest.max(value)));
    if axis.scale == Scale::Log {
        return settle_log(least, greatest, axis, wanted);
    }
    let (least, greatest) = match (least, greatest) {
        (least, greatest) if least > greatest => (0.0, 1.0),
        (least, greatest) if least == greatest && least == 0.0 => (0.0, 1.0 / form_of(axis).scale().sqrt()),
        (least, greatest) if least == greatest => (least - least.abs() * 0.1, greatest + greatest.abs() * 0.1),
        range => range,
    };
    let (least, greatest) = match axis.reading {
        // What an interval of a share reaches below none or above all is not worth a stretch of axis.
        Reading::Number(Form::Share) => {
            (if least > -0.1 { least.max(0.0) } else { least }, if greatest < 1.3 { greatest.min(1.0) } else { greatest })
        }
        _ => (least, greatest),
    };
    let (least, greatest) = axis.bounds.map_or((least, greatest), |(first, last)| (least.max(first), greatest.min(last)));
    match axis.reading {
        Reading::Days(start) => Settled { least, greatest, scale: Scale::Linear, ticks: day_ticks(start, least, greatest, wanted) },
        Reading::Number(form) => settle_numbers(least, greatest, form, wanted),
    }
}

/// Settles an axis that ends where its values do, with ticks between.
pub fn settle_tight(axis: &Axis, values: impl Iterator<Item = f64> + Clone, wanted: usize) -> Settled {
    // The outermost ticks are cut off, so more are asked for; days come without any outside, and logarithms keep theirs.
    let more = if matches!(axis.reading, Reading::Days(_)) || axis.scale == Scale::Log { 0 } else { 2 };
    let mut settled = settle(axis, values.clone(), wanted + more);
    if !axis.named.is_empty() {
        settled.ticks.clone_from(&axis.named);
    }
    let start = axis.span.unwrap_or((f64::INFINITY, f64::NEG_INFINITY));
    let (least, greatest) =
        values.filter(|value| value.is_finite()).fold(start, |(least, greatest), value| (least.min(value), greatest.max(value)));
    if axis.scale == Scale::Log || least > greatest {
        return settled;
    }
    if least == greatest {
        // Of a single place nothing else is told.
        if let (Reading::Number(form), true) = (axis.reading, axis.named.is_empty()) {
            settled.ticks = vec![(least, number::chosen(least * form.scale()) + form.suffix())];
        }
        return settled;
    }
    let ticks = settled.ticks.into_iter().filter(|(value, _)| (least..=greatest).contains(value)).collect();
    Settled { least, greatest, scale: Scale::Linear, ticks }
}

fn form_of(axis: &Axis) -> Form {
    if let Reading::Number(form) = axis.reading { form } else { Form::Plain }
}

/// Nobody reads more decimals at a tick.
const PLACES_MAX: f64 = 12.0;

fn settle_numbers(least: f64, greatest: f64, form: Form, wanted: usize) -> Settled {
    let scale = form.scale();
    let step = round_step((greatest - least) * scale / wanted as f64);
    let first = libm::floor(least * scale / step + 1e-9);
    let last = libm::ceil(greatest * scale / step - 1e-9);
    let places = (-libm::floor(libm::log10(step) + 1e-9)).clamp(0.0, PLACES_MAX) as usize;
    let text = |value: f64| tick_text(value, places, form);
    let steps = (last - first) as i64;
    let ticks = (0..=steps).map(|place| (first + place as f64) * step).map(|value| (value / scale, text(value))).collect();
    Settled { least: first * step / scale, greatest: last * step / scale, scale: Scale::Linear, ticks }
}

fn tick_text(value: f64, places: usize, form: Form) -> String {
    let is_zero = value.abs() < 1e-12;
    let magnitude = if places == 0 { number::whole(value.abs()) } else { format!("{:.*}", places, value.abs()) };
    let sign = match form {
        _ if is_zero => "",
        _ if value < 0.0 => "−",
        Form::ShareDifference | Form::PlainDifference => "+",
        Form::Share | Form::Plain => "",
    };
    format!("{sign}{magnitude}{}", form.suffix())
}

/// The next of 1, 2, 5 × 10ⁿ at or above.
fn round_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    let leading = step / power;
    let round = [1.0, 2.0, 5.0, 10.0].into_iter().find(|round| leading <= round + 1e-9).unwrap_or(10.0);
    round * power
}

fn settle_log(least: f64, greatest: f64, axis: &Axis, wanted: usize) -> Settled {
    let form = form_of(axis);
    let (least, greatest) = if least > greatest { (0.1, 1.0) } else { (least, greatest) };
    // There is no more than the whole.
    let most = if form == Form::Share && greatest <= 1.0 { 1.0 } else { f64::INFINITY };
    let (least, greatest) = if greatest / least < 1.5 { (least / 1.5, (greatest * 1.5).min(most)) } else { (least, greatest) };
    let decades = libm::log10(greatest / least);
    let is_crowded = decades > 3.0 || 3.0 * decades > 2.0 * wanted as f64;
    let leading: &[f64] = if is_crowded { &[1.0] } else { &[1.0, 2.0, 5.0] };
    let (first, last) = (libm::floor(libm::log10(least)) as i32 - 1, libm::ceil(libm::log10(greatest)) as i32 + 1);
    let candidates = (first..=last).flat_map(|power| leading.iter().map(move |round| round * libm::pow(10.0, f64::from(power))));
    // The smallest of all numbers have no power of ten below them.
    let candidates: Vec<f64> = candidates.filter(|tick| *tick > 0.0).collect();
    let from = candidates.iter().copied().filter(|tick| *tick <= least * 1.0001).fold(candidates[0], f64::max);
    let to = candidates.iter().copied().filter(|tick| *tick >= greatest * 0.9999).fold(f64::INFINITY, f64::min);
    let every = if decades > 8.0 { 2 } else { 1 };
    let within = candidates.into_iter().filter(|tick| (from..=to).contains(tick)).step_by(every);
    let text = |value: f64| {
        let shown = value * form.scale();
        let places = (-libm::floor(libm::log10(shown) + 1e-9)).clamp(0.0, PLACES_MAX) as usize;
        tick_text(shown, places, form)
    };
    Settled { least: from, greatest: to, scale: Scale::Log, ticks: within.map(|tick| (tick, text(tick))).collect() }
}

fn day_ticks(start: Option<Date>, least: f64, greatest: f64, wanted: usize) -> Vec<(f64, String)> {
    let dated = start.map(|start| date_ticks(start, least, greatest, wanted)).unwrap_or_default();
    if dated.len() >= 2 {
        return dated;
    }
    let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 60.0, 90.0, 120.0, 180.0, 360.0, 720.0, 1800.0, 3600.0];
    let needed = (greatest - least) / wanted as f64;
    let step = steps.into_iter().find(|step| *step >= needed).unwrap_or_else(|| round_step(needed));
    let first = libm::ceil(least / step) as i64;
    let last = libm::floor(greatest / step) as i64;
    (first..=last).map(|place| place as f64 * step).map(|day| (day, format!("day {day}"))).collect()
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Starts of months, in steps that leave about as many as are wanted; closer ones, or single days, where there would be fewer than two.
fn date_ticks(start: Date, least: f64, greatest: f64, wanted: usize) -> Vec<(f64, String)> {
    let days = greatest - least;
    let months_needed = days / 30.4 / wanted as f64;
    let by_months = months_needed >= 0.6;
    let widest = MONTH_STEPS.iter().position(|step| f64::from(*step) >= months_needed).unwrap_or(MONTH_STEPS.len() - 1);
    let months = MONTH_STEPS[..=widest].iter().rev().filter(|_| by_months).map(|&step| month_ticks(start, least, greatest, step));
    let widest = DAY_STEPS.iter().position(|step| *step >= days / wanted as f64).unwrap_or(DAY_STEPS.len() - 1);
    let single = DAY_STEPS[..=widest].iter().rev().map(|&step| single_days(start, least, greatest, step));
    months.chain(single).find(|ticks| ticks.len() >= 2).unwrap_or_default()
}

const MONTH_STEPS: [i32; 8] = [1, 2, 3, 6, 12, 24, 60, 120];
const DAY_STEPS: [f64; 4] = [1.0, 2.0, 7.0, 14.0];

fn date_after(start: Date, days: f64) -> Option<Date> {
    start.checked_add(jiff::Span::new().try_days(days as i64).ok()?).ok()
}

fn single_days(start: Date, least: f64, greatest: f64, step: f64) -> Vec<(f64, String)> {
    let text = |date: Date| format!("{} {}", date.day(), MONTHS[(date.month() - 1) as usize]);
    let days = (0..).map(|place| least + f64::from(place) * step).take_while(|day| *day <= greatest);
    days.filter_map(|day| Some((day, text(date_after(start, day)?)))).collect()
}

fn month_ticks(start: Date, least: f64, greatest: f64, step: i32) -> Vec<(f64, String)> {
    let (Some(first), Some(last)) = (date_after(start, least), date_after(start, greatest)) else { return Vec::new() };
    let day_of = |date: Date| start.until(date).map_or(0.0, |span| f64::from(span.get_days()));
    let mut ticks = Vec::new();
    let month_of = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let mut named_year = None;
    for month in (month_of(first)..=month_of(last)).filter(|month| month % step == 0) {
        let (Ok(year), Ok(in_year)) = (i16::try_from(month.div_euclid(12)), i8::try_from(month.rem_euclid(12) + 1)) else { continue };
        let Ok(date) = Date::new(year, in_year, 1) else { continue };
        if date < first || date > last {
            continue;
        }
        let name = MONTHS[(in_year - 1) as usize];
        let text = match step {
            12.. => year.to_string(),
            _ if named_year == Some(year) => name.to_owned(),
            _ => format!("{name} {year}"),
        };
        named_year = Some(year);
        ticks.push((day_of(date), text));
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(settled: &Settled) -> Vec<&str> {
        settled.ticks.iter().map(|(_, text)| text.as_str()).collect()
    }

    #[test]
    fn ticks_are_round() {
        let share = settle(&Axis::from_zero("", Form::Share), [0.1, 0.73].into_iter(), 5);
        assert_eq!(texts(&share), ["0 %", "20 %", "40 %", "60 %", "80 %"]);
        let difference = settle(&Axis::from_zero("", Form::ShareDifference), [-0.012, 0.004].into_iter(), 4);
        assert_eq!(texts(&difference), ["−1.5 pp", "−1.0 pp", "−0.5 pp", "0.0 pp", "+0.5 pp"]);
        let log = settle(&Axis::log("", Form::Share), [0.002, 0.9].into_iter(), 5);
        assert_eq!(texts(&log), ["0.2 %", "0.5 %", "1 %", "2 %", "5 %", "10 %", "20 %", "50 %", "100 %"]);
        let all = settle(&Axis::log("", Form::Share), [0.8, 0.98].into_iter(), 5);
        assert_eq!(texts(&all), ["50 %", "100 %"]);
        let crowded = settle_tight(&Axis::log("", Form::Plain), [1e3, 1e6].into_iter(), 4);
        assert_eq!(texts(&crowded), ["1000", "10,000", "100,000", "1,000,000"]);
    }

    #[test]
    fn an_axis_ends_where_nothing_is_possible() {
        let difference = settle(&Axis::number("", Form::ShareDifference), [-0.3, 1.4].into_iter(), 3);
        assert_eq!(texts(&difference), ["−50 pp", "0 pp", "+50 pp", "+100 pp"]);
        let balance = Axis { bounds: Some((-1.0, 1.0)), ..Axis::number("", Form::Plain) };
        assert_eq!(texts(&settle(&balance, [-1.06, 0.99].into_iter(), 5)), ["−1.0", "−0.5", "0.0", "0.5", "1.0"]);
        assert_eq!(texts(&settle(&balance, [-0.1, 0.1].into_iter(), 3)), ["−0.1", "0.0", "0.1"]);
    }

    #[test]
    fn days_are_dates_where_there_is_a_calendar() {
        let start = jiff::civil::date(2020, 6, 1);
        let dated = settle(&Axis::days(Some(start), 720), std::iter::empty(), 6);
        assert_eq!(texts(&dated), ["Jul 2020", "Jan 2021", "Jul", "Jan 2022"]);
        let closer = settle(&Axis::days(Some(start), 720), std::iter::empty(), 9);
        assert_eq!(texts(&closer), ["Jul 2020", "Oct", "Jan 2021", "Apr", "Jul", "Oct", "Jan 2022", "Apr"]);
        assert_eq!(texts(&settle(&Axis::days(None, 720), std::iter::empty(), 6))[1], "day 120");
    }

    #[test]
    fn the_smallest_of_all_numbers_have_an_axis() {
        let settled = settle(&Axis::log("", Form::Plain), [5e-324, 0.5].into_iter(), 5);
        assert!(
            settled.least < settled.greatest && settled.ticks.iter().all(|(value, text)| *value > 0.0 && text.len() < 20),
            "{settled:?}"
        );
    }

    #[test]
    fn a_narrow_plot_keeps_its_dates() {
        let told = |date: Date, days: u32, wanted: usize| {
            let settled = settle(&Axis::days(Some(date), days), std::iter::empty(), wanted);
            texts(&settled).into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(told(jiff::civil::date(2018, 3, 1), 540, 2), ["Jul 2018", "Jan 2019", "Jul"]);
        assert_eq!(told(jiff::civil::date(2021, 3, 1), 200, 2), ["Apr 2021", "Jul"]);
        assert_eq!(told(jiff::civil::date(2021, 3, 2), 40, 2), ["2 Mar", "16 Mar", "30 Mar"]);
        for days in 1..800 {
            let ticks = told(jiff::civil::date(2020, 1, 31), days, 2);
            assert!(ticks.len() >= 2 && ticks.iter().all(|tick| !tick.starts_with("day")), "{days}: {ticks:?}");
        }
    }

    #[test]
    fn an_axis_of_one_place_tells_that_place() {
        let ages = Axis::from_zero("days since installing", Form::Plain);
        assert_eq!(texts(&settle_tight(&ages, [0.0, 0.0].into_iter(), 5)), ["0"]);
        assert_eq!(texts(&settle_tight(&Axis::number("", Form::Share), [0.25].into_iter(), 5)), ["25 %"]);
    }

    #[test]
    fn an_axis_of_nothing_is_still_an_axis() {
        for axis in [Axis::from_zero("", Form::Share), Axis::log("", Form::Plain), Axis::days(None, 0), Axis::number("", Form::Plain)] {
            let settled = settle(&axis, [f64::NAN, 0.0].into_iter(), 5);
            assert!(settled.least < settled.greatest && !settled.ticks.is_empty(), "{axis:?}: {settled:?}");
        }
    }
}

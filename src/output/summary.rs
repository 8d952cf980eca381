//! The summary: a screen that answers the scenario's question from the tables alone, and says what is not certain.

use std::ops::Range;
use std::path::Path;

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table as Grid, TableStyle, Width};

use super::layout::{ExpectRow, SweepRow, TippingRow, told_apart};
use super::manifest::PlatformInk;
use super::number::{self, Form};
use super::tables::SHARE_OF_REPLICATES;
use super::tables::{Point, SCENARIO, What};
use super::{Manifest, Tables, history_table, law_table};
use crate::scenario::Measure;
use crate::stats::{interval, mean_share};

/// A screen.
const LINES: usize = 45;
const COLUMNS: u16 = 100;
/// Columns of a platform's name that are never given up to numbers.
const NAME_MOST: u16 = 20;
/// Between two columns.
const GAP: u16 = 3;

const EXPECTS_MOST: usize = 10;
/// Lines of their table, whose rows are broken over several.
const EXPECTS_LINES_MOST: usize = 2 * EXPECTS_MOST;
const NOTES_MOST: usize = 6;
const SWEEP_MOST: usize = 12;
/// What a mean of points says.
const OVER_POINTS: &str =
    "mean of points: its interval is of which points were drawn; chance is not in it, as replicates have the same seeds at all points";
/// Points of a sweep that are listed where they share a value; more are counted.
const LISTED_MOST: usize = 3;

/// What the end state is told by. Minutes are those of all people: of those who open it they fall where it wins people who care less for it.
const SHOWN: [(Measure, &str); 6] = [
    (Measure::DailyUsers, "daily users"),
    (Measure::MonthlyUsers, "monthly users"),
    (Measure::MinutesAPerson, "minutes a person-day"),
    (Measure::MessageShare, "messages"),
    (Measure::HomeShare, "homes"),
    (Measure::Retention30, "retention 30"),
];

/// The summary; with the folder, where the files lie.
pub fn text(manifest: &Manifest, tables: &Tables, folder: Option<&Path>) -> String {
    let head = head(manifest);
    let end_state = end_state(manifest, tables);
    let sweep = sweep(manifest, tables);
    let tips = tips(manifest, tables);
    let laws = law_table::lines(&tables.laws);
    let histories = [history_table::histories(&tables.histories), history_table::fit(tables)].concat();
    let expects = expects(&tables.expect);
    let notes = notes(manifest);
    let foot = foot(manifest, folder);
    let fixed: usize = [&head, &end_state, &tips, &sweep, &laws, &histories, &expects, &notes, &foot].iter().map(|lines| lines.len()).sum();
    let differences = differences(manifest, tables, LINES.saturating_sub(fixed));
    let mut lines = Vec::new();
    for section in [head, end_state, tips, differences, sweep, laws, histories, expects, notes, foot] {
        lines.extend(section);
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n") + "\n"
}

fn head(manifest: &Manifest) -> Vec<String> {
    let mut lines = paragraph(&manifest.title, "", 2);
    lines.extend(paragraph(&manifest.asks, "", 3));
    let mut parts = manifest.size();
    parts.push(match manifest.replicates {
        1 => "one replicate: no intervals".to_owned(),
        count => format!("mean of {count} replicates ± half of its 95 % interval"),
    });
    lines.push(parts.join(", "));
    lines.push(String::new());
    lines
}

/// Measures with any value at the end, so that a table has no empty columns.
fn told<'a>(manifest: &Manifest, last: impl Fn(&str, Measure) -> Option<Point> + 'a) -> Vec<(Measure, &'static str)> {
    let has_value = |measure: Measure| manifest.platforms.iter().any(|platform| last(&platform.name, measure).is_some());
    SHOWN.into_iter().filter(|(measure, _)| has_value(*measure)).collect()
}

/// The value at the end; none where what is measured is undefined there, as the shares of a platform that nobody has any more are.
fn last_of(points: &[Point]) -> Option<Point> {
    points.last().filter(|point| point.mean.is_finite()).copied()
}

fn end_state(manifest: &Manifest, tables: &Tables) -> Vec<String> {
    let last = |platform: &str, measure: Measure| {
        last_of(&tables.series(SCENARIO, What { measure: measure.info().name, platform, ..What::default() }))
    };
    let measures = told(manifest, last);
    if measures.is_empty() {
        return Vec::new();
    }
    let days = measures.iter().flat_map(|(measure, _)| manifest.platforms.iter().filter_map(|platform| last(&platform.name, *measure)));
    let day = days.map(|point| point.x as i64).max().unwrap_or(0);
    let mut lines = vec![format!("At the end, {}:", the_end(manifest, day))];
    let cell = |point: Point, form: Form| {
        number::of_some(number::with_interval(point.mean, point.low, point.high, form), point.n, manifest.replicates)
    };
    lines.extend(by_platform(
        manifest,
        &measures,
        |form| form,
        |platform, measure, form| match two_outcomes(tables, platform, measure) {
            Some(row) => Some(format!("{} or {}", alone(row.lower, form), alone(row.upper, form))),
            None => last(platform, measure).map(|point| cell(point, form)),
        },
    ));
    lines.push(String::new());
    lines
}

/// Where outcomes fall in two, a mean over both describes neither.
fn two_outcomes<'a>(tables: &'a Tables, platform: &str, measure: Measure) -> Option<&'a TippingRow> {
    let is_it = |row: &&TippingRow| &*row.variant == SCENARIO && *row.platform == *platform && *row.measure == *measure.info().name;
    tables.tipping.iter().filter(|row| row.lower.is_finite()).find(is_it)
}

/// Who takes half of the homes, how surely and when. Where outcomes fall in two, a note says it.
fn tips(manifest: &Manifest, tables: &Tables) -> Vec<String> {
    let told = tables.tipping.iter().filter(|row| &*row.variant == SCENARIO && row.lower.is_nan());
    let line = |row: &TippingRow| {
        let percent = |share: f64| alone(share, Form::Share);
        let day = number::within(row.day, row.day_low, row.day_high, Form::Plain, (0.0, f64::from(manifest.days)));
        let date = manifest.date(libm::round(row.day) as i64).map_or_else(String::new, |date| format!(", {date}"));
        let surely = if manifest.replicates > 1 {
            format!(" in {} % of runs ({}–{} %)", percent(row.probability), percent(row.low), percent(row.high))
        } else {
            String::new()
        };
        format!("{} tips: it takes half of the homes{surely}, on day {day}{date}.", row.platform)
    };
    let mut lines: Vec<String> = told.flat_map(|row| paragraph(&line(row), "", 2)).collect();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn alone(value: f64, form: Form) -> String {
    number::alone(value, f64::NAN, f64::NAN, form)
}

/// When the last values are of: those of whole days are of the run's last, others of the moment after it.
fn the_end(manifest: &Manifest, last: i64) -> String {
    let is_whole = last + 1 >= i64::from(manifest.days);
    let when = if is_whole { format!("after {}", number::counted(u64::from(manifest.days), "day")) } else { format!("day {last}") };
    manifest.date(last).map_or_else(|| when.clone(), |date| format!("{when} ({date})"))
}

/// One table a comparison, as many as there is room for.
fn differences(manifest: &Manifest, tables: &Tables, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut left_out = 0_u64;
    for against in manifest.comparisons() {
        let last = |platform: &str, measure: Measure| {
            last_of(&tables.difference(against, What { measure: measure.info().name, platform, ..What::default() }))
        };
        let measures = told(manifest, last);
        if measures.is_empty() {
            continue;
        }
        let cell = |point: Point, form: Form| {
            let text = number::with_interval(point.mean, point.low, point.high, form);
            let text = number::of_some(text, point.n, manifest.replicates);
            let holds_zero = point.low <= 0.0 && point.high >= 0.0;
            if holds_zero && !(point.low == 0.0 && point.high == 0.0) { format!("[{text}]") } else { text }
        };
        let reading = if manifest.replicates > 1 { " (paired; [ ]: the interval holds zero)" } else { "" };
        let mut section = paragraph(&format!("What it changes, less “{against}”{reading}:"), "", 3);
        section.extend(by_platform(manifest, &measures, Form::difference, |platform, measure, form| {
            last(platform, measure).map(|point| cell(point, form))
        }));
        section.push(String::new());
        if lines.is_empty() || lines.len() + section.len() < room {
            lines.extend(section);
        } else {
            left_out += 1;
        }
    }
    if left_out > 0 {
        lines.insert(lines.len() - 1, format!("and {}, in differences.csv", number::counted(left_out, "more comparison")));
    }
    lines
}

/// A table with one row a platform that has any value; each measure's unit stands under its name. Measures that do not fit beside the others follow below.
fn by_platform(
    manifest: &Manifest,
    measures: &[(Measure, &str)],
    as_shown: impl Fn(Form) -> Form,
    cell: impl Fn(&str, Measure, Form) -> Option<String>,
) -> Vec<String> {
    let form = |measure: Measure| as_shown(Form::of(measure.info().unit));
    let mut header = vec![String::new()];
    header.extend(measures.iter().map(|(measure, name)| match form(*measure).suffix() {
        "" => name.replacen(' ', "\n", 1),
        suffix => format!("{name}\n{}", suffix.trim()),
    }));
    let row = |platform: &PlatformInk| {
        let cells: Vec<Option<String>> = measures.iter().map(|(measure, _)| cell(&platform.name, *measure, form(*measure))).collect();
        let shown = cells.iter().map(|cell| cell.as_deref().unwrap_or("–").to_owned());
        cells.iter().any(Option::is_some).then(|| std::iter::once(platform.name.clone()).chain(shown).collect())
    };
    let rows: Vec<Vec<String>> = manifest.platforms.iter().filter_map(row).collect();
    let widths = Grid::new().set_header(&header).add_rows(&rows).column_max_content_widths();
    let mut lines = Vec::new();
    for places in side_by_side(&widths) {
        let part = |row: &[String]| [&row[..1], &row[places.clone()]].concat();
        lines.extend(grid(Some(part(&header)), rows.iter().map(|row| part(row)).collect(), CellAlignment::Right));
    }
    lines
}

/// The columns after the first, in as many parts as it takes for each to fit the screen beside the first.
fn side_by_side(widths: &[u16]) -> Vec<Range<usize>> {
    let room = COLUMNS - widths[0].min(NAME_MOST) - 1;
    let mut parts = Vec::new();
    let (mut start, mut taken) = (1, 0);
    for (place, width) in widths.iter().enumerate().skip(1) {
        if place > start && taken + width + GAP > room {
            parts.push(start..place);
            (start, taken) = (place, 0);
        }
        taken += width + GAP;
    }
    parts.push(start..widths.len());
    parts
}

/// Rows as aligned columns; the first column is always flush left.
pub(super) fn grid(header: Option<Vec<String>>, rows: Vec<Vec<String>>, alignment: CellAlignment) -> Vec<String> {
    let mut grid = Grid::new();
    grid.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─')));
    grid.set_content_arrangement(ContentArrangement::Dynamic).set_width(COLUMNS).force_no_tty();
    if let Some(header) = header {
        grid.set_header(header);
    }
    grid.add_rows(rows);
    let widths: Vec<u16> = grid.column_max_content_widths();
    for (place, column) in grid.column_iter_mut().enumerate() {
        // Numbers are never broken; what else there is makes room.
        if place > 0 && alignment == CellAlignment::Right {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(widths[place] + 2)));
        }
        column.set_padding(if place == 0 { (0, 1) } else { (1, 1) });
        column.set_cell_alignment(if place == 0 { CellAlignment::Left } else { alignment });
    }
    grid.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Text broken at the screen's width, after a sign and indented by it; at most so many lines.
fn paragraph(text: &str, sign: &str, most: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let row = if sign.is_empty() { vec![text.to_owned()] } else { vec![sign.to_owned(), text.to_owned()] };
    let mut lines = grid(None, vec![row], CellAlignment::Left);
    if lines.len() > most {
        lines.truncate(most);
        lines[most - 1].push('…');
    }
    lines
}

/// What was expected: first what was not met, and as many rows as there is room for, each whole.
fn expects(rows: &[ExpectRow]) -> Vec<String> {
    if rows.is_empty() {
        return Vec::new();
    }
    let of = |met: &'static str| rows.iter().filter(move |row| *row.met == *met);
    let told = [("not met", "✗ not met"), ("undecided", "? undecided"), ("met", "✓ met")];
    let counts: Vec<String> = told
        .iter()
        .rev()
        .map(|(met, _)| (of(met).count(), met))
        .filter(|(count, _)| *count > 0)
        .map(|(count, met)| format!("{count} {met}"))
        .collect();
    let mut lines = vec![format!("Expected: {}", counts.join(", "))];
    let in_order: Vec<(&str, &ExpectRow)> = told.iter().flat_map(|(met, sign)| of(met).map(move |row| (*sign, row))).collect();
    let row = |(sign, row): &(&str, &ExpectRow)| {
        vec![(*sign).to_owned(), row.that.to_string(), format!("found {}", row.found), format!("needed {}", row.needed)]
    };
    let table = |count: usize| grid(None, in_order[..count].iter().map(row).collect(), CellAlignment::Left);
    let most = in_order.len().min(EXPECTS_MOST);
    let shown = (2..=most).rev().find(|&count| table(count).len() <= EXPECTS_LINES_MOST).unwrap_or(1);
    lines.extend(table(shown));
    if rows.len() > shown {
        lines.push(format!("and {} more, in expect.csv", rows.len() - shown));
    }
    lines.extend(in_order[..shown].iter().flat_map(|(_, row)| explanation(&row.that, &row.missed)));
    lines.push(String::new());
    lines
}

/// Why what was said may not have come out, by the author; no line where nothing is said.
pub(super) fn explanation(that: &str, missed: &str) -> Vec<String> {
    if missed.is_empty() { Vec::new() } else { paragraph(&format!("{that}: {missed}"), "why?", 3) }
}

fn notes(manifest: &Manifest) -> Vec<String> {
    let mut lines: Vec<String> = manifest.notes.iter().take(NOTES_MOST).flat_map(|note| paragraph(note, "!", 2)).collect();
    if manifest.notes.len() > NOTES_MOST {
        let left_out = manifest.notes.len() - NOTES_MOST;
        lines.push(format!("and {}, in manifest.json", number::counted(left_out as u64, "more note")));
    }
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

fn foot(manifest: &Manifest, folder: Option<&Path>) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(folder) = folder {
        let charts = manifest.files.iter().filter(|file| file.ends_with(".svg")).count() as u64;
        let charts = if charts == 0 { "no charts".to_owned() } else { format!("{} in charts/", number::counted(charts, "chart")) };
        let tables: Vec<&str> = manifest.files.iter().filter_map(|file| file.strip_suffix(".csv")).collect();
        lines.extend(paragraph(
            &format!("{}: {}; tables {} (.csv, .parquet); manifest.json", folder.display(), charts, tables.join(", ")),
            "Files",
            3,
        ));
    }
    // Whole and on one line, however long: it is there to be pasted.
    if !manifest.command.is_empty() {
        lines.push(format!("Again   {}", manifest.command));
    }
    lines
}

/// A sweep: between what each measure lay, and where.
fn sweep(manifest: &Manifest, tables: &Tables) -> Vec<String> {
    let rows = &tables.sweep.rows;
    let names = tables.sweep.measures();
    if names.is_empty() {
        return Vec::new();
    }
    let points = rows.iter().map(|row| row.point).max().unwrap_or(0) + 1;
    // Of a single point it is told where it is.
    let varied = Some(tables.sweep.varied()).filter(|varied| !varied.is_empty()).unwrap_or_else(|| (0..tables.sweep.axes.len()).collect());
    let axes: Vec<&str> = varied.iter().map(|&axis| &*tables.sweep.axes[axis]).collect();
    let labels = told_apart(&axes);
    let with_words: Vec<String> = axes.iter().map(|path| manifest.with_words(path)).collect();
    let mut lines = paragraph(&format!("{}; varied: {}", number::counted(points as u64, "point"), with_words.join(", ")), "", 3);
    let at = |points: &[&SweepRow]| {
        let place = |(&axis, label): (&usize, &&str)| {
            let values = SweepRow::values(points.iter().copied(), axis);
            let values: Vec<String> = values.into_iter().map(|value| manifest.chosen(&tables.sweep.axes[axis], value)).collect();
            format!("{label} = {}", values.join(" or "))
        };
        varied.iter().zip(&labels).map(place).collect::<Vec<_>>().join(", ")
    };
    // Points of which all but one axis are the same are one place with several values.
    let are_in_line = |points: &[&SweepRow]| {
        let differs = |axis: &&usize| points.iter().any(|point| point.at[**axis] != points[0].at[**axis]);
        varied.iter().filter(differs).count() <= 1
    };
    // Points of a grid are chosen, so that a mean over them says nothing.
    let is_random = manifest.design == "latin-hypercube";
    let value = |row: &SweepRow| {
        let form = Form::of(&row.unit);
        let text = number::with_interval(row.mean, row.low, row.high, form);
        format!("{}{}", number::of_some(text, row.n, manifest.replicates), form.suffix())
    };
    let line = |name: &&str| {
        let of_it: Vec<&SweepRow> = rows.iter().filter(|row| *row.measure == **name && row.mean.is_finite()).collect();
        // What a reader cannot tell apart lies at all its points.
        let cell = |row: &SweepRow| {
            let text = value(row);
            let same: Vec<&SweepRow> = of_it.iter().copied().filter(|other| value(other) == text).collect();
            let place = match same.len() {
                count if count == of_it.len() && count > 1 => format!("all {count} points"),
                count if count > LISTED_MOST => format!("{count} of {} points", of_it.len()),
                _ if are_in_line(&same) => at(&same),
                _ => same.chunks(1).map(at).collect::<Vec<_>>().join("; "),
            };
            format!("{text}  at {place}")
        };
        let least = of_it.iter().min_by(|one, other| one.mean.total_cmp(&other.mean));
        let most = of_it.iter().max_by(|one, other| one.mean.total_cmp(&other.mean));
        let mut cells =
            vec![(*name).to_owned(), least.map_or("–".to_owned(), |row| cell(row)), most.map_or("–".to_owned(), |row| cell(row))];
        if is_random {
            cells.push(over_points(rows, name));
        }
        cells
    };
    let mut header = ["measure", "least", "greatest"].map(str::to_owned).to_vec();
    if is_random {
        header.push("mean of points".to_owned());
    }
    lines.extend(grid(Some(header), names.iter().take(SWEEP_MOST).map(line).collect(), CellAlignment::Left));
    if names.len() > SWEEP_MOST {
        let left_out = names.len() - SWEEP_MOST;
        lines.push(format!("and {}, in sweep.csv", number::counted(left_out as u64, "more measure")));
    }
    if is_random {
        lines.extend(paragraph(OVER_POINTS, "", 2));
    }
    lines.push(String::new());
    lines
}

/// The mean of a measure over points drawn at random, with its 95 % interval.
fn over_points(rows: &[SweepRow], name: &str) -> String {
    let of_it: Vec<&SweepRow> = rows.iter().filter(|row| *row.measure == *name && row.mean.is_finite()).collect();
    let Some(first) = of_it.first() else { return "–".to_owned() };
    let form = Form::of(&first.unit);
    let means: Vec<f64> = of_it.iter().map(|row| row.mean).collect();
    let (mean, low, high) = if &*first.unit == SHARE_OF_REPLICATES {
        let found = mean_share(&means, of_it.iter().map(|row| row.n as usize).sum());
        (found.share, found.low, found.high)
    } else {
        let found = interval(&means);
        (found.mean, found.low, found.high)
    };
    format!("{}{}", number::with_interval(mean, low, high, form), form.suffix())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_numbers_break_no_names() {
        let manifest = Manifest { platforms: Manifest::coloured(["WeChat", "Douyin"]), ..Manifest::default() };
        let lines = |cell: &str| by_platform(&manifest, &SHOWN, |form| form, |_, _, _| Some(cell.to_owned()));
        let rows = |cell: &str| lines(cell).iter().filter(|line| line.starts_with("WeChat ")).count();
        assert_eq!([rows("41.3 ± 0.4"), rows("−12.34 (−56.78–90.12)")], [1, 2]);
        assert!(lines("−12.34 (−56.78–90.12)").iter().all(|line| line.chars().count() <= usize::from(COLUMNS)));
    }

    #[test]
    fn a_platform_of_a_comparison_alone_has_no_row() {
        let manifest = Manifest { platforms: Manifest::coloured(["WeChat", "Rival"]), ..Manifest::default() };
        let of_own = |platform: &str, _: Measure, _: Form| (platform == "WeChat").then(|| "1".to_owned());
        let lines = by_platform(&manifest, &SHOWN, |form| form, of_own).join("\n");
        assert!(lines.contains("WeChat") && !lines.contains("Rival"), "{lines}");
    }
}

//! The cohort triangle: of those who installed in a week, the share that opened it so many weeks later.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::super::figure::{Body, Figure, Heat, Heights, Panel};
use super::super::layout::CohortRow;
use super::super::number::Form;
use super::super::tables::SCENARIO;
use super::super::{Manifest, Tables};
use super::frame;

/// Rows of a triangle that a reader can follow; longer runs are drawn in steps of several weeks.
const ROWS_MOST: i64 = 26;

/// People of a cohort, over all replicates, whose share says something.
const PEOPLE_LEAST: f64 = 20.0;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let triangles: Vec<Triangle> =
        manifest.platforms.iter().filter_map(|platform| Triangle::of(manifest, tables, &platform.name)).collect();
    // One step for all, so that panels can be compared.
    let step = triangles.iter().map(Triangle::step).max()?;
    let panels: Vec<Panel> = triangles.iter().filter_map(|triangle| triangle.panel(manifest, step)).collect();
    if panels.is_empty() {
        return None;
    }
    let columns = if panels.len() > 3 { panels.len().div_ceil(2) } else { panels.len() };
    let title = "Do later cohorts stay longer: the share of each cohort that is still active";
    let figure = frame::figure(manifest, "cohort_triangle", title, panels, columns, Heights::Own);
    Some(Figure { marks: Vec::new(), ..figure })
}

/// What the table holds of a platform, from the week of its first installs.
struct Triangle<'a> {
    platform: &'a str,
    cells: BTreeMap<(i64, i64), &'a CohortRow>,
    first_cohort: i64,
    last_cohort: i64,
    last_age: i64,
    days: i64,
    replicates: f64,
}

impl<'a> Triangle<'a> {
    fn of(manifest: &Manifest, tables: &'a Tables, platform: &'a str) -> Option<Triangle<'a>> {
        let of_it = |row: &&CohortRow| *row.platform == *platform && *row.variant == *SCENARIO && row.people > 0.0 && row.mean.is_finite();
        let cells: BTreeMap<(i64, i64), &CohortRow> =
            tables.cohorts.iter().filter(of_it).map(|row| ((row.cohort_week, row.age_week), row)).collect();
        Some(Triangle {
            platform,
            first_cohort: cells.keys().next()?.0,
            last_cohort: cells.keys().next_back()?.0,
            last_age: cells.keys().map(|(_, age)| *age).max()?,
            cells,
            days: i64::from(manifest.days),
            replicates: f64::from(manifest.replicates),
        })
    }

    /// Weeks to a row and a column, so that a reader can follow.
    fn step(&self) -> i64 {
        (self.last_cohort - self.first_cohort).max(self.last_age) / ROWS_MOST + 1
    }

    /// `None` where no block is complete and of enough people.
    fn panel(&self, manifest: &Manifest, step: i64) -> Option<Panel> {
        let blocks = |first: i64, last: i64| (first..=last).step_by(step as usize).map(move |from| from..=from + step - 1);
        let ages: Vec<_> = blocks(0, self.last_age).map(|ages| *ages.start()..=(*ages.end()).min(self.last_age)).collect();
        let mut rows = Vec::new();
        let mut cells = Vec::new();
        for cohorts in blocks(self.first_cohort, self.last_cohort) {
            // The newest cohorts have lived no block to its end.
            if self.is_complete(&cohorts, &ages[0]) {
                rows.push(cohort_name(manifest, &cohorts));
                cells.extend(ages.iter().map(|ages| self.pooled(&cohorts, ages)));
            }
        }
        let has_few = cells.iter().flatten().any(|share| share.is_nan());
        let unit =
            if has_few { format!("share still active; grey: fewer than {PEOPLE_LEAST} people") } else { "share still active".to_owned() };
        let heat = Heat {
            across: "weeks since installing".to_owned(),
            down: if manifest.start.is_some() { "installed".to_owned() } else { "week".to_owned() },
            columns: ages.iter().map(range_text).collect(),
            rows,
            cells,
            row_endings: Vec::new(),
            may_be_nothing: Vec::new(),
            form: Form::Share,
            span: Some((0.0, 1.0)),
        };
        heat.cells.iter().flatten().any(|share| share.is_finite()).then(|| frame::panel(self.platform, &unit, Body::Heat(heat)))
    }

    /// The share of a block, weighted by people; `NaN` where they are too few to tell, `None` where the block is not complete or nobody installed.
    fn pooled(&self, cohorts: &RangeInclusive<i64>, ages: &RangeInclusive<i64>) -> Option<f64> {
        if !self.is_complete(cohorts, ages) {
            return None;
        }
        let of_block = cohorts.clone().flat_map(|cohort| ages.clone().map(move |age| (cohort, age)));
        let (staying, people) = of_block
            .filter_map(|at| self.cells.get(&at))
            .fold((0.0, 0.0), |(staying, people), row| (staying + row.mean * row.people, people + row.people));
        // Everybody of a cohort stands in each of its ages.
        let told = people / ages.clone().count() as f64 * self.replicates;
        (people > 0.0).then_some(if told < PEOPLE_LEAST { f64::NAN } else { staying / people })
    }

    /// Whether even the last day's installers of the last cohort have lived the whole block within the run, so that the table holds all of it.
    fn is_complete(&self, cohorts: &RangeInclusive<i64>, ages: &RangeInclusive<i64>) -> bool {
        7 * (cohorts.end() + ages.end()) + 12 < self.days
    }
}

/// Weeks as a reader writes them: `3`, `0–2`.
fn range_text(weeks: &RangeInclusive<i64>) -> String {
    if weeks.start() == weeks.end() { weeks.start().to_string() } else { format!("{}–{}", weeks.start(), weeks.end()) }
}

/// Weeks of install by their first and last day where there is a calendar, of a single week by its first.
fn cohort_name(manifest: &Manifest, weeks: &RangeInclusive<i64>) -> String {
    match (manifest.date(weeks.start() * 7), manifest.date(weeks.end() * 7 + 6)) {
        (Some(first), _) if weeks.start() == weeks.end() => first.to_string(),
        (Some(first), Some(last)) => format!("{first} – {}", last.strftime("%m-%d")),
        _ => range_text(weeks),
    }
}

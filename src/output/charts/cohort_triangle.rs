//! The cohort triangle: of those who installed in a week, the share that opened it so many weeks later.

use std::collections::BTreeMap;

use super::super::figure::{Body, Figure, Heat, Heights, Panel};
use super::super::layout::CohortRow;
use super::super::number::Form;
use super::super::tables::SCENARIO;
use super::super::{Manifest, Tables};
use super::frame;

/// Rows of a triangle that a reader can follow; longer runs are drawn in steps of several weeks.
const ROWS_MOST: i64 = 26;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    let panels: Vec<Panel> = manifest.platforms.iter().filter_map(|platform| panel(manifest, tables, &platform.name)).collect();
    if panels.is_empty() {
        return None;
    }
    let columns = if panels.len() > 3 { panels.len().div_ceil(2) } else { panels.len() };
    let title = "Do later cohorts stay longer: the share of each cohort that is still active";
    let figure = frame::figure(manifest, "cohort_triangle", title, panels, columns, Heights::Own);
    Some(Figure { marks: Vec::new(), ..figure })
}

fn panel(manifest: &Manifest, tables: &Tables, platform: &str) -> Option<Panel> {
    let rows: Vec<&CohortRow> = tables
        .cohorts
        .iter()
        .filter(|row| *row.platform == *platform && *row.variant == *SCENARIO && row.people > 0.0 && row.mean.is_finite())
        .collect();
    let last_cohort = rows.iter().map(|row| row.cohort_week).max()?;
    let last_age = rows.iter().map(|row| row.age_week).max()?;
    let step = (last_cohort.max(last_age) / ROWS_MOST) + 1;
    // Weeks of one step are pooled by their people.
    let mut pooled: BTreeMap<(i64, i64), (f64, f64)> = BTreeMap::new();
    for row in rows {
        let (staying, people) = pooled.entry((row.cohort_week / step, row.age_week / step)).or_default();
        *staying += row.mean * row.people;
        *people += row.people;
    }
    let first = pooled.keys().map(|(cohort, _)| *cohort).min()?;
    let cohorts = first..=last_cohort / step;
    let ages = 0..=last_age / step;
    let cell = |cohort, age| pooled.get(&(cohort, age)).map(|(staying, people)| staying / people);
    let heat = Heat {
        across: if step == 1 { "weeks since installing".to_owned() } else { format!("weeks since installing, in steps of {step}") },
        down: if manifest.start.is_some() { "installed".to_owned() } else { "week".to_owned() },
        columns: ages.clone().map(|age| (age * step).to_string()).collect(),
        rows: cohorts.clone().map(|cohort| cohort_name(manifest, cohort * step)).collect(),
        cells: cohorts.flat_map(|cohort| ages.clone().map(move |age| (cohort, age))).map(|(cohort, age)| cell(cohort, age)).collect(),
        form: Form::Share,
        span: Some((0.0, 1.0)),
    };
    Some(frame::panel(platform, "share still active", Body::Heat(heat)))
}

fn cohort_name(manifest: &Manifest, week: i64) -> String {
    manifest.date(week * 7).map_or_else(|| week.to_string(), |date| date.to_string())
}

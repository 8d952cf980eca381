//! Churn: how likely a user is to leave on a day, by how long they have been there.

use super::super::figure::{Figure, Heights};
use super::super::layout::ChurnRow;
use super::super::tables::Point;
use super::super::{Manifest, Tables};
use super::{by_age, frame};
use crate::scenario::measure::TENURE_DAYS;

pub fn draw(manifest: &Manifest, tables: &Tables) -> Option<Figure> {
    // All longer tenures are no age.
    let is_age = |row: &&ChurnRow| row.people > 0.0 && row.tenure_days < TENURE_DAYS as i64;
    let points = |platform: &str, variant: &str| {
        let of_it = tables.churn.iter().filter(is_age).filter(|row| *row.platform == *platform && *row.variant == *variant);
        of_it.map(|row| Point { x: row.tenure_days as f64, mean: row.mean, low: row.low, high: row.high, n: row.n }).collect()
    };
    let panels = vec![by_age::panel(manifest, "Hazard of leaving", "share of those still there, a day, by week", points)?];
    let figure = frame::figure(manifest, "churn", "Who leaves when: hazard of leaving by tenure", panels, 1, Heights::Own);
    Some(Figure { key: frame::key(manifest), marks: Vec::new(), ..figure })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::figure::Body;

    #[test]
    fn the_chart_ends_where_tenures_do() {
        let manifest = Manifest { platforms: Manifest::coloured(["WeChat"]), ..Manifest::default() };
        let row = |tenure_days: i64| ChurnRow {
            variant: "scenario".into(),
            platform: "WeChat".into(),
            tenure_days,
            people: 100.0,
            mean: 0.01,
            low: 0.0,
            high: 0.02,
            n: 8,
        };
        let tables = Tables { churn: [0, 7, 119, 126].map(row).into(), ..Tables::default() };
        let figure = draw(&manifest, &tables).expect("there is churn");
        let Body::Lines(lines) = &figure.panels[0].body else { panic!("churn has lines") };
        let ages: Vec<f64> = lines.curves[0].points.iter().map(|point| point.x).collect();
        assert_eq!(ages, [0.0, 7.0, 119.0], "all longer tenures are no age");
    }
}

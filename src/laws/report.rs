//! What was found, as the rows that the output room writes and draws.

use super::{Axis, Checked, Curve, Dot, Finding, Law, Line, Size, Verdict};
use crate::output::layout::{LawPointRow, LawRow};
use crate::output::table::Word;
use crate::output::tables::{SIMULATION, THEORY};
use crate::output::{Manifest, Tables};

/// All findings, and the points of all pictures.
pub fn tables(checked: &[Checked]) -> Tables {
    let mut tables = Tables::default();
    for (law, verdict) in checked {
        match verdict {
            Ok(verdict) => {
                tables.laws.extend(rows(law, verdict));
                tables.law_points.extend(points(law, verdict));
            }
            Err(error) => tables.laws.push(row(law, &error.to_string(), [f64::NAN; 3], false)),
        }
    }
    tables
}

/// What was verified and how.
pub fn manifest(laws: &[&Law], size: Size, command: &str) -> Manifest {
    let mut hasher = blake3::Hasher::new();
    for law in laws {
        hasher.update(law.scenario.as_bytes());
    }
    Manifest {
        scenario: "laws".to_owned(),
        scenario_hash: hasher.finalize().to_hex().to_string(),
        title: "What theory demands".to_owned(),
        asks: "Does the engine compute what it says?".to_owned(),
        command: command.to_owned(),
        overrides: vec![format!("people × {}", size.people_factor)],
        seed: 1,
        replicates: size.seeds,
        ..Manifest::default()
    }
}

fn rows<'a>(law: &'a Law, verdict: &'a Verdict) -> impl Iterator<Item = LawRow> + 'a {
    verdict.findings.iter().map(|finding| {
        let numbers = [finding.predicted, finding.measured, finding.tolerance];
        row(law, &finding.quantity, numbers, finding.met)
    })
}

fn row(law: &Law, quantity: &str, [predicted, measured, tolerance]: [f64; 3], met: bool) -> LawRow {
    LawRow {
        law: law.code.into(),
        title: law.title.into(),
        says: law.says.into(),
        source: law.source.into(),
        quantity: quantity.into(),
        predicted,
        measured,
        tolerance,
        met: if met { "yes".into() } else { "no".into() },
    }
}

fn points(law: &Law, verdict: &Verdict) -> Vec<LawPointRow> {
    let by_finding;
    let curve = match &verdict.curve {
        Some(curve) => curve,
        None => {
            by_finding = distances(law, &verdict.findings);
            &by_finding
        }
    };
    let point = |line: &Line, by: &str, [x, mean, low, high]: [f64; 4]| LawPointRow {
        law: law.code.into(),
        picture: Word::from(&*curve.title),
        across: Word::from(&*curve.x.title),
        across_unit: Word::from(&*curve.x.unit),
        up: Word::from(&*curve.y.title),
        unit: Word::from(&*curve.y.unit),
        line: Word::from(&*line.label),
        by: by.into(),
        x,
        mean,
        low,
        high,
    };
    let of_line = |line: &Line| {
        let theory = line.theory.iter().map(|&(x, mean)| point(line, THEORY, [x, mean, f64::NAN, f64::NAN]));
        let simulated = line.simulated.iter().map(|dot| point(line, SIMULATION, [dot.x, dot.mean, dot.low, dot.high]));
        theory.chain(simulated).collect::<Vec<_>>()
    };
    curve.lines.iter().flat_map(of_line).collect()
}

/// The picture of a law that has no curve of its own: how far each finding lies from theory.
fn distances(law: &Law, findings: &[Finding]) -> Curve {
    let place = |index: usize| (index + 1) as f64;
    let simulated = findings.iter().enumerate().map(|(index, finding)| {
        let off = finding.measured - finding.predicted;
        // Without a tolerance nothing may be off at all.
        let mean = if off == 0.0 { 0.0 } else { off / finding.tolerance };
        Dot { x: place(index), mean, low: f64::NAN, high: f64::NAN }
    });
    let line = Line {
        label: "as predicted".to_owned(),
        theory: (0..findings.len()).map(|index| (place(index), 0.0)).collect(),
        simulated: simulated.collect(),
    };
    Curve {
        title: law.title.to_owned(),
        x: Axis::new("quantity, in the order of laws.csv", ""),
        y: Axis::new("measured less predicted", "tolerances; beyond 1 is not met"),
        lines: vec![line],
    }
}

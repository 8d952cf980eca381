//! The engine meets every law, and each law notices a rule that is wrong.

mod bass;
mod conservation;
mod coordination;
mod few;
mod final_size;
mod generators;
mod habit;
mod home_vote;
mod hysteresis;
mod independence;
mod interop;
mod logit;
mod mirror;
mod null_events;
mod retention;
mod scale;
mod stickiness;
mod strength;
mod threshold;
mod unravelling;
mod value_growth;

use moatsim::laws::{Axis, Curve, Finding, LAWS, Lab, Law, Line, Size, Verdict, report, verify};
use moatsim::output::figure::Figure;
use moatsim::output::{charts, summary};

fn law(code: &str) -> &'static Law {
    LAWS.iter().find(|law| law.code == code).expect("a law of this code")
}

/// So few worlds suffice to notice what is wrong.
fn few() -> Size {
    Size { seeds: 4, ..Size::quick() }
}

/// So few show two outcomes where there are two.
fn dozen() -> Size {
    Size { seeds: 12, ..Size::quick() }
}

/// Says what was found, and fails unless all of it is met.
#[track_caller]
fn check(code: &str) {
    let start = std::time::Instant::now();
    let verdict = (law(code).check)(&Lab::new(Size::quick())).expect("the scenarios of laws are sound");
    for finding in &verdict.findings {
        println!("{code} {finding:?}");
    }
    println!("{code} took {:.1} s", start.elapsed().as_secs_f64());
    assert!(verdict.is_met(), "{code} is not met");
}

/// Fails unless the law notices what is wrong in this lab.
#[track_caller]
fn check_notices(code: &str, lab: &Lab) {
    let verdict = (law(code).check)(lab).expect("the scenarios of laws are sound");
    assert!(!verdict.is_met(), "{code} does not notice: {:?}", verdict.findings);
}

/// Quick laws stand for all.
#[test]
fn all_laws_can_be_told_and_drawn() {
    let size = Size { seeds: 2, ..Size::quick() };
    let fast = ["L2", "L8", "L9", "L10"];
    let laws: Vec<&Law> = LAWS.iter().filter(|law| fast.contains(&law.code)).collect();
    let checked = verify(&laws, size, &|_| {});
    let tables = report::tables(&checked);
    let manifest = report::manifest(&laws, size, "moat verify");
    let told = summary::text(&manifest, &tables, None);
    assert_eq!(told.lines().filter(|line| line.starts_with('L')).count(), fast.len(), "{told}");
    let drawn: Vec<String> = charts::draw_all(&manifest, &tables).iter().map(check_draws).collect();
    assert_eq!(drawn, ["l2_logit_choice", "l8_retention", "l9_habit", "l10_strength_of_ties"]);
    // The words of the others.
    for law in LAWS {
        let curve = Curve {
            title: law.title.to_owned(),
            x: Axis::new("", ""),
            y: Axis::new("", ""),
            lines: vec![Line { label: String::new(), theory: vec![(0.0, 0.0), (1.0, 1.0)], simulated: Vec::new() }],
        };
        let verdict = Verdict { findings: vec![Finding::new("", 0.0, 0.0, 0.0)], curve: Some(curve) };
        let tables = report::tables(&[(law, Ok(verdict))]);
        assert_eq!(charts::draw_all(&manifest, &tables).iter().map(check_draws).count(), 1);
    }
}

#[track_caller]
fn check_draws(figure: &Figure) -> String {
    let drawing = figure.draw();
    assert!(drawing.svg.starts_with("<svg") && drawing.lacking.is_empty(), "{} lacks {:?}", figure.name, drawing.lacking);
    figure.name.clone()
}

//! The engine meets every law, and each law notices a rule that is wrong.

mod bass;
mod conservation;
mod few;
mod generators;
mod home_vote;
mod independence;
mod interop;
mod mirror;
mod null_events;
mod scale;
mod stickiness;
mod value_growth;

use moatsim::laws::{LAWS, Lab, Law, Size};

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

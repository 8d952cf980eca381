//! The engine meets every law, and each law notices a rule that is wrong.

mod bass;

use moatsim::laws::{LAWS, Lab, Law, Size};

fn law(code: &str) -> &'static Law {
    LAWS.iter().find(|law| law.code == code).expect("a law of this code")
}

/// Says what was found, and fails unless all of it is met.
#[track_caller]
fn check(code: &str) {
    let verdict = (law(code).check)(&Lab::new(Size::quick())).expect("the scenarios of laws are sound");
    for finding in &verdict.findings {
        println!("{code} {finding:?}");
    }
    assert!(verdict.is_met(), "{code} is not met");
}

/// Fails unless the law notices what is wrong in this lab.
#[track_caller]
fn check_notices(code: &str, lab: &Lab) {
    let verdict = (law(code).check)(lab).expect("the scenarios of laws are sound");
    assert!(!verdict.is_met(), "{code} does not notice: {:?}", verdict.findings);
}

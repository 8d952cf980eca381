//! The laws are met in few worlds too, so that a law that fails in a few wrong ones has noticed what is wrong.

use moatsim::laws::{LAWS, Lab, Size};

use super::{dozen, few};

#[test]
fn laws_are_met_in_few_worlds() {
    for law in LAWS {
        let size: Size = if law.code == "L20" { dozen() } else { few() };
        let verdict = (law.check)(&Lab::new(size)).expect("the scenarios of laws are sound");
        for finding in verdict.findings.iter().filter(|finding| !finding.met) {
            println!("{} {finding:?}", law.code);
        }
        assert!(verdict.is_met(), "{}", law.code);
    }
}

//! Mechanisms that can be switched off by numbers of behaviour alone, to see what rests on them.

use crate::scenario::{Behaviour, Scenario};

pub struct Mechanism {
    pub name: &'static str,
    /// What is left without it.
    pub without: &'static str,
    switch_off: fn(&mut Behaviour),
}

/// Every mechanism, in the order of the model.
pub const MECHANISMS: &[Mechanism] = &[
    Mechanism {
        name: "presence",
        without: "where somebody surely is does not matter for where people talk",
        switch_off: |numbers| numbers.reach_weight = 0.0,
    },
    Mechanism {
        name: "notice",
        without: "nobody notices a message where they do not go anyway",
        switch_off: |numbers| numbers.notice = 0.0,
    },
    Mechanism { name: "pull", without: "messages that wait are no reason to open", switch_off: |numbers| numbers.pull_weight = 0.0 },
    Mechanism { name: "habit", without: "what was opened often is not opened more", switch_off: |numbers| numbers.habit_weight = 0.0 },
    Mechanism { name: "history", without: "what is stored at home draws nobody", switch_off: |numbers| numbers.history_weight = 0.0 },
    Mechanism { name: "novelty", without: "a new app is an app as any other", switch_off: |numbers| numbers.novelty_weight = 0.0 },
    Mechanism {
        name: "word_of_mouth",
        without: "contacts do not invite",
        switch_off: |numbers| {
            numbers.word_of_mouth = 0.0;
            numbers.import_invite = 0.0;
        },
    },
    Mechanism {
        name: "groups",
        without: "groups do not meet",
        switch_off: |numbers| {
            numbers.session_family = 0.0;
            numbers.session_class = 0.0;
            numbers.session_work = 0.0;
            numbers.session_interest = 0.0;
            numbers.session_fan = 0.0;
        },
    },
    Mechanism {
        name: "exposure",
        without: "nobody minds being watched",
        switch_off: |numbers| {
            numbers.exposure_scale = 0.0;
            numbers.exposure_talk = 0.0;
        },
    },
    // Loneliness also wears off what is new and hastens leaving; no number switches these off.
    Mechanism {
        name: "loneliness_cost",
        without: "to open an app costs no more for having met nobody there",
        switch_off: |numbers| numbers.loneliness_cost = 0.0,
    },
];

impl Mechanism {
    pub fn named(name: &str) -> Option<&'static Mechanism> {
        MECHANISMS.iter().find(|mechanism| mechanism.name == name)
    }

    /// The same scenario, and its comparisons, without the mechanism.
    pub fn without(&self, scenario: &Scenario) -> Scenario {
        with_behaviour(scenario, &self.switch_off)
    }
}

/// The same scenario and comparisons with other numbers of behaviour.
pub fn with_behaviour(scenario: &Scenario, change: &dyn Fn(&mut Behaviour)) -> Scenario {
    let mut scenario = scenario.clone();
    change(&mut scenario.behaviour);
    for compare in &mut scenario.compares {
        change(&mut compare.scenario.behaviour);
    }
    scenario
}

#[cfg(test)]
mod tests {
    use super::{Behaviour, Mechanism};

    /// Who met nobody leaves sooner all the same, which no number switches off.
    #[test]
    fn of_loneliness_its_cost_is_off() {
        let mut numbers = Behaviour::default();
        (Mechanism::named("loneliness_cost").expect("a mechanism").switch_off)(&mut numbers);
        assert_eq!(numbers, Behaviour { loneliness_cost: 0.0, ..Behaviour::default() });
        assert!(Mechanism::named("loneliness").is_none());
    }
}

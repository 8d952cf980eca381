//! How many, how long, how often; and the numbers of how people act.

use super::super::behaviour::{Behaviour, Contagion, NUMBERS, Talk};
use super::super::file::fields::{Calendar, Fields};
use super::super::file::sections::{BEHAVIOUR, RUN};
use super::super::resolved::Run;

pub fn run(fields: &Fields<'_>) -> Run {
    let run = fields.part("run").unwrap_or_else(|| fields.absent_like(&RUN));
    Run {
        people: run.count("people"),
        days: run.count("days"),
        start: run.date_given("start"),
        replicates: run.count("replicates"),
        seed: run.whole("seed"),
        settle_days: run.count("settle_days"),
    }
}

/// Days are held against the file's own run, so that a shorter one does not make a sound file wrong.
pub fn calendar(run: &Run, days_in_file: Option<u32>) -> Calendar {
    Calendar { start: run.start, days: days_in_file.unwrap_or(0).max(run.days), longest: None }
}

pub fn behaviour(fields: &Fields<'_>) -> Behaviour {
    let given = fields.part("behaviour").unwrap_or_else(|| fields.absent_like(&BEHAVIOUR));
    let mut behaviour = Behaviour::default();
    for number in NUMBERS {
        *(number.of)(&mut behaviour) = given.number(number.name);
    }
    let named = |key: &str| given.word(key).unwrap_or_default();
    behaviour.contagion = Contagion::ALL.into_iter().find(|contagion| contagion.name() == named("contagion")).unwrap_or_default();
    behaviour.talk = Talk::ALL.into_iter().find(|talk| talk.name() == named("talk")).unwrap_or_default();
    behaviour
}

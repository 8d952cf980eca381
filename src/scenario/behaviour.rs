//! The behaviour set: every number that says how people act, in one place, with its unit, its prior and where the prior is from.
//!
//! There is one set for every scenario. A scenario may override a number for a study of sensitivity, and the report says so.

use serde::{Deserialize, Serialize};

pub use super::numbers::NUMBERS;

/// How word of mouth adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Contagion {
    /// Each contact counts; the share of contacts decides.
    #[default]
    Simple,
    /// Distinct circles (layers) count, and the first alone does not convince.
    Complex,
    /// A share of contacts convinces at once, and less than that not at all (Watts 2002).
    Threshold,
}

impl Contagion {
    pub const ALL: [Contagion; 3] = [Contagion::Simple, Contagion::Complex, Contagion::Threshold];

    pub fn name(self) -> &'static str {
        match self {
            Contagion::Simple => "simple",
            Contagion::Complex => "complex",
            Contagion::Threshold => "threshold",
        }
    }
}

/// Whether people talk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Talk {
    /// Each tie and each group at its rate.
    #[default]
    Ordinary,
    /// Nobody does, as in models of adoption on a network: ties only tell of platforms.
    None,
}

impl Talk {
    pub const ALL: [Talk; 2] = [Talk::Ordinary, Talk::None];

    fn is_ordinary(&self) -> bool {
        *self == Talk::Ordinary
    }

    pub fn name(self) -> &'static str {
        match self {
            Talk::Ordinary => "ordinary",
            Talk::None => "none",
        }
    }
}

/// How people act, the same on every platform and in every scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Behaviour {
    /// Β: how surely the better venue is chosen, per utility.
    pub choice_sharpness: f64,
    /// Η: what full presence adds to opening, utility.
    pub habit_weight: f64,
    /// Τ_h: median time constant of habit; 95 % of a habit forms in 3 τ_h, days.
    pub habit_days: f64,
    /// Standard deviation of ln τ_h over people, log.
    pub habit_days_spread: f64,
    /// Presence right after installing: a new app is on the first screen, 0..1.
    pub install_presence: f64,
    /// Standard deviation of a person's taste for a platform, utility.
    pub taste_spread: f64,
    /// Standard deviation of ln g, a person's taste for content, log.
    pub content_spread: f64,
    /// Ν: what a new app adds to opening on its first day, utility.
    pub novelty_weight: f64,
    /// Τ_n: time constant of novelty, days.
    pub novelty_days: f64,
    /// C: what it takes to open an app that offers nothing, utility.
    pub opening_cost: f64,
    /// Κ: what each other app that is kept takes from this one, utility an app.
    pub multihoming_cost: f64,
    /// Δ: what seven openings in a row that met nobody take from opening an app made for talk, utility.
    pub loneliness_cost: f64,
    /// Ω: weight of ln(1 + scale · messages waiting) in opening, utility.
    pub pull_weight: f64,
    /// How fast waiting messages pull; in ln(1 + scale · pull), days a message.
    pub pull_scale: f64,
    /// What a message of kin is worth, against a friend's, per message.
    pub value_kin: f64,
    /// The yardstick, per message.
    pub value_friend: f64,
    /// What a message of a colleague is worth, per message.
    pub value_work: f64,
    /// What a message of an acquaintance is worth, per message.
    pub value_acquaintance: f64,
    /// What a message of a stranger is worth: 0.2 of an acquaintance's, per message.
    pub value_stranger: f64,
    /// What a message in a group is worth, per message.
    pub value_group: f64,
    /// How often kin talk, talks a day.
    pub rate_kin: f64,
    /// How often friends talk, talks a day.
    pub rate_friend: f64,
    /// How often colleagues and classmates talk, talks a day.
    pub rate_work: f64,
    /// How often acquaintances talk, talks a day.
    pub rate_acquaintance: f64,
    /// How often strangers talk while fresh, talks a day.
    pub rate_stranger: f64,
    /// Time constant of a kin tie that does not talk, days.
    pub strength_days_kin: f64,
    /// Time constant of a friendship that does not talk, days.
    pub strength_days_friend: f64,
    /// Time constant of a work tie that does not talk, days.
    pub strength_days_work: f64,
    /// Time constant of an acquaintance that does not talk, days.
    pub strength_days_acquaintance: f64,
    /// Time constant of a stranger who does not talk, days.
    pub strength_days_stranger: f64,
    /// An acquaintance or stranger weaker than this is gone, 0..1.
    pub fade_strength: f64,
    /// K: talks after which a stranger is an acquaintance, talks.
    pub stranger_talks: f64,
    /// Ρ: weight of ln(presence · presence) in the choice of venue, per log presence.
    pub reach_weight: f64,
    /// Share of messages that somebody who has an app notices without the habit of opening it, 0..1.
    pub notice: f64,
    /// Α: what a full history adds to talking at home, utility.
    pub history_weight: f64,
    /// G: what a talk at home adds to history, talks.
    pub history_gain: f64,
    /// D: what a talk elsewhere takes from it, talks.
    pub history_loss: f64,
    /// Most history a tie can store, talks.
    pub history_cap: f64,
    /// How long settled ties have talked before day 0, years.
    pub history_years: f64,
    /// Half-life of the history of a tie that lies idle, days.
    pub history_half_life: f64,
    /// Kin talk offline, or not at all, utility.
    pub outside_kin: f64,
    /// Friends talk offline, or not at all, utility.
    pub outside_friend: f64,
    /// Colleagues talk offline, or not at all, utility.
    pub outside_work: f64,
    /// Acquaintances do not talk at all, utility.
    pub outside_acquaintance: f64,
    /// Strangers do not talk at all, utility.
    pub outside_stranger: f64,
    /// A group does not meet, utility.
    pub outside_group: f64,
    /// Ψ: what a message to another platform costs where nothing crosses; falls to 0 at full interoperability, utility.
    pub bridge_cost: f64,
    /// What exposure takes from writing to an acquaintance there, utility.
    pub exposure_talk: f64,
    /// Scale of the half-normal dislike ξ of being watched by acquaintances, utility.
    pub exposure_scale: f64,
    /// Hazard of switching exposure off, for dislike 1 among acquaintances who all see, per day.
    pub opt_out: f64,
    /// Λ: adoption hazard when all contacts are there, per day.
    pub word_of_mouth: f64,
    /// Φ: under `contagion = "threshold"`, the share of contacts that convinces, 0..1.
    pub threshold: f64,
    /// Adoption hazard of contacts met at once through an imported graph, per day.
    pub import_invite: f64,
    /// Hazard of those who tried and left, ratio.
    pub retry: f64,
    /// Below this presence people remove an app, 0..1.
    pub leave_presence: f64,
    /// U: hazard of removing an app that is not used; grows with lonely openings, per day.
    pub leave: f64,
    /// How often a family group talks, sessions a day.
    pub session_family: f64,
    /// How often a class group talks, sessions a day.
    pub session_class: f64,
    /// How often a work group talks, sessions a day.
    pub session_work: f64,
    /// How often an interest group talks, sessions a day.
    pub session_interest: f64,
    /// How often a fan group talks, sessions a day.
    pub session_fan: f64,
    /// Share of members who follow a group to a platform that is not its home, 0..1.
    pub group_follow: f64,
    /// Chance that a member speaks in a session of two, 0..1.
    pub group_voice: f64,
    /// How fast that chance falls with members present, exponent.
    pub group_crowding: f64,
    /// Memory of how lively a group is, days.
    pub vitality_days: f64,
    pub contagion: Contagion,
    // Left out where it is ordinary, so that scenarios from before there was a choice keep their hash.
    #[serde(default, skip_serializing_if = "Talk::is_ordinary")]
    pub talk: Talk,
}

/// A row of the table that `moat list behaviour` prints.
pub struct Number {
    pub name: &'static str,
    pub unit: &'static str,
    pub default: f64,
    /// The range a study of sensitivity draws from.
    pub prior: (f64, f64),
    pub meaning: &'static str,
    /// Where the prior is from; the default is that of the fit to all histories, unless a definition fixes it.
    pub source: &'static str,
    pub of: fn(&mut Behaviour) -> &mut f64,
}

impl Default for Behaviour {
    fn default() -> Behaviour {
        let mut behaviour = Behaviour {
            choice_sharpness: 0.0,
            habit_weight: 0.0,
            habit_days: 0.0,
            habit_days_spread: 0.0,
            install_presence: 0.0,
            taste_spread: 0.0,
            content_spread: 0.0,
            novelty_weight: 0.0,
            novelty_days: 0.0,
            opening_cost: 0.0,
            multihoming_cost: 0.0,
            loneliness_cost: 0.0,
            pull_weight: 0.0,
            pull_scale: 0.0,
            value_kin: 0.0,
            value_friend: 0.0,
            value_work: 0.0,
            value_acquaintance: 0.0,
            value_stranger: 0.0,
            value_group: 0.0,
            rate_kin: 0.0,
            rate_friend: 0.0,
            rate_work: 0.0,
            rate_acquaintance: 0.0,
            rate_stranger: 0.0,
            strength_days_kin: 0.0,
            strength_days_friend: 0.0,
            strength_days_work: 0.0,
            strength_days_acquaintance: 0.0,
            strength_days_stranger: 0.0,
            fade_strength: 0.0,
            stranger_talks: 0.0,
            reach_weight: 0.0,
            notice: 0.0,
            history_weight: 0.0,
            history_gain: 0.0,
            history_loss: 0.0,
            history_cap: 0.0,
            history_years: 0.0,
            history_half_life: 0.0,
            outside_kin: 0.0,
            outside_friend: 0.0,
            outside_work: 0.0,
            outside_acquaintance: 0.0,
            outside_stranger: 0.0,
            outside_group: 0.0,
            bridge_cost: 0.0,
            exposure_talk: 0.0,
            exposure_scale: 0.0,
            opt_out: 0.0,
            word_of_mouth: 0.0,
            threshold: 0.0,
            import_invite: 0.0,
            retry: 0.0,
            leave_presence: 0.0,
            leave: 0.0,
            session_family: 0.0,
            session_class: 0.0,
            session_work: 0.0,
            session_interest: 0.0,
            session_fan: 0.0,
            group_follow: 0.0,
            group_voice: 0.0,
            group_crowding: 0.0,
            vitality_days: 0.0,
            contagion: Contagion::Simple,
            talk: Talk::Ordinary,
        };
        for number in NUMBERS {
            *(number.of)(&mut behaviour) = number.default;
        }
        behaviour
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_in_their_priors_and_names_find_their_fields() {
        let behaviour = serde_json::to_value(Behaviour::default()).unwrap();
        assert_eq!(
            behaviour.as_object().unwrap().len(),
            NUMBERS.len() + 1,
            "contagion is the only field that is no number, besides talk that is not ordinary"
        );
        for number in NUMBERS {
            assert!(number.prior.0 <= number.default && number.default <= number.prior.1, "{}", number.name);
            assert_eq!(behaviour[number.name], number.default, "{}", number.name);
        }
    }
}

//! The behaviour set: every number that says how people act, in one place, with its unit, its prior and its source.
//!
//! There is one set for every scenario. A scenario may override a number for a study of sensitivity, and the report says so.

use serde::{Deserialize, Serialize};

/// How word of mouth adds up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Contagion {
    /// Each contact counts; the share of contacts decides.
    #[default]
    Simple,
    /// Distinct circles (layers) count, and the first alone does not convince.
    Complex,
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
    /// Chance that a member speaks in a session of two, 0..1.
    pub group_voice: f64,
    /// How fast that chance falls with members present, exponent.
    pub group_crowding: f64,
    /// Memory of how lively a group is, days.
    pub vitality_days: f64,
    pub contagion: Contagion,
}

/// A row of the table that `moat list behaviour` prints.
pub struct Number {
    pub name: &'static str,
    pub unit: &'static str,
    pub default: f64,
    /// The range a study of sensitivity draws from.
    pub prior: (f64, f64),
    pub meaning: &'static str,
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
            import_invite: 0.0,
            retry: 0.0,
            leave_presence: 0.0,
            leave: 0.0,
            session_family: 0.0,
            session_class: 0.0,
            session_work: 0.0,
            session_interest: 0.0,
            session_fan: 0.0,
            group_voice: 0.0,
            group_crowding: 0.0,
            vitality_days: 0.0,
            contagion: Contagion::Simple,
        };
        for number in NUMBERS {
            *(number.of)(&mut behaviour) = number.default;
        }
        behaviour
    }
}

/// Every number, in the order of the fields.
pub const NUMBERS: &[Number] = &[
    Number {
        name: "choice_sharpness",
        unit: "per utility",
        default: 1.5,
        prior: (0.5, 4.0),
        meaning: "β: how surely the better venue is chosen",
        source: "prior; logit choice, McFadden 1974",
        of: |b| &mut b.choice_sharpness,
    },
    Number {
        name: "habit_weight",
        unit: "utility",
        default: 3.0,
        prior: (1.5, 5.0),
        meaning: "η: what full presence adds to opening",
        source: "prior; app revisitation",
        of: |b| &mut b.habit_weight,
    },
    Number {
        name: "habit_days",
        unit: "days",
        default: 22.0,
        prior: (6.0, 85.0),
        meaning: "τ_h: median time constant of habit; 95 % of a habit forms in 3 τ_h",
        source: "Lally et al. 2010: 66 days (18–254) to 95 %",
        of: |b| &mut b.habit_days,
    },
    Number {
        name: "habit_days_spread",
        unit: "log",
        default: 0.68,
        prior: (0.4, 0.9),
        meaning: "standard deviation of ln τ_h over people",
        source: "Lally et al. 2010: 18–254 days holds 95 % of people",
        of: |b| &mut b.habit_days_spread,
    },
    Number {
        name: "install_presence",
        unit: "0..1",
        default: 0.15,
        prior: (0.05, 0.5),
        meaning: "presence right after installing: a new app is on the first screen",
        source: "prior",
        of: |b| &mut b.install_presence,
    },
    Number {
        name: "taste_spread",
        unit: "utility",
        default: 0.8,
        prior: (0.4, 1.5),
        meaning: "standard deviation of a person's taste for a platform",
        source: "prior",
        of: |b| &mut b.taste_spread,
    },
    Number {
        name: "content_spread",
        unit: "log",
        default: 0.3,
        prior: (0.1, 0.6),
        meaning: "standard deviation of ln g, a person's taste for content",
        source: "prior",
        of: |b| &mut b.content_spread,
    },
    Number {
        name: "novelty_weight",
        unit: "utility",
        default: 2.0,
        prior: (1.0, 3.5),
        meaning: "ν: what a new app adds to opening on its first day",
        source: "prior; installs that are never opened again, Quettra 2015",
        of: |b| &mut b.novelty_weight,
    },
    Number {
        name: "novelty_days",
        unit: "days",
        default: 5.0,
        prior: (2.0, 10.0),
        meaning: "τ_n: time constant of novelty",
        source: "prior; Quettra 2015: 23 % on day 3",
        of: |b| &mut b.novelty_days,
    },
    Number {
        name: "opening_cost",
        unit: "utility",
        default: 3.4,
        prior: (2.5, 4.5),
        meaning: "c: what it takes to open an app that offers nothing",
        source: "prior",
        of: |b| &mut b.opening_cost,
    },
    Number {
        name: "multihoming_cost",
        unit: "utility an app",
        default: 0.15,
        prior: (0.0, 1.0),
        meaning: "κ: what each other app that is kept takes from this one",
        source: "prior; survey shares of people with two or more messengers",
        of: |b| &mut b.multihoming_cost,
    },
    Number {
        name: "loneliness_cost",
        unit: "utility",
        default: 2.0,
        prior: (0.0, 5.0),
        meaning: "δ: what seven openings in a row that met nobody take from opening an app made for talk",
        source: "prior",
        of: |b| &mut b.loneliness_cost,
    },
    Number {
        name: "pull_weight",
        unit: "utility",
        default: 0.9,
        prior: (0.4, 2.0),
        meaning: "ω: weight of ln(1 + scale · messages waiting) in opening",
        source: "prior",
        of: |b| &mut b.pull_weight,
    },
    Number {
        name: "pull_scale",
        unit: "days a message",
        default: 4.0,
        prior: (1.0, 10.0),
        meaning: "how fast waiting messages pull; in ln(1 + scale · pull)",
        source: "prior",
        of: |b| &mut b.pull_scale,
    },
    Number {
        name: "value_kin",
        unit: "per message",
        default: 1.0,
        prior: (0.6, 1.5),
        meaning: "what a message of kin is worth, against a friend's",
        source: "prior; Roberts and Dunbar 2011",
        of: |b| &mut b.value_kin,
    },
    Number {
        name: "value_friend",
        unit: "per message",
        default: 1.0,
        prior: (1.0, 1.0),
        meaning: "the yardstick",
        source: "definition",
        of: |b| &mut b.value_friend,
    },
    Number {
        name: "value_work",
        unit: "per message",
        default: 0.6,
        prior: (0.3, 1.0),
        meaning: "what a message of a colleague is worth",
        source: "prior",
        of: |b| &mut b.value_work,
    },
    Number {
        name: "value_acquaintance",
        unit: "per message",
        default: 0.4,
        prior: (0.2, 0.8),
        meaning: "what a message of an acquaintance is worth",
        source: "prior",
        of: |b| &mut b.value_acquaintance,
    },
    Number {
        name: "value_stranger",
        unit: "per message",
        default: 0.08,
        prior: (0.04, 0.2),
        meaning: "what a message of a stranger is worth: 0.2 of an acquaintance's",
        source: "S4 (an author's estimate)",
        of: |b| &mut b.value_stranger,
    },
    Number {
        name: "value_group",
        unit: "per message",
        default: 0.1,
        prior: (0.02, 0.4),
        meaning: "what a message in a group is worth",
        source: "prior",
        of: |b| &mut b.value_group,
    },
    Number {
        name: "rate_kin",
        unit: "talks a day",
        default: 0.4,
        prior: (0.2, 0.6),
        meaning: "how often kin talk",
        source: "Roberts and Dunbar 2011: the support clique at least weekly; prior for messaging",
        of: |b| &mut b.rate_kin,
    },
    Number {
        name: "rate_friend",
        unit: "talks a day",
        default: 0.15,
        prior: (0.08, 0.3),
        meaning: "how often friends talk",
        source: "Dunbar layers: the sympathy group at least monthly; prior for messaging",
        of: |b| &mut b.rate_friend,
    },
    Number {
        name: "rate_work",
        unit: "talks a day",
        default: 0.1,
        prior: (0.05, 0.2),
        meaning: "how often colleagues and classmates talk",
        source: "prior",
        of: |b| &mut b.rate_work,
    },
    Number {
        name: "rate_acquaintance",
        unit: "talks a day",
        default: 0.07,
        prior: (0.02, 0.12),
        meaning: "how often acquaintances talk",
        source: "prior",
        of: |b| &mut b.rate_acquaintance,
    },
    Number {
        name: "rate_stranger",
        unit: "talks a day",
        default: 0.5,
        prior: (0.2, 0.8),
        meaning: "how often strangers talk while fresh",
        source: "prior",
        of: |b| &mut b.rate_stranger,
    },
    Number {
        name: "strength_days_kin",
        unit: "days",
        default: 2000.0,
        prior: (1000.0, 4000.0),
        meaning: "time constant of a kin tie that does not talk",
        source: "Roberts and Dunbar 2011: kin hold without contact",
        of: |b| &mut b.strength_days_kin,
    },
    Number {
        name: "strength_days_friend",
        unit: "days",
        default: 365.0,
        prior: (180.0, 700.0),
        meaning: "time constant of a friendship that does not talk",
        source: "Roberts and Dunbar 2011: friendships fade within 18 months",
        of: |b| &mut b.strength_days_friend,
    },
    Number {
        name: "strength_days_work",
        unit: "days",
        default: 250.0,
        prior: (120.0, 500.0),
        meaning: "time constant of a work tie that does not talk",
        source: "prior; Burt 2000",
        of: |b| &mut b.strength_days_work,
    },
    Number {
        name: "strength_days_acquaintance",
        unit: "days",
        default: 250.0,
        prior: (120.0, 500.0),
        meaning: "time constant of an acquaintance that does not talk",
        source: "prior; Burt 2000: nine in ten weak ties are gone after a year",
        of: |b| &mut b.strength_days_acquaintance,
    },
    Number {
        name: "strength_days_stranger",
        unit: "days",
        default: 12.0,
        prior: (5.0, 25.0),
        meaning: "time constant of a stranger who does not talk",
        source: "prior",
        of: |b| &mut b.strength_days_stranger,
    },
    Number {
        name: "fade_strength",
        unit: "0..1",
        default: 0.05,
        prior: (0.02, 0.1),
        meaning: "an acquaintance or stranger weaker than this is gone",
        source: "prior",
        of: |b| &mut b.fade_strength,
    },
    Number {
        name: "stranger_talks",
        unit: "talks",
        default: 10.0,
        prior: (5.0, 15.0),
        meaning: "K: talks after which a stranger is an acquaintance",
        source: "prior",
        of: |b| &mut b.stranger_talks,
    },
    Number {
        name: "reach_weight",
        unit: "per log presence",
        default: 1.0,
        prior: (0.5, 2.0),
        meaning: "ρ: weight of ln(presence · presence) in the choice of venue",
        source: "prior",
        of: |b| &mut b.reach_weight,
    },
    Number {
        name: "history_weight",
        unit: "utility",
        default: 3.0,
        prior: (0.0, 6.0),
        meaning: "α: what a full history adds to talking at home",
        source: "prior; not identified by failures of entrants alone",
        of: |b| &mut b.history_weight,
    },
    Number {
        name: "history_gain",
        unit: "talks",
        default: 1.0,
        prior: (0.5, 2.0),
        meaning: "g: what a talk at home adds to history",
        source: "definition of the unit",
        of: |b| &mut b.history_gain,
    },
    Number {
        name: "history_loss",
        unit: "talks",
        default: 2.0,
        prior: (1.0, 4.0),
        meaning: "d: what a talk elsewhere takes from it",
        source: "prior",
        of: |b| &mut b.history_loss,
    },
    Number {
        name: "history_cap",
        unit: "talks",
        default: 255.0,
        prior: (60.0, 255.0),
        meaning: "most history a tie can store",
        source: "prior",
        of: |b| &mut b.history_cap,
    },
    Number {
        name: "history_years",
        unit: "years",
        default: 3.0,
        prior: (1.0, 5.0),
        meaning: "how long settled ties have talked before day 0",
        source: "prior",
        of: |b| &mut b.history_years,
    },
    Number {
        name: "history_half_life",
        unit: "days",
        default: 250.0,
        prior: (100.0, 500.0),
        meaning: "half-life of the history of a tie that lies idle",
        source: "prior",
        of: |b| &mut b.history_half_life,
    },
    Number {
        name: "outside_kin",
        unit: "utility",
        default: -1.5,
        prior: (-3.0, 0.0),
        meaning: "kin talk offline, or not at all",
        source: "prior",
        of: |b| &mut b.outside_kin,
    },
    Number {
        name: "outside_friend",
        unit: "utility",
        default: -2.0,
        prior: (-3.0, 0.0),
        meaning: "friends talk offline, or not at all",
        source: "prior",
        of: |b| &mut b.outside_friend,
    },
    Number {
        name: "outside_work",
        unit: "utility",
        default: -1.5,
        prior: (-3.0, 0.0),
        meaning: "colleagues talk offline, or not at all",
        source: "prior",
        of: |b| &mut b.outside_work,
    },
    Number {
        name: "outside_acquaintance",
        unit: "utility",
        default: -2.5,
        prior: (-4.0, 0.0),
        meaning: "acquaintances do not talk at all",
        source: "prior",
        of: |b| &mut b.outside_acquaintance,
    },
    Number {
        name: "outside_stranger",
        unit: "utility",
        default: -2.5,
        prior: (-4.0, 0.0),
        meaning: "strangers do not talk at all",
        source: "prior",
        of: |b| &mut b.outside_stranger,
    },
    Number {
        name: "outside_group",
        unit: "utility",
        default: -2.0,
        prior: (-4.0, 0.0),
        meaning: "a group does not meet",
        source: "prior",
        of: |b| &mut b.outside_group,
    },
    Number {
        name: "bridge_cost",
        unit: "utility",
        default: 1.5,
        prior: (0.5, 3.0),
        meaning: "ψ: what a message to another platform costs where nothing crosses; falls to 0 at full interoperability",
        source: "prior",
        of: |b| &mut b.bridge_cost,
    },
    Number {
        name: "exposure_talk",
        unit: "utility",
        default: 0.3,
        prior: (0.0, 1.0),
        meaning: "what exposure takes from writing to an acquaintance there",
        source: "prior",
        of: |b| &mut b.exposure_talk,
    },
    Number {
        name: "exposure_scale",
        unit: "utility",
        default: 1.0,
        prior: (0.3, 2.0),
        meaning: "scale of the half-normal dislike ξ of being watched by acquaintances",
        source: "prior; context collapse, Marwick and boyd 2011",
        of: |b| &mut b.exposure_scale,
    },
    Number {
        name: "opt_out",
        unit: "per day",
        default: 0.02,
        prior: (0.005, 0.1),
        meaning: "hazard of switching exposure off, for dislike 1 among acquaintances who all see",
        source: "prior",
        of: |b| &mut b.opt_out,
    },
    Number {
        name: "word_of_mouth",
        unit: "per day",
        default: 0.02,
        prior: (0.005, 0.05),
        meaning: "λ: adoption hazard when all contacts are there",
        source: "prior; Bass q of consumer services",
        of: |b| &mut b.word_of_mouth,
    },
    Number {
        name: "import_invite",
        unit: "per day",
        default: 0.05,
        prior: (0.01, 0.2),
        meaning: "adoption hazard of contacts met at once through an imported graph",
        source: "prior",
        of: |b| &mut b.import_invite,
    },
    Number {
        name: "retry",
        unit: "ratio",
        default: 0.25,
        prior: (0.1, 0.5),
        meaning: "hazard of those who tried and left",
        source: "prior",
        of: |b| &mut b.retry,
    },
    Number {
        name: "leave_presence",
        unit: "0..1",
        default: 0.05,
        prior: (0.02, 0.1),
        meaning: "below this presence people remove an app",
        source: "prior",
        of: |b| &mut b.leave_presence,
    },
    Number {
        name: "leave",
        unit: "per day",
        default: 0.02,
        prior: (0.005, 0.05),
        meaning: "u: hazard of removing an app that is not used; grows with lonely openings",
        source: "prior",
        of: |b| &mut b.leave,
    },
    Number {
        name: "session_family",
        unit: "sessions a day",
        default: 0.5,
        prior: (0.2, 1.0),
        meaning: "how often a family group talks",
        source: "prior",
        of: |b| &mut b.session_family,
    },
    Number {
        name: "session_class",
        unit: "sessions a day",
        default: 0.3,
        prior: (0.1, 0.8),
        meaning: "how often a class group talks",
        source: "prior",
        of: |b| &mut b.session_class,
    },
    Number {
        name: "session_work",
        unit: "sessions a day",
        default: 0.5,
        prior: (0.2, 1.0),
        meaning: "how often a work group talks",
        source: "prior",
        of: |b| &mut b.session_work,
    },
    Number {
        name: "session_interest",
        unit: "sessions a day",
        default: 0.3,
        prior: (0.1, 0.8),
        meaning: "how often an interest group talks",
        source: "prior",
        of: |b| &mut b.session_interest,
    },
    Number {
        name: "session_fan",
        unit: "sessions a day",
        default: 0.3,
        prior: (0.1, 0.8),
        meaning: "how often a fan group talks",
        source: "prior",
        of: |b| &mut b.session_fan,
    },
    Number {
        name: "group_voice",
        unit: "0..1",
        default: 0.9,
        prior: (0.4, 1.0),
        meaning: "chance that a member speaks in a session of two",
        source: "prior",
        of: |b| &mut b.group_voice,
    },
    Number {
        name: "group_crowding",
        unit: "exponent",
        default: 0.45,
        prior: (0.2, 0.8),
        meaning: "how fast that chance falls with members present",
        source: "prior; participation inequality, Nielsen 2006",
        of: |b| &mut b.group_crowding,
    },
    Number {
        name: "vitality_days",
        unit: "days",
        default: 14.0,
        prior: (7.0, 30.0),
        meaning: "memory of how lively a group is",
        source: "prior",
        of: |b| &mut b.vitality_days,
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_lie_in_their_priors_and_names_find_their_fields() {
        let behaviour = serde_json::to_value(Behaviour::default()).unwrap();
        assert_eq!(behaviour.as_object().unwrap().len(), NUMBERS.len() + 1, "contagion is the only field that is not a number");
        for number in NUMBERS {
            assert!(number.prior.0 <= number.default && number.default <= number.prior.1, "{}", number.name);
            assert_eq!(behaviour[number.name], number.default, "{}", number.name);
        }
    }
}

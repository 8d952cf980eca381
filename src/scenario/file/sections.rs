//! The one table of keys: every key a scenario or study file may hold.

use std::sync::LazyLock;

use super::key::{Fallback, Key, Kind, Section, choice, number, optional, required, whole};
use crate::ids::{Layer, Topic};
use crate::scenario::Measure;
use crate::scenario::behaviour::{Contagion, NUMBERS, Talk};
use crate::scenario::measure::TENURE_DAYS;

pub const DAYS_MAX: u64 = 36_500;
pub const DAYS_DEFAULT: u64 = 365;
pub const PEOPLE_MAX: u64 = 200_000_000;
pub const REPLICATES_MAX: u64 = 10_000;
/// The greatest number that TOML, and a column of a table, can hold.
pub const SEED_MAX: u64 = i64::MAX as u64;
const UTILITY: (f64, f64) = (-20.0, 20.0);
const SHARE: (f64, f64) = (0.0, 1.0);
/// Whoever has had a platform for longer is told apart no more.
const GATE_DAYS: (u64, u64) = (0, TENURE_DAYS as u64 + 1);

pub static SCENARIO: Section = Section {
    what: "a scenario",
    keys: LazyLock::new(|| {
        let mut keys = vec![
            optional("extends", Kind::Text, "another scenario file, relative to this one, that this one patches"),
            optional("without", Kind::Texts, "with `extends`: events and platforms of the other file to leave out"),
            optional("title", Kind::Text, "one line; the file's name when not given"),
            optional("asks", Kind::Text, "the question that the scenario answers"),
            optional("source", Kind::Texts, "where its facts come from"),
        ];
        keys.push(optional("run", Kind::Part(&RUN), "how many people, how long, how often"));
        keys.extend(world_keys());
        keys.push(optional("compare", Kind::Parts(&COMPARE), "runs in which something is different"));
        keys.push(optional("expect", Kind::Parts(&EXPECT), "what must come out"));
        keys
    }),
};

/// What a scenario and a comparison, which is a patch of one, have in common.
fn world_keys() -> Vec<Key> {
    vec![
        optional("population", Kind::Part(&POPULATION), "who there is and who knows whom"),
        optional("platform", Kind::Parts(&PLATFORM), "the apps; at most 7"),
        optional("event", Kind::Parts(&EVENT), "what changes on a day"),
        optional("behaviour", Kind::Part(&BEHAVIOUR), "numbers of how people act, for studies of sensitivity only"),
    ]
}

pub static RUN: Section = Section {
    what: "`run`",
    keys: LazyLock::new(|| {
        vec![
            whole("people", (2, PEOPLE_MAX), 20_000, "people", "how many people there are"),
            whole("days", (1, DAYS_MAX), DAYS_DEFAULT, "days", "how many days are simulated"),
            optional("start", Kind::Date, "the date of day 0; then dates may stand wherever a day does"),
            whole("replicates", (1, REPLICATES_MAX), 8, "runs", "how often the run is repeated with other chance"),
            whole("seed", (0, SEED_MAX), 1, "", "which chance; the same seed gives the same bits"),
            whole("settle_days", (0, 3650), 56, "days", "days lived before day 0 so that habits and homes start settled"),
        ]
    }),
};

/// What a comparison may say in `run`: the rest has to be as in the baseline, or nothing can be paired. So has `people`; a file written whole may
/// repeat it.
pub static COMPARE_RUN: Section = Section {
    what: "`run` of a comparison",
    keys: LazyLock::new(|| RUN.keys.iter().filter(|key| matches!(key.name, "people" | "settle_days")).copied().collect()),
};

pub fn layers() -> Vec<&'static str> {
    Layer::ALL.iter().map(|layer| layer.name()).collect()
}

pub fn topics() -> Vec<&'static str> {
    Topic::ALL.iter().map(|topic| topic.name()).collect()
}

fn layers_and_group() -> Vec<&'static str> {
    layers().into_iter().chain(["group"]).collect()
}

pub fn metrics() -> Vec<&'static str> {
    Measure::ALL.iter().map(|info| info.name).collect()
}

fn presets() -> Vec<&'static str> {
    crate::scenario::lists::PRESETS.iter().map(|preset| preset.name).collect()
}

pub static POPULATION: Section = Section {
    what: "`population`",
    keys: LazyLock::new(|| {
        vec![
            choice("preset", presets, "city", "how ties are made"),
            optional("ties", Kind::Text, "a file of real ties, relative to the scenario, instead of a preset"),
            number("ties_per_person", (0.0, 1000.0), 20.0, "ties", "mean number of ties of a person"),
            number("community_size", (5.0, 1e6), 150.0, "people", "city: mean size of a community"),
            number("rewired", SHARE, 0.1, "share of ties", "small-world: share of ties that lead anywhere"),
            whole("block_size", (2, 10_000_000), 100, "people", "blocks: size of a block"),
            number("inside", SHARE, 0.8, "share of ties", "blocks: share of a person's ties inside their block"),
            choice("layer", layers, "friend", "the layer of all ties, where a preset or file has one only"),
            optional(
                "groups",
                Kind::Part(&GROUPS),
                "mean number of groups a person belongs to, by topic; `city` has some, other presets none",
            ),
            Key {
                name: "creators",
                kind: Kind::Number(0.0, 1.0),
                fallback: Fallback::Nothing,
                unit: "share of people",
                meaning: "who has an audience of fans; 0.001 in `city`, 0 otherwise",
            },
            number("fans_mean", (0.0, 1e7), 100.0, "fans", "mean number of fans of a creator"),
            Key {
                name: "stranger_slots",
                kind: Kind::Whole(0, 64),
                fallback: Fallback::Nothing,
                unit: "ties",
                meaning: "room for ties that arise in the run; 4 when anything makes strangers meet, else 0",
            },
            optional("segment", Kind::Parts(&SEGMENT), "kinds of people; shares below 1 leave the rest to a segment `others`"),
        ]
    }),
};

pub static GROUPS: Section = Section {
    what: "`groups`",
    keys: LazyLock::new(|| {
        let range = (0.0, 50.0);
        vec![
            number("family", range, 1.0, "groups a person", "family groups (default of `city`)"),
            number("class", range, 0.5, "groups a person", "classmates (default of `city`)"),
            number("work", range, 1.0, "groups a person", "colleagues (default of `city`)"),
            number("interest", range, 1.0, "groups a person", "people with the same interest (default of `city`)"),
        ]
    }),
};

pub static SEGMENT: Section = Section {
    what: "a segment",
    keys: LazyLock::new(|| {
        vec![
            required("name", Kind::Text, "what the segment is called"),
            Key { unit: "share of people", ..required("share", Kind::Number(0.0, 1.0), "how many people belong to it") },
            number("content_taste", (0.0, 10.0), 1.0, "ratio", "multiplies what content is worth to them"),
            number("exposure_dislike", (0.0, 10.0), 1.0, "ratio", "scales their dislike of being watched by acquaintances"),
            number("curiosity", (0.0, 10.0), 1.0, "ratio", "multiplies how often word of mouth and promotion convince them"),
            number("leaving", (0.0, 1000.0), 1.0, "ratio", "multiplies how readily they remove what they do not use"),
            number("minutes", (0.0, 1440.0), 240.0, "minutes a day", "time they have for apps"),
        ]
    }),
};

pub static PLATFORM: Section = Section {
    what: "a platform",
    keys: LazyLock::new(|| {
        let mut keys = vec![
            required("name", Kind::Text, "what the platform is called"),
            Key {
                name: "opens",
                kind: Kind::Opening,
                fallback: Fallback::Number(0.0),
                unit: "day",
                meaning: "the day it starts, or \"never\"",
            },
            Key {
                name: "users",
                kind: Kind::Users,
                fallback: Fallback::Number(0.0),
                unit: "share of people",
                meaning: "who already uses it on day 0: a share, or a table of shares by segment with `others` for the rest",
            },
        ];
        keys.extend(attributes());
        keys
    }),
};

/// What an event's `set` changes: the keys of a platform, none of which has a default, as what is not named stays as it is.
pub static ATTRIBUTES: Section = Section { what: "`set`", keys: LazyLock::new(|| attributes().into_iter().map(changed).collect()) };

fn changed(key: Key) -> Key {
    let meaning = match key.name {
        "fit" => "how well talk fits: a level, a number, or a table by layer (and `group`); a layer not named stays as it is",
        "fit_group" => "how well groups fit: a level, a number, or a table by topic; a topic not named stays as it is",
        _ => key.meaning,
    };
    Key { fallback: Fallback::Nothing, meaning, ..key }
}

fn attributes() -> Vec<Key> {
    vec![
        Key {
            unit: "utility",
            ..choice_of_fit(
                "fit",
                layers_and_group,
                "how well talk fits: a level, a number, or a table by layer (and `group`); a layer not named is \"none\", but `stranger` is as `acquaintance`",
            )
        },
        Key {
            fallback: Fallback::Nothing,
            unit: "utility",
            ..choice_of_fit(
                "fit_group",
                topics,
                "how well groups fit: a level, a number, or a table by topic; as `fit.friend` where it has groups, else \"none\"",
            )
        },
        Key {
            name: "share_fit",
            kind: Kind::Level,
            fallback: Fallback::Number(0.0),
            unit: "utility",
            meaning: "extra fit of its own content when shared in the app: a level or a number",
        },
        number(
            "share_rate",
            (0.0, 100.0),
            0.0,
            "shares a talk",
            "clips a tie gets, for each of its talks, when one end opened the platform",
        ),
        number("solo", UTILITY, 0.0, "utility", "what it is worth alone: content, tools, games"),
        whole("group_cap", (0, 1_000_000), 0, "members", "largest group; 0 when it has none"),
        number("exposure", (0.0, 10.0), 0.0, "ratio", "how strongly activity is shown to acquaintances"),
        number("price", (0.0, 20.0), 0.0, "utility", "cost of a message, to a contact or a group"),
        number("keeps", SHARE, 1.0, "share a day", "history kept each day; below 1 for what vanishes"),
        number("invite", (0.0, 100.0), 0.0, "ratio", "how much harder its users spread it, on top of plain word of mouth"),
        number("awareness", SHARE, 0.0, "adoptions a day", "standing promotion, without any word of mouth"),
        number("meet", SHARE, 0.0, "probability", "chance of meeting a stranger on a day that they open it"),
        number("contacts", SHARE, 1.0, "share of contacts", "found at once on joining; others are found by and by"),
        number("group_entry", SHARE, 0.0, "joins a day", "how visible the entry of fan groups is; 0 when there are none"),
        whole("group_gate_days", GATE_DAYS, 0, "days", "days on the platform before a fan may join a group"),
        number("group_gate_level", SHARE, 1.0, "share of fans", "fans whose level suffices to join"),
    ]
}

fn choice_of_fit(name: &'static str, parts: fn() -> Vec<&'static str>, meaning: &'static str) -> Key {
    Key { name, kind: Kind::Fit(parts), fallback: Fallback::Word("none"), unit: "", meaning }
}

pub static EVENT: Section = Section {
    what: "an event",
    keys: LazyLock::new(|| {
        let mut keys = vec![
            required("name", Kind::Text, "what the event is called"),
            optional("on", Kind::Day, "the day it happens; what it changes stays"),
            optional("from", Kind::Day, "the first day, instead of `on`"),
            optional("until", Kind::Day, "the day after the last, with `from`"),
            optional("platform", Kind::Text, "the platform it is about"),
            optional("to", Kind::Part(&AUDIENCE), "whom it reaches: people for whom all of it holds; everyone when not given"),
        ];
        keys.extend(crate::scenario::lists::VERBS.iter().map(|verb| {
            let meaning = verb.meaning;
            match verb.fields {
                Some(fields) => optional(verb.name, Kind::Part(fields), meaning),
                None => optional(verb.name, (verb.plain)(), meaning),
            }
        }));
        keys
    }),
};

fn creators() -> Vec<&'static str> {
    vec!["creators"]
}

pub static AUDIENCE: Section = Section {
    what: "`to`",
    keys: LazyLock::new(|| {
        vec![
            optional("segment", Kind::Text, "people of this segment"),
            optional("share", Kind::Number(0.0, 1.0), "a random share of people, drawn once for the event"),
            optional("communities", Kind::Whole(1, 1_000_000_000), "this many whole communities, drawn once for the event"),
            optional("community_share", Kind::Number(0.0, 1.0), "this share of whole communities, one at least, drawn once for the event"),
            optional("layer", Kind::Choice(layers), "people with a tie of this layer"),
            optional("followers_of", Kind::Choice(creators), "fans of creators"),
        ]
    }),
};

pub static PROMOTE: Section = Section {
    what: "`promote`",
    keys: LazyLock::new(|| {
        vec![
            number("awareness", SHARE, 0.0, "adoptions a day", "adoptions that it brings in the audience"),
            number("bonus", UTILITY, 0.0, "utility", "extra utility of opening and talking there"),
        ]
    }),
};

pub static MANDATE: Section = Section {
    what: "`mandate`",
    keys: LazyLock::new(|| {
        vec![
            number("share", SHARE, 1.0, "share of the audience", "who obeys on a day"),
            whole("contacts", (0, 100_000), 0, "ties", "how many of their ties each brings along on the first day"),
            optional(
                "layer",
                Kind::Choice(layers),
                "ties of this layer between two whom the event reaches, whether they obey or not, get `bonus`",
            ),
            number("bonus", UTILITY, 0.0, "utility", "in the choice of where such a tie talks"),
        ]
    }),
};

pub static BLOCK: Section = Section {
    what: "`block`",
    keys: LazyLock::new(|| {
        vec![
            required("on", Kind::Text, "the platform that shuts its content and invitations out"),
            number("share", SHARE, 1.0, "share of links", "how many do not get through"),
        ]
    }),
};

pub static INTEROP: Section = Section {
    what: "`interop`",
    keys: LazyLock::new(|| {
        vec![
            optional("from", Kind::Text, "the platform where people talk; the event's own when not given"),
            required("to", Kind::Text, "the platform where it can be read"),
            number("share", SHARE, 1.0, "share of talk", "how much of it crosses"),
        ]
    }),
};

pub static EXPORT: Section = Section {
    what: "`export`",
    keys: LazyLock::new(|| {
        vec![
            optional("from", Kind::Text, "the platform that ties leave; the event's own when not given"),
            required("to", Kind::Text, "the platform they move to, where both ends use it"),
            number("share", SHARE, 1.0, "share of history", "what they carry along"),
        ]
    }),
};

pub static IMPORT_CONTACTS: Section = Section {
    what: "`import_contacts`",
    keys: LazyLock::new(|| {
        vec![
            required("of", Kind::Text, "the platform whose ties are imported"),
            number("share", SHARE, 1.0, "share of ties", "how many are found at once"),
        ]
    }),
};

pub static OPEN_GROUPS: Section = Section {
    what: "`open_groups`",
    keys: LazyLock::new(|| {
        vec![
            optional("entry", Kind::Number(0.0, 1.0), "sets `group_entry`"),
            optional("gate_days", Kind::Whole(GATE_DAYS.0, GATE_DAYS.1), "sets `group_gate_days`"),
            optional("gate_level", Kind::Number(0.0, 1.0), "sets `group_gate_level`"),
            optional("cap", Kind::Whole(0, 1_000_000), "sets `group_cap`"),
        ]
    }),
};

pub static COMPARE: Section = Section {
    what: "a comparison",
    keys: LazyLock::new(|| {
        let mut keys = vec![
            required("name", Kind::Text, "what the comparison is called"),
            optional(
                "without",
                Kind::Texts,
                "events and platforms to leave out; a platform left out never opens, and events about it go with it",
            ),
            optional("run", Kind::Part(&COMPARE_RUN), "settling that differs"),
        ];
        keys.extend(world_keys());
        keys
    }),
};

fn takes() -> Vec<&'static str> {
    vec!["mean", "peak"]
}

fn time_keys() -> Vec<Key> {
    vec![
        optional("on", Kind::Day, "the last value on or before this day"),
        optional("from", Kind::Day, "the first day, instead of `on`"),
        optional("until", Kind::Day, "the day after the last, with `from`; the end of the run when not given"),
        optional("take", Kind::Choice(takes), "with `from`: the mean of the days (the default), or their peak"),
    ]
}

fn range_keys() -> Vec<Key> {
    range_keys_that_say("no less than this", "no more than this")
}

fn range_keys_that_say(above: &'static str, below: &'static str) -> Vec<Key> {
    let any = || Kind::Number(f64::MIN, f64::MAX);
    vec![
        optional("between", Kind::Range, "the least and the most, both included, as `[a, b]`"),
        optional("above", any(), above),
        optional("below", any(), below),
    ]
}

fn quantity_keys() -> Vec<Key> {
    let mut keys = vec![
        required("metric", Kind::Choice(metrics), "what is measured; `moat list measures` tells them"),
        optional("platform", Kind::Text, "whose"),
        optional("other", Kind::Text, "the other platform of a measure between two"),
        optional("layer", Kind::Choice(layers), "of ties of this layer only"),
        optional("topic", Kind::Choice(topics), "of groups with this topic only"),
        optional("segment", Kind::Text, "of this segment's people only: `daily_users`, `monthly_users` and `main_platform`"),
    ];
    keys.extend(time_keys());
    keys
}

pub static EXPECT: Section = Section {
    what: "an expectation",
    keys: LazyLock::new(|| {
        let mut keys = vec![required("that", Kind::Text, "the statement, in words")];
        keys.extend(quantity_keys());
        keys.push(optional("against", Kind::Text, "the comparison that `change` or `difference` is to"));
        keys.extend(range_keys());
        keys.push(optional("change", Kind::Part(&RANGE), "the value relative to the comparison's: value / other − 1"));
        keys.push(optional("difference", Kind::Part(&RANGE), "the value less the comparison's"));
        keys.push(optional("ratio", Kind::Part(&RATIO), "the value divided by the same at another time, or of something else"));
        keys.push(optional("source", Kind::Text, "who says so"));
        keys.push(optional("missed", Kind::Text, "the best explanation, shown where the statement is not met"));
        keys
    }),
};

/// Where a change or a difference lies.
pub static RANGE: Section = Section {
    what: "a range",
    keys: LazyLock::new(|| {
        range_keys_that_say(
            "no less than this; 0 without `below` is more than 0, as what changes nothing changes exactly nothing",
            "no more than this; 0 without `above` is less than 0, as what changes nothing changes exactly nothing",
        )
    }),
};

pub static RATIO: Section = Section {
    what: "`ratio`",
    keys: LazyLock::new(|| {
        let mut keys = vec![
            optional("platform", Kind::Text, "of another platform"),
            optional("other", Kind::Text, "of another pair of platforms"),
            optional("layer", Kind::Choice(layers), "of ties of another layer"),
            optional("topic", Kind::Choice(topics), "of groups with another topic"),
            optional("segment", Kind::Text, "of another segment's people"),
        ];
        keys.extend(time_keys());
        keys.extend(range_keys());
        keys
    }),
};

fn contagions() -> Vec<&'static str> {
    Contagion::ALL.map(Contagion::name).to_vec()
}

fn ways_to_talk() -> Vec<&'static str> {
    Talk::ALL.map(Talk::name).to_vec()
}

pub static BEHAVIOUR: Section = Section {
    what: "`behaviour`",
    keys: LazyLock::new(|| {
        let mut keys: Vec<Key> = NUMBERS
            .iter()
            .map(|row| {
                let range = match (row.name, row.unit) {
                    // What a tie's bits can hold.
                    ("history_cap", _) => (1.0, 255.0),
                    ("stranger_talks", _) => (1.0, 14.0),
                    (_, "0..1") => SHARE,
                    // Less would round to nothing.
                    (_, "talks a day") => (0.0001, 1000.0),
                    // A time constant of zero divides by it.
                    (_, "days") => (0.01, 1e9),
                    _ if row.prior.0 < 0.0 => UTILITY,
                    _ => (0.0, 1000.0),
                };
                number(row.name, range, row.default, row.unit, row.meaning)
            })
            .collect();
        keys.push(choice(
            "contagion",
            contagions,
            "simple",
            "how word of mouth adds up: contacts, distinct circles, or a share of contacts that convinces",
        ));
        keys.push(choice(
            "talk",
            ways_to_talk,
            "ordinary",
            "whether ties and groups talk at their rates, or nobody does: nothing is shared and nothing waits, and ties only tell of platforms",
        ));
        keys
    }),
};

fn designs() -> Vec<&'static str> {
    vec!["grid", "list", "latin-hypercube"]
}

pub static STUDY: Section = Section {
    what: "a study",
    keys: LazyLock::new(|| {
        vec![
            optional("title", Kind::Text, "one line; the file's name when not given"),
            optional(
                "asks",
                Kind::Text,
                "the question that the study answers; that of the scenario where the study has neither this nor a title",
            ),
            required("scenario", Kind::Text, "the scenario file that is varied, relative to this one"),
            choice(
                "design",
                designs,
                "grid",
                "`grid`: every combination; `list`: the first values together, then the second, …; `latin-hypercube`: as many points as the longest path has values, each path in an order of its own",
            ),
            optional("replicates", Kind::Whole(1, REPLICATES_MAX), "runs of each point; as in the scenario when not given"),
            required("vary", Kind::Axes, "what is varied: a path and its values, as a list or as { from, to, steps }"),
            required("measure", Kind::Named(&MEASURE), "what is measured at each point, under a name"),
        ]
    }),
};

pub static MEASURE: Section = Section {
    what: "a measure",
    keys: LazyLock::new(|| {
        let mut keys = quantity_keys();
        keys.push(optional("against", Kind::Text, "the comparison that the difference is to"));
        keys.push(optional("above", Kind::Number(f64::MIN, f64::MAX), "measure the share of replicates above this"));
        keys
    }),
};

pub static STEPS: Section = Section {
    what: "a range of values",
    keys: LazyLock::new(|| {
        let any = || Kind::Number(f64::MIN, f64::MAX);
        vec![
            required("from", any(), "the first value"),
            required("to", any(), "the last value"),
            required("steps", Kind::Whole(2, 10_000), "how many values, evenly spaced"),
        ]
    }),
};

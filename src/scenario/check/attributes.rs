//! What a platform is like, and changes of it: attributes that are one number each, and fits, which are many.

use super::super::file::fields::Fields;
use super::super::file::key::level;
use super::super::problem::Problem;
use super::super::resolved::{AttributeChange, Attributes};
use crate::ids::{Layer, Topic};

/// An attribute that is one number.
pub struct Plain {
    pub name: &'static str,
    pub value: PlainValue,
}

/// Where it lies in a platform and in a change.
pub enum PlainValue {
    Number { of: fn(&mut Attributes) -> &mut f64, change: fn(&mut AttributeChange) -> &mut Option<f64> },
    Count { of: fn(&mut Attributes) -> &mut u32, change: fn(&mut AttributeChange) -> &mut Option<u32> },
}

macro_rules! plain {
    ($kind:ident $field:ident) => {
        Plain { name: stringify!($field), value: PlainValue::$kind { of: |a| &mut a.$field, change: |c| &mut c.$field } }
    };
}

/// Every attribute but the fits, in the order of the fields.
pub const PLAIN: &[Plain] = &[
    plain!(Number share_fit),
    plain!(Number share_rate),
    plain!(Number solo),
    plain!(Count group_cap),
    plain!(Number exposure),
    plain!(Number price),
    plain!(Number keeps),
    plain!(Number invite),
    plain!(Number awareness),
    plain!(Number meet),
    plain!(Number contacts),
    plain!(Number group_entry),
    plain!(Count group_gate_days),
    plain!(Number group_gate_level),
];

/// Whether a file says how well groups fit, or leaves it to the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupFit {
    Stated,
    Default,
}

fn none() -> f64 {
    level("none").expect("`none` is a level")
}

pub fn attributes(given: &Fields<'_>) -> (Attributes, GroupFit) {
    let change = change(given);
    let fit = change.fit;
    let acquaintance = fit[Layer::Acquaintance.index()];
    let fit: [f64; Layer::COUNT] = std::array::from_fn(|layer| {
        let follows = if layer == Layer::Stranger.index() { acquaintance } else { None };
        fit[layer].or(follows).unwrap_or(none())
    });
    let mut attributes = Attributes {
        fit,
        fit_group: [0.0; Topic::COUNT],
        share_fit: 0.0,
        share_rate: 0.0,
        solo: 0.0,
        group_cap: 0,
        exposure: 0.0,
        price: 0.0,
        keeps: 0.0,
        invite: 0.0,
        awareness: 0.0,
        meet: 0.0,
        contacts: 0.0,
        group_entry: 0.0,
        group_gate_days: 0,
        group_gate_level: 0.0,
    };
    for plain in PLAIN {
        match plain.value {
            PlainValue::Number { of, .. } => *of(&mut attributes) = given.number(plain.name),
            PlainValue::Count { of, .. } => *of(&mut attributes) = given.count(plain.name),
        }
    }
    let default = if attributes.group_cap > 0 { fit[Layer::Friend.index()] } else { none() };
    attributes.fit_group = change.fit_group.map(|topic| topic.unwrap_or(default));
    let stated = if change.fit_group.iter().any(Option::is_some) { GroupFit::Stated } else { GroupFit::Default };
    (attributes, stated)
}

/// What a table gives; nothing for what it does not name.
pub fn change(given: &Fields<'_>) -> AttributeChange {
    let mut change = AttributeChange::default();
    if let Some(parts) = given.fit_given("fit") {
        change.fit.copy_from_slice(&parts[..Layer::COUNT]);
        change.fit_group = [parts[Layer::COUNT]; Topic::COUNT];
    }
    if let Some(parts) = given.fit_given("fit_group") {
        if change.fit_group[0].is_some()
            && let Some(place) = given.key_place("fit_group")
        {
            given.report(Problem::at(place, "`fit_group` beside `group` in `fit`", "the same is said twice; remove one"));
        }
        change.fit_group.copy_from_slice(&parts);
    }
    for plain in PLAIN {
        match plain.value {
            PlainValue::Number { change: of, .. } => *of(&mut change) = given.number_given(plain.name),
            PlainValue::Count { change: of, .. } => *of(&mut change) = given.count_given(plain.name),
        }
    }
    change
}

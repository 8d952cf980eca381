//! Whether the numbers that venues are chosen by can hold e^(β V).

use super::super::behaviour::Behaviour;
use super::super::file::fields::Fields;
use super::super::file::node::Node;
use super::super::problem::Problem;
use super::super::resolved::{Act, Attributes, Event, Platform};
use crate::ids::PlatformId;

/// Beyond e to this power utilities are told apart no more.
const EXPONENT_MAX: f64 = 80.0;

pub fn check(fields: &Fields<'_>, behaviour: &Behaviour, platforms: &[Platform], events: &[Event]) {
    let utilities =
        platforms.iter().enumerate().map(|(p, platform)| utility_max(behaviour, PlatformId(p as u8), &platform.attributes, events));
    let Some((p, utility)) = utilities.enumerate().max_by(|(_, one), (_, other)| one.total_cmp(other)) else { return };
    let sharpness = behaviour.choice_sharpness;
    if sharpness * utility <= EXPONENT_MAX {
        return;
    }
    let given = fields.part("behaviour").and_then(|behaviour| behaviour.node("choice_sharpness"));
    let platform = fields.node("platform").and_then(Node::list).and_then(|list| list.get(p)?.table()?.get("name"));
    let place = given.or(platform).map_or(fields.place(), |node| node.place);
    let found = format!("`choice_sharpness` {sharpness}, and a utility of talking on `{}` of up to {utility}", platforms[p].name);
    let needed = format!("the two multiplied have to stay below {EXPONENT_MAX}, or venues are told apart no more");
    let most = (EXPONENT_MAX / utility * 100.0).floor() / 100.0;
    let help = format!("take a sharpness of at most {most}, or less of fit, share_fit, bonuses or history_weight, which add up");
    fields.report(Problem::at(place, found, needed).help(help));
}

/// The greatest utility that a talk, a share or a session could have on a platform, whatever events do; presence only takes from it.
fn utility_max(behaviour: &Behaviour, platform: PlatformId, attributes: &Attributes, events: &[Event]) -> f64 {
    let greatest = |fits: &[f64]| fits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut fit = greatest(&attributes.fit).max(greatest(&attributes.fit_group));
    let (mut share_fit, mut price, mut bonus) = (attributes.share_fit, attributes.price, 0.0);
    for act in events.iter().flat_map(|event| &event.acts) {
        match act {
            Act::Set { platform: of, change } if *of == platform => {
                fit = change.fit.iter().chain(&change.fit_group).flatten().copied().fold(fit, f64::max);
                share_fit = change.share_fit.map_or(share_fit, |changed| share_fit.max(changed));
                price = change.price.map_or(price, |changed| price.min(changed));
            }
            Act::Promote { platform: of, bonus: more, .. } | Act::Mandate { platform: of, bonus: more, .. } if *of == platform => {
                bonus += more.max(0.0);
            }
            _ => {}
        }
    }
    fit - price + share_fit.max(0.0) + behaviour.history_weight + bonus
}

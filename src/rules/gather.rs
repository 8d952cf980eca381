//! Gather: where a group meets today, who attends and who speaks.

use crate::float;
use crate::ids::{NOWHERE, Topic};
use crate::rng::{Below, unit};
use crate::scenario::{Attributes, Behaviour};
use crate::world::{Audiences, GroupState, Row};

use super::talk::{OUTSIDE, fails, promised};
use super::{Today, home};

impl Behaviour {
    /// Sessions a day of a group of this topic.
    pub fn sessions(&self, topic: Topic) -> f64 {
        match topic {
            Topic::Family => self.session_family,
            Topic::Class => self.session_class,
            Topic::Work => self.session_work,
            Topic::Interest => self.session_interest,
            Topic::Fan => self.session_fan,
        }
    }
}

/// Whether a group meets today.
pub fn meets(today: &Today, group: u32, state: &GroupState) -> bool {
    !today.nobody_talks() && today.meets[usize::from(state.topic)].holds_long(today.keys.session.one(group))
}

/// The draws by which a group of this topic meets on a day.
pub fn meeting(behaviour: &Behaviour, topic: Topic) -> Below {
    Below::new(f64::from(behaviour.sessions(topic) as f32))
}

/// The draws by which a member with this presence attends, less where members have to follow.
pub fn attending(presence: u8, follow: f64) -> Below {
    Below::new(f64::from(presence) / 255.0 * follow)
}

/// What of the presence on `p` counts for a group: all of it at home, less where members have to follow.
#[inline(always)]
fn follow(today: &Today, home: u8, p: usize) -> f32 {
    if usize::from(home) == p || home == NOWHERE.0 { 1.0 } else { today.behaviour.group_follow as f32 }
}

/// The venue that the owner picks; `reach` is the members' mean presence by platform.
pub fn venue(today: &Today, audiences: &Audiences, group: u32, state: &GroupState, owner: Row, reach: &[u8]) -> Option<usize> {
    let topic = usize::from(state.topic);
    let draw = |tag| -float::ln(unit(today.keys.session_venue.tagged(group, tag)));
    let mut best = draw(OUTSIDE) * today.race.outside_group;
    let mut chosen = None;
    for (p, &reach) in reach.iter().enumerate() {
        let closed = today.open >> p & 1 == 0 || today.attributes[p].group_cap < state.members;
        if closed || reach == 0 || owner.at(p) == 0 || fails(today, state.owner, p) {
            continue;
        }
        let mut cost = today.race.group[topic][p] * (today.race.company[usize::from(owner.at(p))] * today.race.company[usize::from(reach)]);
        if usize::from(state.home) == p {
            cost *= today.race.history[usize::from(state.history)];
        } else if state.home != NOWHERE.0 {
            cost *= today.race.follow;
        }
        let bonus = promised(today, audiences, state.owner, p);
        if bonus != 0.0 {
            cost *= today.cost(bonus);
        }
        let race = draw(today.tags[p]) * cost;
        if race < best {
            best = race;
            chosen = Some(p);
        }
    }
    chosen
}

/// Where a group meets, and how readily its members follow it there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session(u8);

const AWAY: u8 = 8;

/// What members read of a group on a day: its session in bits 0–7, topic in 8–10, home in 11–13 and vitality in 16–23. One load instead of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notice(u32);

impl Notice {
    /// Of a group nobody has looked at.
    pub const NONE: Notice = Notice(Session::SILENT.0 as u32);

    pub fn new(session: Session, state: &GroupState) -> Notice {
        Notice(u32::from(session.0) | u32::from(state.topic) << 8 | u32::from(state.home) << 11 | u32::from(state.vitality) << 16)
    }

    #[inline(always)]
    pub fn session(self) -> Session {
        Session(self.0 as u8)
    }

    /// The home's number and the topic's below it: a place for each pair, of which there are 64.
    #[inline(always)]
    pub fn home_and_topic(self) -> usize {
        (self.0 >> 8 & 63) as usize
    }

    #[inline(always)]
    pub fn vitality(self) -> u32 {
        self.0 >> 16
    }
}

impl Session {
    /// A group that does not meet today, or meets nobody.
    pub const SILENT: Session = Session(255);

    pub fn new(today: &Today, state: &GroupState, p: usize) -> Session {
        let away = if follow(today, state.home, p) < 1.0 { AWAY } else { 0 };
        Session(p as u8 | away)
    }

    /// The platform; `None` for silence.
    #[inline(always)]
    pub fn venue(self) -> Option<usize> {
        (self != Session::SILENT).then_some(usize::from(self.0 & (AWAY - 1)))
    }

    /// Whether a member attends, by the presence on the platform where it meets.
    #[inline(always)]
    pub fn holds(self, today: &Today, group: u32, member: u32, presence: impl FnOnce(usize) -> u8) -> bool {
        let Some(p) = self.venue() else { return false };
        let attends = &today.attends[usize::from(self.0 & AWAY != 0)];
        attends[usize::from(presence(p))].holds_long(today.keys.join.tagged(member, group)) & !fails(today, member, p)
    }
}

/// Whether a member of a group with this topic would rather speak on a platform than not at all: a logit choice.
pub fn willing(behaviour: &Behaviour, attributes: &Attributes, topic: Topic) -> f64 {
    let better_than_silence = attributes.fit_group[topic.index()] - attributes.price - behaviour.outside_group;
    1.0 / (1.0 + libm::exp(-behaviour.choice_sharpness * better_than_silence))
}

/// Whether somebody who attends says something; `readiness` is what crowd and platform leave of it.
pub fn speaks(today: &Today, group: u32, member: u32, owner: u32, readiness: f64) -> bool {
    let voice = f64::from(today.traits.voice(today.keys.voice.tagged(member, group)));
    let standing = if member == owner { 3.0 } else { 1.0 };
    f64::from(unit(today.keys.speak.tagged(member, group))) < readiness * voice * standing
}

/// Crowds beyond this hush no further.
pub const CROWD_MAX: u32 = 4096;

/// How readily somebody speaks in company: voice · (2 / n)^crowding.
pub fn crowd(behaviour: &Behaviour, attending: u32) -> f64 {
    behaviour.group_voice * libm::pow(2.0 / f64::from(attending.max(2)), behaviour.group_crowding)
}

/// Home and history after a session in company at `p`; `draw` rounds.
pub fn after_session(today: &Today, state: &mut GroupState, p: usize, draw: u64) {
    let idle_days = (today.day as u16).wrapping_sub(state.last);
    let left = home::history_left(today, state.home(), u32::from(state.history), u32::from(idle_days));
    let (history, home) = home::vote(today, state.home(), left, crate::ids::PlatformId(p as u8));
    state.history = crate::rng::round(draw, history).min(255) as u8;
    state.home = home.0;
    state.last = today.day as u16;
}

/// Vitality after a session that this share of members attended; `draw` rounds.
pub fn after_attendance(today: &Today, state: &mut GroupState, share: f32, draw: u64) {
    let vitality = f32::from(state.vitality);
    let next = vitality + (255.0 * share - vitality) * (1.0 / today.behaviour.vitality_days as f32).min(1.0);
    state.vitality = crate::rng::round(draw, next).min(255) as u8;
}

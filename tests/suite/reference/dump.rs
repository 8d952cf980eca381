//! A day in a form that two engines can be compared by: the state of the evening, as the next morning finds it, and what was counted.

use std::fmt::Debug;

use moatsim::ids::{Layer, PLATFORMS_MAX};

use super::model::{Cause, Deeds, Group, Link, Use, World};
use super::talk::Occasion;

/// Everything two engines must agree on after a day.
#[derive(Clone, Debug, PartialEq)]
pub struct DayDump {
    pub day: i32,
    /// By person and platform.
    pub uses: Vec<Vec<Use>>,
    pub opened_yesterday: Vec<Vec<bool>>,
    /// Living ties by their ends, the smaller first; the last talk modulo 512.
    pub ties: Vec<((u32, u32), Link)>,
    pub groups: Vec<Group>,
    pub counts: Counts,
}

/// What happened on a day, by platform unless said otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub opened: Vec<u64>,
    pub voluntary: Vec<u64>,
    pub obeyed: Vec<u64>,
    pub brought: Vec<u64>,
    pub promoted: Vec<u64>,
    /// By the home of the inviting tie; the last is nowhere.
    pub invited: Vec<[u64; PLATFORMS_MAX + 1]>,
    pub removed: Vec<u64>,
    /// By layer and venue, shares among them.
    pub messages: [Vec<u64>; Layer::COUNT],
    /// Talks without a venue, by layer.
    pub silent: [u64; Layer::COUNT],
    /// By the platform whose content it is.
    pub shares: Vec<u64>,
    pub shares_kept: Vec<u64>,
    pub group_messages: Vec<u64>,
    pub group_joins: Vec<u64>,
    /// Strangers who were tied.
    pub met: Vec<u64>,
    /// People who switched their exposure off today.
    pub hidden: Vec<u64>,
    /// In 1/64 of a minute.
    pub minutes: Vec<u64>,
}

pub fn dump(world: &World, day: i32, counts: Counts) -> DayDump {
    let modulo = |link: &Link| Link { last: link.last.rem_euclid(512), ..*link };
    DayDump {
        day,
        uses: world.people.iter().map(|person| person.uses.clone()).collect(),
        opened_yesterday: world.people.iter().map(|person| person.opened_yesterday.clone()).collect(),
        ties: world.links.iter().map(|(ends, link)| (*ends, modulo(link))).collect(),
        groups: world.groups.clone(),
        counts,
    }
}

impl DayDump {
    /// The first thing in which two engines differ, in words.
    pub fn difference(&self, other: &DayDump) -> Option<String> {
        let day = self.day;
        let people = || {
            let habits = differs("person", &self.uses, &other.uses);
            habits.or_else(|| differs("mask of person", &self.opened_yesterday, &other.opened_yesterday))
        };
        let counts = || (self.counts != other.counts).then(|| format!("counts: {:?} against {:?}", self.counts, other.counts));
        let words = differs("tie", &self.ties, &other.ties).or_else(|| differs("group", &self.groups, &other.groups));
        let words = words.or_else(people).or_else(counts);
        words.map(|words| format!("on day {day}, {words}"))
    }
}

fn differs<T: Debug + PartialEq>(what: &str, ours: &[T], theirs: &[T]) -> Option<String> {
    if ours.len() != theirs.len() {
        return Some(format!("{what}: {} of them against {}", ours.len(), theirs.len()));
    }
    let place = (0..ours.len()).find(|place| ours[*place] != theirs[*place])?;
    Some(format!("{what} {place}: {:?} against {:?}", ours[place], theirs[place]))
}

impl Counts {
    pub fn none(platforms: usize) -> Counts {
        let zero = || vec![0; platforms];
        Counts {
            opened: zero(),
            voluntary: zero(),
            obeyed: zero(),
            brought: zero(),
            promoted: zero(),
            invited: vec![[0; PLATFORMS_MAX + 1]; platforms],
            removed: zero(),
            messages: std::array::from_fn(|_| zero()),
            silent: [0; Layer::COUNT],
            shares: zero(),
            shares_kept: zero(),
            group_messages: zero(),
            group_joins: zero(),
            met: zero(),
            hidden: zero(),
            minutes: zero(),
        }
    }

    /// A talk or a share, with its venue.
    pub fn exchange(&mut self, layer: Layer, occasion: Occasion, venue: Option<usize>) {
        match venue {
            Some(venue) => self.messages[layer.index()][venue] += 1,
            None if occasion == Occasion::Talk => self.silent[layer.index()] += 1,
            None => {}
        }
        if let (Occasion::Share(content), Some(venue)) = (occasion, venue) {
            self.shares[content] += 1;
            self.shares_kept[content] += u64::from(venue == content);
        }
    }

    /// What people did.
    pub fn deeds(&mut self, deeds: &Deeds) {
        for (person, installs) in deeds.installs.iter().enumerate() {
            for (platform, cause) in installs.iter().enumerate() {
                self.opened[platform] += u64::from(deeds.opened(person as u32, platform));
                self.voluntary[platform] += u64::from(deeds.opens[person][platform]);
                self.hidden[platform] += u64::from(deeds.hides[person][platform]);
                if let Some(cause) = cause {
                    self.install(*cause, platform);
                }
            }
        }
    }

    /// Installs of a platform, whatever the cause.
    pub fn installs(&self, platform: usize) -> u64 {
        let invited: u64 = self.invited[platform].iter().sum();
        self.obeyed[platform] + self.brought[platform] + self.promoted[platform] + invited
    }

    fn install(&mut self, cause: Cause, platform: usize) {
        match cause {
            Cause::Obeys => self.obeyed[platform] += 1,
            Cause::Brought => self.brought[platform] += 1,
            Cause::Promoted => self.promoted[platform] += 1,
            Cause::Invited(home) => self.invited[platform][home.index()] += 1,
        }
    }
}

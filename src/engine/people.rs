//! The pass over people and their ties: adopt, open, talk and home, all read from one morning.

use crate::ids::{Layer, NOWHERE, PLATFORMS_MAX, PlatformId, Topic, WEIGHT_PARTS};
use crate::metrics::record::{DELAY_PARTS, DayRecord};
use crate::rng::{DayKey, gate, gate_end, unit};
use crate::rules::adopt::{self, Voices};
use crate::rules::open::{self, View};
use crate::rules::talk::{self, End};
use crate::rules::{Today, gather, home};
use crate::ties::Tie;
use crate::walk::{LEAF, Part, TieRows, walk};
use crate::world::{App, Audiences, GroupState, JOINED, MEMBER, Membership, Month, Row, Rows, World};

use super::Evening;

/// A group that does not meet today, or meets nobody.
pub const SILENT: u8 = 255;

/// What everybody can read this morning.
#[derive(Clone, Copy)]
struct Morning<'a> {
    today: &'a Today,
    audiences: &'a Audiences,
    rows: &'a Rows,
    segment: &'a [u8],
    month: &'a [Month],
    neighbour: &'a [u32],
    first: &'a [u32],
    groups: &'a [GroupState],
    member_of: &'a Membership,
    /// Where each group meets today.
    met: &'a [u8],
    /// Expected wait for an opening, by presence, in [`DELAY_PARTS`].
    delay: &'a [u16; 256],
}

/// What is decided for a run of people.
struct Share<'a> {
    rows: TieRows<'a>,
    app: &'a mut [App],
    platforms: usize,
    voluntary: &'a mut [u8],
    called: &'a mut [u8],
    adopted: &'a mut [u8],
}

impl Part for Share<'_> {
    fn len(&self) -> usize {
        self.voluntary.len()
    }

    fn split(self, at: usize) -> (Self, Self) {
        let platforms = self.platforms;
        let (rows, rows_after) = self.rows.split(at);
        let (app, app_after) = self.app.split_at_mut(at * platforms);
        let (voluntary, voluntary_after) = self.voluntary.split_at_mut(at);
        let (called, called_after) = self.called.split_at_mut(at);
        let (adopted, adopted_after) = self.adopted.split_at_mut(at);
        (
            Share { rows, app, platforms, voluntary, called, adopted },
            Share { rows: rows_after, app: app_after, platforms, voluntary: voluntary_after, called: called_after, adopted: adopted_after },
        )
    }
}

/// Decides the day of everybody: half-ties are updated in place, the rest lies in `evening` until it is applied.
pub fn decide(world: &mut World, today: &Today, audiences: &Audiences, evening: &mut Evening) -> DayRecord {
    let morning = Morning {
        today,
        audiences,
        rows: &world.rows,
        segment: &world.segment,
        month: &world.month,
        neighbour: &world.graph.neighbour,
        first: &world.graph.first,
        groups: &world.groups.state,
        member_of: &world.groups.of,
        met: &evening.met,
        delay: &evening.delay,
    };
    let share = Share {
        rows: TieRows::new(&world.graph.first, &mut world.graph.tie),
        app: &mut world.app,
        platforms: world.platforms,
        voluntary: &mut evening.voluntary,
        called: &mut evening.called,
        adopted: &mut evening.adopted,
    };
    walk(share, LEAF, &|share: Share| morning.decide(share), &DayRecord::merged)
}

impl Morning<'_> {
    fn decide(&self, share: Share) -> DayRecord {
        let mut count = DayRecord::default();
        let Share { rows, app, platforms, voluntary, called, adopted } = share;
        let mut offset = 0;
        rows.for_each(|person, start, ties| {
            let row = self.rows.read(person);
            let apps = &mut app[offset * platforms..(offset + 1) * platforms];
            let mut waiting = Waiting::default();
            // People adopt and open by the ties of this morning, so these are read before talk changes them.
            let mut calls = 0;
            let adopts = self.adopt(person, row, apps, start, ties, &mut count);
            let watched = self.watched(start, ties);
            self.talk(person, row, start, ties, &mut waiting, &mut calls, &mut count);
            self.gather(person, row, &mut waiting, &mut calls);
            voluntary[offset] = adopts | self.open(person, row, apps, &watched, &waiting);
            called[offset] = calls;
            adopted[offset] = adopts;
            offset += 1;
        });
        count
    }
}

/// Messages that wait for a person: weight times partner's presence, by home and layer of the tie; and vitality of groups by home and topic.
struct Waiting {
    ties: [u64; 64],
    groups: [[u32; Topic::COUNT]; PLATFORMS_MAX + 1],
    /// What waits on days with bridges, where it depends on what can be read elsewhere.
    bridged: [f32; PLATFORMS_MAX],
}

impl Default for Waiting {
    fn default() -> Waiting {
        Waiting { ties: [0; 64], groups: [[0; Topic::COUNT]; PLATFORMS_MAX + 1], bridged: [0.0; PLATFORMS_MAX] }
    }
}

impl Waiting {
    fn pull(&self, today: &Today, p: usize) -> f32 {
        let mut pull = self.bridged[p];
        for layer in 0..Layer::COUNT {
            pull += today.tie_pull[layer] * self.ties[p << 3 | layer] as f32;
        }
        for topic in 0..Topic::COUNT {
            pull += today.group_pull[topic] * self.groups[p][topic] as f32;
        }
        pull
    }
}

impl Morning<'_> {
    /// The platforms that a person installs today, as a mask.
    fn adopt(&self, person: u32, row: Row, apps: &[App], start: usize, ties: &[Tie], count: &mut DayRecord) -> u8 {
        let today = self.today;
        if today.settling.is_some() {
            return 0;
        }
        let curiosity = today.curiosity[usize::from(self.segment[person as usize])];
        let mut adopted = 0;
        for (p, app) in apps.iter().enumerate() {
            if row.at(p) > 0 || today.open >> p & 1 == 0 || talk::fails(today, self.audiences, person, p) {
                continue;
            }
            if self.must_install(person, p) || self.is_brought(person, p, start, ties) {
                adopted |= 1 << p;
                count.installs[p] += 1;
                continue;
            }
            let retry = if app.has_left() { today.behaviour.retry as f32 } else { 1.0 };
            let awareness = self.awareness(person, p);
            let draw = unit(today.keys.adopt.tagged(person, today.tags[p]));
            if draw >= adopt::within_a_day(retry * adopt::hazard_max(today, p, awareness, curiosity)) {
                continue;
            }
            let voices = self.voices(person, p, start, ties);
            if draw >= adopt::within_a_day(retry * adopt::hazard(today, p, awareness, curiosity, &voices)) {
                continue;
            }
            adopted |= 1 << p;
            count.installs[p] += 1;
            if draw < adopt::within_a_day(retry * curiosity * awareness) {
                count.promoted[p] += 1;
            } else {
                count.invited[p][self.channel(person, p, start, ties, &voices)] += 1;
            }
        }
        adopted
    }

    /// Promotion and standing awareness.
    fn awareness(&self, person: u32, p: usize) -> f32 {
        let mut sum = self.today.attributes[p].awareness as f32;
        for promotion in &self.today.promotions {
            if promotion.platform.index() == p && self.audiences.hold(promotion.event, person) {
                sum += promotion.awareness;
            }
        }
        sum
    }

    /// Whether a mandate reaches a person who obeys it today.
    fn must_install(&self, person: u32, p: usize) -> bool {
        self.today.mandates.iter().any(|mandate| {
            mandate.platform.index() == p
                && self.audiences.hold(mandate.event, person)
                && unit(self.today.keys.obey.tagged(person, self.today.tags[p])) < mandate.share
        })
    }

    /// Whether somebody under a mandate that starts today brings this person along.
    fn is_brought(&self, person: u32, p: usize, start: usize, ties: &[Tie]) -> bool {
        let today = self.today;
        today.brought.iter().filter(|brought| brought.platform.index() == p).any(|brought| {
            ties.iter().zip(&self.neighbour[start..]).filter(|(tie, _)| !tie.is_empty()).any(|(_, &other)| {
                self.audiences.hold(brought.event, other)
                    && unit(today.keys.bring.tie(person, other)) * (self.degree(other) as f32) < brought.contacts as f32
            })
        })
    }

    /// Places of a person's row. Half-ties of others are being written now; how many there are is not.
    fn degree(&self, person: u32) -> u32 {
        self.first[person as usize + 1] - self.first[person as usize] - self.today.stranger_slots
    }

    /// What a person's ties say of a platform.
    fn voices(&self, person: u32, p: usize, start: usize, ties: &[Tie]) -> Voices {
        let mut voices = Voices::default();
        self.each_voice(person, p, start, ties, |tie, weight, heard, imported| {
            voices.weight += u64::from(weight);
            voices.ties += 1;
            voices.heard += heard;
            voices.imported += imported;
            voices.circles[tie.layer_code()] += heard;
        });
        voices
    }

    /// Calls with each living tie, its weight, and what is heard through it: w · h thinned by blocks, and w · h of imported contacts.
    fn each_voice(&self, person: u32, p: usize, start: usize, ties: &[Tie], mut hear: impl FnMut(Tie, u32, f64, f64)) {
        let today = self.today;
        for (&tie, &other) in ties.iter().zip(&self.neighbour[start..]) {
            let weight = today.weights.of(tie, tie.idle_days(today.day));
            if weight == 0 {
                continue;
            }
            let presence = u64::from(weight) * u64::from(self.rows.read(other).at(p));
            let mut heard = presence as f64;
            if today.has_blocks {
                heard *= 1.0 - f64::from(today.blocked[p][tie.home().index()]);
            }
            let is_imported = presence > 0
                && today.imports.iter().any(|&(platform, of, share, event)| {
                    platform.index() == p
                        && tie.home() == of
                        && unit(DayKey::with(today.keys.found.tie(person, other), today.tags[p])) < share
                        && (self.audiences.hold(event, person) || self.audiences.hold(event, other))
                });
            hear(tie, weight, heard, if is_imported { presence as f64 } else { 0.0 });
        }
    }

    /// The home of the tie whose invitation convinced, in proportion to what was heard.
    fn channel(&self, person: u32, p: usize, start: usize, ties: &[Tie], voices: &Voices) -> usize {
        let point = f64::from(unit(self.today.keys.inviter.tagged(person, self.today.tags[p]))) * (voices.heard + voices.imported);
        let mut sum = 0.0;
        let mut channel = None;
        self.each_voice(person, p, start, ties, |tie, _, heard, imported| {
            sum += heard + imported;
            if channel.is_none() && point < sum {
                channel = Some(tie.home().index());
            }
        });
        channel.unwrap_or(NOWHERE.index())
    }

    /// Lets each tie talk and share, and adds up what waits at their homes.
    #[allow(clippy::too_many_arguments)]
    fn talk(&self, person: u32, row: Row, start: usize, ties: &mut [Tie], waiting: &mut Waiting, calls: &mut u8, count: &mut DayRecord) {
        let today = self.today;
        let talk_end = gate_end(today.gates.talk, person);
        let share_end = gate_end(today.gates.share, person);
        for (tie, &other) in ties.iter_mut().zip(&self.neighbour[start..]) {
            let weight = today.weights.of(*tie, tie.idle_days(today.day));
            if weight == 0 {
                continue;
            }
            let other_row = self.rows.read(other);
            if today.has_bridges {
                self.wait_bridged(row, *tie, weight, other_row, waiting);
            } else {
                waiting.ties[(tie.0 & 63) as usize] += u64::from(weight) * u64::from(other_row.presence(tie.home()));
            }
            let ends = [End { person, row }, End { person: other, row: other_row }];
            if u64::from(gate(talk_end, gate_end(today.gates.talk, other))) < u64::from(weight) << GATE_SHIFT {
                let draw = today.keys.venue.tie(person, other);
                self.message(tie, ends, None, draw, today.keys.history.tie(person, other), calls, count);
            }
            if today.sharing != 0 {
                let draw = gate(share_end, gate_end(today.gates.share, other));
                let (mine, theirs) = (self.rows.opened(row), self.rows.opened(other_row));
                let opened = if person < other { [mine, theirs] } else { [theirs, mine] };
                if let Some(content) = talk::shared(today, *tie, weight, opened, draw) {
                    let draw = today.keys.share_venue.tie(person, other);
                    self.message(tie, ends, Some(content), draw, today.keys.share_history.tie(person, other), calls, count);
                }
            }
        }
    }

    /// What waits where something can be read elsewhere.
    fn wait_bridged(&self, row: Row, tie: Tie, weight: u32, other: Row, waiting: &mut Waiting) {
        let today = self.today;
        let home = tie.home().index();
        if home >= today.platforms {
            return;
        }
        let mut readable = 0.0_f32;
        let mut through = home;
        for q in 0..today.platforms {
            let share = today.bridge[home][q] * f32::from(row.at(q)) / 255.0;
            if q != home && today.open >> q & 1 == 1 && share > readable {
                readable = share;
                through = q;
            }
        }
        let waits = today.tie_pull[tie.layer_code()] * (weight * u32::from(other.at(home))) as f32;
        if row.at(home) > 0 {
            waiting.bridged[home] += waits * (1.0 - readable);
        } else if through != home {
            waiting.bridged[through] += waits * today.bridge[home][through];
        }
    }

    /// Sends one message: where, and what it does to this half of the tie.
    #[allow(clippy::too_many_arguments)]
    fn message(&self, tie: &mut Tie, ends: [End; 2], share: Option<usize>, draw: u64, rounding: u64, calls: &mut u8, count: &mut DayRecord) {
        let today = self.today;
        let layer = tie.layer_code();
        let once = u64::from(ends[0].person < ends[1].person);
        let Some(venue) = talk::venue(today, self.audiences, *tie, ends, share, draw) else {
            if share.is_none() {
                count.silent[layer] += once;
                *tie = home::after_silence(today, *tie, rounding);
            }
            return;
        };
        let p = venue.platform;
        count.messages[layer][p] += once;
        count.reply_delay[p] += u64::from(self.delay[usize::from(ends[1].row.at(venue.read_by[1]))]);
        count.welfare += (today.behaviour.value(Layer::ALL[layer]) * WEIGHT_PARTS as f64) as i64;
        if let Some(content) = share {
            count.shares[content] += once;
            count.shares_kept[content] += once * u64::from(content == p);
        }
        *calls |= 1 << venue.read_by[0];
        *tie = home::after_message(today, *tie, PlatformId(p as u8), rounding);
    }

    /// The person's part in the groups that meet today, and what their groups let wait.
    fn gather(&self, person: u32, row: Row, waiting: &mut Waiting, calls: &mut u8) {
        for &entry in &self.member_of.group[self.member_of.row(person as usize)] {
            if entry & JOINED == 0 {
                continue;
            }
            let group = entry & MEMBER;
            let state = &self.groups[group as usize];
            waiting.groups[usize::from(state.home)][usize::from(state.topic)] += u32::from(state.vitality);
            let met = self.met[group as usize];
            if met != SILENT && gather::attends(self.today, self.audiences, group, person, row, usize::from(met)) {
                *calls |= 1 << met;
            }
        }
    }

    /// The platforms that a person opens of their own accord, as a mask; and who switches exposure off.
    fn open(&self, person: u32, row: Row, apps: &mut [App], watched: &Watched, waiting: &Waiting) -> u8 {
        let today = self.today;
        let traits = today.keys.traits.one(person);
        let segment = self.segment[person as usize];
        let content_taste = today.traits.content_taste(segment, traits);
        let kept = (0..apps.len()).filter(|&p| row.at(p) > 0 && today.open >> p & 1 == 1).count() as u32;
        let mut opened = 0;
        for (p, app) in apps.iter_mut().enumerate() {
            if row.at(p) == 0 || today.open >> p & 1 == 0 || talk::fails(today, self.audiences, person, p) {
                continue;
            }
            let exposed = self.exposed(person, segment, traits, p, app, watched);
            let view = View {
                platform: p,
                presence: row.at(p),
                tenure: app.tenure(),
                lonely: self.month[person as usize * today.platforms + p].lonely(),
                content_taste,
                taste: today.traits.platform_taste(today.keys.taste, person, today.tags[p]),
                pull: waiting.pull(today, p),
                exposed,
                bonus: talk::promised(today, self.audiences, person, p),
                other_apps: kept - 1,
            };
            let opens = unit(today.keys.open.tagged(person, today.tags[p])) < open::chance(today, &view);
            if opens || self.must_install(person, p) {
                opened |= 1 << p;
            }
        }
        opened
    }

    /// ξ · exposure · K; and whether that makes the person switch exposure off.
    fn exposed(&self, person: u32, segment: u8, traits: u64, p: usize, app: &mut App, watched: &Watched) -> f32 {
        let today = self.today;
        let exposure = today.attributes[p].exposure as f32;
        if exposure <= 0.0 || watched.acquaintances == 0 || app.has_opted_out() {
            return 0.0;
        }
        let share = watched.presence[p] as f32 / (255.0 * watched.acquaintances as f32);
        let exposed = today.traits.exposure_dislike(segment, traits) * exposure * share;
        let draw = unit(today.keys.opt_out.tagged(person, today.tags[p]));
        if today.settling.is_none() && draw < adopt::within_a_day(today.behaviour.opt_out as f32 * exposed) {
            *app = app.opted_out();
        }
        exposed
    }

    /// Which acquaintances are there to watch.
    fn watched(&self, start: usize, ties: &[Tie]) -> Watched {
        let mut watched = Watched::default();
        if !self.today.has_exposure {
            return watched;
        }
        for (&tie, &other) in ties.iter().zip(&self.neighbour[start..]) {
            if tie.layer() == Some(Layer::Acquaintance) {
                watched.acquaintances += 1;
                let row = self.rows.read(other);
                for (p, presence) in watched.presence.iter_mut().enumerate().take(self.today.platforms) {
                    *presence += u32::from(row.at(p));
                }
            }
        }
        watched
    }
}

/// Acquaintances, and the sum of their presences by platform.
#[derive(Default)]
struct Watched {
    acquaintances: u32,
    presence: [u32; PLATFORMS_MAX],
}

/// From weights in parts to a gate of 32 bits.
const GATE_SHIFT: u32 = 32 - WEIGHT_PARTS.trailing_zeros();

/// The expected wait, in days after the message, of somebody who opens with this presence; at most a month.
pub fn delays() -> [u16; 256] {
    std::array::from_fn(|presence| {
        let days = if presence == 0 { 28.0 } else { (255.0 / presence as f64 - 1.0).min(28.0) };
        (days * DELAY_PARTS as f64) as u16
    })
}

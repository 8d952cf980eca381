//! The pass over people and their ties: adopt, open, talk and home, all read from one morning.

use crate::ids::{Layer, NOWHERE, PLATFORMS_MAX, PlatformId, Topic, WEIGHT_PARTS};
use crate::metrics::record::{DELAY_PARTS, DayRecord};
use crate::rng::{DayKey, gate_end, unit};
use crate::rules::adopt::{self, Voices};
use crate::rules::gates::{LANES, gates};
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

/// The same code on the widest vectors that the machine has. Nothing is fused or reordered, so the bits are the same.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{DayRecord, Morning, Share};

    #[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw,bmi2,lzcnt")]
    pub fn avx512(morning: &Morning, share: Share) -> DayRecord {
        morning.decide_all(share)
    }

    #[target_feature(enable = "avx2,bmi2,lzcnt")]
    pub fn avx2(morning: &Morning, share: Share) -> DayRecord {
        morning.decide_all(share)
    }
}

impl Morning<'_> {
    fn decide(&self, share: Share) -> DayRecord {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512dq") && is_x86_feature_detected!("avx512vl") && is_x86_feature_detected!("avx512bw") {
                // SAFETY: the instructions were found on this machine; all that have these have the others named there.
                return unsafe { wide::avx512(self, share) };
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") && is_x86_feature_detected!("lzcnt") {
                // SAFETY: the instructions were found on this machine.
                return unsafe { wide::avx2(self, share) };
            }
        }
        self.decide_all(share)
    }

    #[inline(always)]
    fn decide_all(&self, share: Share) -> DayRecord {
        let mut count = DayRecord::default();
        let Share { rows, app, platforms, voluntary, called, adopted } = share;
        let mut rest = rows.ties;
        // A closure would not be compiled for the wide vectors, so this is a loop.
        for offset in 0..voluntary.len() {
            let person = (rows.start + offset) as u32;
            let (start, end) = (rows.first[offset] as usize, rows.first[offset + 1] as usize);
            let (ties, after) = rest.split_at_mut(end - start);
            rest = after;
            let row = self.rows.read(person);
            let apps = &mut app[offset * platforms..(offset + 1) * platforms];
            let mut waiting = Waiting::default();
            let mut calls = 0;
            // People adopt and are watched by the ties of this morning, so these are read before talk changes them.
            let adopts = self.adopt(person, row, apps, start, ties, &mut count);
            let watched = self.watched(start, ties);
            self.talk(person, row, start, ties, &mut waiting, &mut calls, &mut count);
            self.gather(person, row, &mut waiting, &mut calls);
            voluntary[offset] = adopts | self.open(person, row, apps, &watched, &waiting);
            called[offset] = calls;
            adopted[offset] = adopts;
        }
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
    /// Messages a day times value, by platform.
    #[inline(always)]
    fn pull(&self, today: &Today, pull: &mut [f32; open::LANES]) {
        pull[..PLATFORMS_MAX].copy_from_slice(&self.bridged);
        for layer in 0..Layer::COUNT {
            for (p, pull) in pull.iter_mut().enumerate() {
                *pull += today.tie_pull[layer] * self.ties[p << 3 | layer] as f32;
            }
        }
        for (topic, &weight) in today.group_pull.iter().enumerate() {
            for (p, pull) in pull.iter_mut().enumerate() {
                *pull += weight * self.groups[p][topic] as f32;
            }
        }
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
            let is_reluctant = app.has_left() || app.is_new() && today.established >> p & 1 == 1;
            let retry = if is_reluctant { today.behaviour.retry as f32 } else { 1.0 };
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
    #[inline(always)]
    fn talk(&self, person: u32, row: Row, start: usize, ties: &mut [Tie], waiting: &mut Waiting, calls: &mut u8, count: &mut DayRecord) {
        for (number, lanes) in ties.chunks_mut(LANES).enumerate() {
            let start = start + number * LANES;
            let scan = self.scan(person, start, lanes);
            for (lane, tie) in lanes.iter().enumerate().filter(|&(lane, _)| scan.weight[lane] > 0) {
                let other = self.rows.read(self.neighbour[start + lane]);
                if self.today.has_bridges {
                    self.wait_bridged(row, *tie, scan.weight[lane], other, waiting);
                } else {
                    waiting.ties[(tie.0 & 63) as usize] += u64::from(scan.weight[lane]) * u64::from(other.presence(tie.home()));
                }
            }
            let mut speaking = scan.talks | scan.may_share;
            while speaking != 0 {
                let lane = speaking.trailing_zeros() as usize;
                speaking &= speaking - 1;
                self.speak(person, row, self.neighbour[start + lane], &mut lanes[lane], &scan, lane, calls, count);
            }
        }
    }

    /// Draws first and looks later: which of up to [`LANES`] ties talk today, and which might share.
    #[inline(always)]
    fn scan(&self, person: u32, start: usize, ties: &[Tie]) -> Scan {
        let today = self.today;
        let mut padded = [0; LANES];
        let neighbours: &[u32; LANES] = match self.neighbour.get(start..start + LANES) {
            Some(neighbours) => neighbours.try_into().expect("as many as lanes"),
            None => {
                padded[..ties.len()].copy_from_slice(&self.neighbour[start..start + ties.len()]);
                &padded
            }
        };
        let mut scan = Scan { weight: [0; LANES], talks: 0, may_share: 0, share: [0; LANES] };
        for (weight, tie) in scan.weight.iter_mut().zip(ties) {
            *weight = today.weights.of(*tie, tie.idle_days(today.day));
        }
        let talk = gates(today.gates.talk, gate_end(today.gates.talk, person), neighbours);
        for lane in 0..LANES {
            // A weight of one wraps to the greatest bound, so that it always talks.
            let bound = (scan.weight[lane] << GATE_SHIFT).wrapping_sub(1);
            scan.talks |= u32::from(scan.weight[lane] > 0 && talk[lane] <= bound) << lane;
        }
        if today.sharing != 0 {
            scan.share = gates(today.gates.share, gate_end(today.gates.share, person), neighbours);
            for (lane, tie) in ties.iter().enumerate() {
                let bound = u64::from(today.weights.fresh(*tie)) * today.share_bound;
                scan.may_share |= u32::from(scan.weight[lane] > 0 && u64::from(scan.share[lane]) < bound) << lane;
            }
        }
        scan
    }

    /// What a tie that may talk or share today says.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn speak(&self, person: u32, row: Row, other: u32, tie: &mut Tie, scan: &Scan, lane: usize, calls: &mut u8, count: &mut DayRecord) {
        let today = self.today;
        let other_row = self.rows.read(other);
        let ends = [End { person, row }, End { person: other, row: other_row }];
        // Whether there is a share is decided by the tie as it was in the morning.
        let mut content = None;
        if scan.may_share >> lane & 1 == 1 {
            let (mine, theirs) = (self.rows.opened(row), self.rows.opened(other_row));
            let opened = if person < other { [mine, theirs] } else { [theirs, mine] };
            content = talk::shared(today, *tie, scan.weight[lane], opened, scan.share[lane]);
        }
        let talks = scan.talks >> lane & 1 == 1;
        for (happens, share) in [(talks, None), (content.is_some(), content)] {
            if happens {
                self.message(tie, ends, share, calls, count);
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
    #[inline(always)]
    fn message(&self, tie: &mut Tie, ends: [End; 2], share: Option<usize>, calls: &mut u8, count: &mut DayRecord) {
        let today = self.today;
        let (venue, rounding) = match share {
            None => (today.keys.venue, today.keys.history),
            Some(_) => (today.keys.share_venue, today.keys.share_history),
        };
        let draw = venue.tie(ends[0].person, ends[1].person);
        let rounding = rounding.tie(ends[0].person, ends[1].person);
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
    #[inline(always)]
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
    #[inline(always)]
    fn open(&self, person: u32, row: Row, apps: &mut [App], watched: &Watched, waiting: &Waiting) -> u8 {
        let today = self.today;
        let traits = today.keys.traits.one(person);
        let segment = self.segment[person as usize];
        let months = &self.month[person as usize * today.platforms..][..today.platforms];
        let mut can = 0_u8;
        let mut view = View { content_taste: today.traits.content_taste(segment, traits), ..View::default() };
        waiting.pull(today, &mut view.pull);
        for (p, app) in apps.iter_mut().enumerate() {
            if row.at(p) == 0 || today.open >> p & 1 == 0 {
                continue;
            }
            can |= 1 << p;
            view.presence[p] = f32::from(row.at(p)) * (1.0 / 255.0);
            view.novelty[p] = today.novelty[app.tenure() as usize];
            view.lonely[p] = months[p].lonely() as f32;
            view.taste[p] = today.traits.platform_taste(today.keys.taste, person, today.tags[p]);
            if today.has_exposure {
                view.exposed[p] = self.exposed(person, segment, traits, p, app, watched);
            }
            if !today.promotions.is_empty() {
                view.bonus[p] = talk::promised(today, self.audiences, person, p);
            }
        }
        view.other_apps = can.count_ones() as f32 - 1.0;
        let chances = open::chances(today, &view);
        let mut opened = 0;
        for (p, &chance) in chances.iter().enumerate().take(today.platforms) {
            let opens = unit(today.keys.open.tagged(person, today.tags[p])) < chance;
            opened |= u8::from(can >> p & 1 == 1 && (opens || self.must_install(person, p))) << p;
        }
        if !today.outages.is_empty() {
            opened &= !self.down(person);
        }
        opened
    }

    /// The platforms that fail a person today, as a mask.
    fn down(&self, person: u32) -> u8 {
        (0..self.today.platforms).fold(0, |mask, p| mask | u8::from(talk::fails(self.today, self.audiences, person, p)) << p)
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

/// What the cheap draws say of up to [`LANES`] ties.
struct Scan {
    /// 0 for what is gone or was never there.
    weight: [u32; LANES],
    /// Lanes that talk, and that might share.
    talks: u32,
    may_share: u32,
    share: [u32; LANES],
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

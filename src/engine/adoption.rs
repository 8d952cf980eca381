//! Adoption: who installs what today, and who is to thank. Most draws do not need to look at a person's ties.

use crate::ids::{LANES, NOWHERE};
use crate::metrics::record::DayRecord;
use crate::rng::{DayKey, unit};
use crate::rules::adopt::{self, Voices};
use crate::rules::talk;
use crate::scenario::behaviour::Contagion;
use crate::ties::Tie;
use crate::world::App;

use super::bits;
use super::messages::Ends;
use super::people::{Block, Morning};
use super::scan;

/// Neighbours of whom so much is asked for ahead; the others have time while these are looked at.
const ASKED: usize = 16;

impl Morning<'_> {
    /// The platforms that people install today of those that come into question, as masks. Their rows lie between `bounds`.
    #[inline(always)]
    pub(super) fn install(
        &self,
        block: &Block,
        asks: &[u8; LANES],
        apps: &[[App; LANES]],
        bounds: &[u32],
        ends: &Ends,
        count: &mut DayRecord,
    ) -> [u8; LANES] {
        let mut adopts = [0; LANES];
        for lane in bits::set(bits::of(asks.map(|asks| asks > 0))) {
            let (start, end) = (bounds[lane] as usize, bounds[lane + 1] as usize);
            let ties = &ends.ties[start - ends.first_tie..end - ends.first_tie];
            adopts[lane] = self.adopt(block, lane, apps, asks[lane], start, ties, count);
        }
        adopts
    }

    /// Which platforms each may install today, as masks: what word of mouth can reach in no segment is thrown away together. What those who
    /// remain will ask of their ties is asked for ahead.
    #[inline(always)]
    pub(super) fn ask(&self, block: &Block, bounds: &[u32], ends: &Ends) -> [u8; LANES] {
        let today = self.today;
        let mut asks = [0; LANES];
        if today.settling.is_some() {
            return asks;
        }
        let is_told = !today.mandates.is_empty() || !today.brought.is_empty();
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let presence = block.presences(p);
            if presence.iter().all(|&presence| presence > 0) {
                continue;
            }
            let bound = today.adoption_bound[p].iter().fold(0.0, |bound: f32, &of| bound.max(of));
            for lane in 0..LANES {
                let draw = unit(today.keys.adopt.tagged(block.person[lane], today.tags[p]));
                asks[lane] |= u8::from((presence[lane] == 0) & (is_told | (draw < bound)) & (lane < block.lanes)) << p;
            }
        }
        let (bytes, stride) = self.rows.padded();
        for lane in bits::set(bits::of(asks.map(|asks| asks > 0))) {
            let row = bounds[lane] as usize..bounds[lane + 1] as usize;
            scan::ask_for(ends.ties, row.start - ends.first_tie);
            if bytes.len() > scan::NEAR {
                self.neighbour[row].iter().take(ASKED).for_each(|&other| scan::ask_for(bytes, other as usize * stride));
            }
        }
        asks
    }

    /// The platforms that the person in a lane installs today, as a mask; `asks` are those that come into question.
    #[allow(clippy::too_many_arguments)]
    #[inline(always)]
    fn adopt(&self, block: &Block, lane: usize, apps: &[[App; LANES]], asks: u8, start: usize, ties: &[Tie], count: &mut DayRecord) -> u8 {
        let today = self.today;
        let (person, segment) = (block.person[lane], usize::from(block.segment[lane]));
        let curiosity = today.curiosity[segment];
        let mut adopted = 0;
        for (p, app) in apps.iter().enumerate().filter(|&(p, _)| asks >> p & 1 == 1) {
            if talk::fails(today, self.audiences, person, p) {
                continue;
            }
            if self.must_install(person, p) || self.is_brought(person, p, start, ties) {
                adopted |= 1 << p;
                count.installs[p] += 1;
                continue;
            }
            let draw = unit(today.keys.adopt.tagged(person, today.tags[p]));
            if draw >= today.adoption_bound[p][segment] {
                continue;
            }
            let retry = if app[lane].has_left() { today.behaviour.retry as f32 } else { today.resisted[p][segment] };
            let awareness = self.awareness(person, p);
            if adopt::is_beyond(draw, retry * adopt::hazard_max(today, p, awareness, curiosity)) {
                continue;
            }
            let voices = self.voices(person, p, start, ties);
            let hazard = retry * adopt::hazard(today, p, awareness, curiosity, &voices);
            if adopt::is_beyond(draw, hazard) || draw >= adopt::within_a_day(hazard) {
                continue;
            }
            adopted |= 1 << p;
            count.installs[p] += 1;
            if draw < adopt::within_a_day(retry * curiosity * awareness) {
                count.promoted[p] += 1;
            } else {
                count.invited[p][self.channel(person, p, start, ties)] += 1;
            }
        }
        adopted
    }

    /// Promotion and standing awareness.
    #[inline(always)]
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
    pub(super) fn must_install(&self, person: u32, p: usize) -> bool {
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
            ties.iter().zip(&self.neighbour[start..]).filter(|(tie, _)| self.is_alive(**tie)).any(|(_, &other)| {
                self.audiences.hold(brought.event, other)
                    && unit(today.keys.obey.tagged(other, today.tags[p])) < brought.share
                    && unit(today.keys.bring.tie(person, other)) * (self.degree(other) as f32) < brought.contacts as f32
            })
        })
    }

    /// Ties that a person had at first. Half-ties of others are being written now; this is not.
    fn degree(&self, person: u32) -> u32 {
        self.first[person as usize + 1] - self.first[person as usize] - self.today.stranger_slots
    }

    pub(super) fn is_alive(&self, tie: Tie) -> bool {
        self.today.weights.of(tie, tie.idle_days(self.today.day)) > 0
    }

    /// What a person's ties say of a platform.
    #[inline(always)]
    fn voices(&self, person: u32, p: usize, start: usize, ties: &[Tie]) -> Voices {
        if self.today.has_blocks || !self.today.imports.is_empty() {
            self.thinned_voices(person, p, start, ties)
        } else {
            self.plain_voices(p, start, ties)
        }
    }

    fn thinned_voices(&self, person: u32, p: usize, start: usize, ties: &[Tie]) -> Voices {
        let mut voices = Voices::default();
        self.each_voice(person, p, start, ties, |tie, _, weight, heard, imported| {
            voices.weight += u64::from(weight);
            voices.ties += 1;
            voices.heard += heard;
            voices.imported += imported;
            voices.circles[tie.layer_code()] += heard;
        });
        voices
    }

    /// The same where nothing is blocked or imported: whole numbers, and no branch that would have to be guessed.
    #[inline(always)]
    fn plain_voices(&self, p: usize, start: usize, ties: &[Tie]) -> Voices {
        let today = self.today;
        let (mut voices, mut heard) = (Voices::default(), 0);
        let (bytes, stride) = self.rows.padded();
        let has_circles = today.behaviour.contagion == Contagion::Complex;
        for (&tie, &other) in ties.iter().zip(&self.neighbour[start..]) {
            let weight = today.weights.of(tie, tie.idle_days(today.day));
            let presence = u64::from(weight) * u64::from(bytes[other as usize * stride + p]);
            voices.weight += u64::from(weight);
            heard += presence;
            if has_circles && weight > 0 {
                voices.ties += 1;
                voices.circles[tie.layer_code()] += presence as f64;
            }
        }
        Voices { heard: heard as f64, ..voices }
    }

    /// Calls with each living tie, its other end, its weight, and what is heard through it: w · h thinned by blocks, and w · h of imported contacts.
    fn each_voice(&self, person: u32, p: usize, start: usize, ties: &[Tie], mut hear: impl FnMut(Tie, u32, u32, f64, f64)) {
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
                && today.imports.iter().any(|&(platform, of, share)| {
                    platform.index() == p
                        && tie.home() == of
                        && unit(DayKey::with(today.keys.found.tie(person, other), today.tags[p])) < share
                });
            hear(tie, other, weight, heard, if is_imported { presence as f64 } else { 0.0 });
        }
    }

    /// The home of the tie whose invitation convinced, in proportion to what was heard: the first to arrive, whatever the order of ties.
    fn channel(&self, person: u32, p: usize, start: usize, ties: &[Tie]) -> usize {
        let mut first = f64::INFINITY;
        let mut channel = NOWHERE.index();
        self.each_voice(person, p, start, ties, |tie, other, _, heard, _| {
            let draw = DayKey::with(self.today.keys.inviter.tie(person, other), self.today.tags[p]);
            let arrives = -libm::log(f64::from(unit(draw))) / heard;
            if arrives < first {
                first = arrives;
                channel = tie.home().index();
            }
        });
        channel
    }
}

#[cfg(test)]
mod tests {
    use super::Voices;
    use crate::engine::Evening;
    use crate::engine::life::tests::lived;
    use crate::engine::people::dawn;
    use crate::ids::Layer;

    #[test]
    fn voices_are_the_same_where_nothing_thins_them() {
        const TOWN: &str = include_str!("../../scenarios/bench/town.toml");
        for contagion in ["simple", "complex"] {
            // Ties of strangers fade and end.
            lived(&format!("{TOWN}\n[behaviour]\ncontagion = \"{contagion}\"\n"), 600, 60, |life| {
                if life.day() % 20 != 0 {
                    return;
                }
                let (mut world, mut evening) = (life.world.clone(), Evening::new(600, life.world.groups.state.len()));
                let tie = world.graph.tie.clone();
                let (morning, _) = dawn(&mut world, &life.today, &life.audiences, &mut evening);
                let mut heard = 0.0;
                for person in 0..600 {
                    let places = morning.first[person] as usize..morning.first[person + 1] as usize;
                    let (start, ties) = (places.start, &tie[places]);
                    for p in 0..life.today.platforms {
                        let plain = morning.plain_voices(p, start, ties);
                        let thinned = morning.thinned_voices(person as u32, p, start, ties);
                        let counted =
                            if contagion == "complex" { thinned } else { Voices { circles: [0.0; Layer::COUNT], ties: 0, ..thinned } };
                        assert_eq!(plain, counted, "person {person}, platform {p}");
                        heard += plain.heard;
                    }
                }
                assert!(heard > 0.0);
            });
        }
    }
}

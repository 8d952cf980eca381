//! Adoption: who installs what today, and who is to thank. Most draws do not need to look at a person's ties.

use std::ops::Range;

use crate::bits;
use crate::cache::ask_for;
use crate::ids::{LANES, NOWHERE};
use crate::metrics::record::DayRecord;
use crate::rng::{DayKey, unit, unit32};
use crate::rules::adopt::{self, Voices};
use crate::rules::talk;
use crate::scenario::behaviour::Contagion;
use crate::ties::Tie;
use crate::world::App;

use super::askers::{Asker, Askers};
use super::lanes;
use super::messages::Ends;
use super::people::Morning;

/// A run of people who install what they will.
pub(super) struct Installers<'a> {
    pub first: usize,
    /// Where their rows of ties begin, and where the last one ends.
    pub bounds: &'a [u32],
    /// What they have, by block of people and platform.
    pub apps: &'a [[App; LANES]],
}

impl Installers<'_> {
    #[inline(always)]
    fn row(&self, place: u32) -> Range<usize> {
        self.bounds[place as usize] as usize..self.bounds[place as usize + 1] as usize
    }
}

impl Morning<'_> {
    /// Which platforms each installs today, as masks.
    #[inline(always)]
    pub(super) fn install(&self, people: &Installers, adopted: &mut [u8], ends: &Ends, askers: &mut Askers, count: &mut DayRecord) {
        adopted.fill(0);
        if self.today.settling.is_some() {
            return;
        }
        for first in (0..adopted.len()).step_by(LANES) {
            self.ask(people, first, adopted, ends, askers, count);
            if askers.is_full() || first + LANES >= adopted.len() {
                self.answer(people, adopted, ends, askers, count);
            }
        }
    }

    /// Finds out who of some people side by side may install what: a draw that no word of mouth can reach in any segment is thrown away unlooked.
    #[inline(always)]
    fn ask(&self, people: &Installers, first: usize, adopted: &mut [u8], ends: &Ends, askers: &mut Askers, count: &mut DayRecord) {
        let today = self.today;
        let (first_person, lanes) = (people.first + first, LANES.min(adopted.len() - first));
        let columns = self.rows.columns(first_person, lanes);
        let is_told = !today.mandates.is_empty() || !today.brought.is_empty();
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let (presence, mut lacks) = (columns.at(p), [false; LANES]);
            for lane in 0..LANES {
                lacks[lane] = presence[lane] == 0;
            }
            let lacks = bits::of(lacks) & lanes::mask(lanes);
            if lacks == 0 {
                continue;
            }
            let drawn: [u32; LANES] = today.keys.adopt.all_cheap(first_person as u32, today.tags[p]);
            let mut may_install = [false; LANES];
            for lane in 0..LANES {
                may_install[lane] = is_told | today.may_adopt[p].holds(drawn[lane]);
            }
            let apps = &people.apps[first / LANES * today.platforms + p];
            for lane in bits::set(bits::of(may_install) & lacks) {
                let place = first + lane;
                let (person, segment) = ((first_person + lane) as u32, usize::from(self.segment[first_person + lane]));
                if talk::fails(today, person, p) {
                    continue;
                }
                let row = people.row(place as u32);
                if is_told && (self.must_install(person, p) || self.is_brought(person, p, &row, ends)) {
                    adopted[place] |= 1 << p;
                    count.installs[p] += 1;
                    continue;
                }
                let draw = unit32(drawn[lane]);
                if draw >= today.adoption_bound[p][segment] {
                    continue;
                }
                let retry = if apps[lane].has_left() { today.behaviour.retry as f32 } else { today.resisted[p][segment] };
                let (awareness, curiosity) = (self.awareness(person, p), today.curiosity[segment]);
                if adopt::is_beyond(draw, retry * adopt::hazard_max(today, p, awareness, curiosity)) {
                    continue;
                }
                for place in [row.start, row.end] {
                    ask_for(ends.ties, place - ends.first_tie);
                    ask_for(self.neighbour, place);
                }
                let (start, len) = (row.start as u32, row.len() as u32);
                askers.push(Asker { place: place as u32, platform: p as u32, start, len, draw, awareness, curiosity, retry });
            }
        }
    }

    /// Decides who of those who ask installs what they ask for, by what their ties say.
    #[inline(always)]
    fn answer(&self, people: &Installers, adopted: &mut [u8], ends: &Ends, askers: &mut Askers, count: &mut DayRecord) {
        let today = self.today;
        let is_plain = !today.has_blocks && today.imports.is_empty() && today.behaviour.contagion != Contagion::Complex;
        let mut next = 0;
        while next < askers.waiting().len() {
            let heard = if is_plain { askers.hear(next, self, ends) } else { next..askers.waiting().len() };
            next = heard.end;
            for asker in heard {
                let voices = if is_plain { askers.voices(asker) } else { None };
                let Asker { place, platform, draw, awareness, curiosity, retry, .. } = askers.waiting()[asker];
                let (person, p, row) = (people.first as u32 + place, platform as usize, askers.waiting()[asker].row());
                let voices = voices.unwrap_or_else(|| self.voices(person, p, &row, ends));
                let hazard = retry * adopt::hazard(today, p, awareness, curiosity, &voices);
                if adopt::is_beyond(draw, hazard) || draw >= adopt::within_a_day(hazard) {
                    continue;
                }
                adopted[place as usize] |= 1 << p;
                count.installs[p] += 1;
                if draw < adopt::within_a_day(retry * curiosity * awareness) {
                    count.promoted[p] += 1;
                } else {
                    count.invited[p][self.channel(person, p, &row, ends)] += 1;
                }
            }
        }
        askers.forget();
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
                && unit32(self.today.keys.obey.cheap(person, self.today.tags[p])) < mandate.share
        })
    }

    /// Whether somebody under a mandate that starts today brings this person along.
    fn is_brought(&self, person: u32, p: usize, row: &Range<usize>, ends: &Ends) -> bool {
        let today = self.today;
        today.brought.iter().filter(|brought| brought.platform.index() == p).any(|brought| {
            self.ties_of(row, ends).filter(|(tie, _)| self.is_alive(*tie)).any(|(_, other)| {
                self.audiences.hold(brought.event, other)
                    && unit32(today.keys.obey.cheap(other, today.tags[p])) < brought.share
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

    /// The ties of a row, with who is at their other ends.
    #[inline(always)]
    fn ties_of(&self, row: &Range<usize>, ends: &Ends) -> impl Iterator<Item = (Tie, u32)> {
        let ties = &ends.ties[row.start - ends.first_tie..row.end - ends.first_tie];
        ties.iter().copied().zip(self.neighbour[row.clone()].iter().copied())
    }

    /// What a person's ties say of a platform.
    fn voices(&self, person: u32, p: usize, row: &Range<usize>, ends: &Ends) -> Voices {
        let (today, mut voices) = (self.today, Voices::default());
        for (tie, other) in self.ties_of(row, ends) {
            let weight = today.weights.of(tie, tie.idle_days(today.day));
            if weight == 0 {
                continue;
            }
            let presence = u64::from(weight) * u64::from(self.rows.read(other).at(p));
            let heard = self.thinned(presence, p, tie);
            let is_imported = presence > 0
                && today.imports.iter().any(|&(platform, of, share)| {
                    platform.index() == p
                        && tie.home() == of
                        && unit(DayKey::with(today.keys.found.tie(person, other), today.tags[p])) < share
                });
            voices.weight += u64::from(weight);
            voices.ties += 1;
            voices.heard += heard;
            voices.imported += if is_imported { presence as f64 } else { 0.0 };
            voices.circles[tie.layer_code()] += heard;
        }
        voices
    }

    /// What is heard through a tie whose weight times presence this is: less where blocks thin it.
    #[inline(always)]
    fn thinned(&self, presence: u64, p: usize, tie: Tie) -> f64 {
        let left = if self.today.has_blocks { 1.0 - f64::from(self.today.blocked[p][tie.home().index()]) } else { 1.0 };
        presence as f64 * left
    }

    /// The ties that something is heard through, with how much.
    #[inline(always)]
    fn heard_of(&self, p: usize, row: &Range<usize>, ends: &Ends) -> impl Iterator<Item = (Tie, u32, f64)> {
        let heard = move |(tie, other): (Tie, u32)| {
            let presence = self.rows.read(other).at(p);
            let weight = || self.today.weights.of(tie, tie.idle_days(self.today.day));
            let heard = if presence == 0 { 0.0 } else { self.thinned(u64::from(weight()) * u64::from(presence), p, tie) };
            (heard > 0.0).then_some((tie, other, heard))
        };
        self.ties_of(row, ends).filter_map(heard)
    }

    /// The home of the tie whose invitation convinced.
    fn channel(&self, person: u32, p: usize, row: &Range<usize>, ends: &Ends) -> usize {
        let mut homes = self.heard_of(p, row, ends).map(|(tie, ..)| tie.home());
        let Some(home) = homes.next() else { return NOWHERE.index() };
        // Where all have one home it does not matter which it was.
        if homes.all(|other| other == home) { home.index() } else { self.first_channel(person, p, row, ends) }
    }

    /// The same in proportion to what was heard: the first to arrive, whatever the order of ties.
    fn first_channel(&self, person: u32, p: usize, row: &Range<usize>, ends: &Ends) -> usize {
        let (today, mut first, mut channel) = (self.today, f64::INFINITY, NOWHERE.index());
        for (tie, other, heard) in self.heard_of(p, row, ends) {
            let draw = f64::from(unit(DayKey::with(today.keys.inviter.tie(person, other), today.tags[p])));
            // Nothing arrives sooner than by 1 − draw, which is no more than −ln(draw).
            if 1.0 - draw >= first * heard {
                continue;
            }
            let arrives = -libm::log(draw) / heard;
            if arrives < first {
                first = arrives;
                channel = tie.home().index();
            }
        }
        channel
    }
}

#[cfg(test)]
mod tests {
    use bytemuck::Zeroable;

    use super::{Asker, Askers, Ends, Morning, Voices};
    use crate::engine::Evening;
    use crate::engine::life::tests::lived;
    use crate::engine::people::dawn;
    use crate::ids::Layer;

    const PEOPLE: u32 = 600;

    /// Looks at mornings of a town, where ties of strangers fade and end, and at all of its ties.
    fn on_mornings(days: u32, every: u32, look: impl Fn(&Morning, &Ends)) {
        lived(include_str!("../../scenarios/bench/town.toml"), PEOPLE, days, |life| {
            if life.day() % every != 0 {
                return;
            }
            let (mut world, mut evening) = (life.world.clone(), Evening::new(PEOPLE as usize, life.world.groups.state.len()));
            let mut tie = world.graph.tie.clone();
            let (morning, _) = dawn(&mut world, &life.today, &life.audiences, &mut evening);
            look(&morning, &Ends { ties: &mut tie, called: &mut [], start: 0, first_tie: 0, bounds: &[0] });
        });
    }

    #[test]
    fn voices_are_the_same_where_nothing_thins_them() {
        on_mornings(60, 20, |morning, ends| {
            let (mut heard, mut askers) = (0.0, Box::new(Askers::zeroed()));
            for person in 0..PEOPLE {
                let [start, end] = [person, person + 1].map(|person| morning.first[person as usize]);
                for p in 0..morning.today.platforms {
                    let asker = Asker { place: person, platform: p as u32, start, len: end - start, ..Asker::zeroed() };
                    askers.push(asker);
                    assert_eq!(askers.hear(0, morning, ends), 0..1);
                    let plain = askers.voices(0).unwrap_or_default();
                    askers.forget();
                    let thinned = morning.voices(person, p, &asker.row(), ends);
                    assert_eq!(plain, Voices { circles: [0.0; Layer::COUNT], ties: 0, ..thinned }, "person {person}, platform {p}");
                    heard += plain.heard;
                }
            }
            assert!(heard > 0.0);
            // A row for which there is no room is left to the slow way.
            askers.push(Asker { len: ends.ties.len() as u32, ..Asker::zeroed() });
            askers.hear(0, morning, ends);
            assert!(askers.voices(0).is_none(), "all ties of a town are too many");
        });
    }

    #[test]
    fn where_contacts_have_one_home_it_is_theirs() {
        on_mornings(40, 40, |morning, ends| {
            let (mut of_one, mut of_several, mut of_nobody) = (0, 0, 0);
            for person in 0..PEOPLE {
                let row = morning.first[person as usize] as usize..morning.first[person as usize + 1] as usize;
                for p in 0..morning.today.platforms {
                    let mut homes: Vec<_> = morning.heard_of(p, &row, ends).map(|(tie, ..)| tie.home()).collect();
                    homes.dedup();
                    match homes.len() {
                        0 => of_nobody += 1,
                        1 => of_one += 1,
                        _ => of_several += 1,
                    }
                    assert_eq!(
                        morning.channel(person, p, &row, ends),
                        morning.first_channel(person, p, &row, ends),
                        "person {person}, platform {p}"
                    );
                }
            }
            assert!(of_one > 0 && of_several > 0 && of_nobody > 0, "{of_one} of one home, {of_several} of several, {of_nobody} of nobody");
        });
    }
}

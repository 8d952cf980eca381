//! Openings: which platforms people open of their own accord, worked out side by side.

use crate::bits;
use crate::ids::{LANES, PLATFORMS_MAX};
use crate::population::Contents;
use crate::rng::{UNIT_LEAST, unit32};
use crate::rules::open::{self, View};
use crate::rules::{adopt, talk};
use crate::world::App;

use super::people::{Block, Morning};
use super::scan::{Found, Wants};

/// What people side by side decide by, of the platforms that somebody might open.
#[derive(Default)]
pub(super) struct Outlook {
    contents: Contents<LANES>,
    other_apps: [f32; LANES],
    views: [View; PLATFORMS_MAX],
    draw: [[f32; LANES]; PLATFORMS_MAX],
    may_open: [[bool; LANES]; PLATFORMS_MAX],
}

impl Morning<'_> {
    /// What people have to know of their ties to decide what to open.
    #[inline(always)]
    pub(super) fn wants(&self, block: &Block, apps: &[[App; LANES]]) -> Wants {
        let today = self.today;
        let mut wants = Wants::NOTHING;
        if today.opening.pull == 0.0 && !today.has_exposure {
            return wants;
        }
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let has = bits::of(block.columns.at(p).map(|presence| presence > 0));
            wants.pull |= if today.opening.pull != 0.0 { has } else { 0 };
            if today.has_exposure && today.attributes[p].exposure > 0.0 {
                let mut is_open = [false; LANES];
                for lane in 0..block.lanes {
                    is_open[lane] = !apps[p][lane].has_opted_out();
                }
                wants.watched |= has & bits::of(is_open);
            }
        }
        wants
    }

    /// Decides who opens what, as masks; and who switches exposure off.
    #[inline(always)]
    pub(super) fn open(&self, block: &Block, apps: &mut [[App; LANES]], found: &Found, outlook: &mut Outlook) -> [u8; LANES] {
        let today = self.today;
        let mut opens = [0; LANES];
        let mut looked_at = 0_u64;
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let bound = today.opening_bound[p];
            let presence = block.columns.at(p);
            if bound <= UNIT_LEAST || presence == [0; LANES] {
                continue;
            }
            // Draws come first: where openings are rare, most people need not be looked at.
            let drawn: [u32; LANES] = today.keys.open.all_cheap(block.person[0], today.tags[p]);
            let (mut draw, mut may_open) = ([0.0; LANES], [false; LANES]);
            for lane in 0..LANES {
                draw[lane] = unit32(drawn[lane]);
                may_open[lane] = (presence[lane] > 0) & (draw[lane] < bound);
            }
            if bits::of(may_open) == 0 {
                continue;
            }
            (outlook.draw[p], outlook.may_open[p]) = (draw, may_open);
            if looked_at == 0 {
                let traits = &today.traits;
                outlook.contents = traits.contents(&block.segment, &traits.draws(today.keys.traits, block.person[0]));
                outlook.other_apps = self.other_apps(block);
            }
            looked_at |= 1 << p;
            self.view(block, p, &outlook.contents, apps, found, &mut outlook.views[p]);
        }
        // Apart from what is looked up for them: each is a long chain of steps, and the machine works on those of several platforms at once.
        for p in bits::set(looked_at) {
            let chance = open::chances(today, p, &outlook.contents.taste, &outlook.other_apps, &outlook.views[p]);
            for lane in 0..LANES {
                opens[lane] |= u8::from(outlook.may_open[p][lane] & (outlook.draw[p][lane] < chance[lane])) << p;
            }
        }
        if !today.mandates.is_empty() || !today.outages.is_empty() {
            for lane in 0..block.lanes {
                self.obey(block, lane, &mut opens[lane]);
            }
        }
        opens
    }

    /// How many platforms each has besides one.
    #[inline(always)]
    fn other_apps(&self, block: &Block) -> [f32; LANES] {
        let mut kept = [0_u8; LANES];
        for p in (0..self.today.platforms).filter(|&p| self.today.open >> p & 1 == 1) {
            let presence = block.columns.at(p);
            for lane in 0..LANES {
                kept[lane] += u8::from(presence[lane] > 0);
            }
        }
        kept.map(|kept| f32::from(kept.saturating_sub(1)))
    }

    /// What people see of a platform.
    #[inline(always)]
    fn view(&self, block: &Block, p: usize, contents: &Contents<LANES>, apps: &mut [[App; LANES]], found: &Found, view: &mut View) {
        let today = self.today;
        let presence = block.columns.at(p);
        view.presence = presence.map(|presence| f32::from(presence) * (1.0 / 255.0));
        view.taste = today.traits.platform_tastes(today.keys.taste, block.person[0], today.tags[p]);
        view.alone = contents.look_up(&today.alone[p]);
        let month = &self.month.lanes()[block.person[0] as usize / LANES * today.platforms + p];
        for lane in 0..LANES {
            view.novelty[lane] = today.novelty[usize::from(apps[p][lane].tenure())];
            view.lonely[lane] = f32::from(month[lane].lonely());
        }
        view.pull = if found.is_clear { [0.0; LANES] } else { found.pull(today, p) };
        view.extra = [0.0; LANES];
        for promotion in today.promotions.iter().filter(|promotion| promotion.platform.index() == p) {
            let reached = self.audiences.hold_lanes(promotion.event, block.person[0]);
            for lane in 0..LANES {
                // A product, as whether it is so is anybody's guess.
                view.extra[lane] += promotion.bonus * f32::from((reached >> lane & 1) as u8);
            }
        }
        if today.has_exposure && today.attributes[p].exposure > 0.0 {
            for lane in bits::set(block.wants.watched).filter(|&lane| presence[lane] > 0) {
                view.extra[lane] -= self.exposed(block, lane, p, &mut apps[p][lane], found);
            }
        }
    }

    /// What mandates and outages make of what somebody opens.
    fn obey(&self, block: &Block, lane: usize, opens: &mut u8) {
        let today = self.today;
        let person = block.person[lane];
        for p in 0..today.platforms {
            let is_there = block.columns.of_lane(lane, p) > 0 && today.open >> p & 1 == 1;
            *opens |= u8::from(is_there && self.must_install(person, p)) << p;
            *opens &= !(u8::from(talk::fails(today, person, p)) << p);
        }
    }

    /// ξ · exposure · K; and whether that makes the person switch exposure off.
    fn exposed(&self, block: &Block, lane: usize, p: usize, app: &mut App, found: &Found) -> f32 {
        let today = self.today;
        if found.acquaintances[lane] == 0 || app.has_opted_out() {
            return 0.0;
        }
        let (person, segment) = (block.person[lane], block.segment[lane]);
        let share = found.watching[lane][p] as f32 / (255.0 * found.acquaintances[lane] as f32);
        let dislike = today.traits.exposure_dislike(segment, today.keys.traits.one(person));
        let exposed = dislike * today.attributes[p].exposure as f32 * share;
        let draw = unit32(today.keys.opt_out.cheap(person, today.tags[p]));
        if today.settling.is_none() && draw < adopt::within_a_day(today.behaviour.opt_out as f32 * exposed) {
            *app = app.opted_out();
        }
        exposed
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::life::tests::lived;
    use crate::ids::LANES;

    #[test]
    fn people_side_by_side_are_reached_as_each_is() {
        // The campaign of the town is for the young.
        lived(include_str!("../../scenarios/bench/town.toml"), 603, 1, |life| {
            let people: Vec<u32> = (0..603).collect();
            let mut sums = vec![0.5; 603];
            life.audiences.add_to(0, 0.25, &people, &mut sums);
            for person in people {
                let lane = person as usize % LANES;
                let holds = life.audiences.hold(0, person);
                assert_eq!(life.audiences.hold_lanes(0, person - lane as u32) >> lane & 1 == 1, holds, "person {person}");
                assert_eq!(sums[person as usize], if holds { 0.75 } else { 0.5 }, "person {person}");
            }
            assert!(sums.contains(&0.75) && sums.contains(&0.5), "it reaches some and not all");
        });
    }
}

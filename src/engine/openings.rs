//! Openings: which platforms people open of their own accord, worked out side by side.

use crate::population::TraitTables;
use crate::rng::unit;
use crate::rules::open::{self, LANES, View};
use crate::rules::{adopt, talk};
use crate::world::{App, Row};

use super::bits;
use super::people::{Block, Morning};
use super::scan::{Found, Wants};

/// People's tastes for content, and where what these make of platforms stands, by segment and step.
struct Tastes {
    content: [f32; LANES],
    place: [usize; LANES],
}

impl Morning<'_> {
    /// What people have to know of their ties to decide what to open.
    #[inline(always)]
    pub(super) fn wants(&self, block: &Block, apps: &[App]) -> Wants {
        let today = self.today;
        let mut wants = Wants::NOTHING;
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let has = bits::of(block.presences(p).map(|presence| presence > 0));
            wants.pull |= if today.opening.pull != 0.0 { has } else { 0 };
            if today.has_exposure && today.attributes[p].exposure > 0.0 {
                let mut is_open = [false; LANES];
                for lane in 0..block.lanes {
                    is_open[lane] = !apps[lane * today.platforms + p].has_opted_out();
                }
                wants.watched |= has & bits::of(is_open);
            }
        }
        wants
    }

    /// Decides who opens what, as masks; and who switches exposure off.
    #[inline(always)]
    pub(super) fn open(&self, block: &Block, apps: &mut [App], found: &Found) -> [u8; LANES] {
        let today = self.today;
        let mut opens = [0; LANES];
        let mut view = View::default();
        let tastes = self.tastes(block);
        (view.content_taste, view.other_apps) = (tastes.content, self.other_apps(block));
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let presence = block.presences(p);
            if presence == [0; LANES] {
                continue;
            }
            // Draws come first: where openings are rare, most people need not be looked at.
            let draw = block.person.map(|person| unit(today.keys.open.tagged(person, today.tags[p])));
            let bound = today.opening_bound[p];
            if bound < 1.0 && draw.iter().zip(presence).all(|(&draw, presence)| presence == 0 || draw >= bound) {
                continue;
            }
            self.view(block, p, &tastes, apps, found, &mut view);
            let chance = open::chances(today, p, &view);
            for lane in 0..LANES {
                opens[lane] |= u8::from((presence[lane] > 0) & (draw[lane] < chance[lane])) << p;
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
            let presence = block.presences(p);
            for lane in 0..LANES {
                kept[lane] += u8::from(presence[lane] > 0);
            }
        }
        kept.map(|kept| f32::from(kept.saturating_sub(1)))
    }

    #[inline(always)]
    fn tastes(&self, block: &Block) -> Tastes {
        let mut tastes = Tastes { content: [0.0; LANES], place: [0; LANES] };
        let mut draws = [0; LANES];
        for lane in 0..LANES {
            draws[lane] = self.today.keys.traits.one(block.person[lane]);
        }
        for lane in 0..LANES {
            tastes.content[lane] = self.today.traits.content_taste(block.segment[lane], draws[lane]);
            tastes.place[lane] = TraitTables::content_place(block.segment[lane], draws[lane]);
        }
        tastes
    }

    /// What people see of a platform.
    #[inline(always)]
    fn view(&self, block: &Block, p: usize, tastes: &Tastes, apps: &mut [App], found: &Found, view: &mut View) {
        let today = self.today;
        let presence = block.presences(p);
        let by_place = today.alone[p].as_flattened();
        view.presence = presence.map(|presence| f32::from(presence) * (1.0 / 255.0));
        view.taste = today.traits.platform_tastes(today.keys.taste, &block.person, today.tags[p]);
        for lane in 0..LANES {
            view.alone[lane] = by_place[tastes.place[lane]];
        }
        let first = block.person[0] as usize;
        for lane in 0..block.lanes {
            view.novelty[lane] = today.novelty[apps[lane * today.platforms + p].tenure() as usize];
            view.lonely[lane] = self.month[(first + lane) * today.platforms + p].lonely() as f32;
        }
        view.pull = if found.is_clear { [0.0; LANES] } else { found.pull(today, p) };
        view.extra = [0.0; LANES];
        for promotion in today.promotions.iter().filter(|promotion| promotion.platform.index() == p) {
            self.audiences.add_to(promotion.event, promotion.bonus, &block.person[..block.lanes], &mut view.extra);
        }
        if today.has_exposure && today.attributes[p].exposure > 0.0 {
            for lane in bits::set(block.wants.watched).filter(|&lane| presence[lane] > 0) {
                view.extra[lane] -= self.exposed(block, lane, p, &mut apps[lane * today.platforms + p], found);
            }
        }
    }

    /// What mandates and outages make of what somebody opens.
    fn obey(&self, block: &Block, lane: usize, opens: &mut u8) {
        let today = self.today;
        let person = block.person[lane];
        for p in 0..today.platforms {
            let is_there = Row(block.row[lane]).at(p) > 0 && today.open >> p & 1 == 1;
            *opens |= u8::from(is_there && self.must_install(person, p)) << p;
            *opens &= !(u8::from(talk::fails(today, self.audiences, person, p)) << p);
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
        let draw = unit(today.keys.opt_out.tagged(person, today.tags[p]));
        if today.settling.is_none() && draw < adopt::within_a_day(today.behaviour.opt_out as f32 * exposed) {
            *app = app.opted_out();
        }
        exposed
    }
}

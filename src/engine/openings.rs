//! Openings: which platforms the people of a part open of their own accord, worked out side by side.

use crate::ids::PLATFORMS_MAX;
use crate::population::TraitTables;
use crate::rng::unit;
use crate::rules::open::{self, View};
use crate::rules::{adopt, talk};
use crate::walk::LEAF;
use crate::world::{App, Row};

use super::people::Morning;
use super::scan::{Found, Wants};

/// What the people of a part see of the platforms, by platform and person.
pub(super) struct Views {
    pull: [[f32; LEAF]; PLATFORMS_MAX],
    /// b − ξ · exposure · K.
    extra: [[f32; LEAF]; PLATFORMS_MAX],
    other_apps: [f32; LEAF],
}

/// The tastes for content of the people of a part, and where what these make of platforms stands, by segment and step.
struct Tastes {
    content: [f32; LEAF],
    place: [usize; LEAF],
}

impl Views {
    pub(super) fn new() -> Views {
        let by_platform = [[0.0; LEAF]; PLATFORMS_MAX];
        Views { pull: by_platform, extra: by_platform, other_apps: [0.0; LEAF] }
    }
}

impl Morning<'_> {
    /// What a person has to know of their ties to decide what to open.
    #[inline(always)]
    pub(super) fn wants(&self, row: Row, apps: &[App]) -> Wants {
        let today = self.today;
        let mut wants = Wants { pull: false, watched: false };
        for (p, app) in apps.iter().enumerate().filter(|&(p, _)| row.at(p) > 0 && today.open >> p & 1 == 1) {
            wants.pull = today.opening.pull != 0.0;
            wants.watched |= today.has_exposure && today.attributes[p].exposure > 0.0 && !app.has_opted_out();
        }
        wants
    }

    /// Notes what a person sees this morning; and who switches exposure off.
    #[inline(always)]
    pub(super) fn look(&self, person: u32, offset: usize, row: Row, apps: &mut [App], found: &Found, views: &mut Views) {
        let today = self.today;
        let mut kept = 0_u32;
        for p in (0..today.platforms).filter(|&p| row.at(p) > 0 && today.open >> p & 1 == 1) {
            views.pull[p][offset] = if found.is_clear { 0.0 } else { found.pull(today, p) };
            kept += 1;
        }
        views.other_apps[offset] = kept.saturating_sub(1) as f32;
        if !today.has_exposure && today.promotions.is_empty() {
            return;
        }
        for (p, app) in apps.iter_mut().enumerate().filter(|&(p, _)| row.at(p) > 0 && today.open >> p & 1 == 1) {
            let exposed = self.exposed(person, p, app, found);
            views.extra[p][offset] = talk::promised(today, self.audiences, person, p) - exposed;
        }
    }

    /// Decides who opens what; adds to the masks. `start` is the first person of the part.
    #[inline(always)]
    pub(super) fn open(&self, start: usize, views: &Views, apps: &[App], voluntary: &mut [u8]) {
        let today = self.today;
        let tastes = self.tastes(start, voluntary.len());
        for p in (0..today.platforms).filter(|&p| today.open >> p & 1 == 1) {
            let mut chances = [0.0_f32; LEAF];
            self.chances(start, p, views, &tastes, apps, &mut chances[..voluntary.len()]);
            for (offset, (mask, chance)) in voluntary.iter_mut().zip(&chances).enumerate() {
                let draw = today.keys.open.tagged((start + offset) as u32, today.tags[p]);
                *mask |= u8::from(unit(draw) < *chance) << p;
            }
        }
        for (offset, mask) in voluntary.iter_mut().enumerate().filter(|_| !today.mandates.is_empty() || !today.outages.is_empty()) {
            let person = (start + offset) as u32;
            let row = self.rows.read(person);
            for p in 0..today.platforms {
                let is_there = row.at(p) > 0 && today.open >> p & 1 == 1;
                *mask |= u8::from(is_there && self.must_install(person, p)) << p;
                // Somebody whom a platform fails did not install it today either.
                *mask &= !(u8::from(talk::fails(today, self.audiences, person, p)) << p);
            }
        }
    }

    #[inline(always)]
    fn tastes(&self, start: usize, people: usize) -> Tastes {
        let (mut draws, mut tastes) = ([0; LEAF], Tastes { content: [0.0; LEAF], place: [0; LEAF] });
        for (offset, draw) in draws.iter_mut().enumerate() {
            *draw = self.today.keys.traits.one((start + offset) as u32);
        }
        for offset in 0..people {
            let segment = self.segment[start + offset];
            tastes.content[offset] = self.today.traits.content_taste(segment, draws[offset]);
            tastes.place[offset] = TraitTables::content_place(segment, draws[offset]);
        }
        tastes
    }

    /// The probability that each person opens a platform; 0 where it is not installed.
    #[inline(always)]
    fn chances(&self, start: usize, p: usize, views: &Views, tastes: &Tastes, apps: &[App], chances: &mut [f32]) {
        let today = self.today;
        let by_place = today.alone[p].as_flattened();
        let mut view = View::default();
        for first in (0..chances.len()).step_by(open::LANES) {
            let lanes = open::LANES.min(chances.len() - first);
            let mut installed = [0.0_f32; open::LANES];
            let people = std::array::from_fn(|lane| (start + first + lane) as u32);
            view.taste = today.traits.platform_tastes(today.keys.taste, &people, today.tags[p]);
            for lane in 0..lanes {
                let person = start + first + lane;
                let place = (first + lane) * today.platforms + p;
                let presence = self.rows.read(person as u32).at(p);
                installed[lane] = f32::from(u8::from(presence > 0));
                view.presence[lane] = f32::from(presence) * (1.0 / 255.0);
                view.novelty[lane] = today.novelty[apps[place].tenure() as usize];
                view.lonely[lane] = self.month[person * today.platforms + p].lonely() as f32;
                view.pull[lane] = views.pull[p][first + lane];
                view.extra[lane] = views.extra[p][first + lane];
                view.content_taste[lane] = tastes.content[first + lane];
                view.alone[lane] = by_place[tastes.place[first + lane]];
                view.other_apps[lane] = views.other_apps[first + lane];
            }
            let chance = open::chances(today, p, &view);
            for lane in 0..lanes {
                chances[first + lane] = chance[lane] * installed[lane];
            }
        }
    }

    /// ξ · exposure · K; and whether that makes the person switch exposure off.
    fn exposed(&self, person: u32, p: usize, app: &mut App, found: &Found) -> f32 {
        let today = self.today;
        let exposure = today.attributes[p].exposure as f32;
        if exposure <= 0.0 || found.acquaintances == 0 || app.has_opted_out() {
            return 0.0;
        }
        let share = found.watching[p] as f32 / (255.0 * found.acquaintances as f32);
        let dislike = today.traits.exposure_dislike(self.segment[person as usize], today.keys.traits.one(person));
        let exposed = dislike * exposure * share;
        let draw = unit(today.keys.opt_out.tagged(person, today.tags[p]));
        if today.settling.is_none() && draw < adopt::within_a_day(today.behaviour.opt_out as f32 * exposed) {
            *app = app.opted_out();
        }
        exposed
    }
}

//! Time: the days of a small world, one after the other.

use moatsim::scenario::Scenario;
use moatsim::ties::{GroupGraph, TieGraph};

use super::dump::{Counts, DayDump, dump};
use super::events::{Audiences, audiences, morning};
use super::model::{Deeds, Scene, World};
use super::today::{Phase, Today};
use super::{adopt, gather, habit, home, idle, leave, meet, minutes, open, start, talk};

/// A small world on its way.
pub struct Run<'a> {
    pub scene: Scene<'a>,
    pub world: World,
    pub audiences: Audiences,
    /// The day that is lived next.
    pub day: i32,
}

impl<'a> Run<'a> {
    /// The world as it is made, before the days of settling.
    pub fn new(scenario: &'a Scenario, replicate: u32, ties: &TieGraph, groups: &GroupGraph) -> Run<'a> {
        let scene = start::scene(scenario, replicate, ties);
        let world = start::world(&scene, ties, groups);
        let audiences = audiences(&scene, &world);
        Run { scene, world, audiences, day: -(scenario.run.settle_days as i32) }
    }

    /// Lives all days before day 0.
    pub fn settle(&mut self) {
        while self.day < 0 {
            self.live_day();
        }
    }

    /// Lives one day, in the order of section 3 of the model:
    ///
    /// 1. events, 2. gather, 3. adopt, 4. open, 5. talk, 6. home, 7. habit, 8. leave, 9. minutes, 10. meet.
    pub fn live_day(&mut self) -> Counts {
        let scene = &self.scene;
        let mut counts = Counts::none(scene.platforms());
        let today = if self.day < 0 {
            let settled = self.day + scene.scenario.run.settle_days as i32;
            Today::plain(scene, &self.world.closed, self.day, Phase::Settling(settled as u32))
        } else {
            morning(scene, &mut self.world, &self.audiences, self.day, &mut counts.removed)
        };
        let lived = today.phase == Phase::Lived;
        let mut found = self.world.clone();
        let evening = &mut self.world;
        let mut deeds = Deeds::none(found.people.len(), scene.platforms());
        gather::gather(scene, &found, &today, evening, &mut deeds, &mut counts);
        // What follows sees groups as today's meeting left them.
        found.groups.clone_from(&evening.groups);
        if lived {
            adopt::adopt(scene, &found, &today, &mut deeds);
        }
        open::open(scene, &found, &today, &mut deeds);
        let exchanges = talk::talk(scene, &found, &today, &mut deeds, &mut counts);
        home::remember(scene, &today, &exchanges, evening);
        habit::form(scene, &found, &today, &deeds, evening);
        if lived {
            leave::leave(scene, &found, &today, evening, &mut counts.removed);
        }
        minutes::spend(scene, &found, &today, &deeds, &mut counts.minutes);
        if lived {
            meet::meet(scene, &found, &today, &deeds, evening, &mut counts);
        }
        idle::refresh(scene, &today, evening);
        idle::fade(scene, &today, evening);
        counts.deeds(&deeds);
        self.day += 1;
        counts
    }
}

/// Lives a whole run. The first dump is the state before day 0, the others that of each evening.
pub fn live(scenario: &Scenario, replicate: u32, ties: &TieGraph, groups: &GroupGraph) -> Vec<DayDump> {
    let mut run = Run::new(scenario, replicate, ties, groups);
    run.settle();
    let mut dumps = vec![dump(&run.world, -1, Counts::none(run.scene.platforms()))];
    for day in 0..scenario.run.days {
        let counts = run.live_day();
        dumps.push(dump(&run.world, day as i32, counts));
    }
    dumps
}

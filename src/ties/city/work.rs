//! Ties among colleagues and classmates: dense in a team, thin in the rest of the workplace.

use std::ops::Range;

use super::City;
use super::circles::{Tied, cut, pairs, tie_share};
use crate::ids::Layer;
use crate::rng::{Poisson, Purpose, Stream, happens};
use crate::ties::build::TieList;

/// Share of people with colleagues or classmates, as a prior: the others are too young, retired or at home.
const OCCUPIED: f64 = 0.75;
/// Share of work ties within the team.
const IN_TEAM: f64 = 0.85;
/// Share of pairs in a team who talk.
const TEAM_DENSITY: f64 = 0.85;
/// Sizes of firms follow Zipf's law (Axtell 2001), and so do here the teams a workplace has.
const TEAMS_EXPONENT: f64 = 1.06;
/// Most teams of a workplace: a district has few larger ones.
const TEAMS_MAX: f64 = 40.0;
/// Tries to find a colleague not met yet.
const TRIES: u32 = 8;

impl City {
    /// Work ties of the people of a district.
    pub(super) fn ties_at_work(&self, district: usize, people: Range<u32>, ties: &mut TieList) {
        let mut stream = self.chance.stream(Purpose::WorkTies, district as u64);
        let has_work = self.chance.ever(Purpose::Workplaces);
        let wanted = self.wanted[Layer::Work.index()] * people.len() as f64 / 2.0;
        let mut staff: Vec<u32> = people.filter(|person| happens(has_work.one(*person), OCCUPIED)).collect();
        stream.shuffle(&mut staff);

        let in_team = IN_TEAM * self.wanted[Layer::Work.index()] / OCCUPIED;
        let teams = cut(staff.len(), 1.0 + in_team / TEAM_DENSITY, &mut stream);
        let workplaces = workplaces(teams.len(), &mut stream);
        let large = |workplace: &&Range<usize>| workplace.len() > 1;
        let in_large: usize = workplaces.iter().filter(large).map(|workplace| staff_of(workplace, &teams).len()).sum();
        let wide = if in_large > 0 { (1.0 - IN_TEAM) * wanted } else { 0.0 };

        let mut tie = |a, b| ties.add(a, b, self.kind(Layer::Work, a, b));
        tie_share(pairs(&staff, &teams), wanted - wide, &mut Tied::default(), &mut stream, &mut tie);
        for workplace in workplaces.iter().filter(large) {
            let place = staff_of(workplace, &teams);
            let others_a_person = wide / in_large as f64;
            for team in &teams[workplace.clone()] {
                tie_to_other_teams(&staff, &place, team, others_a_person, &mut stream, &mut tie);
            }
        }
    }
}

/// Cuts the teams into workplaces.
fn workplaces(teams: usize, stream: &mut Stream) -> Vec<Range<usize>> {
    let mut workplaces = Vec::new();
    let mut start = 0;
    while start < teams {
        let count = libm::pow(1.0 - stream.unit(), -1.0 / TEAMS_EXPONENT).min(TEAMS_MAX) as usize;
        let end = (start + count.max(1)).min(teams);
        workplaces.push(start..end);
        start = end;
    }
    workplaces
}

fn staff_of(workplace: &Range<usize>, teams: &[Range<usize>]) -> Range<usize> {
    teams[workplace.start].start..teams[workplace.end - 1].end
}

/// Each of a team begins some ties with people of the other teams of the workplace.
fn tie_to_other_teams(
    staff: &[u32],
    place: &Range<usize>,
    team: &Range<usize>,
    mean: f64,
    stream: &mut Stream,
    tie: &mut impl FnMut(u32, u32),
) {
    let others = (place.len() - team.len()) as u32;
    let (count, mut met) = (Poisson::new(mean), Vec::new());
    for person in &staff[team.clone()] {
        met.clear();
        for _ in 0..count.draw(stream) {
            let found = (0..TRIES).find_map(|_| {
                let chosen = place.start + stream.below(others) as usize;
                let colleague = staff[if chosen >= team.start { chosen + team.len() } else { chosen }];
                (!met.contains(&colleague)).then_some(colleague)
            });
            if let Some(colleague) = found {
                met.push(colleague);
                tie(*person, colleague);
            }
        }
    }
}

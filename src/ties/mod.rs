//! Who knows whom: layered ties in compressed rows, and groups. One generator a file; import of real edge lists.

mod blocks;
mod build;
mod city;
mod communities;
mod fans;
mod geometric;
mod graph;
mod groups;
pub mod import;
mod memory;
mod mixed;
mod preferential;
mod random;
mod sizes;
mod small_world;
mod snowball;
mod tie;

pub use blocks::block_people;
pub use memory::memory_bytes;
pub use tie::Tie;

use crate::error::Result;
use crate::ids::Topic;
use crate::rng::Chance;
use crate::scenario::{Scenario, TieSource};

/// Undirected ties, each stored once at either end, in rows by person. Both halves of a tie hold the same [`Tie`].
///
/// A row is in rising order of neighbours, and ends with the person's free slots: [`Tie::empty`], with the person's own number as neighbour.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TieGraph {
    /// Row `i` is `first[i]..first[i + 1]`; people + 1 entries.
    pub first: Vec<u32>,
    pub neighbour: Vec<u32>,
    pub tie: Vec<Tie>,
    /// First person of each community, then the number of people. Communities are runs of consecutive people.
    pub community_first: Vec<u32>,
}

/// Groups as they are formed; what changes in the run lies in the world.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct GroupGraph {
    pub topic: Vec<Topic>,
    pub owner: Vec<u32>,
    /// Row `g` is `member_first[g]..member_first[g + 1]`; groups + 1 entries.
    pub member_first: Vec<u32>,
    /// Members, the owner among them, in rising order. In a fan group these are the audience: whoever may join.
    pub member: Vec<u32>,
}

/// The ties and groups of one replicate: the same on any number of threads.
pub fn generate(scenario: &Scenario, chance: Chance) -> Result<(TieGraph, GroupGraph)> {
    let ties = generate_ties(scenario, chance)?;
    let groups = groups::generate(&scenario.population, &ties, chance)?;
    Ok((ties, groups))
}

fn generate_ties(scenario: &Scenario, chance: Chance) -> Result<TieGraph> {
    build::check_room(memory::half_ties_generated(scenario) as u64)?;
    let slots = scenario.population.stranger_slots;
    let people = scenario.run.people;
    match &scenario.population.source {
        TieSource::City { ties_per_person, community_size } => {
            city::City::new(people, *ties_per_person, *community_size, chance).generate(slots)
        }
        TieSource::Random { ties_per_person, layer } => random::generate(people, *ties_per_person, *layer, slots, chance),
        TieSource::Mixed { ties_per_person, layer } => mixed::generate(people, *ties_per_person, *layer, slots, chance),
        TieSource::SmallWorld { ties_per_person, rewired, layer } => {
            small_world::SmallWorld::new(people, *ties_per_person, *rewired, chance).generate(*layer, slots)
        }
        TieSource::PreferentialAttachment { ties_per_person, layer } => {
            preferential::generate(people, *ties_per_person, *layer, slots, chance)
        }
        TieSource::Blocks { ties_per_person, block_size, inside, layer } => {
            blocks::Blocks::new(people, *ties_per_person, *block_size, *inside, chance).generate(*layer, slots)
        }
        TieSource::None => {
            build::Plan { people, slots, community_first: communities::consecutive(people) }.build_from(build::TieList::default())
        }
        TieSource::File(file) => import::generate(file, people, slots),
    }
}

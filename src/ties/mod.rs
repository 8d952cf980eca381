//! Who knows whom: layered ties in compressed rows, and groups. One generator a file; import of real edge lists.

mod tie;

pub use tie::Tie;

use crate::ids::Topic;

/// Undirected ties, each stored once at either end, in rows by person. Both halves of a tie hold the same [`Tie`].
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
pub fn generate(_: &crate::scenario::Scenario, _: crate::rng::Chance) -> Result<(TieGraph, GroupGraph), crate::error::Error> { Err(crate::error::Error::request("x")) }

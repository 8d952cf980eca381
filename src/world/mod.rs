//! Everything that changes: presence, homes, groups, installs. Arrays by person, by person and platform, by half-tie and by group.

mod app;
mod audience;
mod blocks;
mod check;
mod columns;
mod groups;
mod row;

pub use app::{App, Month, TENURE_SETTLED};
pub use audience::Audiences;
pub use blocks::Blocks;
pub use columns::Columns;
pub use groups::{GroupMonth, GroupState, Groups, JOINED, MEMBER, Membership, SPOKE};
pub use row::{Row, Rows};

use crate::ids::PlatformId;
use crate::ties::TieGraph;

/// The state of one replicate on one morning.
#[derive(Clone, Debug, PartialEq)]
pub struct World {
    pub platforms: usize,
    /// Presences and yesterday's openings by person.
    pub rows: Rows,
    /// By person and platform.
    pub app: Blocks<App>,
    pub month: Blocks<Month>,
    /// Index into the population's segments.
    pub segment: Vec<u8>,
    /// Main platform on day 0; [`crate::ids::NOWHERE`] for who used none.
    pub main_first: Vec<PlatformId>,
    pub graph: TieGraph,
    pub groups: Groups,
    /// Ties ever born, by origin.
    pub ties_born: [u64; 8],
}

impl World {
    pub fn people(&self) -> usize {
        self.segment.len()
    }
}

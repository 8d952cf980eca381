//! Real edge lists: what a file of ties may look like, and the graph made from one.
//!
//! A tie a line: two ids, separated by commas, semicolons, tabs or spaces; a layer and a weight may follow. Lines that begin with `#`, `%`
//! or `//` are comments. A first line may name the columns. The file may be compressed by gzip.

mod columns;
mod ids;
mod lines;
mod problem;
mod read;

pub use problem::TieFileProblem;
pub use read::read_tie_file;

use super::build::{Plan, TieList};
use super::{TieGraph, communities};
use crate::error::{Error, Result};
use crate::scenario::TieFile;

/// The ties of a file, between people 0..people.
#[derive(Clone, Debug, PartialEq)]
pub struct EdgeList {
    pub people: u32,
    /// Each pair once, the lower person first, in rising order.
    pub(super) ties: TieList,
}

impl EdgeList {
    /// Both ends of each tie, the lower first, in rising order.
    pub fn pairs(&self) -> impl ExactSizeIterator<Item = [u32; 2]> + '_ {
        self.ties.ends().iter().copied()
    }
}

/// What was found in a file of ties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportReport {
    /// Lines of the file, comments and all.
    pub lines: u64,
    pub people: u32,
    /// Different pairs.
    pub ties: u64,
    /// Lines that tie a person to the same person; left out.
    pub self_ties: u64,
    /// Lines that repeat a pair in either direction; merged, weights added up, the closest layer kept.
    pub doubles: u64,
    pub ids: IdStyle,
}

/// How a file names people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdStyle {
    /// Numbers from 0 with few gaps: a number that is not mentioned is a person without ties.
    FromZero,
    /// Numbers from 1 without gaps.
    FromOne,
    /// Numbers with gaps; whoever is not mentioned does not exist. People are in the order of their numbers.
    Numbers,
    /// Text; people are in the order in which the file first mentions them.
    Text,
}

/// The graph of a file. Its communities are 150 consecutive people each and say nothing about who knows whom, unless the file's ids do.
pub(super) fn generate(file: &TieFile, people: u32, slots: u32) -> Result<TieGraph> {
    let (list, report) = read_tie_file(file).map_err(|problem| Error::request(problem.to_string()))?;
    if report.people != people {
        return Err(Error::request(format!(
            "{} holds {} people, but the run asks for {people}: a population from a file has the file's people",
            file.path.display(),
            report.people
        )));
    }
    let plan = Plan { people, slots, community_first: communities::consecutive(people) };
    plan.build_from(list.ties)
}

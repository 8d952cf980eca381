//! Small graphs made by hand, in the form that the generator gives.

use moatsim::ids::Topic;
use moatsim::ties::{GroupGraph, Tie, TieGraph};

/// Ties between pairs of people, each given once; every row ends with free places.
pub fn tie_graph(people: u32, slots: u32, community_first: Vec<u32>, ties: &[(u32, u32, Tie)]) -> TieGraph {
    let mut graph = TieGraph { first: vec![0], community_first, ..TieGraph::default() };
    for person in 0..people {
        let halves = ties.iter().filter(|(a, b, _)| *a == person || *b == person);
        let mut row: Vec<(u32, Tie)> = halves.map(|(a, b, tie)| (if *a == person { *b } else { *a }, *tie)).collect();
        row.sort_unstable_by_key(|(other, _)| *other);
        assert!(row.windows(2).all(|two| two[0].0 < two[1].0), "a pair is tied once");
        row.extend((0..slots).map(|_| (person, Tie::empty())));
        graph.neighbour.extend(row.iter().map(|(other, _)| *other));
        graph.tie.extend(row.iter().map(|(_, tie)| *tie));
        graph.first.push(graph.tie.len() as u32);
    }
    graph
}

/// Groups in the order of topics; of each the topic, the owner and the members, the owner among them.
pub fn group_graph(mut groups: Vec<(Topic, u32, Vec<u32>)>) -> GroupGraph {
    groups.sort_by_key(|(topic, _, _)| *topic);
    let mut graph = GroupGraph { member_first: vec![0], ..GroupGraph::default() };
    for (topic, owner, mut members) in groups {
        members.sort_unstable();
        assert!(members.contains(&owner), "the owner belongs to the group");
        graph.topic.push(topic);
        graph.owner.push(owner);
        graph.member.extend(members);
        graph.member_first.push(graph.member.len() as u32);
    }
    graph
}

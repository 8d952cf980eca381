//! L17, and graphs that are not what they say.

use moatsim::ids::Layer;
use moatsim::laws::Lab;
use moatsim::scenario::TieSource;
use moatsim::ties::Tie;

use super::{check, check_notices, few};

#[test]
fn graphs_are_as_theory_says() {
    check("L17");
}

/// A wrong number that stands for a wrong rule: degrees are those of many small circles.
#[test]
fn degrees_that_are_not_of_a_random_graph_are_noticed() {
    let source = TieSource::Blocks { ties_per_person: 6.0, block_size: 10, inside: 0.9, layer: Layer::Friend };
    check_notices("L17", &Lab::new(few()).with_wrong_numbers(&|scenario| scenario.population.source = source.clone()));
}

/// A wrong rule: one tie in fifty is lost.
#[test]
fn ties_that_get_lost_are_noticed() {
    check_notices(
        "L17",
        &Lab::new(few()).with_wrong_rule(&|life| {
            let graph = &mut life.world.graph;
            for person in 0..graph.people() {
                for place in graph.row(person) {
                    if (person + graph.neighbour[place]).is_multiple_of(50) {
                        graph.tie[place] = Tie::empty();
                    }
                }
            }
        }),
    );
}

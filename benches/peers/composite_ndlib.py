"""NDlib: a composite model of two statuses, which have the names that it insists on. Its own compartments give adoption; leaving depends on the
share of neighbours, which none of them knows, so it is a compartment of our own, in the way of theirs."""

import ndlib.models.CompositeModel
import ndlib.models.ModelConfig
import numpy
from ndlib.models.compartments.Compartment import Compartiment
from ndlib.models.compartments.EdgeStochastic import EdgeStochastic
from ndlib.models.compartments.NodeStochastic import NodeStochastic

import workload


class NeighboursAway(Compartiment):
    """Strikes with a rate times the share of neighbours who are not in a status."""

    def __init__(self, rate, status, **kwargs):
        super().__init__(kwargs)
        self.rate = rate
        self.status = status

    def execute(self, node, graph, status, status_map, params, *args, **kwargs):
        neighbours = list(graph.neighbors(node))
        there = sum(1 for other in neighbours if status[other] == status_map[self.status])
        if numpy.random.random_sample() < self.rate * (1 - there / len(neighbours)):
            return self.compose(node, graph, status, status_map, params, kwargs)
        return False


class Program:
    def __init__(self, people, graph, seed):
        self.model = ndlib.models.CompositeModel.CompositeModel(graph)
        self.model.add_status("Susceptible")
        self.model.add_status("Infected")
        self.model.add_rule("Susceptible", "Infected", NodeStochastic(workload.AWARE))
        self.model.add_rule("Susceptible", "Infected", EdgeStochastic(workload.CONVINCE, triggering_status="Infected"))
        self.model.add_rule("Infected", "Susceptible", NeighboursAway(workload.LEAVE, "Infected"))
        configuration = ndlib.models.ModelConfig.Configuration()
        configuration.add_model_parameter("fraction_infected", 0)
        self.model.set_initial_status(configuration)
        # It infects one person at least.
        self.model.status = dict.fromkeys(self.model.status, 0)
        numpy.random.seed(seed)
        # The first iteration of a model only tells the initial status.
        self.model.iteration(node_status=False)

    def step(self):
        self.model.iteration(node_status=False)

    def adopted(self):
        return sum(self.model.status.values()) / len(self.model.status)


if __name__ == "__main__":
    workload.run("ndlib", Program, prepare=workload.networkx_graph)

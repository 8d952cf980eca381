"""Mesa: an agent a person, fixed to the cells of a network, all deciding before any changes, as its guide shows for simultaneous activation."""

import mesa
from mesa.discrete_space import FixedAgent, Network

import workload


class Person(FixedAgent):
    def __init__(self, model, cell):
        super().__init__(model)
        self.cell = cell
        self.has = False
        self.will_have = False

    def decide(self):
        neighbours = self.cell.neighborhood
        there = sum(1 for agent in neighbours.agents if agent.has)
        draw = self.random.random()
        if self.has:
            self.will_have = draw >= workload.LEAVE * (1 - there / len(neighbours))
        else:
            self.will_have = draw < 1 - (1 - workload.AWARE) * (1 - workload.CONVINCE) ** there

    def advance(self):
        self.has = self.will_have


class Program(mesa.Model):
    def __init__(self, people, graph, seed):
        super().__init__(seed=seed)
        self.network = Network(graph, capacity=1, random=self.random)
        Person.create_agents(self, people, list(self.network.all_cells))

    def step(self):
        self.agents.do("decide")
        self.agents.do("advance")

    def adopted(self):
        return sum(agent.has for agent in self.agents) / len(self.agents)


if __name__ == "__main__":
    workload.run("mesa", Program, prepare=workload.networkx_graph)

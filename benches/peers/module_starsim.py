"""Starsim: a network of edges, and a module with a state whose draws are Starsim's own distributions, safe for common random numbers."""

import numpy
import starsim

import workload


class Adoption(starsim.Module):
    def __init__(self):
        super().__init__(name="adoption")
        self.define_states(starsim.BoolState("has", default=False))
        self.adopts = starsim.bernoulli(p=self.chance_to_adopt)
        self.leaves = starsim.bernoulli(p=self.chance_to_leave)
        self.there = None
        self.degree = None

    def chance_to_adopt(self, module, sim, uids):
        return 1 - (1 - workload.AWARE) * (1 - workload.CONVINCE) ** self.there[uids]

    def chance_to_leave(self, module, sim, uids):
        return workload.LEAVE * (1 - self.there[uids] / self.degree[uids])

    def step(self):
        edges = self.sim.networks.ties.edges
        people = len(self.sim.people)
        if self.degree is None:
            self.degree = numpy.bincount(edges.p1, minlength=people) + numpy.bincount(edges.p2, minlength=people)
        has = self.has.raw[:people]
        there = numpy.bincount(edges.p1, weights=has[edges.p2], minlength=people)
        self.there = there + numpy.bincount(edges.p2, weights=has[edges.p1], minlength=people)
        adopts = self.adopts.filter((~self.has).uids)
        leaves = self.leaves.filter(self.has.uids)
        self.has[adopts] = True
        self.has[leaves] = False


class Ties(starsim.Network):
    """Edges that stay what they are."""

    def step(self):
        pass


class Program:
    def __init__(self, people, edges, seed):
        starsim.options(verbose=0)
        network = Ties(name="ties", p1=edges[:, 0], p2=edges[:, 1], beta=numpy.ones(len(edges)))
        # Longer than what is lived, so that the end of a simulation, which makes its results ready, is not timed.
        self.sim = starsim.Sim(
            n_agents=people,
            networks=network,
            modules=Adoption(),
            start=starsim.days(0),
            dur=starsim.days(1000),
            dt=starsim.days(1),
            rand_seed=seed,
            verbose=0,
        )
        self.sim.init()
        self.adoption = next(module for module in self.sim.modules if module.name == "adoption")

    def step(self):
        self.sim.run_one_step()

    def adopted(self):
        return self.adoption.has.mean()


if __name__ == "__main__":
    workload.run("starsim", Program)

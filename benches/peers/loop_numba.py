"""numba: the plain loop over people and their neighbours, compiled, on one thread."""

import numba
import numpy

import workload


@numba.njit(cache=False)
def live(first, neighbours, has, after, chances, aware, leave_rate):
    for person in range(len(has)):
        there = 0
        for place in range(first[person], first[person + 1]):
            there += has[neighbours[place]]
        draw = numpy.random.random()
        if has[person]:
            after[person] = draw >= leave_rate * (1 - there / (first[person + 1] - first[person]))
        else:
            after[person] = draw < 1 - (1 - aware) * chances[there]


@numba.njit
def sow(seed):
    numpy.random.seed(seed)


class Program:
    def __init__(self, people, edges, seed):
        self.first, self.neighbours = workload.rows(people, edges)
        self.has = numpy.zeros(people, dtype=numpy.uint8)
        self.after = numpy.zeros(people, dtype=numpy.uint8)
        self.chances = (1 - workload.CONVINCE) ** numpy.arange(numpy.diff(self.first).max() + 1)
        sow(seed)

    def step(self):
        live(self.first, self.neighbours, self.has, self.after, self.chances, workload.AWARE, workload.LEAVE)
        self.has, self.after = self.after, self.has

    def adopted(self):
        return self.has.mean()


def compile_all():
    Program(3, numpy.array([[0, 1], [1, 2]]), 1).step()


if __name__ == "__main__":
    workload.run("numba", Program, warm_up=compile_all)

"""numpy and scipy: neighbours counted by a sparse matrix times a vector, all people at once."""

import numpy
import scipy.sparse

import workload


class Program:
    def __init__(self, people, edges, seed):
        ones = numpy.ones(2 * len(edges), dtype=numpy.float32)
        ends = numpy.concatenate([edges, edges[:, ::-1]])
        self.ties = scipy.sparse.coo_array((ones, (ends[:, 0], ends[:, 1])), shape=(people, people)).tocsr()
        self.degree = numpy.diff(self.ties.indptr).astype(numpy.float32)
        self.has = numpy.zeros(people, dtype=bool)
        self.chance = numpy.random.default_rng(seed)

    def step(self):
        there = self.ties @ self.has.astype(numpy.float32)
        adopt = 1 - (1 - workload.AWARE) * (1 - workload.CONVINCE) ** there
        leave = workload.LEAVE * (1 - there / self.degree)
        draw = self.chance.random(len(self.has), dtype=numpy.float32)
        self.has = numpy.where(self.has, draw >= leave, draw < adopt)

    def adopted(self):
        return self.has.mean()


if __name__ == "__main__":
    workload.run("scipy", Program)

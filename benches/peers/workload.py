"""The workload that every program runs, and how each of them tells what it took.

A program is a file with `VERSION_OF`, the package whose version is told, and `Program(people, edges, seed)`, whose making is timed as the build,
and whose `step()` is timed; `adopted()` is the share of people who have adopted. `python the_file.py EDGES [--steps N] [--seed N]` runs it once
and prints a line of JSON.
"""

import argparse
import importlib.metadata
import json
import resource
import time

import numpy

AWARE = 0.0005   # p: adoption a step without anybody
CONVINCE = 0.02  # q: adoption a step for each neighbour who has adopted
LEAVE = 0.02     # leaving a step, times the share of neighbours who have not
TOLD = (20, 50, 100)


def read_edges(path):
    """Pairs of people, each tie once, and how many people there are."""
    edges = numpy.loadtxt(path, dtype=numpy.int64, ndmin=2)
    return int(edges.max()) + 1, edges


def rows(people, edges):
    """Neighbours in compressed rows: where each person's begin, and who they are."""
    ends = numpy.concatenate([edges, edges[:, ::-1]])
    ends = ends[numpy.argsort(ends[:, 0], kind="stable")]
    first = numpy.zeros(people + 1, dtype=numpy.int64)
    numpy.cumsum(numpy.bincount(ends[:, 0], minlength=people), out=first[1:])
    return first, ends[:, 1].astype(numpy.int32)


def networkx_graph(people, edges):
    """For the programs whose documentation asks for one; made before the clock starts."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(edges.tolist())
    return graph


def run(version_of, program, prepare=lambda people, edges: edges, warm_up=None):
    """Runs a program once and prints what it took. `prepare` and `warm_up` (compilation) are not timed."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("edges")
    arguments.add_argument("--steps", type=int, default=100)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    people, edges = read_edges(given.edges)
    prepared = prepare(people, edges)
    if warm_up:
        warm_up()
    start = time.perf_counter()
    life = program(people, prepared, given.seed)
    build = time.perf_counter() - start
    adopted = {}
    start, processor = time.perf_counter(), time.process_time()
    looking = 0.0
    for step in range(1, given.steps + 1):
        life.step()
        if step in TOLD:
            look = time.perf_counter()
            adopted[step] = float(life.adopted())
            looking += time.perf_counter() - look
    wall, processor = time.perf_counter() - start - looking, time.process_time() - processor
    each = 1e9 / (people * given.steps)
    print(
        json.dumps(
            {
                "version": importlib.metadata.version(version_of),
                "people": people,
                "ties": len(edges),
                "build": build,
                "wall": wall * each,
                "processor": processor * each,
                "adopted": adopted,
                "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )

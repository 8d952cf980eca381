"""Runs the adoption workload with several programs on one edge list, in one sitting, and prints what each took.

    python benches/peers/compare.py --people 10000 --runs 3

Each run is a fresh process; programs take turns, so that a busy moment of the machine strikes all alike. What is not installed is said, not skipped in
silence. Moat's own rows are `cargo bench`, whose scenario says where its model differs; it takes its turn like the others.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

# Name, command, and beyond how many people a run takes minutes.
PYTHON = [
    ("numpy + scipy, sparse rows", "rows_scipy.py", 100_000_000),
    ("numba, one thread", "loop_numba.py", 100_000_000),
    ("Starsim, a module", "module_starsim.py", 10_000_000),
    ("NDlib, composite model", "composite_ndlib.py", 20_000),
    ("Mesa, agents on a network", "agents_mesa.py", 20_000),
]
PLAIN = [("Rust, plain pull", "pull"), ("Rust, counts pushed on change", "push")]
CPP = [("C++, plain pull", "1"), ("C++, plain pull, two threads", "2")]


def command(words, **named):
    """Runs and returns what it printed, or the last line of its complaint."""
    done = subprocess.run(words, capture_output=True, text=True, **named)
    if done.returncode != 0:
        complaint = done.stderr.strip().splitlines() or ["no word why"]
        raise RuntimeError(complaint[-1])
    return done.stdout


def moat(arguments):
    """One run of Moat on each number of threads: its figures by row, the shares that had adopted, and the bound on one thread."""
    with tempfile.TemporaryDirectory() as folder:
        saved = Path(folder) / "figures.jsonl"
        words = ["cargo", "bench", "--quiet", "--bench", "speed", "--", "adoption", "--people", str(arguments.people)]
        command(words + ["--runs", "1", "--threads", arguments.threads, "--save", str(saved)], cwd=ROOT)
        lines = [json.loads(line) for line in saved.read_text().splitlines()]
    # "adopted after 20 days"
    shares = {line["part"].split()[2]: line["median"] / 100 for line in lines if line["part"].startswith("adopted after")}
    found = {}
    for line in lines:
        if line["what"] == "adoption" and line["part"].startswith("100 days"):
            threads = "one thread" if line["threads"] == 1 else f"{line['threads']} threads"
            found[f"Moat, {line['part']}, {threads}"] = {"wall": line["median"], "version": line["commit"], "adopted": shares}
        if line["what"] == "bound" and line["unit"] == "ns a person-day" and line["threads"] == 1:
            bound = line["median"] / 2  # ten ties a person where the bound has twenty
    return found, bound


def main():
    parser = argparse.ArgumentParser(description="Compare programs on the adoption workload.")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", default="1,2", help="threads of Moat's rows")
    parser.add_argument("--patient", action="store_true", help="run also what takes minutes at this size")
    parser.add_argument("--only", default="", help="programs whose name holds this")
    arguments = parser.parse_args()

    programs, silent = [], []
    for name, file, most in PYTHON:
        if arguments.people > most and not arguments.patient:
            silent.append((name, "takes minutes at this size; --patient runs it"))
        else:
            programs.append((name, lambda edges, seed, file=file: [sys.executable, str(HERE / file), edges, "--steps", str(arguments.steps), "--seed", seed]))
    crate = HERE / "plain-rust"
    try:
        command(["cargo", "build", "--release", "--quiet"], cwd=crate)
        binary = str(Path(os.environ.get("CARGO_TARGET_DIR", crate / "target")) / "release" / "plain-adoption")
        for name, kernel in PLAIN:
            programs.append((name, lambda edges, seed, kernel=kernel: [binary, edges, kernel, str(arguments.steps), seed]))
    except (RuntimeError, OSError) as cause:
        silent += [(name, str(cause)) for name, _ in PLAIN]
    folder = tempfile.TemporaryDirectory()
    try:
        binary_cpp = str(Path(folder.name) / "pull_plain")
        command(["c++", "-O3", "-std=c++17", "-fopenmp", "-o", binary_cpp, str(HERE / "pull_plain.cpp")])
        for name, threads in CPP:
            programs.append((name, lambda edges, seed, threads=threads: ["env", f"OMP_NUM_THREADS={threads}", binary_cpp, edges, str(arguments.steps), seed]))
    except (RuntimeError, OSError) as cause:
        silent += [(name, str(cause)) for name, _ in CPP]
    programs = [(name, words) for name, words in programs if arguments.only.lower() in name.lower()]

    results = {name: [] for name, _ in programs}
    with folder:
        edges = str(Path(folder.name) / "network.edges")
        command(["cargo", "bench", "--quiet", "--bench", "speed", "--", "--people", str(arguments.people), "--edges", edges], cwd=ROOT)
        own, bounds = [], []
        for run in range(1, arguments.runs + 1):
            found, bound = moat(arguments)
            own.append(found)
            bounds.append(bound)
            for name, words in list(programs):
                try:
                    results[name].append(json.loads(command(words(edges, str(run))).strip().splitlines()[-1]))
                except RuntimeError as cause:
                    silent.append((name, str(cause)))
                    programs = [program for program in programs if program[0] != name]
                    results.pop(name)
    for name in own[0]:
        results[name] = [found[name] for found in own]
    # The best sample, as within one run of `cargo bench`.
    tell(results, min(bounds), arguments)
    for name, why in silent:
        print(f"{name}: not run: {why}")


def middle_half(values):
    if len(values) < 2:
        return values[0], values[0]
    quartiles = statistics.quantiles(values, n=4, method="inclusive")
    return quartiles[0], quartiles[2]


def tell(results, bound, arguments):
    plain = results.get("Rust, plain pull")
    yardstick = statistics.median(run["wall"] for run in plain) if plain else None
    rows = []
    for name, runs in results.items():
        walls = [run["wall"] for run in runs]
        told = runs[0]["adopted"]
        shares = [statistics.mean(run["adopted"][step] for run in runs) for step in told]
        builds = [run["build"] for run in runs if "build" in run]
        build = f"{statistics.median(builds):.3g}" if builds else ""
        rows.append((name, runs[0]["version"], statistics.median(walls), *middle_half(walls), build, shares))
    rows.sort(key=lambda row: -row[2])
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"\nload at the end {load:.2g} (one process of this comparison runs at a time)")
    print(f"\n{arguments.people} people, {arguments.steps} steps, {arguments.runs} runs each; the bound is {bound:.3g} ns a person-step on one thread\n")
    print("| program | version | ns a person-step | middle half | × plain Rust | × bound | build s | adopted after 20, 50, 100 |")
    print("|---|---|---:|---|---:|---:|---:|---|")
    for name, version, median, low, high, build, shares in rows:
        beside = f"{median / yardstick:.3g}" if yardstick else ""
        adopted = ", ".join(f"{100 * share:.1f} %" for share in shares)
        print(f"| {name} | {version} | {median:.4g} | {low:.4g} – {high:.4g} | {beside} | {median / bound:.3g} | {build} | {adopted} |")


if __name__ == "__main__":
    main()

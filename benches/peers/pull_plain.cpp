// The adoption workload in plain C++: everybody looks at all neighbours in every step.
//
// `pull_plain EDGES [STEPS] [SEED]` runs it once and prints a line of JSON, as the other programs beside it do. It is compiled with OpenMP, and uses as
// many threads as OMP_NUM_THREADS says.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

static const double AWARE = 0.0005, CONVINCE = 0.02, LEAVE = 0.02;

struct Ties {
    std::vector<uint32_t> first, neighbour;

    explicit Ties(const std::vector<std::pair<uint32_t, uint32_t>>& edges) {
        uint32_t people = 0;
        for (auto [a, b] : edges) people = std::max(people, std::max(a, b) + 1);
        first.assign(people + 1, 0);
        for (auto [a, b] : edges) first[a + 1]++, first[b + 1]++;
        for (uint32_t person = 0; person < people; person++) first[person + 1] += first[person];
        std::vector<uint32_t> place = first;
        neighbour.resize(2 * edges.size());
        for (auto [a, b] : edges) neighbour[place[a]++] = b, neighbour[place[b]++] = a;
    }

    size_t people() const { return first.size() - 1; }
    uint32_t degree(size_t person) const { return first[person + 1] - first[person]; }
};

// A draw in [0, 1) of a person in a step.
static double draw(uint32_t seed, uint32_t step, uint32_t person) {
    uint64_t x = (uint64_t(seed) << 32 | step) * 0xd6e8feb86659fd93 ^ person * 0x9e3779b97f4a7c15;
    for (int round = 0; round < 2; round++) {
        x ^= x >> 32;
        x *= 0x0e9846af9b1a615d;
    }
    return double((x ^ x >> 28) >> 11) / double(uint64_t(1) << 53);
}

struct Pull {
    const Ties& ties;
    uint32_t seed;
    std::vector<double> unconvinced;
    std::vector<uint8_t> has, after;

    Pull(const Ties& ties, uint32_t seed) : ties(ties), seed(seed), has(ties.people()), after(ties.people()) {
        uint32_t most = 0;
        for (size_t person = 0; person < ties.people(); person++) most = std::max(most, ties.degree(person));
        for (uint32_t k = 0; k <= most; k++) unconvinced.push_back(std::pow(1 - CONVINCE, k));
    }

    void step(uint32_t step) {
        const int64_t people = ties.people();
#pragma omp parallel for schedule(static)
        for (int64_t person = 0; person < people; person++) {
            uint32_t there = 0;
            for (uint32_t place = ties.first[person]; place < ties.first[person + 1]; place++) there += has[ties.neighbour[place]];
            const double drawn = draw(seed, step, person);
            if (has[person]) after[person] = drawn >= LEAVE * (1 - double(there) / ties.degree(person));
            else after[person] = drawn < 1 - (1 - AWARE) * unconvinced[there];
        }
        std::swap(has, after);
    }

    double adopted() const {
        size_t adopters = 0;
        for (uint8_t one : has) adopters += one;
        return double(adopters) / ties.people();
    }
};

static double seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int main(int count, char** words) {
    if (count < 2) return std::fprintf(stderr, "error: a list of ties is needed\n"), 1;
    std::FILE* file = std::fopen(words[1], "r");
    if (!file) return std::fprintf(stderr, "error: cannot read `%s`\n", words[1]), 1;
    std::vector<std::pair<uint32_t, uint32_t>> edges;
    for (unsigned a, b; std::fscanf(file, "%u %u", &a, &b) == 2;) edges.emplace_back(a, b);
    std::fclose(file);
    if (edges.empty()) return std::fprintf(stderr, "error: `%s` holds no ties\n", words[1]), 1;
    const uint32_t steps = count > 2 ? std::atoi(words[2]) : 100, seed = count > 3 ? std::atoi(words[3]) : 1;

    double start = seconds();
    const Ties ties(edges);
    Pull life(ties, seed);
    const double build = seconds() - start;
    std::string adopted;
    start = seconds();
    double looking = 0;
    for (uint32_t step = 1; step <= steps; step++) {
        life.step(step);
        if (step == 20 || step == 50 || step == 100) {
            const double look = seconds();
            adopted += (adopted.empty() ? "\"" : ", \"") + std::to_string(step) + "\": " + std::to_string(life.adopted());
            looking += seconds() - look;
        }
    }
    const double wall = (seconds() - start - looking) * 1e9 / (double(ties.people()) * steps);
    std::printf("{\"version\": \"" __VERSION__ "\", \"people\": %zu, \"ties\": %zu, \"build\": %g, \"wall\": %g, \"adopted\": {%s}}\n", ties.people(),
                edges.size(), build, wall, adopted.c_str());
}

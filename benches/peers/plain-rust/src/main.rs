//! The adoption workload in plain Rust on one thread: pulled, as a textbook has it, or pushed, as fast as it goes without a framework.
//!
//! `plain-adoption EDGES pull|push [STEPS] [SEED]` runs it once and prints a line of JSON, as the Python programs beside it do.

use std::process::ExitCode;
use std::time::Instant;

const AWARE: f64 = 0.0005;
const CONVINCE: f64 = 0.02;
const LEAVE: f64 = 0.02;
const TOLD: [u32; 3] = [20, 50, 100];

fn main() -> ExitCode {
    match run() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<String, String> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: u32| match arguments.get(place) {
        Some(text) => text.parse().map_err(|_| format!("`{text}` is not a whole number")),
        None => Ok(default),
    };
    let [path, kernel] = [0, 1].map(|place| arguments.get(place).map(String::as_str).unwrap_or_default());
    let (steps, seed) = (number(2, 100)?, number(3, 1)?);
    let edges = read_edges(path)?;
    let start = Instant::now();
    let ties = Ties::new(&edges);
    let mut life: Box<dyn Life> = match kernel {
        "pull" => Box::new(Pull::new(&ties, seed)),
        "push" => Box::new(Push::new(&ties, seed)),
        other => return Err(format!("`{other}` is neither `pull` nor `push`")),
    };
    let build = start.elapsed().as_secs_f64();
    let mut adopted = Vec::new();
    let start = Instant::now();
    for step in 1..=steps {
        life.step(step);
        if TOLD.contains(&step) {
            let share = life.adopters() as f64 / ties.people() as f64;
            adopted.push(format!("\"{step}\": {share}"));
        }
    }
    let each = 1e9 / (ties.people() as f64 * f64::from(steps));
    let wall = start.elapsed().as_secs_f64() * each;
    let (people, count, adopted) = (ties.people(), edges.len(), adopted.join(", "));
    Ok(format!(
        "{{\"version\": \"{}\", \"people\": {people}, \"ties\": {count}, \"build\": {build}, \"wall\": {wall}, \"adopted\": {{{adopted}}}}}",
        env!("CARGO_PKG_VERSION")
    ))
}

fn read_edges(path: &str) -> Result<Vec<[u32; 2]>, String> {
    let text = std::fs::read_to_string(path).map_err(|cause| format!("cannot read `{path}`: {cause}"))?;
    let mut edges = Vec::new();
    for (line, content) in text.lines().enumerate() {
        let mut ends = content.split_whitespace().map(str::parse::<u32>);
        match (ends.next(), ends.next()) {
            (Some(Ok(a)), Some(Ok(b))) => edges.push([a, b]),
            _ => return Err(format!("{path}:{}: two whole numbers are needed", line + 1)),
        }
    }
    if edges.is_empty() { Err(format!("{path} holds no ties")) } else { Ok(edges) }
}

/// Neighbours in compressed rows.
struct Ties {
    first: Vec<u32>,
    neighbour: Vec<u32>,
}

impl Ties {
    fn new(edges: &[[u32; 2]]) -> Ties {
        let people = edges.iter().flatten().max().map_or(0, |last| *last as usize + 1);
        let mut first = vec![0; people + 1];
        for end in edges.iter().flatten() {
            first[*end as usize + 1] += 1;
        }
        for person in 0..people {
            first[person + 1] += first[person];
        }
        let mut place = first.clone();
        let mut neighbour = vec![0; 2 * edges.len()];
        for &[a, b] in edges {
            for (from, to) in [(a, b), (b, a)] {
                neighbour[place[from as usize] as usize] = to;
                place[from as usize] += 1;
            }
        }
        Ties { first, neighbour }
    }

    fn people(&self) -> usize {
        self.first.len() - 1
    }

    fn degree(&self, person: usize) -> u32 {
        self.first[person + 1] - self.first[person]
    }

    fn row(&self, person: usize) -> &[u32] {
        &self.neighbour[self.first[person] as usize..self.first[person + 1] as usize]
    }

    /// (1 − q)^k for each number of neighbours that there is.
    fn unconvinced(&self) -> Vec<f64> {
        let most = (0..self.people()).map(|person| self.degree(person)).max().unwrap_or(0);
        (0..=most).map(|k| (1.0 - CONVINCE).powi(k as i32)).collect()
    }
}

trait Life {
    fn step(&mut self, step: u32);
    fn adopters(&self) -> usize;
}

/// A draw in [0, 1) of a person in a step.
fn draw(seed: u32, step: u32, person: u32) -> f64 {
    let mut x = ((u64::from(seed) << 32) | u64::from(step)).wrapping_mul(0xd6e8_feb8_6659_fd93)
        ^ u64::from(person).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2 {
        x ^= x >> 32;
        x = x.wrapping_mul(0x0e98_46af_9b1a_615d);
    }
    ((x ^ (x >> 28)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Everybody looks at all neighbours in every step.
struct Pull<'a> {
    ties: &'a Ties,
    seed: u32,
    unconvinced: Vec<f64>,
    has: Vec<u8>,
    after: Vec<u8>,
}

impl<'a> Pull<'a> {
    fn new(ties: &'a Ties, seed: u32) -> Pull<'a> {
        let nobody = vec![0; ties.people()];
        Pull { ties, seed, unconvinced: ties.unconvinced(), has: nobody.clone(), after: nobody }
    }
}

impl Life for Pull<'_> {
    fn step(&mut self, step: u32) {
        for person in 0..self.has.len() {
            let there: u32 = self.ties.row(person).iter().map(|&other| u32::from(self.has[other as usize])).sum();
            let draw = draw(self.seed, step, person as u32);
            self.after[person] = u8::from(if self.has[person] == 1 {
                draw >= LEAVE * (1.0 - f64::from(there) / f64::from(self.ties.degree(person)))
            } else {
                draw < 1.0 - (1.0 - AWARE) * self.unconvinced[there as usize]
            });
        }
        std::mem::swap(&mut self.has, &mut self.after);
    }

    fn adopters(&self) -> usize {
        self.has.iter().filter(|&&has| has == 1).count()
    }
}

/// Everybody keeps count of the neighbours who have adopted; whoever changes tells theirs.
struct Push<'a> {
    ties: &'a Ties,
    seed: u32,
    unconvinced: Vec<f64>,
    has: Vec<u8>,
    there: Vec<u32>,
    changed: Vec<u32>,
}

impl<'a> Push<'a> {
    fn new(ties: &'a Ties, seed: u32) -> Push<'a> {
        let people = ties.people();
        Push { ties, seed, unconvinced: ties.unconvinced(), has: vec![0; people], there: vec![0; people], changed: Vec::new() }
    }
}

impl Life for Push<'_> {
    fn step(&mut self, step: u32) {
        self.changed.clear();
        for person in 0..self.has.len() {
            let draw = draw(self.seed, step, person as u32);
            let there = self.there[person];
            let changes = if self.has[person] == 1 {
                // The draw is compared with the most that it could need before anything is divided.
                draw < LEAVE && draw < LEAVE * (1.0 - f64::from(there) / f64::from(self.ties.degree(person)))
            } else {
                draw < 1.0 - (1.0 - AWARE) * self.unconvinced[there as usize]
            };
            if changes {
                self.changed.push(person as u32);
            }
        }
        for &person in &self.changed {
            let person = person as usize;
            self.has[person] ^= 1;
            let change = if self.has[person] == 1 { 1 } else { u32::MAX };
            for &other in self.ties.row(person) {
                self.there[other as usize] = self.there[other as usize].wrapping_add(change);
            }
        }
    }

    fn adopters(&self) -> usize {
        self.has.iter().filter(|&&has| has == 1).count()
    }
}

//! A fit from its beginning to its tables: draws are kept in a file as they are finished, so that nothing is lost and more can be added.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};

use super::design::{Design, Point};
use super::evaluate::{Cases, Draw, Origin, evaluate_all};
use super::learn::{LEAST_DRAWS, Learned, best, identified, learned, propose};
use crate::engine::RESULTS_VERSION;
use crate::error::{Error, Result};
use crate::output::Tables;
use crate::output::layout::{NumberRow, PatternRow};
use crate::output::place::Kept;
use crate::rng::Stream;
use crate::scenario::{Behaviour, Scenario};

/// How much work a fit does.
pub struct Plan {
    pub draws: usize,
    pub rounds: usize,
    pub proposals: usize,
    pub threads: usize,
    pub seed: u64,
}

pub struct Fit<'a> {
    histories: &'a [Scenario],
    design: Design,
    cases: Cases,
    done: Vec<(u64, Draw)>,
    file: PathBuf,
    fingerprint: String,
}

/// A line of the file of draws.
#[derive(Serialize, Deserialize)]
struct Line {
    fingerprint: String,
    number: u64,
    origin: String,
    point: Vec<f64>,
    /// `null` where undefined.
    values: Vec<Option<f64>>,
}

/// How a file of draws begins.
const HEAD: &str = "{\"fingerprint\":";

/// Whether a file is one of draws, though perhaps cut off.
fn is_of_draws(text: &str) -> bool {
    text.starts_with(HEAD) || HEAD.starts_with(text)
}

/// A number is identified when accepted points lie within this part of the prior's width. By chance two or three of sixty lie within it too (docs/fit.md).
const IDENTIFIED: f64 = 0.85;

impl<'a> Fit<'a> {
    /// One JSON object a line.
    pub const FILE: &'static str = "draws.jsonl";

    /// A fit that keeps its draws in this folder; nothing is read or written yet.
    pub fn of(histories: &'a [Scenario], folder: &Path) -> Fit<'a> {
        let design = Design::of_histories();
        let mut hasher = blake3::Hasher::new();
        hasher.update(&RESULTS_VERSION.to_le_bytes());
        for history in histories {
            hasher.update(history.hash().as_bytes());
            hasher.update(&history.run.seed.to_le_bytes());
            hasher.update(&history.run.replicates.to_le_bytes());
            hasher.update(&serde_json::to_vec(&history.expects).expect("expectations are plain data"));
        }
        for number in &design.numbers {
            hasher.update(format!("{} {:?}", number.name, number.prior).as_bytes());
        }
        let fingerprint = hasher.finalize().to_hex().to_string();
        Fit { histories, design, cases: Cases::of(histories), done: Vec::new(), file: folder.join(Fit::FILE), fingerprint }
    }

    /// What is kept in the folder to be gone on with.
    pub fn kept(&self) -> Result<Kept> {
        let Some(text) = self.text()? else { return Ok(Kept::Nothing) };
        Ok(match text.lines().any(|line| serde_json::from_str::<Line>(line).is_ok()) {
            true if self.counting(&text).is_empty() => {
                Kept::OfOther("the draws that are kept there are of other histories, seeds, priors or another version".to_owned())
            }
            false if !is_of_draws(&text) => Kept::Nothing,
            _ => Kept::Counts,
        })
    }

    /// Takes up the draws that are kept, or lets go of them.
    pub fn begin(&mut self, resume: bool) -> Result<()> {
        let Some(text) = self.text()? else { return Ok(()) };
        if !is_of_draws(&text) {
            let shown = self.file.display();
            return Err(Error::request(format!(
                "{shown} holds no draws, so it is not replaced\nmove it away, or name another folder with --output"
            )));
        }
        if !resume {
            return std::fs::remove_file(&self.file).map_err(|cause| Error::file("replace", &self.file, cause));
        }
        self.done = self.counting(&text);
        // What follows a line that was cut off would be lost with it.
        if text.is_empty() || text.ends_with('\n') { Ok(()) } else { self.append("\n") }
    }

    pub fn draws(&self) -> usize {
        self.done.len()
    }

    /// The file of draws; `None` where there is none.
    fn text(&self) -> Result<Option<String>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
            Err(cause) => Err(Error::file("read", &self.file, cause)),
        }
    }

    /// The draws that count: lines of other scenarios, numbers or versions are passed over.
    fn counting(&self, text: &str) -> Vec<(u64, Draw)> {
        let mut draws = Vec::new();
        for line in text.lines() {
            // A line that was cut off is a draw that was not finished.
            let Ok(line) = serde_json::from_str::<Line>(line) else { continue };
            let Some(origin) = Origin::ALL.into_iter().find(|origin| origin.name() == line.origin) else { continue };
            if line.fingerprint == self.fingerprint && line.values.len() == self.cases.list.len() {
                let values = line.values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect();
                draws.push((line.number, Draw { origin, point: line.point, values }));
            }
        }
        draws.sort_by_key(|(number, _)| *number);
        draws.dedup_by(|(one, draw), (other, before)| one == other && draw.point == before.point);
        draws
    }

    /// Does the work that is not done yet; false when it was stopped. Draws and proposals are numbered, so that a fit that is resumed is the same fit. Draws
    /// of another plan, with other places under the same numbers, count beside those of this one.
    pub fn run(&mut self, plan: &Plan, stop: &AtomicBool, tell: &dyn Fn(usize, usize, usize, usize)) -> Result<bool> {
        let all = 1 + plan.draws + plan.rounds * plan.proposals;
        let mut points = vec![(Origin::Today, self.design.today())];
        points.extend(self.design.draws(plan.draws, plan.seed).into_iter().map(|point| (Origin::Prior, point)));
        if !self.do_points(0, &points, plan, stop, &|done, met, cases| tell(done, all, met, cases))? {
            return Ok(false);
        }
        for round in 0..plan.rounds {
            let first = 1 + plan.draws + round * plan.proposals;
            let seen: Vec<Draw> = self.done.iter().filter(|(number, _)| (*number as usize) < first).map(|(_, draw)| draw.clone()).collect();
            let surrogates = learned(&self.cases, &seen);
            let mut stream = Stream::new(plan.seed, 1 << 32 | round as u64);
            let proposed = propose(&surrogates, &self.cases, &seen, &self.design.today(), plan.proposals, &mut stream);
            let points: Vec<(Origin, Point)> = proposed.into_iter().map(|point| (Origin::Proposal, point)).collect();
            if !self.do_points(first, &points, plan, stop, &|done, met, cases| tell(done, all, met, cases))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn do_points(
        &mut self,
        first: usize,
        points: &[(Origin, Point)],
        plan: &Plan,
        stop: &AtomicBool,
        tell: &dyn Fn(usize, usize, usize),
    ) -> Result<bool> {
        let numbered = points.iter().enumerate().map(|(place, (origin, point))| ((first + place) as u64, *origin, point.clone()));
        let is_done = |number: u64, point: &Point| self.done.iter().any(|(known, draw)| *known == number && draw.point == *point);
        let open: Vec<(u64, Origin, Point)> = numbered.filter(|(number, _, point)| !is_done(*number, point)).collect();
        let places: Vec<Point> = open.iter().map(|(_, _, point)| point.clone()).collect();
        let mut found = Vec::new();
        let before = first + points.len() - open.len();
        evaluate_all(self.histories, &self.design, &places, plan.threads, stop, &mut |place, values| {
            let (number, origin, point) = &open[place];
            self.keep(*number, *origin, point, &values)?;
            tell(before + found.len() + 1, self.cases.met(&values), self.cases.list.len());
            found.push((*number, Draw { origin: *origin, point: point.clone(), values }));
            Ok(())
        })?;
        let is_whole = found.len() == open.len();
        self.done.extend(found);
        self.done.sort_by_key(|(number, _)| *number);
        Ok(is_whole && !stop.load(Ordering::Relaxed))
    }

    fn keep(&self, number: u64, origin: Origin, point: &[f64], values: &[f64]) -> Result<()> {
        let line = Line {
            fingerprint: self.fingerprint.clone(),
            number,
            origin: origin.name().to_owned(),
            point: point.to_vec(),
            values: values.iter().map(|value| (!value.is_nan()).then_some(*value)).collect(),
        };
        let mut text = serde_json::to_string(&line).expect("a draw is plain data");
        text.push('\n');
        self.append(&text)
    }

    fn append(&self, text: &str) -> Result<()> {
        let file = OpenOptions::new().create(true).append(true).open(&self.file);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|cause| Error::file("write", &self.file, cause))
    }

    /// Numbers and patterns; and notes on what they are worth.
    pub fn tables(&self, notes: &mut Vec<String>) -> Tables {
        let draws: Vec<Draw> = self.done.iter().map(|(_, draw)| draw.clone()).collect();
        let surrogates = learned(&self.cases, &draws);
        let Some(best_draw) = best(&self.cases, &draws, |_| true) else { return Tables::default() };
        self.tell(&draws, best_draw, &surrogates, notes);
        Tables { numbers: self.numbers(best_draw, &surrogates), patterns: self.patterns(&draws, best_draw), ..Tables::default() }
    }

    fn tell(&self, draws: &[Draw], best_draw: &Draw, surrogates: &Learned, notes: &mut Vec<String>) {
        let prior: Vec<&Draw> = draws.iter().filter(|draw| draw.origin == Origin::Prior).collect();
        let all = self.cases.list.len();
        let mut met: Vec<usize> = prior.iter().map(|draw| self.cases.met(&draw.values)).collect();
        met.sort_unstable();
        let today = draws.iter().find(|draw| draw.origin == Origin::Today).map_or(0, |draw| self.cases.met(&draw.values));
        let half = met.get(met.len() / 2).copied().unwrap_or(0);
        let most = met.last().copied().unwrap_or(0);
        let whole = match met.iter().filter(|met| **met == all).count() {
            0 => "none meets all".to_owned(),
            1 => "one meets all".to_owned(),
            count => format!("{count} meet all"),
        };
        notes.push(format!(
            "{} draws of the prior: half of them meet {half} of {all} expectations or fewer, the best {most}, {whole}; the numbers of today {today}; the best draw of all {}",
            prior.len(),
            self.cases.met(&best_draw.values)
        ));
        let (held, of) = self.held_out_histories(draws);
        notes.push(format!(
            "left out in turn: {held} of {of} histories meet all of their expectations at the numbers that are best for all others, and {} of {all} expectations are met",
            self.held_out(draws).iter().zip(&self.cases.list).filter(|(value, case)| case.band.holds(**value)).count()
        ));
        notes.push(match surrogates.explained() {
            Some((of_all, of_prior)) => format!(
                "the surrogate explains {:.0} % of the variance of what comes out, on draws that it has not seen, and {:.0} % of that of the prior's draws alone; widths in the table of numbers rest on it",
                100.0 * of_all,
                100.0 * of_prior
            ),
            None => format!("fewer than {LEAST_DRAWS} draws teach nothing: widths in the table of numbers are chance, and nothing is identified"),
        });
    }

    fn numbers(&self, best_draw: &Draw, surrogates: &Learned) -> Vec<NumberRow> {
        let mut today = Behaviour::default();
        let found = identified(&self.design, &self.cases, surrogates, 1);
        let row = |found: &super::learn::Identified| {
            let number = self.design.numbers[found.column];
            NumberRow {
                number: number.name.into(),
                unit: number.unit.into(),
                today: *(number.of)(&mut today),
                prior_low: number.prior.0,
                prior_high: number.prior.1,
                fitted: self.design.value(found.column, best_draw.point[found.column]),
                accepted: found.mean,
                width: found.width,
                identified: if found.width < IDENTIFIED { "yes".into() } else { "no".into() },
            }
        };
        let mut rows: Vec<NumberRow> = found.iter().map(row).collect();
        rows.sort_by(|one, other| one.width.total_cmp(&other.width));
        rows
    }

    fn patterns(&self, draws: &[Draw], best_draw: &Draw) -> Vec<PatternRow> {
        let prior: Vec<&Draw> = draws.iter().filter(|draw| draw.origin == Origin::Prior).collect();
        let today = draws.iter().find(|draw| draw.origin == Origin::Today);
        let held_out = self.held_out(draws);
        let rows = self.cases.list.iter().enumerate().map(|(place, case)| {
            let met = prior.iter().filter(|draw| case.band.holds(draw.values[place])).count();
            let word = |value: f64| if case.band.holds(value) { "met".into() } else { "not met".into() };
            PatternRow {
                history: self.cases.histories[case.history].as_str().into(),
                that: case.that.as_str().into(),
                low: case.band.low,
                high: case.band.high,
                prior_met: met as f64 / prior.len().max(1) as f64,
                today: today.map_or(f64::NAN, |draw| draw.values[place]),
                best: best_draw.values[place],
                best_met: word(best_draw.values[place]),
                held_out: held_out[place],
                held_out_met: word(held_out[place]),
            }
        });
        rows.collect()
    }

    /// For each expectation, what comes out at the draw that is best for all other histories.
    fn held_out(&self, draws: &[Draw]) -> Vec<f64> {
        let of_history: Vec<Option<&Draw>> =
            (0..self.cases.histories.len()).map(|left_out| best(&self.cases, draws, |history| history != left_out)).collect();
        let value = |(place, case): (usize, &super::evaluate::Case)| of_history[case.history].map_or(f64::NAN, |draw| draw.values[place]);
        self.cases.list.iter().enumerate().map(value).collect()
    }

    /// Histories all of whose expectations hold when left out, of those that have any.
    fn held_out_histories(&self, draws: &[Draw]) -> (usize, usize) {
        let held_out = self.held_out(draws);
        let cases = |history: usize| self.cases.list.iter().zip(&held_out).filter(move |(case, _)| case.history == history);
        let with_cases: Vec<usize> = (0..self.cases.histories.len()).filter(|&history| cases(history).next().is_some()).collect();
        let held = with_cases.iter().filter(|&&history| cases(history).all(|(case, value)| case.band.holds(*value))).count();
        (held, with_cases.len())
    }
}

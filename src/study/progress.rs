//! What a user sees while runs go on: a bar on a terminal, plain lines elsewhere, JSON lines for programs, or nothing.
//!
//! JSON lines, one object a line, told apart by `event`:
//! - `start`: `runs`, `person_days` (of all runs, the days of settling among them);
//! - `progress`, at most one a second: `runs_done`, `runs`, `person_days_done`, `person_days`, `person_days_per_second`, `seconds_left` (null while unknown);
//! - `run`, one for every run that ended: `variant`, `replicate`, `outcome` (`lived`, `found` or `failed`), `seconds`;
//! - `note`: `text`;
//! - `end`: `runs_done`, `runs`, `seconds`.

use std::io::Write;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

/// Plain lines about days come no faster than this.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// JSON lines about days come no faster than this.
const JSON_EVERY: Duration = Duration::from_secs(1);

type Sink = Box<dyn Write + Send>;

/// Where progress goes.
pub struct Progress {
    state: Mutex<State>,
}

struct State {
    shown: Shown,
    tally: Tally,
}

enum Shown {
    Quiet,
    Bar(ProgressBar),
    Lines(Sink),
    Json(Sink),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Lived,
    /// It was in the store.
    Found,
    Failed,
}

impl Ending {
    fn word(self) -> &'static str {
        match self {
            Ending::Lived => "lived",
            Ending::Found => "found",
            Ending::Failed => "failed",
        }
    }
}

impl Progress {
    pub fn quiet() -> Progress {
        Progress::showing(Shown::Quiet)
    }

    /// A bar on the terminal behind standard error.
    pub fn bar() -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
        Progress::showing(Shown::Bar(bar))
    }

    pub fn lines(sink: impl Write + Send + 'static) -> Progress {
        Progress::showing(Shown::Lines(Box::new(sink)))
    }

    pub fn json(sink: impl Write + Send + 'static) -> Progress {
        Progress::showing(Shown::Json(Box::new(sink)))
    }

    fn showing(shown: Shown) -> Progress {
        Progress { state: Mutex::new(State { shown, tally: Tally::new(Instant::now()) }) }
    }

    /// Announces the work.
    pub fn begin(&self, runs: u64, person_days: u64) {
        let mut state = self.lock();
        state.tally = Tally::new(Instant::now());
        state.tally.runs = runs;
        state.tally.person_days = person_days;
        match &mut state.shown {
            Shown::Bar(bar) => {
                bar.set_length(person_days);
                if let Ok(style) = ProgressStyle::with_template("{wide_bar} {percent:>3} %  {msg}") {
                    bar.set_style(style.progress_chars("━━─"));
                }
                bar.enable_steady_tick(Duration::from_millis(250));
            }
            Shown::Json(sink) => write_json(sink, &json!({"event": "start", "runs": runs, "person_days": person_days})),
            Shown::Lines(_) | Shown::Quiet => {}
        }
    }

    /// Person-days that were just lived.
    pub fn lived(&self, person_days: u64) {
        let now = Instant::now();
        let mut state = self.lock();
        let State { shown, tally } = &mut *state;
        tally.lived += person_days;
        let every = match shown {
            Shown::Quiet => return,
            Shown::Bar(bar) => {
                bar.set_position(tally.done());
                bar.set_message(tally.words(now));
                return;
            }
            Shown::Lines(_) => LINE_EVERY,
            Shown::Json(_) => JSON_EVERY,
        };
        if !tally.is_due(now, every) {
            return;
        }
        match shown {
            Shown::Lines(sink) => write_line(sink, &tally.line(now)),
            Shown::Json(sink) => write_json(sink, &tally.json(now)),
            Shown::Quiet | Shown::Bar(_) => {}
        }
    }

    /// Person-days that need no living: they were found done.
    pub fn found(&self, person_days: u64) {
        let mut state = self.lock();
        state.tally.found += person_days;
        if let Shown::Bar(bar) = &state.shown {
            bar.set_position(state.tally.done());
        }
    }

    pub fn run_ended(&self, variant: &str, replicate: u32, ending: Ending, took: Duration) {
        let now = Instant::now();
        let mut state = self.lock();
        let State { shown, tally } = &mut *state;
        tally.runs_done += 1;
        match shown {
            Shown::Quiet => {}
            Shown::Bar(bar) => bar.set_message(tally.words(now)),
            Shown::Lines(sink) => {
                tally.written = now;
                let how = match ending {
                    Ending::Lived => format!("done in {}", time_in_words(took.as_secs_f64())),
                    Ending::Found => "found done".to_owned(),
                    Ending::Failed => "failed".to_owned(),
                };
                write_line(sink, &format!("{variant}, replicate {replicate}: {how}; {}", tally.words(now)));
            }
            Shown::Json(sink) => {
                let seconds = took.as_secs_f64();
                let line =
                    json!({"event": "run", "variant": variant, "replicate": replicate, "outcome": ending.word(), "seconds": seconds});
                write_json(sink, &line);
            }
        }
    }

    /// Something the user should know at once.
    pub fn note(&self, text: &str) {
        match &mut self.lock().shown {
            Shown::Quiet => {}
            Shown::Bar(bar) => bar.println(format!("note: {text}")),
            Shown::Lines(sink) => write_line(sink, &format!("note: {text}")),
            Shown::Json(sink) => write_json(sink, &json!({"event": "note", "text": text})),
        }
    }

    pub fn end(&self) {
        let now = Instant::now();
        let mut state = self.lock();
        let State { shown, tally } = &mut *state;
        match shown {
            Shown::Bar(bar) => bar.finish_and_clear(),
            Shown::Json(sink) => {
                let seconds = (now - tally.started).as_secs_f64();
                write_json(sink, &json!({"event": "end", "runs_done": tally.runs_done, "runs": tally.runs, "seconds": seconds}));
            }
            Shown::Quiet | Shown::Lines(_) => {}
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves the tally whole: every change is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How far the work is.
struct Tally {
    started: Instant,
    written: Instant,
    runs: u64,
    runs_done: u64,
    person_days: u64,
    lived: u64,
    found: u64,
}

impl Tally {
    fn new(now: Instant) -> Tally {
        Tally { started: now, written: now, runs: 0, runs_done: 0, person_days: 0, lived: 0, found: 0 }
    }

    fn done(&self) -> u64 {
        (self.lived + self.found).min(self.person_days)
    }

    fn is_due(&mut self, now: Instant, every: Duration) -> bool {
        let due = now.saturating_duration_since(self.written) >= every;
        if due {
            self.written = now;
        }
        due
    }

    /// Person-days lived a second.
    fn rate(&self, now: Instant) -> f64 {
        let seconds = now.saturating_duration_since(self.started).as_secs_f64();
        if seconds > 0.0 { self.lived as f64 / seconds } else { 0.0 }
    }

    fn seconds_left(&self, now: Instant) -> Option<f64> {
        let rate = self.rate(now);
        (rate > 0.0).then(|| (self.person_days - self.done()) as f64 / rate)
    }

    fn words(&self, now: Instant) -> String {
        let mut words = format!("{} of {} runs", self.runs_done, self.runs);
        if let Some(seconds) = self.seconds_left(now) {
            words += &format!(", {} person-days/s, {} left", count_in_words(self.rate(now)), time_in_words(seconds));
        }
        words
    }

    fn line(&self, now: Instant) -> String {
        let percent = 100.0 * self.done() as f64 / self.person_days.max(1) as f64;
        format!("{percent:.0} %: {}", self.words(now))
    }

    fn json(&self, now: Instant) -> serde_json::Value {
        json!({
            "event": "progress",
            "runs_done": self.runs_done,
            "runs": self.runs,
            "person_days_done": self.done(),
            "person_days": self.person_days,
            "person_days_per_second": self.rate(now),
            "seconds_left": self.seconds_left(now),
        })
    }
}

/// Progress that cannot be written is no reason to stop the work.
fn write_line(sink: &mut Sink, line: &str) {
    let _ = writeln!(sink, "{line}");
    let _ = sink.flush();
}

fn write_json(sink: &mut Sink, value: &serde_json::Value) {
    write_line(sink, &value.to_string());
}

/// A duration as people say it.
pub fn time_in_words(seconds: f64) -> String {
    match seconds {
        s if s < 0.95 => "less than a second".to_owned(),
        s if s < 99.5 => format!("{s:.0} s"),
        s if s < 99.5 * 60.0 => format!("{:.0} min", s / 60.0),
        s if s < 47.5 * 3_600.0 => format!("{:.0} h", s / 3_600.0),
        s => format!("{:.0} days", s / 86_400.0),
    }
}

/// A large number as people say it.
pub fn count_in_words(count: f64) -> String {
    match count {
        c if c < 9_995.0 => format!("{c:.0}"),
        c if c < 999_500.0 => format!("{:.0} thousand", c / 1e3),
        c if c < 999_500_000.0 => format!("{:.1} million", c / 1e6),
        c => format!("{:.1} billion", c / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().expect("no panic holds it").extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    impl Page {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("no panic holds it").clone()).expect("progress is text")
        }
    }

    #[test]
    fn plain_lines_name_every_run_and_are_silent_about_single_days() {
        let page = Page::default();
        let progress = Progress::lines(page.clone());
        progress.begin(2, 200);
        for _ in 0..100 {
            progress.lived(1);
        }
        progress.run_ended("scenario", 0, Ending::Lived, Duration::from_secs(3));
        progress.found(100);
        progress.run_ended("never launched", 0, Ending::Found, Duration::ZERO);
        progress.end();
        let text = page.text();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(lines[0].starts_with("scenario, replicate 0: done in 3 s; 1 of 2 runs, "), "{text}");
        assert!(lines[1].starts_with("never launched, replicate 0: found done; 2 of 2 runs"), "{text}");
    }

    #[test]
    fn json_lines_have_the_documented_fields() {
        let page = Page::default();
        let progress = Progress::json(page.clone());
        progress.begin(1, 100);
        progress.lived(100);
        progress.run_ended("scenario", 7, Ending::Lived, Duration::from_secs(1));
        progress.note("a word");
        progress.end();
        let lines: Vec<serde_json::Value> =
            page.text().lines().map(|line| serde_json::from_str(line).expect("each line is one object")).collect();
        let events: Vec<&str> = lines.iter().filter_map(|line| line["event"].as_str()).collect();
        assert_eq!(events, ["start", "run", "note", "end"]);
        assert_eq!(lines[0]["person_days"], 100);
        assert_eq!(lines[1]["replicate"], 7);
        assert_eq!(lines[1]["outcome"], "lived");
        assert_eq!(lines[3]["runs_done"], 1);
    }

    #[test]
    fn lines_about_days_keep_their_distance() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        assert!(!tally.is_due(start + Duration::from_secs(9), LINE_EVERY));
        assert!(tally.is_due(start + Duration::from_secs(10), LINE_EVERY));
        assert!(!tally.is_due(start + Duration::from_secs(19), LINE_EVERY));
        assert!(tally.is_due(start + Duration::from_secs(20), LINE_EVERY));
    }

    #[test]
    fn time_left_counts_only_what_was_lived() {
        let start = Instant::now();
        let mut tally = Tally::new(start);
        tally.person_days = 1_000;
        tally.found = 500;
        tally.lived = 100;
        assert_eq!(tally.seconds_left(start + Duration::from_secs(10)), Some(40.0));
        assert_eq!(tally.json(start + Duration::from_secs(10))["person_days_done"], 600);
    }

    #[test]
    fn times_and_counts_are_said_in_words() {
        assert_eq!(time_in_words(0.2), "less than a second");
        assert_eq!(time_in_words(59.6), "60 s");
        assert_eq!(time_in_words(600.0), "10 min");
        assert_eq!(time_in_words(7_200.0), "2 h");
        assert_eq!(count_in_words(1_234.0), "1234");
        assert_eq!(count_in_words(12_340_000.0), "12.3 million");
    }
}

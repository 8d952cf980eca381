//! Time: of the wall, and of the processor where the system tells it.

use std::time::Instant;

use rayon::ThreadPool;

use crate::Outcome;

/// One pool for each number of threads, to be used in turn so that a busy moment of the machine strikes all alike.
pub fn pools(threads: &[u16]) -> Outcome<Vec<ThreadPool>> {
    let pool = |&threads: &u16| rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build();
    threads.iter().map(|threads| pool(threads).map_err(|cause| format!("cannot start {threads} threads: {cause}"))).collect()
}

/// What something took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lap {
    pub wall: f64,
    /// Seconds of all threads; `None` where the system does not tell.
    pub processor: Option<f64>,
}

pub fn time<T>(work: impl FnOnce() -> T) -> (T, Lap) {
    let (start, before) = (Instant::now(), processor_seconds());
    let result = work();
    let wall = start.elapsed().as_secs_f64();
    let processor = before.zip(processor_seconds()).map(|(before, after)| after - before);
    (result, Lap { wall, processor })
}

/// Seconds of processor that all threads of this program have had, as Linux counts them.
pub fn processor_seconds() -> Option<f64> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir("/proc/self/task").ok()?.flatten() {
        // A thread may end between the listing and the reading.
        let Ok(text) = std::fs::read_to_string(task.path().join("schedstat")) else { continue };
        nanoseconds += text.split_whitespace().next()?.parse::<u64>().ok()?;
    }
    Some(nanoseconds as f64 * 1e-9)
}

/// The middle of some samples, the range of their middle half, and the lowest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    pub median: f64,
    pub lower_quartile: f64,
    pub upper_quartile: f64,
    pub lowest: f64,
    pub samples: usize,
}

impl Spread {
    pub fn of(mut samples: Vec<f64>) -> Spread {
        assert!(!samples.is_empty(), "a spread is of samples");
        samples.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (samples.len() - 1) as f64;
            let (below, above) = (samples[place.floor() as usize], samples[place.ceil() as usize]);
            below + (above - below) * place.fract()
        };
        Spread { median: at(0.5), lower_quartile: at(0.25), upper_quartile: at(0.75), lowest: samples[0], samples: samples.len() }
    }

    pub fn one(value: f64) -> Spread {
        Spread::of(vec![value])
    }

    /// The same samples after a conversion that keeps their order.
    #[must_use]
    pub fn times(self, factor: f64) -> Spread {
        Spread {
            median: self.median * factor,
            lower_quartile: self.lower_quartile * factor,
            upper_quartile: self.upper_quartile * factor,
            lowest: self.lowest * factor,
            ..self
        }
    }

    /// How much of what was timed fits a second: the fastest sample becomes the highest.
    #[must_use]
    pub fn rate(self, of_each: f64) -> Spread {
        Spread {
            median: of_each / self.median,
            lower_quartile: of_each / self.upper_quartile,
            upper_quartile: of_each / self.lower_quartile,
            lowest: of_each / self.lowest,
            ..self
        }
    }
}

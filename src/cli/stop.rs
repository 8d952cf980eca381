//! Ctrl-C and its like: the first asks the work to stop in good order, a second one ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::terminal::Terminal;

/// Signals that come so soon after the first are the same request: `timeout` sends one to the program and one to its group.
const ONE_REQUEST: Duration = Duration::from_secs(1);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    First,
    Echo,
    Again,
}

impl Request {
    fn of(now: Instant, first: &mut Option<Instant>) -> Request {
        match first {
            None => {
                *first = Some(now);
                Request::First
            }
            Some(first) if now.duration_since(*first) < ONE_REQUEST => Request::Echo,
            Some(_) => Request::Again,
        }
    }
}

/// A flag that is set when the user asks to stop.
pub fn on_request(terminal: &Terminal) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let mut first = None;
    let handler = move || match Request::of(Instant::now(), &mut first) {
        Request::First => {
            asked.store(true, Ordering::Relaxed);
            // Standard error may be closed; there is nobody left to tell then.
            let _ = std::io::Write::write_all(&mut std::io::stderr(), b"\nstopping; what is finished is kept (again to end at once)\n");
        }
        Request::Echo => {}
        Request::Again => std::process::exit(1),
    };
    if let Err(cause) = ctrlc::set_handler(handler) {
        terminal.say(&format!("note: Ctrl-C will end the work at once ({cause})"));
    }
    stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_that_come_together_are_one_request() {
        let (begun, mut first) = (Instant::now(), None);
        let requests = [0, 1, 900, 1_000, 5_000].map(|millis| Request::of(begun + Duration::from_millis(millis), &mut first));
        assert_eq!(requests, [Request::First, Request::Echo, Request::Echo, Request::Again, Request::Again]);
    }
}

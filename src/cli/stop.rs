//! Ctrl-C and its like: the first asks the work to stop in good order, the second ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::terminal::Terminal;

/// A flag that is set when the user asks to stop.
pub fn on_request(terminal: &Terminal) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    let handler = move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(1);
        }
        // Standard error may be closed; there is nobody left to tell then.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"\nstopping; what is finished is kept (again to end at once)\n");
    };
    if let Err(cause) = ctrlc::set_handler(handler) {
        terminal.say(&format!("note: Ctrl-C will end the work at once ({cause})"));
    }
    stop
}

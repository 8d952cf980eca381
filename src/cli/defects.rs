//! A crash is never the user's answer: panics are kept silent while they happen, and told in words at the end.

use std::sync::{Arc, Mutex, PoisonError};

use super::terminal::Terminal;
use crate::study::panic_text;

pub struct Defects {
    seen: Arc<Mutex<Vec<String>>>,
}

impl Defects {
    /// From now on panics are collected.
    pub fn watch() -> Defects {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let collected = Arc::clone(&seen);
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
            let text = format!("{}\nat {place}", panic_text(panic.payload()));
            let mut list = collected.lock().unwrap_or_else(PoisonError::into_inner);
            // The same defect in every replicate is one defect.
            if !list.contains(&text) {
                list.push(text);
            }
        }));
        Defects { seen }
    }

    pub fn tell(&self, terminal: &Terminal) {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        for text in seen.iter() {
            terminal.say_error(&format!("moat has a defect: {text}"));
        }
        if !seen.is_empty() {
            let repository = option_env!("CARGO_PKG_REPOSITORY").filter(|address| !address.is_empty());
            let whom = repository.map_or_else(|| "its makers".to_owned(), |address| format!("{address}/issues"));
            terminal.say(&format!(
                "  this is no fault of yours; please report it to {whom} with this text, the command line,\n  \
                 the scenario file and the version ({})",
                env!("CARGO_PKG_VERSION")
            ));
        }
    }
}

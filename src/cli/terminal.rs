//! Writing to the user: a closed pipe is success, and a closed standard error is no reason to fail.

use std::io::{ErrorKind, IsTerminal, Write};

use clap::ValueEnum;

use crate::error::{Error, Result};
use crate::scenario::Look;

/// When messages have colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

pub struct Terminal {
    colour: Colour,
}

impl Terminal {
    pub fn new(colour: Colour) -> Terminal {
        Terminal { colour }
    }

    /// How messages on standard error look.
    pub fn message_look(&self) -> Look {
        let is_coloured = match self.colour {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        };
        if is_coloured { Look::Coloured } else { Look::Plain }
    }

    /// Whether somebody sees messages as they come.
    pub fn messages_are_seen(&self) -> bool {
        std::io::stderr().is_terminal()
    }

    /// What was asked for, on standard output.
    pub fn print(&self, text: &str) -> Result<()> {
        self.print_bytes(text.as_bytes())
    }

    pub fn print_bytes(&self, bytes: &[u8]) -> Result<()> {
        let mut out = std::io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            // Whoever reads has read enough.
            Err(cause) if cause.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(cause) => Err(Error::Machine { doing: "write to standard output".to_owned(), path: None, cause: cause.to_string() }),
            Ok(()) => Ok(()),
        }
    }

    /// A message on standard error.
    pub fn say(&self, text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{text}");
    }

    /// An error on standard error; further lines are indented beneath the first.
    pub fn say_error(&self, text: &str) {
        let title = match self.message_look() {
            Look::Plain => "error:",
            Look::Coloured => "\u{1b}[1m\u{1b}[91merror\u{1b}[0m\u{1b}[1m:\u{1b}[0m",
        };
        let mut lines = text.lines();
        self.say(&format!("{title} {}", lines.next().unwrap_or("unknown")));
        for line in lines {
            self.say(&format!("  {}", line.trim_start()));
        }
    }
}

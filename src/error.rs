//! What can go wrong through no fault of ours: the file's fault, or the machine's.

use std::path::{Path, PathBuf};

/// Why a command could not do its work.
#[derive(Debug)]
pub enum Error {
    /// The request is wrong; the text is complete, as the user shall read it. Exit code 2.
    Request(String),
    /// The machine failed while running. Exit code 1.
    Machine { doing: String, path: Option<PathBuf>, cause: String },
    /// The user asked to stop; what was finished is kept. Exit code 1.
    Stopped(String),
}

pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn request(text: impl Into<String>) -> Error {
        Error::Request(text.into())
    }

    /// A failure of the file system; `doing` completes "cannot …".
    pub fn file(doing: &str, path: &Path, cause: impl std::fmt::Display) -> Error {
        Error::Machine { doing: doing.to_owned(), path: Some(path.to_owned()), cause: cause.to_string() }
    }

    pub fn exit_code(&self) -> u8 {
        match self {
            Error::Request(_) => 2,
            Error::Machine { .. } | Error::Stopped(_) => 1,
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Request(text) | Error::Stopped(text) => f.write_str(text),
            Error::Machine { doing, path: Some(path), cause } => write!(f, "cannot {doing} {}: {cause}", path.display()),
            Error::Machine { doing, path: None, cause } => write!(f, "cannot {doing}: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

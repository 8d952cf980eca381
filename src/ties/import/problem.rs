//! Why a file of ties cannot be used.

use std::fmt::{Display, Formatter};
use std::path::PathBuf;

/// A problem with a place, as a message can underline it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieFileProblem {
    pub path: PathBuf,
    /// Counted from 1; absent where the whole file is at fault.
    pub line: Option<u64>,
    /// In characters from 1.
    pub column: Option<u32>,
    /// The line as it stands in the file.
    pub text: Option<String>,
    /// What was found, and what is needed.
    pub message: String,
    /// What to try.
    pub help: Option<String>,
}

impl Display for TieFileProblem {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.path.display())?;
        for place in [self.line, self.column.map(u64::from)].into_iter().flatten() {
            write!(f, ":{place}")?;
        }
        write!(f, ": {}", self.message)?;
        if let (Some(line), Some(text)) = (self.line, &self.text) {
            let number = line.to_string();
            write!(f, "\n  {number} │ {text}")?;
            if let Some(column) = self.column {
                // Tabs stay tabs, so that the caret stands below its character.
                let before: String = text.chars().take(column as usize - 1).map(|c| if c == '\t' { c } else { ' ' }).collect();
                write!(f, "\n  {} │ {before}^", " ".repeat(number.len()))?;
            }
        }
        self.help.as_ref().map_or(Ok(()), |help| write!(f, "\n  = {help}"))
    }
}

impl std::error::Error for TieFileProblem {}

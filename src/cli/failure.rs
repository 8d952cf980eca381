//! Why a command did not do its work, and how the user is told.

use super::terminal::Terminal;
use crate::error::Error;
use crate::scenario::Problems;

pub enum Failure {
    Error(Error),
    /// Of one or several files, all at once.
    Problems(Vec<Problems>),
    /// Everything has been told; the exit code is 1.
    Told,
    /// A panic of ours, told by who watches for them.
    Defect,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Error(error)
    }
}

impl From<Problems> for Failure {
    fn from(problems: Problems) -> Failure {
        Failure::Problems(vec![problems])
    }
}

impl Failure {
    pub fn exit_code(&self) -> u8 {
        match self {
            Failure::Error(error) => error.exit_code(),
            Failure::Problems(_) => 2,
            Failure::Told | Failure::Defect => 1,
        }
    }

    pub fn tell(&self, terminal: &Terminal) {
        match self {
            Failure::Error(error) => terminal.say_error(&error.to_string()),
            Failure::Problems(of_files) => {
                let shown: Vec<String> = of_files.iter().map(|problems| problems.render(terminal.message_look())).collect();
                terminal.say(shown.join("\n").trim_end());
                let count: usize = of_files.iter().map(|problems| problems.list.len()).sum();
                if count > 1 {
                    terminal.say(&format!("\n{count} problems"));
                }
            }
            Failure::Told | Failure::Defect => {}
        }
    }
}

//! The command line as a text that a shell reads back.

use std::path::Path;

/// The command line of this process.
pub fn command_line() -> String {
    let arguments = std::env::args_os().skip(1).map(|argument| quoted(&argument.to_string_lossy()));
    std::iter::once("moat".to_owned()).chain(arguments).collect::<Vec<String>>().join(" ")
}

pub fn quoted_path(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// One word of a POSIX shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(quoted("scenarios/抖音.toml"), "scenarios/抖音.toml");
        assert_eq!(quoted("two words"), "'two words'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }
}

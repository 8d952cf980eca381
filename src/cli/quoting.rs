//! The command line as a text that a shell reads back.

/// The command line of this process.
pub fn command_line() -> String {
    let arguments = std::env::args_os().skip(1).map(|argument| quoted(&argument.to_string_lossy()));
    std::iter::once("moat".to_owned()).chain(arguments).collect::<Vec<String>>().join(" ")
}

/// The command line that goes on with what this process began.
pub fn resuming_command_line() -> String {
    resuming(std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()))
}

fn resuming(arguments: impl Iterator<Item = String>) -> String {
    let kept = arguments.filter(|argument| argument != "--overwrite" && argument != "--resume").map(|argument| quoted(&argument));
    std::iter::once("moat".to_owned()).chain(kept).chain(["--resume".to_owned()]).collect::<Vec<String>>().join(" ")
}

/// One word of a POSIX shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::{quoted, resuming};

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(quoted("scenarios/抖音.toml"), "scenarios/抖音.toml");
        assert_eq!(quoted("two words"), "'two words'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn going_on_keeps_everything_but_how_it_began() {
        let arguments = ["run", "a b.toml", "--overwrite", "--people", "100"].map(str::to_owned);
        assert_eq!(resuming(arguments.into_iter()), "moat run 'a b.toml' --people 100 --resume");
    }
}

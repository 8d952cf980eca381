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

/// The command line of this process without what changes no result: where files go, how the work begins, how many threads do it, and what is shown meanwhile.
pub fn lasting_command_line() -> String {
    lasting(std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()))
}

/// What a command line asks for: the first of its words that names a command.
pub fn subcommand(line: &str) -> Option<&str> {
    let definition = super::definition();
    line.split(' ').find(|word| definition.find_subcommand(word).is_some())
}

fn lasting(arguments: impl Iterator<Item = String>) -> String {
    let mut kept = vec!["moat".to_owned()];
    let mut is_value_of_passed = false;
    for argument in arguments {
        let name = argument.split('=').next().unwrap_or_default();
        let has_value_apart = ["--output", "-o", "--threads", "--progress", "--color"].contains(&name);
        let is_passed = has_value_apart || ["--overwrite", "--resume", "--quiet", "-q"].contains(&name);
        if !is_value_of_passed && !is_passed {
            kept.push(quoted(&argument));
        }
        is_value_of_passed = !is_value_of_passed && has_value_apart && name == argument;
    }
    kept.join(" ")
}

fn resuming(arguments: impl Iterator<Item = String>) -> String {
    let kept = arguments.filter(|argument| argument != "--overwrite" && argument != "--resume").map(|argument| quoted(&argument));
    let mut words: Vec<String> = std::iter::once("moat".to_owned()).chain(kept).collect();
    // What follows two dashes is no option.
    let end = words.iter().position(|word| word == "--").unwrap_or(words.len());
    words.insert(end, "--resume".to_owned());
    words.join(" ")
}

/// One word of a POSIX shell.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::{lasting, quoted, resuming, subcommand};

    #[test]
    fn words_survive_a_shell() {
        assert_eq!(quoted("scenarios/抖音.toml"), "scenarios/抖音.toml");
        assert_eq!(quoted("two words"), "'two words'");
        assert_eq!(quoted("it's"), "'it'\\''s'");
        assert_eq!(quoted(""), "''");
    }

    #[test]
    fn what_changes_no_result_is_left_out() {
        let arguments = [
            "histories",
            "--ablate",
            "--output",
            "/tmp/a b",
            "--threads=2",
            "-q",
            "--people",
            "2000",
            "-o",
            "x",
            "--resume",
            "--page",
            "x.md",
        ];
        assert_eq!(lasting(arguments.map(str::to_owned).into_iter()), "moat histories --ablate --people 2000 --page x.md");
    }

    #[test]
    fn options_may_stand_before_the_command() {
        assert_eq!(subcommand("moat --color never sweep 'the run.toml'"), Some("sweep"));
        assert_eq!(subcommand(""), None);
    }

    #[test]
    fn going_on_keeps_everything_but_how_it_began() {
        let arguments = ["run", "a b.toml", "--overwrite", "--people", "100"].map(str::to_owned);
        assert_eq!(resuming(arguments.into_iter()), "moat run 'a b.toml' --people 100 --resume");
        assert_eq!(resuming(["run", "--", "-x.toml"].map(str::to_owned).into_iter()), "moat run --resume -- -x.toml");
    }
}

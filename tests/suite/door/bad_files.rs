//! Every way to be wrong, with its exact message.

use std::path::Path;

use moatsim::scenario::{Overrides, Problems, load_scenario, load_study};

use super::toml_files;

fn problems(path: &Path) -> Problems {
    let is_study = path.file_stem().unwrap().to_str().unwrap().starts_with("study-");
    let outcome = match is_study {
        true => load_study(path, &Overrides::default()).map(|_| ()),
        false => load_scenario(path, &Overrides::default()).map(|_| ()),
    };
    outcome.expect_err(&format!("{} is refused", path.display()))
}

#[test]
fn each_bad_file_has_its_message() {
    let files = toml_files(Path::new("tests/door"));
    assert!(files.len() >= 45);
    let mut wrong = Vec::new();
    for path in files {
        let message = problems(&path).to_string() + "\n";
        let golden = path.with_extension("txt");
        if std::env::var_os("MOAT_UPDATE").is_some() {
            std::fs::write(&golden, message).unwrap();
        } else if std::fs::read_to_string(&golden).unwrap_or_default() != message {
            wrong.push(format!("{}:\n{message}", golden.display()));
        }
    }
    assert!(wrong.is_empty(), "set MOAT_UPDATE=1 when the change is meant\n{}", wrong.join("\n"));
}

/// A file made here, for what should not lie in a repository.
#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("made.toml");
    std::fs::write(&path, bytes).unwrap();
    let message = load_scenario(&path, &Overrides::default()).unwrap_err().to_string();
    assert_eq!(message.replace(&format!("{}/", folder.path().display()), ""), expected);
}

/// Each would be looked for in the whole file, and nobody reads thousands.
#[test]
fn of_very_many_problems_the_first_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pairs.csv.toml");
    let mut lengths = Vec::new();
    for lines in [150, 20_000] {
        std::fs::write(&path, (0..lines).map(|line| format!("{line},{}\n", line + 1)).collect::<String>()).unwrap();
        let message = load_scenario(&path, &Overrides::default()).unwrap_err().to_string();
        assert!(message.contains(":1:") && message.ends_with(&format!("and {} more", lines - 100)), "{}", &message[message.len() - 200..]);
        lengths.push(message.lines().count());
    }
    assert_eq!(lengths[0], lengths[1]);
}

#[test]
fn binary_files_are_named_with_the_byte() {
    check(b"title = \"\xff\xfe\"", "error: `made.toml` is not text: byte 9 is not UTF-8\n |\n = a scenario is a TOML text in UTF-8");
    check(b"\xff\xfet\0i\0", "error: `made.toml` is not text: byte 0 is not UTF-8\n |\n = it looks like UTF-16: save it as UTF-8");
    check(b"\x1f\x8b\x08\0", "error: `made.toml` is not text: byte 1 is not UTF-8\n |\n = it looks compressed: unpack it first");
}

#[test]
fn huge_files_are_refused_before_they_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.toml");
    std::fs::File::create(&path).unwrap().set_len(1 << 40).unwrap();
    let message = load_scenario(&path, &Overrides::default()).unwrap_err().to_string();
    assert!(message.contains("huge.toml` is larger than 16 MiB"), "{message}");
}

#[test]
fn deep_nesting_is_a_problem_and_no_crash() {
    for text in ["a.".repeat(100_000) + "a = 1", "x = ".to_owned() + &"[".repeat(100_000), "[".to_owned() + &"a.".repeat(50_000) + "a]"] {
        let problems = moatsim::scenario::parse_scenario(&text, "deep.toml", Path::new("")).unwrap_err();
        assert!(!problems.to_string().is_empty());
    }
}

#[test]
fn missing_files_and_folders_say_what_may_have_been_meant() {
    let message = |path: &str| load_scenario(Path::new(path), &Overrides::default()).unwrap_err().to_string();
    assert_eq!(
        message("tests/door/chinse.toml"),
        "error: there is no file `tests/door/chinse.toml`\n |\n = did you mean `tests/door/chinese.toml`?"
    );
    assert_eq!(
        message("scenarios/histories"),
        "error: `scenarios/histories` is a folder, not a file\n |\n = name a file in it, such as `scenarios/histories/alipay-circles.toml`"
    );
    assert_eq!(message("no/such.toml"), "error: there is no file `no/such.toml`\n |\n = there is no folder `no` either");
}

#[test]
fn the_caret_stands_under_chinese_text() {
    let message = std::fs::read_to_string("tests/door/chinese.txt").unwrap();
    assert!(message.contains("tests/door/chinese.toml:10:12"), "the column counts characters: {message}");
    let lines: Vec<&str> = message.lines().collect();
    let at = lines.iter().position(|line| line.contains("\"群聊\", \"群聊上线\"]")).unwrap();
    let before = lines[at].split_once("\"群聊\"").unwrap().0;
    let carets = lines[at + 1].find('^').unwrap();
    assert_eq!(carets, before.len(), "only narrow characters stand before it");
    let wide = lines[at + 1].matches('^').count();
    assert_eq!(wide, 6, "two quotes, and two characters of double width");
}

#[test]
fn colour_is_given_when_asked() {
    let problems = problems(Path::new("tests/door/unknown-platform.toml"));
    assert!(problems.render(moatsim::scenario::Look::Coloured).contains('\u{1b}'));
    assert!(!problems.render(moatsim::scenario::Look::Plain).contains('\u{1b}'));
    let error = moatsim::error::Error::from(problems);
    assert_eq!(error.exit_code(), 2);
}

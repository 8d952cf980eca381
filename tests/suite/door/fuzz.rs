//! No input makes the door panic: random bytes, mutations of a good file, random trees.

use std::path::Path;

use moatsim::scenario::{parse_scenario, resolved_text};
use proptest::prelude::*;

const GOOD: &str = include_str!("../../../scenarios/histories/douyin-group-chat.toml");

/// Whatever is refused has a message; whatever is let in reads the same when written out.
fn survives(text: &str) {
    match parse_scenario(text, "fuzz.toml", Path::new("")) {
        Err(problems) => assert!(!problems.to_string().is_empty()),
        Ok(scenario) => {
            let written = resolved_text(&scenario);
            let again = parse_scenario(&written, "fuzz.toml", Path::new("")).unwrap_or_else(|problems| panic!("{problems}\n{written}"));
            assert_eq!(again, scenario, "{written}");
        }
    }
}

const KEYS: &[&str] = &[
    "run",
    "people",
    "days",
    "start",
    "seed",
    "population",
    "preset",
    "ties",
    "segment",
    "share",
    "platform",
    "name",
    "users",
    "fit",
    "group",
    "fit_group",
    "solo",
    "opens",
    "event",
    "on",
    "from",
    "until",
    "set",
    "promote",
    "to",
    "block",
    "interop",
    "close",
    "compare",
    "without",
    "expect",
    "that",
    "metric",
    "between",
    "ratio",
    "change",
    "against",
    "behaviour",
    "contagion",
    "talk",
    "extends",
    "kin",
    "others",
    "x",
];

const VALUES: &[&str] = &[
    "0",
    "1",
    "-1",
    "0.5",
    "1e308",
    "nan",
    "inf",
    "99999999999999999999",
    "true",
    "\"a\"",
    "\"par\"",
    "\"city\"",
    "\"never\"",
    "\"微信\"",
    "2020-06-01",
    "10:00:00",
    "[]",
    "[1, 2]",
    "[\"a\"]",
    "{}",
    "\"daily_users\"",
    "[{ name = \"a\" }]",
    "[{ name = \"a\", on = 1, platform = \"a\", price = 1 }]",
];

/// A random value in the words of the format.
fn value() -> impl Strategy<Value = String> {
    proptest::sample::select(VALUES).prop_map(str::to_owned).prop_recursive(4, 24, 4, |inner| {
        let pair = (proptest::sample::select(KEYS), inner.clone()).prop_map(|(key, value)| format!("{key} = {value}"));
        prop_oneof![
            proptest::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
            proptest::collection::vec(pair, 0..5).prop_map(|pairs| format!("{{ {} }}", pairs.join(", "))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_good_file_cut_and_changed(cuts in proptest::collection::vec((0..GOOD.len(), 0_usize..40, "\\PC{0,6}"), 1..4)) {
        let mut text = GOOD.to_owned();
        for (at, length, new) in cuts {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len())).max(start);
            text.replace_range(start..end, &new);
        }
        survives(&text);
    }

    #[test]
    fn a_good_file_with_lines_lost_or_given_another_value(changes in proptest::collection::vec((0..GOOD.lines().count(), value(), any::<bool>()), 1..4)) {
        let mut lines: Vec<String> = GOOD.lines().map(str::to_owned).collect();
        for (at, value, lost) in changes {
            let key = lines[at].split_once(" = ").map(|(key, _)| key.to_owned());
            lines[at] = match key {
                Some(key) if !lost => format!("{key} = {value}"),
                _ => String::new(),
            };
        }
        survives(&lines.join("\n"));
    }

    #[test]
    fn random_trees(pairs in proptest::collection::vec((proptest::sample::select(KEYS), value()), 0..8)) {
        let mut text = String::new();
        for (key, value) in pairs {
            text.push_str(&format!("{key} = {value}\n"));
        }
        survives(&text);
    }
}

//! The schema says what the reader does.

use std::collections::BTreeSet;
use std::path::Path;

use moatsim::scenario::{Measure, lists, parse_scenario, schema_scenario, schema_study};

/// An unknown key in each table of the schema makes the reader name the keys it takes there.
#[test]
fn reader_and_schema_agree_on_keys() {
    let mut tables = Vec::new();
    collect(&schema_scenario(), Vec::new(), &mut tables);
    assert!(tables.len() > 20, "{tables:?}");
    for (path, keys) in tables {
        let text = path.iter().rev().fold("zzzz = 1".to_owned(), |inner, step| step.around(&inner));
        let message = parse_scenario(&text, "t.toml", Path::new("")).unwrap_err().to_string();
        assert!(message.contains("unknown key `zzzz`"), "{text}: {message}");
        if let Some(said) = message.lines().find_map(|line| line.trim().strip_prefix("= its keys: ")) {
            let said: BTreeSet<String> = said.split(", ").map(str::to_owned).collect();
            assert_eq!(said, keys, "{text}");
        } else {
            assert!(message.contains(&format!("it has {} keys", keys.len())), "{text}: {message}");
        }
    }
}

/// A step down a schema: into a table, or into the tables of a list.
#[derive(Clone, Debug)]
enum Step {
    Table(String),
    List(String),
}

impl Step {
    fn around(&self, inner: &str) -> String {
        match self {
            Step::Table(key) => format!("{key} = {{ {inner} }}"),
            Step::List(key) => format!("{key} = [{{ {inner} }}]"),
        }
    }
}

fn collect(schema: &serde_json::Value, path: Vec<Step>, tables: &mut Vec<(Vec<Step>, BTreeSet<String>)>) {
    let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) else { return };
    tables.push((path.clone(), properties.keys().cloned().collect()));
    for (key, inner) in properties {
        let below = |step: Step| path.iter().cloned().chain([step]).collect();
        collect(inner, below(Step::Table(key.clone())), tables);
        if let Some(items) = inner.get("items") {
            collect(items, below(Step::List(key.clone())), tables);
        }
    }
}

#[test]
fn the_schema_tells_levels_metrics_and_defaults() {
    let schema = schema_scenario();
    let metrics = schema["properties"]["expect"]["items"]["properties"]["metric"]["enum"].as_array().unwrap();
    assert_eq!(metrics.len(), Measure::ALL.len());
    let fit = &schema["properties"]["platform"]["items"]["properties"]["fit"];
    assert_eq!(fit["anyOf"][0]["enum"].as_array().unwrap().len(), lists::LEVELS.len());
    assert_eq!(schema["properties"]["run"]["properties"]["people"]["default"], 20_000);
    assert_eq!(schema_study()["properties"]["design"]["enum"][0], "grid");
    assert_eq!(schema_study()["required"], serde_json::json!(["scenario", "vary", "measure"]));
}

/// What a platform does not name has a default; what a change of it does not name stays.
#[test]
fn an_events_changes_have_no_defaults() {
    let schema = schema_scenario();
    let of = |path: &str| schema.pointer(path).unwrap_or_else(|| panic!("{path}")).as_object().expect("a table");
    let platform = of("/properties/platform/items/properties");
    let set = of("/properties/event/items/properties/set/properties");
    assert_eq!(platform["fit"]["default"], "none");
    assert_eq!(platform.len(), set.len() + 3, "name, opens and users are no attributes");
    for (key, property) in set {
        assert!(property.get("default").is_none(), "`{key}` in `set` has no default");
    }
    for key in ["fit", "fit_group"] {
        assert!(set[key]["description"].as_str().is_some_and(|text| text.contains("not named stays as it is")), "{key}");
    }
}

#[test]
fn lists_are_complete() {
    assert_eq!(lists::PRESETS.len(), 7);
    assert!(lists::VERBS.iter().all(|verb| !verb.meaning.is_empty()));
    for key in lists::platform_keys() {
        assert!(!key.meaning.is_empty() && (!key.default_text().is_empty() || key.name == "fit_group"), "{}", key.name);
    }
}

//! JSON Schema of scenario and study files, made from the same table of keys that the reader uses.

use serde_json::{Map, Value, json};

use super::file::key::{Fallback, Key, Kind, Section, level_names};
use super::file::sections::{SCENARIO, STUDY};

/// The schema of scenario files, for editors.
pub fn schema_scenario() -> Value {
    document(&SCENARIO, "A scenario of Moat")
}

/// The schema of study files.
pub fn schema_study() -> Value {
    document(&STUDY, "A study of Moat")
}

fn document(section: &'static Section, title: &str) -> Value {
    let mut schema = table(section);
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(title));
    Value::Object(schema)
}

fn table(section: &'static Section) -> Map<String, Value> {
    let properties: Map<String, Value> = section.keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.fallback == Fallback::Required).map(|key| key.name).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    // A patch of another file need not repeat what that file gives; names are needed always.
    schema.insert(
        "required".to_owned(),
        json!(required.into_iter().filter(|name| ["name", "that", "scenario", "vary", "measure"].contains(name)).collect::<Vec<_>>()),
    );
    schema.insert("additionalProperties".to_owned(), json!(false));
    schema
}

fn property(key: &Key) -> Value {
    let mut schema = kind(&key.kind);
    let unit = if key.unit.is_empty() { String::new() } else { format!(" [{}]", key.unit) };
    schema.insert("description".to_owned(), json!(format!("{}{unit}", key.meaning)));
    match key.fallback {
        Fallback::Number(value) if value == libm::trunc(value) && value.abs() < 1e15 => {
            schema.insert("default".to_owned(), json!(value as i64));
        }
        Fallback::Number(value) => {
            schema.insert("default".to_owned(), json!(value));
        }
        Fallback::Word(word) => {
            schema.insert("default".to_owned(), json!(word));
        }
        Fallback::Required | Fallback::Nothing => {}
    }
    Value::Object(schema)
}

fn kind(kind: &Kind) -> Map<String, Value> {
    let value = match kind {
        Kind::Text => json!({ "type": "string", "minLength": 1 }),
        Kind::Texts => json!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Number(least, most) => Value::Object(number(*least, *most)),
        Kind::Date => json!({ "type": "string", "format": "date" }),
        Kind::Day => day(),
        Kind::Opening => json!({ "anyOf": [day(), { "const": "never" }] }),
        Kind::Choice(words) => json!({ "enum": words() }),
        Kind::Level => json!({ "anyOf": [{ "enum": level_names() }, number(-20.0, 20.0)] }),
        Kind::Fit(parts) => {
            let one = json!({ "anyOf": [{ "enum": level_names() }, number(-20.0, 20.0)] });
            let parts: Map<String, Value> = parts().into_iter().map(|part| (part.to_owned(), one.clone())).collect();
            json!({ "anyOf": [{ "enum": level_names() }, number(-20.0, 20.0), { "type": "object", "properties": parts, "additionalProperties": false }] })
        }
        Kind::Users => json!({ "anyOf": [number(0.0, 1.0), { "type": "object", "additionalProperties": number(0.0, 1.0) }] }),
        Kind::Range => json!({ "type": "array", "items": { "type": "number" }, "minItems": 2, "maxItems": 2 }),
        Kind::Part(section) => Value::Object(table(section)),
        Kind::Parts(section) => json!({ "type": "array", "items": table(section) }),
        Kind::Axes => json!({ "type": "object" }),
        Kind::Named(section) => json!({ "type": "object", "additionalProperties": table(section) }),
    };
    match value {
        Value::Object(schema) => schema,
        _ => unreachable!("a schema is a table"),
    }
}

fn number(least: f64, most: f64) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("number"));
    if least > f64::MIN {
        schema.insert("minimum".to_owned(), json!(least));
    }
    if most < f64::MAX {
        schema.insert("maximum".to_owned(), json!(most));
    }
    schema
}

fn day() -> Value {
    json!({ "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "string", "format": "date" }] })
}

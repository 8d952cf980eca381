//! The tree of a TOML text, in file order, where every key and value knows its place. Patches and studies edit such trees.

use toml::de::{DeTable, DeValue};

use crate::scenario::problem::{Findings, Place, Problem, Source};

#[derive(Clone, Debug)]
pub struct Node {
    pub value: Value,
    pub place: Place,
}

#[derive(Clone, Debug)]
pub enum Value {
    Text(String),
    /// Whole numbers beyond `i128` are held at its ends; no range reaches there.
    Whole(i128),
    Number(f64),
    Truth(bool),
    Date(jiff::civil::Date),
    /// A time of day, or a date with one.
    Time,
    List(Vec<Node>),
    Table(Table),
}

/// Keys in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub entries: Vec<Entry>,
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: String,
    pub key_place: Place,
    pub node: Node,
}

impl Table {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        self.entries.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }

    /// Puts a value in the place of the one that was there, or at the end.
    pub fn set(&mut self, key: &str, node: Node) {
        match self.get_mut(key) {
            Some(old) => *old = node,
            None => self.entries.push(Entry { key: key.to_owned(), key_place: node.place, node }),
        }
    }

    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }
}

impl Node {
    pub fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn table_mut(&mut self) -> Option<&mut Table> {
        match &mut self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(list) => Some(list),
            _ => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The name of a table in a list of named tables.
    pub fn name(&self, key: &str) -> Option<&str> {
        self.table()?.get(key)?.text()
    }

    /// What was found, for a message.
    pub fn shown(&self) -> String {
        match &self.value {
            Value::Text(text) => format!("the text `{}`", shortened(text)),
            Value::Whole(whole) if *whole == i128::MAX || *whole == i128::MIN => "a number of more than 38 digits".to_owned(),
            Value::Whole(whole) => format!("{whole}"),
            Value::Number(number) if number.is_nan() => "not a number (nan)".to_owned(),
            Value::Number(number) if number.is_infinite() => "an infinite number".to_owned(),
            Value::Number(number) => format!("{number:?}"),
            Value::Truth(truth) => format!("{truth}"),
            Value::Date(date) => format!("the date {date}"),
            Value::Time => "a time of day".to_owned(),
            Value::List(_) => "a list".to_owned(),
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

fn shortened(text: &str) -> String {
    const SHOWN_MAX: usize = 60;
    if text.chars().count() <= SHOWN_MAX { text.to_owned() } else { text.chars().take(SHOWN_MAX).chain("…".chars()).collect() }
}

/// Reads the text of one source. `None` when it is not TOML; then the findings say why.
pub fn parse(source: &Source, index: usize, findings: &Findings) -> Option<Node> {
    let text = source.text.as_str();
    let whole = Place { source: index, start: 0, end: 0 };
    if text.trim_matches(['\u{feff}', ' ', '\t', '\r', '\n']).is_empty() {
        findings.add(Problem::nowhere(format!("`{}` is empty", source.name)).help("`moat list scenarios` names files to start from"));
        return None;
    }
    let (tree, errors) = DeTable::parse_recoverable(text);
    let mut errors: Vec<_> = errors.into_iter().map(|error| (error.span().unwrap_or(0..0), error.message().to_owned())).collect();
    errors.sort_by_key(|(span, _)| span.start);
    // Keys said twice leave a sound tree, so that the rest can be checked as well.
    let sound = errors.iter().all(|(_, message)| message == "duplicate key");
    let mut last = None;
    for (span, message) in errors {
        // The first error of a line is the cause; what follows on it mostly comes from there.
        let is_on_line_of = |last: usize| text.get(last..span.start).is_none_or(|between| !between.contains('\n'));
        let is_same_line = last.is_some_and(is_on_line_of);
        last = Some(span.start);
        if !is_same_line {
            findings.add(syntax_problem(text, span, &message, index));
        }
    }
    sound.then(|| Node { value: Value::Table(table(tree.get_ref(), index)), place: whole })
}

fn syntax_problem(text: &str, span: std::ops::Range<usize>, message: &str, index: usize) -> Problem {
    let place = Place { source: index, start: span.start, end: span.end };
    if message == "duplicate key" {
        let key = text.get(span).unwrap_or_default();
        return Problem::at(place, format!("`{key}` is given twice"), "it was given before in the same table")
            .help("remove one; tables that repeat have double brackets, as in `[[platform]]`");
    }
    let (found, needed) = message.split_once(", expected ").unwrap_or((message, ""));
    let needed = if needed.is_empty() { String::new() } else { format!("needed: {needed}") };
    let cut_off = span.start >= text.trim_end().len() && (found.starts_with("unclosed") || found.starts_with("invalid"));
    let help = cut_off.then(|| "the file ends here, in the middle of something: it may have been cut off".to_owned());
    Problem::at(place, format!("this is not TOML: {found}"), needed).maybe_help(help)
}

fn table(tree: &DeTable<'_>, source: usize) -> Table {
    let mut entries: Vec<Entry> = tree
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: Place { source, start: key.span().start, end: key.span().end },
            node: node(value.get_ref(), value.span(), source),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_place);
    Table { entries }
}

fn node(value: &DeValue<'_>, span: std::ops::Range<usize>, source: usize) -> Node {
    let place = Place { source, start: span.start, end: span.end };
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(digits) => Value::Whole(i128::from_str_radix(digits.as_str(), digits.radix()).unwrap_or(
            // Only its size can keep digits that TOML accepts from being a number.
            if digits.as_str().starts_with('-') { i128::MIN } else { i128::MAX },
        )),
        DeValue::Float(digits) => Value::Number(digits.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(moment) => date(moment).map_or(Value::Time, Value::Date),
        DeValue::Array(list) => Value::List(list.iter().map(|item| node(item.get_ref(), item.span(), source)).collect()),
        DeValue::Table(inner) => Value::Table(table(inner, source)),
    };
    Node { value, place }
}

fn date(moment: &toml::value::Datetime) -> Option<jiff::civil::Date> {
    let (date, None) = (moment.date?, moment.time) else { return None };
    jiff::civil::Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

//! Reading the values of one table against its section: each fault becomes a problem, and reading goes on with the default.

use jiff::civil::Date;

use super::key::{Fallback, Key, Kind, LEVELS, Section, level, level_names};
use super::node::{Entry, Node, Table, Value};
use crate::scenario::problem::{Findings, Place, Problem, did_you_mean, either};

/// Turns dates into days.
#[derive(Clone, Copy, Debug)]
pub struct Calendar {
    pub start: Option<Date>,
    /// Days of the run as its file says, before any shortening; of the shortest where runs differ.
    pub days: u32,
    /// Days of the longest, where runs differ.
    pub longest: Option<u32>,
}

/// A table that is being read.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    table: &'a Table,
    section: &'static Section,
    place: Place,
    findings: &'a Findings,
}

static NOTHING: Table = Table { entries: Vec::new() };

impl<'a> Fields<'a> {
    /// Reports keys that are unknown or missing. `None` when the value is not a table at all.
    pub fn of(node: &'a Node, section: &'static Section, findings: &'a Findings) -> Option<Fields<'a>> {
        let Some(table) = node.table() else {
            let found = format!("{} is {}", section.what, node.shown());
            findings.add(Problem::at(node.place, found, "needed: a table").help(section.keys_shown()));
            return None;
        };
        let fields = Fields { table, section, place: node.place, findings };
        for entry in &table.entries {
            if section.key(&entry.key).is_none() {
                fields.report_unknown(entry);
            }
        }
        for key in section.keys.iter().filter(|key| key.fallback == Fallback::Required && table.get(key.name).is_none()) {
            let found = format!("{} has no `{}`", section.what, key.name);
            findings.add(Problem::at(node.place, found, format!("`{}` is needed: {}", key.name, key.meaning)));
        }
        Some(fields)
    }

    /// A table that is not given: every key has its default.
    pub fn absent(section: &'static Section, place: Place, findings: &'a Findings) -> Fields<'a> {
        Fields { table: &NOTHING, section, place, findings }
    }

    /// The table under a key of this one; one without keys when it is not given.
    pub fn part(&self, name: &str) -> Option<Fields<'a>> {
        let Kind::Part(section) = self.key(name).kind else { unreachable!("`{name}` is not a table") };
        match self.table.get(name) {
            Some(node) => Fields::of(node, section, self.findings),
            None => Some(Fields::absent(section, self.place, self.findings)),
        }
    }

    /// A table without keys in the place of one that cannot be read.
    pub fn absent_like(&self, section: &'static Section) -> Fields<'a> {
        Fields::absent(section, self.place, self.findings)
    }

    fn report_unknown(&self, entry: &Entry) {
        let found = format!("unknown key `{}` in {}", entry.key, self.section.what);
        let help = did_you_mean(&entry.key, self.section.names()).unwrap_or_else(|| self.section.keys_shown());
        self.findings.add(Problem::at(entry.key_place, found, "there is no such key").help(help));
    }

    fn key(&self, name: &str) -> &'static Key {
        self.section.key(name).unwrap_or_else(|| panic!("the table of keys holds `{name}`"))
    }

    pub fn place(&self) -> Place {
        self.place
    }

    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// The value of a key, whatever it is.
    pub fn node(&self, name: &str) -> Option<&'a Node> {
        debug_assert!(self.section.key(name).is_some(), "`{name}` is in the table of keys");
        self.table.get(name)
    }

    pub fn is_given(&self, name: &str) -> bool {
        self.node(name).is_some()
    }

    /// Where a key stands, for a problem about having it at all.
    pub fn key_place(&self, name: &str) -> Option<Place> {
        self.table.entry(name).map(|entry| entry.key_place)
    }

    pub fn findings(&self) -> &'a Findings {
        self.findings
    }

    pub fn report(&self, problem: Problem) {
        self.findings.add(problem);
    }

    pub fn number(&self, name: &str) -> f64 {
        self.number_given(name).unwrap_or_else(|| fallback_number(self.key(name)))
    }

    pub fn number_given(&self, name: &str) -> Option<f64> {
        match self.key(name).kind {
            Kind::Number(least, most) => number(self.node(name)?, name, (least, most), self.findings),
            Kind::Level => level_or_number(self.node(name)?, name, self.findings),
            _ => unreachable!("`{name}` is not a number"),
        }
    }

    pub fn whole(&self, name: &str) -> u64 {
        self.whole_given(name).unwrap_or_else(|| fallback_number(self.key(name)) as u64)
    }

    /// A whole number whose range in the table of keys fits 32 bits.
    pub fn count(&self, name: &str) -> u32 {
        u32::try_from(self.whole(name)).expect("the range of the key fits")
    }

    pub fn count_given(&self, name: &str) -> Option<u32> {
        self.whole_given(name).map(|count| u32::try_from(count).expect("the range of the key fits"))
    }

    pub fn whole_given(&self, name: &str) -> Option<u64> {
        let Kind::Whole(least, most) = self.key(name).kind else { unreachable!("`{name}` is not a whole number") };
        whole(self.node(name)?, name, (least, most), self.findings)
    }

    pub fn truth_given(&self, name: &str) -> Option<bool> {
        let node = self.node(name)?;
        match node.value {
            Value::Truth(truth) => Some(truth),
            _ => self.wrong(name, node, "`true` or `false`"),
        }
    }

    pub fn text(&self, name: &str) -> String {
        self.text_given(name).unwrap_or_default().to_owned()
    }

    pub fn text_given(&self, name: &str) -> Option<&'a str> {
        let node = self.node(name)?;
        match &node.value {
            Value::Text(text) if text.trim().is_empty() => {
                self.findings.add(Problem::at(node.place, format!("`{name}` is empty"), "needed: at least one character"));
                None
            }
            Value::Text(text) => Some(text),
            _ => self.wrong(name, node, "a text in quotes"),
        }
    }

    /// A text that stands on one line wherever it is shown.
    pub fn line_given(&self, name: &str) -> Option<&'a str> {
        let line = self.text_given(name)?;
        check_line(line, &format!("`{name}`"), self.node(name)?.place, self.findings);
        Some(line)
    }

    /// A text that things are told apart by.
    pub fn name_given(&self, key: &str) -> Option<&'a str> {
        let name = self.text_given(key)?;
        check_name(name, &format!("`{key}`"), self.node(key)?.place, self.findings);
        Some(name)
    }

    /// The texts of a list, with their places; a single text will do.
    pub fn texts(&self, name: &str) -> Vec<(&'a str, Place)> {
        let Some(node) = self.node(name) else { return Vec::new() };
        texts(node, name, self.findings)
    }

    /// Texts that stand on one line each.
    pub fn lines(&self, name: &str) -> Vec<&'a str> {
        let line = |(text, place)| {
            check_line(text, &format!("`{name}`"), place, self.findings);
            text
        };
        self.texts(name).into_iter().map(line).collect()
    }

    /// One of the words of the key, or its default.
    pub fn word(&self, name: &str) -> Option<&'static str> {
        let key = self.key(name);
        let Kind::Choice(words) = key.kind else { unreachable!("`{name}` is not a choice") };
        match (self.node(name), key.fallback) {
            (Some(node), _) => word(node, name, &words(), self.findings),
            (None, Fallback::Word(default)) => Some(default),
            (None, _) => None,
        }
    }

    pub fn date_given(&self, name: &str) -> Option<Date> {
        let node = self.node(name)?;
        match node.value {
            Value::Date(date) => Some(date),
            _ => self.wrong(name, node, "a date without quotes, as in 2020-06-01"),
        }
    }

    /// A day of the run, from 0 to `most`.
    pub fn day_given(&self, name: &str, calendar: Calendar, most: u32) -> Option<u32> {
        day(self.node(name)?, name, calendar, most, self.findings)
    }

    /// What a fit says of each part; `None` for a part that it does not name.
    pub fn fit_given(&self, name: &str) -> Option<Vec<Option<f64>>> {
        let Kind::Fit(parts) = self.key(name).kind else { unreachable!("`{name}` is not a fit") };
        fit(self.node(name)?, name, &parts(), self.findings)
    }

    fn wrong<T>(&self, name: &str, node: &Node, needed: &str) -> Option<T> {
        wrong(name, node, needed, self.findings)
    }
}

fn fallback_number(key: &Key) -> f64 {
    match key.fallback {
        Fallback::Number(value) => value,
        // Missing keys that are needed have been reported.
        _ => 0.0,
    }
}

fn wrong<T>(name: &str, node: &Node, needed: &str, findings: &Findings) -> Option<T> {
    let mut problem = Problem::at(node.place, format!("`{name}` is {}", node.shown()), format!("needed: {needed}"));
    if let Value::Text(text) = &node.value {
        let plain = text.trim();
        if plain.parse::<f64>().is_ok() || plain.parse::<Date>().is_ok() {
            problem = problem.help(format!("write it without quotes: {plain}"));
        }
    }
    findings.add(problem);
    None
}

/// Characters that break lines, or move the cursor, spoil tables and terminals.
fn check_line(line: &str, what: &str, place: Place, findings: &Findings) {
    if let Some(c) = line.chars().find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        let found = format!("{what} holds the character `{}`", c.escape_default());
        findings.add(Problem::at(place, found, "needed: one line of characters that can be seen"));
    }
}

/// Names that differ by blanks at their ends look the same.
pub fn check_name(name: &str, what: &str, place: Place, findings: &Findings) {
    if name.trim().is_empty() {
        findings.add(Problem::at(place, format!("{what} is empty"), "needed: at least one character"));
    } else if name.trim() != name {
        let problem = Problem::at(place, format!("{what} begins or ends with a blank"), "needed: a name without blanks at its ends");
        findings.add(problem.help(format!("write `{}`", name.trim())));
    }
    check_line(name.trim(), what, place, findings);
}

/// A finite number inside its range.
pub fn number(node: &Node, name: &str, (least, most): (f64, f64), findings: &Findings) -> Option<f64> {
    let needed = if (least, most) == (f64::MIN, f64::MAX) { "a number".to_owned() } else { format!("a number from {least} to {most}") };
    let value = match node.value {
        Value::Number(value) => value,
        Value::Whole(value) => value as f64,
        _ => return wrong(name, node, &needed, findings),
    };
    // NaN lies in no range.
    if (least..=most).contains(&value) {
        // Minus zero is zero, so that equal files give equal scenarios.
        return Some(value + 0.0);
    }
    wrong(name, node, &needed, findings)
}

pub fn whole(node: &Node, name: &str, (least, most): (u64, u64), findings: &Findings) -> Option<u64> {
    if let Value::Whole(value) = node.value
        && let Ok(value) = u64::try_from(value)
        && (least..=most).contains(&value)
    {
        return Some(value);
    }
    wrong(name, node, &format!("a whole number from {least} to {most}"), findings)
}

pub fn texts<'a>(node: &'a Node, name: &str, findings: &Findings) -> Vec<(&'a str, Place)> {
    let items = match &node.value {
        Value::Text(_) => std::slice::from_ref(node),
        Value::List(items) => items,
        _ => {
            wrong::<()>(name, node, "a list of texts, as in [\"one\", \"two\"]", findings);
            &[]
        }
    };
    items
        .iter()
        .filter_map(|item| match &item.value {
            Value::Text(text) => Some((text.as_str(), item.place)),
            _ => wrong(name, item, "a text in quotes", findings),
        })
        .collect()
}

pub fn word(node: &Node, name: &str, words: &[&'static str], findings: &Findings) -> Option<&'static str> {
    let needed = if words.len() > 12 { "a known name".to_owned() } else { either(words) };
    let Value::Text(text) = &node.value else { return wrong(name, node, &needed, findings) };
    if let Some(word) = words.iter().find(|word| *word == text) {
        return Some(word);
    }
    let found = format!("unknown {name} `{text}`");
    let help = did_you_mean(text, words.iter().copied());
    findings.add(Problem::at(node.place, found, format!("needed: {needed}")).maybe_help(help));
    None
}

/// A day of the run or a date, from day 0 to day `most`.
pub fn day(node: &Node, name: &str, calendar: Calendar, most: u32, findings: &Findings) -> Option<u32> {
    let (day, shown) = match node.value {
        Value::Whole(day) => (day, format!("day {}", node.shown())),
        Value::Date(date) => {
            let Some(start) = calendar.start else {
                let found = format!("`{name}` is {}", node.shown());
                let problem = Problem::at(node.place, found, "needed: a day of the run, for the run has no date");
                findings.add(problem.help("give `start` in `run`, the date of day 0"));
                return None;
            };
            let day = i128::from(start.until(date).map_or(i32::MIN, |span| span.get_days()));
            (day, format!("{}, day {day}", node.shown()))
        }
        _ => return wrong(name, node, "a day of the run, or a date without quotes", findings),
    };
    if (0..=i128::from(most)).contains(&day) {
        return Some(day as u32);
    }
    let days = calendar.days;
    let run = if calendar.longest.is_some() { "the shortest run" } else { "the run" };
    let found = format!("`{name}` is {shown}, outside {run}");
    findings.add(Problem::at(node.place, found, format!("needed: a day from 0 to {most}; {run} has {days} days")));
    None
}

/// A level or a number.
pub fn level_or_number(node: &Node, name: &str, findings: &Findings) -> Option<f64> {
    const RANGE: (f64, f64) = (-20.0, 20.0);
    let Value::Text(text) = &node.value else {
        if matches!(node.value, Value::Number(_) | Value::Whole(_)) {
            return number(node, name, RANGE, findings);
        }
        return wrong(name, node, &format!("a level ({}) or a number", level_names().join(", ")), findings);
    };
    let found = level(text);
    if found.is_none() {
        let levels: Vec<String> = LEVELS.iter().map(|level| format!("{} {}", level.name, level.value)).collect();
        let help = did_you_mean(text, level_names()).unwrap_or_else(|| format!("levels: {}", levels.join(", ")));
        let needed = format!("needed: {} or a number", level_names().join(", "));
        findings.add(Problem::at(node.place, format!("unknown level `{text}`"), needed).help(help));
    }
    found
}

fn fit(node: &Node, name: &str, parts: &[&'static str], findings: &Findings) -> Option<Vec<Option<f64>>> {
    let Some(table) = node.table() else {
        let value = level_or_number(node, name, findings)?;
        return Some(parts.iter().map(|part| (*part != "group").then_some(value)).collect());
    };
    for entry in table.entries.iter().filter(|entry| !parts.contains(&entry.key.as_str())) {
        let found = format!("unknown key `{}` in `{name}`", entry.key);
        let help = did_you_mean(&entry.key, parts.iter().copied()).unwrap_or_else(|| format!("its keys: {}", parts.join(", ")));
        findings.add(Problem::at(entry.key_place, found, "there is no such key").help(help));
    }
    if table.entries.is_empty() {
        findings.add(Problem::at(node.place, format!("`{name}` is an empty table"), format!("needed: {}", either(parts))));
    }
    Some(parts.iter().map(|part| table.get(part).and_then(|node| level_or_number(node, &format!("{name}.{part}"), findings))).collect())
}

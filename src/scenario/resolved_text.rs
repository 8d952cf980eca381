//! A scenario as a TOML text with every default shown, which loads back to the same scenario.

use std::fmt::Write;

use super::behaviour::NUMBERS;
use super::check::{PLAIN, PlainValue};
use super::file::key::LEVELS;
use super::resolved::{
    Act, AttributeChange, Attributes, Audience, Compare, Event, Expect, Platform, Population, Quantity, Run, Scenario, Segment, Statement,
    TieSource, When,
};
use crate::ids::{Layer, PlatformId, Topic};

/// The whole scenario. A file of ties is named as it was found, so load the text with an empty folder, from the same place.
pub fn resolved_text(scenario: &Scenario) -> String {
    let mut text = String::new();
    line(&mut text, "title", &quoted(&scenario.title));
    if !scenario.asks.is_empty() {
        line(&mut text, "asks", &quoted(&scenario.asks));
    }
    line(&mut text, "source", &list(scenario.source.iter().map(|source| quoted(source))));
    text.push_str("\n[run]\n");
    run(&mut text, &scenario.run);
    text.push_str("\n[population]\n");
    population(&mut text, &scenario.population);
    for segment in &scenario.population.segments {
        text.push_str("\n[[population.segment]]\n");
        write_segment(&mut text, segment);
    }
    for one in &scenario.platforms {
        text.push_str("\n[[platform]]\n");
        platform(&mut text, one, scenario);
    }
    for one in &scenario.events {
        text.push_str("\n[[event]]\n");
        event(&mut text, one, scenario);
    }
    for one in &scenario.compares {
        compare(&mut text, one, scenario);
    }
    for one in &scenario.expects {
        text.push_str("\n[[expect]]\n");
        expect(&mut text, one, scenario);
    }
    text.push_str("\n[behaviour]\n");
    behaviour(&mut text, scenario, None);
    text
}

fn line(text: &mut String, key: &str, value: &str) {
    writeln!(text, "{key} = {value}").expect("a text takes all");
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key in quotes. Words that a value would have on several lines are escaped.
fn quoted_key(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// Keys and values on one line.
fn inline(parts: impl IntoIterator<Item = (String, String)>) -> String {
    let parts: Vec<String> = parts.into_iter().map(|(key, value)| format!("{key} = {value}")).collect();
    if parts.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", parts.join(", ")) }
}

fn number(value: f64) -> String {
    format!("{value:?}")
}

fn level(value: f64) -> String {
    LEVELS.iter().find(|level| level.value == value).map_or_else(|| number(value), |level| format!("\"{}\"", level.name))
}

fn name_of(scenario: &Scenario, platform: PlatformId) -> String {
    quoted(&scenario.platforms[platform.index()].name)
}

fn run(text: &mut String, run: &Run) {
    line(text, "people", &run.people.to_string());
    line(text, "days", &run.days.to_string());
    if let Some(start) = run.start {
        line(text, "start", &start.to_string());
    }
    line(text, "replicates", &run.replicates.to_string());
    line(text, "seed", &run.seed.to_string());
    line(text, "settle_days", &run.settle_days.to_string());
}

fn population(text: &mut String, population: &Population) {
    let layer = |layer: Layer| ("layer", format!("\"{}\"", layer.name()));
    let preset = |name: &str| ("preset", format!("\"{name}\""));
    let ties = |ties: f64| ("ties_per_person", number(ties));
    let lines = match &population.source {
        TieSource::City { ties_per_person, community_size } => {
            vec![preset("city"), ties(*ties_per_person), ("community_size", number(*community_size))]
        }
        TieSource::Random { ties_per_person, layer: of } => vec![preset("random"), ties(*ties_per_person), layer(*of)],
        TieSource::Mixed { ties_per_person, layer: of } => vec![preset("mixed"), ties(*ties_per_person), layer(*of)],
        TieSource::SmallWorld { ties_per_person, rewired, layer: of } => {
            vec![preset("small-world"), ties(*ties_per_person), ("rewired", number(*rewired)), layer(*of)]
        }
        TieSource::PreferentialAttachment { ties_per_person, layer: of } => {
            vec![preset("preferential-attachment"), ties(*ties_per_person), layer(*of)]
        }
        TieSource::Blocks { ties_per_person, block_size, inside, layer: of } => {
            let size = ("block_size", block_size.to_string());
            vec![preset("blocks"), ties(*ties_per_person), size, ("inside", number(*inside)), layer(*of)]
        }
        TieSource::None => vec![preset("none")],
        TieSource::File(file) => vec![("ties", quoted(&file.path.to_string_lossy())), layer(file.layer)],
    };
    for (key, value) in lines {
        line(text, key, &value);
    }
    let groups = &population.groups;
    let mix = [("family", groups.family), ("class", groups.class), ("work", groups.work), ("interest", groups.interest)];
    line(text, "groups", &inline(mix.map(|(topic, mean)| (topic.to_owned(), number(mean)))));
    line(text, "creators", &number(population.creators));
    line(text, "fans_mean", &number(population.fans_mean));
    line(text, "stranger_slots", &population.stranger_slots.to_string());
}

fn write_segment(text: &mut String, segment: &Segment) {
    line(text, "name", &quoted(&segment.name));
    line(text, "share", &number(segment.share));
    line(text, "content_taste", &number(segment.content_taste));
    line(text, "exposure_dislike", &number(segment.exposure_dislike));
    line(text, "curiosity", &number(segment.curiosity));
    line(text, "leaving", &number(segment.leaving));
    line(text, "minutes", &number(segment.minutes));
}

fn platform(text: &mut String, platform: &Platform, scenario: &Scenario) {
    line(text, "name", &quoted(&platform.name));
    line(text, "opens", &if platform.opens >= scenario.run.days { "\"never\"".to_owned() } else { platform.opens.to_string() });
    let same = platform.users.windows(2).all(|pair| pair[0] == pair[1]);
    let by_segment =
        || scenario.population.segments.iter().zip(&platform.users).map(|(segment, share)| (quoted_key(&segment.name), number(*share)));
    line(text, "users", &if same { number(platform.users[0]) } else { inline(by_segment()) });
    let mut attributes: Attributes = platform.attributes.clone();
    line(text, "fit", &inline(Layer::ALL.map(|layer| (layer.name().to_owned(), level(attributes.fit[layer.index()])))));
    line(text, "fit_group", &inline(Topic::ALL.map(|topic| (topic.name().to_owned(), level(attributes.fit_group[topic.index()])))));
    for plain in PLAIN {
        let value = match plain.value {
            PlainValue::Number { of, .. } => number(*of(&mut attributes)),
            PlainValue::Count { of, .. } => of(&mut attributes).to_string(),
        };
        line(text, plain.name, &value);
    }
}

fn event(text: &mut String, event: &Event, scenario: &Scenario) {
    line(text, "name", &quoted(&event.name));
    match event.until {
        None => line(text, "on", &event.from.to_string()),
        Some(until) => {
            line(text, "from", &event.from.to_string());
            line(text, "until", &until.to_string());
        }
    }
    let own = event.acts.iter().find_map(own_platform);
    if let Some(platform) = own {
        line(text, "platform", &name_of(scenario, platform));
    }
    if !event.to.is_everyone() {
        line(text, "to", &inline(audience(&event.to, scenario)));
    }
    for act in &event.acts {
        let (verb, value) = write_act(act, scenario);
        line(text, verb, &value);
    }
}

/// The platform that the event itself names.
fn own_platform(act: &Act) -> Option<PlatformId> {
    let [first, _] = act.platforms();
    first.filter(|_| !matches!(act, Act::Interop { .. } | Act::Export { .. }))
}

fn audience(audience: &Audience, scenario: &Scenario) -> Vec<(String, String)> {
    let parts = [
        ("segment", audience.segment.map(|index| quoted(&scenario.population.segments[usize::from(index)].name))),
        ("share", audience.share.map(number)),
        ("communities", audience.communities.map(|count| count.to_string())),
        ("community_share", audience.community_share.map(number)),
        ("layer", audience.layer.map(|layer| quoted(layer.name()))),
        ("followers_of", audience.followers_of_creators.then(|| quoted("creators"))),
    ];
    parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn write_act(act: &Act, scenario: &Scenario) -> (&'static str, String) {
    let pair = |key: &str, value: String| (key.to_owned(), value);
    let name = |platform: PlatformId| name_of(scenario, platform);
    match act {
        Act::Set { change, .. } => ("set", inline(write_change(change))),
        Act::Promote { awareness, bonus, .. } => {
            ("promote", inline([pair("awareness", number(*awareness)), pair("bonus", number(*bonus))]))
        }
        Act::Mandate { share, contacts, layer, bonus, .. } => {
            let mut parts = vec![pair("share", number(*share)), pair("contacts", contacts.to_string())];
            if let Some(layer) = layer {
                parts.extend([pair("layer", quoted(layer.name())), pair("bonus", number(*bonus))]);
            }
            ("mandate", inline(parts))
        }
        Act::Block { on, share, .. } => ("block", inline([pair("on", name(*on)), pair("share", number(*share))])),
        Act::Interop { from, to, share } => {
            ("interop", inline([pair("from", name(*from)), pair("to", name(*to)), pair("share", number(*share))]))
        }
        Act::Export { from, to, share } => {
            ("export", inline([pair("from", name(*from)), pair("to", name(*to)), pair("share", number(*share))]))
        }
        Act::Outage { share, .. } => ("outage", number(*share)),
        Act::Wipe { share, .. } => ("wipe", number(*share)),
        Act::ImportContacts { of, share, .. } => ("import_contacts", inline([pair("of", name(*of)), pair("share", number(*share))])),
        Act::Close { .. } => ("close", "true".to_owned()),
    }
}

fn write_change(change: &AttributeChange) -> Vec<(String, String)> {
    let mut change = change.clone();
    let mut parts = Vec::new();
    let fit: Vec<_> =
        Layer::ALL.into_iter().filter_map(|layer| Some((layer.name().to_owned(), level(change.fit[layer.index()]?)))).collect();
    let groups: Vec<_> =
        Topic::ALL.into_iter().filter_map(|topic| Some((topic.name().to_owned(), level(change.fit_group[topic.index()]?)))).collect();
    for (key, fits) in [("fit", fit), ("fit_group", groups)] {
        if !fits.is_empty() {
            parts.push((key.to_owned(), inline(fits)));
        }
    }
    for plain in PLAIN {
        let value = match plain.value {
            PlainValue::Number { change: of, .. } => of(&mut change).map(number),
            PlainValue::Count { change: of, .. } => of(&mut change).map(|count| count.to_string()),
        };
        parts.extend(value.map(|value| (plain.name.to_owned(), value)));
    }
    parts
}

/// A comparison as a patch: only what differs from the baseline.
fn compare(text: &mut String, compare: &Compare, base: &Scenario) {
    let other = &compare.scenario;
    text.push_str("\n[[compare]]\n");
    line(text, "name", &quoted(&compare.name));
    let same_event = |event: &&Event| {
        other
            .events
            .iter()
            .find(|known| known.name == event.name)
            .is_some_and(|known| written_event(known, other) == written_event(event, base))
    };
    let without: Vec<String> = base.events.iter().filter(|event| !same_event(event)).map(|event| quoted(&event.name)).collect();
    if !without.is_empty() {
        line(text, "without", &list(without.into_iter()));
    }
    if other.run.settle_days != base.run.settle_days {
        line(text, "run", &inline([("settle_days".to_owned(), other.run.settle_days.to_string())]));
    } else if *base == (Scenario { compares: base.compares.clone(), expects: base.expects.clone(), ..other.clone() }) {
        // A comparison has to say something, even where a shortened run leaves no difference.
        line(text, "run", &inline([("people".to_owned(), other.run.people.to_string())]));
    }
    if other.population != base.population {
        text.push_str("\n[compare.population]\n");
        population(text, &other.population);
        for segment in &other.population.segments {
            text.push_str("\n[[compare.population.segment]]\n");
            write_segment(text, segment);
        }
    }
    for one in other.platforms.iter().enumerate().filter(|(index, one)| base.platforms.get(*index) != Some(one)).map(|(_, one)| one) {
        text.push_str("\n[[compare.platform]]\n");
        platform(text, one, other);
    }
    for one in &other.events {
        let known = base.events.iter().find(|known| known.name == one.name);
        if known.is_none_or(|known| written_event(known, base) != written_event(one, other)) {
            text.push_str("\n[[compare.event]]\n");
            event(text, one, other);
        }
    }
    if other.behaviour != base.behaviour {
        text.push_str("\n[compare.behaviour]\n");
        behaviour(text, other, Some(base));
    }
}

/// Two events are the same when they read the same: numbers of segments may differ between scenarios.
fn written_event(one: &Event, scenario: &Scenario) -> String {
    let mut text = String::new();
    event(&mut text, one, scenario);
    text
}

/// All numbers, or those that differ from another scenario's.
fn behaviour(text: &mut String, scenario: &Scenario, other: Option<&Scenario>) {
    let mut own = scenario.behaviour.clone();
    let mut others = other.map(|other| other.behaviour.clone());
    for row in NUMBERS {
        let value = *(row.of)(&mut own);
        if others.as_mut().is_none_or(|others| *(row.of)(others) != value) {
            line(text, row.name, &number(value));
        }
    }
    if others.as_ref().is_none_or(|others| others.contagion != own.contagion) {
        line(text, "contagion", &quoted(own.contagion.name()));
    }
    if others.is_none_or(|others| others.talk != own.talk) {
        line(text, "talk", &quoted(own.talk.name()));
    }
}

fn expect(text: &mut String, expect: &Expect, scenario: &Scenario) {
    line(text, "that", &quoted(&expect.that));
    quantity(text, &expect.what, scenario);
    if let Some(against) = expect.against {
        line(text, "against", &quoted(&scenario.compares[against].name));
    }
    match expect.how {
        Statement::Between(least, most) => range(least, most).into_iter().for_each(|(key, value)| line(text, &key, &value)),
        Statement::Change(least, most) => line(text, "change", &inline(range(least, most))),
        Statement::Difference(least, most) => line(text, "difference", &inline(range(least, most))),
        Statement::Ratio(divisor, least, most) => {
            let changed: Vec<_> =
                subjects(&divisor, scenario).into_iter().filter(|part| !subjects(&expect.what, scenario).contains(part)).collect();
            line(text, "ratio", &inline(changed.into_iter().chain(when(divisor.when)).chain(range(least, most))));
        }
    }
    if !expect.source.is_empty() {
        line(text, "source", &quoted(&expect.source));
    }
    if !expect.missed.is_empty() {
        line(text, "missed", &quoted(&expect.missed));
    }
}

fn quantity(text: &mut String, what: &Quantity, scenario: &Scenario) {
    line(text, "metric", &quoted(what.measure.info().name));
    for (key, value) in subjects(what, scenario) {
        line(text, &key, &value);
    }
    for (key, value) in when(what.when) {
        line(text, &key, &value);
    }
}

/// What a quantity is taken of.
fn subjects(what: &Quantity, scenario: &Scenario) -> Vec<(String, String)> {
    let parts = [
        ("platform", what.platform.map(|platform| name_of(scenario, platform))),
        ("other", what.other.map(|platform| name_of(scenario, platform))),
        ("layer", what.layer.map(|layer| quoted(layer.name()))),
        ("topic", what.topic.map(|topic| quoted(topic.name()))),
        ("segment", what.segment.map(|segment| quoted(&scenario.population.segments[usize::from(segment)].name))),
    ];
    parts.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect()
}

fn when(when: When) -> Vec<(String, String)> {
    let span = |from: u32, until: u32, take: &str| {
        vec![("from".to_owned(), from.to_string()), ("until".to_owned(), until.to_string()), ("take".to_owned(), quoted(take))]
    };
    match when {
        When::On(day) => vec![("on".to_owned(), day.to_string())],
        When::Mean(from, until) => span(from, until, "mean"),
        When::Peak(from, until) => span(from, until, "peak"),
    }
}

fn range(least: f64, most: f64) -> Vec<(String, String)> {
    if least > f64::MIN && most < f64::MAX {
        return vec![("between".to_owned(), format!("[{}, {}]", number(least), number(most)))];
    }
    let above = (least > f64::MIN || most == f64::MAX).then(|| ("above".to_owned(), number(least)));
    let below = (most < f64::MAX).then(|| ("below".to_owned(), number(most)));
    above.into_iter().chain(below).collect()
}

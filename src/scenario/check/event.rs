//! What changes on a day: when, whom it reaches, and what it does.

use super::super::file::fields::{Calendar, Fields};
use super::super::file::node::Node;
use super::super::file::sections::EVENT;
use super::super::lists::{Lasting, Reach, VERBS, Verb};
use super::super::problem::{Problem, either};
use super::super::resolved::{Act, AttributeChange, Audience, Event, Population, Run};
use super::attributes::{GroupFit, PLAIN, PlainValue, change};
use super::platform::Known;
use super::population::{layer_named, layers};
use super::{Door, find, named_tables};
use crate::ids::{Layer, PlatformId, Topic};

/// A closing and when it happens.
struct Closing {
    platform: PlatformId,
    day: u32,
    event: String,
}

/// One event as it is read, with what it may refer to.
struct Reading<'a> {
    name: &'a str,
    given: Fields<'a>,
    platforms: &'a [Known],
    population: &'a Population,
    door: Door<'a>,
}

pub fn events(
    fields: &Fields<'_>,
    platforms: &[Known],
    population: &Population,
    calendar: Calendar,
    run: &Run,
    door: Door<'_>,
) -> Vec<Event> {
    let nodes = named_tables(fields, "event", &EVENT, door.findings);
    let mut events = Vec::new();
    for (name, node) in &nodes {
        let Some(given) = Fields::of(node, &EVENT, door.findings) else { continue };
        let reading = Reading { name, given, platforms, population, door };
        if let Some(event) = reading.event(calendar) {
            events.push((event, node));
        }
    }
    check_openings(&events, platforms, calendar, door);
    let days = run.days;
    let kept = events.into_iter().map(|(event, _)| event).filter(|event| event.from < days);
    kept.map(|event| Event { until: event.until.map(|until| until.min(days)), ..event }).collect()
}

impl<'a> Reading<'a> {
    fn event(&self, calendar: Calendar) -> Option<Event> {
        let verbs = self.verbs();
        let time = self.time(calendar, &verbs);
        let to = self.audience(&verbs);
        let mut acts: Vec<Act> = Vec::new();
        for verb in &verbs {
            match (self.act(verb), acts.iter_mut().find(|act| matches!(act, Act::Set { .. }))) {
                (Some(Act::Set { change: new, .. }), Some(Act::Set { change: all, .. })) => self.add_to_set(all, new, verb),
                (Some(act), _) => acts.push(act),
                (None, _) => {}
            }
        }
        self.give_new_groups_a_fit(&mut acts);
        let (from, until) = time?;
        Some(Event { name: self.name.to_owned(), from, until, to, acts })
    }

    /// What the event does, in the order of the file.
    fn verbs(&self) -> Vec<&'static Verb> {
        let keys = self.given.table().entries.iter();
        let verbs: Vec<&Verb> = keys.filter_map(|entry| VERBS.iter().find(|verb| verb.name == entry.key)).collect();
        if verbs.is_empty() {
            let names: Vec<&str> = VERBS.iter().map(|verb| verb.name).collect();
            let problem = Problem::at(self.given.place(), format!("event `{}` does nothing", self.name), "needed: what it does");
            self.given.report(problem.help(format!("an event has {}", either(&names))));
        }
        verbs
    }

    fn time(&self, calendar: Calendar, verbs: &[&Verb]) -> Option<(u32, Option<u32>)> {
        let given = &self.given;
        let last = calendar.days - 1;
        if let (Some(on), Some(other)) = (given.key_place("on"), given.key_place("from").or(given.key_place("until"))) {
            given.report(Problem::at(other, "`on` beside `from` or `until`", "give `on`, or `from` and `until`").also(on, "`on` is here"));
            return None;
        }
        if !given.is_given("on") && !given.is_given("from") {
            let needed = "needed: `on`, or `from` and `until`";
            given.report(Problem::at(given.place(), format!("event `{}` has no first day", self.name), needed));
            return None;
        }
        let from = given.day_given("on", calendar, last).or_else(|| given.day_given("from", calendar, last));
        let until = given.day_given("until", calendar, calendar.days);
        if let (Some(from), Some(until), Some(node)) = (from, until, given.node("until"))
            && until <= from
        {
            given.report(Problem::at(
                node.place,
                format!("`until` is day {until}, but `from` is day {from}"),
                "needed: a later day than `from`",
            ));
        }
        for verb in verbs {
            if verb.lasting == Lasting::NeedsEnd
                && !given.is_given("until")
                && let Some(place) = given.key_place(verb.name)
            {
                let problem = Problem::at(place, format!("`{}` that never ends", verb.name), "needed: `from` and `until` in the event");
                given.report(problem.help("for an end of the platform there is `close = true`"));
            }
        }
        if let Some(place) = given.key_place("until")
            && !verbs.is_empty()
            && verbs.iter().all(|verb| matches!(verb.lasting, Lasting::Instant | Lasting::ForGood))
        {
            let found = format!("`until` has no effect on `{}`", verbs[0].name);
            given.report(
                Problem::at(place, found, "it happens on the first day, and that is all").help("write `on` instead of `from` and `until`"),
            );
        }
        Some((from?, until))
    }

    fn audience(&self, verbs: &[&Verb]) -> Audience {
        let Some(place) = self.given.key_place("to") else { return Audience::default() };
        if !verbs.is_empty() && verbs.iter().all(|verb| verb.reach == Reach::Platform) {
            let names: Vec<&str> = VERBS.iter().filter(|verb| verb.reach == Reach::Audience).map(|verb| verb.name).collect();
            let problem =
                Problem::at(place, format!("`to` has no effect on `{}`", verbs[0].name), "this changes the platform for everyone");
            self.given.report(problem.help(format!("an audience acts with {}", either(&names))));
        }
        let Some(to) = self.given.part("to") else { return Audience::default() };
        let segments: Vec<&str> = self.population.segments.iter().map(|segment| segment.name.as_str()).collect();
        let segment = to.node("segment").and_then(|node| find("segment", node, "segment", &segments, self.door.findings));
        let followers_of_creators = to.word("followers_of").is_some();
        if let Some(node) = to.node("followers_of").filter(|_| followers_of_creators && self.population.creators == 0.0) {
            to.report(
                Problem::at(node.place, "followers of creators, but there are no creators", "nobody is in this audience")
                    .help("give `creators` in `population`"),
            );
        }
        Audience {
            segment: segment.map(|index| u16::try_from(index).unwrap_or(u16::MAX)),
            share: to.number_given("share"),
            communities: to.count_given("communities"),
            community_share: to.number_given("community_share"),
            layer: to.word("layer").map(|name| layer_named(Some(name))),
            followers_of_creators,
        }
    }

    fn act(&self, verb: &Verb) -> Option<Act> {
        let plain = |name: &str| self.given.number_given(name);
        match verb.name {
            "set" => {
                let platform = self.own(verb);
                let set = self.given.part("set")?;
                let change = change(&set);
                self.refuse_empty(&set, "set");
                Some(Act::Set { platform: platform?, change })
            }
            "price" | "exposure" => {
                let platform = self.own(verb);
                let value = Some(plain(verb.name)?);
                let mut change = AttributeChange::default();
                *(if verb.name == "price" { &mut change.price } else { &mut change.exposure }) = value;
                Some(Act::Set { platform: platform?, change })
            }
            "open_groups" => self.open_groups(verb),
            "promote" => {
                let platform = self.own(verb);
                let promote = self.given.part("promote")?;
                self.refuse_empty(&promote, "promote");
                Some(Act::Promote { platform: platform?, awareness: promote.number("awareness"), bonus: promote.number("bonus") })
            }
            "mandate" => self.mandate(verb),
            "block" => {
                let platform = self.own(verb);
                let block = self.given.part("block")?;
                let on = self.other(&block, "on", platform)?;
                Some(Act::Block { platform: platform?, on, share: block.number("share") })
            }
            "interop" => {
                let (from, to, share) = self.between(verb)?;
                Some(Act::Interop { from, to, share })
            }
            "export" => {
                let (from, to, share) = self.between(verb)?;
                Some(Act::Export { from, to, share })
            }
            "outage" => {
                let platform = self.own(verb);
                let share = plain("outage")?;
                Some(Act::Outage { platform: platform?, share })
            }
            "wipe" => {
                let platform = self.own(verb);
                let share = plain("wipe")?;
                Some(Act::Wipe { platform: platform?, share })
            }
            "import_contacts" => {
                let platform = self.own(verb);
                let import = self.given.part("import_contacts")?;
                let of = self.other(&import, "of", platform)?;
                Some(Act::ImportContacts { platform: platform?, of, share: import.number("share") })
            }
            "close" => {
                if !self.given.truth_given("close")? {
                    let node = self.given.node("close")?;
                    self.given.report(Problem::at(node.place, "`close` is false", "this does nothing; needed: `true`"));
                    return None;
                }
                Some(Act::Close { platform: self.own(verb)? })
            }
            other => unreachable!("`{other}` is a verb of the list"),
        }
    }

    fn open_groups(&self, verb: &Verb) -> Option<Act> {
        let platform = self.own(verb);
        let groups = self.given.part("open_groups")?;
        self.refuse_empty(&groups, "open_groups");
        let change = AttributeChange {
            group_entry: groups.number_given("entry"),
            group_gate_days: groups.count_given("gate_days"),
            group_gate_level: groups.number_given("gate_level"),
            group_cap: groups.count_given("cap"),
            ..Default::default()
        };
        Some(Act::Set { platform: platform?, change })
    }

    fn mandate(&self, verb: &Verb) -> Option<Act> {
        let platform = self.own(verb);
        let mandate = self.given.part("mandate")?;
        let layer = mandate.word("layer").map(|name| layer_named(Some(name)));
        if layer.is_none()
            && let Some(place) = mandate.key_place("bonus")
        {
            mandate.report(Problem::at(place, "`bonus` without `layer`", "it goes to the ties of a layer: which?"));
        }
        let bonus = if layer.is_some() { mandate.number("bonus") } else { 0.0 };
        Some(Act::Mandate { platform: platform?, share: mandate.number("share"), contacts: mandate.count("contacts"), layer, bonus })
    }

    fn refuse_empty(&self, part: &Fields<'_>, name: &str) {
        if part.table().entries.is_empty() {
            self.given.report(Problem::at(part.place(), format!("`{name}` is an empty table"), "needed: what changes"));
        }
    }

    /// The platform that the event is about.
    fn own(&self, verb: &Verb) -> Option<PlatformId> {
        let Some(node) = self.given.node("platform") else {
            let found = format!("event `{}` has no `platform`", self.name);
            let needed = format!("`{}` needs to know whose", verb.name);
            self.given.report(Problem::at(self.given.key_place(verb.name).unwrap_or(self.given.place()), found, needed));
            return None;
        };
        self.platform(node, "platform")
    }

    fn platform(&self, node: &Node, key: &str) -> Option<PlatformId> {
        let names: Vec<&str> = self.platforms.iter().map(|known| known.platform.name.as_str()).collect();
        find("platform", node, key, &names, self.door.findings).map(|index| PlatformId(index as u8))
    }

    /// Another platform than the one given.
    fn other(&self, part: &Fields<'_>, key: &str, than: Option<PlatformId>) -> Option<PlatformId> {
        let node = part.node(key)?;
        let other = self.platform(node, key)?;
        if Some(other) == than {
            part.report(Problem::at(node.place, format!("`{key}` names the platform itself"), "needed: another platform"));
        }
        Some(other)
    }

    fn between(&self, verb: &Verb) -> Option<(PlatformId, PlatformId, f64)> {
        let part = self.given.part(verb.name)?;
        let from = match part.node("from") {
            Some(node) => self.platform(node, "from"),
            None => self.own(verb),
        };
        let (to, share) = (self.other(&part, "to", from), part.number("share"));
        Some((from?, to?, share))
    }

    /// Verbs that change attributes make one change; what two of them say is said twice.
    fn add_to_set(&self, all: &mut AttributeChange, mut new: AttributeChange, verb: &Verb) {
        let mut twice = false;
        let old = all.fit.iter_mut().chain(&mut all.fit_group);
        for (old, new) in old.zip(new.fit.into_iter().chain(new.fit_group)) {
            join(old, new, &mut twice);
        }
        for plain in PLAIN {
            match plain.value {
                PlainValue::Number { change, .. } => join(change(all), *change(&mut new), &mut twice),
                PlainValue::Count { change, .. } => join(change(all), *change(&mut new), &mut twice),
            }
        }
        if twice && let Some(place) = self.given.key_place(verb.name) {
            let found = format!("`{}` sets what the event has set already", verb.name);
            self.given.report(Problem::at(place, found, "the same is said twice; remove one"));
        }
    }

    /// A platform that gets its first groups, and says nowhere how well they fit, holds them as well as it holds friends.
    fn give_new_groups_a_fit(&self, acts: &mut [Act]) {
        for act in acts {
            let Act::Set { platform, change } = act else { continue };
            let known = &self.platforms[platform.index()];
            let first_groups = known.platform.attributes.group_cap == 0 && change.group_cap.is_some_and(|cap| cap > 0);
            if first_groups && known.group_fit == GroupFit::Default && change.fit_group.iter().all(Option::is_none) {
                let friend = Layer::Friend.index();
                let fit = change.fit[friend].unwrap_or(known.platform.attributes.fit[friend]);
                change.fit_group = [Some(fit); Topic::COUNT];
            }
        }
    }
}

/// People with a tie of a layer that no tie is of are nobody, and a bonus for such ties goes nowhere.
pub fn refuse_absent_layers(fields: &Fields<'_>, population: &Population, door: Door<'_>) {
    let source = fields.node("population").and_then(Node::table);
    let made = source.and_then(|source| source.get("preset").or(source.get("ties")));
    for event in fields.node("event").and_then(Node::list).unwrap_or_default() {
        for (key, nobody) in [("to", "nobody is in this audience"), ("mandate", "there is no tie that gets the bonus")] {
            let Some(node) = event.table().and_then(|event| event.get(key)?.table()?.get("layer")) else { continue };
            let Some(layer) = Layer::ALL.into_iter().find(|layer| node.text() == Some(layer.name())) else { continue };
            let layers = layers(population);
            if !layers.contains(&layer) {
                let names: Vec<&str> = layers.into_iter().map(Layer::name).collect();
                let help = if names.is_empty() { "there are no ties at all".to_owned() } else { format!("ties are {}", either(&names)) };
                let found = format!("ties of `{}`, but the population has no such ties", layer.name());
                let problem = Problem::at(node.place, found, nobody).help(help);
                door.findings.add(match made {
                    Some(made) => problem.also(made.place, "ties are made so"),
                    None => problem,
                });
            }
        }
    }
}

fn join<T>(old: &mut Option<T>, new: Option<T>, twice: &mut bool) {
    *twice |= old.is_some() && new.is_some();
    if new.is_some() {
        *old = new;
    }
}

/// An event for a platform that is not open yet, or not any more, would do nothing.
fn check_openings(events: &[(Event, &&Node)], platforms: &[Known], calendar: Calendar, door: Door<'_>) {
    let mut closings: Vec<Closing> = Vec::new();
    for (event, _) in events {
        for act in &event.acts {
            if let Act::Close { platform } = *act {
                closings.push(Closing { platform, day: event.from, event: event.name.clone() });
            }
        }
    }
    for (event, node) in events {
        let table = node.table().expect("an event is a table");
        let place = table.get("on").or(table.get("from")).map_or(node.place, |node| node.place);
        let mut reported = false;
        for platform in event.acts.iter().flat_map(Act::platforms).flatten() {
            let known = &platforms[platform.index()];
            let name = &known.platform.name;
            if event.from < known.opens_in_file && !reported {
                let day = known.opens_in_file;
                let opens = if day < calendar.days { format!("`{name}` opens on day {day}") } else { format!("`{name}` never opens") };
                let found = format!("event `{}` on day {}, before `{name}` opens", event.name, event.from);
                door.findings.add(Problem::at(place, found, opens));
                reported = true;
            }
            let closed =
                closings.iter().find(|closing| closing.platform == platform && closing.event != event.name && event.from >= closing.day);
            if let Some(closing) = closed.filter(|_| !reported) {
                let found = format!("event `{}` on day {}, when `{name}` is closed", event.name, event.from);
                door.findings.add(Problem::at(place, found, format!("`{}` closed it on day {}", closing.event, closing.day)));
                reported = true;
            }
        }
    }
}

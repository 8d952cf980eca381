//! Who there is and who knows whom.

use super::super::file::fields::Fields;
use super::super::file::sections::{GROUPS, POPULATION, SEGMENT};
use super::super::lists::PRESETS;
use super::super::problem::{Place, Problem};
use super::super::resolved::{Act, Event, GroupMix, Platform, Population, Scenario, Segment, TieFile, TieSource};
use super::{Door, named_tables};
use crate::ids::Layer;
use crate::ties::block_people;
use crate::ties::import::read_tie_file;

/// The segment of everyone that the file does not declare.
pub const OTHERS: &str = "others";

/// How far shares may miss their sum through rounding.
const ROUNDING: f64 = 1e-9;

/// Free slots a person has for ties that arise, when anything makes strangers meet.
const STRANGER_SLOTS: u32 = 4;

pub fn population(fields: &Fields<'_>, known: &[Segment], door: Door<'_>) -> Population {
    let given = fields.part("population").unwrap_or_else(|| fields.absent_like(&POPULATION));
    let source = ties(&given, door);
    let is_city = matches!(source, TieSource::City { .. });
    Population {
        groups: groups(&given, is_city),
        creators: given.number_given("creators").unwrap_or(if is_city { 0.001 } else { 0.0 }),
        fans_mean: given.number("fans_mean"),
        stranger_slots: given.count_given("stranger_slots").unwrap_or(0),
        segments: in_place(segments(&given, door), known),
        source,
    }
}

fn ties(given: &Fields<'_>, door: Door<'_>) -> TieSource {
    let layer = layer_named(given.word("layer"));
    if let Some(ties) = given.text_given("ties") {
        let node = given.node("ties").expect("it was just read");
        refuse_idle_keys(given, "a file of ties", &["layer"]);
        if let Some(preset) = given.node("preset") {
            given.report(Problem::at(preset.place, "`preset` beside `ties`", "ties come from a file or from a preset, not from both"));
        }
        let path = door.sources[node.place.source].folder.join(ties);
        if !path.is_file() {
            let problem = Problem::at(node.place, format!("there is no file of ties `{}`", path.display()), "needed: an edge list");
            given.report(problem.help("its name is relative to the file that names it"));
        }
        return TieSource::File(TieFile::new(path, layer));
    }
    let name = given.word("preset").unwrap_or("city");
    let preset = PRESETS.iter().find(|preset| preset.name == name).expect("the word is one of the presets");
    refuse_idle_keys(given, &format!("preset `{name}`"), preset.keys);
    let ties_per_person = given.number("ties_per_person");
    match name {
        "random" => TieSource::Random { ties_per_person, layer },
        "mixed" => TieSource::Mixed { ties_per_person, layer },
        "small-world" => TieSource::SmallWorld { ties_per_person, rewired: given.number("rewired"), layer },
        "preferential-attachment" => TieSource::PreferentialAttachment { ties_per_person, layer },
        "blocks" => TieSource::Blocks { ties_per_person, block_size: given.count("block_size"), inside: given.number("inside"), layer },
        "none" => TieSource::None,
        _ => TieSource::City { ties_per_person, community_size: given.number("community_size") },
    }
}

/// The people of a file of ties, which are the population: how many there are stands in the file alone.
pub fn people_of_file(fields: &Fields<'_>, population: &Population) -> Option<u32> {
    let TieSource::File(file) = &population.source else { return None };
    let node = fields.part("population")?.node("ties")?;
    if !file.path.is_file() {
        // Already said.
        return None;
    }
    let people = match read_tie_file(file) {
        Ok((edges, _)) => edges.people,
        Err(wrong) => {
            let place = wrong.line.map_or_else(String::new, |line| format!(":{line}"));
            let title = format!("{}{place}: {}", wrong.path.display(), wrong.message);
            let label =
                wrong.text.map_or_else(|| "this file cannot be read".to_owned(), |text| format!("its line reads `{}`", shortened(&text)));
            let problem = Problem::at(node.place, title, label);
            fields.report(wrong.help.into_iter().fold(problem, Problem::help));
            return None;
        }
    };
    let asked = fields.part("run").and_then(|run| Some((run.count_given("people")?, run.node("people")?.place)));
    if let Some((asked, place)) = asked.filter(|(asked, _)| *asked != people) {
        let problem = Problem::at(
            place,
            format!("{asked} people, but the file of ties holds {people}"),
            "a population from a file has the file's people",
        );
        fields.report(problem.help("leave `people` out"));
    }
    Some(people)
}

/// As much of a line as can be shown.
fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN { text.to_owned() } else { text.chars().take(SHOWN).chain("…".chars()).collect() }
}

/// A key that acts with another preset only would be read as if it did something.
fn refuse_idle_keys(given: &Fields<'_>, what: &str, acting: &[&str]) {
    let mut all: Vec<&str> = PRESETS.iter().flat_map(|preset| preset.keys).copied().collect();
    all.sort_unstable();
    all.dedup();
    for key in all.into_iter().filter(|key| !acting.contains(key)) {
        if let Some(place) = given.key_place(key) {
            let owners: Vec<&str> = PRESETS.iter().filter(|preset| preset.keys.contains(&key)).map(|preset| preset.name).collect();
            let problem = Problem::at(place, format!("`{key}` does nothing with {what}"), "this key has no effect");
            given.report(problem.help(format!("it acts with: {}", owners.join(", "))));
        }
    }
}

pub fn layer_named(name: Option<&str>) -> Layer {
    Layer::ALL.into_iter().find(|layer| Some(layer.name()) == name).unwrap_or(Layer::Friend)
}

fn groups(given: &Fields<'_>, is_city: bool) -> GroupMix {
    let mix = given.part("groups").unwrap_or_else(|| given.absent_like(&GROUPS));
    let of = |topic: &str| match is_city {
        true => mix.number(topic),
        false => mix.number_given(topic).unwrap_or(0.0),
    };
    GroupMix { family: of("family"), class: of("class"), work: of("work"), interest: of("interest") }
}

fn segments(given: &Fields<'_>, door: Door<'_>) -> Vec<Segment> {
    const SEGMENTS_MAX: usize = 250;
    let nodes = named_tables(given, "segment", &SEGMENT, door.findings);
    let mut segments: Vec<Segment> = nodes
        .iter()
        .filter_map(|(name, node)| {
            let segment = Fields::of(node, &SEGMENT, door.findings)?;
            let share = segment.number("share");
            Some(Segment { share, ..plain_segment(name, &segment) })
        })
        .collect();
    if let Some(node) = given.node("segment").filter(|_| segments.len() > SEGMENTS_MAX) {
        given.report(Problem::at(node.place, format!("{} segments", segments.len()), format!("at most {SEGMENTS_MAX} are possible")));
    }
    let sum: f64 = segments.iter().map(|segment| segment.share).sum();
    let rest = 1.0 - sum;
    let last = nodes
        .last()
        .map_or(given.place(), |(_, node)| node.table().and_then(|table| table.get("share")).map_or(node.place, |share| share.place));
    if rest < -ROUNDING {
        given.report(Problem::at(last, format!("shares of segments sum to {sum}"), "with this one, they are over 1"));
    }
    if segments.is_empty() || rest > ROUNDING {
        let implicit = Fields::absent(&SEGMENT, given.place(), door.findings);
        if segments.iter().any(|segment| segment.name == OTHERS) {
            let problem = Problem::at(last, format!("shares of segments sum to {sum}"), "needed: 1, since `others` is declared");
            given.report(problem);
        } else {
            let name = if segments.is_empty() { "everyone" } else { OTHERS };
            segments.push(Segment { share: rest.clamp(0.0, 1.0), ..plain_segment(name, &implicit) });
        }
    }
    segments
}

/// Segments in the order in which they are known, and new ones behind, so that a segment has one number in a scenario and in its comparisons. One that
/// is gone stays in its place with nobody in it.
fn in_place(mut segments: Vec<Segment>, known: &[Segment]) -> Vec<Segment> {
    let mut placed: Vec<Segment> = Vec::with_capacity(known.len().max(segments.len()));
    for one in known {
        let found = segments.iter().position(|segment| segment.name == one.name);
        placed.push(found.map_or_else(|| Segment { share: 0.0, ..one.clone() }, |place| segments.remove(place)));
    }
    placed.append(&mut segments);
    placed
}

/// What is said of a segment in which a comparison has nobody.
pub fn nobody_in(segment: &str, comparison: &str, scenario: &Scenario, place: Place, needed: &str) -> Problem {
    let all = &scenario.population.segments;
    let others: Vec<&str> = all.iter().filter(|other| other.share > 0.0).map(|other| other.name.as_str()).collect();
    let problem = Problem::at(place, format!("comparison `{comparison}` has nobody in the segment `{segment}`"), needed);
    problem.help(format!(
        "its people are in: {}; declare these in the scenario too, new ones with a `share` of 0, and name them here",
        others.join(", ")
    ))
}

fn plain_segment(name: &str, given: &Fields<'_>) -> Segment {
    Segment {
        name: name.to_owned(),
        share: 0.0,
        content_taste: given.number("content_taste"),
        exposure_dislike: given.number("exposure_dislike"),
        curiosity: given.number("curiosity"),
        leaving: given.number("leaving"),
        minutes: given.number("minutes"),
    }
}

/// Room for ties that arise costs memory, so it is made only where strangers can meet.
pub fn stranger_slots(platforms: &[Platform], events: &[Event]) -> u32 {
    let from_the_start = platforms.iter().any(|platform| platform.attributes.meet > 0.0);
    let by_event = events.iter().flat_map(|event| &event.acts).any(|act| match act {
        Act::Set { change, .. } => change.meet.is_some_and(|meet| meet > 0.0),
        _ => false,
    });
    if from_the_start || by_event { STRANGER_SLOTS } else { 0 }
}

/// Layers that ties may have. A file of ties may name any; strangers who meet may become acquaintances.
pub fn layers(population: &Population) -> Vec<Layer> {
    let meets = population.stranger_slots > 0;
    let has = |layer: Layer| match &population.source {
        TieSource::City { .. } => layer != Layer::Stranger,
        TieSource::Random { layer: own, .. }
        | TieSource::Mixed { layer: own, .. }
        | TieSource::SmallWorld { layer: own, .. }
        | TieSource::PreferentialAttachment { layer: own, .. }
        | TieSource::Blocks { layer: own, .. } => layer == *own,
        TieSource::None => false,
        TieSource::File(_) => true,
    };
    Layer::ALL.into_iter().filter(|layer| has(*layer) || meets && matches!(layer, Layer::Stranger | Layer::Acquaintance)).collect()
}

/// Places of ties are counted in 32 bits.
pub fn check_size(fields: &Fields<'_>, population: &Population, people: u32) {
    let ties = match &population.source {
        TieSource::City { ties_per_person, .. }
        | TieSource::Random { ties_per_person, .. }
        | TieSource::Mixed { ties_per_person, .. }
        | TieSource::SmallWorld { ties_per_person, .. }
        | TieSource::PreferentialAttachment { ties_per_person, .. }
        | TieSource::Blocks { ties_per_person, .. } => *ties_per_person,
        TieSource::None | TieSource::File(_) => 0.0,
    };
    let Some(run) = fields.part("run") else { return };
    let place = run.node("people").map_or(fields.place(), |node| node.place);
    if f64::from(people) * (ties + f64::from(population.stranger_slots)) > f64::from(u32::MAX) {
        let found = format!("{people} people with {ties} ties each");
        fields.report(
            Problem::at(place, found, "people × ties has to stay below 4294967296").help("take fewer people, or fewer ties a person"),
        );
    }
    if ties >= f64::from(people) {
        let found = format!("{people} people with {ties} ties each");
        fields.report(Problem::at(place, found, "nobody can know more people than there are"));
        return;
    }
    refuse_missed_ties(fields, &population.source, people);
}

/// Ways to make ties that would make fewer, or others, than are asked for.
fn refuse_missed_ties(fields: &Fields<'_>, source: &TieSource, people: u32) {
    let given = fields.part("population");
    let key = |name: &str| given.as_ref().and_then(|given| given.node(name)).map(|node| node.place);
    let report = |place: Option<Place>, found: String, needed: String, help: String| {
        let place = place.or_else(|| key("preset")).unwrap_or(fields.place());
        fields.report(Problem::at(place, found, needed).help(help));
    };
    match source {
        TieSource::Mixed { ties_per_person: ties, .. } if ties % 2.0 != 0.0 => {
            let below = 2.0 * libm::floor(ties / 2.0);
            let needed = "with preset `mixed` an even number: on a circle, as many to either side".to_owned();
            report(key("ties_per_person"), format!("{ties} ties a person"), needed, format!("take {below} or {}", below + 2.0));
        }
        TieSource::Blocks { ties_per_person: ties, block_size, inside, .. } => {
            let block = block_people(people, *block_size);
            let (within, room) = (ties * inside, f64::from(block) - 1.0);
            if block < people && within > room + ROUNDING {
                let found = format!("{within} ties of a person inside a block of {block} people");
                let needed = format!("at most {room}, or some are lost");
                let place = ["block_size", "ties_per_person", "inside"].into_iter().find_map(key);
                report(place, found, needed, "take larger blocks, fewer ties, or a smaller share of them `inside`".to_owned());
            }
        }
        _ => {}
    }
}

//! Reading a file of ties: line by line, then merged.

use std::collections::BTreeMap;

use super::columns::{Columns, Separator, are_names, layer_named, layer_names};
use super::ids::Ids;
use super::lines::Lines;
use super::{EdgeList, ImportReport, TieFileProblem};
use crate::ids::Layer;
use crate::scenario::TieFile;
use crate::ties::Tie;
use crate::ties::build::{Kind, TieList};

/// Reads and checks a whole file.
pub fn read_tie_file(file: &TieFile) -> Result<(EdgeList, ImportReport), TieFileProblem> {
    let mut lines = Lines::open(file)?;
    let ties = read_ties(&mut lines, file.layer)?;
    let count = lines.count;
    let whole = |message: String| TieFileProblem { path: file.path.clone(), line: None, column: None, text: None, message, help: None };
    let Some(RawTies { ids, layers, weights }) = ties else {
        return Err(whole(format!("there is no tie in the {count} lines of this file; a tie is two ids on a line")));
    };
    let read = ids.len() as u64;
    let Some((pairs, people, ids)) = ids.into_people() else {
        return Err(whole(format!("this file names more than {} people, which is more than can be simulated", u32::MAX)));
    };
    let mut ties: Vec<MergedTie> = (pairs.into_iter().enumerate())
        .filter(|(_, [a, b])| a != b)
        .map(|(number, [a, b])| MergedTie {
            ends: [a.min(b), a.max(b)],
            layer: layers.get(number).copied().unwrap_or(file.layer),
            weight: weights.get(number).copied().unwrap_or(1.0),
        })
        .collect();
    let self_ties = read - ties.len() as u64;
    let doubles = merge(&mut ties);
    if ties.len() as u64 * 2 > u64::from(u32::MAX) {
        return Err(whole(format!("this file has {} ties; {} is the most that is possible", ties.len(), u32::MAX / 2)));
    }
    let report = ImportReport { lines: count, people, ties: ties.len() as u64, self_ties, doubles, ids };
    let mean = ties.iter().map(|tie| tie.weight).sum::<f64>() / ties.len().max(1) as f64;
    let weighted = !weights.is_empty();
    let class = |weight: f64| if weighted { weight_class(weight / mean) } else { 1 };
    let mut list = TieList::default();
    for MergedTie { ends: [a, b], layer, weight } in ties {
        list.add(a, b, Kind::weighted(layer, class(weight)));
    }
    Ok((EdgeList { people, ties: list }, report))
}

/// Ties as they stand in the file.
struct RawTies {
    ids: Ids,
    /// Empty where the file has no column of layers.
    layers: Vec<Layer>,
    /// Empty where the file has no column of weights.
    weights: Vec<f64>,
}

impl RawTies {
    /// Whether nobody of the first tie is in any other.
    fn first_is_apart(&self) -> bool {
        let Ids::Text { pairs, .. } = &self.ids else { return false };
        pairs.split_first().is_some_and(|(first, rest)| !rest.iter().flatten().any(|person| first.contains(person)))
    }
}

struct MergedTie {
    ends: [u32; 2],
    layer: Layer,
    weight: f64,
}

/// Merges the lines of each pair: weights add up in the order of the file, and the closest layer is kept. Returns how many lines went.
fn merge(ties: &mut Vec<MergedTie>) -> u64 {
    let before = ties.len();
    ties.sort_by_key(|tie| tie.ends);
    ties.dedup_by(|next, kept| {
        let same = next.ends == kept.ends;
        if same {
            kept.weight += next.weight;
            kept.layer = kept.layer.min(next.layer);
        }
        same
    });
    (before - ties.len()) as u64
}

/// The class whose multiple is nearest to a ratio, by factors.
fn weight_class(ratio: f64) -> u8 {
    let far = |class: usize| libm::fabs(libm::log2(ratio / f64::from(Tie::WEIGHTS[class])));
    (1..Tie::WEIGHTS.len()).fold(0, |best, class| if far(class) < far(best) { class } else { best }) as u8
}

/// How the lines of a file are to be read, from its first lines.
struct Shape {
    separator: Separator,
    columns: Columns,
    /// How many columns the first line has.
    width: usize,
    /// Whether ids are numbers.
    numbers: bool,
}

/// `None` where the file has no tie.
fn read_ties(lines: &mut Lines<'_>, layer: Layer) -> Result<Option<RawTies>, TieFileProblem> {
    let market = lines.is_matrix_market()?;
    let Some(first) = lines.next_line()?.map(str::to_owned) else { return Ok(None) };
    // The first line of numbers of a Matrix Market file says how large the matrix is.
    let first = if market { lines.next_line()?.map(str::to_owned) } else { Some(first) };
    let Some(first) = first else { return Ok(None) };
    let separator = Separator::of(&first);
    let fields = separator.split(&first);
    if are_names(&fields) {
        let (columns, width) = (Columns::named(&fields).map_err(|message| lines.problem(None, None, message))?, fields.len());
        let Some(second) = lines.next_line()?.map(str::to_owned) else { return Ok(None) };
        let fields = separator.split(&second);
        let numbers = columns.ends.iter().all(|column| fields.get(*column).is_some_and(|field| is_number(field)));
        let shape = Shape { separator, columns, width, numbers };
        return Reader::new(shape, layer).read(lines).map(Some);
    }
    let first_is_text = fields.len() >= 2 && !fields[..2].iter().all(|field| is_number(field));
    if first_is_text {
        return read_after_text(lines, &first, separator, layer).map(Some);
    }
    let columns = Columns::guessed(&fields).map_err(|message| lines.problem(None, None, message))?;
    Reader::new(Shape { separator, columns, width: fields.len(), numbers: true }, layer).read(lines).map(Some)
}

/// Files of no more ties than this may be all pairs of people who know nobody else.
const FEW: usize = 4;

/// A first line of unknown words is a line of names if the next one begins with two numbers, else a tie between two people named by text. Two who are
/// met nowhere else, above many ties, may be either.
fn read_after_text(lines: &mut Lines<'_>, first: &str, separator: Separator, layer: Layer) -> Result<RawTies, TieFileProblem> {
    let fields = separator.split(first);
    let guess = Columns::guessed(&fields).map_err(|message| lines.problem(None, None, message));
    let help = "if it names the columns, remove it, or name them `source` and `target`; if it is a tie, write such a line above it";
    let unclear =
        lines.problem(None, Some(help), format!("`{}` and `{}` stand on this line alone: are they people?", fields[0], fields[1]));
    let tie = guess.and_then(|columns| {
        let mut reader = Reader::new(Shape { separator, columns, width: fields.len(), numbers: false }, layer);
        reader.take(first, lines).map(|()| reader)
    });
    let second = lines.next_line()?.unwrap_or_default();
    let next = separator.split(second);
    let is_header = next.len() >= 2 && next[..2].iter().all(|field| is_number(field)) && !fields.iter().any(|field| is_number(field));
    if is_header {
        let columns = Columns::named(&fields).map_err(|message| lines.problem(None, None, message))?;
        return Reader::new(Shape { separator, columns, width: fields.len(), numbers: true }, layer).read(lines);
    }
    let raw = tie?.read(lines)?;
    if raw.ids.len() > FEW && raw.first_is_apart() { Err(unclear) } else { Ok(raw) }
}

fn is_number(field: &str) -> bool {
    field.parse::<u64>().is_ok()
}

/// Takes lines of one shape.
struct Reader {
    shape: Shape,
    /// The layer of ties that name none.
    layer: Layer,
    raw: RawTies,
}

impl Reader {
    fn new(shape: Shape, layer: Layer) -> Reader {
        let ids = if shape.numbers { Ids::Numbers(Vec::new()) } else { Ids::Text { people: BTreeMap::new(), pairs: Vec::new() } };
        Reader { shape, layer, raw: RawTies { ids, layers: Vec::new(), weights: Vec::new() } }
    }

    /// Takes the line read last and all that follow.
    fn read(mut self, lines: &mut Lines<'_>) -> Result<RawTies, TieFileProblem> {
        while !lines.is_at_end() {
            self.take(lines.text(), lines)?;
            lines.next_line()?;
        }
        Ok(self.raw)
    }

    fn take(&mut self, line: &str, lines: &Lines<'_>) -> Result<(), TieFileProblem> {
        let Shape { separator, columns, width, .. } = &self.shape;
        let fields = separator.split(line);
        // Where a field starts, in bytes of the line.
        let start = |column: usize| fields[column].as_ptr() as usize - line.as_ptr() as usize;
        let fault = |column: usize, help: Option<&str>, message: String| Err(lines.problem(Some(start(column)), help, message));
        if fields.len() < columns.needed() {
            let (found, needed) = (fields.len(), columns.needed());
            let message = format!("found {found} of the {needed} columns that are needed, separated by {}", separator.name());
            return Err(lines.problem(None, None, message));
        }
        if let Some(column) = (*width..fields.len()).find(|column| !fields[*column].is_empty()) {
            let message = format!("found `{}` in column {}, but the first line has {width} columns", fields[column], column + 1);
            let help = "what a column holds is told by the first line: the names of columns, or a whole tie";
            return fault(column, Some(help), message);
        }
        if let Some(column) = columns.ends.into_iter().find(|column| fields[*column].is_empty()) {
            return fault(column, None, "an id is missing here".to_owned());
        }
        match &mut self.raw.ids {
            Ids::Numbers(pairs) => {
                let mut pair = [0; 2];
                for (id, column) in pair.iter_mut().zip(columns.ends) {
                    let Ok(number) = fields[column].parse() else {
                        let message = format!("found the id `{}`, needed a whole number like the ids before", fields[column]);
                        let help = "where some ids are text, let a tie of two such people come first: then all are read as text";
                        return fault(column, Some(help), message);
                    };
                    *id = number;
                }
                pairs.push(pair);
            }
            Ids::Text { people, pairs } => pairs.push(columns.ends.map(|column| Ids::name(people, fields[column]))),
        }
        if let Some(column) = columns.layer {
            let name = fields[column];
            match layer_named(name) {
                Some(layer) => self.raw.layers.push(layer),
                None if name.is_empty() => self.raw.layers.push(self.layer),
                None => {
                    let message = format!("found the layer `{name}`, needed one of {}", layer_names());
                    return fault(column, did_you_mean(name).as_deref(), message);
                }
            }
        }
        if let Some(column) = columns.weight {
            match fields[column].parse::<f64>() {
                Ok(weight) if weight > 0.0 && weight.is_finite() => self.raw.weights.push(weight),
                _ => return fault(column, None, format!("found the weight `{}`, needed a number above 0", fields[column])),
            }
        }
        Ok(())
    }
}

/// The layer that a misspelt name is nearest to, if any is near.
fn did_you_mean(name: &str) -> Option<String> {
    let near = |layer: &Layer| strsim::jaro_winkler(layer.name(), &name.to_lowercase());
    let best = Layer::ALL.into_iter().max_by(|a, b| near(a).total_cmp(&near(b)))?;
    (near(&best) > 0.7).then(|| format!("did you mean `{}`?", best.name()))
}

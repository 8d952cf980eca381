//! What is wrong with a file: where, what was found, what is needed, what to try. All problems are collected and shown at once.

use std::cell::RefCell;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A file that was read, or a text that stands for one.
#[derive(Clone, Debug)]
pub struct Source {
    /// As the user knows it.
    pub name: String,
    pub text: String,
    /// Where names of other files in it start from.
    pub folder: std::path::PathBuf,
}

/// A run of bytes in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index into the sources.
    pub source: usize,
    pub start: usize,
    pub end: usize,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// `None` when the file itself could not be read.
    pub place: Option<Place>,
    /// The title: what was found.
    pub found: String,
    /// Beside the underlined text: what is needed.
    pub needed: String,
    /// What to try.
    pub help: Option<String>,
    /// Another place that has to do with it, and why.
    pub also: Option<Box<(Place, String)>>,
}

impl Problem {
    pub fn at(place: Place, found: impl Into<String>, needed: impl Into<String>) -> Problem {
        Problem { place: Some(place), found: found.into(), needed: needed.into(), help: None, also: None }
    }

    /// A file that could not be read at all.
    pub fn nowhere(found: impl Into<String>) -> Problem {
        Problem { place: None, found: found.into(), needed: String::new(), help: None, also: None }
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Problem {
        self.help = help.or(self.help);
        self
    }

    #[must_use]
    pub fn also(mut self, place: Place, why: impl Into<String>) -> Problem {
        self.also = Some(Box::new((place, why.into())));
        self
    }
}

/// Collects problems while a file is read. One that was met before (a comparison reads the baseline again) is kept once.
#[derive(Debug, Default)]
pub struct Findings {
    list: RefCell<Vec<Problem>>,
}

impl Findings {
    pub fn add(&self, problem: Problem) {
        let mut list = self.list.borrow_mut();
        if !list.iter().any(|known| known.place == problem.place && known.found == problem.found) {
            list.push(problem);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// `Ok` when nothing is wrong; otherwise all problems, in the order of the files.
    pub fn settle<T>(self, value: T, sources: Vec<Source>) -> Result<T, Problems> {
        let mut list = self.list.into_inner();
        if list.is_empty() {
            return Ok(value);
        }
        list.sort_by_key(|problem| problem.place);
        Err(Problems { sources, list })
    }
}

/// Everything that is wrong with a request.
#[derive(Clone, Debug)]
pub struct Problems {
    pub sources: Vec<Source>,
    /// Never empty.
    pub list: Vec<Problem>,
}

/// How problems are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// For pipes and files.
    Plain,
    /// With colours, for terminals.
    Coloured,
}

/// A file with more problems than this is of another kind, and nobody reads them all.
const SHOWN_MAX: usize = 100;

impl Problems {
    pub fn render(&self, look: Look) -> String {
        let renderer = match look {
            Look::Plain => Renderer::plain(),
            Look::Coloured => Renderer::styled(),
        };
        let mut shown: Vec<String> = self.list.iter().take(SHOWN_MAX).map(|problem| self.render_one(&renderer, problem)).collect();
        if self.list.len() > SHOWN_MAX {
            shown.push(format!("and {} more", self.list.len() - SHOWN_MAX));
        }
        shown.join("\n\n") + "\n"
    }

    fn render_one(&self, renderer: &Renderer, problem: &Problem) -> String {
        let found = printable(&problem.found);
        let needed = printable(&problem.needed);
        let title = Level::ERROR.primary_title(found);
        let mut group = match problem.place {
            Some(place) => {
                let mut snippets = vec![(place.source, vec![AnnotationKind::Primary.span(self.span(place)).label(needed)])];
                if let Some((also, why)) = problem.also.as_deref() {
                    let annotation = AnnotationKind::Context.span(self.span(*also)).label(printable(why));
                    match snippets.iter_mut().find(|(source, _)| *source == also.source) {
                        Some((_, annotations)) => annotations.push(annotation),
                        None => snippets.push((also.source, vec![annotation])),
                    }
                }
                title.elements(snippets.into_iter().map(|(source, annotations)| {
                    let source = &self.sources[source];
                    Snippet::source(source.text.as_str()).path(source.name.as_str()).annotations(annotations)
                }))
            }
            None => annotate_snippets::Group::with_title(title),
        };
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.no_name().message(printable(help)));
        }
        renderer.render(&[group]).trim_end().to_owned()
    }

    /// The bytes of a place, kept inside the text, on whole characters, on one line, and never empty where the line has a character left.
    fn span(&self, place: Place) -> std::ops::Range<usize> {
        let text = &self.sources[place.source].text;
        let start = text.floor_char_boundary(place.start.min(text.len()));
        let end = text.ceil_char_boundary(place.end.clamp(start, text.len()));
        let line_end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
        let end = end.min(line_end);
        if end > start {
            return start..end;
        }
        let next = text[start..line_end].chars().next().map_or(0, char::len_utf8);
        start..start + next
    }
}

/// Characters that would move the cursor are shown as their codes.
fn printable(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_control() { c.escape_default().collect::<Vec<_>>() } else { vec![c] }).collect()
}

impl std::fmt::Display for Problems {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.render(Look::Plain).trim_end())
    }
}

impl std::error::Error for Problems {}

impl From<Problems> for crate::error::Error {
    fn from(problems: Problems) -> crate::error::Error {
        crate::error::Error::Request(problems.to_string())
    }
}

/// The known name nearest to what was written, as a question, when one is near enough.
pub fn did_you_mean<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, known).map(|name| format!("did you mean `{name}`?"))
}

/// The known name nearest to what was written: a slip of a letter or so in a short word, more in a long one.
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = written.to_lowercase();
    // A distance takes the product of both lengths; nobody means a name with a text this long.
    if plain.len() > 200 {
        return None;
    }
    let letters = plain.chars().count();
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&plain, &name.to_lowercase()), name))
        .filter(|(distance, name)| *distance <= (letters.max(name.chars().count()) / 3).max(1) && *distance < letters.max(2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// The known name that was surely meant by one that may be new. Names that stand side by side on purpose, as "App A" and "App B" or "2020" and
/// "2021", are not taken for each other, nor are those of one or two characters.
pub fn meant<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let is_short = |name: &str| name.chars().count() <= 2;
    let plain = |name: &str| -> Vec<String> {
        let words = name.split_whitespace().map(|word| word.chars().filter(|c| !c.is_numeric()).collect::<String>());
        words.filter(|word| word.chars().count() > 1).collect()
    };
    let near = nearest(written, known)?;
    let distance = strsim::damerau_levenshtein(&written.to_lowercase(), &near.to_lowercase());
    let is_slip = distance == 0 || (distance <= 2 && !is_short(written) && !is_short(near) && plain(written) != plain(near));
    is_slip.then_some(near)
}

/// A list for a message: `a`, `b` or `c`.
pub fn either<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
    }
}

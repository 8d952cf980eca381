//! What came of the histories as a page of documentation: of the histories, or, where mechanisms were off, of what rests on each.

use crate::engine::RESULTS_VERSION;
use crate::metrics::expect::Verdict;
use crate::output::Manifest;
use crate::output::ablation::{Ablation, ablations};
use crate::output::layout::HistoryRow;
use crate::scenario::Scenario;

/// What every page says near its head.
const WRITTEN: &str = "Written by the program: `";

/// Whether a text is a page that the program wrote.
pub fn is_page(text: &str) -> bool {
    text.contains(WRITTEN)
}

/// The page, as the command writes it.
pub fn page(rows: &[HistoryRow], manifest: &Manifest, histories: &[Scenario], command: &str) -> String {
    let head = head(manifest, histories, command);
    let ablations = ablations(rows);
    if ablations.is_empty() { of_histories(rows, &head) } else { of_mechanisms(rows, &ablations, &head, &manifest.overrides) }
}

/// How the page came about.
fn head(manifest: &Manifest, histories: &[Scenario], command: &str) -> String {
    let people: Vec<u32> = histories.iter().map(|history| history.run.people).collect();
    let (least, most) = (people.iter().min().copied().unwrap_or(0), people.iter().max().copied().unwrap_or(0));
    let people = if least == most { least.to_string() } else { format!("{least} to {most}") };
    format!(
        "{WRITTEN}{command}` (version {}, results {RESULTS_VERSION}, {} histories, {people} people, {} replicates, seed {}, scenarios {}). One set of behaviour numbers for all; \
         95 % intervals over replicates; met and not met mean that the whole interval lies inside or outside of what is needed.",
        manifest.version,
        histories.len(),
        manifest.replicates,
        manifest.seed,
        manifest.scenario_hash.chars().take(8).collect::<String>(),
    )
}

/// What did not come out first, then what is open, then what did.
fn of_histories(rows: &[HistoryRow], head: &str) -> String {
    let mut page = format!("# Histories\n\n{head}\n\nOf {} expectations: {}.\n", whole(rows).count(), counts(rows));
    for (verdict, title) in [(Verdict::NotMet, "Not reproduced"), (Verdict::Undecided, "Undecided"), (Verdict::Met, "Met")] {
        let of_it: Vec<&HistoryRow> = whole(rows).filter(|row| *row.met == *verdict.name()).collect();
        if !of_it.is_empty() {
            page += &format!("\n## {title}\n\n{}", table(&of_it));
        }
    }
    page
}

/// Rows with explanations have a column for them.
fn table(rows: &[&HistoryRow]) -> String {
    let is_explained = rows.iter().any(|row| !row.missed.is_empty());
    let cells = |cells: [&str; 6]| {
        let shown = cells.iter().enumerate().filter(|(column, _)| *column != 4 || is_explained);
        format!("| {} |\n", shown.map(|(_, text)| escaped(text)).collect::<Vec<_>>().join(" | "))
    };
    let head = cells(["history", "what must come out", "needed", "what came out", "best explanation", "source"]);
    let rule = format!("|{}\n", "---|".repeat(if is_explained { 6 } else { 5 }));
    let row = |row: &&HistoryRow| cells([&row.history, &row.that, &row.needed, &row.found, &row.missed, &row.source]);
    head + &rule + &rows.iter().map(row).collect::<String>()
}

fn of_mechanisms(rows: &[HistoryRow], ablations: &[Ablation], head: &str, overrides: &[String]) -> String {
    let mut page = format!(
        "# What rests on which mechanism\n\n{head}\n\n\
         With all mechanisms on, of {} expectations: {}. Only rows that are met then are looked at here, and one that becomes undecided without a mechanism counts as lost: \
         read it as an order of importance.",
        whole(rows).count(),
        counts(rows)
    );
    if !overrides.is_empty() {
        page += &format!(
            " This is a run with {} instead of what the files say, so other rows are undecided; what is met as the files say stands in [histories.md](histories.md).",
            overrides.join(" and ")
        );
    }
    page += "\n\nRows that are met with all mechanisms and not when one is off.\n\n| without | rows lost | which |\n|---|---|---|\n";
    for Ablation { without, lost, met_whole } in ablations {
        let which: Vec<String> = lost.iter().map(|row| format!("{}: {}", row.history, escaped(&row.that))).collect();
        page += &format!("| {without} | {} of {met_whole} | {} |\n", lost.len(), which.join("; "));
    }
    page
}

/// Rows with all mechanisms on.
fn whole(rows: &[HistoryRow]) -> impl Iterator<Item = &HistoryRow> {
    rows.iter().filter(|row| row.without.is_empty())
}

fn counts(rows: &[HistoryRow]) -> String {
    let count = |verdict: Verdict| whole(rows).filter(|row| *row.met == *verdict.name()).count();
    [Verdict::Met, Verdict::NotMet, Verdict::Undecided].map(|verdict| format!("{} {}", count(verdict), verdict.name())).join(", ")
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}

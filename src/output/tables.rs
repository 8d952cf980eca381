//! All tables of a run or a sweep, as rows: the study room pushes them, the charts and the summary read them.

use super::columns;
use super::layout::{
    ActivityRow, ChurnRow, CohortRow, DailyRow, DifferenceRow, ExpectRow, FlowRow, HistoryRow, LawPointRow, LawRow, NumberRow, PatternRow,
    ReplicateRow, RetentionRow, Row, Sweep, TippingRow,
};
use super::table::{Kind, Table};

/// The variant that is the scenario itself; comparisons go by their names.
pub const SCENARIO: &str = crate::scenario::ITSELF;

/// The unit of how often a measure lies above a bound.
pub const SHARE_OF_REPLICATES: &str = "share of replicates";

/// Who drew a point of a law's picture.
pub const THEORY: &str = "theory";
pub const SIMULATION: &str = "simulation";

/// A table, as those who read it know it.
#[derive(Clone, Copy, Debug)]
pub struct TableInfo {
    pub name: &'static str,
    meaning: &'static str,
    /// Names and kinds, in order. A sweep has columns for its axes besides.
    pub columns: &'static [(&'static str, Kind)],
}

impl TableInfo {
    const fn of<R: Row>() -> TableInfo {
        TableInfo { name: R::TABLE, meaning: R::MEANING, columns: R::COLUMNS }
    }

    /// What a row of it is.
    pub fn meaning(&self) -> &'static str {
        self.meaning.trim_start()
    }

    pub fn column_meaning(&self, column: &str) -> Option<&'static str> {
        columns::meaning(self.name, column)
    }
}

/// All tables that there are.
pub const ALL: [TableInfo; 16] = [
    TableInfo::of::<DailyRow>(),
    TableInfo::of::<DifferenceRow>(),
    TableInfo::of::<ReplicateRow>(),
    TableInfo::of::<RetentionRow>(),
    TableInfo::of::<CohortRow>(),
    TableInfo::of::<ChurnRow>(),
    TableInfo::of::<ActivityRow>(),
    TableInfo::of::<FlowRow>(),
    TableInfo::of::<ExpectRow>(),
    TableInfo::of::<TippingRow>(),
    TableInfo { name: Sweep::TABLE, meaning: Sweep::MEANING, columns: Sweep::COLUMNS },
    TableInfo::of::<HistoryRow>(),
    TableInfo::of::<NumberRow>(),
    TableInfo::of::<PatternRow>(),
    TableInfo::of::<LawRow>(),
    TableInfo::of::<LawPointRow>(),
];

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    pub daily: Vec<DailyRow>,
    pub differences: Vec<DifferenceRow>,
    pub replicates: Vec<ReplicateRow>,
    pub retention: Vec<RetentionRow>,
    pub cohorts: Vec<CohortRow>,
    pub churn: Vec<ChurnRow>,
    pub activity: Vec<ActivityRow>,
    pub flows: Vec<FlowRow>,
    pub expect: Vec<ExpectRow>,
    pub tipping: Vec<TippingRow>,
    pub sweep: Sweep,
    pub histories: Vec<HistoryRow>,
    pub numbers: Vec<NumberRow>,
    pub patterns: Vec<PatternRow>,
    pub laws: Vec<LawRow>,
    pub law_points: Vec<LawPointRow>,
}

/// A replicate mean with its interval, at a place on an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub x: f64,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    /// Of how many replicates: those in which there is something to measure; 0 where it is not of replicates.
    pub n: i64,
}

/// Which series of a table of days is meant; an empty name means "none".
#[derive(Clone, Copy, Debug, Default)]
pub struct What<'a> {
    pub measure: &'a str,
    pub platform: &'a str,
    pub other: &'a str,
    pub layer: &'a str,
}

impl Tables {
    /// The series of a measure in a variant, by day.
    pub fn series(&self, variant: &str, what: What<'_>) -> Vec<Point> {
        let of_it = |row: &&DailyRow| {
            *row.measure == *what.measure
                && *row.platform == *what.platform
                && *row.variant == *variant
                && *row.layer == *what.layer
                && *row.other == *what.other
        };
        let point = |row: &DailyRow| Point { x: row.day as f64, mean: row.mean, low: row.low, high: row.high, n: row.n };
        in_order(self.daily.iter().filter(of_it).map(point).collect())
    }

    /// The paired difference of a measure to a comparison, by day.
    pub fn difference(&self, against: &str, what: What<'_>) -> Vec<Point> {
        let of_it = |row: &&DifferenceRow| {
            *row.measure == *what.measure
                && *row.platform == *what.platform
                && *row.against == *against
                && *row.layer == *what.layer
                && *row.other == *what.other
        };
        let point = |row: &DifferenceRow| Point { x: row.day as f64, mean: row.mean, low: row.low, high: row.high, n: row.n };
        in_order(self.differences.iter().filter(of_it).map(point).collect())
    }

    /// Every table that has rows, in the order in which they are saved.
    pub fn save_order(&self) -> Vec<Table> {
        fn push<R: Row>(tables: &mut Vec<Table>, rows: &[R]) {
            if !rows.is_empty() {
                tables.push(R::to_table(rows));
            }
        }
        let mut tables = Vec::new();
        push(&mut tables, &self.daily);
        push(&mut tables, &self.differences);
        push(&mut tables, &self.replicates);
        push(&mut tables, &self.retention);
        push(&mut tables, &self.cohorts);
        push(&mut tables, &self.churn);
        push(&mut tables, &self.activity);
        push(&mut tables, &self.flows);
        push(&mut tables, &self.expect);
        push(&mut tables, &self.tipping);
        if !self.sweep.rows.is_empty() {
            tables.push(self.sweep.to_table());
        }
        push(&mut tables, &self.histories);
        push(&mut tables, &self.numbers);
        push(&mut tables, &self.patterns);
        push(&mut tables, &self.laws);
        push(&mut tables, &self.law_points);
        tables
    }
}

fn in_order(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_by(|one, other| one.x.total_cmp(&other.x));
    points
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_says_what_it_holds() {
        for table in &ALL {
            assert!(table.meaning().ends_with('.'), "{}: {}", table.name, table.meaning());
            for (column, _) in table.columns {
                assert!(table.column_meaning(column).is_some(), "nothing is said of the column `{column}` of `{}`", table.name);
            }
        }
    }
}

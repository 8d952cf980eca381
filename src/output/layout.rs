//! The columns of every table, in one place: a typed row a table, turned into columns and back.

use super::table::{Column, Kind, Table, Values, Word, distinct};

/// A row that knows its table's columns.
pub trait Row: Sized {
    /// The table's name, and its file's stem.
    const TABLE: &'static str;
    /// What a row of it is, with a blank before each line.
    const MEANING: &'static str;
    /// Column names and kinds, in order.
    const COLUMNS: &'static [(&'static str, Kind)];

    fn to_table(rows: &[Self]) -> Table;

    /// The rows of a table, or which column is missing or of another kind.
    fn from_table(table: &Table) -> Result<Vec<Self>, String>;
}

/// A value that can stand in a cell.
trait Cell: Clone {
    const KIND: Kind;
    fn gather(cells: impl Iterator<Item = Self>) -> Values;
    fn all(values: &Values) -> Option<&[Self]>;
}

impl Cell for Word {
    const KIND: Kind = Kind::Text;

    fn gather(cells: impl Iterator<Item = Self>) -> Values {
        Values::Text(cells.collect())
    }

    fn all(values: &Values) -> Option<&[Self]> {
        if let Values::Text(texts) = values { Some(texts) } else { None }
    }
}

impl Cell for i64 {
    const KIND: Kind = Kind::Whole;

    fn gather(cells: impl Iterator<Item = Self>) -> Values {
        Values::Whole(cells.collect())
    }

    fn all(values: &Values) -> Option<&[Self]> {
        if let Values::Whole(numbers) = values { Some(numbers) } else { None }
    }
}

impl Cell for f64 {
    const KIND: Kind = Kind::Number;

    fn gather(cells: impl Iterator<Item = Self>) -> Values {
        Values::Number(cells.collect())
    }

    fn all(values: &Values) -> Option<&[Self]> {
        if let Values::Number(numbers) = values { Some(numbers) } else { None }
    }
}

fn cells<'a, C: Cell>(table: &'a Table, name: &str) -> Result<&'a [C], String> {
    let values = table.column(name).ok_or_else(|| format!("the table `{}` has no column `{name}`", table.name))?;
    C::all(values).ok_or_else(|| format!("the column `{name}` of `{}` does not hold what it should ({:?})", table.name, C::KIND))
}

macro_rules! layouts {
    ($($(#[doc = $about:literal])* $row:ident $table:literal { $($field:ident : $kind:ty),* $(,)? })*) => {
        $(
            $(#[doc = $about])*
            #[derive(Clone, Debug, PartialEq)]
            pub struct $row { $(pub $field: $kind,)* }

            impl Row for $row {
                const TABLE: &'static str = $table;
                const MEANING: &'static str = concat!($($about),*);
                const COLUMNS: &'static [(&'static str, Kind)] = &[$((stringify!($field), <$kind as Cell>::KIND),)*];

                fn to_table(rows: &[$row]) -> Table {
                    let columns = vec![$(Column {
                        name: stringify!($field).to_owned(),
                        values: <$kind as Cell>::gather(rows.iter().map(|row| row.$field.clone())),
                    },)*];
                    Table { name: $table.to_owned(), columns }
                }

                fn from_table(table: &Table) -> Result<Vec<$row>, String> {
                    $(let $field = cells::<$kind>(table, stringify!($field))?;)*
                    Ok((0..table.rows()).map(|row| $row { $($field: $field[row].clone(),)* }).collect())
                }
            }
        )*
    };
}

layouts! {
    /// A measure on a day: one row a day for daily measures, one a survey for the others.
    DailyRow "daily" {
        variant: Word, day: i64, date: Word, measure: Word, unit: Word, platform: Word, other: Word, layer: Word,
        mean: f64, low: f64, high: f64, n: i64,
    }
    /// The paired difference of a measure: the scenario less the comparison `against`.
    DifferenceRow "differences" {
        variant: Word, against: Word, day: i64, date: Word, measure: Word, unit: Word, platform: Word, other: Word, layer: Word,
        mean: f64, low: f64, high: f64, n: i64,
    }
    /// A measure in one replicate, on survey days.
    ReplicateRow "replicates" {
        variant: Word, replicate: i64, seed: i64, day: i64, measure: Word, platform: Word, other: Word, layer: Word, value: f64,
    }
    /// Share of installers still there at an age; `definition` is `classic` (that very day) or `rolling` (that day or the 27 after).
    RetentionRow "retention" {
        variant: Word, platform: Word, definition: Word, age_days: i64, people: f64, mean: f64, low: f64, high: f64, n: i64,
    }
    /// The cohort triangle: of those who installed in a week, the share active in a later week.
    CohortRow "cohorts" {
        variant: Word, platform: Word, cohort_week: i64, age_week: i64, people: f64, mean: f64, low: f64, high: f64, n: i64,
    }
    /// Hazard of leaving a day in the week that begins at a tenure; the last row is of all longer tenures. `people` are person-days.
    ChurnRow "churn" {
        variant: Word, platform: Word, tenure_days: i64, people: f64, mean: f64, low: f64, high: f64, n: i64,
    }
    /// Share of the last month's users who were active on this many days of it.
    ActivityRow "activity" {
        variant: Word, platform: Word, days: i64, mean: f64, low: f64, high: f64, n: i64,
    }
    /// What moved until a day: `people` from their main platform on day 0 to that of the last whole month, as shares of all people, and `homes` of ties from
    /// where they were born, as shares of all ties that live.
    FlowRow "flows" {
        variant: Word, kind: Word, from_day: i64, to_day: i64, from: Word, to: Word, mean: f64, low: f64, high: f64, n: i64,
    }
    /// What the author said must come out, and what did; `met` is `met`, `not met` or `undecided`, and `missed` an explanation where it is not met.
    ExpectRow "expect" {
        that: Word, quantity: Word, needed: Word, found: Word, mean: f64, low: f64, high: f64, n: i64, met: Word, source: Word,
        missed: Word,
    }
    /// How surely and when a platform tips. Where outcomes fall in two, `lower` and `upper` are the means of the two, and the threshold lies between; elsewhere it is half.
    /// `day` is the mean, over the replicates in which it does, of the first day above the threshold; between two surveys it lies on the straight line from one
    /// to the other, and `day_low` and `day_high`, which are the 95 % interval, never lie nearer than the surveys. Of a single replicate they are the surveys.
    TippingRow "tipping" {
        variant: Word, platform: Word, measure: Word, threshold: f64, probability: f64, low: f64, high: f64, n: i64,
        day: f64, day_low: f64, day_high: f64, lower: f64, upper: f64,
    }
    /// What came of an expectation of a history, whole or without a mechanism.
    HistoryRow "histories" {
        history: Word, title: Word, without: Word, that: Word, quantity: Word, needed: Word, found: Word, mean: f64, low: f64, high: f64,
        n: i64, met: Word, source: Word, missed: Word,
    }
    /// A number of behaviour and what the histories say of it: where accepted draws of the prior lie (as shares of the prior), how wide beside it.
    NumberRow "numbers" {
        number: Word, unit: Word, today: f64, prior_low: f64, prior_high: f64, fitted: f64, accepted: f64, width: f64, identified: Word,
    }
    /// An expectation and how draws met it; `held_out` is what comes out at the draw that is best for all other histories.
    PatternRow "patterns" {
        history: Word, that: Word, low: f64, high: f64, prior_met: f64, today: f64, best: f64, best_met: Word, held_out: f64, held_out_met: Word,
    }
    /// A number that theory predicts, beside what was measured; `met` is `yes` or `no`.
    LawRow "laws" {
        law: Word, title: Word, says: Word, source: Word, quantity: Word, predicted: f64, measured: f64, tolerance: f64, met: Word,
    }
    /// The picture of a law: a point of a line, `theory` or `simulation`.
    LawPointRow "law_points" {
        law: Word, picture: Word, across: Word, across_unit: Word, up: Word, unit: Word, line: Word, by: Word,
        x: f64, mean: f64, low: f64, high: f64,
    }
}

impl HistoryRow {
    pub fn is_met(&self) -> bool {
        &*self.met == "met"
    }
}

/// A measure at one point of a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepRow {
    pub point: i64,
    /// One value an axis.
    pub at: Vec<f64>,
    pub measure: Word,
    pub unit: Word,
    pub mean: f64,
    pub low: f64,
    pub high: f64,
    pub n: i64,
}

impl SweepRow {
    /// The distinct values that an axis has in some rows, in order.
    pub fn values<'a>(rows: impl IntoIterator<Item = &'a SweepRow>, axis: usize) -> Vec<f64> {
        let mut values: Vec<f64> = rows.into_iter().map(|row| row.at[axis]).filter(|value| value.is_finite()).collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        values
    }
}

/// Paths as short as they can be told apart: the last key; where others end in the same, from the name of the platform or the event on; or whole.
pub fn told_apart<'a>(paths: &[&'a str]) -> Vec<&'a str> {
    let last_key: fn(&str) -> &str = |path| path.rsplit('.').next().unwrap_or(path);
    let from_name: fn(&str) -> &str = |path| path.split_once('.').map_or(path, |(_, rest)| rest);
    let label = |path: &&'a str| {
        let is_alone = |short: &fn(&str) -> &str| paths.iter().filter(|other| short(other) == short(path)).count() == 1;
        [last_key, from_name].into_iter().find(is_alone).map_or(*path, |short| short(path))
    };
    paths.iter().map(label).collect()
}

/// The table of a sweep.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sweep {
    /// The path of each axis, as the user wrote it.
    pub axes: Vec<Word>,
    pub rows: Vec<SweepRow>,
}

impl Sweep {
    pub const TABLE: &'static str = "sweep";
    pub const MEANING: &'static str =
        "A measure at a point of a sweep; each column between `point` and `measure` is an axis, named by its path.";
    /// Its columns besides the axes, with their kinds.
    pub const COLUMNS: &'static [(&'static str, Kind)] = &[
        ("point", Kind::Whole),
        ("measure", Kind::Text),
        ("unit", Kind::Text),
        ("mean", Kind::Number),
        ("low", Kind::Number),
        ("high", Kind::Number),
        ("n", Kind::Whole),
    ];

    /// The names of its measures, in the order in which they stand.
    pub fn measures(&self) -> Vec<&str> {
        distinct(self.rows.iter().map(|row| &*row.measure))
    }

    /// The distinct values of an axis, in order.
    pub fn values(&self, axis: usize) -> Vec<f64> {
        SweepRow::values(&self.rows, axis)
    }

    /// The axes that have more than one value.
    pub fn varied(&self) -> Vec<usize> {
        (0..self.axes.len()).filter(|&axis| self.values(axis).len() > 1).collect()
    }

    /// What a column of the sweep table holds. An axis may have any name, but paths are never these.
    pub fn kind_of(column: &str) -> Kind {
        Sweep::COLUMNS.iter().find(|(name, _)| *name == column).map_or(Kind::Number, |(_, kind)| *kind)
    }

    pub fn to_table(&self) -> Table {
        fn column<C: Cell>(name: &str, rows: &[SweepRow], cell: impl Fn(&SweepRow) -> C) -> Column {
            Column { name: name.to_owned(), values: C::gather(rows.iter().map(cell)) }
        }
        let rows = &self.rows;
        let mut columns = vec![column("point", rows, |row| row.point)];
        columns.extend(self.axes.iter().enumerate().map(|(axis, path)| column(path, rows, |row| row.at[axis])));
        columns.push(column("measure", rows, |row| row.measure.clone()));
        columns.push(column("unit", rows, |row| row.unit.clone()));
        columns.push(column("mean", rows, |row| row.mean));
        columns.push(column("low", rows, |row| row.low));
        columns.push(column("high", rows, |row| row.high));
        columns.push(column("n", rows, |row| row.n));
        Table { name: Sweep::TABLE.to_owned(), columns }
    }

    pub fn from_table(table: &Table) -> Result<Sweep, String> {
        let is_axis = |column: &&Column| Sweep::COLUMNS.iter().all(|(name, _)| *name != column.name);
        let axes: Vec<Word> = table.columns.iter().filter(is_axis).map(|column| Word::from(&*column.name)).collect();
        let at = axes.iter().map(|path| cells::<f64>(table, path)).collect::<Result<Vec<_>, _>>()?;
        let (point, n) = (cells::<i64>(table, "point")?, cells::<i64>(table, "n")?);
        let (measure, unit) = (cells::<Word>(table, "measure")?, cells::<Word>(table, "unit")?);
        let (mean, low, high) = (cells::<f64>(table, "mean")?, cells::<f64>(table, "low")?, cells::<f64>(table, "high")?);
        let rows = (0..table.rows())
            .map(|row| SweepRow {
                point: point[row],
                at: at.iter().map(|values| values[row]).collect(),
                measure: measure[row].clone(),
                unit: unit[row].clone(),
                mean: mean[row],
                low: low[row],
                high: high[row],
                n: n[row],
            })
            .collect();
        Ok(Sweep { axes, rows })
    }
}

//! A tidy table: named columns of equal length, ready for CSV and Parquet, and read back for redrawing.

/// One table of a run or a sweep.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The file's stem.
    pub name: String,
    pub columns: Vec<Column>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: String,
    pub values: Values,
}

/// Values of one kind. An absent number is `NaN` here, an empty cell in CSV and a null in Parquet.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    Text(Vec<String>),
    Whole(Vec<i64>),
    Number(Vec<f64>),
}

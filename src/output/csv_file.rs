//! Tables as CSV: UTF-8, a header row, numbers in their shortest form that reads back the same, an absent number as an empty cell.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::table::{Column, Kind, Table, Values, Word};
use super::whole_file;
use crate::error::{Error, Result};

pub fn write(path: &Path, table: &Table) -> Result<()> {
    whole_file::write(path, |file| {
        let mut writer = csv::Writer::from_writer(file);
        let told = |cause: csv::Error| cause.to_string();
        writer.write_record(table.columns.iter().map(|column| &column.name)).map_err(told)?;
        let mut cell = String::new();
        for row in 0..table.rows() {
            for column in &table.columns {
                cell.clear();
                write_cell(&mut cell, &column.values, row);
                writer.write_field(&cell).map_err(told)?;
            }
            writer.write_record(None::<&[u8]>).map_err(told)?;
        }
        writer.flush().map_err(|cause| cause.to_string())
    })
}

fn write_cell(cell: &mut String, values: &Values, row: usize) {
    match values {
        Values::Text(texts) => cell.push_str(&texts[row]),
        Values::Whole(numbers) => write!(cell, "{}", numbers[row]).expect("a string takes all that is written"),
        Values::Number(numbers) if numbers[row].is_nan() => {}
        Values::Number(numbers) => write!(cell, "{:?}", numbers[row]).expect("a string takes all that is written"),
    }
}

/// Reads a table whose columns hold what `kind_of` says of their names.
pub fn read(path: &Path, name: &str, kind_of: impl Fn(&str) -> Kind) -> Result<Table> {
    let told = |cause: csv::Error| Error::file("read", path, cause);
    let mut reader = csv::Reader::from_path(path).map_err(told)?;
    let headers = reader.headers().map_err(told)?.clone();
    let mut columns: Vec<Column> =
        headers.iter().map(|name| Column { name: name.to_owned(), values: Values::empty(kind_of(name)) }).collect();
    let mut words = Words::default();
    for record in reader.records() {
        let record = record.map_err(told)?;
        let line = record.position().map_or(0, csv::Position::line);
        for (column, cell) in columns.iter_mut().zip(&record) {
            let taken = match &mut column.values {
                Values::Text(texts) => {
                    texts.push(words.word(cell));
                    true
                }
                Values::Whole(numbers) => cell.parse().map(|number| numbers.push(number)).is_ok(),
                Values::Number(numbers) if cell.is_empty() => {
                    numbers.push(f64::NAN);
                    true
                }
                Values::Number(numbers) => cell.parse().map(|number| numbers.push(number)).is_ok(),
            };
            if !taken {
                let cause = format!("line {line}, column `{}`: found `{cell}`, needed a number", column.name);
                return Err(Error::file("read", path, cause));
            }
        }
    }
    Ok(Table { name: name.to_owned(), columns })
}

/// Texts met so far: a column of a million rows names a handful of things.
#[derive(Default)]
struct Words(BTreeSet<Word>);

impl Words {
    fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let word = Word::from(text);
        self.0.insert(word.clone());
        word
    }
}

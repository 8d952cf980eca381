//! Files of tables: they read back the same, and broken ones are refused.

use std::fs;

use moatsim::output::layout::{DailyRow, Row, Sweep};
use moatsim::output::table::{Kind, Table, Values};
use moatsim::output::{csv_file, parquet_file};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::fake_tables::sweep;
use crate::output::{SMALL, folder};

fn a_table() -> Table {
    let mut rows = SMALL.tables().daily;
    rows.truncate(50);
    rows[3].mean = f64::NAN;
    rows[4].mean = 0.1 + 0.2;
    rows[5].mean = 1e-300;
    rows[6].platform = "a \"quoted\", name\nin two lines".into();
    DailyRow::to_table(&rows)
}

fn same(one: &Table, other: &Table) -> bool {
    // NaN stands for an absent number and is the same as itself here.
    format!("{one:?}") == format!("{other:?}")
}

#[test]
fn a_csv_table_reads_back_the_same() {
    let (place, table) = (folder(), a_table());
    let path = place.path().join("daily.csv");
    csv_file::write(&path, &table).expect("written");
    let kind_of = |name: &str| DailyRow::COLUMNS.iter().find(|(known, _)| *known == name).map_or(Kind::Text, |(_, kind)| *kind);
    let back = csv_file::read(&path, "daily", kind_of).expect("read");
    assert!(same(&back, &table));
    assert!(same(&DailyRow::to_table(&DailyRow::from_table(&back).expect("rows")), &table));
    let (_, sweep) = sweep(2);
    let path = place.path().join("sweep.csv");
    csv_file::write(&path, &sweep.sweep.to_table()).expect("written");
    let back = csv_file::read(&path, Sweep::TABLE, Sweep::kind_of).expect("read");
    assert_eq!(Sweep::from_table(&back), Ok(sweep.sweep));
}

#[test]
fn a_broken_table_is_refused_with_its_line() {
    let place = folder();
    let path = place.path().join("daily.csv");
    fs::write(&path, "day,mean\n1,0.5\n2,half\n").expect("written");
    let kind_of = |name: &str| if name == "day" { Kind::Whole } else { Kind::Number };
    let told = csv_file::read(&path, "daily", kind_of).expect_err("refused").to_string();
    assert!(told.ends_with("daily.csv: line 3, column `mean`: found `half`, needed a number"), "{told}");
}

#[test]
fn a_parquet_table_reads_back_the_same_and_is_the_same_bytes() {
    let (place, table) = (folder(), a_table());
    let (one, other) = (place.path().join("one.parquet"), place.path().join("other.parquet"));
    parquet_file::write(&one, &table).expect("written");
    parquet_file::write(&other, &table).expect("written");
    assert_eq!(fs::read(&one).expect("read"), fs::read(&other).expect("read"));
    let reader = SerializedFileReader::try_from(one.as_path()).expect("opened");
    assert_eq!(reader.metadata().file_metadata().created_by(), Some("moat version 0.1.0"));
    let mut rows = 0;
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        for ((_, field), column) in row.get_column_iter().zip(&table.columns) {
            let is_same = match (field, &column.values) {
                (Field::Str(found), Values::Text(texts)) => **found == *texts[rows],
                (Field::Long(found), Values::Whole(numbers)) => *found == numbers[rows],
                (Field::Double(found), Values::Number(numbers)) => found.to_bits() == numbers[rows].to_bits(),
                (Field::Null, Values::Number(numbers)) => numbers[rows].is_nan(),
                _ => false,
            };
            assert!(is_same, "row {rows}, column {}: {field:?}", column.name);
        }
        rows += 1;
    }
    assert_eq!(rows, table.rows());
}

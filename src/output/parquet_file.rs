//! Tables as Parquet: text as required UTF-8, whole numbers as INT64, numbers as DOUBLE with nulls for the absent, zstd, the same bytes every time.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

use super::table::{Column, Kind, Table, Values};
use super::whole_file;
use crate::error::Result;

/// Rows of one row group: small enough that a reader can skip, large enough to compress.
const ROWS_A_GROUP: usize = 1 << 17;

/// Who made the file. Fixed but for our own version, so that equal tables are equal bytes.
const CREATED_BY: &str = concat!("moat version ", env!("CARGO_PKG_VERSION"));

pub fn write(path: &Path, table: &Table) -> Result<()> {
    whole_file::write(path, |file| fill(file, table).map_err(|cause| cause.to_string()))
}

fn fill(file: &mut (impl Write + Send), table: &Table) -> std::result::Result<(), ParquetError> {
    let properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .build();
    let mut writer = SerializedFileWriter::new(file, schema(table)?, Arc::new(properties))?;
    let rows = table.rows();
    let mut first = 0;
    while first < rows {
        let last = (first + ROWS_A_GROUP).min(rows);
        let mut group = writer.next_row_group()?;
        for column in &table.columns {
            let mut out = group.next_column()?.expect("the schema has every column of the table");
            write_column(&mut out, &column.values, first..last)?;
            out.close()?;
        }
        group.close()?;
        first = last;
    }
    writer.close()?;
    Ok(())
}

fn schema(table: &Table) -> std::result::Result<TypePtr, ParquetError> {
    let fields = table.columns.iter().map(field).collect::<std::result::Result<Vec<_>, _>>()?;
    Ok(Arc::new(Type::group_type_builder("table").with_fields(fields).build()?))
}

fn field(column: &Column) -> std::result::Result<TypePtr, ParquetError> {
    let field = match column.values.kind() {
        Kind::Text => Type::primitive_type_builder(&column.name, Physical::BYTE_ARRAY)
            .with_logical_type(Some(LogicalType::String))
            .with_repetition(Repetition::REQUIRED),
        Kind::Whole => Type::primitive_type_builder(&column.name, Physical::INT64).with_repetition(Repetition::REQUIRED),
        Kind::Number => Type::primitive_type_builder(&column.name, Physical::DOUBLE).with_repetition(Repetition::OPTIONAL),
    };
    Ok(Arc::new(field.build()?))
}

fn write_column(
    out: &mut SerializedColumnWriter<'_>,
    values: &Values,
    rows: std::ops::Range<usize>,
) -> std::result::Result<(), ParquetError> {
    match values {
        Values::Text(texts) => {
            let texts: Vec<ByteArray> = texts[rows].iter().map(|text| ByteArray::from(text.as_bytes().to_vec())).collect();
            out.typed::<ByteArrayType>().write_batch(&texts, None, None)?;
        }
        Values::Whole(numbers) => {
            out.typed::<Int64Type>().write_batch(&numbers[rows], None, None)?;
        }
        Values::Number(numbers) => {
            let present: Vec<f64> = numbers[rows.clone()].iter().copied().filter(|number| !number.is_nan()).collect();
            let levels: Vec<i16> = numbers[rows].iter().map(|number| i16::from(!number.is_nan())).collect();
            out.typed::<DoubleType>().write_batch(&present, Some(&levels), None)?;
        }
    }
    Ok(())
}

//! One table being written: rows in, bytes of a Parquet file out.
//!
//! Rows are turned into columns and written a group at a time, so that memory holds one group of
//! rows beside the compressed bytes. The schema is text, as the format's own tools print it.

use std::sync::Arc;

use parquet::basic::{Compression, Type as Physical};
use parquet::column::writer::ColumnWriter;
use parquet::data_type::{ByteArray, FixedLenByteArray};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rust_decimal::Decimal;
use serde::Serialize;

use crate::place::Recognised;

/// Rows of a group: some tens of megabytes of text, and enough for columns to compress well.
const GROUP: usize = 50_000;

/// Decimals of a `DECIMAL(38, 6)`.
const SCALE: u32 = 6;

/// What stands in a column of a row.
pub(super) enum Cell {
    Absent,
    Text(String),
    Whole(u32),
    Point(f32),
    Amount(Decimal),
}

impl Cell {
    /// A text that may be missing.
    pub(super) fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Absent, |t| Self::Text(t.to_owned()))
    }

    /// An amount that may be missing.
    pub(super) fn amount(value: Option<Decimal>) -> Self {
        value.map_or(Self::Absent, Self::Amount)
    }

    /// An amount as text, exact, that may be missing.
    pub(super) fn digits(value: Option<Decimal>) -> Self {
        value.map_or(Self::Absent, |v| Self::Text(v.to_string()))
    }

    /// A word of the contract; absent where there is none.
    pub(super) fn word(value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(word)) => Self::Text(word),
            _ => Self::Absent,
        }
    }

    /// How a value on a scan was read (`recognised` or `layer`), and how sure that is.
    pub(super) fn read(recognised: Option<Recognised>) -> [Self; 2] {
        let Some(recognised) = recognised else { return [Self::Absent, Self::Absent] };
        let confidence = recognised.confidence();
        let how = if confidence.is_some() { "recognised" } else { "layer" };
        [Self::text(Some(how)), confidence.map_or(Self::Absent, |c| Self::Whole(c.into()))]
    }

    /// Anything as JSON.
    pub(super) fn json(value: impl Serialize) -> Self {
        serde_json::to_string(&value).map_or(Self::Absent, Self::Text)
    }
}

/// A column of the group that is being filled.
struct Column {
    /// 1 for a row with a value, 0 for one without.
    levels: Vec<i16>,
    values: Values,
}

/// The values of a column, absent ones left out.
enum Values {
    Text(Vec<ByteArray>),
    Whole(Vec<i32>),
    Point(Vec<f32>),
    Amount(Vec<FixedLenByteArray>),
}

impl Column {
    fn of(physical: Physical) -> Self {
        let values = match physical {
            Physical::INT32 => Values::Whole(Vec::new()),
            Physical::FLOAT => Values::Point(Vec::new()),
            Physical::FIXED_LEN_BYTE_ARRAY => Values::Amount(Vec::new()),
            _ => Values::Text(Vec::new()),
        };
        Self { levels: Vec::new(), values }
    }

    fn push(&mut self, cell: Cell) {
        let present = match (&mut self.values, cell) {
            (Values::Text(all), Cell::Text(text)) => push(all, Some(text.into_bytes().into())),
            (Values::Whole(all), Cell::Whole(number)) => push(all, i32::try_from(number).ok()),
            (Values::Point(all), Cell::Point(number)) => push(all, Some(number)),
            (Values::Amount(all), Cell::Amount(value)) => push(all, units(value)),
            _ => false,
        };
        self.levels.push(i16::from(present));
    }

    fn clear(&mut self) {
        self.levels.clear();
        match &mut self.values {
            Values::Text(all) => all.clear(),
            Values::Whole(all) => all.clear(),
            Values::Point(all) => all.clear(),
            Values::Amount(all) => all.clear(),
        }
    }

    fn write(&self, writer: &mut ColumnWriter<'_>) -> Result<usize> {
        let levels = Some(self.levels.as_slice());
        match (writer, &self.values) {
            (ColumnWriter::ByteArrayColumnWriter(w), Values::Text(v)) => {
                w.write_batch(v, levels, None)
            }
            (ColumnWriter::Int32ColumnWriter(w), Values::Whole(v)) => {
                w.write_batch(v, levels, None)
            }
            (ColumnWriter::FloatColumnWriter(w), Values::Point(v)) => {
                w.write_batch(v, levels, None)
            }
            (ColumnWriter::FixedLenByteArrayColumnWriter(w), Values::Amount(v)) => {
                w.write_batch(v, levels, None)
            }
            _ => Err(ParquetError::General("a column of another type".to_owned())),
        }
    }
}

/// Adds a value where there is one.
fn push<T>(all: &mut Vec<T>, value: Option<T>) -> bool {
    let present = value.is_some();
    all.extend(value);
    present
}

/// A decimal in millionths, as the format keeps it; `None` where it has more decimals.
fn units(value: Decimal) -> Option<FixedLenByteArray> {
    let value = value.normalize();
    let missing = SCALE.checked_sub(value.scale())?;
    let units = value.mantissa().checked_mul(10_i128.checked_pow(missing)?)?;
    Some(ByteArray::from(units.to_be_bytes().to_vec()).into())
}

/// A table being written.
pub(super) struct Table {
    writer: SerializedFileWriter<Vec<u8>>,
    columns: Vec<Column>,
    rows: usize,
}

impl Table {
    /// A table without rows.
    pub(super) fn new(schema: &str) -> Result<Self> {
        let schema = Arc::new(parse_message_type(schema)?);
        let columns =
            schema.get_fields().iter().map(|f| Column::of(f.get_physical_type())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!("bilan ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties))?;
        Ok(Self { writer, columns, rows: 0 })
    }

    /// Adds a row: a cell for each column of the schema, in its order.
    pub(super) fn push<const N: usize>(&mut self, row: [Cell; N]) -> Result<()> {
        if N != self.columns.len() {
            let why = format!("{N} cells for {} columns", self.columns.len());
            return Err(ParquetError::General(why));
        }
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.push(cell);
        }
        self.rows += 1;
        if self.rows == GROUP { self.flush() } else { Ok(()) }
    }

    /// Writes the rows gathered as a group.
    fn flush(&mut self) -> Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        for column in &mut self.columns {
            let Some(mut writer) = group.next_column()? else { break };
            column.write(writer.untyped())?;
            writer.close()?;
            column.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    /// The file.
    pub(super) fn finish(mut self) -> Result<Vec<u8>> {
        self.flush()?;
        self.writer.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_kept_to_the_millionth_or_not_at_all() {
        let kept = |text: &str| {
            let units = units(text.parse().unwrap())?;
            Some(i128::from_be_bytes(units.data().try_into().unwrap()))
        };
        assert_eq!(kept("-500.5"), Some(-500_500_000));
        assert_eq!(kept("20631.740000000000"), Some(20_631_740_000));
        assert_eq!(kept("0.0000001"), None);
        let most = "79228162514264337593543950335";
        assert_eq!(kept(most), Some(most.parse::<i128>().unwrap() * 1_000_000));
    }
}

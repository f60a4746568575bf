//! How tables are stored: parquet files whose bytes depend on the results alone. The only home of that format.

use std::fs::File;
use std::io::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, ConvertedType, Repetition, Type as Physical};
use parquet::column::reader::get_typed_column_reader;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type};
use parquet::errors::{ParquetError, Result as Stored};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::Type;

use super::trouble::Trouble;

/// Rows in a group: a fixed number, so that the same rows are always cut at the same places.
const ROWS_PER_GROUP: usize = 4096;
/// Who wrote the file; without a version, so that an unchanged result keeps its bytes.
const WRITER: &str = "mutualise";

/// A named column; every column of a table has the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredColumn {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Names.
    Text(Vec<String>),
    /// Whole numbers.
    Whole(Vec<i32>),
    /// Numbers; NaN is stored as a null and read back as NaN.
    Number(Vec<f64>),
}

impl StoredColumn {
    /// A column of that name.
    pub fn new(name: impl Into<String>, values: Values) -> StoredColumn {
        StoredColumn { name: name.into(), values }
    }
}

/// The bytes of a table with its notes (key and value, in the file's own metadata); an error is a bug.
pub fn bytes(columns: &[StoredColumn], notes: &[(String, String)]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    write(&mut bytes, columns, notes).map_err(|why| why.to_string())?;
    Ok(bytes)
}

fn opened<W: Write + Send>(
    to: W,
    columns: &[StoredColumn],
    notes: &[(String, String)],
) -> Stored<SerializedFileWriter<W>> {
    let notes = notes.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let properties = WriterProperties::builder()
        .set_created_by(WRITER.to_owned())
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(notes))
        .build();
    SerializedFileWriter::new(to, Arc::new(schema(columns)?), Arc::new(properties))
}

fn write(to: impl Write + Send, columns: &[StoredColumn], notes: &[(String, String)]) -> Stored<()> {
    let mut file = opened(to, columns, notes)?;
    let rows = columns.first().map_or(0, |column| column.values.len());
    for start in (0..rows).step_by(ROWS_PER_GROUP) {
        let end = rows.min(start + ROWS_PER_GROUP);
        let mut group = file.next_row_group()?;
        for column in columns {
            column.values.store(&mut group, start, end)?;
        }
        group.close()?;
    }
    file.close()?;
    Ok(())
}

/// A table written as its rows come, a group at a time, so that its length is not held in memory. The same rows give
/// the same bytes, however they were handed over.
pub struct Growing<W: Write + Send> {
    file: SerializedFileWriter<W>,
    waiting: Vec<StoredColumn>,
}

impl<W: Write + Send> Growing<W> {
    /// Starts a table with the columns of `like`, whatever rows these hold.
    pub fn new(to: W, like: &[StoredColumn], notes: &[(String, String)]) -> Result<Growing<W>, String> {
        let waiting: Vec<StoredColumn> =
            like.iter().map(|column| StoredColumn::new(&*column.name, column.values.slice(0..0))).collect();
        let file = opened(to, &waiting, notes).map_err(|why| why.to_string())?;
        Ok(Growing { file, waiting })
    }

    /// Adds rows; the columns are those of the start, in their order.
    pub fn append(&mut self, columns: &[StoredColumn]) -> Result<(), String> {
        for (waiting, column) in self.waiting.iter_mut().zip(columns) {
            waiting.values.extend(&column.values)?;
        }
        while self.waiting.first().is_some_and(|column| column.values.len() >= ROWS_PER_GROUP) {
            self.flush(ROWS_PER_GROUP).map_err(|why| why.to_string())?;
        }
        Ok(())
    }

    /// Writes what is left, and gives back what was written to.
    pub fn finish(mut self) -> Result<W, String> {
        let rows = self.waiting.first().map_or(0, |column| column.values.len());
        let last = if rows > 0 { self.flush(rows) } else { Ok(()) };
        last.and_then(|()| self.file.into_inner()).map_err(|why| why.to_string())
    }

    fn flush(&mut self, rows: usize) -> Stored<()> {
        let mut group = self.file.next_row_group()?;
        for column in &mut self.waiting {
            column.values.store(&mut group, 0, rows)?;
            column.values = column.values.slice(rows..column.values.len());
        }
        group.close()?;
        Ok(())
    }
}

fn schema(columns: &[StoredColumn]) -> Stored<Type> {
    let fields = columns.iter().map(|column| column.schema().map(Arc::new)).collect::<Stored<_>>()?;
    Type::group_type_builder("table").with_fields(fields).build()
}

impl StoredColumn {
    fn schema(&self) -> Stored<Type> {
        let (physical, repetition, converted) = match self.values {
            Values::Text(_) => (Physical::BYTE_ARRAY, Repetition::REQUIRED, ConvertedType::UTF8),
            Values::Whole(_) => (Physical::INT32, Repetition::REQUIRED, ConvertedType::NONE),
            Values::Number(_) => (Physical::DOUBLE, Repetition::OPTIONAL, ConvertedType::NONE),
        };
        Type::primitive_type_builder(&self.name, physical)
            .with_repetition(repetition)
            .with_converted_type(converted)
            .build()
    }
}

impl Values {
    /// Some of the rows.
    pub fn slice(&self, rows: Range<usize>) -> Values {
        match self {
            Values::Text(values) => Values::Text(values[rows].to_vec()),
            Values::Whole(values) => Values::Whole(values[rows].to_vec()),
            Values::Number(values) => Values::Number(values[rows].to_vec()),
        }
    }

    fn extend(&mut self, more: &Values) -> Result<(), String> {
        match (self, more) {
            (Values::Text(values), Values::Text(more)) => values.extend_from_slice(more),
            (Values::Whole(values), Values::Whole(more)) => values.extend_from_slice(more),
            (Values::Number(values), Values::Number(more)) => values.extend_from_slice(more),
            _ => return Err("a column changes its kind".to_owned()),
        }
        Ok(())
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        match self {
            Values::Text(values) => values.len(),
            Values::Whole(values) => values.len(),
            Values::Number(values) => values.len(),
        }
    }

    fn store<W: Write + Send>(
        &self,
        group: &mut SerializedRowGroupWriter<'_, W>,
        start: usize,
        end: usize,
    ) -> Stored<()> {
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        match self {
            Values::Text(values) => {
                let bytes: Vec<ByteArray> = values[start..end].iter().map(|v| v.as_str().into()).collect();
                column.typed::<ByteArrayType>().write_batch(&bytes, None, None)?;
            }
            Values::Whole(values) => {
                column.typed::<Int32Type>().write_batch(&values[start..end], None, None)?;
            }
            Values::Number(values) => {
                let defined: Vec<f64> = values[start..end].iter().copied().filter(|v| !v.is_nan()).collect();
                let levels: Vec<i16> = values[start..end].iter().map(|v| i16::from(!v.is_nan())).collect();
                column.typed::<DoubleType>().write_batch(&defined, Some(&levels), None)?;
            }
        }
        column.close()
    }
}

/// Reads a whole table; a truncated or foreign file is told as such.
pub fn read(path: &Path) -> Result<Vec<StoredColumn>, Trouble> {
    let file = File::open(path).map_err(|cause| Trouble::reading(path, &cause))?;
    // a damaged file can make the decoder panic: told like any other damage
    super::panics::caught(|| read_columns(file))
        .map_err(|caught| Trouble::not_ours(path, caught.message))?
        .map_err(|why| Trouble::not_ours(path, why))
}

/// Reads the wanted columns of a table group by group, so that its length is not held in memory; columns come in the
/// order of the file.
pub fn read_groups(
    path: &Path,
    wanted: impl Fn(&str) -> bool,
    mut each: impl FnMut(Vec<StoredColumn>) -> Result<(), Trouble>,
) -> Result<(), Trouble> {
    let file = File::open(path).map_err(|cause| Trouble::reading(path, &cause))?;
    let told = |why: ParquetError| Trouble::not_ours(path, why);
    let file = super::panics::caught(|| SerializedFileReader::new(file))
        .map_err(|caught| Trouble::not_ours(path, caught.message))?
        .map_err(told)?;
    for group in 0..file.num_row_groups() {
        let columns = super::panics::caught(|| columns_of(&file, &wanted, group..group + 1))
            .map_err(|caught| Trouble::not_ours(path, caught.message))?
            .map_err(told)?;
        each(columns)?;
    }
    Ok(())
}

fn read_columns(file: File) -> Stored<Vec<StoredColumn>> {
    let file = SerializedFileReader::new(file)?;
    columns_of(&file, &|_| true, 0..file.num_row_groups())
}

/// Rows are complete in every column of a file that this program wrote.
fn of_one_length(columns: Vec<StoredColumn>) -> Stored<Vec<StoredColumn>> {
    let lengths = || columns.iter().map(|column| column.values.len());
    if lengths().max() == lengths().min() {
        return Ok(columns);
    }
    Err(ParquetError::General("columns of unequal length".to_owned()))
}

fn columns_of(
    file: &SerializedFileReader<File>,
    wanted: &impl Fn(&str) -> bool,
    groups: Range<usize>,
) -> Stored<Vec<StoredColumn>> {
    let fields = file.metadata().file_metadata().schema().get_fields().to_vec();
    let wanted = fields.iter().enumerate().filter(|(_, field)| wanted(field.name()));
    let columns: Stored<Vec<StoredColumn>> = wanted
        .map(|(place, field)| {
            let groups = groups.clone();
            let values = match field.get_physical_type() {
                Physical::BYTE_ARRAY => {
                    Values::Text(texts(read_all::<ByteArrayType>(file, place, groups)?.0)?)
                }
                Physical::INT32 => Values::Whole(read_all::<Int32Type>(file, place, groups)?.0),
                _ => Values::Number(with_nulls(read_all::<DoubleType>(file, place, groups)?)),
            };
            Ok(StoredColumn::new(field.name(), values))
        })
        .collect();
    columns.and_then(of_one_length)
}

/// The defined values of a column, and for each row whether it has one.
fn read_all<T: DataType>(
    file: &SerializedFileReader<File>,
    place: usize,
    groups: Range<usize>,
) -> Stored<(Vec<T::T>, Vec<i16>)> {
    let (mut values, mut levels) = (Vec::new(), Vec::new());
    for group in groups {
        let group = file.get_row_group(group)?;
        let mut column = get_typed_column_reader::<T>(group.get_column_reader(place)?);
        let rows = group.metadata().num_rows() as usize;
        let mut read = 0;
        while read < rows {
            let (more, _, _) = column.read_records(rows - read, Some(&mut levels), None, &mut values)?;
            if more == 0 {
                break;
            }
            read += more;
        }
    }
    Ok((values, levels))
}

fn texts(values: Vec<ByteArray>) -> Stored<Vec<String>> {
    values.iter().map(|value| value.as_utf8().map(str::to_owned)).collect()
}

fn with_nulls((values, levels): (Vec<f64>, Vec<i16>)) -> Vec<f64> {
    if levels.is_empty() {
        return values;
    }
    let mut values = values.into_iter();
    levels
        .iter()
        .map(|level| if *level == 0 { f64::NAN } else { values.next().unwrap_or(f64::NAN) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: usize) -> Vec<StoredColumn> {
        let number = |k: usize| if k.is_multiple_of(3) { f64::NAN } else { k as f64 / 7.0 };
        vec![
            StoredColumn::new("format", Values::Text((0..rows).map(|k| format!("f{}", k % 4)).collect())),
            StoredColumn::new("replication", Values::Whole((0..rows as i32).collect())),
            StoredColumn::new("turnover.vat-liable", Values::Number((0..rows).map(number).collect())),
        ]
    }

    fn bits(column: &StoredColumn) -> Vec<u64> {
        let Values::Number(values) = &column.values else { panic!("not numbers") };
        values.iter().map(|value| if value.is_nan() { 0 } else { value.to_bits() }).collect()
    }

    #[test]
    fn a_table_larger_than_a_group_is_read_back_to_the_bit_with_its_nulls() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        for rows in [0, 1, ROWS_PER_GROUP + 9] {
            let written = table(rows);
            std::fs::write(&path, bytes(&written, &[("unit".into(), "percent".into())]).unwrap()).unwrap();
            let read = read(&path).unwrap();
            assert_eq!(read[..2], written[..2]);
            assert_eq!(bits(&read[2]), bits(&written[2]));
        }
    }

    #[test]
    fn a_table_that_grew_has_the_bytes_of_one_written_at_once_and_reads_back_in_groups() {
        let whole = table(2 * ROWS_PER_GROUP + 100);
        let at_once = bytes(&whole, &[]).unwrap();
        let mut growing = Growing::new(Vec::new(), &whole, &[]).unwrap();
        let rows = whole[0].values.len();
        for start in (0..rows).step_by(333) {
            let slice =
                |c: &StoredColumn| StoredColumn::new(&*c.name, c.values.slice(start..rows.min(start + 333)));
            growing.append(&whole.iter().map(slice).collect::<Vec<_>>()).unwrap();
        }
        assert!(growing.finish().unwrap() == at_once);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        std::fs::write(&path, at_once).unwrap();
        let mut seen = Vec::new();
        let each = |columns: Vec<StoredColumn>| {
            seen.push((columns.len(), columns[0].values.len()));
            Ok(())
        };
        read_groups(&path, |name| name == "replication", each).unwrap();
        assert_eq!(seen, [(1, ROWS_PER_GROUP), (1, ROWS_PER_GROUP), (1, 100)]);
    }

    #[test]
    fn a_file_cut_anywhere_is_told_as_damaged_and_never_panics() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.parquet");
        let whole = bytes(&table(200), &[]).unwrap();
        for length in (0..whole.len()).step_by(7) {
            std::fs::write(&path, &whole[..length]).unwrap();
            assert!(matches!(read(&path), Err(Trouble::NotOurs(..))), "cut at {length}");
        }
    }
}

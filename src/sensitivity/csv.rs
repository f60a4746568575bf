//! How are tables of figures written for other programs?

/// A number as the shortest text that reads back as the same; nothing where there is none.
pub fn exact(value: f64) -> String {
    // a negative zero is zero
    if value.is_finite() { (value + 0.0).to_string() } else { String::new() }
}

/// A table with a head; an error is a bug.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(head).map_err(|why| why.to_string())?;
    for row in rows {
        writer.write_record(row).map_err(|why| why.to_string())?;
    }
    writer.into_inner().map_err(|why| why.to_string())
}

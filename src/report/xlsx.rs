//! `ecarts.xlsx`: the findings as a sheet.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::Run;

/// Renders the workbook. It states no time of its own: same input, same bytes.
pub fn render(run: &Run<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let fixed = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&fixed));
    let sheet = workbook.add_worksheet();
    sheet.set_name("Écarts")?;
    sheet.write_row(0, 0, ["Document", "Écart"])?;
    for (row, finding) in (1..).zip(&run.findings.findings) {
        sheet.write_row(row, 0, [&finding.document, &finding.message])?;
    }
    workbook.save_to_buffer()
}

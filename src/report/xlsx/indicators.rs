//! The sheet of indicators: one row a number, with its sentence and a link to it.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::Lang;

use super::super::words;
use super::sheet::Weight;
use super::{Filling, Making};

/// The headings, with their widths.
const HEADS: [(&str, f64); 10] = [
    ("Document", 30.0),
    ("Action", 9.0),
    ("Valeur", 14.0),
    ("Unité", 20.0),
    ("Libellé", 46.0),
    ("Période", 12.0),
    ("Règle", 24.0),
    ("Où", 20.0),
    ("Phrase", 60.0),
    ("Lecture", 18.0),
];

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, making: &Making<'_>) -> Result<(), XlsxError> {
    let mut fill = Filling::new(sheet, "Indicateurs", &HEADS, &making.styles)?;
    for record in making.run.records {
        let path = &record.document.path;
        for indicator in &record.indicators {
            fill.next()?;
            fill.link(0, path, making.sources.document(path))?;
            fill.text(1, indicator.action.as_deref().unwrap_or(""))?;
            fill.number(2, indicator.value, (indicator.step.scale(), Weight::Usual))?;
            fill.text(3, &indicator.unit)?;
            fill.text(4, &indicator.label)?;
            fill.text(5, indicator.period.as_deref().unwrap_or(""))?;
            fill.text(6, &indicator.id)?;
            let place = words::place(&indicator.place, Lang::Fr);
            fill.link(7, &place, making.sources.place(path, &indicator.place))?;
            fill.text(8, indicator.place.text())?;
            fill.text(9, &words::reading([&indicator.place], Lang::Fr).unwrap_or_default())?;
        }
    }
    fill.done_with(making, 0)
}

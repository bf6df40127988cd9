//! The sheet of actions: one row each, with what became of it and who carries it out.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::issue::Lang;

use super::super::words;
use super::{Filling, Making};

/// The headings, with their widths.
const HEADS: [(&str, f64); 8] = [
    ("Document", 30.0),
    ("Action", 9.0),
    ("Titre", 60.0),
    ("Statut", 22.0),
    ("Écrit", 30.0),
    ("Opérateur", 26.0),
    ("Où", 20.0),
    ("Lecture", 18.0),
];

/// Fills the sheet.
pub(super) fn fill(sheet: &mut Worksheet, making: &Making<'_>) -> Result<(), XlsxError> {
    let mut fill = Filling::new(sheet, "Actions", &HEADS, &making.styles)?;
    for record in making.run.records {
        let path = &record.document.path;
        for action in &record.actions {
            fill.next()?;
            fill.link(0, path, making.sources.document(path))?;
            fill.text(1, &action.id)?;
            fill.text(2, &action.title)?;
            fill.text(3, words::status(action.status))?;
            fill.text(4, action.status_text.as_deref().unwrap_or(""))?;
            fill.text(5, action.operator.as_deref().unwrap_or(""))?;
            let place = words::place(&action.place, Lang::Fr);
            fill.link(6, &place, making.sources.place(path, &action.place))?;
            fill.text(7, &words::reading([&action.place], Lang::Fr).unwrap_or_default())?;
        }
    }
    fill.done_with(making, 3)
}

//! An xlsx workbook: values and formulas by the library's cell reader, cell by cell; styles,
//! hidden rows and merged ranges by [`worksheet`].
//!
//! A dense range is never made: two cells in opposite corners of a sheet would ask for 17
//! thousand million cells.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor};
use std::sync::Arc;

use calamine::{Data, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::SheetError;
use super::cells::{self, Builder};
use super::guard::{self, Archive};
use super::library;
use super::room::Used;
use super::worksheet::{self, Frame, attribute};
use crate::document::{Sheet, Source};
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};
use crate::place::CellRef;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SheetError> {
    let (mut archive, sizes) = guard::counted(bytes, limits)?;
    let paths = paths(&mut archive, limits)?;
    let mut book: Xlsx<_> = library::ask(|| {
        calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(|e| match e {
            XlsxError::Password => SheetError::Password,
            other => failed(&other),
        })
    })?;
    let mut source = Source::default();
    let (mut total, mut inflated) = (Used::default(), 0);
    let metadata = book.sheets_metadata().to_vec();
    source.issues.extend(too_many(metadata.len(), limits));
    for meta in metadata.into_iter().take(limits.sheets) {
        // Sheets may name one part all of them: it is inflated for each.
        inflated += paths.get(&meta.name).map_or(0, |path| size(&archive, &sizes, path));
        if inflated > limits.inflated_bytes {
            let what = format!("classeur, à partir de la feuille « {} »", meta.name);
            let limit = mib(limits.inflated_bytes);
            source.issues.push(Issue::over(&what, &limit, "--max-inflated"));
            break;
        }
        let name: Arc<str> = Arc::from(meta.name.as_str());
        let hidden = meta.visible != SheetVisible::Visible;
        let mut sheet = Sheet { name, hidden, hidden_rows: Vec::new(), cells: Vec::new() };
        let frame = paths.get(&meta.name).map(|path| frame(&mut archive, path, limits));
        let rows_missing = frame.as_ref().and_then(|f| f.as_ref().ok()?.cut(&meta.name));
        let result = match frame {
            _ if meta.typ != SheetType::WorkSheet => Ok(Vec::new()),
            Some(Err(e)) => Err(e),
            Some(Ok(frame)) => library::ask(|| fill(&mut sheet, &mut book, frame, limits, total)),
            None => library::ask(|| fill(&mut sheet, &mut book, Frame::default(), limits, total)),
        };
        total.add(&sheet.cells);
        settle(&mut source, sheet, result)?;
        source.issues.extend(rows_missing);
    }
    Ok(source)
}

/// Adds a sheet with what is to tell of it. A refusal or a limit stops the workbook.
pub(super) fn settle(
    source: &mut Source,
    sheet: Sheet,
    result: Result<Vec<Issue>, SheetError>,
) -> Result<(), SheetError> {
    match result {
        Err(SheetError::Damaged(why)) => {
            let details: [(&str, &dyn std::fmt::Display); 2] =
                [("sheet", &sheet.name), ("why", &why)];
            source.issues.push(Issue::new(Code::SheetFailed, &details));
        }
        Err(e) => return Err(e),
        Ok(cut) => source.issues.extend(cut.into_iter().chain(cells::issues(&sheet))),
    }
    source.sheets.push(sheet);
    Ok(())
}

/// The issue of a workbook that has more sheets than are read.
pub(super) fn too_many(sheets: usize, limits: &Limits) -> Option<Issue> {
    let limit = format!("{} feuilles", limits.sheets);
    (sheets > limits.sheets).then(|| Issue::over("classeur", &limit, "--max-sheets"))
}

/// The size of a part once inflated, as the guard has counted it.
fn size(archive: &Archive<'_>, sizes: &[u64], path: &str) -> u64 {
    archive.index_for_name(path).and_then(|index| sizes.get(index)).copied().unwrap_or(0)
}

/// Reads the cells of a sheet; gives what a limit cut.
fn fill(
    sheet: &mut Sheet,
    book: &mut Xlsx<Cursor<&[u8]>>,
    frame: Frame,
    limits: &Limits,
    before: Used,
) -> Result<Vec<Issue>, SheetError> {
    let name = sheet.name.to_string();
    let mut reader = book.worksheet_cells_reader(&name).map_err(|e| failed(&e))?;
    let codes: Vec<Option<String>> = reader
        .styles()
        .iter()
        .map(|s| s.number_format.as_ref().map(|f| f.format_code.clone()))
        .collect();
    let mut builder = Builder::new(limits, before);
    let mut failure = None;
    loop {
        let record = match reader.next_cell_with_formula() {
            Ok(Some(record)) => record,
            Ok(None) => break,
            Err(e) => {
                failure = Some(failed(&e));
                break;
            }
        };
        let at = CellRef { row: record.pos.0, column: record.pos.1 };
        let code = codes.get(frame.style(at)).and_then(Option::as_deref);
        let cell = cells::cell(at, Data::from(record.value), code, record.formula);
        if cell.is_some_and(|c| !builder.push(c)) {
            break;
        }
    }
    sheet.hidden_rows = frame.hidden_rows;
    let cut = builder.told(&name);
    sheet.cells = builder.finish(&frame.merged);
    failure.map_or(Ok(cut), Err)
}

fn failed(error: &XlsxError) -> SheetError {
    SheetError::technical(error)
}

/// The frame of one worksheet part.
fn frame(archive: &mut Archive<'_>, path: &str, limits: &Limits) -> Result<Frame, SheetError> {
    let part = archive.by_name(path).map_err(|e| guard::damaged(&e))?;
    worksheet::read(BufReader::new(part), limits)
}

/// The part of each sheet, by the sheet's name.
fn paths(
    archive: &mut Archive<'_>,
    limits: &Limits,
) -> Result<BTreeMap<String, String>, SheetError> {
    let names: Vec<String> =
        archive.file_names().filter_map(|n| n.ok().map(std::borrow::Cow::into_owned)).collect();
    let Some(book) = names
        .iter()
        .filter(|n| n.to_ascii_lowercase().ends_with("workbook.xml"))
        .min_by_key(|n| n.len())
    else {
        return Err(SheetError::Damaged("aucun classeur dans l'archive".to_owned()));
    };
    let (folder, file) = book.rsplit_once('/').map_or(("", book.as_str()), |(d, f)| (d, f));
    let relations = format!("{folder}/_rels/{file}.rels");
    let relations = relations.trim_start_matches('/');
    let targets: BTreeMap<String, String> =
        elements(archive, relations, "Relationship", ("Id", "Target"))?.into_iter().collect();
    let sheets = elements(archive, book, "sheet", ("name", "r:id"))?;
    let found = sheets.into_iter().take(limits.sheets).filter_map(|(name, id)| {
        let target = targets.get(&id)?;
        let path = resolve(folder, target);
        let known = names.iter().find(|n| n.eq_ignore_ascii_case(&path))?;
        Some((name, known.clone()))
    });
    Ok(found.collect())
}

/// The name of a part, from a target relative to a folder or absolute.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}/{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Two attributes of every element of one name in a part, in order.
fn elements(
    archive: &mut Archive<'_>,
    path: &str,
    name: &str,
    attributes: (&str, &str),
) -> Result<Vec<(String, String)>, SheetError> {
    let part = archive.by_name(path).map_err(|e| guard::damaged(&e))?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    reader.config_mut().check_end_names = false;
    let (mut out, mut buffer) = (Vec::new(), Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| worksheet::broken(&e))? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == name => {
                let local = attributes.1.rsplit(':').next().unwrap_or_default();
                let second = attribute(&e, attributes.1).or_else(|| attribute(&e, local));
                out.extend(attribute(&e, attributes.0).zip(second));
            }
            Event::Eof => return Ok(out),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_as_producers_write_them() {
        for target in [
            "worksheets/sheet1.xml",
            "/xl/worksheets/sheet1.xml",
            "./worksheets/sheet1.xml",
            "../xl/worksheets/sheet1.xml",
            "worksheets\\sheet1.xml",
        ] {
            assert_eq!(resolve("xl", target), "xl/worksheets/sheet1.xml");
        }
    }
}

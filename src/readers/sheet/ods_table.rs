//! One table of an ods workbook: rows and cells with their repeats, values and shown text.
//!
//! A row or cell may stand for a million others; those that hold nothing take no room, and
//! those that hold something are written out up to a bound.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::str::FromStr;
use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use rust_decimal::Decimal;

use super::SheetError;
use super::cells::{Builder, iso_date};
use super::room::{Full, Used, repeats};
use super::worksheet::{attribute, broken};
use super::{format, locale};
use crate::document::{Sheet, SheetCell, Stored};
use crate::issue::Issue;
use crate::limits::Limits;
use crate::place::CellRef;

/// Reads one table, up to its end tag; with it, what a limit cut.
pub(super) fn read<R: BufRead>(
    reader: &mut Reader<R>,
    name: &str,
    limits: &Limits,
    before: Used,
) -> (Sheet, Result<Vec<Issue>, SheetError>) {
    let mut table = Table {
        builder: Builder::new(limits, before),
        merged: BTreeMap::new(),
        hidden_rows: Vec::new(),
        row: 0,
        repeated: 0,
        most_repeated: repeats(limits),
    };
    let result = table.rows(reader);
    let cut = table.builder.told(name);
    let sheet = Sheet {
        name: Arc::from(name),
        hidden: false,
        hidden_rows: table.hidden_rows,
        cells: table.builder.finish(&table.merged),
    };
    (sheet, result.map(|()| cut))
}

struct Table {
    builder: Builder,
    merged: BTreeMap<CellRef, (u32, u32)>,
    hidden_rows: Vec<u32>,
    /// The row that comes next.
    row: u32,
    repeated: u64,
    most_repeated: u64,
}

/// A row as written once.
#[derive(Default)]
struct Row {
    cells: Vec<(SheetCell, u32)>,
    column: u32,
}

impl Table {
    fn rows<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<(), SheetError> {
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|e| broken(&e))? {
                Event::Start(e) => match e.local_name().as_ref() {
                    "table-row" => {
                        let (repeat, hidden) = (count(&e, "number-rows-repeated"), hidden(&e));
                        let row = self.cells(reader)?;
                        self.write_row(&row, repeat, hidden);
                    }
                    "shapes" | "forms" => skip(reader, &e)?,
                    _ => {}
                },
                Event::Empty(e) if e.local_name().as_ref() == "table-row" => {
                    self.row = self.row.saturating_add(count(&e, "number-rows-repeated"));
                }
                Event::End(e) if e.local_name().as_ref() == "table" => return Ok(()),
                Event::Eof => return Err(SheetError::Damaged("le XML s'interrompt".to_owned())),
                _ => {}
            }
        }
    }

    fn cells<R: BufRead>(&mut self, reader: &mut Reader<R>) -> Result<Row, SheetError> {
        let (mut row, mut buffer) = (Row::default(), Vec::new());
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(|e| broken(&e))? {
                Event::Start(e) => match e.local_name().as_ref() {
                    name if name.ends_with("table-cell") => {
                        let e = e.into_owned();
                        let text = text(reader)?;
                        self.cell(&mut row, &e, Some(text));
                    }
                    _ => {}
                },
                Event::Empty(e) if e.local_name().as_ref().ends_with("table-cell") => {
                    self.cell(&mut row, &e, None);
                }
                Event::End(e) if e.local_name().as_ref() == "table-row" => return Ok(row),
                Event::Eof => return Err(SheetError::Damaged("le XML s'interrompt".to_owned())),
                _ => {}
            }
        }
    }

    fn cell(&mut self, row: &mut Row, e: &BytesStart<'_>, text: Option<String>) {
        let repeat = count(e, "number-columns-repeated");
        let at = CellRef { row: self.row, column: row.column };
        row.column = row.column.saturating_add(repeat);
        let spans = (count(e, "number-rows-spanned"), count(e, "number-columns-spanned"));
        if let Some(cell) = value(at, e, text.unwrap_or_default()) {
            if spans != (1, 1) {
                self.merged.insert(at, spans);
            }
            row.cells.push((cell, repeat));
        }
    }

    /// Writes a row as often as it is repeated.
    fn write_row(&mut self, row: &Row, repeat: u32, hidden: bool) {
        for extra in 0..repeat {
            let number = self.row.saturating_add(extra);
            let kept = !row.cells.is_empty() && self.write_once(row, number, extra);
            if hidden && kept {
                self.hidden_rows.push(number);
            }
            if !kept {
                break;
            }
        }
        self.row = self.row.saturating_add(repeat);
    }

    fn write_once(&mut self, row: &Row, number: u32, extra: u32) -> bool {
        for (cell, repeat) in &row.cells {
            for shift in 0..*repeat {
                self.repeated += u64::from(extra > 0 || shift > 0);
                if self.repeated > self.most_repeated {
                    self.builder.full = Some(Full::Repeats);
                    return false;
                }
                let at = CellRef { row: number, column: cell.at.column.saturating_add(shift) };
                if !self.builder.push(SheetCell { at, ..cell.clone() }) {
                    return false;
                }
            }
        }
        true
    }
}

fn count(e: &BytesStart<'_>, name: &str) -> u32 {
    attribute(e, name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1)
}

fn hidden(e: &BytesStart<'_>) -> bool {
    matches!(attribute(e, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn skip<R: BufRead>(reader: &mut Reader<R>, e: &BytesStart<'_>) -> Result<(), SheetError> {
    let end = e.to_end().into_owned();
    reader.read_to_end_into(end.name(), &mut Vec::new()).map_err(|e| broken(&e))?;
    Ok(())
}

/// The paragraphs of a cell, up to its end tag, one a line; comments and drawings left out.
fn text<R: BufRead>(reader: &mut Reader<R>) -> Result<String, SheetError> {
    let (mut out, mut paragraphs, mut inside, mut buffer) = (String::new(), 0, false, Vec::new());
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| broken(&e))? {
            Event::Start(e) => match e.local_name().as_ref() {
                "annotation" | "frame" | "custom-shape" => skip(reader, &e)?,
                "p" | "h" => {
                    if paragraphs > 0 {
                        out.push('\n');
                    }
                    paragraphs += 1;
                    inside = true;
                }
                _ => {}
            },
            Event::Empty(e) => match e.local_name().as_ref() {
                "s" => out.extend(std::iter::repeat_n(
                    ' ',
                    attribute(&e, "c").and_then(|n| n.parse::<usize>().ok()).unwrap_or(1).min(80),
                )),
                "tab" => out.push('\t'),
                "line-break" => out.push('\n'),
                _ => {}
            },
            Event::Text(t) if inside => out.push_str(&t.xml10_content()),
            Event::GeneralRef(r) if inside => push_entity(&mut out, &r),
            Event::End(e) if e.local_name().as_ref().ends_with("table-cell") => return Ok(out),
            Event::End(e) if matches!(e.local_name().as_ref(), "p" | "h") => inside = false,
            Event::Eof => return Err(SheetError::Damaged("le XML s'interrompt".to_owned())),
            _ => {}
        }
    }
}

fn push_entity(out: &mut String, entity: &BytesRef<'_>) {
    match entity.resolve_char_ref() {
        Ok(Some(c)) => out.push(c),
        _ => out.push_str(
            quick_xml::escape::resolve_predefined_entity(entity.as_ref()).unwrap_or_default(),
        ),
    }
}

/// A cell by its attributes and its shown text; `None` where it holds nothing.
fn value(at: CellRef, e: &BytesStart<'_>, text: String) -> Option<SheetCell> {
    let formula = attribute(e, "formula").map(|f| formula(&f));
    let kind = attribute(e, "value-type").unwrap_or_default();
    let shown_or = |other: String| if text.is_empty() { other } else { text.clone() };
    let failed = formula.is_some() && (text.starts_with("Err:") || text.starts_with('#'));
    let (shown, stored) = match kind.as_str() {
        _ if failed => (text, Stored::Error),
        "float" | "percentage" | "currency" => match number(e) {
            Some(n) => (shown_or(format::general(n)), Stored::Number(n)),
            None => (text, Stored::Text),
        },
        "date" => {
            let (shown, stored) = iso_date(&attribute(e, "date-value").unwrap_or_default());
            (shown_or(shown), stored)
        }
        "boolean" => {
            let truth = attribute(e, "boolean-value").as_deref() == Some("true");
            (shown_or((if truth { "VRAI" } else { "FAUX" }).to_owned()), Stored::Bool(truth))
        }
        "time" => (shown_or(attribute(e, "time-value").unwrap_or_default()), Stored::Text),
        "" if text.is_empty() => (format!("={}", formula.as_deref()?), Stored::Uncomputed),
        _ => (shown_or(attribute(e, "string-value").unwrap_or_default()), Stored::Text),
    };
    let shown = locale::french(shown, &stored);
    let blank = shown.trim().is_empty() && formula.is_none();
    (!blank).then_some(SheetCell { at, shown, stored, formula, span: (1, 1), line: None })
}

fn number(e: &BytesStart<'_>) -> Option<Decimal> {
    let text = attribute(e, "value")?;
    Decimal::from_str(&text).or_else(|_| Decimal::from_scientific(&text)).ok()
}

/// A formula as a spreadsheet shows it: `of:=SUM([.B6:.B9])` is `SUM(B6:B9)`.
fn formula(written: &str) -> String {
    let start = written.find('=').map_or(0, |i| i + 1);
    let bare = written.get(start..).unwrap_or(written);
    let bare = bare.replace("[.", "").replace(":.", ":").replace(['[', ']'], "");
    bare.chars().take(500).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &str) -> (Sheet, Result<Vec<Issue>, SheetError>) {
        let xml = format!("<table:table>{rows}</table:table>");
        let mut reader = Reader::from_reader(xml.as_bytes());
        reader.read_event_into(&mut Vec::new()).unwrap();
        read(&mut reader, "F", &Limits::default(), Used::default())
    }

    #[test]
    fn repeats_move_the_cells_that_follow_and_take_no_room() {
        let (sheet, cut) = table(
            r#"<table:table-row table:number-rows-repeated="1048000"><table:table-cell/>
            </table:table-row><table:table-row><table:table-cell
            table:number-columns-repeated="16000"/><table:table-cell office:value-type="float"
            office:value="20631.737446204555"><text:p>20 631,74</text:p></table:table-cell>
            </table:table-row>"#,
        );
        assert_eq!(cut.unwrap(), []);
        assert_eq!(sheet.cells.len(), 1);
        let cell = &sheet.cells[0];
        assert_eq!((cell.at.row, cell.at.column), (1_048_000, 16_000));
        assert_eq!(cell.shown, "20 631,74");
        assert_eq!(cell.stored, Stored::Number("20631.737446204555".parse().unwrap()));
    }

    #[test]
    fn a_filled_row_repeated_without_measure_is_cut_and_told() {
        let (sheet, cut) = table(
            r#"<table:table-row table:number-rows-repeated="1048576"><table:table-cell
            table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>
            </table:table-row>"#,
        );
        let cut = cut.unwrap();
        assert_eq!(cut.len(), 1);
        let share = "cellules répétées (un cinquantième de --max-cells) : limite de 100000";
        assert!(cut[0].message.contains(share), "the flag lifts it: {}", cut[0].message);
        assert!(sheet.cells.len() as u64 <= repeats(&Limits::default()) + 1);
    }

    #[test]
    fn comments_are_not_text_and_entities_are() {
        let (sheet, _) = table(
            r#"<table:table-row table:visibility="filter"><table:table-cell
            office:value-type="string" table:number-columns-spanned="3"><office:annotation>
            <text:p>note</text:p></office:annotation><text:p>A&amp;B<text:s text:c="2"/>C</text:p>
            <text:p>D</text:p></table:table-cell><table:covered-table-cell
            table:number-columns-repeated="2"/><table:table-cell
            table:formula="of:=SUM([.B6:.B9])"/></table:table-row>"#,
        );
        assert_eq!(sheet.cells[0].shown, "A&B  C\nD");
        assert_eq!(sheet.cells[0].span, (1, 3));
        assert_eq!(sheet.cells[1].at.to_string(), "D1");
        assert_eq!(sheet.cells[1].stored, Stored::Uncomputed);
        assert_eq!(sheet.cells[1].formula.as_deref(), Some("SUM(B6:B9)"));
        assert_eq!(sheet.hidden_rows, [0]);
    }
}

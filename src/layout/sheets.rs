//! Sheets in, paragraphs and tables out.
//!
//! A sheet is read in bands of rows. The headings of a band are found by form; what stands above
//! them are titles, what stands below the data in one cell are notes. Blocks that stand side by
//! side under one row of headings (charges and produits) stay one table, because their total
//! rows belong together. Hidden rows are rows like others.

mod header;
mod look;
mod row;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::look::look;
use self::row::Row;
use crate::document::{Block, Cell, Method, Paragraph, Sheet, SheetCell, Stored, Table};
use crate::place::{PlacedText, Rect};

/// Lays out sheets, one after the other.
#[must_use]
pub fn lay_out(sheets: &[Sheet]) -> (Vec<Block>, Vec<Table>) {
    let mut out = Layout::default();
    for sheet in sheets {
        out.sheet(sheet);
    }
    (out.blocks, out.tables)
}

#[derive(Default)]
struct Layout {
    blocks: Vec<Block>,
    tables: Vec<Table>,
}

/// A table while its rows are gathered.
struct Draft<'a> {
    rows: Vec<Row<'a>>,
    header_rows: usize,
    caption: Option<PlacedText>,
    notes: Vec<Row<'a>>,
    /// How many cells of its rows stand in each column.
    columns: BTreeMap<u32, usize>,
}

impl<'a> Draft<'a> {
    /// Adds rows at its foot; what was taken for notes are rows then.
    fn extend(&mut self, rows: Vec<Row<'a>>) {
        let notes = std::mem::take(&mut self.notes);
        for row in notes.into_iter().chain(rows) {
            for cell in &row.cells {
                *self.columns.entry(cell.at.column).or_default() += 1;
            }
            self.rows.push(row);
        }
        self.settle_notes();
    }

    /// Sets aside the rows at the foot that are notes: one text without a number.
    fn settle_notes(&mut self) {
        let first = self.columns.keys().next().copied().unwrap_or(0);
        let floor = self.header_rows + 1;
        let is_note =
            |r: &mut Row<'_>| r.is_note(first) && r.cells.iter().all(|c| !look(c).is_data());
        while self.rows.len() > floor
            && let Some(note) = self.rows.pop_if(is_note)
        {
            for cell in &note.cells {
                let left = self.columns.get(&cell.at.column).map_or(0, |n| n - 1);
                if left > 0 {
                    self.columns.insert(cell.at.column, left);
                } else {
                    self.columns.remove(&cell.at.column);
                }
            }
            self.notes.push(note);
        }
        self.notes.sort_by_key(|r| r.number);
    }
}

impl Layout {
    fn sheet(&mut self, sheet: &Sheet) {
        let mut open: Option<Draft<'_>> = None;
        let mut pending: Vec<Row<'_>> = Vec::new();
        let start = self.blocks.len();
        for band in row::bands(sheet) {
            let band = [std::mem::take(&mut pending), band].concat();
            for rows in cut(band) {
                let headings = header::find(&rows);
                if headings.as_ref().is_some_and(|h| h.end == rows.len()) {
                    pending = rows;
                } else if let Some(table) =
                    open.as_mut().filter(|t| headings.is_none() && goes_on(t, &rows))
                {
                    table.extend(rows);
                } else {
                    self.close(sheet, open.take());
                    open = self.start(sheet, rows, headings);
                }
            }
        }
        self.close(sheet, open);
        self.paragraphs(sheet, &pending);
        self.title(start);
    }

    /// The first line of a sheet is its title where it is one short cell.
    fn title(&mut self, start: usize) {
        if let Some(Block::Paragraph(first)) = self.blocks.get_mut(start)
            && first.text.spans.len() == 1
            && first.text.text.chars().count() <= 150
        {
            first.heading = Some(1);
        }
    }

    /// Titles of a band at once, its table as a draft.
    fn start<'a>(
        &mut self,
        sheet: &Sheet,
        mut rows: Vec<Row<'a>>,
        headings: Option<Range<usize>>,
    ) -> Option<Draft<'a>> {
        let headings = headings.or_else(|| bare_table(&rows));
        let Some(headings) = headings else {
            self.paragraphs(sheet, &rows);
            return None;
        };
        let body = rows.split_off(headings.start);
        self.paragraphs(sheet, &rows);
        let caption = rows.last().map(|r| line(sheet, r)).or_else(|| self.line_above());
        let header_rows = headings.len();
        let (rows, notes, columns) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut table = Draft { rows, header_rows, caption, notes, columns };
        table.extend(body);
        Some(table)
    }

    /// The paragraph that was written last, if it is short enough to name a table.
    fn line_above(&self) -> Option<PlacedText> {
        let Block::Paragraph(last) = self.blocks.last()? else { return None };
        (last.text.text.chars().count() <= 200).then(|| last.text.clone())
    }

    fn close(&mut self, sheet: &Sheet, draft: Option<Draft<'_>>) {
        let Some(draft) = draft else { return };
        let id = format!("t{}", self.tables.len() + 1);
        self.blocks.push(Block::Table(self.tables.len()));
        self.tables.push(table(sheet, &draft, id));
        for note in &draft.notes {
            let text = line(sheet, note);
            self.blocks.push(Block::Paragraph(Paragraph { text, ..Paragraph::default() }));
        }
    }

    fn paragraphs(&mut self, sheet: &Sheet, rows: &[Row<'_>]) {
        let mut floor = None;
        for row in rows {
            let text = line(sheet, row);
            let opens = floor.replace(row.number).is_none_or(|f: u32| f + 1 < row.number);
            let heading = (opens && is_banner(row, &text.text)).then_some(1);
            self.blocks.push(Block::Paragraph(Paragraph { text, heading, ..Paragraph::default() }));
        }
    }
}

/// Whether a line is a title laid over several columns: short, and opening as a title does
/// (« en milliers d'euros » doesn't).
fn is_banner(row: &Row<'_>, text: &str) -> bool {
    let merged = matches!(row.cells.as_slice(), [one] if one.span.1 > 1);
    let opening = text.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    merged && opening && text.chars().count() <= 150
}

/// Cuts a band where headings come again after data: a second table without a blank row.
fn cut(mut band: Vec<Row<'_>>) -> Vec<Vec<Row<'_>>> {
    let (mut starts, mut from) = (Vec::new(), 0);
    while let Some(at) = band.get(from..).and_then(headings_again) {
        from += at;
        starts.push(from);
    }
    // From the last on, so that no row is moved twice.
    let mut out: Vec<_> = starts.into_iter().rev().map(|at| band.split_off(at)).collect();
    out.push(band);
    out.reverse();
    out
}

/// The first row after the data of a band that is headings again: half of its words are those
/// of the headings, or it has words in every column of numbers.
fn headings_again(band: &[Row<'_>]) -> Option<usize> {
    let first = header::find(band)?;
    let known: BTreeSet<String> =
        band.get(first.clone())?.iter().flat_map(|r| &r.cells).map(|c| name(c)).collect();
    let mut columns: BTreeMap<u32, (usize, usize)> = BTreeMap::new();
    for (at, row) in band.iter().enumerate().skip(first.end) {
        let follows = band.get(at + 1).is_some_and(|next| next.cells.len() > 1);
        let looks = row.looks();
        if at > first.end && follows && header::is_heading_of(row, &looks) {
            let shared = row.cells.iter().filter(|c| known.contains(&name(c))).count();
            if shared * 2 >= row.cells.len() || over_numbers(row, &columns) {
                return Some(at);
            }
        }
        for (cell, look) in row.cells.iter().zip(&looks) {
            let (data, all) = columns.entry(cell.at.column).or_default();
            *data += usize::from(look.is_data());
            *all += 1;
        }
    }
    None
}

fn name(cell: &SheetCell) -> String {
    cell.shown.trim().to_lowercase()
}

/// Whether a row has words in every column that mostly held data above it, two at least.
fn over_numbers(row: &Row<'_>, columns: &BTreeMap<u32, (usize, usize)>) -> bool {
    let mut numeric = columns.iter().filter(|(_, (data, all))| data * 10 >= all * 6);
    let count = numeric.clone().count();
    count > 1
        && numeric
            .all(|(column, _)| row.cells.binary_search_by_key(column, |c| c.at.column).is_ok())
}

/// Whether rows after a blank one go on with a table: the same columns, and data in them.
fn goes_on(table: &Draft<'_>, rows: &[Row<'_>]) -> bool {
    let gap = rows.first().zip(table.rows.last()).map(|(a, b)| a.number.saturating_sub(b.number));
    let fits = rows.iter().flat_map(|r| &r.cells).all(|c| table.columns.contains_key(&c.at.column));
    let data = rows.iter().any(|r| r.cells.len() > 1 && r.cells.iter().any(|c| look(c).is_data()));
    fits && data && gap.is_some_and(|g| g <= 3)
}

/// A table without headings: two rows of two cells and more, one with a number, and no prose;
/// it starts at the first of them. Labels with values of all kinds are lines of text.
fn bare_table(rows: &[Row<'_>]) -> Option<Range<usize>> {
    let wide = |r: &&Row<'_>| r.cells.len() > 1;
    let count = rows.iter().filter(wide).count();
    let numbers = rows.iter().filter(wide).flat_map(|r| &r.cells).any(|c| look(c).is_data());
    let first = rows.iter().position(|r| r.cells.len() > 1)?;
    if !header::values_agree(rows.get(first..)?) {
        return None;
    }
    let prose = rows.iter().flat_map(|r| &r.cells).any(|c| c.shown.chars().count() > 250);
    (count > 1 && (numbers || count > 2) && !prose && count * 2 >= rows.len() - first)
        .then_some(first..first)
}

/// The cells of a row as one line, each with its place.
fn line(sheet: &Sheet, row: &Row<'_>) -> PlacedText {
    let mut out = PlacedText::default();
    for cell in &row.cells {
        out.push(" ", &unwrapped(&cell.shown), sheet.spot(cell));
    }
    out
}

/// A text whose line breaks are spaces.
fn unwrapped(shown: &str) -> String {
    let lines = shown.lines().map(str::trim).filter(|l| !l.is_empty());
    lines.collect::<Vec<_>>().join(" ")
}

/// The table of a draft: columns without any cell are left out.
fn table(sheet: &Sheet, draft: &Draft<'_>, id: String) -> Table {
    let columns: Vec<u32> = draft
        .rows
        .iter()
        .flat_map(|r| &r.cells)
        .map(|c| c.at.column)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let numbers: Vec<u32> = draft.rows.iter().map(|r| r.number).collect();
    let cells = draft
        .rows
        .iter()
        .enumerate()
        .flat_map(|(row, r)| r.cells.iter().map(move |cell| (row, *cell)));
    let cells = cells.map(|(row, cell)| placed(sheet, cell, row, &columns, &numbers)).collect();
    Table {
        id,
        rows: numbers.len(),
        columns: columns.len(),
        header_rows: draft.header_rows,
        cells,
        parts: vec![(0, Rect::default(), 0..numbers.len())],
        sheet: Some(sheet.name.clone()),
        method: Method::Sheet,
        confidence: if draft.header_rows > 0 { 95 } else { 60 },
        caption: draft.caption.clone(),
    }
}

fn placed(sheet: &Sheet, cell: &SheetCell, row: usize, columns: &[u32], numbers: &[u32]) -> Cell {
    let within = |all: &[u32], from: u32, span: u32| {
        let start = all.partition_point(|n| *n < from);
        (start, (all.partition_point(|n| *n < from.saturating_add(span)) - start).max(1))
    };
    let (column, column_span) = within(columns, cell.at.column, cell.span.1);
    let (_, row_span) = within(numbers, cell.at.row, cell.span.0);
    let stored = match &cell.stored {
        Stored::Number(n) => Some(*n),
        _ => None,
    };
    let text = PlacedText::at(unwrapped(&cell.shown), sheet.spot(cell));
    Cell { row, column, row_span, column_span, text, stored }
}

//! What a person is shown of a document to believe a finding: part of a page as a picture with
//! the values framed, or the cells of a sheet with those around them.
//!
//! A worker makes it from the file itself, which must still hold the bytes that were read: a
//! picture kept from another day would prove nothing. What cannot be shown comes with the reason.

mod area;
mod cells;
mod edges;
mod picture;

use std::sync::Arc;
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::base64;
use crate::document::{Page, Source, Table};
use crate::issue::{Code, Issue};
use crate::layout::{Lines, lay_out_with};
use crate::limits::Limits;
use crate::place::{CellRef, Rect};
use crate::readers::pdf::render::Drawing;

/// Values near each other in a document, to be shown together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    /// On a page of a PDF.
    Page {
        /// One-based page number.
        page: u32,
        /// The values.
        values: Vec<Boxed>,
    },
    /// In a sheet.
    Sheet {
        /// Its name.
        sheet: String,
        /// The cells.
        cells: Vec<CellRef>,
    },
}

/// A value on a page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Boxed {
    /// Its box, in points: all of the lines that it stands on.
    pub bbox: Rect,
    /// How it is written there.
    pub written: String,
}

/// What is shown for an [`Asked`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Part of a page.
    Picture(Picture),
    /// Part of a sheet.
    Cells(Excerpt),
    /// Nothing, and why.
    Nothing(Box<Issue>),
    /// Nothing, since what is before it fills a report.
    LeftOut,
}

/// Part of a page as a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    /// A PNG in base64.
    pub png: String,
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The page.
    pub page: u32,
    /// What of it is drawn, in points of the visible page.
    pub area: Rect,
    /// Pixels above that area: the headings of the table that the values stand in.
    pub top: u32,
}

/// Part of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The sheet.
    pub sheet: String,
    /// Letters of its columns, from the left; those between that hold nothing to tell are left
    /// out.
    pub columns: Vec<String>,
    /// Its rows, from the top.
    pub rows: Vec<ExcerptRow>,
}

/// A row of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcerptRow {
    /// One-based number in the sheet.
    pub number: u32,
    /// Whether it is a heading of the table that the values stand in.
    pub heading: bool,
    /// One entry a column of the excerpt.
    pub cells: Vec<ExcerptCell>,
}

/// A cell of an excerpt.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ExcerptCell {
    /// What a person sees in it; nothing in an empty one.
    pub text: String,
    /// Whether it holds one of the values.
    pub framed: bool,
}

/// Shows parts of a document, one answer for each that is asked for.
pub(super) fn show_pages(bytes: &Arc<Vec<u8>>, asked: &[Asked], limits: &Limits) -> Vec<Shown> {
    let mut drawing = match Drawing::open(bytes, limits) {
        Ok(drawing) => drawing,
        Err(issue) => return vec![Shown::Nothing(issue); asked.len()],
    };
    let (start, mut bytes) = (Instant::now(), 0);
    let mut last: Option<Seen> = None;
    let mut show = |asked: &Asked| match asked {
        // What is drawn until then is handed over before the time is up.
        Asked::Page { .. } if start.elapsed() > limits.timeout() / 2 => {
            let limit = format!("{} s", limits.seconds / 2);
            Err(Box::new(Issue::new(Code::TimedOut, &[("limit", &limit)])))
        }
        Asked::Page { .. } if bytes > limits.picture_bytes => Ok(Shown::LeftOut),
        Asked::Page { page, values } => {
            let shown = draw((&mut drawing, &mut last), *page, values)?;
            if let Shown::Picture(picture) = &shown {
                bytes += picture.png.len() as u64;
            }
            Ok(shown)
        }
        Asked::Sheet { sheet, .. } => Err(nowhere(sheet)),
    };
    asked.iter().map(|asked| show(asked).unwrap_or_else(Shown::Nothing)).collect()
}

/// Draws what stands around some values of a page.
fn draw(
    (drawing, last): (&mut Drawing<'_>, &mut Option<Seen>),
    number: u32,
    values: &[Boxed],
) -> Result<Shown, Box<Issue>> {
    let failed = |why: &dyn std::fmt::Display| {
        Box::new(Issue::new(Code::PageNotDrawn, &[("page", &number), ("why", why)]))
    };
    // Parts of one page follow each other more often than not.
    if last.as_ref().is_none_or(|seen| seen.page.number != number) {
        *last = drawing.page(number).map(Seen::new);
    }
    let missing = || nowhere(&format!("page {number}"));
    let Seen { page, tables } = last.as_ref().ok_or_else(missing)?;
    let boxes: Vec<Rect> = values.iter().flat_map(|v| area::boxes(page, v)).collect();
    let area = area::around(page, &boxes).ok_or_else(missing)?;
    let headings = area::headings(tables, &boxes, area);
    let area = headings.map_or(area, |headings| area::as_wide(area, headings));
    let mut pixels = drawing.pixels(page, picture::DPI, area)?;
    let area = if area::is_of_words(page, &boxes) {
        area
    } else {
        edges::between_lines(&mut pixels, area, area::line(&boxes))
    };
    let mut top = 0;
    if let Some(headings) = headings {
        let above = area::as_wide(headings, area);
        top = picture::set_above(&mut pixels, drawing.pixels(page, picture::DPI, above)?);
    }
    let frames = boxes.iter().map(|value| area::frame(*value, area)).collect::<Vec<_>>();
    let png = picture::encode(&pixels, (area, top), &frames).map_err(|e| failed(&e))?;
    let (width, height) = (pixels.width, pixels.height);
    let png = base64::encode(&png);
    Ok(Shown::Picture(Picture { png, width, height, page: number, area, top }))
}

/// A page with its tables.
struct Seen {
    page: Page,
    tables: Vec<Table>,
}

impl Seen {
    fn new(page: Page) -> Self {
        let source = Source { pages: vec![page.clone()], ..Source::default() };
        Self { page, tables: lay_out_with(source, Lines::LeftOut).tables }
    }
}

/// Shows parts of a workbook, one answer for each that is asked for.
pub(super) fn show_sheets(source: Source, asked: &[Asked]) -> Vec<Shown> {
    let laid = lay_out_with(source, Lines::LeftOut);
    let show = |asked: &Asked| match asked {
        Asked::Sheet { sheet, cells } => {
            cells::excerpt(&laid, sheet, cells).ok_or_else(|| nowhere(sheet))
        }
        Asked::Page { page, .. } => Err(nowhere(&format!("page {page}"))),
    };
    let shown = |asked| show(asked).map_or_else(Shown::Nothing, Shown::Cells);
    asked.iter().map(shown).collect()
}

/// The issue of a sheet or page that the file does not have.
fn nowhere(name: &str) -> Box<Issue> {
    Box::new(Issue::new(Code::NotInFile, &[("name", &name)]))
}

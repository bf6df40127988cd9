//! What the readers and layout give: pages of words and rules, sheets of cells, and, once laid
//! out, blocks in reading order with the tables among them.
//!
//! [`Source`] is what a reader gives; [`Laid`] is what layout makes of it and what extraction
//! takes. Both serve born-digital pages, scanned pages and sheets alike.

mod page;
mod sheet;
mod table;
mod tagged;

pub use page::{Image, Line, Origin, Page, PageSource, Rule, Word};
pub use sheet::{Sheet, SheetCell, Stored};
pub use table::{Cell, Method, Table};
pub use tagged::{TaggedCell, TaggedTable};

use serde::{Deserialize, Serialize};

use crate::issue::Issue;
use crate::place::PlacedText;

/// A document as a reader gives it.
#[derive(Debug, Clone, Default)]
pub struct Source {
    /// Pages of a PDF, in order; empty for a spreadsheet.
    pub pages: Vec<Page>,
    /// Sheets of a workbook, in its order; empty for a PDF.
    pub sheets: Vec<Sheet>,
    /// Title, author, producer and dates as the file states them, by name.
    pub metadata: Vec<(String, String)>,
    /// Titles of the outline with their one-based page and depth (0 at the top).
    pub outline: Vec<(String, Option<u32>, u32)>,
    /// What was wrong or left out.
    pub issues: Vec<Issue>,
}

/// A document laid out.
///
/// Kept as JSON it is what extraction takes, so that other rules read it again without its file:
/// what only `inspect` shows is left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Laid {
    /// The pages with their lines in reading order, for `inspect` and for places.
    #[serde(skip)]
    pub pages: Vec<Page>,
    /// The sheets as read.
    pub sheets: Vec<Sheet>,
    /// Paragraphs, headings, list items and tables in reading order, over page breaks;
    /// a paragraph cut by a page break is one block.
    pub blocks: Vec<Block>,
    /// Every table; [`Block::Table`] points here.
    pub tables: Vec<Table>,
    /// Running headers, footers and page numbers, set aside.
    #[serde(skip)]
    pub furniture: Vec<PlacedText>,
    /// As stated by the file.
    pub metadata: Vec<(String, String)>,
    /// What was wrong or left out, readers' issues first.
    pub issues: Vec<Issue>,
}

/// One block of the reading order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Block {
    /// A paragraph of running text, end-of-line hyphens joined.
    Paragraph(Paragraph),
    /// A table, by its index in [`Laid::tables`].
    Table(usize),
}

/// A paragraph, heading or list item.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its text with places.
    pub text: PlacedText,
    /// Size of most of its letters, in points; 0 in a sheet.
    pub size: f32,
    /// Whether most of its letters are bold.
    pub bold: bool,
    /// Level given by the structure tree or by size against the body text: 1 is the title;
    /// `None` for running text.
    pub heading: Option<u8>,
    /// Whether it opens with a bullet, dash or number of a list.
    pub item: bool,
}

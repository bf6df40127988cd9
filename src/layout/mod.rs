//! Words and rules in, lines, paragraphs and tables in reading order out; sheets likewise.
//!
//! ```text
//! page ─ furniture ─ tables ─ columns ─ lines ─┐
//! page ─ …                                     ├─ paragraphs ─ blocks, over page breaks
//! sheet ─ sheets ──────────────────────────────┘
//! ```
//!
//! Headers and footers are set aside first: they would stand between the halves of whatever a
//! page break cuts. Tables come before columns, whose gutters are of another kind.

mod blocks;
mod bullets;
mod columns;
mod found;
mod furniture;
mod headings;
mod hyphens;
mod lines;
mod paragraphs;
mod segments;
pub mod sheets;
pub mod tables;

pub use hyphens::{Hyphens, Join};

use crate::document::{Block, Laid, Page, Source};
use crate::place::PlacedText;
use furniture::Furniture;

/// Lays out a document.
#[must_use]
pub fn lay_out(source: Source) -> Laid {
    let mut pages = source.pages;
    let furniture = furniture::find(&pages);
    let (found, areas): (Vec<_>, Vec<_>) =
        pages.iter().zip(&furniture).map(|(p, f)| found::find(p, &f.words)).unzip();
    let flows = pages
        .iter_mut()
        .enumerate()
        .zip(furniture.iter().zip(&areas))
        .map(|((i, page), (aside, tables))| lines::order(page, i, aside, tables))
        .collect();
    let numbers = pages.iter().map(|p| p.number);
    let (tables, begins) = found::join(numbers.zip(found).collect());
    let first = |page: usize, index: usize| {
        let number = pages.get(page)?.number;
        begins.get(&(number, index)).copied()
    };
    let blocks = blocks::blocks(&pages, flows, first);
    let mut laid = Laid {
        furniture: texts(&pages, &furniture),
        pages,
        sheets: source.sheets,
        blocks,
        tables,
        metadata: source.metadata,
        issues: source.issues,
    };
    add_sheets(&mut laid);
    laid
}

/// The texts of headers and footers, page by page.
fn texts(pages: &[Page], furniture: &[Furniture]) -> Vec<PlacedText> {
    let rows = |(page, aside): (&Page, &Furniture)| -> Vec<PlacedText> {
        aside.top.iter().chain(&aside.bottom).map(|w| lines::line(page, w).text).collect()
    };
    pages.iter().zip(furniture).flat_map(rows).collect()
}

/// Adds the blocks and tables of the sheets behind those of the pages.
fn add_sheets(laid: &mut Laid) {
    let (blocks, tables) = sheets::lay_out(&laid.sheets);
    let shift = laid.tables.len();
    laid.blocks.extend(blocks.into_iter().map(|b| match b {
        Block::Table(i) => Block::Table(i + shift),
        text @ Block::Paragraph(_) => text,
    }));
    laid.tables.extend(tables);
}

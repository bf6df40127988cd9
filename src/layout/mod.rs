//! Words and rules in, lines, paragraphs and tables in reading order out; sheets likewise.
//!
//! ```text
//! page ─ furniture ─ tables ─ columns ─ lines ─┐
//! page ─ …                                     ├─ paragraphs ─ blocks, over page breaks
//! sheet ─ sheets ──────────────────────────────┘
//! ```
//!
//! Headers and footers are set aside first: they would stand between the halves of whatever a
//! page break cuts. Tables come before columns, whose gutters are of another kind; only those that
//! white space alone gave are looked for again within the columns (`found`).

mod blocks;
mod bullets;
mod columns;
mod found;
mod furniture;
mod headings;
mod hyphens;
mod leading;
mod lines;
mod paragraphs;
mod segments;
pub mod sheets;
mod straight;
mod table_rows;
pub mod tables;

pub use hyphens::{Hyphens, Join};

use std::cell::RefCell;

use crate::document::{Block, Laid, Page, Source, Table, Word};
use crate::issue::{Code, Issue};
use crate::place::{PlacedText, Rect};
use furniture::Furniture;
use lines::TableArea;
use tables::trace::Trace;
use tables::{Found, Watcher};

/// Bytes of a text that names a table: a line or two, not a paragraph.
const CAPTION: usize = 160;

/// The tables of all pages, each page knowing the last table of the page before; the watched page,
/// by its number, with its watcher.
fn find_tables(
    pages: &mut [Page],
    furniture: &[Furniture],
    watched: (u32, Watcher<'_>),
) -> (Vec<Vec<Found>>, Vec<Vec<TableArea>>) {
    let (mut found, mut areas): (Vec<Vec<Found>>, Vec<Vec<TableArea>>) = (Vec::new(), Vec::new());
    for (page, aside) in pages.iter_mut().zip(furniture) {
        let before = found.last().and_then(|tables| tables.last());
        let own = if page.number == watched.0 { watched.1 } else { Watcher::default() };
        let rows = aside.top.iter().chain(&aside.bottom);
        let words = |row: &Vec<usize>| row.iter().filter_map(|&i| page.words.get(i)).collect();
        let place = |words: Vec<&Word>| Rect::hull(words.into_iter().map(|w| w.bbox));
        own.set_aside(rows.map(words).filter_map(place));
        let (tables, places) = found::find(page, &aside.words, before, own);
        found.push(tables);
        areas.push(places);
    }
    (found, areas)
}

/// An issue for each page whose drawn grids were over the limit.
fn dense_pages(pages: &[Page]) -> Vec<Issue> {
    let issue = |page: &Page| {
        let limit = tables::crossings_over_limit(page)?;
        Some(Issue::new(Code::StrokesTooMany, &[("page", &page.number), ("limit", &limit)]))
    };
    pages.iter().filter_map(issue).collect()
}

/// Whether [`Page::lines`] is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lines {
    /// For people who look at a page.
    Shown,
    /// Left empty: extraction reads blocks and tables, and a long list has many lines.
    LeftOut,
}

/// Lays out a document, its lines included.
#[must_use]
pub fn lay_out(source: Source) -> Laid {
    lay_out_with(source, Lines::Shown)
}

/// Lays out a document.
#[must_use]
pub fn lay_out_with(source: Source, lines: Lines) -> Laid {
    lay(source, lines, (0, Watcher::default()))
}

/// Lays out a document, and tells what was tried to find the tables of a page.
#[must_use]
pub fn lay_out_watching(source: Source, page: u32) -> (Laid, Trace) {
    let trace = RefCell::new(Trace::default());
    let laid = lay(source, Lines::Shown, (page, Watcher::new(&trace)));
    (laid, trace.into_inner())
}

fn lay(source: Source, lines: Lines, watched: (u32, Watcher<'_>)) -> Laid {
    let mut pages = source.pages;
    let furniture = furniture::find(&pages);
    let (found, areas) = find_tables(&mut pages, &furniture, watched);
    let mut issues = source.issues;
    issues.extend(dense_pages(&pages));
    let mut flows = Vec::with_capacity(pages.len());
    for (i, (page, (aside, tables))) in
        pages.iter_mut().zip(furniture.iter().zip(&areas)).enumerate()
    {
        let items = lines::order(page, i, aside, tables);
        if lines == Lines::Shown {
            page.lines = lines::shown(page, aside, tables, &items);
        }
        flows.push(items);
    }
    let numbers = pages.iter().map(|p| p.number);
    let (mut tables, begins) = found::join(numbers.zip(found).collect());
    let first = |page: usize, index: usize| {
        let number = pages.get(page)?.number;
        begins.get(&(number, index)).copied()
    };
    let blocks = blocks::blocks(&pages, flows, first);
    name_tables(&blocks, &mut tables);
    let mut laid = Laid {
        furniture: texts(&pages, &furniture),
        pages,
        sheets: source.sheets,
        blocks,
        tables,
        metadata: source.metadata,
        issues,
    };
    add_sheets(&mut laid);
    straight::put_back(&mut laid);
    laid
}

/// The texts of headers and footers, page by page.
fn texts(pages: &[Page], furniture: &[Furniture]) -> Vec<PlacedText> {
    let rows = |(page, aside): (&Page, &Furniture)| -> Vec<PlacedText> {
        aside.top.iter().chain(&aside.bottom).map(|w| lines::line(page, w).text).collect()
    };
    pages.iter().zip(furniture).flat_map(rows).collect()
}

/// Gives each table the short text right above it that names it, where one does.
fn name_tables(blocks: &[Block], tables: &mut [Table]) {
    for (above, block) in blocks.iter().zip(blocks.iter().skip(1)) {
        let (Block::Paragraph(text), Block::Table(index)) = (above, block) else { continue };
        let names = text.heading.is_some() || text.text.text.len() <= CAPTION;
        if let Some(table) = tables.get_mut(*index).filter(|t| names && t.caption.is_none()) {
            table.caption = Some(text.text.clone());
        }
    }
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

#[cfg(test)]
mod tests {

    use super::segments::tests as made;
    use super::*;
    use crate::document::Rule;
    use crate::place::Rect;

    /// Reading order and paragraphs of a page, without its tables.
    fn lay_out_text(words: Vec<crate::document::Word>) -> Vec<Block> {
        let pages = vec![made::page(words)];
        let aside = furniture::find(&pages);
        let items = lines::order(&pages[0], 0, &aside[0], &[]);
        blocks::blocks(&pages, vec![items], |_, _| None)
    }

    #[test]
    fn pages_of_very_many_words_lose_none_of_them() {
        const MANY: u16 = 40_000;
        let letters = |blocks: Vec<Block>| -> usize {
            let texts = blocks.iter().map(|b| match b {
                Block::Paragraph(p) => p.text.spans.len(),
                Block::Table(_) => 0,
            });
            texts.sum()
        };
        let grid = (0..MANY)
            .map(|i| made::word("1", f32::from(i % 200) * 2.9, f32::from(i / 200) * 4.0, 1.0))
            .collect();
        assert_eq!(letters(lay_out_text(grid)), usize::from(MANY));
    }

    #[test]
    fn the_heading_over_a_table_names_it() {
        let mut words = made::words("Budget prévisionnel 2023", 50.0, 80.0, 14.0);
        for (i, name) in ["Charges", "Produits", "Réserves", "Total"].iter().enumerate() {
            let y = 100.0 + i as f32 * 14.0;
            words.extend(made::words(name, 50.0, y, 10.0));
            words.extend(made::words(&format!("1{},00", i * i * 137 + 11), 300.0, y, 10.0));
            words.extend(made::words(&format!("2{},00", i * i * 291 + 45), 400.0, y, 10.0));
        }
        let laid = lay_out(Source { pages: vec![made::page(words)], ..Source::default() });
        let caption = laid.tables[0].caption.as_ref().map(|c| c.text.as_str());
        assert_eq!(caption, Some("Budget prévisionnel 2023"));
        assert!(matches!(laid.blocks[1], Block::Table(0)));
    }

    #[test]
    fn a_page_of_too_many_strokes_is_told() {
        let mut page = made::page(made::words("Charges", 50.0, 80.0, 10.0));
        for i in 0..1_500_u16 {
            let at = f32::from(i) * 4.0;
            let across = Rect { x0: 0.0, y0: at, x1: 6_000.0, y1: at };
            let down = Rect { x0: at, y0: 0.0, x1: at, y1: 6_000.0 };
            page.rules.push(Rule { bbox: across, horizontal: true });
            page.rules.push(Rule { bbox: down, horizontal: false });
        }
        let laid = lay_out(Source { pages: vec![page], ..Source::default() });
        let codes: Vec<_> = laid.issues.iter().map(|i| i.code).collect();
        assert_eq!(codes, [Code::StrokesTooMany]);
        assert!(laid.issues[0].message.contains("2000000"), "{}", laid.issues[0].message);
    }
}

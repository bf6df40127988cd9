//! A document read again, as one looks a place up in it: the texts on a page or in a cell.
//!
//! Texts are those that extraction reads (paragraphs, cells and captions of tables), whose every
//! word knows its box. The words in a box are told by the middle of their letters.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use crate::document::{Block, Laid, Sheet, Stored};
use crate::place::{CellRef, Place, PlacedText, Rect, Spot};

/// How far a box may be off, in points: places are rounded to a tenth.
const SLACK: f32 = 0.16;

/// Letters of what was found that are told.
const TOLD: usize = 80;

/// A document to look places up in.
pub(super) struct Sight<'l> {
    pages: BTreeMap<u32, Vec<(Rect, &'l PlacedText)>>,
    cells: BTreeMap<(&'l str, CellRef), Vec<&'l PlacedText>>,
    stored: BTreeMap<(&'l str, CellRef), Decimal>,
}

impl<'l> Sight<'l> {
    /// Looks through a document.
    pub(super) fn new(laid: &'l Laid) -> Self {
        let stored = laid.sheets.iter().flat_map(stored).collect();
        let mut sight = Self { pages: BTreeMap::new(), cells: BTreeMap::new(), stored };
        for block in &laid.blocks {
            if let Block::Paragraph(paragraph) = block {
                sight.add(&paragraph.text);
            }
        }
        for table in &laid.tables {
            table.cells.iter().map(|c| &c.text).chain(&table.caption).for_each(|t| sight.add(t));
        }
        sight
    }

    fn add(&mut self, text: &'l PlacedText) {
        let mut pages: BTreeMap<u32, Rect> = BTreeMap::new();
        for span in &text.spans {
            match &span.spot {
                Spot::Page { page, bbox, .. } => {
                    pages.entry(*page).and_modify(|all| *all = all.union(*bbox)).or_insert(*bbox);
                }
                Spot::Cell { sheet, cell, .. } => {
                    let at = self.cells.entry((sheet, *cell)).or_default();
                    if at.last().is_none_or(|last| !std::ptr::eq(*last, text)) {
                        at.push(text);
                    }
                }
            }
        }
        for (page, hull) in pages {
            self.pages.entry(page).or_default().push((hull, text));
        }
    }

    /// The texts that have words at a place; `None` where there is no such page or cell.
    pub(super) fn texts(&self, place: &Place) -> Option<Vec<&'l PlacedText>> {
        match place {
            Place::Page { page, bbox, .. } => {
                let texts = self.pages.get(page)?.iter();
                Some(texts.filter(|(hull, _)| touch(*hull, *bbox)).map(|(_, text)| *text).collect())
            }
            Place::Cell { sheet, cell, .. } => self.cells.get(&(sheet.as_ref(), *cell)).cloned(),
        }
    }

    /// What is read at a place, for people; `None` where nothing is.
    pub(super) fn found(&self, place: &Place) -> Option<String> {
        let texts = self.texts(place)?;
        let parts = texts.iter().filter_map(|text| text.text.get(under(text, place)?));
        let all: String = parts.collect::<Vec<_>>().join(" ").chars().take(TOLD).collect();
        Some(all).filter(|all| !all.is_empty())
    }

    /// The number that a sheet stores in a cell.
    pub(super) fn stored(&self, place: &Place) -> Option<Decimal> {
        let Place::Cell { sheet, cell, .. } = place else { return None };
        self.stored.get(&(sheet.as_ref(), *cell)).copied()
    }
}

/// The numbers that a sheet stores, by sheet and cell.
fn stored(sheet: &Sheet) -> impl Iterator<Item = ((&str, CellRef), Decimal)> {
    sheet.cells.iter().filter_map(|cell| match cell.stored {
        Stored::Number(number) => Some(((&*sheet.name, cell.at), number)),
        _ => None,
    })
}

/// Whether two boxes touch, those without height or width too.
fn touch(a: Rect, b: Rect) -> bool {
    let apart =
        a.x1 + SLACK < b.x0 || b.x1 + SLACK < a.x0 || a.y1 + SLACK < b.y0 || b.y1 + SLACK < a.y0;
    !apart
}

/// The range of a text that lies at a place, by the middle of its letters.
pub(super) fn under(text: &PlacedText, place: &Place) -> Option<Range<usize>> {
    let mut all: Option<Range<usize>> = None;
    let mut take = |range: Range<usize>| {
        let whole =
            all.take().map_or(range.clone(), |a| a.start.min(range.start)..a.end.max(range.end));
        all = Some(whole);
    };
    for span in &text.spans {
        match (&span.spot, place) {
            (Spot::Page { page, bbox, .. }, Place::Page { page: wanted, bbox: within, .. })
                if page == wanted =>
            {
                let letters = text.text.get(span.range.clone()).unwrap_or_default();
                for (at, letter) in letters.char_indices() {
                    let to = at + letter.len_utf8();
                    if within.contains(middle(*bbox, at..to, letters.len()), bbox.center().1) {
                        take(span.range.start + at..span.range.start + to);
                    }
                }
            }
            (Spot::Cell { sheet, cell, .. }, Place::Cell { sheet: on, cell: wanted, .. })
                if sheet == on && cell == wanted =>
            {
                take(span.range.clone());
            }
            _ => {}
        }
    }
    all
}

/// Where the middle of some bytes of a word is, by even widths.
fn middle(word: Rect, bytes: Range<usize>, length: usize) -> f32 {
    word.x0 + word.width() * (bytes.start + bytes.end) as f32 / (2 * length.max(1)) as f32
}

/// Whether a range of a text stands at a place: on its page and at its very box, or in its cell.
pub(super) fn stands(text: &PlacedText, range: Range<usize>, place: &Place) -> bool {
    match (text.spot(range), place) {
        (Some(Spot::Page { page, bbox, .. }), Place::Page { page: wanted, bbox: within, .. }) => {
            let (edges, wanted_edges): ([f32; 4], [f32; 4]) = (bbox.into(), (*within).into());
            let near = |(a, b): (&f32, &f32)| (a - b).abs() <= SLACK;
            page == *wanted && edges.iter().zip(&wanted_edges).all(near)
        }
        (
            Some(Spot::Cell { sheet, cell, line }),
            Place::Cell { sheet: on, cell: wanted, line: at, .. },
        ) => sheet == *on && cell == *wanted && line == *at,
        _ => false,
    }
}

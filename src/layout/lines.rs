//! The lines of a page in reading order, with the places of its tables among them.
//!
//! Words that are furniture or stand in a table are left out of the flow; [`shown`] sets them
//! back, for people who look at the lines of a page. Words turned against the page are read apart, at
//! its end.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::{Leaf, leaves};
use super::furniture::Furniture;
use super::paragraphs::ends_sentence;
use super::segments::{Row, Segment, main_turn, rows, segments, segments_of, upright};
use crate::document::{Line, Page, Word};
use crate::place::{PlacedText, Rect};

/// A line of the flow, upright.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "what is seen of a line, each by itself")]
pub(super) struct FlowLine {
    /// Index of its page.
    pub(super) page: usize,
    /// Its words, by index in the page, left to right.
    pub(super) words: Vec<usize>,
    /// Its box.
    pub(super) rect: Rect,
    /// Baseline of its largest letters.
    pub(super) baseline: f32,
    /// Size of most of its letters.
    pub(super) size: f32,
    /// Left and right edge of its column.
    pub(super) edges: (f32, f32),
    /// The leaf of its page that it belongs to.
    pub(super) leaf: usize,
    /// Whether it is written against the turn of its page.
    pub(super) aside: bool,
    /// Share of bold letters.
    pub(super) bold: f32,
    /// Whether its first and its last word are bold.
    pub(super) bold_ends: (bool, bool),
    /// Whether it opens with a small letter.
    pub(super) opens_small: bool,
    /// Whether its last word ends a sentence.
    pub(super) ends: bool,
    /// Whether it ends in a figure set apart from the words before it, as an entry of a list does.
    pub(super) tabbed: bool,
    /// The structure element that its end belongs to.
    pub(super) element: Option<u32>,
    /// The role of that element.
    pub(super) role: Option<String>,
}

/// What stands next in the reading order of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// A line.
    Line(FlowLine),
    /// A table, by its index in the page.
    Table(usize),
}

/// A table on a page: its box and its words.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct TableArea {
    /// Its box on the page.
    pub(super) rect: Rect,
    /// Its words, by index in the page.
    pub(super) words: BTreeSet<usize>,
}

/// The reading order of a page.
pub(super) fn order(
    page: &Page,
    index: usize,
    furniture: &Furniture,
    tables: &[TableArea],
) -> Vec<Item> {
    let turn = main_turn(page);
    let mut taken = furniture.words.clone();
    taken.extend(tables.iter().flat_map(|t| &t.words));
    let mut items = Vec::new();
    let tags = page.tags.iter().map(|(mcid, role, element)| (*mcid, (role.as_str(), *element)));
    let on = On { page, index, tags: tags.collect() };
    for (at, leaf) in regions(page, turn, &taken, tables).into_iter().enumerate() {
        on.push_leaf((at, false), leaf, &mut items);
    }
    for (at, other) in [0, 90, 180, 270].into_iter().filter(|&t| t != turn).enumerate() {
        for leaf in leaves(segments(page, other, |i| !taken.contains(&i)), &[]) {
            on.push_leaf((usize::MAX - at, true), leaf, &mut items);
        }
    }
    items
}

/// The regions of a page in reading order, of its words but those that are taken, with tables
/// standing in for theirs.
pub(super) fn regions(
    page: &Page,
    turn: u16,
    taken: &BTreeSet<usize>,
    tables: &[TableArea],
) -> Vec<Leaf> {
    let mut all = segments(page, turn, |i| !taken.contains(&i));
    all.extend(tables.iter().enumerate().map(|(i, t)| stand_in(page, turn, i, t.rect)));
    leaves(all, &barriers(page, turn))
}

/// A table as a segment among others, on the line of its first row.
fn stand_in(page: &Page, turn: u16, index: usize, rect: Rect) -> Segment {
    let rect = upright(rect, turn, (page.width, page.height));
    let size = rect.height().clamp(1.0, 10.0);
    let baseline = rect.y0 + size;
    Segment { words: Vec::new(), rect, baseline, size, table: Some(index), figures: false }
}

/// Long rules and pictures that part what stands over them from what stands under; pictures
/// behind most of the page part nothing.
fn barriers(page: &Page, turn: u16) -> Vec<Rect> {
    let size = (page.width, page.height);
    let rules =
        page.rules.iter().filter(|r| r.horizontal == turn.is_multiple_of(180)).map(|r| r.bbox);
    let images = page.images.iter().map(|i| i.bbox);
    let images = images.filter(|b| b.width() * b.height() < 0.6 * size.0 * size.1);
    let mut all: Vec<Rect> = rules
        .chain(images)
        .map(|b| upright(b, turn, size))
        .filter(|b| b.width() > 0.2 * size.0 && b.y0.is_finite() && b.y1.is_finite())
        .collect();
    all.sort_by(|a, b| a.center().1.total_cmp(&b.center().1));
    all
}

/// The page whose lines are made.
struct On<'a> {
    page: &'a Page,
    index: usize,
    /// Role and element of marked content.
    tags: BTreeMap<i32, (&'a str, u32)>,
}

impl On<'_> {
    fn push_leaf(&self, at: (usize, bool), leaf: Leaf, items: &mut Vec<Item>) {
        for row in leaf.rows {
            let mut beside = Vec::new();
            for segment in row.segments {
                if let Some(table) = segment.table {
                    self.push_line(at, leaf.edges, std::mem::take(&mut beside), items);
                    items.push(Item::Table(table));
                } else {
                    beside.push(segment);
                }
            }
            self.push_line(at, leaf.edges, beside, items);
        }
    }

    fn push_line(
        &self,
        (leaf, aside): (usize, bool),
        edges: (f32, f32),
        segments: Vec<Segment>,
        items: &mut Vec<Item>,
    ) {
        if segments.is_empty() {
            return;
        }
        let line = self.styled(&Row::of(segments));
        items.push(Item::Line(FlowLine { page: self.index, edges, leaf, aside, ..line }));
    }

    /// A line with what its words say of its style.
    fn styled(&self, row: &Row) -> FlowLine {
        let ids: Vec<usize> = row.words().collect();
        let words: Vec<&Word> = ids.iter().filter_map(|&i| self.page.words.get(i)).collect();
        let letters = |w: &Word| w.text.chars().filter(|c| c.is_alphanumeric()).count() as f32;
        let all: f32 = words.iter().map(|w| letters(w)).sum();
        let bold: f32 = words.iter().filter(|w| w.bold).map(|w| letters(w)).sum();
        let mut said = words.iter().filter(|w| letters(w) > 0.0);
        let first = said.next().is_some_and(|w| w.bold);
        let last = said.next_back().map_or(first, |w| w.bold);
        let mcid = words.iter().rev().find_map(|w| w.mcid);
        let tag = mcid.and_then(|m| self.tags.get(&m));
        FlowLine {
            rect: row.rect,
            baseline: row.baseline(),
            size: usual_size(&words).unwrap_or_else(|| row.size()),
            bold: if all > 0.0 { bold / all } else { 0.0 },
            bold_ends: (first, last),
            opens_small: words.first().is_some_and(|w| w.text.starts_with(char::is_lowercase)),
            ends: words.last().is_some_and(|w| ends_sentence(&w.text)),
            tabbed: is_tabbed(self.page, row),
            element: tag.map(|t| t.1),
            role: tag.map(|t| t.0.to_owned()),
            words: ids,
            ..FlowLine::default()
        }
    }
}

/// Whether the last segment is a figure set apart from the words before it, more than they are
/// from each other: in a justified line all spaces are alike.
fn is_tabbed(page: &Page, row: &Row) -> bool {
    let mut segments = row.segments.iter().rev();
    let (Some(last), Some(before)) = (segments.next(), segments.next()) else { return false };
    let gap = last.rect.x0 - before.rect.x1;
    let own = last.words.len();
    let words = row.words().take(row.words().count().saturating_sub(own));
    let boxes: Vec<Rect> = words.filter_map(|i| Some(page.words.get(i)?.bbox)).collect();
    let gaps = boxes.iter().zip(boxes.iter().skip(1)).map(|(a, b)| b.x0 - a.x1);
    last.figures && gap > 2.0 * gaps.fold(0.0, f32::max)
}

/// The size of most letters.
fn usual_size(words: &[&Word]) -> Option<f32> {
    let mut sizes: Vec<(f32, usize)> = words.iter().map(|w| (w.size, w.text.len())).collect();
    sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = sizes.iter().map(|s| s.1).sum::<usize>().div_ceil(2);
    let mut seen = 0;
    sizes.iter().find_map(|(size, len)| {
        seen += len;
        (seen >= half && *size > 0.5).then_some(*size)
    })
}

/// Every line of a page for [`Page::lines`]: header, flow with the rows of its tables, footer.
pub(super) fn shown(
    page: &Page,
    furniture: &Furniture,
    tables: &[TableArea],
    items: &[Item],
) -> Vec<Line> {
    let turn = main_turn(page);
    let mut lines: Vec<Line> = furniture.top.iter().map(|w| line(page, w)).collect();
    for item in items {
        match item {
            Item::Line(l) => lines.push(line(page, &l.words)),
            Item::Table(index) => {
                let Some(table) = tables.get(*index) else { continue };
                let own = rows(segments_of(page, turn, table.words.iter().copied()));
                lines.extend(own.iter().map(|r| line(page, &r.words().collect::<Vec<_>>())));
            }
        }
    }
    lines.extend(furniture.bottom.iter().map(|w| line(page, w)));
    lines
}

/// The words of a page as a line of text.
pub(super) fn line(page: &Page, words: &[usize]) -> Line {
    let mut text = PlacedText::default();
    let mut before: Option<&Word> = None;
    for word in words.iter().filter_map(|&i| page.words.get(i)) {
        let joint = before.map_or(" ", |b| joint(b, word));
        text.push(joint, &word.text, word.spot(page.number));
        before = Some(word);
    }
    let boxes = words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.bbox);
    Line { bbox: Rect::hull(boxes).unwrap_or_default(), text }
}

/// What stands between two words of a line: nothing before raised letters that touch (« 17ᵉ »);
/// a raised figure may be a note, and would change the number before it.
pub(super) fn joint(left: &Word, right: &Word) -> &'static str {
    let touches = right.bbox.x0 - left.bbox.x1 < 0.08 * left.size;
    let raised = right.size < 0.85 * left.size && right.text.starts_with(char::is_alphabetic);
    if touches && raised && left.turn == 0 { "" } else { " " }
}

#[cfg(test)]
mod tests {
    use super::super::segments::tests as made;
    use super::*;

    #[test]
    fn a_table_stands_at_its_place_and_its_rows_are_shown() {
        let mut words = made::words("Avant le tableau", 50.0, 100.0, 10.0);
        words.extend(made::words("Total", 50.0, 150.0, 10.0));
        words.extend(made::words("12 €", 300.0, 150.0, 10.0));
        words.extend(made::words("Après le tableau", 50.0, 200.0, 10.0));
        let page = made::page(words);
        let rect = Rect { x0: 50.0, y0: 140.0, x1: 330.0, y1: 155.0 };
        let tables = [TableArea { rect, words: (3..6).collect() }];
        let items = order(&page, 0, &Furniture::default(), &tables);
        assert!(matches!(items.as_slice(), [Item::Line(_), Item::Table(0), Item::Line(_)]));
        let lines = shown(&page, &Furniture::default(), &tables, &items);
        let lines: Vec<&str> = lines.iter().map(|l| l.text.text.as_str()).collect();
        assert_eq!(lines, ["Avant le tableau", "Total 12 €", "Après le tableau"]);
    }

    #[test]
    fn raised_letters_touch_and_raised_figures_do_not() {
        let base = made::word("17", 50.0, 100.0, 10.0);
        let letters = made::word("ème", 60.2, 96.0, 6.0);
        let note = made::word("1", 60.2, 96.0, 6.0);
        assert_eq!((joint(&base, &letters), joint(&base, &note)), ("", " "));
    }
}

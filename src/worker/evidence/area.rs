//! How much of a page is shown around values: the lines that they stand in, as wide as the text
//! there, and some lines above and below, so that a reader knows where he is.
//!
//! What was recognised on a scan has no words to go by here, and is read nowhere else: the whole
//! width of the page is shown, and more lines, since the picture is all that there is to judge by.

use super::Boxed;
use crate::document::{Page, Table, Word};
use crate::place::{Rect, Spot};

/// Lines shown above and below.
const LINES: f32 = 2.5;
/// The same where no word tells where the lines are: one more, since the first and the last may be
/// cut along.
const LINES_OF_SCAN: f32 = 4.0;
/// A line of text, leading included, in heights of a value's box.
const LEADING: f32 = 1.3;
/// Heights between which a value's box tells that of a line, in points.
const HEIGHTS: (f32, f32) = (8.0, 24.0);
/// Points left free beside text.
const MARGIN: f32 = 8.0;
/// Points between a value and its frame.
const PAD: f32 = 2.0;
/// Points of headings at most: long ones of a narrow column wrap to six lines or so.
const STRIP: f32 = 90.0;

/// The part of a page around some values; `None` where none of them stands on it.
pub(super) fn around(page: &Page, boxes: &[Rect]) -> Option<Rect> {
    let whole = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let on_page = |b: &&Rect| b.is_finite() && whole.overlaps(**b);
    let hull = Rect::hull(boxes.iter().filter(on_page).copied())?;
    let line = line(boxes);
    if !is_of_words(page, boxes) {
        let reach = line * LINES_OF_SCAN;
        let (y0, y1) = ((hull.y0 - reach).max(0.0), (hull.y1 + reach).min(page.height));
        return Some(Rect { y0, y1, ..whole }).filter(|area| area.width() > 0.0 && y1 > y0);
    }
    let reach = line * LINES;
    let words = page.words.iter().map(|word| word.bbox).filter(|b| b.is_finite());
    let (mut top, mut bottom) = (hull.y0 - reach, hull.y1 + reach);
    // No line is cut along: one whose middle is in the band is in it whole, others are not.
    let middle = |word: &Rect| word.center().1;
    let within: Vec<Rect> = words.clone().filter(|w| (top..=bottom).contains(&middle(w))).collect();
    for word in words {
        if middle(&word) < top {
            top = top.max(word.y1.min(hull.y0));
        } else if middle(&word) > bottom {
            bottom = bottom.min(word.y0.max(hull.y1));
        }
    }
    let tall = |word: &&Rect| word.height() <= 2.0 * HEIGHTS.1;
    let text = Rect::hull(within.iter().filter(tall).copied()).unwrap_or(hull).union(hull);
    let area = Rect {
        x0: (text.x0 - MARGIN).max(0.0),
        x1: (text.x1 + MARGIN).min(page.width),
        y0: top.min(text.y0 - PAD).max(0.0),
        y1: bottom.max(text.y1 + PAD).min(page.height),
    };
    (area.width() > 0.0 && area.height() > 0.0).then_some(area)
}

/// Whether the page has words for some values; those of a scan were recognised.
pub(super) fn is_of_words(page: &Page, boxes: &[Rect]) -> bool {
    boxes.iter().any(|value| page.words.iter().any(|word| word.bbox.overlaps(*value)))
}

/// The height of a line of some values, leading included.
pub(super) fn line(boxes: &[Rect]) -> f32 {
    boxes.iter().map(|b| b.height()).fold(0.0, f32::max).clamp(HEIGHTS.0, HEIGHTS.1) * LEADING
}

/// The headings of the table that values stand in, where they stand above what is shown; `None`
/// where there are none, or more than a strip of them.
pub(super) fn headings(tables: &[Table], boxes: &[Rect], area: Rect) -> Option<Rect> {
    let holds = |table: &&Table| {
        let parts = table.parts.iter().map(|(_, bbox, _)| *bbox);
        let mut middles = boxes.iter().map(|b| b.center());
        let parts: Vec<Rect> = parts.collect();
        middles.any(|(x, y)| parts.iter().any(|part| part.contains(x, y)))
    };
    let table = tables.iter().find(holds)?;
    let heads = table.cells.iter().filter(|cell| cell.row < table.header_rows);
    let spots = heads.flat_map(|cell| cell.text.spans.iter().map(|span| &span.spot));
    let boxes = spots.filter_map(|spot| match spot {
        Spot::Page { bbox, .. } => Some(*bbox).filter(|b| b.is_finite()),
        Spot::Cell { .. } => None,
    });
    let hull = Rect::hull(boxes)?;
    let strip = Rect { y0: (hull.y0 - PAD).max(0.0), y1: hull.y1 + PAD, ..hull };
    (strip.y1 <= area.y0 && strip.height() <= STRIP).then_some(strip)
}

/// An area as wide as it and another together.
pub(super) fn as_wide(area: Rect, other: Rect) -> Rect {
    Rect { x0: area.x0.min(other.x0), x1: area.x1.max(other.x1), ..area }
}

/// The boxes of a value: its own, or one a line where it is cut by the end of a line and its box
/// covers both whole lines.
pub(super) fn boxes(page: &Page, value: &Boxed) -> Vec<Rect> {
    let inside = |w: &&Word| {
        let (x, y) = w.bbox.center();
        w.bbox.is_finite() && value.bbox.contains(x, y)
    };
    let words: Vec<&Word> = page.words.iter().filter(inside).collect();
    let tallest = words.iter().map(|w| w.bbox.height()).fold(0.0, f32::max);
    if words.is_empty() || value.bbox.height() < 1.8 * tallest {
        return vec![value.bbox];
    }
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let written = bare(&value.written);
    let texts: Vec<String> = words.iter().map(|word| bare(&word.text)).collect();
    let ends = |from: usize| {
        let mut joined = String::new();
        (from..texts.len()).find(|at| {
            joined.push_str(texts.get(*at).map_or("", String::as_str));
            joined == written
        })
    };
    let found = (0..words.len()).find_map(|from| Some(from..=ends(from)?));
    let Some(own) = found.and_then(|range| words.get(range)) else { return vec![value.bbox] };
    let mut lines: Vec<Rect> = Vec::new();
    for word in own {
        match lines.last_mut().filter(|line| line.y0 < word.bbox.y1 && word.bbox.y0 < line.y1) {
            Some(line) => *line = line.union(word.bbox),
            None => lines.push(word.bbox),
        }
    }
    lines
}

/// The frame of a value, within what is shown.
pub(super) fn frame(value: Rect, area: Rect) -> Rect {
    Rect {
        x0: (value.x0 - PAD).max(area.x0),
        y0: (value.y0 - PAD).max(area.y0),
        x1: (value.x1 + PAD).min(area.x1),
        y1: (value.y1 + PAD).min(area.y1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of lines of text, 12 points apart, from 72 to 500 across.
    fn page() -> Page {
        let line = |y: u16| {
            let y0 = f32::from(y) * 12.0 + 100.0;
            Word { bbox: Rect { x0: 72.0, y0, x1: 500.0, y1: y0 + 10.0 }, ..Word::default() }
        };
        let words = (0..50).map(line).collect();
        Page { number: 1, width: 595.0, height: 842.0, words, ..Page::default() }
    }

    #[test]
    fn lines_around_a_value_are_shown_whole_and_as_wide_as_the_text() {
        let value = Rect { x0: 200.0, y0: 220.0, x1: 240.0, y1: 230.0 };
        let area = around(&page(), &[value]).unwrap();
        assert_eq!((area.x0, area.x1), (64.0, 508.0));
        for word in &page().words {
            let (inside, outside) = (
                area.y0 <= word.bbox.y0 && word.bbox.y1 <= area.y1,
                word.bbox.y1 <= area.y0 || area.y1 <= word.bbox.y0,
            );
            assert!(inside || outside, "{:?} is cut by {area:?}", word.bbox);
        }
        let shown = page().words.iter().filter(|w| area.contains(100.0, w.bbox.center().1)).count();
        assert_eq!(shown, 7, "two or three lines on each side, and its own");
        assert_eq!(frame(value, area), Rect { x0: 198.0, y0: 218.0, x1: 242.0, y1: 232.0 });
    }

    #[test]
    fn a_value_that_no_word_tells_of_is_shown_across_its_page() {
        let value = Rect { x0: 200.0, y0: 220.0, x1: 240.0, y1: 230.0 };
        let scan = Page { words: Vec::new(), ..page() };
        let area = Rect { x0: 0.0, y0: 168.0, x1: 595.0, y1: 282.0 };
        assert_eq!(around(&scan, &[value]), Some(area));
        let foot = Rect { y0: 830.0, y1: 840.0, ..value };
        assert_eq!(around(&scan, &[foot]).map(|a| (a.y0, a.y1)), Some((778.0, 842.0)));
        let below = Rect { y0: 900.0, y1: 910.0, ..value };
        assert_eq!(around(&scan, &[below]), None, "it is not on the page");
        // Words elsewhere, of a page that is part text and part picture, tell nothing of it.
        let words = vec![Word { bbox: Rect { y0: 20.0, y1: 30.0, ..value }, ..Word::default() }];
        assert_eq!(around(&Page { words, ..page() }, &[value]), Some(area));
    }

    #[test]
    fn a_value_cut_by_the_end_of_a_line_has_a_box_on_each() {
        let word = |text: &str, x0: f32, y0: f32| {
            let bbox = Rect { x0, y0, x1: x0 + 20.0, y1: y0 + 10.0 };
            Word { text: text.to_owned(), bbox, ..Word::default() }
        };
        let words = vec![
            word("33", 72.0, 100.0),
            word("dont", 400.0, 100.0),
            word("3", 480.0, 100.0),
            word("950", 72.0, 114.0),
            word("par", 100.0, 114.0),
        ];
        let page = Page { words, ..page() };
        let bbox = Rect { x0: 72.0, y0: 100.0, x1: 500.0, y1: 124.0 };
        let of = |written: &str| boxes(&page, &Boxed { bbox, written: written.to_owned() });
        let parts = [page.words[2].bbox, page.words[3].bbox];
        assert_eq!(of("3\u{202f}950"), parts);
        assert_eq!(of("4 000"), [bbox], "what is not found there stands anywhere in it");
    }

    #[test]
    fn headings_of_a_table_stand_above_what_is_shown_unless_they_are_seen_in_it() {
        use crate::document::Cell;
        use crate::place::PlacedText;

        let heading = Rect { x0: 300.0, y0: 100.0, x1: 380.0, y1: 112.0 };
        let spot = Spot::Page { page: 1, bbox: heading, ocr: None };
        let cell = Cell { text: PlacedText::at("Montant État", spot), ..Cell::default() };
        let bbox = Rect { x0: 60.0, y0: 98.0, x1: 520.0, y1: 600.0 };
        let (parts, cells) = (vec![(1, bbox, 0..9)], vec![cell]);
        let table = Table { header_rows: 1, parts, cells, ..Table::default() };
        let value = Rect { x0: 310.0, y0: 500.0, x1: 350.0, y1: 510.0 };
        let area = Rect { x0: 64.0, y0: 470.0, x1: 508.0, y1: 540.0 };
        let found = headings(std::slice::from_ref(&table), &[value], area).unwrap();
        assert_eq!((found.y0, found.y1), (98.0, 114.0));
        assert_eq!(as_wide(found, area), Rect { x0: 64.0, x1: 508.0, ..found });
        let near = Rect { y0: 105.0, ..area };
        assert_eq!(headings(std::slice::from_ref(&table), &[value], near), None, "seen in it");
        let beside = Rect { y0: 700.0, y1: 710.0, ..value };
        assert_eq!(headings(&[table], &[beside], area), None, "in no table");
    }

    #[test]
    fn what_stands_off_the_page_is_not_shown() {
        let off = Rect { x0: 200.0, y0: 900.0, x1: 240.0, y1: 910.0 };
        assert_eq!(around(&page(), &[off]), None);
        assert_eq!(around(&page(), &[]), None);
        let endless = Rect { x0: f32::NAN, ..off };
        assert_eq!(around(&page(), &[endless]), None);
    }

    #[test]
    fn a_value_in_a_corner_is_shown_up_to_the_edges() {
        let corner = Rect { x0: 0.0, y0: 0.0, x1: 30.0, y1: 10.0 };
        let words = vec![Word { bbox: corner, ..Word::default() }];
        let area = around(&Page { words, ..page() }, &[corner]).unwrap();
        assert_eq!((area.x0, area.y0), (0.0, 0.0));
        assert!(area.x1 < 50.0 && area.y1 > 30.0, "{area:?}");
        assert_eq!(frame(corner, area), Rect { x0: 0.0, y0: 0.0, x1: 32.0, y1: 12.0 });
    }
}

//! Words to segments and rows: the geometry that lines, columns and furniture share.
//!
//! A segment is a stretch of words on one baseline without a wide gap; a row is the segments
//! that stand side by side. Turned words are seen upright in a frame of their own. Two words
//! share a line when the bands of their letters overlap, not when their baselines are equal, so
//! that « 17ᵉ » and mixed sizes hold together.

use crate::document::{Page, Word};
use crate::place::Rect;

/// The gap that ends a segment, in sizes of its letters: above the spaces of justified text
/// (seldom over two thirds), under the gutter between columns (seldom less than one).
pub(super) const WIDE: f32 = 0.9;

/// Part of the size that small and capital letters take over the baseline.
const LETTERS: f32 = 0.7;

/// Segments looked at for one word at most; a row of text has one open at a time.
const OPEN: usize = 32;

/// A stretch of words on one line, seen upright.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Segment {
    /// Its words, by index in the page, left to right.
    pub(super) words: Vec<usize>,
    /// Its box, upright.
    pub(super) rect: Rect,
    /// Baseline of its largest letters, upright.
    pub(super) baseline: f32,
    /// Size of its largest letters.
    pub(super) size: f32,
    /// The table that it stands for, if it is one.
    pub(super) table: Option<usize>,
    /// Whether it holds figures rather than words.
    pub(super) figures: bool,
}

/// Segments side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Row {
    /// The segments, left to right.
    pub(super) segments: Vec<Segment>,
    /// The box of all.
    pub(super) rect: Rect,
    baseline: f32,
    size: f32,
}

impl Row {
    /// A row of the given segments, which are one at least.
    pub(super) fn of(mut segments: Vec<Segment>) -> Self {
        segments.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0));
        let rect = Rect::hull(segments.iter().map(|s| s.rect)).unwrap_or_default();
        let main = segments.iter().max_by(|a, b| a.size.total_cmp(&b.size));
        let (baseline, size) = main.map_or((rect.y1, rect.height()), |s| (s.baseline, s.size));
        Self { segments, rect, baseline, size }
    }

    /// Its words, left to right.
    pub(super) fn words(&self) -> impl Iterator<Item = usize> {
        self.segments.iter().flat_map(|s| s.words.iter().copied())
    }

    /// Baseline of its largest letters.
    pub(super) fn baseline(&self) -> f32 {
        self.baseline
    }

    /// Size of its largest letters.
    pub(super) fn size(&self) -> f32 {
        self.size
    }
}

/// The box of a word as it would stand if its page were turned for reading it.
pub(super) fn upright(rect: Rect, turn: u16, page: (f32, f32)) -> Rect {
    let (width, height) = page;
    match turn {
        90 => Rect { x0: rect.y0, x1: rect.y1, y0: width - rect.x1, y1: width - rect.x0 },
        180 => Rect {
            x0: width - rect.x1,
            x1: width - rect.x0,
            y0: height - rect.y1,
            y1: height - rect.y0,
        },
        270 => Rect { x0: height - rect.y1, x1: height - rect.y0, y0: rect.x0, y1: rect.x1 },
        _ => rect,
    }
}

/// The turn in which most words of a page are written.
pub(super) fn main_turn(page: &Page) -> u16 {
    let mut counts = [0_usize; 4];
    for word in &page.words {
        if let Some(count) = counts.get_mut(usize::from(word.turn / 90)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let at = counts.iter().position(|&c| c == most).unwrap_or(0);
    at as u16 * 90
}

/// The segments of the words of one turn for which `keep` holds.
pub(super) fn segments(page: &Page, turn: u16, keep: impl Fn(usize) -> bool) -> Vec<Segment> {
    segments_of(page, turn, (0..page.words.len()).filter(|&i| keep(i)))
}

/// The segments of the given words of one turn.
pub(super) fn segments_of(
    page: &Page,
    turn: u16,
    words: impl Iterator<Item = usize>,
) -> Vec<Segment> {
    let size = (page.width, page.height);
    let mut seen: Vec<Segment> = words
        .filter_map(|i| Some((i, page.words.get(i)?)))
        .filter(|(_, w)| w.turn == turn && is_placed(w))
        .map(|(i, w)| alone(i, w, upright(w.bbox, turn, size)))
        .collect();
    seen.sort_by(|a, b| a.rect.x0.total_cmp(&b.rect.x0).then(a.baseline.total_cmp(&b.baseline)));
    let mut segments = chain(seen);
    for segment in &mut segments {
        segment.figures = are_figures(page, segment);
    }
    segments
        .sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0)));
    segments
}

fn is_placed(word: &Word) -> bool {
    let Rect { x0, y0, x1, y1 } = word.bbox;
    [x0, y0, x1, y1, word.baseline, word.size].iter().all(|v| v.is_finite())
        && !word.text.trim().is_empty()
}

/// A word as a segment of its own. Readers give turned words no upright baseline: descenders
/// take about a fifth of the size.
fn alone(index: usize, word: &Word, rect: Rect) -> Segment {
    let size = if word.size > 0.5 { word.size } else { rect.height().max(0.5) };
    let baseline = if word.turn == 0 { word.baseline } else { rect.y1 - 0.2 * size };
    Segment { words: vec![index], rect, baseline, size, table: None, figures: false }
}

/// Chains words, sorted by left edge, into segments; near ones are found by shelves of height.
fn chain(words: Vec<Segment>) -> Vec<Segment> {
    let pitch = median_size(&words).max(4.0);
    let shelf = |y: f32| (y / pitch).clamp(0.0, 9_999.0) as usize;
    let mut shelves: Vec<Vec<usize>> = Vec::new();
    let mut segments: Vec<Segment> = Vec::new();
    for word in words {
        let at = shelf(word.baseline);
        if shelves.len() < at + 2 {
            shelves.resize(at + 2, Vec::new());
        }
        let near = shelves.get(at.saturating_sub(1)..at + 2).unwrap_or_default();
        let found = near
            .iter()
            .flat_map(|s| s.iter().rev().take(OPEN))
            .filter_map(|&i| Some((i, follows(segments.get(i)?, &word)?)))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(i, _)| i);
        if let Some(segment) = found.and_then(|i| segments.get_mut(i)) {
            extend(segment, &word);
        } else {
            let left = word.rect.x0 - 200.0;
            let id = segments.len();
            if let Some(list) = shelves.get_mut(at) {
                if list.len() >= OPEN {
                    list.retain(|&i| segments.get(i).is_some_and(|s| s.rect.x1 > left));
                }
                list.push(id);
            }
            segments.push(word);
        }
    }
    segments
}

fn median_size(words: &[Segment]) -> f32 {
    let mut sizes: Vec<f32> = words.iter().map(|w| w.size).collect();
    sizes.sort_by(f32::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(10.0)
}

/// How well a word continues a segment: the overlap of their letters, or `None`.
fn follows(segment: &Segment, word: &Segment) -> Option<f32> {
    let gap = word.rect.x0 - segment.rect.x1;
    let size = segment.size.max(word.size);
    if gap > WIDE * size || gap < -size {
        return None;
    }
    let shared = shared_band((segment.baseline, segment.size), (word.baseline, word.size));
    (shared >= 0.5).then_some(shared - gap.abs() / (size * 100.0))
}

/// Share of the smaller letters' band that lies in the larger's.
pub(super) fn shared_band(a: (f32, f32), b: (f32, f32)) -> f32 {
    let overlap = a.0.min(b.0) - (a.0 - LETTERS * a.1).max(b.0 - LETTERS * b.1);
    overlap / (LETTERS * a.1.min(b.1)).max(0.1)
}

fn extend(segment: &mut Segment, word: &Segment) {
    segment.words.extend_from_slice(&word.words);
    segment.rect = segment.rect.union(word.rect);
    // The latest of the large words leads, so that the line of a skewed scan is followed.
    if word.size >= 0.85 * segment.size {
        segment.baseline = word.baseline;
        segment.size = word.size.max(segment.size * 0.85);
    }
}

/// Whether more of its letters are digits than not: an amount, a date, a count.
fn are_figures(page: &Page, segment: &Segment) -> bool {
    let (mut digits, mut letters) = (0, 0);
    for word in segment.words.iter().filter_map(|&i| page.words.get(i)) {
        digits += word.text.chars().filter(char::is_ascii_digit).count();
        letters += word.text.chars().filter(|c| c.is_alphabetic()).count();
    }
    digits > 0 && digits >= letters
}

/// Groups segments, of any order, into rows from the top; a table is a row of its own kind that
/// holds what stands beside its first line.
pub(super) fn rows(mut segments: Vec<Segment>) -> Vec<Row> {
    segments
        .sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.rect.x0.total_cmp(&b.rect.x0)));
    let mut rows: Vec<Row> = Vec::new();
    let mut open: Vec<Segment> = Vec::new();
    let mut band = (f32::MIN, 0.0_f32);
    for segment in segments {
        let own = (segment.baseline, segment.size);
        if !open.is_empty() && shared_band(band, own) < 0.5 {
            rows.push(Row::of(std::mem::take(&mut open)));
        }
        if open.is_empty() || own.1 >= band.1 {
            band = own;
        }
        open.push(segment);
    }
    if !open.is_empty() {
        rows.push(Row::of(open));
    }
    rows
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A word of the given size at `x`, on a baseline, half as wide as high a letter.
    pub(in crate::layout) fn word(text: &str, x: f32, baseline: f32, size: f32) -> Word {
        let width = text.chars().count() as f32 * size * 0.5;
        Word {
            text: text.to_owned(),
            bbox: Rect {
                x0: x,
                x1: x + width,
                y0: baseline - 0.8 * size,
                y1: baseline + 0.2 * size,
            },
            baseline,
            size,
            ..Word::default()
        }
    }

    /// Words of a text from `x` on, a quarter of the size apart.
    pub(in crate::layout) fn words(text: &str, x: f32, baseline: f32, size: f32) -> Vec<Word> {
        let mut at = x;
        text.split_whitespace()
            .map(|t| {
                let w = word(t, at, baseline, size);
                at = w.bbox.x1 + 0.25 * size;
                w
            })
            .collect()
    }

    /// An A4 page of these words.
    pub(in crate::layout) fn page(words: Vec<Word>) -> Page {
        Page { number: 1, width: 595.0, height: 842.0, words, ..Page::default() }
    }

    fn texts(page: &Page, segments: &[Segment]) -> Vec<String> {
        segments
            .iter()
            .map(|s| s.words.iter().map(|&i| page.words[i].text.as_str()).collect::<Vec<_>>())
            .map(|w| w.join(" "))
            .collect()
    }

    #[test]
    fn a_superscript_stays_in_its_line() {
        let mut all = vec![word("17", 50.0, 100.0, 10.0), word("ème", 60.5, 96.5, 6.0)];
        all.extend(words("tranche", 73.0, 100.0, 10.0));
        let page = page(all);
        assert_eq!(texts(&page, &segments(&page, 0, |_| true)), ["17 ème tranche"]);
    }

    #[test]
    fn a_wide_gap_ends_a_segment_and_both_are_one_row() {
        let mut all = words("Total des charges", 50.0, 100.0, 10.0);
        all.extend(words("347 500 €", 300.0, 100.5, 10.0));
        let page = page(all);
        let found = segments(&page, 0, |_| true);
        assert_eq!(texts(&page, &found), ["Total des charges", "347 500 €"]);
        assert!(found[1].figures && !found[0].figures);
        assert_eq!(rows(found).len(), 1);
    }

    #[test]
    fn close_lines_of_two_cells_do_not_run_together() {
        let mut all = words("Renforcer la réponse", 50.0, 100.0, 10.0);
        all.extend(words("2 500 €", 150.0, 105.8, 10.0));
        all.extend(words("en ateliers", 50.0, 111.5, 10.0));
        let page = page(all);
        assert_eq!(rows(segments(&page, 0, |_| true)).len(), 3);
    }

    #[test]
    fn turned_words_are_read_along_their_turn() {
        // Written upwards: the first word stands lowest.
        let mut first = word("Accusé", 0.0, 0.0, 10.0);
        first.bbox = Rect { x0: 20.0, x1: 30.0, y0: 400.0, y1: 430.0 };
        first.turn = 270;
        let mut second = first.clone();
        second.text = "réception".to_owned();
        second.bbox = Rect { x0: 20.0, x1: 30.0, y0: 350.0, y1: 397.0 };
        let page = page(vec![second, first]);
        assert_eq!(main_turn(&page), 270);
        assert_eq!(texts(&page, &segments(&page, 270, |_| true)), ["Accusé réception"]);
    }
}

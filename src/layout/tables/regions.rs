//! Where on a page tables set by white space may stand.
//!
//! A region is a run of lines that hold several cells, with what belongs between them (wrapped
//! labels, names of groups), headings above and the wrapped end of the last label. Running text,
//! lists and pages in two columns also show gaps, but hold long stretches of words beside each
//! other, or a mark before one stretch.

use std::ops::Range;

use crate::place::Rect;

use super::frame::{Chunk, Line};
use super::strokes::{Stroke, Strokes};
use super::values::Kind;

/// The gap by which lines with several cells are told from running text.
pub(super) const TELLING: f32 = 0.95;

/// What a line looks like by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Several cells.
    Cells,
    /// One stretch of words that may be a cell, a heading or the name of a group.
    Single,
    /// Running text, in one column or two.
    Prose,
}

fn look(chunks: &[Chunk<'_>]) -> Look {
    let long = |c: &Chunk<'_>| c.kind == Kind::Text && c.words() >= 5;
    match chunks {
        [one] if one.words() >= 8 && !one.bold() => Look::Prose,
        [] | [_] => Look::Single,
        [mark, text] if is_mark(mark) && text.kind == Kind::Text && text.words() >= 3 => {
            Look::Prose
        }
        all if all.len() <= 3 && all.iter().filter(|c| long(c)).count() >= 2 => Look::Prose,
        _ => Look::Cells,
    }
}

/// Whether a chunk is the bullet or number of a list item.
fn is_mark(chunk: &Chunk<'_>) -> bool {
    let [only] = chunk.tokens.as_slice() else { return false };
    only.text.chars().count() <= 4
        && !(only.kind == Kind::Value && only.text.parse::<u32>().is_ok())
}

/// The regions of lines that may be tables, as ranges of lines.
pub(super) fn find(lines: &[Line<'_>], strokes: &Strokes, taken: &[Rect]) -> Vec<Range<usize>> {
    let mut regions = Vec::new();
    let mut open: Option<Open> = None;
    for (i, line) in lines.iter().enumerate() {
        let chunks = line.chunks(TELLING);
        let seen = look(&chunks);
        let before = i.checked_sub(1).and_then(|b| lines.get(b));
        if before.is_some_and(|b| apart(b, line, taken)) {
            regions.extend(open.take().map(Open::range));
        }
        match (&mut open, seen) {
            (Some(region), Look::Cells) => region.add(i, &chunks),
            (None, Look::Cells) => open = Some(Open::new(i, &chunks)),
            (Some(region), _) => {
                if !region.may_hold(i, &chunks, seen) {
                    regions.extend(open.take().map(Open::range));
                }
            }
            (None, _) => {}
        }
    }
    regions.extend(open.map(Open::range));
    let mut regions = regions.into_iter().flat_map(|r| at_repeats(lines, r)).collect::<Vec<_>>();
    let mut floor = 0;
    for region in &mut regions {
        region.start = with_headings(lines, strokes, region, floor);
        region.end = with_wraps(lines, region);
        floor = region.end;
    }
    regions
}

/// Cuts a region where its first line comes again: the next table of a series.
fn at_repeats(lines: &[Line<'_>], region: Range<usize>) -> Vec<Range<usize>> {
    let said = |i: usize| -> Option<Vec<&str>> {
        Some(lines.get(i)?.tokens.iter().map(|t| t.text).collect())
    };
    let above = region.start.checked_sub(1);
    let mut cuts = vec![region.start];
    for i in region.clone().skip(3) {
        let again = said(i) == said(region.start);
        let heading = above.is_some_and(|a| said(a) == said(i)) && i + 1 < region.end;
        let last = cuts.last().copied().unwrap_or(region.start);
        if (again || heading)
            && i > last + 2
            && said(i).is_some_and(|t| t.iter().any(|w| w.starts_with(char::is_alphabetic)))
        {
            cuts.push(i);
        }
    }
    cuts.push(region.end);
    // What stands alone right above the next table is its caption.
    let alone = |i: &usize| lines.get(*i).is_some_and(|l| l.chunks(TELLING).len() == 1);
    let part = |w: &[usize]| match w {
        [a, b] if *b == region.end => Some(*a..*b),
        [a, b] => Some(*a..*b - (*a + 1..*b).rev().take_while(alone).count()),
        _ => None,
    };
    cuts.windows(2).filter_map(part).collect()
}

/// Whether two neighbouring lines cannot be of one table: far apart, or another between them.
fn apart(above: &Line<'_>, below: &Line<'_>, taken: &[Rect]) -> bool {
    let gap = below.baseline - above.baseline;
    gap > 3.6 * above.size.max(below.size)
        || taken.iter().any(|t| t.y1 > above.baseline && t.y0 < below.baseline)
}

/// A region that is still growing.
#[derive(Debug)]
struct Open {
    first: usize,
    last: usize,
    /// Left edge of the last cell of a line, the leftmost seen.
    last_cell: f32,
    /// Wide lines without several cells since the last line with.
    wide: usize,
}

impl Open {
    fn new(at: usize, chunks: &[Chunk<'_>]) -> Self {
        let mut open = Self { first: at, last: at, last_cell: f32::INFINITY, wide: 0 };
        open.add(at, chunks);
        open
    }

    fn add(&mut self, at: usize, chunks: &[Chunk<'_>]) {
        (self.last, self.wide) = (at, 0);
        // A line that ends before the last cells begin wraps within the columns before them.
        let Some(last) = chunks.last().filter(|c| c.x1 > self.last_cell || !self.has_cells())
        else {
            return;
        };
        self.last_cell = self.last_cell.min(last.x0);
    }

    fn has_cells(&self) -> bool {
        self.last_cell.is_finite()
    }

    /// Whether a line without several cells may stand inside: a wrapped label or a group.
    fn may_hold(&mut self, at: usize, chunks: &[Chunk<'_>], seen: Look) -> bool {
        let Some(end) = chunks.last().map(|c| c.x1) else { return true };
        let narrow = end <= self.last_cell;
        if narrow && chunks.len() <= 2 {
            return at - self.last <= 24;
        }
        self.wide += 1;
        seen == Look::Single && self.wide <= 3
    }

    fn range(self) -> Range<usize> {
        self.first..self.last + 1
    }
}

/// Takes in the lines of headings above a region: up to the table's top rule, or as long as they
/// stand over the numbers and not over the labels.
fn with_headings(
    lines: &[Line<'_>],
    strokes: &Strokes,
    region: &Range<usize>,
    floor: usize,
) -> usize {
    let Some(first) = lines.get(region.start) else { return region.start };
    let hull = lines.get(region.clone()).and_then(|l| Rect::hull(l.iter().map(|l| l.bbox)));
    let Some(hull) = hull else { return region.start };
    let top = top_rule(strokes, hull, first);
    // Where labels end: headings may stand over the numbers alone.
    let labelled = lines.get(region.clone()).unwrap_or_default().iter().find_map(|l| {
        let chunks = l.chunks(TELLING);
        let lead = chunks.first().filter(|c| chunks.len() > 1 && c.x0 < hull.x0 + l.size);
        lead.map(|c| c.x1)
    });
    let stub = labelled.unwrap_or(hull.x0);
    let mut start = region.start;
    while start > floor
        && let Some(above) = lines.get(start - 1)
        && let Some(below) = lines.get(start)
        && below.baseline - above.baseline < 2.2 * below.size.max(above.size)
    {
        let under_rule = top.is_some_and(|t| above.bbox.center().1 > t.at);
        let over_numbers =
            above.bbox.x0 > stub + above.size && above.bbox.x1 < hull.x1 + 2.0 * above.size;
        let prose = look(&above.chunks(TELLING)) == Look::Prose && !under_rule;
        let title = !under_rule && is_title(above, hull, stub);
        if !(under_rule || over_numbers) || prose || title || is_unit(above) {
            break;
        }
        start -= 1;
    }
    start
}

/// The table's top rule: the last above its first line, and from there up as long as rules that
/// begin and end where it does stand a row apart.
fn top_rule(strokes: &Strokes, hull: Rect, first: &Line<'_>) -> Option<Stroke> {
    let above = strokes.across.iter().take_while(|s| s.at < first.bbox.y0 + 1.0);
    let wide: Vec<Stroke> = above
        .filter(|s| s.at > first.bbox.y0 - 16.0 * first.size)
        .filter(|s| s.cover(hull.x0, hull.x1) > 0.75 * hull.width())
        .copied()
        .collect();
    let mut top = *wide.last().filter(|s| s.at > first.bbox.y0 - 8.0 * first.size)?;
    for next in wide.iter().rev().skip(1) {
        let same = (next.from - top.from).abs() < 2.0 && (next.to - top.to).abs() < 2.0;
        if !same || top.at - next.at > 4.0 * first.size {
            break;
        }
        top = *next;
    }
    Some(top)
}

/// Whether a line stands in the middle of the whole table, and well off the middle of its numbers:
/// the title that only happens to stand over some of them.
fn is_title(line: &Line<'_>, hull: Rect, stub: f32) -> bool {
    let middle = line.bbox.center().0;
    let numbers = f32::midpoint(stub, hull.x1);
    line.chunks(TELLING).len() == 1
        && (middle - hull.center().0).abs() < 0.7 * line.size
        && (middle - numbers).abs() > 2.0 * line.size
}

/// Whether a line tells the unit of the whole table: « (en milliers d'euros) ».
fn is_unit(line: &Line<'_>) -> bool {
    let ends = |i: Option<&super::frame::Token<'_>>, marks: [char; 2], first: bool| {
        i.is_some_and(|t| if first { t.text.starts_with(marks) } else { t.text.ends_with(marks) })
    };
    line.tokens.len() > 1
        && ends(line.tokens.first(), ['(', '['], true)
        && ends(line.tokens.last(), [')', ']'], false)
        && line.chunks(TELLING).len() == 1
}

/// Takes in the wrapped lines of the last row: directly below it, within one column.
fn with_wraps(lines: &[Line<'_>], region: &Range<usize>) -> usize {
    let mut end = region.end;
    let mut limit = None;
    for line in lines.get(region.clone()).unwrap_or_default() {
        let chunks = line.chunks(TELLING);
        if let [.., last] = chunks.as_slice()
            && chunks.len() > 1
            && last.kind.is_data()
        {
            limit = Some(limit.map_or(last.x0, |l: f32| l.min(last.x0)));
        }
    }
    while let (Some(limit), Some(above), Some(line)) = (limit, lines.get(end - 1), lines.get(end)) {
        let tight = line.baseline - above.baseline < 1.45 * line.size.max(above.size);
        let same = (line.size - above.size).abs() < 0.6;
        let small = line.tokens.first().is_some_and(|t| t.text.starts_with(char::is_lowercase));
        let indented = line.bbox.x0 > above.bbox.x0 + 0.5 * line.size;
        if !(tight
            && same
            && line.bbox.x1 < limit
            && (small || indented || above.bbox.x0 > line.bbox.x0 - 1.0 && end > region.end))
        {
            break;
        }
        end += 1;
    }
    end
}

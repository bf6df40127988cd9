//! Heading rows: how many a grid has, and how headings set by white space stand over columns.
//!
//! Headings are laid from the bottom up: each column's own heading ends directly above its
//! numbers, lines that wrap are one heading, and a heading over several columns stands on a level
//! above theirs. How far it reaches is told by the rule below it, else by what it is centred on.

use crate::document::Page;

use super::columns;
use super::frame::{Chunk, Line, Token};
use super::grid::{Grid, Slot};
use super::strokes::Stroke;
use super::values::{self, Kind};

/// Heading rows of a drawn grid: the rows above the first that holds numbers, and not more than
/// the first where there is none.
pub(super) fn count(grid: &Grid, page: &Page) -> usize {
    let mut first_data = grid.rows;
    for cell in grid.cells.iter().filter(|c| c.column > 0) {
        let mut words =
            cell.words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.text.as_str());
        let number = |w: &str| {
            values::kind(w).is_data() && !values::is_year(w) || values::kind(w) == Kind::Unit
        };
        if words.all(number) {
            first_data = first_data.min(cell.row);
        }
    }
    let limit = if first_data < grid.rows { first_data } else { 1 };
    let mut rows = 0;
    let mut seen_several = false;
    for row in 0..limit.min(grid.rows.saturating_sub(1)) {
        let own: Vec<&Slot> = grid.cells.iter().filter(|c| c.row == row).collect();
        // The name of a group stands alone at the left, below the headings.
        let alone = own.len() == 1 && own.iter().all(|c| c.column == 0 && c.row_span == 1);
        if seen_several && alone {
            break;
        }
        seen_several |= own.len() > 1;
        rows =
            own.iter().map(|c| c.row + c.row_span).max().unwrap_or(row + 1).max(rows).max(row + 1);
    }
    rows.min(grid.rows.saturating_sub(1)).min(limit)
}

/// A heading being laid.
#[derive(Debug)]
struct Heading {
    columns: (usize, usize),
    level: usize,
    top: f32,
    words: Vec<usize>,
}

/// How far off the middle of its columns a heading may stand, as a share of their width: numbers
/// stand at the right of their columns, headings in the middle.
const OFF_MIDDLE: f32 = 0.15;

/// What stands below a line of headings in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Under {
    Nothing,
    /// A heading that begins on the next line.
    Next,
    /// A heading that begins farther down.
    Farther,
}

impl Under {
    fn headed(self) -> bool {
        self != Self::Nothing
    }
}

/// Whether a line's only stretch goes on in the heading below it: that begins on the next line,
/// and a neighbour's farther down, as where headings of several lines end on one height.
fn wraps(at: (usize, usize), (low, high): (usize, usize), under: &[Under]) -> bool {
    let of = |i: usize| under.get(i).copied();
    at.0 == at.1
        && of(at.0) == Some(Under::Next)
        && (low..=high).any(|i| of(i) == Some(Under::Farther))
}

/// The headings of white-space columns as slots, and how many rows they take.
pub(super) fn lay(
    lines: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: &[(f32, f32)],
    numeric: &[bool],
    across: &[Stroke],
) -> (usize, Vec<Slot>) {
    let columns = &widened(lines, columns, numeric);
    let mut headings: Vec<Heading> = Vec::new();
    let mut open: Vec<Option<usize>> = vec![None; columns.len()];
    for (i, (line, chunks)) in lines.iter().enumerate().rev() {
        let bottom = i + 1 == lines.len();
        let chunks = &finer(line, chunks, columns);
        let below = lines.get(i + 1).map_or(line.baseline, |l| l.0.baseline);
        let under: Vec<Under> = open
            .iter()
            .map(|o| match o.and_then(|o| headings.get(o)).filter(|_| !bottom) {
                None => Under::Nothing,
                Some(h) if (h.top - below).abs() < 0.5 => Under::Next,
                Some(_) => Under::Farther,
            })
            .collect();
        for (chunk, reach) in
            chunks.iter().zip(reaches((line, below), chunks, columns, across, &under))
        {
            let Some(reach) = reach else { continue };
            place(&mut headings, &mut open, chunk, line, reach, across);
        }
    }
    let rows = headings.iter().map(|h| h.level + 1).max().unwrap_or(0);
    let slots = headings.iter().map(|h| {
        let above = ceiling(h, &headings, rows);
        Slot {
            row: rows - above,
            row_span: above - h.level,
            column: h.columns.0,
            column_span: h.columns.1 - h.columns.0 + 1,
            words: h.words.clone(),
        }
    });
    (rows, slots.collect())
}

/// The level up to which a heading may stand: below the next that shares a column with it.
fn ceiling(own: &Heading, all: &[Heading], rows: usize) -> usize {
    let over = |h: &&Heading| {
        h.level > own.level && h.columns.0 <= own.columns.1 && own.columns.0 <= h.columns.1
    };
    all.iter().filter(over).map(|h| h.level).min().unwrap_or(rows)
}

/// Columns made as wide as the headings that clearly stand over one of them: a column of numbers
/// is narrow, and the rest of its wrapped heading may stand beside it.
fn widened(
    lines: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: &[(f32, f32)],
    numeric: &[bool],
) -> Vec<(f32, f32)> {
    let mut wide = columns.to_vec();
    for (chunk, line) in lines
        .iter()
        .filter(|l| l.1.len() > 1)
        .flat_map(|(_, c)| c.iter().map(move |chunk| (chunk, c)))
    {
        let Some((at, end)) = heads(chunk, line, columns, numeric) else { continue };
        let before =
            at.checked_sub(1).and_then(|i| columns.get(i)).map_or(f32::NEG_INFINITY, |c| c.1);
        let after = columns.get(at + 1).map_or(f32::INFINITY, |c| c.0);
        if at == end
            && chunk.x0 > before
            && chunk.x1 < after
            && let Some(own) = wide.get_mut(at)
        {
            *own = (own.0.min(chunk.x0), own.1.max(chunk.x1));
        }
    }
    wide
}

/// The columns that a heading stands over. In the white space between words and numbers that have
/// no heading of their own it heads the numbers: they stand at the right of a wide cell.
fn heads(
    chunk: &Chunk<'_>,
    line: &[Chunk<'_>],
    columns: &[(f32, f32)],
    numeric: &[bool],
) -> Option<(usize, usize)> {
    let (at, end) = columns::covered(columns, chunk)?;
    let after = columns.get(at).is_some_and(|c| c.1 <= chunk.x0);
    let next = columns.get(at + 1).filter(|n| after && at == end && chunk.x1 <= n.0);
    let numbers = numeric.get(at) != Some(&true) && numeric.get(at + 1) == Some(&true);
    let headed = next.is_some_and(|n| line.iter().any(|c| c.x0 < n.1 && n.0 < c.x1));
    Some(if next.is_some() && numbers && !headed { (at + 1, at + 1) } else { (at, end) })
}

/// The chunks of a heading line, cut finer where that gives each column its own: headings of
/// neighbouring columns often all but touch.
pub(super) fn finer<'a>(
    line: &Line<'a>,
    chunks: &[Chunk<'a>],
    columns: &[(f32, f32)],
) -> Vec<Chunk<'a>> {
    let fine = line.chunks(0.45);
    let places: Vec<_> = fine.iter().filter_map(|c| columns::covered(columns, c)).collect();
    let own = places.len() == fine.len()
        && places.iter().all(|p| p.0 == p.1)
        && places.windows(2).all(|w| matches!(w, [a, b] if a.1 < b.0));
    if own && fine.len() > chunks.len() { fine } else { chunks.to_vec() }
}

/// Adds a chunk to the heading below it, or opens one on the level above.
fn place(
    headings: &mut Vec<Heading>,
    open: &mut [Option<usize>],
    chunk: &Chunk<'_>,
    line: &Line<'_>,
    reach: (usize, usize),
    across: &[Stroke],
) {
    let words = chunk.tokens.iter().map(|t: &Token<'_>| t.index);
    let under: Vec<usize> =
        open.iter().skip(reach.0).take(reach.1 - reach.0 + 1).filter_map(|o| *o).collect();
    if let [first, rest @ ..] = under.as_slice()
        && rest.iter().all(|r| r == first)
        && let Some(below) = headings.get_mut(*first)
        && below.columns == reach
        && below.top - line.baseline < 1.7 * line.size
        && !is_ruled(across, line.baseline, below.top, chunk)
    {
        below.top = line.baseline;
        below.words.extend(words);
        return;
    }
    let level =
        under.iter().filter_map(|&u| headings.get(u)).map(|h| h.level + 1).max().unwrap_or(0);
    for slot in open.iter_mut().skip(reach.0).take(reach.1 - reach.0 + 1) {
        *slot = Some(headings.len());
    }
    headings.push(Heading { columns: reach, level, top: line.baseline, words: words.collect() });
}

/// Whether a rule runs between two baselines below a chunk.
fn is_ruled(across: &[Stroke], above: f32, below: f32, chunk: &Chunk<'_>) -> bool {
    let first = across.partition_point(|s| s.at < above + 0.5);
    across
        .iter()
        .skip(first)
        .take_while(|s| s.at < below - 2.0)
        .any(|s| s.cover(chunk.x0, chunk.x1) > 0.6 * (chunk.x1 - chunk.x0))
}

/// The columns that each chunk of a heading line stands over.
fn reaches(
    line: (&Line<'_>, f32),
    chunks: &[Chunk<'_>],
    columns: &[(f32, f32)],
    across: &[Stroke],
    under: &[Under],
) -> Vec<Option<(usize, usize)>> {
    let mut plain: Vec<Option<(usize, usize)>> =
        chunks.iter().map(|c| columns::covered(columns, c)).collect();
    // A heading wider than its column leans over the next, which has its own.
    for i in 0..plain.len().saturating_sub(1) {
        if let (Some(Some(a)), Some(Some(b))) = (plain.get(i).copied(), plain.get(i + 1).copied())
            && a.1 >= b.0
            && let Some(slot) = plain.get_mut(i)
        {
            *slot = Some((a.0, a.1.min(b.0.saturating_sub(1)).max(a.0)));
        }
    }
    if chunks.len() >= columns.len() || !under.iter().any(|u| u.headed()) {
        return plain;
    }
    // Over a column whose own heading begins lower than its neighbours' it heads those too.
    let hollow = |p: &Option<(usize, usize)>| {
        p.is_some_and(|(a, b)| a == b && under.get(a) == Some(&Under::Farther))
    };
    let higher = under.contains(&Under::Next) && plain.iter().all(hollow);
    if let Some(tiles) = tiles(chunks, columns, under).filter(|_| higher) {
        return tiles.into_iter().map(Some).collect();
    }
    let own = |i: usize| plain.get(i).copied().flatten();
    (0..chunks.len())
        .map(|i| {
            let (chunk, at) = (chunks.get(i)?, own(i)?);
            let low = i.checked_sub(1).and_then(own).map_or(0, |p| p.1 + 1).min(at.0);
            let high = own(i + 1).map_or(columns.len() - 1, |n| n.0.saturating_sub(1)).max(at.1);
            // Only over columns that have a heading of their own below.
            let headed = |i: &usize| under.get(*i).is_some_and(|u| u.headed());
            let low = (low..at.0).rev().take_while(headed).last().unwrap_or(at.0);
            let high = (at.1 + 1..=high).take_while(headed).last().unwrap_or(at.1);
            let by_rule = || under_rule(line, chunk, chunks, columns, across);
            let by_middle = || centred(chunk, at, (low, high), columns, chunks.len() == 1);
            let wraps = chunks.len() == 1 && wraps(at, (low, high), under);
            Some(by_rule().unwrap_or_else(|| if wraps { at } else { by_middle() }))
        })
        .collect()
}

/// The columns of headings that share those of the numbers evenly, each over the middle of its own:
/// the same columns for each of several years or places.
fn tiles(
    chunks: &[Chunk<'_>],
    columns: &[(f32, f32)],
    under: &[Under],
) -> Option<Vec<(usize, usize)>> {
    let data = columns.len().checked_sub(1).filter(|_| chunks.len() > 1)?;
    let each = data / chunks.len();
    if each < 2 || data % chunks.len() > 0 || !under.iter().skip(1).all(|u| u.headed()) {
        return None;
    }
    let tile = |(i, chunk): (usize, &Chunk<'_>)| {
        let (from, to) = (1 + i * each, (i + 1) * each);
        let (first, last) = (columns.get(from)?, columns.get(to)?);
        let off = f32::midpoint(chunk.x0, chunk.x1) - f32::midpoint(first.0, last.1);
        (off.abs() < OFF_MIDDLE * (last.1 - first.0)).then_some((from, to))
    };
    chunks.iter().enumerate().map(tile).collect()
}

/// The columns above which the rule below a heading runs. Over a rule that runs below several
/// headings, each must be centred on its share.
fn under_rule(
    (line, below): (&Line<'_>, f32),
    chunk: &Chunk<'_>,
    chunks: &[Chunk<'_>],
    columns: &[(f32, f32)],
    across: &[Stroke],
) -> Option<(usize, usize)> {
    let whole = columns.last()?.1 - columns.first()?.0;
    let first = across.partition_point(|s| s.at < line.baseline - 0.5);
    let rule = across
        .iter()
        .skip(first)
        .take_while(|s| s.at < (line.baseline + 1.3 * line.size).max(below - 0.5 * line.size))
        .find(|s| {
            s.from <= chunk.x0 + 3.0 && s.to >= chunk.x1 - 3.0 && s.to - s.from < 0.93 * whole
        })?;
    let (from, to) = share(rule, chunk, chunks, line.size)?;
    let mut hit = columns.iter().enumerate().filter(|(_, c)| {
        let middle = f32::midpoint(c.0, c.1);
        from - 2.0 <= middle && middle <= to + 2.0
    });
    let from = hit.next()?.0;
    Some((from, hit.next_back().map_or(from, |l| l.0)))
}

/// The part of a rule that is below one of the headings over it, if they share it evenly.
fn share(rule: &Stroke, own: &Chunk<'_>, chunks: &[Chunk<'_>], size: f32) -> Option<(f32, f32)> {
    let middle = |c: &Chunk<'_>| f32::midpoint(c.x0, c.x1);
    let over: Vec<f32> =
        chunks.iter().map(middle).filter(|m| (rule.from..rule.to).contains(m)).collect();
    if over.len() < 2 {
        return Some((rule.from, rule.to));
    }
    let width = (rule.to - rule.from) / over.len() as f32;
    let start = |i: usize| rule.from + width * i as f32;
    let even = over.iter().enumerate().all(|(i, m)| (start(i) + width / 2.0 - m).abs() < size);
    let at = over.iter().position(|m| (m - middle(own)).abs() < 0.1).filter(|_| even)?;
    Some((start(at), start(at + 1)))
}

/// The columns on which a heading is centred, if that is clearly more than those it covers.
fn centred(
    chunk: &Chunk<'_>,
    at: (usize, usize),
    within: (usize, usize),
    columns: &[(f32, f32)],
    alone: bool,
) -> (usize, usize) {
    let middle = f32::midpoint(chunk.x0, chunk.x1);
    let off = |from: usize, to: usize| match (columns.get(from), columns.get(to)) {
        (Some(a), Some(b)) => (f32::midpoint(a.0, b.1) - middle).abs(),
        _ => f32::INFINITY,
    };
    let size = chunk.tokens.first().map_or(10.0, |t| t.size);
    // Alone on its line and about in the middle: a banner over all of them.
    let data = (within.0.max(usize::from(at.0 > 0)), within.1);
    if alone && off(data.0, data.1) < 2.5 * size {
        return data;
    }
    let mut best = (off(at.0, at.1) - 0.6 * size, at);
    for from in within.0.max(usize::from(at.0 > 0))..=at.0 {
        for to in at.1..=within.1 {
            let away = off(from, to);
            if away < best.0 - 0.2 * size
                || away < best.0 + 0.2 * size
                    && to - from > best.1.1 - best.1.0
                    && away < 0.8 * size
            {
                best = (away, (from, to));
            }
        }
    }
    best.1
}

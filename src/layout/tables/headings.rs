//! Heading rows: how many a grid has, and how headings set by white space stand over columns.
//!
//! Headings are laid from the bottom up: each column's own heading ends directly above its
//! numbers, lines that wrap are one heading, and a heading over several columns stands on a level
//! above theirs. How far it reaches is told by the rule below it, else by what it is centred on.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Page;

use super::columns;
use super::frame::{Chunk, Line, Token};
use super::grid::{Grid, Slot};
use super::reach::{Below, Under, reaches};
use super::strokes::Stroke;
use super::values::{self, Kind};

/// Heading rows of a drawn grid: the rows above the first that holds numbers, and not more than
/// the first where there is none.
pub(super) fn count(grid: &Grid, page: &Page) -> usize {
    let mut first_data = grid.rows;
    let years = columns_of_years(grid, page);
    for cell in grid.cells.iter().filter(|c| c.column > 0) {
        let mut words =
            cell.words.iter().filter_map(|&i| page.words.get(i)).map(|w| w.text.as_str());
        let year = |w: &str| values::is_year(w) && !years.contains(&cell.column);
        let number =
            |w: &str| values::kind(w).is_data() && !year(w) || values::kind(w) == Kind::Unit;
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

/// The columns that hold hardly anything but years, which are no headings there.
fn columns_of_years(grid: &Grid, page: &Page) -> BTreeSet<usize> {
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for cell in &grid.cells {
        let mut words = cell.words.iter().filter_map(|&i| page.words.get(i));
        let count = counts.entry(cell.column).or_default();
        count.0 += usize::from(words.all(|w| values::is_year(&w.text)));
        count.1 += 1;
    }
    counts.into_iter().filter(|(_, (years, all))| years * 4 > all * 3).map(|c| c.0).collect()
}

/// A heading being laid.
#[derive(Debug)]
struct Heading {
    columns: (usize, usize),
    level: usize,
    top: f32,
    /// Whether it is the number of its column.
    counts: bool,
    words: Vec<usize>,
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
        let next = lines.get(i + 1).map_or_else(Vec::new, |(l, c)| finer(l, c, columns));
        let below = Below { baseline: below, chunks: &next, under: &under };
        let counts = count_columns(chunks);
        for (chunk, reach) in chunks.iter().zip(reaches(line, &below, chunks, columns, across)) {
            let Some(reach) = reach else { continue };
            let counts = counts && column_number(chunk).is_some();
            place(&mut headings, &mut open, (chunk, counts), line, reach, across);
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

/// Whether a line counts the columns: `(1) (2) (3)`, which is a row of its own above or below
/// their names.
pub(super) fn count_columns(chunks: &[Chunk<'_>]) -> bool {
    let label = chunks.first().is_some_and(|c| column_number(c).is_none());
    let own = chunks.get(usize::from(label)..).unwrap_or_default();
    let all = |first: usize| own.iter().zip(first..).all(|(c, n)| column_number(c) == Some(n));
    own.len() > 1 && own.first().and_then(column_number).is_some_and(all)
}

fn column_number(chunk: &Chunk<'_>) -> Option<usize> {
    let [only] = chunk.tokens.as_slice() else { return None };
    only.text.strip_prefix('(')?.strip_suffix(')')?.parse().ok()
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
    (chunk, counts): (&Chunk<'_>, bool),
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
        && (below.columns, below.counts) == (reach, counts)
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
    let (top, words) = (line.baseline, words.collect());
    headings.push(Heading { columns: reach, level, top, counts, words });
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

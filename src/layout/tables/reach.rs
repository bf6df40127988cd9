//! How far a heading reaches: the columns that it stands over.
//!
//! The rule below it tells, or what it is centred on among the columns that have headings of their
//! own below. Lines of one heading that wraps are told from headings over others by where the
//! headings beside them begin.

use std::collections::BTreeSet;

use super::columns;
use super::frame::{Chunk, Line};
use super::strokes::Stroke;

/// How far off the middle of its columns a heading may stand, as a share of the width of one:
/// numbers stand at the right of their columns, headings in the middle.
const OFF_MIDDLE: f32 = 0.4;

/// What stands below a line of headings in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Under {
    /// None.
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

/// What stands below a line of headings.
pub(super) struct Below<'b, 'a> {
    pub(super) baseline: f32,
    /// The next line, finely cut.
    pub(super) chunks: &'b [Chunk<'a>],
    /// By column.
    pub(super) under: &'b [Under],
}

/// The columns that each chunk of a heading line stands over.
pub(super) fn reaches(
    line: &Line<'_>,
    below: &Below<'_, '_>,
    chunks: &[Chunk<'_>],
    columns: &[(f32, f32)],
    across: &[Stroke],
) -> Vec<Option<(usize, usize)>> {
    let under = below.under;
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
    let again = || repeats(below.chunks, chunks.len());
    let between = |tiles: &[(usize, usize)]| {
        let nearer = |i: usize| {
            let (chunk, own, tile) = (chunks.get(i)?, plain.get(i).copied()??, tiles.get(i)?);
            let nearer = off_middle(chunk, *tile, columns) < off_middle(chunk, own, columns);
            Some(own == *tile || nearer)
        };
        (0..chunks.len()).all(|i| nearer(i) == Some(true))
    };
    // Headings that tell apart what comes again below them need only stand over it.
    let told = differ(chunks) && again();
    let tiles = tiles(chunks, columns, under, told);
    if let Some(tiles) = tiles.filter(|t| told || higher || again() && between(t)) {
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
            let by_rule = || under_rule((line, below.baseline), chunk, chunks, columns, across);
            let by_middle = || centred(chunk, at, (low, high), columns, chunks.len() == 1);
            let wraps = chunks.len() == 1 && wraps(at, (low, high), under);
            Some(by_rule().unwrap_or_else(|| if wraps { at } else { by_middle() }))
        })
        .collect()
}

/// The columns of headings that share those of the numbers evenly, each over the middle of its own
/// (or, where they are `told`, over any part of it): the same columns for each of several years or
/// places.
fn tiles(
    chunks: &[Chunk<'_>],
    columns: &[(f32, f32)],
    under: &[Under],
    told: bool,
) -> Option<Vec<(usize, usize)>> {
    let data = columns.len().checked_sub(1).filter(|_| chunks.len() > 1)?;
    let each = data / chunks.len();
    if each < 2 || data % chunks.len() > 0 || !under.iter().skip(1).all(|u| u.headed()) {
        return None;
    }
    let tile = |(i, chunk): (usize, &Chunk<'_>)| {
        let (from, to) = (1 + i * each, (i + 1) * each);
        let width = (columns.get(to)?.1 - columns.get(from)?.0) / each as f32;
        let most = if told { 0.5 * each as f32 } else { OFF_MIDDLE };
        (off_middle(chunk, (from, to), columns) < most * width).then_some((from, to))
    };
    chunks.iter().enumerate().map(tile).collect()
}

fn said(chunk: &Chunk<'_>) -> String {
    chunk.tokens.iter().map(|t| t.text).collect::<Vec<_>>().join(" ")
}

/// Whether headings differ, so that they tell apart what comes again below them.
fn differ(chunks: &[Chunk<'_>]) -> bool {
    let all: BTreeSet<String> = chunks.iter().map(said).collect();
    all.len() == chunks.len()
}

/// Whether the headings on a line are the same ones so many times over.
fn repeats(chunks: &[Chunk<'_>], times: usize) -> bool {
    let each = chunks.len() / times.max(1);
    // A heading of the labels may stand before them.
    let words: Vec<String> = chunks.iter().skip(chunks.len() - each * times).map(said).collect();
    times > 1 && each > 1 && words.iter().zip(words.iter().skip(each)).all(|(a, b)| a == b)
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

/// How far a heading stands off the middle of some columns.
fn off_middle(chunk: &Chunk<'_>, (from, to): (usize, usize), columns: &[(f32, f32)]) -> f32 {
    match (columns.get(from), columns.get(to)) {
        (Some(a), Some(b)) => (f32::midpoint(a.0, b.1) - f32::midpoint(chunk.x0, chunk.x1)).abs(),
        _ => f32::INFINITY,
    }
}

/// The columns on which a heading is centred, if that is clearly more than those it covers.
fn centred(
    chunk: &Chunk<'_>,
    at: (usize, usize),
    within: (usize, usize),
    columns: &[(f32, f32)],
    alone: bool,
) -> (usize, usize) {
    let off = |from: usize, to: usize| off_middle(chunk, (from, to), columns);
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

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::super::frame::tests::page;

    /// Headings by row, as `(row, column, column span, text)`, over two rows of numbers.
    fn headings(heads: &[(f32, f32, &str)], xs: &[f32]) -> Vec<(usize, usize, usize, String)> {
        let mut words = heads.to_vec();
        for (y, label) in [(160.0, "Alpha"), (174.0, "Beta"), (188.0, "Gamma")] {
            words.push((50.0, y, label));
            words.extend(xs.iter().map(|x| (*x, y, "1,234")));
        }
        let found = find(&page(&words));
        let table = &found[0].table;
        let own = table.cells.iter().filter(|c| c.row < table.header_rows);
        own.map(|c| (c.row, c.column, c.column_span, c.text.text.clone())).collect()
    }

    #[test]
    fn the_first_line_of_the_longest_heading_is_no_banner() {
        let found = headings(
            &[
                (190.0, 120.0, "From May"),
                (115.0, 132.0, "Before May"),
                (190.0, 132.0, "to June"),
                (117.5, 144.0, "2012"),
                (195.0, 144.0, "2013"),
                (265.0, 144.0, "Later"),
            ],
            &[115.0, 195.0, 265.0],
        );
        let texts: Vec<&str> = found.iter().map(|h| h.3.as_str()).collect();
        assert_eq!(texts, ["Before May 2012", "From May to June 2013", "Later"]);
    }

    #[test]
    fn headings_share_the_columns_whose_headings_come_again() {
        let found = headings(
            &[
                (135.0, 130.0, "Grade 4"),
                (255.0, 130.0, "Grade 8"),
                (115.0, 144.0, "Mean"),
                (175.0, 144.0, "Error"),
                (235.0, 144.0, "Mean"),
                (295.0, 144.0, "Error"),
            ],
            &[115.0, 175.0, 235.0, 295.0],
        );
        assert_eq!(found[0], (0, 1, 2, "Grade 4".to_owned()));
        assert_eq!(found[1], (0, 3, 2, "Grade 8".to_owned()));
    }

    #[test]
    fn headings_tell_apart_what_comes_again_below_them() {
        let found = headings(
            &[
                (115.0, 130.0, "Acres planted"),
                (235.0, 130.0, "Yield"),
                (115.0, 144.0, "1997"),
                (175.0, 144.0, "1998"),
                (235.0, 144.0, "1997"),
                (295.0, 144.0, "1998"),
            ],
            &[115.0, 175.0, 235.0, 295.0],
        );
        assert_eq!(found[0], (0, 1, 2, "Acres planted".to_owned()));
        assert_eq!(found[1], (0, 3, 2, "Yield".to_owned()));
    }

    #[test]
    fn numbers_of_columns_are_a_row_of_headings() {
        let heads = [
            (115.0, 130.0, "(1)"),
            (175.0, 130.0, "(2)"),
            (115.0, 144.0, "OLS"),
            (175.0, 144.0, "Logit"),
        ];
        let found = headings(&heads, &[115.0, 175.0]);
        let texts: Vec<&str> = found.iter().map(|h| h.3.as_str()).collect();
        assert_eq!(texts, ["(1)", "(2)", "OLS", "Logit"]);
    }
}

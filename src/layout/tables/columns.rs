//! Columns by white space: where no line has letters, one column ends and the next begins.
//!
//! Only lines that hold several cells tell columns apart; a rare line that runs over (a long
//! label, a note) is outvoted.

use super::frame::Chunk;
use super::values::Kind;

/// Bins a point; columns of numbers in small print are barely two points apart.
const BINS: f32 = 2.0;
/// White space narrower than this parts nothing, in points.
const NARROW: f32 = 1.5;
/// Columns of one table: a sheet of paper holds far fewer.
const MAX_COLUMNS: usize = 400;
/// Bins of one region: a page of two metres across.
const MAX_BINS: usize = 12_000;

/// The left and right edges of the columns of some lines, each cut to chunks.
pub(super) fn find(lines: &[&[Chunk<'_>]]) -> Vec<(f32, f32)> {
    let all = || lines.iter().flat_map(|l| l.iter());
    let low = all().map(|c| c.x0).fold(f32::INFINITY, f32::min);
    let high = all().map(|c| c.x1).fold(f32::NEG_INFINITY, f32::max);
    if high <= low || !high.is_finite() || !low.is_finite() {
        return Vec::new();
    }
    let bins = (((high - low) * BINS) as usize + 2).min(MAX_BINS);
    let bin = |x: f32| (((x - low) * BINS) as usize).min(bins - 1);
    let mut change = vec![0_i32; bins + 1];
    for chunk in all() {
        if let Some(step) = change.get_mut(bin(chunk.x0)) {
            *step += 1;
        }
        if let Some(step) = change.get_mut(bin(chunk.x1) + 1) {
            *step -= 1;
        }
    }
    let outvoted = (lines.len() as f32 * 0.06) as i32;
    let spans: Vec<(f32, f32)> = occupied(&change, outvoted)
        .into_iter()
        .map(|(from, to)| (low + from as f32 / BINS, low + to as f32 / BINS))
        .collect();
    let columns = join_narrow(spans);
    if columns.len() > MAX_COLUMNS {
        return Vec::new();
    }
    drop_thin(join_marks(columns, lines), lines)
}

/// The lines with the most cells, if most are: a total runs over the columns of the labels.
pub(super) fn fullest<'c, 'a>(core: &[&'c [Chunk<'a>]]) -> Vec<&'c [Chunk<'a>]> {
    let most = core.iter().map(|c| c.len()).max().unwrap_or(0);
    let full: Vec<&[Chunk<'_>]> = core.iter().copied().filter(|c| c.len() == most).collect();
    if full.len() >= 3 && full.len() * 2 > core.len() { full } else { Vec::new() }
}

/// Runs of bins that more than `outvoted` lines cover.
fn occupied(change: &[i32], outvoted: i32) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let (mut level, mut open) = (0, None);
    for (i, step) in change.iter().enumerate() {
        level += step;
        match open {
            None if level > outvoted => open = Some(i),
            Some(from) if level <= outvoted => {
                spans.push((from, i));
                open = None;
            }
            _ => {}
        }
    }
    spans
}

fn join_narrow(spans: Vec<(f32, f32)>) -> Vec<(f32, f32)> {
    let mut joined: Vec<(f32, f32)> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.0 - last.1 < NARROW => last.1 = span.1,
            _ => joined.push(span),
        }
    }
    joined
}

/// Joins a column of nothing but marks that say that there is no number (`–`, `n.d.`) to the one
/// beside it, where each such line lacks its number: a mark may stand at the left of its cell or in
/// its middle, and numbers at its right.
fn join_marks(mut columns: Vec<(f32, f32)>, lines: &[&[Chunk<'_>]]) -> Vec<(f32, f32)> {
    let mut at = columns.len();
    while at > 0 {
        at -= 1;
        let of = |chunk: &Chunk<'_>| covered(&columns, chunk).map(|c| c.0);
        let own = || lines.iter().filter(|l| l.iter().any(|c| of(c) == Some(at)));
        let marks = |l: &&&[Chunk<'_>]| {
            l.iter().filter(|c| of(c) == Some(at)).all(|c| c.kind == Kind::Absent)
        };
        if columns.len() <= 2 || own().next().is_none() || !own().all(|l| marks(&l)) {
            continue;
        }
        let lacks = |other: usize| own().all(|l| l.iter().all(|c| of(c) != Some(other)));
        let numbers = |other: usize| {
            let mut theirs = lines.iter().flat_map(|l| l.iter()).filter(|c| of(c) == Some(other));
            theirs.any(|c| c.kind == Kind::Value)
        };
        let beside = [Some(at + 1), at.checked_sub(1)].into_iter().flatten();
        let target =
            beside.filter(|o| *o > 0 && *o < columns.len()).find(|o| lacks(*o) && numbers(*o));
        if let Some(target) = target.and_then(|t| columns.get(t)).copied() {
            let gone = columns.remove(at);
            if let Some(column) = columns.iter_mut().find(|c| **c == target) {
                *column = (target.0.min(gone.0), target.1.max(gone.1));
            }
        }
    }
    columns
}

/// Joins a column that hardly any line fills to the nearer of its neighbours.
fn drop_thin(mut columns: Vec<(f32, f32)>, lines: &[&[Chunk<'_>]]) -> Vec<(f32, f32)> {
    if lines.len() < 5 {
        return columns;
    }
    let mut filled = vec![0_usize; columns.len()];
    for chunk in lines.iter().flat_map(|l| l.iter()) {
        let count = covered(&columns, chunk).and_then(|(first, _)| filled.get_mut(first));
        if let Some(count) = count {
            *count += 1;
        }
    }
    let least = lines.len() / 12;
    let mut at = filled.len();
    while at > 0 {
        at -= 1;
        if filled.get(at).is_some_and(|f| *f <= least) && columns.len() > 2 {
            absorb(&mut columns, at);
        }
    }
    columns
}

fn absorb(columns: &mut Vec<(f32, f32)>, at: usize) {
    let gone = columns.remove(at);
    let before = at.checked_sub(1).and_then(|i| columns.get(i)).map(|c| gone.0 - c.1);
    let after = columns.get(at).map(|c| c.0 - gone.1);
    let left = before.is_some_and(|b| after.is_none_or(|a| b <= a));
    let target = if left { at.checked_sub(1) } else { Some(at) };
    if let Some(target) = target.and_then(|i| columns.get_mut(i)) {
        *target = (target.0.min(gone.0), target.1.max(gone.1));
    }
}

/// The first and last column that a chunk stands in.
pub(super) fn covered(columns: &[(f32, f32)], chunk: &Chunk<'_>) -> Option<(usize, usize)> {
    let first = columns.partition_point(|c| c.1 <= chunk.x0);
    let stands = |(from, to): (f32, f32)| {
        let shared = chunk.x1.min(to) - chunk.x0.max(from);
        shared > 0.3 * (to - from).min(chunk.x1 - chunk.x0) || shared > 12.0
    };
    let mut hit = columns
        .iter()
        .enumerate()
        .skip(first)
        .take_while(|(_, c)| c.0 < chunk.x1)
        .filter(|(_, c)| stands(**c))
        .map(|(i, _)| i);
    match hit.next() {
        Some(from) => Some((from, hit.last().unwrap_or(from))),
        None => nearest(columns, chunk).map(|i| (i, i)),
    }
}

/// The columns that the chunks of one line stand in. What stands in the white between two columns
/// is of the farther one where its neighbour on the line fills the nearer: a mark at the left of a
/// column of numbers, a short number at the left of a column of words.
pub(super) fn places(chunks: &[Chunk<'_>], columns: &[(f32, f32)]) -> Vec<Option<(usize, usize)>> {
    let mut places: Vec<_> = chunks.iter().map(|c| covered(columns, c)).collect();
    let outside = |chunk: &Chunk<'_>, at: usize, after: bool| {
        columns.get(at).is_some_and(|c| if after { chunk.x0 >= c.1 } else { chunk.x1 <= c.0 })
    };
    for i in 0..chunks.len().saturating_sub(1) {
        let (Some(Some(a)), Some(Some(b))) = (places.get(i).copied(), places.get(i + 1).copied())
        else {
            continue;
        };
        let (Some(left), Some(right)) = (chunks.get(i), chunks.get(i + 1)) else { continue };
        if a.1 != b.0 || a.0 != a.1 || b.0 != b.1 {
            continue;
        }
        let before = i.checked_sub(1).and_then(|p| places.get(p).copied().flatten());
        let after = places.get(i + 2).copied().flatten();
        let free = |at: usize, other: Option<(usize, usize)>| {
            at < columns.len() && other.is_none_or(|o| at < o.0 || at > o.1)
        };
        let moved = if outside(right, b.0, true) && free(b.0 + 1, after) {
            Some((i + 1, b.0 + 1))
        } else if a.0 > 0 && outside(left, a.0, false) && free(a.0 - 1, before) {
            Some((i, a.0 - 1))
        } else {
            None
        };
        if let Some((at, to)) = moved
            && let Some(place) = places.get_mut(at)
        {
            *place = Some((to, to));
        }
    }
    places
}

fn nearest(columns: &[(f32, f32)], chunk: &Chunk<'_>) -> Option<usize> {
    let after = columns.partition_point(|c| c.1 <= chunk.x0);
    let away = |i: usize| columns.get(i).map(|c| (i, (c.0 - chunk.x1).max(chunk.x0 - c.1)));
    let near = [after.checked_sub(1), Some(after), Some(after + 1)].into_iter().flatten();
    near.filter_map(away).min_by(|a, b| a.1.total_cmp(&b.1)).map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::{lines, tests::page, tokens};

    #[test]
    fn numbers_aligned_on_their_last_digit_make_a_column() {
        let page = page(&[
            (50.0, 100.0, "Total"),
            (200.0, 100.0, "1 000"),
            (260.0, 100.0, "12"),
            (50.0, 120.0, "A label"),
            (212.5, 120.0, "300"),
            (255.0, 120.0, "345"),
        ]);
        let lines = lines(tokens(&page));
        let chunks: Vec<_> = lines.iter().map(|l| l.chunks(1.0)).collect();
        let columns = find(&chunks.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert_eq!(columns.len(), 3);
        assert_eq!(covered(&columns, &chunks[1][2]), Some((2, 2)));
    }

    #[test]
    fn a_total_over_the_columns_of_labels_is_outvoted_by_full_lines() {
        let mut words = vec![(50.0, 190.0, "Total de la convention"), (250.0, 190.0, "9 000")];
        for y in [100.0, 120.0, 140.0] {
            words.extend([(50.0, y, "Action"), (100.0, y, "Ouvrir un lieu"), (250.0, y, "3 000")]);
        }
        let page = page(&words);
        let lines = lines(tokens(&page));
        let chunks: Vec<_> = lines.iter().map(|l| l.chunks(1.0)).collect();
        let core: Vec<_> = chunks.iter().map(Vec::as_slice).collect();
        assert_eq!(find(&core).len(), 2);
        assert_eq!(find(&fullest(&core)).len(), 3);
        assert!(fullest(&core[1..]).is_empty());
    }

    #[test]
    fn a_mark_at_the_left_of_numbers_is_in_their_column() {
        let mut words = vec![(50.0, 160.0, "Delta"), (200.0, 160.0, "n.d."), (300.0, 160.0, "7")];
        for y in [100.0, 120.0, 140.0] {
            words.extend([(50.0, y, "Label"), (230.0, y, "1,234"), (300.0, y, "5")]);
        }
        let page = page(&words);
        let lines = lines(tokens(&page));
        let chunks: Vec<_> = lines.iter().map(|l| l.chunks(1.0)).collect();
        let columns = find(&chunks.iter().map(Vec::as_slice).collect::<Vec<_>>());
        assert_eq!(columns.len(), 3);
        assert_eq!(columns[1], (200.0, 255.5));
    }

    #[test]
    fn two_cells_of_a_line_stand_in_two_columns() {
        let page = page(&[(120.0, 100.0, "nombre"), (170.0, 100.0, "s.o.")]);
        let lines = lines(tokens(&page));
        let columns = [(50.0, 100.0), (120.0, 150.0), (210.0, 240.0)];
        assert_eq!(places(&lines[0].chunks(1.0), &columns), [Some((1, 1)), Some((2, 2))]);
    }
}

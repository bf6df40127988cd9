//! Grids by white space: the columns are the white space that the lines of a region share.
//!
//! Several widths of gap are tried, since print may be tight or wide; the scorer picks. The lines
//! above the first numbers are headings, the lines from there on are gathered to rows.

use crate::document::Method;

use super::bounds;
use super::columns;
use super::frame::{Chunk, Line};
use super::grid::{Grid, Slot};
use super::headings;
use super::labels;
use super::lattice::Lattice;
use super::regions::TELLING;
use super::rows;
use super::ruled::row_line;
use super::strokes::Strokes;
use super::values::Kind;

/// Gaps tried, in letter sizes.
const FACTORS: [f32; 3] = [0.9, 1.4, 0.55];
/// The candidates for one region.
pub(super) fn grids(lines: &[Line<'_>], strokes: &Strokes) -> Vec<Grid> {
    FACTORS.into_iter().flat_map(|factor| grid(lines, strokes, factor)).collect()
}

/// The candidates for the words within a drawn grid, whose strokes part cells where there are any.
pub(super) fn within(lines: &[Line<'_>], lattice: &Lattice, strokes: &Strokes) -> Vec<Grid> {
    let Some(bbox) = lattice.bbox() else { return Vec::new() };
    let first = lines.partition_point(|l| l.baseline < bbox.y0);
    let inside = lines.iter().skip(first).take_while(|l| l.baseline <= bbox.y1 + 2.0);
    let tokens = inside
        .flat_map(|l| l.tokens.iter().copied())
        .filter(|t| bbox.contains(t.bbox.center().0, t.bbox.center().1))
        .collect();
    let mut grids = grids(&super::frame::lines(tokens), strokes);
    for grid in &mut grids {
        grid.method = Method::PartlyRuled;
    }
    grids
}

/// The first line of a table that goes on from the page before: the page's first, if all lines
/// above the region may be the rest of a cut row, which stays within its columns.
pub(super) fn with_cut_row(
    lines: &[Line<'_>],
    start: usize,
    edges: &[(f32, f32)],
) -> Option<usize> {
    let fits = |line: &Line<'_>| {
        line.chunks(TELLING).iter().all(|c| {
            let column = columns::covered(edges, c).and_then(|(a, _)| edges.get(a));
            column.is_some_and(|e| c.x1 <= e.1 + 2.0 * line.size && c.x0 >= e.0 - 2.0 * line.size)
        })
    };
    lines.get(..start)?.iter().all(fits).then_some(0)
}

/// The rest of a table from the page before, on the lines that open a page, if its numbers stand
/// below the numbers there.
pub(super) fn continued(
    lines: &[Line<'_>],
    strokes: &Strokes,
    edges: &[(f32, f32)],
) -> Option<Grid> {
    let (mut fit, mut odd) = (0, 0);
    for line in lines {
        let chunks = line.chunks(TELLING);
        for chunk in chunks.iter().skip(1).filter(|c| c.kind == Kind::Value) {
            let place =
                columns::covered(edges, chunk).and_then(|(a, b)| edges.get(a).filter(|_| a == b));
            let flush = place.is_some_and(|e| {
                (e.1 - chunk.x1).abs() < 0.8 * line.size
                    || (e.0 - chunk.x0).abs() < 0.8 * line.size
                    || (e.0 < chunk.x0 && chunk.x1 < e.1)
            });
            if flush { fit += 1 } else { odd += 1 }
        }
    }
    if fit == 0 || odd * 4 > fit {
        return None;
    }
    let cut = cut(lines, strokes, TELLING);
    Some(Grid { score: 80.0, ..grid_with(lines, &cut, edges.to_vec(), strokes) })
}

type Cut<'c, 'a> = Vec<(&'c Line<'a>, Vec<Chunk<'a>>)>;

fn cut<'c, 'a>(lines: &'c [Line<'a>], strokes: &Strokes, factor: f32) -> Cut<'c, 'a> {
    lines.iter().map(|l| (l, l.chunks_between(factor, &strokes.down))).collect()
}

/// The grids of one width of gap: by the fullest lines where they are most, then by all.
fn grid(lines: &[Line<'_>], strokes: &Strokes, factor: f32) -> Vec<Grid> {
    let cut = cut(lines, strokes, factor);
    let core = core(&cut);
    let all = columns::find(&core);
    let full = columns::find(&columns::fullest(&core));
    let mut found = if full.len() > all.len() { vec![full] } else { Vec::new() };
    found.push(all);
    found.retain(|c| c.len() > 1);
    found.into_iter().map(|columns| grid_with(lines, &cut, columns, strokes)).collect()
}

fn grid_with(
    lines: &[Line<'_>],
    cut: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: Vec<(f32, f32)>,
    strokes: &Strokes,
) -> Grid {
    let numeric = numeric(cut, &columns);
    let body =
        bounds::past_rule(cut, body_start(cut, &columns, &numeric, strokes), &columns, strokes);
    let (head, rest) = cut.split_at(body.min(cut.len()));
    let head = bounds::below_top_rule(head, rest, &columns, strokes);
    let (header_rows, mut cells) = headings::lay(head, &columns, &numeric, &strokes.across);
    let rows = body_rows(rest, &columns, &numeric, strokes);
    cells.extend(body_slots(rest, &rows, &columns, header_rows));
    Grid {
        rows: header_rows + rows.last().map_or(0, |r| r + 1),
        columns: columns.len(),
        header_rows,
        method: bounds::method(lines, strokes),
        cells,
        edges: columns,
        ..Grid::default()
    }
    .tidy()
}

/// The lines that tell columns apart: several cells, with a number among them if any line has one.
fn core<'c, 'a>(cut: &'c [(&Line<'a>, Vec<Chunk<'a>>)]) -> Vec<&'c [Chunk<'a>]> {
    let several = || cut.iter().map(|(_, c)| c.as_slice()).filter(|c| c.len() > 1);
    let numbers: Vec<&[Chunk<'a>]> =
        several().filter(|c| c.iter().skip(1).any(|c| c.kind.is_data() && !c.is_year())).collect();
    if numbers.len() >= 2 {
        return numbers;
    }
    if numbers.is_empty() {
        return several().collect();
    }
    // One line of numbers is too little to go by: narrow lines tell of columns too.
    let width = |c: &[Chunk<'_>]| c.iter().map(|c| c.x1 - c.x0).sum::<f32>();
    let all = cut.iter().map(|(_, c)| c.as_slice());
    let widest = several().map(width).fold(0.0, f32::max);
    all.filter(|c| c.len() > 1 || width(c) < 0.6 * widest).collect()
}

/// Which columns hold numbers. The first must hold more of them than words: the number of a code
/// may stand below its name (« Action », then « 2.1 »), and opens no row.
fn numeric(cut: &[(&Line<'_>, Vec<Chunk<'_>>)], columns: &[(f32, f32)]) -> Vec<bool> {
    let mut counts = vec![(0_usize, 0_usize); columns.len()];
    for chunk in cut.iter().filter(|(_, c)| c.len() > 1).flat_map(|(_, c)| c) {
        let place = columns::covered(columns, chunk).filter(|(a, b)| a == b);
        if let Some(count) = place.and_then(|(a, _)| counts.get_mut(a)) {
            count.0 += usize::from(chunk.kind.is_data());
            count.1 += 1;
        }
    }
    let mostly = |(i, (data, all)): (usize, &(usize, usize))| {
        *data > 0 && data * 2 >= *all + usize::from(i == 0)
    };
    counts.iter().enumerate().map(mostly).collect()
}

/// The first line of the body: the first with numbers, other than years, in columns of numbers.
/// Where no column holds numbers, the first line is the heading.
fn body_start(
    cut: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: &[(f32, f32)],
    numeric: &[bool],
    strokes: &Strokes,
) -> usize {
    let opens = |(_, c): &(&Line<'_>, Vec<Chunk<'_>>)| holds_numbers(c, columns, numeric);
    let Some(first) = cut.iter().position(opens) else { return 1 };
    // Groups named above the first numbers, and labels that begin above them, are of the body.
    let mut start = first;
    while let Some((line, chunks)) = start.checked_sub(1).and_then(|i| cut.get(i)) {
        let [only] = chunks.as_slice() else {
            // Below a rule and without a heading: the rest of a row that the page break cut.
            let stub = |c: &Chunk<'_>| {
                columns::covered(columns, c).is_some_and(|(_, b)| numeric.get(b) != Some(&true))
            };
            let whole = (columns.first().map_or(0.0, |c| c.0), columns.last().map_or(0.0, |c| c.1));
            let above = start.checked_sub(2).and_then(|i| cut.get(i));
            let ruled = above.is_some_and(|a| bounds::ruled_between(strokes, a.0, line, whole));
            if ruled && !numeric.iter().all(|n| !n) && chunks.iter().all(stub) {
                start -= 1;
                continue;
            }
            break;
        };
        // In a column of words: a group, a label that begins above its number, or one that goes
        // on from the page before.
        let in_words = columns::covered(columns, only)
            .is_some_and(|(a, _)| a == 0 || numeric.get(a) != Some(&true))
            || labels::names_group(chunks, columns)
                && labels::is_one_of_several(cut.get(first..), only, columns);
        let several = |(line, c): &(&Line<'_>, Vec<Chunk<'_>>)| {
            c.len() > 1 || headings::finer(line, c, columns).len() > 1
        };
        let headed = cut.iter().take(start - 1).any(several);
        if !(in_words && headed && start >= 2) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether a line holds numbers, other than years, in columns of numbers, and not fewer than words.
/// What counts the columns is no number there.
fn holds_numbers(chunks: &[Chunk<'_>], columns: &[(f32, f32)], numeric: &[bool]) -> bool {
    let in_numbers = |chunk: &Chunk<'_>| {
        columns::covered(columns, chunk)
            .is_some_and(|(a, b)| a == b && a > 0 && numeric.get(a) == Some(&true))
    };
    let data = chunks.iter().filter(|c| c.kind.is_data() && !c.is_year() && in_numbers(c)).count();
    let others = chunks.iter().skip(1).filter(|c| !c.kind.is_data()).count();
    data > 0 && data >= others && !headings::count_columns(chunks)
}

/// The row of each line of a body, counted from 0.
pub(super) fn body_rows(
    body: &[(&Line<'_>, Vec<Chunk<'_>>)],
    columns: &[(f32, f32)],
    numeric: &[bool],
    strokes: &Strokes,
) -> Vec<usize> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return Vec::new() };
    let any_numeric = numeric.iter().skip(1).any(|n| *n);
    let mut above: Option<&Line<'_>> = None;
    let mut named = false;
    let mut unfinished = false;
    let mut described = Vec::with_capacity(body.len());
    for (line, chunks) in body {
        let place = |c: &Chunk<'_>| columns::covered(columns, c);
        let goes_on = row_line(line).goes_on || unfinished;
        let centred = labels::names_group(chunks, columns);
        unfinished =
            chunks.first().is_some_and(|c| place(c) == Some((0, 0)) && labels::is_unfinished(c));
        let opens = chunks.iter().any(|c| {
            c.kind.is_data()
                // The year of a date that wraps (« fin / 2013 ») opens no row by itself.
                && !(goes_on && c.is_year())
                && place(c).is_some_and(|(a, _)| {
                    numeric.get(a) == Some(&true) && (a > 0 || chunks.len() > 1)
                })
        });
        let lead = chunks.first().filter(|c| place(c) == Some((0, 0)));
        let numbered = named && !opens && lead.is_some_and(labels::is_number);
        named =
            if let Some(lead) = lead { !lead.tokens.iter().any(labels::has_digit) } else { named };
        described.push(rows::RowLine {
            goes_on: numbered || goes_on,
            opens: if any_numeric { opens } else { chunks.len() * 2 > columns.len() },
            labelled: centred || chunks.first().and_then(place).is_some_and(|(a, _)| a == 0),
            spans: centred || chunks.iter().filter_map(place).any(|(a, b)| b > a),
            bracketed: chunks.iter().filter(|c| c.kind.is_data()).all(labels::is_bracketed),
            ruled_above: above
                .is_some_and(|a| bounds::ruled_between(strokes, a, line, (first.0, last.1))),
            ..row_line(line)
        });
        above = Some(line);
    }
    rows::group(&described)
}

/// The cells of the lines of a body, whose rows come below `header_rows` others.
pub(super) fn body_slots(
    body: &[(&Line<'_>, Vec<Chunk<'_>>)],
    rows: &[usize],
    columns: &[(f32, f32)],
    header_rows: usize,
) -> Vec<Slot> {
    let mut slots: Vec<Slot> = Vec::new();
    let mut from = 0;
    for ((_, chunks), row) in body.iter().zip(rows) {
        if slots.last().is_some_and(|s| s.row != header_rows + row) {
            from = slots.len();
        }
        let places = columns::places(chunks, columns);
        for (i, chunk) in chunks.iter().enumerate() {
            let place = |at: usize| places.get(at).copied().flatten();
            let Some((first, last)) = place(i) else { continue };
            let next = place(i + 1);
            let last = next.map_or(last, |n| last.min(n.0.saturating_sub(1)).max(first));
            let words = chunk.tokens.iter().map(|t| t.index);
            let own = slots.iter_mut().skip(from).find(|s| s.column == first);
            if let Some(own) = own {
                own.words.extend(words);
                own.column_span = own.column_span.max(last - first + 1);
            } else {
                slots.push(Slot {
                    row: header_rows + row,
                    row_span: 1,
                    column: first,
                    column_span: last - first + 1,
                    words: words.collect(),
                });
            }
        }
        clip(slots.get_mut(from..).unwrap_or_default());
    }
    widen_groups(&mut slots, columns.len());
    for ((_, chunks), row) in
        body.iter().zip(rows).filter(|((_, c), _)| labels::names_group(c, columns))
    {
        let mut own = slots.iter_mut().filter(|s| s.row == header_rows + row);
        if let (Some(slot), None, 1) = (own.next(), own.next(), chunks.len()) {
            (slot.column, slot.column_span) = (0, columns.len());
        }
    }
    slots
}

/// The name of a group that runs over its column stands over the whole row.
fn widen_groups(slots: &mut [Slot], columns: usize) {
    for i in 0..slots.len() {
        let row = |at: Option<usize>| at.and_then(|at| slots.get(at)).map(|s| s.row);
        let alone = row(i.checked_sub(1)) != row(Some(i)) && row(Some(i + 1)) != row(Some(i));
        if let Some(slot) = slots.get_mut(i)
            && alone
            && slot.column == 0
            && slot.column_span > 1
        {
            slot.column_span = columns;
        }
    }
}

/// A cell that runs over ends where its row has another.
fn clip(row: &mut [Slot]) {
    row.sort_by_key(|s| s.column);
    for i in 1..row.len() {
        let Some(next) = row.get(i).map(|s| s.column) else { continue };
        if let Some(slot) = row.get_mut(i - 1) {
            slot.column_span = slot.column_span.min(next - slot.column).max(1);
        }
    }
}

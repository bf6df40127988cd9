//! Words put into a drawn grid.
//!
//! Three candidates come of each: the grid as drawn; with rows made by lines of numbers where a
//! drawn row holds several; and with columns made by white space too. Text that runs over the
//! drawn edge stays with the cell that it began in, as long as it was drawn in one go.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::document::Method;

use super::columns;
use super::frame::{Line, Token, lines};
use super::grid::{Grid, Slot};
use super::lattice::{Drawn, Lattice};
use super::rows::{self, RowLine};
use super::values::{self, Kind};

/// The tokens of each cell of a drawn grid.
pub(super) type Filled<'a> = Vec<Vec<Token<'a>>>;

/// The candidates for one drawn grid, simplest first.
pub(super) fn grids(cells: &Filled<'_>, lattice: &Lattice) -> Vec<Grid> {
    let whole = Splits {
        rows: vec![None; lattice.rows()],
        columns: vec![None; lattice.columns()],
        heads: vec![false; lattice.rows()],
    };
    let mut grids = vec![compose(lattice, cells, &whole)];
    let rows = split_rows(lattice, cells);
    if rows.iter().any(Option::is_some) {
        grids.push(compose(lattice, cells, &Splits { rows: rows.clone(), ..whole.clone() }));
    }
    let columns: Vec<_> = (0..lattice.columns()).map(|c| split_column(lattice, cells, c)).collect();
    if columns.iter().any(Option::is_some) {
        let splits = with_heads(lattice, cells, Splits { rows, columns, ..whole });
        grids.push(compose(lattice, cells, &splits));
    }
    grids
}

/// Boxes of a chart: a drawn grid with more is none.
const MAX_BOXES: usize = 100;
/// White between two boxes of a table, at most: the cells of some are parted by a little of it.
const PARTED: f32 = 6.0;

/// Whether the words of a drawn grid stand in boxes of which no two touch: a chart of who reports
/// to whom, whose boxes are tied by lines. The cells of a table share their walls.
pub(super) fn are_boxes(cells: &Filled<'_>, lattice: &Lattice) -> bool {
    let held: Vec<&Drawn> =
        lattice.cells.iter().zip(cells).filter(|(_, w)| !w.is_empty()).map(|(c, _)| c).collect();
    let at = |places: &[f32], i: usize| places.get(i).copied().unwrap_or(0.0);
    let near = |places: &[f32], a: &Range<usize>, b: &Range<usize>| {
        let white = at(places, b.start) - at(places, a.end);
        a.end <= b.start && white < PARTED
    };
    let share = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let touch = |a: &Drawn, b: &Drawn| {
        share(&a.rows, &b.rows) && near(&lattice.xs, &a.columns, &b.columns)
            || share(&a.columns, &b.columns) && near(&lattice.ys, &a.rows, &b.rows)
    };
    held.len() > 2
        && held.len() < MAX_BOXES
        && !held.iter().any(|a| held.iter().any(|b| touch(a, b)))
}

/// How drawn rows and columns are split.
#[derive(Debug, Clone)]
struct Splits {
    rows: Vec<Option<RowSplit>>,
    columns: Vec<Option<ColumnSplit>>,
    /// Rows split because a heading stands above the headings of split columns.
    heads: Vec<bool>,
}

/// Splits the drawn rows in which a cell of a split column holds a heading over several.
fn with_heads(lattice: &Lattice, cells: &[Vec<Token<'_>>], mut splits: Splits) -> Splits {
    for (cell, words) in lattice.cells.iter().zip(cells) {
        let row = cell.rows.start;
        let split = splits.columns.get(cell.columns.start).and_then(Option::as_ref);
        let free = splits.rows.get(row).is_some_and(Option::is_none);
        if split.is_none() || !free || cell.rows.len() > 1 || cell.columns.len() > 1 {
            continue;
        }
        let lines = lines(words.clone());
        let Some(below) = lines.iter().position(|l| l.chunks(1.0).len() > 1) else { continue };
        if below == 0 {
            continue;
        }
        let of = |(i, l): (usize, &Line<'_>)| (l.baseline, usize::from(i >= below));
        if let (Some(slot), Some(head)) = (splits.rows.get_mut(row), splits.heads.get_mut(row)) {
            (*slot, *head) = (Some(lines.iter().enumerate().map(of).collect()), true);
        }
    }
    splits
}

/// The tokens of each drawn cell.
pub(super) fn fill<'a>(page_lines: &[Line<'a>], lattice: &Lattice) -> Filled<'a> {
    let mut cells: Filled<'a> = vec![Vec::new(); lattice.cells.len()];
    let Some(bbox) = lattice.bbox() else { return cells };
    let first = page_lines.partition_point(|l| l.baseline < bbox.y0 - 2.0);
    let mut inside: Vec<Token<'a>> = page_lines
        .iter()
        .skip(first)
        .take_while(|l| l.baseline <= bbox.y1 + 40.0)
        .flat_map(|l| l.tokens.iter().copied())
        .filter(|t| bbox.contains(t.bbox.x0 + 1.0, t.bbox.center().1))
        .collect();
    inside.sort_by_key(|t| t.index);
    let mut before: Option<(Token<'a>, usize)> = None;
    for token in inside {
        let Some(own) = own_cell(lattice, &token) else { continue };
        let cell = before
            .filter(|(last, cell)| runs_over(lattice, last, *cell, &token))
            .map_or(own, |b| b.1);
        if let Some(words) = cells.get_mut(cell) {
            words.push(token);
        }
        before = Some((token, cell));
    }
    cells
}

/// Where a token belongs by its place: text by where it begins, a number by its middle, because
/// text runs over to the right and numbers to the left.
fn own_cell(lattice: &Lattice, token: &Token<'_>) -> Option<usize> {
    let (x, y) = token.bbox.center();
    let at = if token.kind == Kind::Text { x.min(token.bbox.x0 + token.size * 0.6) } else { x };
    lattice.cell_at(at, y).or_else(|| lattice.cell_at(x, y))
}

/// Whether a token goes on with text that has already left its cell.
fn runs_over(lattice: &Lattice, last: &Token<'_>, cell: usize, token: &Token<'_>) -> bool {
    let gap = token.bbox.x0 - last.bbox.x1;
    token.index == last.index + 1
        && (token.baseline - last.baseline).abs() < 0.2 * token.size
        && (-0.2 * token.size..0.6 * token.size).contains(&gap)
        && (last.bbox.x1 > lattice.right(cell) + 0.5
            || token.kind == Kind::Absent && gap.abs() < 0.15 * token.size)
}

/// Baselines of the rows into which a drawn row is split, each with its row within.
type RowSplit = Vec<(f32, usize)>;
/// Edges of the columns into which a drawn column is split.
type ColumnSplit = Vec<(f32, f32)>;

/// The split of each drawn row.
fn split_rows(lattice: &Lattice, cells: &[Vec<Token<'_>>]) -> Vec<Option<RowSplit>> {
    let mut by_row: Vec<Vec<&[Token<'_>]>> = vec![Vec::new(); lattice.rows()];
    for (cell, words) in lattice.cells.iter().zip(cells).filter(|(_, w)| !w.is_empty()) {
        if cell.rows.len() == 1
            && let Some(row) = by_row.get_mut(cell.rows.start)
        {
            row.push(words);
        }
    }
    by_row.iter().map(|row| split_row(row)).collect()
}

/// Splits a drawn row in which numbers stand on several lines beside labels on as many.
fn split_row(cells: &[&[Token<'_>]]) -> Option<RowSplit> {
    let several = |c: &&&[Token<'_>]| match (c.first(), c.last()) {
        (Some(a), Some(b)) => c.len() > 1 && (a.baseline - b.baseline).abs() > 0.4 * a.size,
        _ => false,
    };
    if cells.iter().filter(several).count() < 2 {
        return None;
    }
    let held: Vec<Vec<Line<'_>>> = cells.iter().map(|words| lines(words.to_vec())).collect();
    let one_label = held.first().is_some_and(|l| l.len() == 1);
    let stacked =
        |l: &&Vec<Line<'_>>| l.len() > 1 && is_numeric(l) && !(one_label && is_one_number(l));
    let numbers: Vec<&Vec<Line<'_>>> = held.iter().filter(stacked).collect();
    let most = numbers.iter().map(|l| l.len()).max()?;
    if held.iter().filter(|l| l.len() >= most).count() < 2 {
        return None;
    }
    let opens = |y: f32, size: f32| {
        numbers.iter().any(|n| n.iter().any(|l| (l.baseline - y).abs() < 0.4 * size))
    };
    // The first cell's words are the labels, however far they are indented.
    let labels_end = held.first().into_iter().flatten().map(|l| l.bbox.x1).fold(0.0, f32::max);
    let all: Vec<Token<'_>> = held.iter().flatten().flat_map(|l| l.tokens.clone()).collect();
    let found: Vec<RowLine> = lines(all)
        .iter()
        .map(|l| RowLine {
            opens: opens(l.baseline, l.size),
            labelled: l.bbox.x0 < labels_end,
            ..row_line(l)
        })
        .collect();
    let of = rows::group(&found);
    (of.last()? > &0).then(|| found.iter().map(|l| l.baseline).zip(of).collect())
}

/// What a line says of itself.
pub(super) fn row_line(line: &Line<'_>) -> RowLine {
    RowLine {
        baseline: line.baseline,
        size: line.size,
        goes_on: line.tokens.first().is_some_and(|t| t.text.starts_with(char::is_lowercase)),
        bold: line.tokens.iter().all(|t| t.bold),
        ..RowLine::default()
    }
}

fn is_numeric(cell: &[Line<'_>]) -> bool {
    let data = |t: &Token<'_>| t.kind.is_data() || t.kind == Kind::Unit;
    let number = |l: &Line<'_>| l.tokens.iter().all(data);
    cell.iter().all(number)
        && cell.iter().filter(|l| l.tokens.iter().any(|t| t.kind == Kind::Value)).count() > 1
}

/// Whether the lines of a cell are one number that wraps: each goes on with whole groups of three
/// digits, and one line at least holds several.
fn is_one_number(cell: &[Line<'_>]) -> bool {
    let groups: Vec<&str> =
        cell.iter().flat_map(|l| &l.tokens).flat_map(|t| t.text.split_whitespace()).collect();
    groups.len() > cell.len()
        && groups.windows(2).all(|pair| matches!(pair, [a, b] if values::groups(a, b)))
}

/// Splits a drawn column in which most lines hold several numbers, one below the other.
fn split_column(lattice: &Lattice, cells: &[Vec<Token<'_>>], column: usize) -> Option<ColumnSplit> {
    let mut several = Vec::new();
    let mut one = 0;
    for (cell, words) in lattice.cells.iter().zip(cells) {
        // Words without a number say nothing of a split between numbers.
        if cell.columns != (column..column + 1) || !words.iter().any(|t| t.kind.is_data()) {
            continue;
        }
        for line in lines(words.clone()) {
            let chunks = line.chunks(1.0);
            let numbers = chunks.iter().filter(|c| c.kind.is_data()).count();
            if chunks.len() > 1 && numbers + 1 >= chunks.len() {
                several.push(chunks);
            } else if numbers > 0 {
                one += 1;
            }
        }
    }
    if several.len() < 2 || several.len() < one {
        return None;
    }
    let found = columns::find(&several.iter().map(Vec::as_slice).collect::<Vec<_>>());
    (found.len() > 1).then_some(found)
}

/// Makes the grid from the drawn cells and the splits.
fn compose(lattice: &Lattice, cells: &[Vec<Token<'_>>], splits: &Splits) -> Grid {
    let (row_splits, column_splits) = (&splits.rows, &splits.columns);
    let rows = offsets(
        row_splits.iter().map(|s| s.as_ref().and_then(|s| s.last()).map_or(1, |l| l.1 + 1)),
    );
    let columns = offsets(column_splits.iter().map(|s| s.as_ref().map_or(1, Vec::len)));
    let at = |offsets: &[usize], i: usize| offsets.get(i).copied().unwrap_or(0);
    let mut slots = Vec::new();
    for (cell, words) in lattice.cells.iter().zip(cells).filter(|(_, w)| !w.is_empty()) {
        let row_split = row_splits.get(cell.rows.start).and_then(Option::as_ref);
        let column_split = column_splits.get(cell.columns.start).and_then(Option::as_ref);
        let column_split = column_split.filter(|_| cell.columns.len() == 1);
        let head = splits.heads.get(cell.rows.start) == Some(&true);
        let row_split =
            row_split.filter(|_| cell.rows.len() == 1 && (!head || column_split.is_some()));
        let (row, column) = (at(&rows, cell.rows.start), at(&columns, cell.columns.start));
        let row_span = at(&rows, cell.rows.end) - row;
        let column_span = at(&columns, cell.columns.end) - column;
        if let Some(parts) = apart(lattice, cell, words) {
            slots.extend(parts.into_iter().map(|(r, c, words)| Slot {
                row: at(&rows, r),
                row_span: at(&rows, r + 1) - at(&rows, r),
                column: at(&columns, c.0),
                column_span: at(&columns, c.1 + 1) - at(&columns, c.0),
                words,
            }));
            continue;
        }
        if row_split.is_none() && column_split.is_none() {
            slots.push(Slot { row, row_span, column, column_span, words: indices(words) });
            continue;
        }
        for (sub_row, tokens) in by_row(words, row_split) {
            for (first, span, words) in by_column(tokens, column_split, head && sub_row == 0) {
                slots.push(Slot {
                    row: row + sub_row,
                    row_span: if row_split.is_some() { 1 } else { row_span },
                    column: column + first,
                    column_span: span.unwrap_or(column_span),
                    words,
                });
            }
        }
    }
    let split = row_splits.iter().any(Option::is_some) || column_splits.iter().any(Option::is_some);
    Grid {
        rows: rows.last().copied().unwrap_or(0),
        columns: columns.last().copied().unwrap_or(0),
        method: if split { Method::PartlyRuled } else { Method::Ruled },
        cells: slots,
        edges: edges(lattice, column_splits),
        ..Grid::default()
    }
    .tidy()
}

/// A part of a cell that spans: row, first and last column, words.
type Part = (usize, (usize, usize), Vec<usize>);

/// Takes a spanning cell apart where it does not hold one thing: several stretches of words under
/// the columns that other rows draw, or a line in each of three or more rows.
fn apart(lattice: &Lattice, cell: &Drawn, words: &[Token<'_>]) -> Option<Vec<Part>> {
    if cell.rows.len() < 3 && (cell.columns.len() < 2 || cell.rows.len() > 1) {
        return None;
    }
    let lines = lines(words.to_vec());
    if cell.rows.len() >= 3 && lines.len() == cell.rows.len() && cell.columns.len() == 1 {
        let rows: Vec<usize> =
            lines.iter().filter_map(|l| lattice.row_at(l.bbox.center().1)).collect();
        let each =
            rows.len() == lines.len() && rows.windows(2).all(|w| matches!(w, [a, b] if a < b));
        let one = |(row, line): (usize, &Line<'_>)| {
            (row, (cell.columns.start, cell.columns.start), indices(&line.tokens))
        };
        return each.then(|| rows.into_iter().zip(&lines).map(one).collect());
    }
    if cell.columns.len() < 2 || cell.rows.len() > 1 {
        return None;
    }
    let edges: Vec<(f32, f32)> = lattice
        .xs
        .windows(2)
        .filter_map(|w| if let [a, b] = w { Some((*a, *b)) } else { None })
        .collect();
    let mut parts: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for chunk in lines.iter().flat_map(|l| l.chunks(1.0)) {
        parts.entry(columns::covered(&edges, &chunk)?).or_default().extend(indices(&chunk.tokens));
    }
    let free = parts.keys().zip(parts.keys().skip(1)).all(|(a, b)| a.1 < b.0);
    (parts.len() > 1 && free)
        .then(|| parts.into_iter().map(|(c, w)| (cell.rows.start, c, w)).collect())
}

fn indices(tokens: &[Token<'_>]) -> Vec<usize> {
    tokens.iter().map(|t| t.index).collect()
}

fn edges(lattice: &Lattice, splits: &[Option<ColumnSplit>]) -> Vec<(f32, f32)> {
    let mut edges = Vec::new();
    for (pair, split) in lattice.xs.windows(2).zip(splits) {
        match (split, pair) {
            (Some(parts), _) => edges.extend(parts.iter().copied()),
            (None, [from, to]) => edges.push((*from, *to)),
            _ => {}
        }
    }
    edges
}

fn offsets(counts: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut offsets = vec![0];
    let mut sum = 0;
    for count in counts {
        sum += count;
        offsets.push(sum);
    }
    offsets
}

fn by_row<'a>(words: &[Token<'a>], split: Option<&RowSplit>) -> BTreeMap<usize, Vec<Token<'a>>> {
    let mut parts: BTreeMap<usize, Vec<Token<'a>>> = BTreeMap::new();
    for token in words {
        let away = |y: f32| (y - token.baseline).abs();
        let near = split.and_then(|s| s.iter().min_by(|a, b| away(a.0).total_cmp(&away(b.0))));
        parts.entry(near.map_or(0, |n| n.1)).or_default().push(*token);
    }
    parts
}

/// Parts of a cell by column: first column, span (`None`: the cell's own), words.
fn by_column(
    tokens: Vec<Token<'_>>,
    split: Option<&ColumnSplit>,
    over_all: bool,
) -> Vec<(usize, Option<usize>, Vec<usize>)> {
    let Some(split) = split else {
        return vec![(0, None, indices(&tokens))];
    };
    if over_all {
        return vec![(0, Some(split.len()), indices(&tokens))];
    }
    let mut parts: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for chunk in lines(tokens).iter().flat_map(|l| l.chunks(1.0)) {
        let Some((from, to)) = columns::covered(split, &chunk) else { continue };
        parts.entry((from, to)).or_default().extend(chunk.tokens.iter().map(|t| t.index));
    }
    parts.into_iter().map(|((from, to), words)| (from, Some(to - from + 1), words)).collect()
}

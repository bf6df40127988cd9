//! How much a candidate looks like a table, from 0 to 100.
//!
//! Judged by what tables must satisfy whatever they hold: slots are filled, a column holds one
//! type of thing, numbers below each other share an edge, and a cell holds one number.

use crate::document::Method;

use super::frame::{Chunk, Token};
use super::grid::{Grid, Slot};
use super::trace::Refusal;
use super::values::Kind;

/// What a cell holds, for judging.
#[derive(Debug, Clone, Copy)]
struct Held {
    kind: Kind,
    /// Numbers in it.
    numbers: usize,
    /// A number stands far right of words, as the cell beside theirs does.
    beside: bool,
    words: usize,
    left: f32,
    right: f32,
    size: f32,
}

impl Held {
    /// One number, or words with hardly a number standing by itself among them.
    fn is_one(&self) -> bool {
        self.numbers < if self.kind == Kind::Text { 3 } else { 2 } && !self.beside
    }
}

/// The parts of a judgement, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    /// Slots of the body that hold something.
    pub(super) filled: f32,
    /// Cells of a column that are of its type.
    pub(super) typed: f32,
    /// Numbers that share an edge with most of their column.
    pub(super) aligned: f32,
    /// Cells that hold one thing.
    pub(super) single: f32,
    /// Share of the columns, but the first, that are of numbers.
    pub(super) numeric: f32,
}

impl Marks {
    /// One figure from 0 to 100.
    pub(super) fn total(self) -> f32 {
        25.0 * self.filled + 30.0 * self.typed + 20.0 * self.aligned + 25.0 * self.single
    }
}

/// Judges a candidate.
pub(super) fn judge(grid: &Grid, tokens: &[Option<Token<'_>>]) -> Marks {
    let body = |c: &&Slot| c.row >= grid.header_rows && c.column_span == 1;
    let mut columns: Vec<Vec<Held>> = vec![Vec::new(); grid.columns];
    for cell in grid.cells.iter().filter(body) {
        if let (Some(column), Some(held)) = (columns.get_mut(cell.column), hold(cell, tokens)) {
            column.push(held);
        }
    }
    // A cell over several columns that holds a number far right of its words is several.
    let over = |c: &&Slot| c.row >= grid.header_rows && c.column_span > 1;
    let spans = grid.cells.iter().filter(over).filter_map(|c| Some((c, hold(c, tokens)?)));
    let joined: usize = spans.filter(|(_, h)| h.beside).map(|(c, _)| c.column_span).sum();
    let cells: usize = columns.iter().map(Vec::len).sum();
    let share = |n: f32| if cells == 0 { 0.0 } else { n / cells as f32 };
    let covered: usize = grid
        .cells
        .iter()
        .filter(|c| c.row >= grid.header_rows)
        .map(|c| c.row_span * c.column_span)
        .sum();
    let slots = (grid.rows - grid.header_rows.min(grid.rows)) * grid.columns;
    let data: Vec<&Vec<Held>> = columns.iter().skip(1).filter(|c| is_numeric(c)).collect();
    Marks {
        filled: if slots == 0 { 0.0 } else { (covered as f32 / slots as f32).min(1.0) },
        typed: share(columns.iter().map(|c| typed(c)).sum()),
        aligned: share(columns.iter().map(|c| aligned(c)).sum()),
        single: share(columns.iter().flatten().filter(|h| h.is_one()).count() as f32)
            * (cells as f32 / (cells + joined).max(1) as f32),
        numeric: data.len() as f32 / grid.columns.saturating_sub(1).max(1) as f32,
    }
}

fn hold(cell: &Slot, tokens: &[Option<Token<'_>>]) -> Option<Held> {
    let own: Vec<Token<'_>> =
        cell.words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).collect();
    let first = own.first()?;
    let has = |k: Kind| own.iter().any(|t| t.kind == k);
    let kind = if has(Kind::Text) {
        Kind::Text
    } else {
        [Kind::Value, Kind::Absent].into_iter().find(|k| has(*k)).unwrap_or(Kind::Text)
    };
    let values = own.iter().filter(|t| t.kind == Kind::Value).count();
    let mut numbers = values;
    let mut beside = false;
    // One number without words stands beside nothing, on however many lines.
    if values > 1 || values == 1 && kind == Kind::Text {
        let lines = super::frame::lines(own.clone());
        let parts: Vec<_> = lines.iter().map(|l| l.chunks(1.0)).collect();
        (numbers, beside) = count(&parts, values);
    }
    Some(Held {
        kind,
        numbers,
        beside,
        words: own.len(),
        left: own.iter().map(|t| t.bbox.x0).fold(f32::INFINITY, f32::min),
        right: own.iter().map(|t| t.bbox.x1).fold(f32::NEG_INFINITY, f32::max),
        size: first.size,
    })
}

/// The numbers on the lines of a cell, and whether one stands apart, right of words.
fn count(lines: &[Vec<Chunk<'_>>], values: usize) -> (usize, bool) {
    let number = |c: &Chunk<'_>| c.kind == Kind::Value;
    let beside = |l: &Vec<Chunk<'_>>| {
        let words = l.iter().position(|c| c.kind == Kind::Text);
        words.is_some_and(|w| l.iter().skip(w + 1).any(number))
    };
    let apart = lines.iter().any(beside);
    let all = lines.iter().flatten().filter(|c| number(c)).count();
    (if values < 2 { values } else { all }, apart)
}

/// Whether most cells of a column are numbers or say that there is none.
fn is_numeric(column: &[Held]) -> bool {
    let numbers = column.iter().filter(|h| h.kind.is_data()).count();
    numbers * 5 >= column.len() * 3 && column.iter().any(|h| h.kind == Kind::Value)
}

/// Cells of the column's type.
fn typed(column: &[Held]) -> f32 {
    let data = column.iter().filter(|h| h.kind.is_data()).count();
    data.max(column.len() - data) as f32
}

/// Cells that share their left edge, right edge or middle with most others.
fn aligned(column: &[Held]) -> f32 {
    let edges: [fn(&Held) -> f32; 3] =
        [|h| h.left, |h| h.right, |h| f32::midpoint(h.left, h.right)];
    let shared = |edge: fn(&Held) -> f32| {
        let mut places: Vec<f32> = column.iter().map(edge).collect();
        places.sort_by(f32::total_cmp);
        let middle = places.get(places.len() / 2).copied().unwrap_or(0.0);
        column.iter().filter(|h| (edge(h) - middle).abs() < 0.6 * h.size).count()
    };
    edges.into_iter().map(shared).max().unwrap_or(0) as f32
}

/// Why a judged candidate is no table at all, `None` if it is one; `ruled` where rules speak for it.
pub(super) fn refusal(
    grid: &Grid,
    marks: Marks,
    tokens: &[Option<Token<'_>>],
    ruled: bool,
) -> Option<Refusal> {
    let body = grid.rows.saturating_sub(grid.header_rows);
    if grid.columns < 2 || body < 1 || grid.rows < 2 {
        return Some(Refusal::Small);
    }
    let held: Vec<Held> = grid.cells.iter().filter_map(|c| hold(c, tokens)).collect();
    if is_chart(grid, &held, tokens) {
        return Some(Refusal::Chart);
    }
    let words: Vec<usize> = held.iter().map(|h| h.words).collect();
    let long = words.iter().filter(|w| **w > 12).count();
    if marks.numeric > 0.0 {
        let faults = [
            (marks.filled <= 0.3, Refusal::Sparse),
            (marks.total() <= 55.0, Refusal::LowMarks),
            (body < 2 && !ruled, Refusal::OneRow),
            (long * 3 > words.len(), Refusal::Sentences),
        ];
        return faults.into_iter().find(|(is, _)| *is).map(|(_, refusal)| refusal);
    }
    // Words alone: all around ruled, or in three columns far apart.
    if ruled && grid.method == Method::Ruled && marks.filled > 0.5 {
        return None;
    }
    let faults = [
        (body < 3 || grid.columns < 3, Refusal::WordsAlone),
        (marks.filled <= 0.7, Refusal::Sparse),
        (long > 0, Refusal::Sentences),
    ];
    let fault = faults.into_iter().find(|(is, _)| *is).map(|(_, refusal)| refusal);
    fault.or_else(|| (!is_spread(grid, tokens)).then_some(Refusal::RunningText))
}

/// Whether a candidate of two or three columns is a table of contents: leaders, then page numbers that rise.
pub(super) fn is_contents(grid: &Grid, tokens: &[Option<Token<'_>>]) -> bool {
    if grid.columns > 3 {
        return false;
    }
    let own = |i: &usize| tokens.get(*i).copied().flatten();
    // What the dots lead to is the page: a volume or a price between makes it a table.
    let leads = |c: &&Slot| {
        c.column + 2 >= grid.columns
            && c.words.iter().filter_map(own).any(|t| t.kind == Kind::Leader)
    };
    let leaders = grid.cells.iter().filter(leads).count();
    let text = |i: &usize| own(i).map_or("", |t| t.text);
    let last = grid.columns.saturating_sub(1);
    let numbers: Vec<u32> = grid
        .cells
        .iter()
        .filter(|c| c.column == last)
        .filter_map(|c| c.words.last().map(text).and_then(|t| t.trim_matches('.').parse().ok()))
        .collect();
    leaders * 2 >= grid.rows && numbers.len() * 3 >= grid.rows * 2 && numbers.is_sorted()
}

/// Whether a candidate is the lettering of a chart: numbers without a word, or nothing but scales,
/// whose numbers go up or down by one step.
fn is_chart(grid: &Grid, held: &[Held], tokens: &[Option<Token<'_>>]) -> bool {
    if held.iter().all(|h| h.kind != Kind::Text) {
        return true;
    }
    let number = |i: &usize| -> Option<f32> {
        let text = tokens.get(*i).copied().flatten()?.text.trim_end_matches('%');
        if text.contains(',') { text.replace(',', "").parse().ok() } else { text.parse().ok() }
    };
    let scales = |of: fn(&Slot) -> usize, count: usize| {
        let numbers = |at: usize| -> Vec<f32> {
            let own = grid.cells.iter().filter(|cell| of(cell) == at);
            own.flat_map(|cell| &cell.words).filter_map(number).collect()
        };
        let mut lines = (0..count).map(numbers).filter(|l| l.len() > 1).peekable();
        lines.peek().is_some() && lines.all(|l| l.len() > 3 && is_scale(&l))
    };
    // Beside a scale that runs down to nothing, letters and values stand where the curve puts them.
    let mut axis: Vec<&Slot> = grid.cells.iter().filter(|c| c.column == 0).collect();
    axis.sort_by_key(|c| c.row);
    let axis: Option<Vec<f32>> = axis
        .iter()
        .map(|c| if let [only] = c.words.as_slice() { number(only) } else { None })
        .collect();
    let falls = axis.is_some_and(|a| a.len() > 3 && is_scale(&a) && a.first() > a.last());
    falls && grid.cells.len() * 2 <= grid.rows * grid.columns
        || ends_in_axis(grid, tokens)
        || scales(|c| c.column, grid.columns)
        || grid.rows <= 4 && scales(|c| c.row, grid.rows)
}

/// Ticks of an axis, at least.
const TICKS: usize = 6;

/// Whether the last row begins with nothing but an axis, from nothing up by one step, as below
/// bars that lie; a row of a table begins with its label.
fn ends_in_axis(grid: &Grid, tokens: &[Option<Token<'_>>]) -> bool {
    let last = grid.cells.iter().filter(|c| c.row + c.row_span == grid.rows);
    let mut own: Vec<Token<'_>> =
        last.flat_map(|c| &c.words).filter_map(|&i| tokens.get(i).copied().flatten()).collect();
    let top = own.iter().map(|t| t.baseline).fold(f32::INFINITY, f32::min);
    own.retain(|t| t.baseline - top < 0.3 * t.size);
    own.sort_by(|a, b| a.bbox.x0.total_cmp(&b.bbox.x0));
    let ticks: Option<Vec<f32>> =
        own.iter().map(|t| t.text.trim_end_matches('%').parse().ok()).collect();
    ticks.is_some_and(|t| t.len() >= TICKS && t.first() == Some(&0.0) && is_scale(&t))
}

fn is_scale(values: &[f32]) -> bool {
    let steps: Vec<f32> =
        values.windows(2).map(|w| if let [a, b] = w { b - a } else { 0.0 }).collect();
    let first = steps.first().copied().unwrap_or(0.0);
    first != 0.0 && steps.iter().all(|s| (s - first).abs() < 0.01 * first.abs())
}

/// Whether the cells of a table of words stand well apart, and begin as cells do: stretched
/// running text shows gaps too, but narrow ones, and goes on in small letters.
fn is_spread(grid: &Grid, tokens: &[Option<Token<'_>>]) -> bool {
    let (mut near, mut small, mut pairs) = (0, 0, 0);
    for pair in grid.cells.windows(2) {
        let [a, b] = pair else { continue };
        let own = |c: &Slot| {
            c.words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).collect::<Vec<_>>()
        };
        let (left, right) = (own(a), own(b));
        let (Some(last), Some(first)) = (left.last(), right.first()) else { continue };
        if a.row != b.row {
            continue;
        }
        pairs += 1;
        near += usize::from(first.bbox.x0 - last.bbox.x1 < 1.3 * first.size);
        small += usize::from(first.text.starts_with(char::is_lowercase));
    }
    near * 6 < pairs && small * 3 < pairs
}

#[cfg(test)]
mod tests;

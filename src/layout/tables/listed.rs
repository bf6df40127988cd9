//! Lists of names and amounts: amounts that share the place of their last digit, each at the end
//! of its name's line.
//!
//! Such lists stand in a column of text, between its paragraphs, where white space tells little:
//! an amount may be one space from its name, and the neighbouring column's lines lie at the same
//! height. What they do have is the right edge of the amounts, and the left edge of the names;
//! so grids are made from these two, and stand as candidates against those of other methods.

use std::collections::BTreeSet;

use crate::document::Method;
use crate::place::Rect;

use super::amounts::{self, Amount, GAP, LEAST};
use super::frame::{Line, Token, lines};
use super::grid::{Grid, Slot};
use super::rows::{self, RowLine};
use super::ruled::row_line;
use super::strokes::Strokes;
use super::values::Kind;

/// A list as found: its amounts from the top, and the left edge of its names.
#[derive(Debug, Clone)]
pub(super) struct List {
    amounts: Vec<Amount>,
    left: f32,
    right: f32,
}

/// The lists among the lines of a page, each as a grid of two columns.
///
/// A drawn table of more columns is `known`: amounts within are none of a list.
pub(super) fn grids(page_lines: &[Line<'_>], strokes: &Strokes, known: &[Rect]) -> Vec<Grid> {
    let mut grids = Vec::new();
    let free = |a: &Amount| !known.iter().any(|k| k.contains(a.x0, a.baseline));
    let all = amounts::all(page_lines);
    let stacks = amounts::stacks(all.clone()).into_iter();
    let free = stacks.filter(|stack| stack.iter().any(free));
    let lists = free.filter_map(|stack| list(page_lines, stack));
    for list in lists.filter(|list| !list.is_part(&all, page_lines)) {
        let parts = list.entries(page_lines, strokes);
        let long = |p: &&Vec<Entry<'_>>| p.iter().filter(|e| !e.amount.is_empty()).count() >= LEAST;
        grids.extend(parts.iter().filter(long).filter_map(|p| grid(&list, p, strokes)));
    }
    grids
}

/// The grids, with lists in place of what reads less of them: pieces of a list, and lists side by
/// side taken for one table without headings.
pub(super) fn contend(mut grids: Vec<Grid>, lists: Vec<Grid>) -> Vec<Grid> {
    let all: BTreeSet<usize> = lists.iter().flat_map(Grid::words).collect();
    for list in lists {
        let own: BTreeSet<usize> = list.words().into_iter().collect();
        let shares = |g: &Grid| g.words().iter().any(|w| own.contains(w));
        let beyond = |g: &Grid| {
            let words = g.words();
            words.iter().filter(|w| all.contains(w)).count() * 10 < words.len() * 9
        };
        let rivals: Vec<&Grid> = grids.iter().filter(|g| shares(g)).collect();
        let read = matches!(rivals.as_slice(), [only] if only.reads(&list));
        if read || rivals.iter().any(|g| beyond(g)) {
            let same = |g: &&mut Grid| read && shares(g) && g.columns == list.columns;
            grids.iter_mut().filter(same).for_each(|g| g.is_list = true);
            continue;
        }
        grids.retain(|g| !shares(g));
        grids.push(list);
    }
    grids
}

/// What stands left of an amount on its line, up to the next wide gap.
fn name<'l, 'a>(line: &'l Line<'a>, amount: &Amount) -> &'l [Token<'a>] {
    let before = line.tokens.get(..amount.first).unwrap_or_default();
    let wide = |pair: &[Token<'_>]| match pair {
        [a, b] => b.bbox.x0 - a.bbox.x1 > GAP * b.size,
        _ => false,
    };
    let start = before.windows(2).rposition(wide).map_or(0, |i| i + 1);
    before.get(start..).unwrap_or_default()
}

/// The list that a stack of amounts closes, if its names share a left edge.
fn list(page_lines: &[Line<'_>], mut stack: Vec<Amount>) -> Option<List> {
    let line = |a: &Amount| page_lines.get(a.line);
    stack.retain(|a| {
        let next = line(a).and_then(|l| l.tokens.get(a.end));
        next.is_none_or(|n| n.bbox.x0 - a.x1 > GAP * a.size)
    });
    stack.sort_by_key(|a| a.line);
    let names = || stack.iter().filter_map(|a| Some((a, name(line(a)?, a))));
    let worded = |n: &[Token<'_>]| n.iter().any(|t| t.kind == Kind::Text);
    let mut lefts: Vec<f32> =
        names().filter(|n| worded(n.1)).filter_map(|n| Some(n.1.first()?.bbox.x0)).collect();
    lefts.sort_by(f32::total_cmp);
    let left = most_common(&lefts)?;
    let right = stack.iter().map(|a| a.x1).fold(f32::NEG_INFINITY, f32::max);
    let (mut apart, mut own) = (0, 0);
    for (amount, name) in names() {
        let last = name.last().map(|t| t.bbox.x1).filter(|x1| *x1 > left);
        let begins = name.first().is_none_or(|t| t.bbox.x0 > left - 1.0 || t.bbox.x1 < left);
        apart += usize::from(last.is_none_or(|x1| amount.x0 - x1 > GAP * amount.size));
        own += usize::from(begins);
    }
    let enough = own >= LEAST && own * 4 >= stack.len() * 3 && apart * 2 >= stack.len();
    enough.then_some(List { amounts: stack, left, right })
}

/// The place at which most of the sorted ones are, if a third of them are there.
fn most_common(sorted: &[f32]) -> Option<f32> {
    let near = |from: usize| {
        let rest = sorted.get(from..).unwrap_or_default();
        rest.partition_point(|x| x - rest.first().copied().unwrap_or(0.0) < 3.0)
    };
    let best = (0..sorted.len()).max_by_key(|i| (near(*i), std::cmp::Reverse(*i)))?;
    (near(best) * 3 >= sorted.len()).then(|| sorted.get(best).copied())?
}

/// A line of a list: what of it stands within, and which of that is its amount.
struct Entry<'a> {
    line: Line<'a>,
    amount: std::ops::Range<usize>,
}

impl List {
    /// The part of a line that stands within the list; `None` if something runs over its edges.
    fn within<'a>(&self, line: &Line<'a>) -> Option<Vec<Token<'a>>> {
        let (left, right) = (self.left - 3.0, self.right + 3.0);
        let astride = |t: &Token<'_>| {
            [left, right].iter().any(|x| t.bbox.x0 < x - 1.0 && x + 1.0 < t.bbox.x1)
        };
        if line.tokens.iter().any(astride) {
            return None;
        }
        let inside = |t: &&Token<'_>| t.bbox.x0 >= left - 1.0 && t.bbox.x1 <= right + 1.0;
        Some(line.tokens.iter().filter(inside).copied().collect())
    }

    /// Whether other amounts stand among its own, apart from what is left of them: those of a
    /// column that is set flush at the left, of which it would take some and lose others.
    fn is_part(&self, all: &[Amount], page_lines: &[Line<'_>]) -> bool {
        let (Some(first), Some(last)) = (self.amounts.first(), self.amounts.last()) else {
            return true;
        };
        let begins = self.amounts.iter().map(|a| a.x0).fold(f32::INFINITY, f32::min);
        let near = |a: &Amount| {
            // Further rows may stand one line above and below.
            (first.line.saturating_sub(1)..=last.line + 1).contains(&a.line)
                && a.x1 > begins
                && a.x0 < self.right
        };
        let own = |a: &Amount| (a.x1 - self.right).abs() < 0.45 * a.size;
        all.iter().any(|a| near(a) && !own(a) && a.is_apart(page_lines))
    }

    /// The amount of a line.
    fn amount(&self, at: usize) -> Option<&Amount> {
        let place = self.amounts.binary_search_by_key(&at, |a| a.line).ok()?;
        self.amounts.get(place)
    }

    /// What a line of the page gives to the list: `own` stands within it.
    fn entry<'a>(&self, at: usize, own: Vec<Token<'a>>) -> Option<Entry<'a>> {
        let amount = self.amount(at).map_or(own.len()..own.len(), |a| {
            let first = own.iter().position(|t| t.bbox.x0 >= a.x0 - 0.1).unwrap_or(own.len());
            first..first + a.end - a.first
        });
        let line = lines(own).into_iter().next()?;
        Some(Entry { line, amount })
    }

    /// The lines of the list, from the beginning of its first name to its last amount, cut where
    /// something runs over its edges.
    fn entries<'a>(&self, page_lines: &[Line<'a>], strokes: &Strokes) -> Vec<Vec<Entry<'a>>> {
        let (Some(first), Some(last)) = (self.amounts.first(), self.amounts.last()) else {
            return Vec::new();
        };
        let mut open = self.beginning(first.line, page_lines, strokes);
        let mut parts = Vec::new();
        for at in first.line..=last.line {
            match page_lines.get(at).and_then(|l| self.within(l)) {
                Some(own) => open.extend(self.entry(at, own)),
                None => parts.push(std::mem::take(&mut open)),
            }
        }
        parts.push(open);
        parts
    }

    /// The lines above the first amount on which its name begins, and the headings over those.
    fn beginning<'a>(
        &self,
        first: usize,
        page_lines: &[Line<'a>],
        strokes: &Strokes,
    ) -> Vec<Entry<'a>> {
        let mut taken: Vec<Entry<'a>> = Vec::new();
        let Some(mut below) = page_lines.get(first).cloned() else { return taken };
        for at in (0..first).rev() {
            let own = page_lines.get(at).and_then(|l| self.within(l).map(|own| whole(l, own)));
            let Some(own) = own else { break };
            let Some(entry) = self.entry(at, own) else { continue };
            let (line, heads) = (&entry.line, self.heads(&entry.line));
            let close = below.baseline - line.baseline < 1.6 * below.size
                && (line.size - below.size).abs() < 0.15 * below.size;
            let ruled =
                super::bounds::ruled_between(strokes, line, &below, (self.left, self.right));
            if !close || !heads && (ruled || taken.len() >= 3) {
                break;
            }
            below = line.clone();
            taken.push(entry);
            if heads {
                break;
            }
        }
        taken.reverse();
        taken
    }

    /// Whether a line holds headings: words over the names, and others over the amounts.
    fn heads(&self, line: &Line<'_>) -> bool {
        let amounts = self.amounts.iter().map(|a| a.x0).fold(f32::INFINITY, f32::min);
        match line.chunks(GAP).as_slice() {
            [names, head] => {
                names.x0 < self.left + 3.0 * line.size
                    && head.kind == Kind::Text
                    && head.x1 > amounts
                    && names.x1 < amounts
            }
            _ => false,
        }
    }
}

/// What stands within a list with the words that go on behind it: headings are wider than amounts.
fn whole<'a>(line: &Line<'a>, mut own: Vec<Token<'a>>) -> Vec<Token<'a>> {
    for token in &line.tokens {
        let goes_on =
            |last: &Token<'_>| (0.0..GAP * token.size).contains(&(token.bbox.x0 - last.bbox.x1));
        if own.last().is_some_and(goes_on) {
            own.push(*token);
        }
    }
    own
}

/// The grid of the lines of a list: a name beside its amount.
fn grid(list: &List, entries: &[Entry<'_>], strokes: &Strokes) -> Option<Grid> {
    let heads = entries.first().is_some_and(|e| e.amount.is_empty() && list.heads(&e.line));
    let header_rows = usize::from(heads);
    let body = entries.get(header_rows..)?;
    let whole = (list.left, list.right);
    let ruled: Vec<bool> = std::iter::once(false)
        .chain(body.windows(2).map(|pair| match pair {
            [a, b] => super::bounds::ruled_between(strokes, &a.line, &b.line, whole),
            _ => false,
        }))
        .collect();
    let rows = rows_of(body, &ruled);
    let mut cells = Vec::new();
    if let Some(head) = entries.first().filter(|_| heads) {
        let parts = head.line.chunks(GAP);
        cells.extend(parts.iter().enumerate().map(|(c, p)| slot(0, c, &p.tokens)));
    }
    for (entry, row) in body.iter().zip(&rows) {
        let (name, amount) = entry.parts();
        for (column, words) in [(0, name), (1, amount)].into_iter().filter(|(_, w)| !w.is_empty()) {
            put(&mut cells, row + header_rows, column, &words);
        }
    }
    let wide = ruled.iter().filter(|r| **r).count() * 2 > rows.last()? + 1;
    let edge = list.amounts.iter().map(|a| a.x0).fold(f32::INFINITY, f32::min);
    Some(Grid {
        rows: header_rows + rows.last()? + 1,
        columns: 2,
        header_rows,
        method: if wide { Method::PartlyRuled } else { Method::Aligned },
        cells,
        edges: vec![(list.left, edge - 1.0), (edge, list.right)],
        is_list: true,
        ..Grid::default()
    })
}

/// The row of each entry. Where rules stand between most of the names, they part the rows, and
/// between two of them an amount closes one; else white space and words tell.
fn rows_of(entries: &[Entry<'_>], ruled: &[bool]) -> Vec<usize> {
    let amounts = entries.iter().filter(|e| !e.amount.is_empty()).count();
    let parted = ruled.iter().filter(|r| **r).count();
    if parted * 2 < amounts {
        let lines = entries.iter().zip(ruled).map(|(e, r)| e.describe(*r)).collect::<Vec<_>>();
        return rows::group(&lines);
    }
    let mut rows = Vec::with_capacity(entries.len());
    let (mut row, mut closed) = (0, false);
    for (i, (entry, rule)) in entries.iter().zip(ruled).enumerate() {
        let rest = entries.iter().zip(ruled).skip(i);
        let to_rule = rest.clone().take(1).chain(rest.skip(1).take_while(|(_, r)| !**r));
        let more = to_rule.into_iter().any(|(e, _)| !e.amount.is_empty());
        if i > 0 && (*rule || closed && more) {
            (row, closed) = (row + 1, false);
        }
        closed |= !entry.amount.is_empty();
        rows.push(row);
    }
    rows
}

impl<'a> Entry<'a> {
    fn describe(&self, ruled_above: bool) -> RowLine {
        let line = row_line(&self.line);
        let labelled = self.amount.start > 0;
        RowLine { opens: !self.amount.is_empty(), labelled, ruled_above, ..line }
    }

    /// The name, and the amount.
    fn parts(&self) -> (Vec<Token<'a>>, Vec<Token<'a>>) {
        let own = &self.line.tokens;
        let name = own.get(..self.amount.start).unwrap_or_default();
        let amount = own.get(self.amount.clone()).unwrap_or_default();
        (name.to_vec(), amount.to_vec())
    }
}

fn slot(row: usize, column: usize, tokens: &[Token<'_>]) -> Slot {
    let words = tokens.iter().map(|t| t.index).collect();
    Slot { row, column, row_span: 1, column_span: 1, words }
}

/// Adds words to the cell of a row and column.
fn put(cells: &mut Vec<Slot>, row: usize, column: usize, tokens: &[Token<'_>]) {
    let mut own = cells.iter_mut().rev().take_while(|c| c.row >= row);
    match own.find(|c| (c.row, c.column) == (row, column)) {
        Some(own) => own.words.extend(tokens.iter().map(|t| t.index)),
        None => cells.push(slot(row, column, tokens)),
    }
}

#[cfg(test)]
mod tests;

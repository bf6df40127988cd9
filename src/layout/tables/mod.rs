//! Words and rules of a page in, tables out; then tables over page breaks joined.
//!
//! For each region several grids are tried: as drawn (`ruled`), drawn with rows or columns
//! made by numbers, and by white space alone (`aligned`). One scorer (`score`) picks per
//! table by what tables must satisfy. Nothing is learned and nothing is random: the same page
//! gives the same tables.

mod aligned;
mod amounts;
mod areas;
mod banded;
mod beside;
mod bounds;
mod build;
mod columns;
mod extend;
mod frame;
mod glued;
mod grid;
mod headings;
mod join;
mod labels;
mod lattice;
mod leaders;
mod listed;
mod marks;
mod phones;
mod reach;
mod regions;
mod rows;
mod ruled;
mod score;
mod stripes;
mod strokes;
pub mod trace;
mod turned;
mod values;
mod watch;

pub use join::{Joined, join};
pub use watch::Watcher;

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::document::{Method, Page, Table};
use crate::place::Rect;

use extend::Surroundings;
use frame::{Line, Token};
use grid::Grid;
use strokes::Strokes;
use trace::Refusal;
use watch::Watched;

/// A table found on a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    /// The table; its id is empty until [`join`].
    pub table: Table,
    /// Indices into the page's words that it took, sorted.
    pub words: Vec<usize>,
    /// Left and right edge of each column, on the upright page.
    pub edges: Vec<(f32, f32)>,
    /// Whether no word of the page stands above it.
    pub opens_page: bool,
    /// Whether no word of the page stands below it.
    pub closes_page: bool,
    /// Whether it is a list: names, and amounts flush at the right.
    pub is_list: bool,
    /// Where the nearest words above it end, on the upright page; −∞ where there are none.
    pub above: f32,
}

/// The tables of one page, in reading order; running headers and footers must be gone from its
/// words.
#[must_use]
pub fn find(page: &Page) -> Vec<Found> {
    find_after(page, None)
}

/// The same, knowing the last table of the page before: what little of it may stand on this page
/// (a total alone, the end of a label) is only known by its columns.
#[must_use]
pub fn find_after(page: &Page, before: Option<&Found>) -> Vec<Found> {
    find_watched(page, before, Watcher::default())
}

/// The same; the watcher is told what was tried.
#[must_use]
pub fn find_watched(page: &Page, before: Option<&Found>, watcher: Watcher<'_>) -> Vec<Found> {
    let upright = frame::upright(page);
    let rules = strokes::gather(&upright, false);
    let parted = match &upright {
        Cow::Borrowed(page) => glued::part(page, &rules),
        Cow::Owned(_) => None,
    };
    let (page, upright, origin) = match &parted {
        Some((page, origin)) => (page, Cow::Borrowed(page), Some(origin)),
        None => (page, upright, None),
    };
    let mut lines = frame::lines(frame::tokens(&upright));
    amounts::mark(&mut lines);
    let mut tokens: Vec<Option<Token<'_>>> = vec![None; page.words.len()];
    for token in lines.iter().flat_map(|l| &l.tokens) {
        if let Some(slot) = tokens.get_mut(token.index) {
            *slot = Some(*token);
        }
    }
    let seen = Seen {
        page: &upright,
        rules,
        strokes: strokes::gather(&upright, true),
        tokens,
        watched: Watched::new(watcher, page, &upright),
    };
    let drawn = seen.ruled(&lines);
    let mut grids = seen.extended(drawn, &lines);
    let free = without(&lines, &grids);
    grids.extend(banded::grids(&free, (&seen.rules, &seen.strokes), &seen.tokens));
    let free = without(&free, &grids);
    let boxes: Vec<Rect> = grids.iter().filter_map(|g| g.bbox(&upright)).collect();
    grids.extend(seen.aligned(&free, &boxes, before));
    let mut grids = seen.listed(grids, &lines);
    if matches!(upright, Cow::Borrowed(_)) {
        grids = turned::crown(grids, &upright, &free);
    }
    let mut placed: Vec<(Rect, Grid)> =
        grids.into_iter().filter_map(|g| Some((g.bbox(&upright)?, g))).collect();
    placed.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0).then(a.0.x0.total_cmp(&b.0.x0)));
    let top = lines.iter().map(|l| l.bbox.y0).fold(f32::INFINITY, f32::min);
    let bottom = lines.iter().map(|l| l.bbox.y1).fold(f32::NEG_INFINITY, f32::max);
    let known = build::Known::of(page);
    seen.watched.settle(placed.iter().map(|(_, grid)| grid));
    placed
        .into_iter()
        .map(|(bbox, grid)| Found {
            table: build::table(&grid, page, &seen.tokens, &known),
            words: own_words(&grid, origin),
            edges: grid.edges,
            opens_page: bbox.y0 <= top + 1.0,
            closes_page: bbox.y1 >= bottom - 1.0,
            is_list: grid.is_list,
            above: above(&lines, bbox),
        })
        .collect()
}

/// Where the nearest words above a box end, of those that stand over it.
fn above(lines: &[Line<'_>], bbox: Rect) -> f32 {
    let over =
        |t: &&Token<'_>| t.bbox.x0 < bbox.x1 && t.bbox.x1 > bbox.x0 && t.bbox.y1 < bbox.y0 + 1.0;
    let words = lines.iter().flat_map(|l| &l.tokens).filter(over);
    words.map(|t| t.bbox.y1).fold(f32::NEG_INFINITY, f32::max)
}

/// The words of the page as it was given that a grid took.
fn own_words(grid: &Grid, origin: Option<&Vec<usize>>) -> Vec<usize> {
    let Some(origin) = origin else { return grid.words() };
    let mut words: Vec<usize> =
        grid.words().into_iter().filter_map(|i| origin.get(i).copied()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The crossings that are compared on a page, if it has more: its drawn grids are not found then.
#[must_use]
pub fn crossings_over_limit(page: &Page) -> Option<usize> {
    // A shading has four edges, and lends them to the row below it. Each stroke meets only those
    // of the other direction, so that this many cross at most half by half.
    let most = (page.rules.len() + page.words.len() + 8 * page.fills.len()) / 2;
    if most * most <= lattice::MAX_PAIRS {
        return None;
    }
    let strokes = strokes::gather(&frame::upright(page), true);
    lattice::find(&strokes).is_none().then_some(lattice::MAX_PAIRS)
}

/// By how much a candidate must pass an earlier one of its region to be preferred.
pub const ADVANCE: f32 = 0.5;

/// A drawn grid with this score is taken as it is.
const SETTLED: f32 = 92.0;

/// What finding works on.
struct Seen<'a> {
    page: &'a Page,
    /// Drawn rules alone.
    rules: Strokes,
    /// Rules, and the edges of shadings.
    strokes: Strokes,
    /// By index of the word.
    tokens: Vec<Option<Token<'a>>>,
    watched: Watched<'a>,
}

impl Seen<'_> {
    /// The best grid of each drawn component that is a table. Shadings count where rules alone
    /// give no table, take in much less, or leave a row of numbers with its headings.
    fn ruled(&self, lines: &[Line<'_>]) -> Vec<Grid> {
        let mut found = self.drawn(lines, &self.rules);
        let boxes: Vec<Rect> = found.iter().filter_map(|g| g.bbox(self.page)).collect();
        let known = |f: &Rect| boxes.iter().any(|b| b.contains(f.center().0, f.center().1));
        let mixed = |g: &Grid| g.has_numbers_in_headings(&self.tokens);
        if self.page.fills.iter().all(known) && !found.iter().any(mixed) {
            return found;
        }
        let numbers = |g: &Grid| g.rows_of_numbers(&self.tokens);
        for shaded in self.drawn(lines, &self.strokes) {
            let Some(bbox) = shaded.bbox(self.page) else { continue };
            let within = |g: &&Grid| g.bbox(self.page).is_some_and(|b| b.overlaps(bbox));
            let words: usize = found.iter().filter(within).map(|g| g.words().len()).sum();
            let finer = |g: &Grid| {
                g.columns == shaded.columns
                    && g.words().len() == shaded.words().len()
                    && numbers(g) < numbers(&shaded)
            };
            if words * 10 < shaded.words().len() * 9 || found.iter().filter(within).any(finer) {
                found.retain(|g| !within(&g));
                found.push(shaded);
            }
        }
        found
    }

    /// Drawn grids with what stands around them and is of the same table.
    fn extended(&self, mut grids: Vec<Grid>, lines: &[Line<'_>]) -> Vec<Grid> {
        for at in 0..grids.len() {
            let free = without(lines, &grids);
            let around = Surroundings { free: &free, strokes: &self.strokes, tokens: &self.tokens };
            let Some(own) = grids.get_mut(at) else { continue };
            if let Some(bbox) = own.bbox(self.page) {
                *own = extend::extend(std::mem::take(own), bbox, &around);
            }
        }
        grids
    }

    fn drawn(&self, lines: &[Line<'_>], strokes: &Strokes) -> Vec<Grid> {
        let lattices = lattice::find(strokes).unwrap_or_default();
        let choose = |lattice: &lattice::Lattice| {
            if ruled::are_boxes(lines, lattice) {
                return None;
            }
            let ruled = lattice.columns() > 1;
            let best = self.choose(ruled::grids(lines, lattice), ruled);
            // White space is asked where the drawn grid leaves something to wish for.
            if best.as_ref().is_some_and(|b| b.score >= SETTLED) {
                return best;
            }
            let candidates = best.into_iter().chain(aligned::within(lines, lattice, &self.strokes));
            self.choose(candidates.collect(), ruled)
        };
        lattices.iter().filter_map(choose).collect()
    }

    /// The best grid of each region of white-space columns.
    fn aligned(&self, lines: &[Line<'_>], taken: &[Rect], before: Option<&Found>) -> Vec<Grid> {
        let regions = regions::find(lines, &self.strokes, taken);
        let region = |r: std::ops::Range<usize>| lines.get(r).unwrap_or_default();
        let top = lines.first().map_or(f32::INFINITY, |l| l.bbox.y0);
        let before = before.filter(|b| b.closes_page && taken.iter().all(|t| t.y0 > top));
        let mut found = Vec::new();
        for (i, r) in regions.into_iter().enumerate() {
            let rest = before.filter(|_| i == 0).and_then(|b| {
                let start = aligned::with_cut_row(lines, r.start, &b.edges)?;
                aligned::continued(region(start..r.end), &self.strokes, &b.edges)
            });
            let own = || self.choose(aligned::grids(region(r), &self.strokes), false);
            found.extend(rest.or_else(own));
        }
        found
    }

    /// The grids, with lists of names and amounts in place of what reads less of them: pieces of
    /// a list, and lists side by side taken for one table without headings.
    fn listed(&self, mut grids: Vec<Grid>, lines: &[Line<'_>]) -> Vec<Grid> {
        let mut lists = listed::grids(lines, &self.rules);
        for list in &mut lists {
            list.score = score::judge(list, &self.tokens).total();
        }
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

    /// The candidate with the best marks, if it is a table; earlier ones win ties.
    fn choose(&self, candidates: Vec<Grid>, ruled: bool) -> Option<Grid> {
        let mut best: Option<Grid> = None;
        let mut round = self.watched.round();
        for mut grid in candidates {
            if grid.method == Method::Ruled || grid.header_rows == 0 {
                grid.header_rows = headings::count(&grid, self.page);
            }
            if grid.method != Method::Ruled {
                grid = grid.with_headings_over_columns();
            }
            let marks = score::judge(&grid, &self.tokens);
            grid.score = marks.total();
            let ruled = ruled || grid.method == Method::PartlyRuled;
            let contents = || score::is_contents(&grid, &self.tokens).then_some(Refusal::Contents);
            let refusal = score::refusal(&grid, marks, &self.tokens, ruled).or_else(contents);
            let leads =
                refusal.is_none() && best.as_ref().is_none_or(|b| grid.score > b.score + ADVANCE);
            round.note(&grid, marks, refusal, leads);
            if leads {
                best = Some(grid);
            }
        }
        round.end();
        best
    }
}

/// The lines without the words that tables took.
fn without<'a>(lines: &[Line<'a>], grids: &[Grid]) -> Vec<Line<'a>> {
    let taken: BTreeSet<usize> = grids.iter().flat_map(Grid::words).collect();
    if taken.is_empty() {
        return lines.to_vec();
    }
    let free = lines.iter().flat_map(|l| &l.tokens).filter(|t| !taken.contains(&t.index));
    frame::lines(free.copied().collect())
}

#[cfg(test)]
mod tests;

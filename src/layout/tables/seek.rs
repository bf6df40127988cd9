//! The search for the tables of one page: which grids are tried, and which of them is taken.
//!
//! In order: what is drawn, what stands around that, white space on the lines left over, lists of
//! amounts, and what the structure tree tells. Each later method must beat what it would replace.

use std::collections::BTreeSet;

use crate::document::{Method, Page};
use crate::place::Rect;

use super::extend::{self, Surroundings};
use super::frame::{self, Line, Token};
use super::grid::{Grid, Heads};
use super::strokes::Strokes;
use super::trace::Refusal;
use super::watch::Watched;
use super::{
    ADVANCE, Found, aligned, banded, headings, lattice, listed, regions, ruled, score, strokes,
    tagged, turned,
};

/// A drawn grid with this score is taken as it is.
const SETTLED: f32 = 92.0;

/// What finding works on.
pub(super) struct Seen<'a> {
    page: &'a Page,
    /// Drawn rules alone.
    rules: Strokes,
    /// Rules, and the edges of shadings.
    strokes: Strokes,
    /// By index of the word.
    pub(super) tokens: Vec<Option<Token<'a>>>,
    watched: Watched<'a>,
    /// Whether the page was turned to be read.
    turned: bool,
}

impl<'a> Seen<'a> {
    /// What is seen of an upright page, which may have been turned for it.
    pub(super) fn new(
        (page, turned): (&'a Page, bool),
        rules: Strokes,
        lines: &[Line<'a>],
        watched: Watched<'a>,
    ) -> Self {
        let mut tokens: Vec<Option<Token<'a>>> = vec![None; page.words.len()];
        for token in lines.iter().flat_map(|l| &l.tokens) {
            if let Some(slot) = tokens.get_mut(token.index) {
                *slot = Some(*token);
            }
        }
        Self { page, rules, strokes: strokes::gather(page, true), tokens, watched, turned }
    }

    /// The grids that are tables, in no order.
    pub(super) fn grids(&self, lines: &[Line<'_>], before: Option<&Found>) -> Vec<Grid> {
        let mut grids = self.extended(self.ruled(lines), lines);
        let free = without(lines, &grids);
        let strokes = (&self.rules, &self.strokes);
        grids.extend(banded::grids(&free, strokes, &self.tokens, self.watched));
        let free = without(&free, &grids);
        let boxes: Vec<Rect> = grids.iter().filter_map(|g| g.bbox(self.page)).collect();
        grids.extend(self.aligned(&free, &boxes, before));
        let mut grids = self.listed(grids, lines);
        if !self.turned {
            grids = turned::crown(grids, self.page, &free);
        }
        self.with_tagged(grids, before)
    }

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
            let cells = ruled::fill(lines, lattice);
            if ruled::are_boxes(&cells, lattice) {
                return None;
            }
            let ruled = lattice.columns() > 1;
            let best = self.choose(ruled::grids(&cells, lattice), ruled);
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

    /// The grids, with the lists that are read better as such.
    fn listed(&self, grids: Vec<Grid>, lines: &[Line<'_>]) -> Vec<Grid> {
        let drawn = grids.iter().filter(|g| g.method == Method::Ruled && g.columns > 2);
        let known: Vec<Rect> = drawn.filter_map(|g| g.bbox(self.page)).collect();
        let mut lists = listed::grids(lines, &self.rules, &known);
        for list in &mut lists {
            let marks = score::judge(list, &self.tokens);
            list.score = marks.total();
            let mut round = self.watched.round();
            round.note(list, marks, None, true);
            round.end();
        }
        listed::contend(grids, lists)
    }

    /// The grids, with those that the structure tree tells better.
    fn with_tagged(&self, grids: Vec<Grid>, before: Option<&Found>) -> Vec<Grid> {
        let mut told = Vec::new();
        for (grid, refusal) in tagged::grids(self.page, &self.tokens, before) {
            let Some(why) = refusal else {
                told.extend(self.choose(vec![grid], false));
                continue;
            };
            let mut round = self.watched.round();
            round.dropped(&grid, &self.tokens, why);
            round.end();
        }
        if told.is_empty() { grids } else { tagged::contend(grids, told) }
    }

    /// The candidate with the best marks, if it is a table; earlier ones win ties.
    fn choose(&self, candidates: Vec<Grid>, ruled: bool) -> Option<Grid> {
        let mut best: Option<Grid> = None;
        let mut round = self.watched.round();
        for mut grid in candidates {
            let unknown = grid.heads == Heads::Unknown;
            if grid.method == Method::Ruled || grid.header_rows == 0 && unknown {
                grid.header_rows = headings::count(&grid, self.page);
            }
            if !matches!(grid.method, Method::Ruled | Method::Tagged) {
                grid = grid.with_headings_over_columns();
            }
            let marks = score::judge(&grid, &self.tokens);
            grid.score = marks.total();
            let ruled = ruled || grid.method == Method::PartlyRuled;
            let contents = || score::is_contents(&grid, &self.tokens).then_some(Refusal::Contents);
            let refusal = score::refusal(&grid, marks, &self.tokens, ruled)
                .filter(|_| !tagged::is_headed(&grid, marks))
                .or_else(contents);
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

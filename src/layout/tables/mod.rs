//! Words and rules of a page in, tables out; then tables over page breaks joined.
//!
//! For each region several grids are tried: as drawn (`ruled`), drawn with rows or columns
//! made by numbers, by white space alone (`aligned`), and as the file's structure tree tells
//! (`tagged`). One scorer (`score`) picks per table by what tables must satisfy. Nothing is
//! learned and nothing is random: the same page gives the same tables.

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
mod repeated;
mod rows;
mod ruled;
mod score;
mod seek;
mod stripes;
mod strokes;
mod tagged;
pub mod trace;
mod turned;
mod values;
mod watch;

pub use join::{Joined, join};
pub use watch::Watcher;

use std::borrow::Cow;

use crate::document::{Page, Table};
use crate::place::Rect;

use frame::{Line, Token};
use grid::Grid;
use seek::Seen;
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
    /// Where the nearest words above a list end, on the upright page; −∞ where there are none.
    pub above: f32,
    /// Whether its first row below the headings goes on from the page before, where the file's
    /// structure tree tells.
    pub cut: Option<bool>,
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
    let noting = Watched::new(watcher, page, &upright);
    let turned = matches!(upright, Cow::Owned(_));
    let seen = Seen::new((&upright, turned), rules, &lines, noting);
    let grids = seen.grids(&lines, before);
    let mut placed: Vec<(Rect, Grid)> =
        grids.into_iter().filter_map(|g| Some((g.bbox(&upright)?, g))).collect();
    placed.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0).then(a.0.x0.total_cmp(&b.0.x0)));
    let top = lines.iter().map(|l| l.bbox.y0).fold(f32::INFINITY, f32::min);
    let bottom = lines.iter().map(|l| l.bbox.y1).fold(f32::NEG_INFINITY, f32::max);
    let known = build::Known::of(page);
    noting.settle(placed.iter().map(|(_, grid)| grid));
    placed
        .into_iter()
        .map(|(bbox, grid)| Found {
            table: build::table(&grid, page, &seen.tokens, &known),
            words: own_words(&grid, origin),
            cut: grid.cut,
            edges: grid.edges,
            opens_page: bbox.y0 <= top + 1.0,
            closes_page: bbox.y1 >= bottom - 1.0,
            is_list: grid.is_list,
            above: if grid.is_list { above(&lines, bbox) } else { f32::NEG_INFINITY },
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

#[cfg(test)]
mod tests;

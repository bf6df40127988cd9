//! Watching the search for tables, so that it can be drawn: what is tried goes into a [`Trace`].
//!
//! A candidate that comes back in a later round of its region is kept once. Where nobody watches,
//! nothing is kept and nothing is computed: the search is the same, and as fast.

use std::cell::RefCell;

use super::areas;
use super::frame::Token;
use super::grid::Grid;
use super::score::{self, Marks};
use super::trace::{Fate, Judged, Refusal, Trace, Tried};
use crate::document::{Method, Page};
use crate::layout::segments;
use crate::place::Rect;

/// Who watches a page being read; nobody, as a rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct Watcher<'t>(Option<&'t RefCell<Trace>>);

impl<'t> Watcher<'t> {
    /// Keeps what is tried in this trace.
    #[must_use]
    pub fn new(trace: &'t RefCell<Trace>) -> Self {
        Self(Some(trace))
    }

    /// Keeps where running headers and footers stand.
    pub(in crate::layout) fn set_aside(self, words: impl Iterator<Item = Rect>) {
        self.note(|trace| trace.furniture.extend(words));
    }

    /// What white space alone gave so far is sought again, a column of text at a time.
    pub(in crate::layout) fn seek_again(self) {
        self.note(|trace| {
            for tried in trace.tried.iter_mut().filter(|t| t.fate == Fate::Taken) {
                if tried.method == Method::Aligned.name() {
                    tried.fate = Fate::SoughtAgain;
                }
            }
        });
    }

    fn note(self, change: impl FnOnce(&mut Trace)) {
        if let Some(mut trace) = self.0.and_then(|trace| trace.try_borrow_mut().ok()) {
            change(&mut trace);
        }
    }
}

/// A watcher before a page that was turned upright.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watched<'t> {
    watcher: Watcher<'t>,
    upright: &'t Page,
    /// How the writing of the page is turned.
    turn: u16,
    /// Candidates of earlier calls, whose words have other indices.
    earlier: usize,
}

impl<'t> Watched<'t> {
    /// Watches one call for the tables of a page.
    pub(super) fn new(watcher: Watcher<'t>, page: &Page, upright: &'t Page) -> Self {
        let mut pairs = page.words.iter().zip(&upright.words);
        let turn = pairs.find(|(_, up)| up.turn == 0).map_or(0, |(word, _)| word.turn);
        let earlier = watcher.0.map_or(0, |trace| trace.borrow().tried.len());
        Self { watcher, upright, turn, earlier }
    }

    /// Begins to compare the candidates of a region.
    pub(super) fn round(self) -> Round<'t> {
        Round { watched: self, tried: Vec::new() }
    }

    /// What finding ends with: a best candidate that is not among it gave way to another.
    pub(super) fn settle<'g>(self, grids: impl Iterator<Item = &'g Grid>) {
        self.watcher.note(|trace| {
            let own = trace.tried.get_mut(self.earlier..).unwrap_or_default();
            for tried in own.iter_mut().filter(|t| t.fate == Fate::Taken) {
                tried.fate = Fate::Displaced;
            }
            for grid in grids {
                self.take(trace, grid);
            }
        });
    }

    /// Marks the candidate that a table was made of; one that nobody compared is noted now.
    fn take(self, trace: &mut Trace, grid: &Grid) {
        let words = grid.words();
        let Some(mut out) = self.tried(grid, None, Fate::Taken) else { return };
        let own = trace.tried.iter_mut().skip(self.earlier);
        let within = |t: &&mut Tried| {
            t.fate == Fate::Displaced && t.words.iter().all(|w| words.binary_search(w).is_ok())
        };
        if let Some(best) = own.filter(within).max_by_key(|t| t.words.len()) {
            (out.region, out.judged) = (best.region, best.judged);
            *best = out;
        } else {
            out.region = next_region(trace);
            trace.tried.push(out);
        }
    }

    /// A candidate as it is kept.
    fn tried(self, grid: &Grid, marks: Option<Marks>, fate: Fate) -> Option<Tried> {
        let judged = marks.map(|marks| Judged {
            filled: marks.filled,
            typed: marks.typed,
            aligned: marks.aligned,
            single: marks.single,
            score: marks.total(),
        });
        let mut cells = areas::of(grid, self.upright);
        for area in &mut cells {
            area.bbox = self.seen(area.bbox);
        }
        Some(Tried {
            region: 0,
            method: grid.method.name().to_owned(),
            is_list: grid.is_list,
            bbox: self.seen(grid.bbox(self.upright)?),
            size: (grid.rows, grid.columns, grid.header_rows),
            cells,
            judged,
            fate,
            words: grid.words(),
        })
    }

    /// A box of the upright page where it stands on the page as it is seen.
    fn seen(self, r: Rect) -> Rect {
        let size = (self.upright.width, self.upright.height);
        segments::upright(r, (360 - self.turn) % 360, size)
    }
}

fn next_region(trace: &Trace) -> usize {
    trace.tried.iter().map(|t| t.region + 1).max().unwrap_or(0)
}

/// The candidates of a region while they are compared.
#[derive(Debug)]
pub(super) struct Round<'t> {
    watched: Watched<'t>,
    tried: Vec<Tried>,
}

impl Round<'_> {
    /// Notes a candidate that was judged; one that `leads` beats those before it.
    pub(super) fn note(&mut self, grid: &Grid, marks: Marks, no: Option<Refusal>, leads: bool) {
        if self.watched.watcher.0.is_none() {
            return;
        }
        if leads {
            self.tried
                .iter_mut()
                .filter(|t| t.fate == Fate::Taken)
                .for_each(|t| t.fate = Fate::Beaten);
        }
        let fate = match no {
            Some(refusal) => Fate::Refused(refusal),
            None if leads => Fate::Taken,
            None => Fate::Beaten,
        };
        let tried = self.watched.tried(grid, Some(marks), fate);
        let Some(tried) = tried else { return };
        // The best of an earlier round comes back, and may be tried anew as well.
        match self.tried.iter_mut().find(|old| old.is_same(&tried)) {
            Some(old) if leads => *old = tried,
            Some(_) => {}
            None => self.tried.push(tried),
        }
    }

    /// Notes a candidate that was dropped without being judged: its marks are told all the same.
    pub(super) fn dropped(&mut self, grid: &Grid, tokens: &[Option<Token<'_>>], why: Refusal) {
        if self.watched.watcher.0.is_some() {
            self.note(grid, score::judge(grid, tokens), Some(why), false);
        }
    }

    /// Ends the round: its candidates join the region in which one of them was tried before.
    pub(super) fn end(self) {
        self.watched.watcher.note(|trace| {
            let earlier = self.watched.earlier;
            let known = |trace: &Trace, new: &Tried| {
                trace.tried.iter().skip(earlier).position(|old| old.is_same(new))
            };
            let joined = self.tried.iter().find_map(|new| known(trace, new));
            let joined = joined.and_then(|at| trace.tried.get(earlier + at));
            let region = joined.map_or_else(|| next_region(trace), |old| old.region);
            for mut new in self.tried {
                new.region = region;
                match known(trace, &new).and_then(|at| trace.tried.get_mut(earlier + at)) {
                    Some(old) => *old = new,
                    None => trace.tried.push(new),
                }
            }
        });
    }
}

impl Tried {
    /// Whether both are the same grid over the same words.
    fn is_same(&self, other: &Self) -> bool {
        (&self.method, self.size, &self.words) == (&other.method, other.size, &other.words)
            && self.cells == other.cells
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::tests::page;
    use super::super::{find, find_watched};
    use super::*;
    use crate::document::Rule;

    fn watched(page: &Page) -> (Vec<super::super::Found>, Trace) {
        let trace = RefCell::new(Trace::default());
        let found = find_watched(page, None, Watcher::new(&trace));
        (found, trace.into_inner())
    }

    /// A table by white space, and a line of text below it that shows two gaps.
    fn aligned() -> Page {
        let mut words = vec![(50.0, 90.0, "Nom"), (300.0, 90.0, "Montant"), (400.0, 90.0, "Part")];
        for (i, name) in ["Charges", "Produits", "Réserves", "Total"].into_iter().enumerate() {
            let y = 104.0 + 14.0 * i as f32;
            words.extend([(50.0, y, name), (300.0, y, "1 137,00"), (400.0, y, "2 291,00")]);
        }
        words.extend([(50.0, 400.0, "En 2023"), (200.0, 400.0, "12"), (400.0, 400.0, "34 actes")]);
        page(&words)
    }

    /// The page turned clockwise.
    fn turned(mut page: Page) -> Page {
        let height = page.height;
        for word in &mut page.words {
            let r = word.bbox;
            word.bbox = Rect { x0: height - r.y1, y0: r.x0, x1: height - r.y0, y1: r.x1 };
            word.turn = 90;
        }
        (page.width, page.height) = (page.height, page.width);
        page
    }

    /// Two ruled columns, where a stroke of shading alone gives a third.
    fn ruled() -> Page {
        let mut page = page(&[
            (52.0, 112.0, "Name"),
            (152.0, 112.0, "Amount"),
            (52.0, 132.0, "One"),
            (152.0, 132.0, "10"),
            (52.0, 144.0, "Two"),
            (152.0, 144.0, "20"),
        ]);
        let line = |r: [f32; 4], horizontal| Rule { bbox: Rect::from(r), horizontal };
        let across = [100.0, 120.0, 150.0].map(|y| line([50.0, y, 250.0, y], true));
        let down = [50.0, 150.0, 250.0].map(|x| line([x, 100.0, x, 150.0], false));
        page.rules = across.into_iter().chain(down).collect();
        page
    }

    #[test]
    fn watching_changes_nothing() {
        for page in [aligned(), turned(aligned()), ruled()] {
            let (found, trace) = watched(&page);
            assert_eq!(found, find(&page));
            assert_eq!(found.len(), 1);
            assert!(!trace.tried.is_empty());
        }
    }

    #[test]
    fn each_table_is_one_candidate_and_the_others_say_why_not() {
        let (found, trace) = watched(&aligned());
        let taken: Vec<&Tried> = trace.tried.iter().filter(|t| t.fate == Fate::Taken).collect();
        assert_eq!(taken.len(), 1);
        assert_eq!(taken[0].size, (5, 3, found[0].table.header_rows));
        assert!(taken[0].judged.unwrap().score > 90.0);
        let line = trace.tried.iter().find(|t| t.bbox.y0 > 380.0).unwrap();
        assert_eq!(line.fate, Fate::Refused(Refusal::Small));
    }

    #[test]
    fn candidates_of_one_drawn_grid_are_one_region_and_none_is_kept_twice() {
        let (_, trace) = watched(&ruled());
        assert!(trace.tried.len() > 1, "{:?}", trace.tried);
        assert!(trace.tried.iter().all(|t| t.region == 0), "{:?}", trace.tried);
        for (i, tried) in trace.tried.iter().enumerate() {
            assert!(trace.tried.iter().skip(i + 1).all(|other| !tried.is_same(other)));
        }
    }

    #[test]
    fn areas_hold_their_words_on_a_page_on_its_side_too() {
        for page in [aligned(), turned(aligned())] {
            let (found, trace) = watched(&page);
            let taken = trace.tried.iter().find(|t| t.fate == Fate::Taken).unwrap();
            let own = found[0].words.iter().map(|&i| page.words[i].bbox.center());
            for (x, y) in own {
                let holding = taken.cells.iter().filter(|area| area.bbox.contains(x, y)).count();
                assert_eq!(holding, 1, "{x} {y}");
            }
        }
    }
}

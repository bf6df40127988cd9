//! Tables of words between rules that begin and end alike: glossaries, comments and replies.
//!
//! Their cells hold sentences, so that their lines look like running text, in two columns or
//! more. What tells them is drawn: a rule above and below the headings and one at the end at
//! least, all of one width and near each other, with white running down between the columns and
//! something short at their left.

use std::ops::Range;

use super::aligned;
use super::frame::{Line, Token, lines as lines_of};
use super::grid::{Grid, Slot};
use super::score;
use super::strokes::{Stroke, Strokes};
use super::trace::Refusal;
use super::watch::Watched;

/// Rules that make a table.
const LEAST: usize = 3;
/// A rule shorter than this underlines a word.
const SHORT: f32 = 150.0;
/// How far apart two of them may be, in points: about fifteen lines.
const FAR: f32 = 200.0;
/// Ends of rules closer than this are alike.
const ALIKE: f32 = 2.5;
/// Words on a line of the first column, on average: it names what the others say.
const NAMING: usize = 4;
/// White between columns, in letter sizes.
const WHITE: f32 = 0.8;

/// The best grid of each table of words between such rules.
pub(super) fn grids(
    lines: &[Line<'_>],
    (rules, strokes): (&Strokes, &Strokes),
    tokens: &[Option<Token<'_>>],
    watched: Watched<'_>,
) -> Vec<Grid> {
    let best =
        |region: Range<usize>| best(aligned::grids(lines.get(region)?, strokes), tokens, watched);
    find(lines, rules).into_iter().filter_map(best).collect()
}

/// The table of words with the most columns, then the best marks. What has numbers is left to the
/// search by white space.
fn best(candidates: Vec<Grid>, tokens: &[Option<Token<'_>>], watched: Watched<'_>) -> Option<Grid> {
    let mut best: Option<Grid> = None;
    let mut round = watched.round();
    for mut grid in candidates {
        let marks = score::judge(&grid, tokens);
        if marks.numeric > 0.0 {
            continue;
        }
        grid.score = marks.total();
        let refusal = (!is_table(&grid, tokens)).then_some(Refusal::Unframed);
        let ahead =
            |b: &Grid| grid.columns.cmp(&b.columns).then(grid.score.total_cmp(&b.score)).is_ge();
        let leads = refusal.is_none() && best.as_ref().is_none_or(ahead);
        round.note(&grid, marks, refusal, leads);
        if leads {
            best = Some(grid);
        }
    }
    round.end();
    best
}

/// The lines between the first and the last of such rules.
fn find(lines: &[Line<'_>], rules: &Strokes) -> Vec<Range<usize>> {
    let mut chains: Vec<Vec<Stroke>> = Vec::new();
    for rule in rules.across.iter().filter(|r| r.to - r.from > SHORT) {
        let alike = |chain: &&mut Vec<Stroke>| {
            chain.last().is_some_and(|last| {
                (last.from - rule.from).abs() < ALIKE
                    && (last.to - rule.to).abs() < ALIKE
                    && rule.at - last.at < FAR
            })
        };
        match chains.iter_mut().rev().take(LEAST).find(alike) {
            Some(chain) => chain.push(*rule),
            None => chains.push(vec![*rule]),
        }
    }
    let region = |chain: Vec<Stroke>| {
        let (first, last) = (chain.first()?, chain.last()?);
        let from = lines.partition_point(|l| l.baseline < first.at);
        let to = lines.partition_point(|l| l.baseline < last.at);
        let within = |l: &Line<'_>| {
            l.bbox.x0 > first.from - 2.0 * ALIKE && l.bbox.x1 < first.to + 2.0 * ALIKE
        };
        let whole = from < to && lines.get(from..to)?.iter().all(within);
        (chain.len() >= LEAST && whole).then_some(from..to)
    };
    chains.into_iter().filter_map(region).collect()
}

/// Whether a grid between such rules is a table of words.
fn is_table(grid: &Grid, tokens: &[Option<Token<'_>>]) -> bool {
    let own = |c: &Slot| -> Vec<Token<'_>> {
        c.words.iter().filter_map(|&i| tokens.get(i).copied().flatten()).collect()
    };
    let size = grid.cells.iter().flat_map(own).map(|t| t.size).fold(0.0, f32::max);
    let apart = grid.edges.windows(2).all(|w| matches!(w, [a, b] if b.0 - a.1 > WHITE * size));
    let headed = (0..grid.columns).all(|i| grid.cells.iter().any(|c| c.row == 0 && c.column == i));
    let one = grid.cells.iter().all(|c| c.column_span == 1);
    let (mut words, mut count) = (0, 0);
    for cell in grid.cells.iter().filter(|c| c.column == 0) {
        words += cell.words.len();
        count += lines_of(own(cell)).len();
    }
    grid.columns >= 2
        && grid.rows >= 3
        && grid.cells.len() * 10 >= grid.rows * grid.columns * 6
        && apart
        && headed
        && one
        && words <= NAMING * count
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::super::frame::tests::page;
    use super::super::trace::{Fate, Trace, Tried};
    use super::super::{Watcher, find, find_watched};
    use crate::document::{Page, Rule};
    use crate::place::Rect;

    fn ruled(mut page: Page, ys: &[f32]) -> Page {
        let rule =
            |y: &f32| Rule { bbox: Rect { x0: 48.0, y0: *y, x1: 420.0, y1: *y }, horizontal: true };
        page.rules = ys.iter().map(rule).collect();
        page
    }

    fn glossary() -> Page {
        page(&[
            (50.0, 100.0, "Term"),
            (160.0, 100.0, "Definition"),
            (50.0, 120.0, "Dwelling"),
            (160.0, 120.0, "A unit of accommodation that is meant for one"),
            (160.0, 132.0, "household"),
            (50.0, 148.0, "Household"),
            (160.0, 148.0, "People who share a kitchen and a living room"),
            (50.0, 164.0, "Tenure"),
            (160.0, 164.0, "The conditions under which a dwelling is held"),
        ])
    }

    #[test]
    fn sentences_between_rules_are_a_table() {
        let found = find(&ruled(glossary(), &[86.0, 106.0, 170.0]));
        assert_eq!(found.len(), 1);
        let table = &found[0].table;
        assert_eq!((table.rows, table.columns), (4, 2));
        assert!(table.at(1, 1).unwrap().text.text.ends_with("one household"));
    }

    fn tried(page: &Page) -> Vec<Tried> {
        let trace = RefCell::new(Trace::default());
        let _found = find_watched(page, None, Watcher::new(&trace));
        trace.into_inner().tried
    }

    #[test]
    fn what_was_tried_between_rules_is_told_with_its_marks() {
        let ys = [86.0, 106.0, 170.0];
        let whole = tried(&ruled(glossary(), &ys));
        let taken = whole.iter().find(|t| t.fate == Fate::Taken).unwrap();
        assert!(taken.judged.is_some_and(|j| j.score > 80.0), "{taken:?}");
        let mut bare = glossary();
        bare.words.retain(|w| w.text != "Definition");
        let bare = tried(&ruled(bare, &ys));
        let refused = |t: &Tried| matches!(t.fate, Fate::Refused(_)) && t.judged.is_some();
        assert!(!bare.is_empty() && bare.iter().all(refused), "{bare:?}");
    }

    #[test]
    fn without_the_rules_they_are_text() {
        assert_eq!(find(&glossary()), []);
    }
}

//! Rows between shaded rows.
//!
//! Where every other row is shaded, the rows between are told apart by it as well, though nothing
//! is drawn around them: they take the cells of their shaded neighbours. A row of numbers right
//! below the last shading, and a row of headings right above the first, are of the table too.
//! Text that runs across the cells on several lines is no row, but a paragraph between two boxes.

use crate::document::{Page, Word};
use crate::place::Rect;

use super::values::{self, Kind};

/// Edges closer than this are one, in points.
const SAME: f32 = 2.5;
/// Lower gaps are the white of a border.
const LOW: f32 = 4.0;
/// A row between is at most so many times as high as the shaded rows around it.
const TALL: f32 = 4.0;
/// White between two lines of one cell, in letter sizes.
const TIGHT: f32 = 0.5;
/// Height in which the next line of a cell is looked for, in points.
const FAR: f32 = 30.0;
/// How near an edge a word must come to stand across it, with the space that follows it.
const ACROSS: f32 = 1.5;

/// Shaded cells beside each other.
#[derive(Debug, Clone)]
struct Band {
    y0: f32,
    y1: f32,
    /// Left edge of each cell, then the right edge of the last, ascending.
    xs: Vec<f32>,
}

impl Band {
    fn height(&self) -> f32 {
        self.y1 - self.y0
    }

    fn sides(&self) -> (f32, f32) {
        (self.xs.first().copied().unwrap_or(0.0), self.xs.last().copied().unwrap_or(0.0))
    }
}

/// The cells of the rows that are not shaded, for the shaded `cells` of a page.
pub(super) fn between(page: &Page, cells: &[Rect]) -> Vec<Rect> {
    let mut found = Vec::new();
    let chains = chains(bands(cells)).into_iter().flat_map(|c| at_headings(page, c));
    for chain in chains {
        let most = chain.iter().max_by_key(|b| b.xs.len());
        let Some(xs) = most.map(|b| b.xs.clone()).filter(|xs| xs.len() > 2) else { continue };
        let stripes = Stripes { page, xs };
        for pair in chain.windows(2) {
            if let [above, below] = pair {
                found.extend(stripes.row(above.y1, below.y0));
            }
        }
        if let (true, Some(first), Some(last)) = (chain.len() > 1, chain.first(), chain.last()) {
            found.extend(stripes.head(first));
            found.extend(stripes.foot(last));
        }
    }
    found
}

fn bands(cells: &[Rect]) -> Vec<Band> {
    let mut cells = cells.to_vec();
    cells.sort_by(|a, b| a.y0.total_cmp(&b.y0).then(a.x0.total_cmp(&b.x0)));
    let mut bands: Vec<(Rect, Vec<Rect>)> = Vec::new();
    for cell in cells {
        let near = |b: &(Rect, Vec<Rect>)| {
            (b.0.y0 - cell.y0).abs() < SAME && (b.0.y1 - cell.y1).abs() < SAME
        };
        match bands.iter_mut().rev().take_while(|b| cell.y0 - b.0.y0 < SAME).find(|b| near(b)) {
            Some(band) => band.1.push(cell),
            None => bands.push((cell, vec![cell])),
        }
    }
    bands.into_iter().flat_map(|(first, cells)| runs(first, cells)).collect()
}

/// The cells of one height as runs of cells that touch.
fn runs(first: Rect, mut cells: Vec<Rect>) -> Vec<Band> {
    cells.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    let mut runs: Vec<Band> = Vec::new();
    for cell in cells {
        match runs.last_mut() {
            Some(run) if (cell.x0 - run.sides().1).abs() < SAME => run.xs.push(cell.x1),
            _ => runs.push(Band { y0: first.y0, y1: first.y1, xs: vec![cell.x0, cell.x1] }),
        }
    }
    runs
}

/// Bands of one width below each other, near enough for a row between.
fn chains(bands: Vec<Band>) -> Vec<Vec<Band>> {
    let mut chains: Vec<Vec<Band>> = Vec::new();
    for band in bands {
        let follows = |chain: &Vec<Band>| {
            chain.last().is_some_and(|last| {
                let ((a, b), (c, d)) = (last.sides(), band.sides());
                let gap = band.y0 - last.y1;
                let limit = TALL * last.height().max(band.height());
                (a - c).abs() < SAME && (b - d).abs() < SAME && (-SAME..limit).contains(&gap)
            })
        };
        match chains.iter_mut().rev().find(|c| follows(c)) {
            Some(chain) => chain.push(band),
            None => chains.push(vec![band]),
        }
    }
    chains
}

/// A chain cut where the headings of its first band come again: not every other row is shaded, but
/// the head of every table.
fn at_headings(page: &Page, chain: Vec<Band>) -> Vec<Vec<Band>> {
    let said = |band: &Band| -> Vec<&str> {
        let (x0, x1) = band.sides();
        let within = |w: &&Word| {
            Rect { x0, y0: band.y0, x1, y1: band.y1 }.contains(w.bbox.center().0, w.bbox.center().1)
        };
        page.words.iter().filter(within).map(|w| w.text.as_str()).collect()
    };
    let Some(head) = chain.first().map(said) else { return Vec::new() };
    let again = |band: &Band| {
        let words = said(band);
        let known = words.iter().filter(|w| head.contains(w)).count();
        band.xs.len() > 2
            && known > 1
            && known * 2 >= words.len()
            && words.iter().chain(&head).all(|w| values::kind(w) != Kind::Value)
    };
    let mut cut: Vec<Vec<Band>> = Vec::new();
    for band in chain {
        match cut.last_mut() {
            Some(open) if !again(&band) => open.push(band),
            _ => cut.push(vec![band]),
        }
    }
    cut
}

/// The columns of one striped table.
struct Stripes<'a> {
    page: &'a Page,
    xs: Vec<f32>,
}

impl<'a> Stripes<'a> {
    /// The upright words at some height that touch the table.
    fn words(&self, y0: f32, y1: f32) -> Vec<&'a Word> {
        let (x0, x1) = self.sides();
        let inside = |w: &&Word| {
            let y = w.bbox.center().1;
            w.turn == 0 && y0 < y && y < y1 && w.bbox.x1 > x0 && w.bbox.x0 < x1
        };
        self.page.words.iter().filter(inside).collect()
    }

    fn sides(&self) -> (f32, f32) {
        (self.xs.first().copied().unwrap_or(0.0), self.xs.last().copied().unwrap_or(0.0))
    }

    fn inner(&self) -> &[f32] {
        self.xs.get(1..self.xs.len().saturating_sub(1)).unwrap_or_default()
    }

    /// The cells of a row between two heights; none where there is no row.
    fn row(&self, y0: f32, y1: f32) -> Vec<Rect> {
        let words = if y1 - y0 > LOW { self.words(y0, y1) } else { Vec::new() };
        let (x0, x1) = self.sides();
        let sticks_out = |w: &&Word| w.bbox.x0 < x0 - SAME || w.bbox.x1 > x1 + SAME;
        let mut across: Vec<f32> = words
            .iter()
            .filter(|w| self.inner().iter().any(|x| crosses(w, *x)))
            .map(|w| w.baseline)
            .collect();
        across.sort_by(f32::total_cmp);
        let spread = across.last().zip(across.first()).map_or(0.0, |(b, a)| b - a);
        if words.is_empty() || words.iter().any(sticks_out) || spread > 3.0 {
            return Vec::new();
        }
        let free = |x: &f32| !words.iter().any(|w| crosses(w, *x));
        let mut edges = vec![x0];
        edges.extend(self.inner().iter().copied().filter(free));
        edges.push(x1);
        let cell = |w: &[f32]| match w {
            [a, b] => Some(Rect { x0: *a, y0, x1: *b, y1 }),
            _ => None,
        };
        edges.windows(2).filter_map(cell).collect()
    }

    /// The row of numbers right below the last band.
    fn foot(&self, last: &Band) -> Vec<Rect> {
        let near = self.words(last.y1, last.y1 + 1.5 * last.height().max(12.0));
        let Some(top) = near.iter().map(|w| w.bbox.y0).min_by(f32::total_cmp) else {
            return Vec::new();
        };
        let line: Vec<&Word> =
            near.into_iter().filter(|w| w.bbox.y0 - top < 0.4 * w.size).collect();
        let number = |w: &&&Word| values::kind(&w.text) == Kind::Value;
        let filled = self.filled(line.iter().filter(number).copied());
        let Some(bottom) = line.iter().map(|w| w.bbox.y1).max_by(f32::total_cmp) else {
            return Vec::new();
        };
        if self.is_beside(&line, top - last.y1)
            && filled.iter().skip(1).filter(|f| **f).count() * 2 >= filled.len() - 1
        {
            let bottom = self.wrapped(bottom, &filled);
            return self.row(last.y1, bottom + (top - last.y1).max(1.0));
        }
        Vec::new()
    }

    /// Where a row ends whose first line does at `bottom`: lines that follow closely and have
    /// nothing in its columns of numbers go on with it.
    fn wrapped(&self, mut bottom: f32, numbers: &[bool]) -> f32 {
        loop {
            let next = |w: &&Word| w.bbox.y0 < bottom + TIGHT * w.size;
            let near = self.words(bottom, bottom + FAR);
            let line: Vec<&Word> = near.into_iter().filter(next).collect();
            let taken = self.filled(line.iter().copied());
            let clear = !taken.iter().zip(numbers).skip(1).any(|(taken, number)| *taken && *number);
            let end = line.iter().map(|w| w.bbox.y1).max_by(f32::total_cmp);
            match end.filter(|_| clear && self.is_beside(&line, 0.0)) {
                Some(end) if end > bottom => bottom = end,
                _ => return bottom,
            }
        }
    }

    /// The row of headings right above the first band, where that is a row of numbers.
    fn head(&self, first: &Band) -> Vec<Rect> {
        let number = |w: &&&Word| values::kind(&w.text) == Kind::Value;
        let own = self.words(first.y0, first.y1);
        if !self.filled(own.iter().filter(number).copied()).iter().skip(1).any(|f| *f) {
            return Vec::new();
        }
        let near = self.words(first.y0 - 1.5 * first.height().max(12.0), first.y0);
        let Some(bottom) = near.iter().map(|w| w.bbox.y1).max_by(f32::total_cmp) else {
            return Vec::new();
        };
        let line: Vec<&Word> =
            near.into_iter().filter(|w| bottom - w.bbox.y1 < 0.4 * w.size).collect();
        let filled = self.filled(line.iter().copied());
        let Some(top) = line.iter().map(|w| w.bbox.y0).min_by(f32::total_cmp) else {
            return Vec::new();
        };
        if self.is_beside(&line, first.y0 - bottom) && filled.iter().skip(1).all(|f| *f) {
            return self.row(top - (first.y0 - bottom).max(1.0), first.y0);
        }
        Vec::new()
    }

    /// Whether a line stands as near to a band as text to the edge of its cell, and in cells.
    fn is_beside(&self, line: &[&Word], gap: f32) -> bool {
        line.iter().all(|w| gap < w.size && !self.inner().iter().any(|x| crosses(w, *x)))
    }

    /// Which columns hold a word.
    fn filled<'w>(&self, words: impl Iterator<Item = &'w Word>) -> Vec<bool> {
        let mut filled = vec![false; self.xs.len().saturating_sub(1)];
        for word in words {
            let at = self.xs.partition_point(|x| *x <= word.bbox.center().0);
            if let Some(slot) = at.checked_sub(1).and_then(|i| filled.get_mut(i)) {
                *slot = true;
            }
        }
        filled
    }
}

fn crosses(word: &Word, x: f32) -> bool {
    word.bbox.x0 - ACROSS < x && x < word.bbox.x1 + ACROSS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::tests::page;

    const XS: [f32; 4] = [50.0, 90.0, 250.0, 330.0];

    fn shaded(y0: f32, y1: f32) -> Vec<Rect> {
        XS.windows(2).map(|x| Rect { x0: x[0], y0, x1: x[1], y1 }).collect()
    }

    #[test]
    fn the_row_between_two_shaded_rows_has_their_cells() {
        let page = page(&[(52.0, 130.0, "2"), (95.0, 130.0, "Un lieu"), (300.0, 130.0, "19")]);
        let cells = [shaded(100.0, 118.0), shaded(136.0, 154.0)].concat();
        let found = between(&page, &cells);
        assert_eq!(found.len(), 3);
        assert_eq!((found[1].x0, found[1].y0, found[1].y1), (90.0, 118.0, 136.0));
    }

    #[test]
    fn a_total_below_the_last_shaded_row_is_a_row() {
        let page = page(&[
            (52.0, 130.0, "2"),
            (300.0, 130.0, "19"),
            (52.0, 166.0, "Total"),
            (300.0, 166.0, "38"),
            (52.0, 190.0, "Suite"),
        ]);
        let cells = [shaded(100.0, 118.0), shaded(136.0, 154.0)].concat();
        let found = between(&page, &cells);
        assert_eq!(found.len(), 6);
        assert!((found[3].y0 - 154.0).abs() < 0.01 && (166.0..180.0).contains(&found[3].y1));
    }

    #[test]
    fn a_paragraph_between_two_boxes_is_no_row() {
        let line = "une phrase assez longue pour passer par les bords";
        let page = page(&[(52.0, 130.0, line), (52.0, 142.0, line)]);
        let cells = [shaded(100.0, 118.0), shaded(150.0, 168.0)].concat();
        assert!(between(&page, &cells).is_empty());
    }

    #[test]
    fn shaded_heads_that_come_again_begin_tables() {
        let head = |y: f32| [(52.0, y, "Sector"), (152.0, y, "Air"), (202.0, y, "Water")];
        let words: Vec<_> = head(110.0)
            .into_iter()
            .chain([(52.0, 130.0, "Coke"), (152.0, 130.0, "12"), (202.0, 130.0, "34")])
            .chain(head(150.0))
            .collect();
        let page = page(&words);
        let cells = |y: f32| {
            [(50.0, 150.0), (150.0, 200.0), (200.0, 250.0)].map(|(x0, x1)| Rect {
                x0,
                y0: y,
                x1,
                y1: y + 14.0,
            })
        };
        assert_eq!(between(&page, &[cells(100.0), cells(140.0)].concat()), []);
    }
}

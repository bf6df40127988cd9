//! Lines drawn on paper: the rules of tables, found where ink runs straight for long.
//!
//! Many are hardly ink: hairlines, dotted or grey, come out of a scanner as a shade. Such a line is
//! told by its being a little darker than what lies above and below it, all along, without letters
//! in it.

use memchr::memchr;

use super::picture::Picture;

/// Parts of an inch from which a run of ink is a line: letters are not as wide. One of shade is
/// twice as long: so are some words.
const LONG: f32 = 0.3;
/// Parts of an inch that a line is thick at most.
const THICK: f32 = 0.05;
/// Parts of an inch of paper within a line: scanners lose specks of ink.
const GAP: f32 = 0.01;
/// One part of so many of its length along which something may touch a line.
const FREE: usize = 4;
/// How many times longer than thick a line is.
const SLIM: usize = 8;

/// Parts of an inch over which a shade is averaged along its line: dots of a dotted line lie nearer,
/// and the noise of a scanner is gone.
const EVEN: f32 = 0.05;
/// Parts of an inch above and below a shade at which there is paper: hairlines are thinner than a
/// millimetre, and letters may stand as near.
const BESIDE: f32 = 0.02;
/// How much darker than the paper beside it a shade is: one part of so many of what parts paper
/// from ink. Paper itself varies by less over so many pixels.
const SHADE: u8 = 8;
/// One part of so many of a shade that may be lighter or darker than the rest by half: other lines
/// cross it.
const FEW: usize = 8;

/// A straight line, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stroke {
    /// Left edge.
    pub(super) x0: usize,
    /// Top edge.
    pub(super) y0: usize,
    /// Right edge, beyond the last pixel.
    pub(super) x1: usize,
    /// Bottom edge, beyond the last pixel.
    pub(super) y1: usize,
    /// Whether it runs across.
    pub(super) horizontal: bool,
}

/// The lines of a straight picture with so many pixels an inch.
pub(super) fn strokes(picture: &Picture, threshold: u8, dpi: f32) -> Vec<Stroke> {
    let levels = (threshold, picture.levels().paper(threshold));
    let mut all = across(picture, levels, dpi);
    let down = across(&picture.transposed(), levels, dpi);
    all.extend(down.into_iter().map(|Stroke { x0, y0, x1, y1, .. }| Stroke {
        x0: y0,
        y0: x0,
        x1: y1,
        y1: x1,
        horizontal: false,
    }));
    all
}

/// The lines that run across, with the levels of ink and of paper.
fn across(picture: &Picture, (threshold, paper): (u8, u8), dpi: f32) -> Vec<Stroke> {
    let (long, gap) = ((LONG * dpi) as usize, (GAP * dpi).ceil() as usize);
    let (beside, thick) = ((BESIDE * dpi).ceil() as usize, (THICK * dpi) as usize);
    let even = picture.evened((EVEN * dpi) as usize);
    let mut open: Vec<Stroke> = Vec::new();
    let mut done: Vec<Stroke> = Vec::new();
    let mut marks = Vec::with_capacity(picture.width);
    for y in 0..picture.height {
        let row = picture.row(y);
        marks.clear();
        marks.extend(row.iter().map(|level| u8::from(*level <= threshold)));
        let mut found = runs(&marks, long, gap);
        marks.clear();
        marks.extend(shades(&even, y, beside, threshold));
        let is_even = |(x0, x1): &(usize, usize)| {
            let levels = even.row(y).get(*x0..*x1).unwrap_or_default();
            is_one_shade(levels, (threshold, paper), long / 3)
        };
        found.extend(runs(&marks, 2 * long, thick).into_iter().filter(is_even));
        open.extend(found.into_iter().map(|(x0, x1)| {
            let (y0, y1, horizontal) = (y, y + 1, true);
            Stroke { x0, y0, x1, y1, horizontal }
        }));
        open = joined(open);
        let (past, still): (Vec<_>, Vec<_>) = open.into_iter().partition(|s| s.y1 + gap < y);
        done.extend(past);
        open = still;
    }
    done.extend(open);
    let slim = |s: &Stroke| {
        let thick = s.y1 - s.y0;
        thick as f32 <= THICK * dpi && s.x1 - s.x0 >= SLIM * thick
    };
    done.retain(|stroke| slim(stroke) && is_free(stroke, picture, threshold, gap));
    done
}

/// Whether paper lies along both sides of a stroke: the feet of bold letters touch each other, and
/// make no line.
fn is_free(stroke: &Stroke, picture: &Picture, threshold: u8, gap: usize) -> bool {
    let paper = |y: Option<usize>| {
        let ink = |x: &usize| y.is_some_and(|y| picture.at(*x, y) <= threshold);
        (stroke.x0..stroke.x1).filter(ink).count() * FREE < stroke.x1 - stroke.x0
    };
    paper(stroke.y0.checked_sub(gap)) && paper(Some(stroke.y1 + gap - 1))
}

/// Strokes with those that touch made one.
fn joined(strokes: Vec<Stroke>) -> Vec<Stroke> {
    let mut all: Vec<Stroke> = Vec::with_capacity(strokes.len());
    for mut stroke in strokes {
        let touches = |a: &Stroke, b: &Stroke| {
            a.x0 <= b.x1 && b.x0 <= a.x1 && a.y0 <= b.y1 + 1 && b.y0 <= a.y1 + 1
        };
        while let Some(at) = all.iter().position(|other| touches(other, &stroke)) {
            let other = all.swap_remove(at);
            stroke = Stroke {
                x0: stroke.x0.min(other.x0),
                y0: stroke.y0.min(other.y0),
                x1: stroke.x1.max(other.x1),
                y1: stroke.y1.max(other.y1),
                horizontal: true,
            };
        }
        all.push(stroke);
    }
    all
}

/// Where a row is a shade darker than the rows that lie so far above and below it: 1, else 0.
fn shades(even: &Picture, y: usize, beside: usize, threshold: u8) -> impl Iterator<Item = u8> + '_ {
    let row = |y: Option<usize>| y.map_or(&[][..], |y| even.row(y));
    let (above, below) = (row(y.checked_sub(beside)), row(Some(y + beside)));
    even.row(y).iter().zip(above.iter().zip(below)).map(move |(level, (above, below))| {
        let paper = *above.min(below);
        u8::from(level.saturating_add(paper.saturating_sub(threshold) / SHADE) < paper)
    })
}

/// Whether a run is one shade, as far as can be seen from one place to another a letter or two away:
/// letters that are no ink, small or blurred, are lighter and darker along their line. A line that
/// runs a little aslant fades too, but slowly.
fn is_one_shade(levels: &[u8], (ink, paper): (u8, u8), away: usize) -> bool {
    let sum: usize = levels.iter().map(|level| usize::from(*level)).sum();
    let mean = sum / levels.len().max(1);
    if mean <= usize::from(ink) {
        return false;
    }
    let depth = usize::from(paper).saturating_sub(mean);
    let pairs = levels.iter().zip(levels.iter().skip(away));
    let others = pairs.filter(|(a, b)| usize::from(a.abs_diff(**b)) * 2 > depth);
    others.count() * FEW <= levels.len()
}

/// The runs of marks in a row that are long enough, over gaps: `(from, to)`.
fn runs(marks: &[u8], long: usize, gap: usize) -> Vec<(usize, usize)> {
    let next = |mark: u8, from: usize| {
        memchr(mark, marks.get(from..).unwrap_or_default()).map(|at| from + at)
    };
    let mut runs = Vec::new();
    let mut from = next(1, 0);
    while let Some(start) = from {
        let mut end = next(0, start).unwrap_or(marks.len());
        from = next(1, end);
        while let Some(again) = from.filter(|again| *again <= end + gap) {
            end = next(0, again).unwrap_or(marks.len());
            from = next(1, end);
        }
        if end - start >= long {
            runs.push((start, end));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper with rectangles of ink: left, top, right, bottom.
    fn paper(ink: &[[usize; 4]]) -> Picture {
        let (width, height) = (400, 300);
        let mut picture = Picture { width, height, grey: vec![240; width * height] };
        for [x0, y0, x1, y1] in ink {
            for y in *y0..*y1 {
                picture.grey[y * width + x0..y * width + x1].fill(30);
            }
        }
        picture
    }

    fn found(ink: &[[usize; 4]]) -> Vec<[usize; 4]> {
        let strokes = strokes(&paper(ink), 128, 100.0);
        let mut all: Vec<_> = strokes.iter().map(|s| [s.x0, s.y0, s.x1, s.y1]).collect();
        all.sort_unstable();
        all
    }

    #[test]
    fn the_lines_of_a_grid_are_found_each_once() {
        let grid = [[50, 40, 350, 42], [50, 140, 350, 142], [50, 40, 52, 142], [348, 40, 350, 142]];
        let mut wanted = grid.to_vec();
        wanted.sort_unstable();
        assert_eq!(found(&grid), wanted);
    }

    #[test]
    fn a_line_that_is_a_little_aslant_or_broken_is_one() {
        assert_eq!(found(&[[50, 40, 150, 41], [149, 41, 250, 42]]), [[50, 40, 250, 42]]);
        assert_eq!(found(&[[50, 40, 150, 42], [151, 40, 250, 42]]), [[50, 40, 250, 42]]);
    }

    #[test]
    fn a_shade_that_runs_straight_is_a_line_and_grey_letters_are_none() {
        let mut shaded = paper(&[[200, 20, 202, 280]]);
        let width = shaded.width;
        for x in 50..350 {
            let dotted = if x % 4 < 2 { 190 } else { 238 };
            shaded.grey[100 * width + x] = shaded.grey[100 * width + x].min(dotted);
            if x % 8 < 3 {
                (200..206).for_each(|y| shaded.grey[y * width + x] = 90);
            }
        }
        let all = strokes(&shaded, 128, 100.0);
        let across: Vec<_> = all.iter().filter(|s| s.horizontal).collect();
        let [line] = across[..] else { panic!("{all:?}") };
        assert_eq!((line.y0, line.y1), (100, 101));
        assert!(line.x0.abs_diff(50) <= 3 && line.x1.abs_diff(350) <= 3, "{line:?}");
        assert_eq!(all.len(), 2, "and the one that crosses it");
    }

    #[test]
    fn the_feet_of_letters_that_touch_are_no_line() {
        let stems: Vec<[usize; 4]> = (0..10).map(|i| [50 + i * 8, 40, 53 + i * 8, 50]).collect();
        let feet = [[50, 50, 130, 51]];
        assert_eq!(found(&feet), [[50, 50, 130, 51]]);
        assert_eq!(found(&[&stems[..], &feet].concat()), [[0; 4]; 0]);
    }

    #[test]
    fn letters_and_dark_bands_are_no_lines() {
        assert_eq!(found(&[[50, 40, 70, 50], [72, 40, 90, 50]]), [[0; 4]; 0]);
        assert_eq!(found(&[[50, 40, 350, 70]]), [[0; 4]; 0]);
    }
}

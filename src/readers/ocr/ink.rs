//! Whether a picture has marks as letters are, and whether they stand on paper.
//!
//! Nothing is recognised here: where Tesseract says that a page holds no word, this tells a page
//! on which nothing is written from one that could not be read.

use super::picture::{PAPER, Picture};
use crate::place::Rect;

/// Parts of an inch that a stroke of a letter is wide at most, two millimetres: those of a title of
/// 36 points are. Punched holes, shadows and pictures of things are wider.
const STROKE: f32 = 0.08;
/// Parts of an inch of rows with strokes that make a line, half a millimetre: half the height of
/// the smallest print. Dust and the ends of drawn lines are lower.
const LINE: f32 = 0.02;
/// Parts of an inch from which ink on end in a column of pixels is a drawn line, a centimetre: the
/// letters of a title are lower.
const TALL: f32 = 0.4;
/// Strokes beside each other from which a row goes through letters: three or four of them. A page
/// has at most four punched holes.
const STROKES: usize = 6;
/// Share of the level of paper up to which it is ink: print that shows through from the other
/// side makes paper darker by a tenth or two.
const INK: f32 = 2.0 / 3.0;
/// How far from the level of paper it still is paper: scanners and what packs their pictures
/// scatter it so.
const GRAIN: u8 = 16;

/// What a picture shows, as far as its marks tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ink {
    /// Whether it has marks that may be letters.
    pub(super) written: bool,
    /// Whether most of it is paper: photographs are not.
    pub(super) on_paper: bool,
}

/// Looks for marks on a picture with so many pixels an inch, outside of boxes whose marks are
/// known.
pub(super) fn ink(picture: &Picture, dpi: f32, known: &[[usize; 4]]) -> Ink {
    let levels = picture.levels();
    let threshold = levels.threshold();
    let paper = levels.paper(threshold);
    let [all, near] = levels.count(|level| level.abs_diff(paper) <= GRAIN);
    let on_paper = near * 2 >= all;
    // Ink may be pale: it is what parts from the paper.
    let pale = levels.shades(threshold).map(|_| threshold);
    let level = pale.unwrap_or_default().max((f32::from(paper) * INK) as u8);
    let rest = (!known.is_empty()).then(|| picture.without(known));
    let rest = rest.as_ref().unwrap_or(picture);
    // Lines that run down are lines across once rows are columns.
    let written = has_lines(rest, level, dpi) || has_lines(&rest.transposed(), level, dpi);
    Ink { written, on_paper }
}

/// The boxes of words on a picture that shows an area of their page, with so many pixels a point;
/// half their height above and below them and all of it at their ends is theirs too, for layers lie
/// a little beside their ink and end short of it.
pub(super) fn boxes(
    words: impl IntoIterator<Item = Rect>,
    area: Rect,
    scale: f32,
) -> Vec<[usize; 4]> {
    let on_it = |bbox: Rect| {
        let size = bbox.height().min(bbox.width());
        let (along, above) = (size, size / 2.0);
        let (x, y) = if bbox.width() >= bbox.height() { (along, above) } else { (above, along) };
        let edge = |at: f32, from: f32| ((at - from) * scale).max(0.0) as usize;
        [
            edge(bbox.x0 - x, area.x0),
            edge(bbox.y0 - y, area.y0),
            edge(bbox.x1 + x, area.x0),
            edge(bbox.y1 + y, area.y0),
        ]
    };
    words.into_iter().map(on_it).collect()
}

/// Whether enough rows on end go through the strokes of letters.
fn has_lines(picture: &Picture, level: u8, dpi: f32) -> bool {
    let [widest, tallest, rows] = [STROKE, TALL, LINE].map(|part| (part * dpi).ceil() as usize);
    let print = without_rules(picture, level, tallest);
    let mut on_end = 0;
    (0..print.height).any(|y| {
        on_end = if strokes(print.row(y), level, widest) >= STROKES { on_end + 1 } else { 0 };
        on_end >= rows.max(1)
    })
}

/// The picture without what goes down further than letters do: the rules between the columns of a
/// table are as many strokes as two words.
fn without_rules(picture: &Picture, level: u8, tallest: usize) -> Picture {
    let mut print = picture.clone();
    let mut heights = vec![0; picture.width];
    for y in 0..=picture.height {
        // What reaches the last row ends below it.
        let row = if y < picture.height { picture.row(y) } else { &[] };
        for (x, height) in heights.iter_mut().enumerate() {
            if row.get(x).is_some_and(|l| *l <= level) {
                *height += 1;
                continue;
            }
            if *height > tallest {
                for above in y - *height..y {
                    if let Some(pixel) = print.grey.get_mut(above * picture.width + x) {
                        *pixel = PAPER;
                    }
                }
            }
            *height = 0;
        }
    }
    print
}

/// The runs of ink in a row that are no wider than a stroke.
fn strokes(row: &[u8], level: u8, widest: usize) -> usize {
    let runs = row.chunk_by(|a, b| (*a <= level) == (*b <= level));
    runs.filter(|run| run.len() <= widest && run.first().is_some_and(|l| *l <= level)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Paper of four by six inches at 100 an inch, with boxes of ink: left, top, right, bottom.
    fn paper(ink: &[[usize; 4]], level: u8) -> Picture {
        let mut picture = Picture { width: 400, height: 600, grey: vec![235; 240_000] };
        for (at, grey) in picture.grey.iter_mut().enumerate() {
            *grey -= (at * 7 % 5) as u8;
        }
        for [x0, y0, x1, y1] in ink {
            for y in *y0..*y1 {
                picture.grey[y * 400 + x0..y * 400 + x1].fill(level);
            }
        }
        picture
    }

    /// The strokes of some letters in a line.
    fn line(letters: usize, y: usize) -> Vec<[usize; 4]> {
        (0..letters * 2).map(|n| [50 + n * 4, y, 52 + n * 4, y + 8]).collect()
    }

    fn is_written(picture: &Picture) -> bool {
        ink(picture, 100.0, &[]).written
    }

    #[test]
    fn a_line_of_letters_is_written_whichever_way_it_runs() {
        let page = paper(&line(10, 300), 40);
        assert!(is_written(&page));
        assert!(is_written(&page.turned(1)));
        assert!(ink(&page, 100.0, &[]).on_paper);
        assert!(is_written(&paper(&line(10, 300), 190)), "in pale ink");
    }

    #[test]
    fn blank_paper_holes_rules_and_what_shows_through_are_not_written() {
        assert!(!is_written(&paper(&[], 0)));
        let holes = [[10, 100, 32, 122], [10, 400, 32, 422], [0, 0, 400, 12], [50, 300, 350, 302]];
        assert!(!is_written(&paper(&holes, 20)));
        assert!(!is_written(&paper(&line(10, 300), 215)), "from the other side");
        assert!(!is_written(&paper(&line(10, 300)[..4], 40)), "two letters");
        let table: Vec<[usize; 4]> = (0..9).map(|n| [40 + n * 40, 100, 42 + n * 40, 500]).collect();
        assert!(!is_written(&paper(&table, 40)), "rules of a table");
        let figures: Vec<[usize; 4]> =
            (0..8).map(|n| [40 + n * 40, 100, 42 + n * 40, 112]).collect();
        assert!(is_written(&paper(&figures, 40)), "figures in columns");
    }

    #[test]
    fn what_is_known_is_not_asked_for_again() {
        let page = paper(&[line(10, 300), line(10, 100)].concat(), 40);
        let area = Rect { x0: 0.0, y0: 0.0, x1: 288.0, y1: 432.0 };
        let words = |y: f32| Rect { x0: 36.0, y0: y, x1: 94.0, y1: y + 6.0 };
        let known = |all: &[f32]| boxes(all.iter().map(|y| words(*y)), area, 100.0 / 72.0);
        assert!(ink(&page, 100.0, &known(&[216.0])).written);
        assert!(!ink(&page, 100.0, &known(&[216.0, 72.0])).written);
    }

    #[test]
    fn a_photograph_stands_on_no_paper() {
        let grey = (0..240_000).map(|at| ((at % 400) / 2 + (at / 400) % 50) as u8).collect();
        let photo = Picture { width: 400, height: 600, grey };
        assert!(!ink(&photo, 100.0, &[]).on_paper);
    }
}

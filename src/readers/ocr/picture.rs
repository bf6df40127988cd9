//! Grey levels of a page of paper, and what is done to them before letters are looked for: black
//! edges wiped, turned upright and straight.

use std::borrow::Cow;

/// A picture of grey levels, 0 is black.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Picture {
    /// Pixels across.
    pub(super) width: usize,
    /// Pixels down.
    pub(super) height: usize,
    /// The levels, row by row from the top.
    pub(super) grey: Vec<u8>,
}

/// The level of paper.
pub(super) const PAPER: u8 = 255;
/// One part of so many of a side in which a shadow beyond the paper lies: a centimetre and a half of
/// A4, and print keeps further from the edge.
const EDGE: usize = 20;
/// One part of so many of the longer side that may be light between an edge and its shadow, half a
/// millimetre of A4: the glass ends there, or the picture was packed in blocks of eight pixels.
const GAP: usize = 600;

impl Picture {
    /// Paper.
    pub(super) fn blank(width: usize, height: usize) -> Self {
        Self { width, height, grey: vec![PAPER; width * height] }
    }

    /// Copies a box (left, top, right, bottom) of another picture, its upper left corner to `(x, y)`.
    pub(super) fn paste(
        &mut self,
        from: &Self,
        [x0, y0, x1, y1]: [usize; 4],
        (x, y): (usize, usize),
    ) {
        for (down, row) in (y0..y1.min(from.height)).enumerate() {
            let start = (y + down) * self.width + x;
            let (Some(source), true) = (from.row(row).get(x0..x1), y + down < self.height) else {
                continue;
            };
            let end = start + source.len().min(self.width.saturating_sub(x));
            for (to, level) in self.grey.get_mut(start..end).into_iter().flatten().zip(source) {
                *to = *level;
            }
        }
    }

    /// The levels of a row.
    pub(super) fn row(&self, y: usize) -> &[u8] {
        self.grey.get(y * self.width..(y + 1) * self.width).unwrap_or_default()
    }

    /// The level of a pixel; that of paper beyond the edge.
    pub(super) fn at(&self, x: usize, y: usize) -> u8 {
        let inside = x < self.width && y < self.height;
        self.grey.get(y * self.width + x).copied().filter(|_| inside).unwrap_or(PAPER)
    }

    /// The picture with paper in boxes (left, top, right, bottom).
    pub(super) fn without(&self, boxes: &[[usize; 4]]) -> Self {
        let mut rest = self.clone();
        for [x0, y0, x1, y1] in boxes {
            for y in *y0..(*y1).min(self.height) {
                let row =
                    y * self.width + x0.min(&self.width)..y * self.width + x1.min(&self.width);
                rest.grey.get_mut(row).unwrap_or_default().fill(PAPER);
            }
        }
        rest
    }

    /// Wipes what a scanner sees beyond the paper: rows and columns from the edges on that are dark
    /// along more than half of their length. A rule under a letterhead is too, but paper lies
    /// between it and the edge.
    pub(super) fn wipe_edges(&mut self, threshold: u8) {
        let dark = |levels: &mut dyn Iterator<Item = u8>, length: usize| {
            levels.filter(|level| *level <= threshold).count() * 2 > length
        };
        let row = |y: usize| dark(&mut self.row(y).iter().copied(), self.width);
        let column = |x: usize| dark(&mut (0..self.height).map(|y| self.at(x, y)), self.height);
        let (rows, columns) = (self.height / EDGE, self.width / EDGE);
        let gap = self.width.max(self.height) / GAP;
        let top = reach((0..rows).map(row), gap);
        let bottom = self.height - reach((0..rows).map(|y| row(self.height - 1 - y)), gap);
        let left = reach((0..columns).map(column), gap);
        let right = self.width - reach((0..columns).map(|x| column(self.width - 1 - x)), gap);
        let width = self.width.max(1);
        for (y, row) in self.grey.chunks_mut(width).enumerate() {
            if y < top || y >= bottom {
                row.fill(PAPER);
                continue;
            }
            row.get_mut(..left).unwrap_or_default().fill(PAPER);
            row.get_mut(right..).unwrap_or_default().fill(PAPER);
        }
    }

    /// The picture with half as many pixels each way, each the mean of four.
    pub(super) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut grey = Vec::with_capacity(width * height);
        for y in 0..height {
            let (above, below) = (self.row(2 * y), self.row(2 * y + 1));
            let pairs = above.as_chunks::<2>().0.iter().zip(below.as_chunks::<2>().0);
            grey.extend(pairs.take(width).map(|([a, b], [c, d])| {
                let sum = u16::from(*a) + u16::from(*b) + u16::from(*c) + u16::from(*d);
                (sum / 4) as u8
            }));
        }
        Self { width, height, grey }
    }

    /// The picture with rows for columns.
    pub(super) fn transposed(&self) -> Self {
        let mut grey = vec![PAPER; self.grey.len()];
        let height = self.height.max(1);
        for (y, row) in self.grey.chunks(self.width.max(1)).enumerate() {
            for (x, level) in row.iter().enumerate() {
                if let Some(to) = grey.get_mut(x * height + y) {
                    *to = *level;
                }
            }
        }
        Self { width: self.height, height: self.width, grey }
    }

    /// The picture turned clockwise by so many quarters.
    pub(super) fn turned(&self, quarters: u16) -> Cow<'_, Self> {
        let mirrored = |picture: Self| {
            let rows = picture.grey.chunks(picture.width.max(1));
            let grey = rows.flat_map(|row| row.iter().rev().copied()).collect();
            Self { grey, ..picture }
        };
        Cow::Owned(match quarters % 4 {
            1 => mirrored(self.transposed()),
            2 => Self { grey: self.grey.iter().rev().copied().collect(), ..*self },
            3 => mirrored(self.clone()).transposed(),
            _ => return Cow::Borrowed(self),
        })
    }

    /// The picture turned about its middle, so that what runs along `radians` (clockwise from
    /// across) runs across, and made so many times larger. What lies beyond its edges is paper.
    pub(super) fn straightened(&self, radians: f32, zoom: f32) -> Self {
        let (sin, cos) = radians.sin_cos();
        let (sin, cos) = (sin / zoom, cos / zoom);
        let length = |pixels: usize| (pixels as f32 * zoom).round() as usize;
        let (width, height) = (length(self.width), length(self.height));
        let (cx, cy) = (self.width as f32 / 2.0 - 0.5, self.height as f32 / 2.0 - 0.5);
        let left = 0.5 - width as f32 / 2.0;
        let mut grey = Vec::with_capacity(width * height);
        let (across, aslant) = (Fixed::of(cos), Fixed::of(sin));
        for y in 0..height {
            let down = y as f32 + 0.5 - height as f32 / 2.0;
            // The source of a pixel is where turning leads back to.
            let (mut from_x, mut from_y) =
                (Fixed::of(cx + left * cos - down * sin), Fixed::of(cy + left * sin + down * cos));
            let mut rows = self.rows(from_y.parts().0);
            grey.extend((0..width).map(|_| {
                let (x, y) = (from_x.parts(), from_y.parts());
                if rows.0 != y.0 {
                    rows = self.rows(y.0);
                }
                (from_x, from_y) = (Fixed(from_x.0 + across.0), Fixed(from_y.0 + aslant.0));
                between(rows, x, y.1).unwrap_or_else(|| self.at_edge(x, y))
            }));
        }
        Self { width, height, grey }
    }

    /// A row and the one below it, with the number of the first; none where it is beyond the edge.
    fn rows(&self, top: i64) -> (i64, &[u8], &[u8]) {
        let row = |y: i64| usize::try_from(y).map_or(&[][..], |y| self.row(y));
        (top, row(top), row(top + 1))
    }

    /// The level at a point between pixels of which one is missing: up to half a pixel beyond the
    /// edge the next one counts for it, and further out there is paper.
    fn at_edge(&self, (left, right): (i64, u32), (top, down): (i64, u32)) -> u8 {
        let (one, half) = (i64::from(ONE), i64::from(ONE / 2));
        let within = |whole: i64, part: u32, length: usize| {
            let end = i64::try_from(length).map_or(i64::MAX, |length| length * one - half);
            (-half..end).contains(&(whole * one + i64::from(part)))
        };
        if !within(left, right, self.width) || !within(top, down, self.height) {
            return PAPER;
        }
        let level = |x: i64, y: i64| {
            let nearest = |at: i64, length: usize| {
                usize::try_from(at.max(0)).unwrap_or_default().min(length.saturating_sub(1))
            };
            self.at(nearest(x, self.width), nearest(y, self.height))
        };
        let row = |y: i64| [level(left, y), level(left + 1, y)];
        between((top, &row(top), &row(top + 1)), (0, right), down).unwrap_or(PAPER)
    }
}

/// Parts of a pixel, and of a level, that are told from each other.
const ONE: u32 = 256;

/// The level between four pixels of two rows, so many parts behind the left ones and below the
/// upper ones; nothing where one of them is missing.
fn between(
    (_, above, below): (i64, &[u8], &[u8]),
    (left, right): (i64, u32),
    down: u32,
) -> Option<u8> {
    let left = usize::try_from(left).ok()?;
    let pair = |row: &[u8]| {
        let [a, b] = *row.get(left..left + 2)?.as_array()?;
        Some(u32::from(a) * (ONE - right) + u32::from(b) * right)
    };
    let mean = pair(above)? * (ONE - down) + pair(below)? * down;
    Some(((mean + ONE * ONE / 2) / (ONE * ONE)) as u8)
}

/// A number of pixels with 32 bits behind the point: a page is turned by adding, and the sum of
/// ten thousand steps is exact.
#[derive(Debug, Clone, Copy)]
struct Fixed(i64);

impl Fixed {
    fn of(pixels: f32) -> Self {
        Self((f64::from(pixels) * f64::from(2).powi(32)) as i64)
    }

    /// Whole pixels, and the parts above them.
    fn parts(self) -> (i64, u32) {
        (self.0 >> 32, ((self.0 >> 24) & 0xff) as u32)
    }
}

/// How many lines from an edge on are dark, over a few that are not.
fn reach(dark: impl Iterator<Item = bool>, gap: usize) -> usize {
    let mut reached = 0;
    for (at, is_dark) in dark.enumerate() {
        if is_dark {
            reached = at + 1;
        } else if at >= reached + gap {
            break;
        }
    }
    reached
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A picture of rows of `.` and `#`.
    pub(in crate::readers::ocr) fn drawn(rows: &[&str]) -> Picture {
        let level = |c: char| if c == '#' { 20 } else { 230 };
        Picture {
            width: rows[0].len(),
            height: rows.len(),
            grey: rows.iter().flat_map(|row| row.chars().map(level)).collect(),
        }
    }

    /// The rows of a picture.
    fn rows(picture: &Picture) -> Vec<String> {
        let threshold = picture.levels().threshold();
        let mark = |level: &u8| if *level <= threshold { '#' } else { '.' };
        picture.grey.chunks(picture.width).map(|row| row.iter().map(mark).collect()).collect()
    }

    #[test]
    fn a_picture_is_turned_by_quarters() {
        let picture = drawn(&["##.", "..."]);
        assert_eq!(rows(&picture.turned(1)), [".#", ".#", ".."]);
        assert_eq!(rows(&picture.turned(2)), ["...", ".##"]);
        assert_eq!(rows(&picture.turned(3)), ["..", "#.", "#."]);
        assert_eq!(*picture.turned(4), picture);
        assert_eq!(*picture.turned(1).turned(3), picture);
    }

    #[test]
    fn what_runs_aslant_runs_across_when_it_is_straightened() {
        let mut picture = Picture { width: 200, height: 60, grey: vec![230; 200 * 60] };
        for x in 10..190 {
            let y = 30.0 + (x as f32 - 100.0) * 0.1_f32.tan();
            picture.grey[y.round() as usize * 200 + x] = 20;
            picture.grey[(y.round() as usize + 1) * 200 + x] = 20;
        }
        let straight = picture.straightened(0.1, 1.0);
        let dark = |y: usize| straight.row(y).iter().filter(|level| **level < 125).count();
        assert!((28..33).map(dark).sum::<usize>() >= 300, "on one line");
        assert_eq!((0..26).chain(35..60).map(dark).sum::<usize>(), 0, "and nowhere else");
    }

    #[test]
    fn a_part_is_pasted_where_it_is_asked_for() {
        let mut picture = Picture::blank(4, 3);
        picture.paste(&drawn(&["#..", ".#."]), [0, 0, 2, 2], (1, 1));
        assert_eq!(rows(&picture), ["....", ".#..", "..#."]);
        picture.paste(&drawn(&["##"]), [0, 0, 2, 1], (3, 2));
        assert_eq!(rows(&picture)[2], "..##", "no further than its edge");
    }

    #[test]
    fn a_picture_is_enlarged() {
        let large = drawn(&["##..", "##..", "....", "...."]).straightened(0.0, 2.0);
        assert_eq!((large.width, large.height), (8, 8));
        assert_eq!(rows(&large)[..4], ["####....", "####....", "####....", "####...."]);
        assert_eq!(rows(&large)[7], "........");
    }

    #[test]
    fn the_shadow_beside_the_paper_is_wiped_and_ink_stays() {
        let mut picture = Picture { width: 100, height: 100, grey: vec![230; 10_000] };
        for y in 0..100 {
            picture.grey[y * 100] = 0;
            picture.grey[y * 100 + 1] = 0;
        }
        picture.grey[50 * 100 + 3] = 20;
        picture.wipe_edges(125);
        assert_eq!((picture.at(0, 10), picture.at(1, 99), picture.at(3, 50)), (255, 255, 20));
    }

    #[test]
    fn a_rule_under_a_letterhead_is_no_edge_of_the_paper() {
        let mut picture = Picture { width: 600, height: 800, grey: vec![230; 480_000] };
        let mut ink = |x0: usize, x1: usize, rows: std::ops::Range<usize>| {
            rows.for_each(|y| picture.grey[y * 600 + x0..y * 600 + x1].fill(20));
        };
        ink(0, 600, 1..4);
        ink(100, 200, 12..22);
        ink(30, 570, 30..32);
        ink(30, 570, 770..772);
        ink(250, 350, 780..790);
        picture.wipe_edges(125);
        assert_eq!(picture.at(300, 2), PAPER, "the shadow, with a pixel of light before it");
        let kept = [(150, 15), (300, 31), (300, 770), (300, 785)];
        assert!(kept.iter().all(|(x, y)| picture.at(*x, *y) == 20));
    }
}

//! Where a picture of a scan ends above and below: between two of its lines, so that none is cut
//! along.
//!
//! No word tells where the lines are, so the ink does: within a line's height of an edge the first
//! row of pixels with next to no ink is the edge. Rules that run down a table leave some ink in
//! every row, hence the least that is there and not none. On a page that is scanned askew a line
//! may still be cut; the lines around the values are further in.

use crate::place::Rect;
use crate::readers::pdf::render::Pixels;

/// Ink above the least, in thousandths of the width, that is dust.
const DUST: usize = 2;

/// Takes off what is cut along of the lines at the upper and lower edge, and gives the area that
/// is left.
pub(super) fn between_lines(pixels: &mut Pixels, area: Rect, line: f32) -> Rect {
    let width = pixels.width.max(1) as usize;
    let reach = (f64::from(line) * pixels.scale) as usize;
    let ink = ink(&pixels.rgb, width);
    let quiet = |rows: &mut dyn Iterator<Item = &usize>| {
        let rows: Vec<usize> = rows.take(reach.min(ink.len() / 4)).copied().collect();
        let least = rows.iter().min().copied().unwrap_or(0);
        rows.iter().position(|row| *row <= least + (width * DUST).div_ceil(1000)).unwrap_or(0)
    };
    let (top, bottom) = (quiet(&mut ink.iter()), quiet(&mut ink.iter().rev()));
    pixels.rgb.truncate((ink.len() - bottom) * width);
    pixels.rgb.drain(..top * width);
    pixels.height -= (top + bottom) as u32;
    let points = |rows: usize| (rows as f64 / pixels.scale) as f32;
    Rect { y0: area.y0 + points(top), y1: area.y1 - points(bottom), ..area }
}

/// Dark pixels of each row: nearer to the darkest of the picture than to the lightest.
fn ink(rgb: &[[u8; 3]], width: usize) -> Vec<usize> {
    let light = |pixel: &[u8; 3]| pixel.iter().map(|channel| u32::from(*channel)).sum::<u32>();
    let all = || rgb.iter().map(light);
    let middle = u32::midpoint(all().min().unwrap_or(0), all().max().unwrap_or(0));
    let rows = rgb.chunks_exact(width);
    rows.map(|row| row.iter().filter(|pixel| light(pixel) < middle).count()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of a hundred pixels at two a point, dark on a grey ground where `lines` says.
    fn pixels(lines: impl Fn(u32, u32) -> bool) -> Pixels {
        let colour = |at: u32| if lines(at % 100, at / 100) { [20; 3] } else { [240; 3] };
        Pixels { width: 100, height: 80, rgb: (0..8000).map(colour).collect(), scale: 2.0 }
    }

    #[test]
    fn a_line_at_an_edge_is_taken_off_whole_and_others_stay() {
        // Lines ten pixels high, twenty apart, with a rule down the page: the first is cut at its
        // middle, and so is the last.
        let mut cut = pixels(|x, y| x == 50 || (x % 2 == 0 && (y + 5) % 20 < 10));
        let area = Rect { x0: 0.0, y0: 100.0, x1: 50.0, y1: 140.0 };
        let left = between_lines(&mut cut, area, 12.0);
        assert_eq!((left.y0, left.y1), (102.5, 137.5));
        assert_eq!((cut.height, cut.rgb.len()), (70, 7000));
        assert_eq!((left.x0, left.x1), (0.0, 50.0));
    }

    #[test]
    fn nothing_is_taken_off_blank_edges_and_dust_is_no_line() {
        let area = Rect { x0: 0.0, y0: 0.0, x1: 50.0, y1: 40.0 };
        for blank in
            [pixels(|_, _| false), pixels(|x, y| (x, y) == (3, 0) || (30..50).contains(&y))]
        {
            let mut same = blank.clone();
            assert_eq!(between_lines(&mut same, area, 12.0), area);
            assert_eq!(same.rgb, blank.rgb);
        }
    }
}

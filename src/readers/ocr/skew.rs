//! How far from straight a page of paper was put on the scanner, and whether it lies on its side.
//!
//! The feet of printed letters stand on lines: seen along the right direction, the pixels under
//! which ink ends fall into few rows. The direction in which they do most is that of the lines.

use std::borrow::Cow;
use std::f32::consts::PI;

use super::picture::Picture;

/// Degrees up to which a page is taken to be put askew.
const MOST: f32 = 5.0;
/// Degrees from one direction to the next, coarse to fine.
const STEPS: [f32; 3] = [0.25, 0.05, 0.01];
/// Pixels across that are enough to tell.
const ENOUGH: usize = 1_400;
/// How much more rows along the lines differ than rows along any direction.
const DISTINCT: f64 = 1.1;
/// How much more distinct lines that run down the page must be than lines across.
const SIDEWAYS: f64 = 1.3;
/// Feet of letters from which there is text at all.
const FEET: usize = 300;

/// How a page lies.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Skew {
    /// The direction of its lines, clockwise from across (or from down, if it lies on its side).
    pub(super) radians: f32,
    /// Whether its lines run down.
    pub(super) sideways: bool,
}

/// How a page lies.
pub(super) fn skew(picture: &Picture) -> Skew {
    let mut small = Cow::Borrowed(picture);
    while small.width > ENOUGH {
        small = Cow::Owned(small.halved());
    }
    let threshold = small.levels().threshold();
    let across = direction(&feet(&small, threshold), small.height);
    let aside = small.transposed();
    let down = direction(&feet(&aside, threshold), aside.height);
    if down.1 >= DISTINCT && down.1 > across.1 * SIDEWAYS {
        // Rows for columns: what was clockwise is not any more.
        return Skew { radians: -down.0, sideways: true };
    }
    Skew { radians: if across.1 >= DISTINCT { across.0 } else { 0.0 }, sideways: false }
}

/// Pixels of ink with paper under them, about the middle of the picture.
fn feet(picture: &Picture, threshold: u8) -> Vec<(f32, f32)> {
    let (cx, cy) = (picture.width as f32 / 2.0, picture.height as f32 / 2.0);
    let mut feet = Vec::new();
    for y in 0..picture.height.saturating_sub(1) {
        let pairs = picture.row(y).iter().zip(picture.row(y + 1)).enumerate();
        let ends = pairs.filter(|(_, (here, below))| **here <= threshold && **below > threshold);
        feet.extend(ends.map(|(x, _)| (x as f32 - cx, y as f32 - cy)));
    }
    feet
}

/// The direction in which feet fall into the fewest rows, in radians, and how distinct it is.
fn direction(feet: &[(f32, f32)], height: usize) -> (f32, f64) {
    if feet.len() < FEET {
        return (0.0, 0.0);
    }
    let mut counts = vec![0_u32; height + height / 2];
    let mut sharpness = |degrees: f32| {
        let slope = (degrees * PI / 180.0).tan();
        counts.fill(0);
        let middle = counts.len() as f32 / 2.0;
        for (x, y) in feet {
            let row = (y - x * slope + middle).max(0.0) as usize;
            if let Some(count) = counts.get_mut(row) {
                *count += 1;
            }
        }
        counts.iter().map(|count| f64::from(*count).powi(2)).sum::<f64>()
    };
    let (mut best, mut reach, mut usual) = ((0.0, 0.0), MOST, None);
    for step in STEPS {
        let (around, steps) = (best.0, (reach / step).round() as i32);
        let degrees = (-steps..=steps).map(|at| around + at as f32 * step);
        let mut tried: Vec<(f32, f64)> = degrees.map(|d| (d, sharpness(d))).collect();
        tried.sort_by(|a, b| a.1.total_cmp(&b.1));
        best = tried.last().copied().unwrap_or(best);
        usual.get_or_insert(tried.get(tried.len() / 2).map_or(0.0, |middle| middle.1));
        reach = step;
    }
    (best.0 * PI / 180.0, best.1 / usual.unwrap_or_default().max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A page of words in lines, each word a block of ink, turned by some degrees.
    fn page(degrees: f32) -> Picture {
        let (width, height) = (900_usize, 1200_usize);
        let mut picture = Picture { width, height, grey: vec![240; width * height] };
        for line in 0..40 {
            for word in 0..(9 + line % 3) {
                let (x, y) = (60 + word * 68 + line * 13 % 50, 80 + line * 26);
                for dy in 0..9 {
                    let from = (y + dy) * width + x;
                    picture.grey[from..from + 40 + (word * 7 + line * 3) % 20].fill(30);
                }
            }
        }
        picture.straightened(-degrees * PI / 180.0, 1.0)
    }

    #[test]
    fn the_direction_of_lines_is_told_to_a_tenth_of_a_degree() {
        for degrees in [-3.4, -0.6, 0.0, 0.35, 2.0] {
            let skew = skew(&page(degrees));
            let told = skew.radians * 180.0 / PI;
            assert!((told - degrees).abs() < 0.1, "{degrees}: {told}");
            assert!(!skew.sideways);
        }
    }

    #[test]
    fn a_page_on_its_side_is_told() {
        for degrees in [0.0, 1.0] {
            let skew = skew(&page(degrees).turned(1));
            assert!(skew.sideways, "{skew:?}");
            assert!((skew.radians * 180.0 / PI - degrees).abs() < 0.1, "{skew:?}");
        }
    }

    #[test]
    fn a_blank_page_is_left_as_it_is() {
        let blank = Picture { width: 900, height: 1200, grey: vec![240; 900 * 1200] };
        assert_eq!(skew(&blank), Skew::default());
    }
}

//! A word of a hidden layer on the picture beneath it: where its ink begins and ends, and what that
//! says of the line it stands in.
//!
//! Layers say roughly where a word stands. From there ink is followed up and down to white paper, and
//! which letters the word has tells whether it ends there at the baseline or below, at a head or
//! lower.

use super::hocr::{Found, Line};
use super::recognised::Straight;

/// Height of letters with a head above their baseline, in parts of that from foot to head.
const HEAD: f32 = 0.77;
/// How much taller letters with a head are than those without.
const TALLER: f32 = 1.38;
/// How far descenders reach below the baseline, in heights of letters with a head.
const DESCENDER: f32 = 0.29;
/// Sizes of a layer's letters above its baseline at which all letters have ink, though it runs along
/// the foot of the box for some makers.
const MIDDLE: f32 = 0.25;
/// Sizes of white above a word that part it from the line above: an i and its dot are nearer.
const ABOVE: f32 = 0.12;
/// Sizes of white below a word that part it from the line that is drawn under it.
const BELOW: f32 = 0.04;
/// How far ink is followed up and down, in sizes.
const REACH: (f32, f32) = (1.7, 0.6);
/// Sizes that the ink of a word may be high: a layer is no more wrong than that.
const TALL: std::ops::Range<f32> = 0.3..1.6;

/// A word of a layer, in pixels of the straight picture.
pub(super) struct Laid<'p> {
    /// Its place on the page.
    pub(super) at: usize,
    pub(super) text: &'p str,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// The first and the last row of its ink; nothing where it does not stand on any.
    pub(super) ink: Option<(f32, f32)>,
}

impl Laid<'_> {
    /// The first and the last row of ink between white ones where the layer says it stands.
    pub(super) fn measured(&self, on: &Straight) -> Option<(f32, f32)> {
        let column = |x: f32| (x.max(0.0) as usize).min(on.picture.width);
        let columns = column(self.x0)..column(self.x1);
        let is_ink = |y: f32| {
            let row = if y < 0.0 { &[] } else { on.picture.row(y as usize) };
            row.get(columns.clone()).is_some_and(|row| row.iter().any(|l| *l <= on.threshold))
        };
        let middle = self.baseline - MIDDLE * self.size;
        // The last row of ink before white rows, one way.
        let end = |way: f32, reach: f32, white: f32| {
            let mut last = 0.0;
            for step in 0..=(reach * self.size) as usize {
                let step = step as f32;
                if is_ink(middle + way * step) {
                    last = step;
                } else if step - last > white * self.size {
                    return Some(middle + way * last);
                }
            }
            None
        };
        let (up, down) = REACH;
        let top = end(-1.0, up, ABOVE)?;
        let foot = end(1.0, down, BELOW)? + 1.0;
        (is_ink(middle) && TALL.contains(&((foot - top) / self.size))).then_some((top, foot))
    }

    /// Whether another word stands on its line.
    pub(super) fn is_level(&self, other: &Self) -> bool {
        let span =
            |word: &Self| word.ink.unwrap_or((word.baseline - HEAD * word.size, word.baseline));
        let (a, b) = (span(self), span(other));
        let within = |(top, foot): (f32, f32), (above, below): (f32, f32)| {
            (top..foot).contains(&f32::midpoint(above, below))
        };
        // A dash stands on no baseline of its own.
        (within(a, b) || !self.says()) && (within(b, a) || !other.says())
    }

    fn has(&self, is: fn(char) -> bool) -> bool {
        self.text.contains(is)
    }

    pub(super) fn says(&self) -> bool {
        self.has(char::is_alphanumeric)
    }

    /// The height of its letters with a head above a baseline, if it has any, and no capital with
    /// an accent.
    pub(super) fn head(&self, foot: f32) -> Option<f32> {
        let is_capped = |c: char| c.is_uppercase() && !c.is_ascii();
        let (top, _) = self.ink.filter(|_| self.has(is_tall) && !self.has(is_capped))?;
        Some(foot - top)
    }

    pub(super) fn is_figure(&self) -> bool {
        let (digit, mark) = (|c: char| c.is_ascii_digit(), |c: char| matches!(c, '.' | ','));
        self.text.contains(digit) && self.text.chars().all(|c| digit(c) || mark(c))
    }

    /// It as it would have been found on the picture, on a line with heads of this height.
    fn found(&self, foot: f32, head: f32) -> Found {
        let bbox = [self.x0, foot - head, self.x1, foot];
        Found { text: self.text.to_owned(), bbox, confidence: 100 }
    }
}

/// A line as it would have been found on the picture; `usual` is the height of the page's letters
/// with a head.
pub(super) fn line(words: &[Laid<'_>], usual: Option<f32>) -> Line {
    let inks = || words.iter().filter(|word| word.says()).filter_map(|w| Some((w, w.ink?)));
    let feet = inks().filter(|(word, _)| !word.has(is_deep)).map(|(_, (_, foot))| foot);
    let deep = inks().filter(|(word, _)| word.has(is_deep));
    let deep = deep.map(|(_, (top, foot))| foot - (foot - top) * DESCENDER / (1.0 + DESCENDER));
    let stated = words.first().map_or(0.0, |first| first.baseline);
    let foot = median(feet).or_else(|| median(deep)).unwrap_or(stated);
    let heads = median(words.iter().filter_map(|word| word.head(foot)));
    let low = inks().filter(|(word, _)| !word.has(is_tall));
    let low = || median(low.map(|(_, (top, _))| (foot - top) * TALLER));
    let stated = words.first().map_or(1.0, |first| first.size * HEAD);
    let head = heads.or_else(low).or(usual).unwrap_or(stated).max(1.0);
    Line {
        bbox: [0.0, foot - head, 0.0, foot],
        size: head / HEAD,
        words: words.iter().map(|word| word.found(foot, head)).collect(),
        ..Line::default()
    }
}

/// Whether a letter may reach below the baseline.
fn is_deep(c: char) -> bool {
    "gjpqyçQJ,;()[]{}/@$§µ".contains(c)
}

/// Whether a letter has a head: accents over small letters, and the dot of an i, end where heads do.
fn is_tall(c: char) -> bool {
    let small = matches!(c, 'b' | 'd' | 'f' | 'h'..='l');
    small || c.is_ascii_digit() || c.is_uppercase() || (c.is_lowercase() && !c.is_ascii())
}

/// The middle of values.
pub(super) fn median(values: impl Iterator<Item = f32>) -> Option<f32> {
    let mut all: Vec<f32> = values.collect();
    all.sort_by(f32::total_cmp);
    all.get(all.len() / 2).copied()
}

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
/// The same of commas and brackets.
const COMMA: f32 = 0.21;
/// Sizes of a layer's letters above its baseline at which all letters have ink, though it runs along
/// the foot of the box for some makers.
const MIDDLE: f32 = 0.25;
/// Sizes of white above a word that part it from the line above: an i and its dot are nearer.
const ABOVE: f32 = 0.12;
/// Sizes of white below a word that part it from the line that is drawn under it.
const BELOW: f32 = 0.04;
/// How far ink is followed up and down, in sizes.
const REACH: (f32, f32) = (1.7, 0.6);
/// Sizes that the ink of a word may be high, from head to descender: a layer is no more wrong than
/// that, and two lines that touch are higher.
const TALL: std::ops::Range<f32> = 0.3..1.4;
/// Sizes that a baseline may be beside that of its layer, which some makers set at the foot of the
/// box. What is further off stands in another row.
pub(super) const BESIDE: f32 = 0.4;

/// A word of a layer, in pixels of the straight picture.
pub(super) struct Laid<'p> {
    /// Its place on the page.
    pub(super) at: usize,
    pub(super) text: &'p str,
    pub(super) x0: f32,
    pub(super) x1: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// The first and the last row of its ink; nothing where no white parts it from other ink, and
    /// where there is none.
    pub(super) ink: Option<(f32, f32)>,
    /// Whether there is none.
    pub(super) blank: bool,
}

impl Laid<'_> {
    /// Looks for the first and the last row of ink between white ones where the layer says it stands.
    pub(super) fn measure(&mut self, on: &Straight) {
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
            for step in 0..=((reach * self.size) as usize).min(on.picture.height) {
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
        let blank = !is_ink(middle);
        let ends = end(-1.0, up, ABOVE).zip(end(1.0, down, BELOW)).filter(|_| !blank);
        let ink = ends.map(|(top, foot)| (top, foot + 1.0));
        let ink = ink.filter(|(top, foot)| TALL.contains(&((foot - top) / self.size)));
        (self.ink, self.blank) = (ink, blank);
    }

    /// Whether another word stands on its line.
    pub(super) fn is_level(&self, other: &Self) -> bool {
        let span =
            |word: &Self| word.ink.unwrap_or((word.baseline - HEAD * word.size, word.baseline));
        let (a, b) = (span(self), span(other));
        let within = |(top, foot): (f32, f32), (above, below): (f32, f32)| {
            (top..foot).contains(&f32::midpoint(above, below))
        };
        match (self.says(), other.says()) {
            (true, true) => within(a, b) && within(b, a),
            // A dash stands on no baseline of its own.
            (true, false) => within(a, b),
            (false, true) => within(b, a),
            (false, false) => within(a, b) || within(b, a),
        }
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

/// A line as it would have been found on the picture.
pub(super) fn line(words: &[Laid<'_>]) -> Line {
    let inks = || words.iter().filter(|word| word.says()).filter_map(|w| Some((w, w.ink?)));
    let above =
        |deep: f32| move |(top, foot): (f32, f32)| foot - (foot - top) * deep / (1.0 + deep);
    // What stands on the baseline says best where it is.
    let feet = |is: fn(&Laid<'_>) -> bool, deep: f32| {
        median(inks().filter(|(word, _)| is(word)).map(|(_, ink)| ink).map(above(deep)))
    };
    let stated = words.first().map_or(0.0, |first| first.baseline);
    let foot = feet(|word| !word.has(is_deep) && !word.has(may_be_deep), 0.0)
        .or_else(|| feet(|word| !word.has(is_deep) && word.has(is_comma), COMMA))
        .or_else(|| feet(|word| !word.has(is_deep), 0.0))
        .or_else(|| feet(|_| true, DESCENDER))
        .unwrap_or(stated);
    let heads = median(words.iter().filter_map(|word| word.head(foot)));
    let low = inks().filter(|(word, _)| !word.has(is_tall));
    let low = || median(low.map(|(_, (top, _))| (foot - top) * TALLER));
    let stated = words.first().map_or(1.0, |first| first.size * HEAD);
    let head = heads.or_else(low).unwrap_or(stated).max(1.0);
    Line {
        bbox: [0.0, foot - head, 0.0, foot],
        size: head / HEAD,
        words: words.iter().map(|word| word.found(foot, head)).collect(),
        ..Line::default()
    }
}

/// Whether a letter reaches below the baseline.
fn is_deep(c: char) -> bool {
    "gjpqyçµ".contains(c)
}

/// Whether a letter reaches below the baseline, in some prints at least.
fn may_be_deep(c: char) -> bool {
    is_comma(c) || "QJ/@$§".contains(c)
}

/// Whether a mark reaches a little below the baseline.
fn is_comma(c: char) -> bool {
    ",;()[]{}".contains(c)
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

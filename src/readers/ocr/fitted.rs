//! A hidden layer of text set beside the picture it lies over: a page and its picture in; the sizes
//! and weights of the ink under its words, and the lines drawn around them, out.
//!
//! A layer says what stands where, and little else: its letters are as tall as whoever made it
//! thought fit (Tesseract's are a fifth smaller than their ink), and none is bold. Headings, the
//! lines of a paragraph and the rows of a table are told by just that.

use super::INCH;
use super::hocr::Line;
use super::laid::{BESIDE, Laid, line, median};
use super::onto;
use super::picture::Picture;
use super::recognised::{Straight, rules_of};
use super::words::{On, words};
use crate::document::{Origin, Page, Rule, Word};
use crate::place::Rect;
use crate::readers::pdf::scan::Scan;

/// Radians within which a picture and a layer lie as straight as each other, whichever was put
/// straight: a line across the page rises by less than half a line of print.
const LEVEL: f32 = 0.005;
/// Percent of the words of a layer that stand on ink where it was made of this picture.
const FITS: usize = 70;
/// How many times words may cover a page: those of a layer do not stand on each other, and whoever
/// makes them do would have the picture looked at for ever.
const OVER: f32 = 2.0;
/// Percent below which it was made of something else.
const ASIDE: usize = 30;
/// Percent of its words that stand on blank paper then: between the lines of other print as much is
/// paper as within them.
const BLANK: usize = 35;
/// Words from which it can be told.
const ENOUGH: usize = 20;
/// Share by which a size that is guessed may differ from the usual one and be taken for it.
const ALIKE: f32 = 0.2;
/// What the ends of drawn lines are read as.
const RULES: [char; 2] = ['|', '_'];
/// Sizes between the words of one figure.
const SPACE: f32 = 0.6;
/// Paper around a figure, in parts of the height of its ink.
const MARGIN: f32 = 0.2;
/// Digits of a figure: fewer are read with less certainty.
const DIGITS: usize = 3;

/// The upright words of a page's layer on its picture, which was put straight.
pub(super) struct Layered<'p> {
    straight: Straight,
    /// What of the page the picture shows.
    area: Rect,
    /// Pixels a point.
    scale: f32,
    words: Vec<Laid<'p>>,
    /// Percent of the words that would stand on ink if the layer was put straight and the picture
    /// was not, where that was looked at.
    straightened: Option<usize>,
}

/// What the picture of a page says of the layer over it.
pub(super) struct Fitted {
    words: Vec<Inked>,
    rules: Vec<Rule>,
    radians: f32,
    area: Rect,
}

/// What the picture says of a word, by the word's place on the page.
struct Inked {
    at: usize,
    size: f32,
    /// Nothing where no word of its line stands on ink.
    stands: Option<Stands>,
}

/// How a word stands on its ink, in points.
struct Stands {
    /// How far its baseline is below that of the layer.
    lower: f32,
    /// From the baseline up to its top and down to its foot.
    reach: (f32, f32),
    bold: bool,
}

impl Fitted {
    /// Gives a page what its picture says.
    pub(super) fn set_on(self, page: &mut Page) {
        let Self { words, rules, radians, area } = self;
        onto::set_rules((rules, radians), area, page);
        for Inked { at, size, stands } in words {
            let Some(word) = page.words.get_mut(at) else { continue };
            word.size = size;
            if let Some(Stands { lower, reach: (up, down), bold }) = stands {
                word.bold = bold;
                // Words and ink are turned alike by now, so that it is as far as on the picture.
                word.baseline += lower;
                (word.bbox.y0, word.bbox.y1) = (word.baseline - up, word.baseline + down);
            }
        }
        // Its drawn lines are known by now, and what their ends were read as parts no words.
        for word in page.words.iter_mut().filter(|word| word.origin == Origin::HiddenText) {
            let print = word.text.trim_matches(RULES);
            if print.len() < word.text.len() {
                word.text = print.to_owned();
            }
        }
        page.words.retain(|word| !word.text.is_empty());
    }
}

impl<'p> Layered<'p> {
    pub(super) fn of(page: &'p Page, scan: Scan) -> Self {
        let Scan { width, height, grey, area, .. } = scan;
        let picture = Picture { width, height, grey };
        let straight = Straight::of(&picture, onto::is_whole(area, page), 1.0);
        let scale = straight.picture.width as f32 / area.width().max(1.0);
        let upright = |word: &Word| {
            word.origin == Origin::HiddenText && word.turn == 0 && onto::contains(area, word.bbox)
        };
        let words = page.words.iter().enumerate().filter(|(_, word)| upright(word));
        let print = words.filter(|(_, word)| !word.text.trim_matches(RULES).is_empty());
        let print: Vec<(usize, &Word)> = print.collect();
        let mut layered = Self { words: Vec::new(), straight, area, scale, straightened: None };
        let covers = |word: &Word| word.bbox.width().max(word.size) * word.size;
        let covered: f32 = print.iter().map(|(_, word)| covers(word)).sum();
        if covered <= OVER * area.width() * area.height() {
            layered.words = layered.laid(&print, layered.straight.skew.radians);
            // A picture that was not put straight may lie under a layer that was.
            let askew = layered.straight.skew.radians.abs() >= LEVEL;
            if askew && share(&layered.words).is_some_and(|share| share < FITS) {
                layered.straightened = share(&layered.laid(&print, 0.0));
            }
        }
        layered
    }

    /// Words that lie askew, in pixels of the picture.
    fn laid(&self, words: &[(usize, &'p Word)], radians: f32) -> Vec<Laid<'p>> {
        words.iter().map(|(at, word)| self.laid_one(*at, word, radians)).collect()
    }

    fn laid_one(&self, at: usize, word: &'p Word, radians: f32) -> Laid<'p> {
        let (area, scale) = (self.area, self.scale);
        let bbox = word.bbox.turned_about(area.center(), -radians);
        let baseline = word.baseline + bbox.y0 - word.bbox.y0;
        let mut laid = Laid {
            at,
            text: &word.text,
            x0: (bbox.x0 - area.x0) * scale,
            x1: (bbox.x1 - area.x0) * scale,
            baseline: (baseline - area.y0) * scale,
            size: word.size * scale,
            ink: None,
            blank: true,
        };
        laid.measure(&self.straight);
        laid
    }

    /// The picture, put straight.
    pub(super) fn picture(&self) -> &Picture {
        &self.straight.picture
    }

    /// Its pixels an inch.
    pub(super) fn dpi(&self) -> f32 {
        self.scale * INCH
    }

    /// Whether it lies elsewhere than the ink.
    pub(super) fn is_elsewhere(&self) -> bool {
        let few = |share: usize| share < ASIDE;
        // Ink that nothing parts from other ink (squared paper, a coarse grain) may be that of a word.
        let blank = self.words.iter().filter(|word| word.blank).count();
        let blank = blank * 100 >= self.words.len() * BLANK;
        blank && share(&self.words).is_some_and(few) && self.straightened.is_none_or(few)
    }

    /// What the picture says of the page; nothing where it does not lie as the layer does.
    pub(super) fn fitted(&self) -> Option<Fitted> {
        let Straight { picture, threshold, skew } = &self.straight;
        let fits = share(&self.words).is_some_and(|share| share >= FITS);
        if !fits && skew.radians.abs() >= LEVEL {
            return None;
        }
        let words = if fits { self.inked() } else { Vec::new() };
        let rules = rules_of(picture, *threshold, self.area);
        Some(Fitted { words, rules, radians: skew.radians, area: self.area })
    }

    /// What the ink of its words says.
    fn inked(&self) -> Vec<Inked> {
        let lines: Vec<&[Laid<'p>]> = self.words.chunk_by(Laid::is_level).collect();
        let found: Vec<Line> = lines.iter().map(|words| line(words)).collect();
        let Straight { picture, threshold, .. } = &self.straight;
        // None is left out: each has a letter or a mark, and is sure.
        let read = words(&found, &On { picture, threshold: *threshold, scale: self.scale });
        let on_ink = lines.iter().flat_map(|words| {
            let any = words.iter().any(|word| word.says() && word.ink.is_some());
            words.iter().map(move |_| any)
        });
        let told: Vec<(&Laid<'_>, Word, bool)> =
            self.words.iter().zip(read).zip(on_ink).map(|((l, w), any)| (l, w, any)).collect();
        let inked = || told.iter().filter(|(.., on_ink)| *on_ink);
        // Light letters on a band are as much larger than their layer says as all others.
        let larger = inked().map(|(laid, word, _)| word.size * self.scale / laid.size);
        let (larger, usual) = (median(larger), median(inked().map(|(_, word, _)| word.size)));
        let as_others = |laid: &Laid<'_>| {
            let size = (laid.size / self.scale * larger.unwrap_or(1.0) * 2.0).round() / 2.0;
            usual.filter(|usual| (size / usual - 1.0).abs() <= ALIKE).unwrap_or(size)
        };
        let inked = told.iter().map(|(laid, word, on_ink)| {
            let stands = on_ink.then(|| self.stands(laid, word));
            let near = BESIDE * word.size;
            let stands = stands.filter(|stands| stands.lower.abs() < near);
            let size = if stands.is_some() { word.size } else { as_others(laid) };
            Inked { at: laid.at, size, stands }
        });
        inked.collect()
    }

    /// How a word of the layer stands that was found on the picture.
    fn stands(&self, laid: &Laid<'_>, found: &Word) -> Stands {
        Stands {
            lower: found.baseline - laid.baseline / self.scale,
            reach: (found.baseline - found.bbox.y0, found.bbox.y1 - found.baseline),
            bold: found.bold,
        }
    }

    /// Figures of the layer, and their boxes on the picture with some paper around them: at most so
    /// many, from all over the page.
    pub(super) fn figures(&self, most: usize) -> Vec<(String, [usize; 4])> {
        let goes_on = |a: &Laid<'_>, b: &Laid<'_>| {
            let beside = (0.0..SPACE * a.size).contains(&(b.x0 - a.x1));
            a.is_figure() && b.is_figure() && a.is_level(b) && beside
        };
        let all: Vec<_> = self.words.chunk_by(goes_on).filter_map(figure).collect();
        let step = all.len().div_ceil(most.max(1)).max(1);
        all.into_iter().step_by(step).take(most).collect()
    }
}

/// Percent of words that stand on ink; nothing of too few.
fn share(words: &[Laid<'_>]) -> Option<usize> {
    let says = words.iter().filter(|word| word.says());
    let (all, stand) =
        says.fold((0, 0), |(all, stand), word| (all + 1, stand + usize::from(word.ink.is_some())));
    (all >= ENOUGH).then(|| stand * 100 / all)
}

/// A figure and its box with some paper around it, if its words are one.
fn figure(words: &[Laid<'_>]) -> Option<(String, [usize; 4])> {
    let (first, last) = (words.first()?, words.last()?);
    let text: Vec<&str> = words.iter().map(|word| word.text).collect();
    let text = text.join(" ");
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let top = words.iter().filter_map(|word| Some(word.ink?.0)).reduce(f32::min)?;
    let foot = words.iter().filter_map(|word| Some(word.ink?.1)).reduce(f32::max)?;
    let margin = MARGIN * (foot - top);
    let edges = [first.x0 - margin, top - margin, last.x1 + margin, foot + margin];
    (first.is_figure() && digits >= DIGITS)
        .then(|| (text, edges.map(|edge| edge.max(0.0) as usize)))
}

#[cfg(test)]
mod tests;

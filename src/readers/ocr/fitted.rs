//! A hidden layer of text set beside the picture it lies over: a page and its picture in; the sizes
//! and weights of the ink under its words, and the lines drawn around them, out.
//!
//! A layer says what stands where, and little else: its letters are as tall as whoever made it
//! thought fit (Tesseract's are a fifth smaller than their ink), and none is bold. Headings, the
//! lines of a paragraph and the rows of a table are told by just that.

use super::INCH;
use super::hocr::Line;
use super::laid::{Laid, line, median};
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
/// Words from which it can be told.
const ENOUGH: usize = 20;
/// What the ends of drawn lines are read as.
const RULES: [char; 2] = ['|', '_'];
/// Sizes between the words of one figure, and around it.
const SPACE: f32 = 0.6;
/// See [`SPACE`].
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
}

/// What the picture of a page says of the layer over it.
pub(super) struct Fitted {
    words: Vec<Inked>,
    rules: Vec<Rule>,
    radians: f32,
    area: Rect,
}

/// What the ink of a word says, by the word's place on the page.
struct Inked {
    at: usize,
    size: f32,
    /// How far its baseline is below that of the layer, in points.
    lower: f32,
    /// From the baseline up to its top and down to its foot, in points.
    reach: (f32, f32),
    bold: bool,
}

impl Fitted {
    /// Gives a page what its picture says.
    pub(super) fn set_on(self, page: &mut Page) {
        let Self { words, rules, radians, area } = self;
        onto::set_rules((rules, radians), area, page);
        for Inked { at, size, lower, reach: (up, down), bold } in words {
            let Some(word) = page.words.get_mut(at) else { continue };
            (word.size, word.bold) = (size, bold);
            word.baseline += lower;
            (word.bbox.y0, word.bbox.y1) = (word.baseline - up, word.baseline + down);
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
        let upright = |word: &Word| word.origin == Origin::HiddenText && word.turn == 0;
        let words = page.words.iter().enumerate().filter(|(_, word)| upright(word));
        let print = words.filter(|(_, word)| !word.text.trim_matches(RULES).is_empty());
        let print: Vec<(usize, &Word)> = print.collect();
        let mut layered = Self { words: Vec::new(), straight, area, scale };
        let covered: f32 = print.iter().map(|(_, word)| word.bbox.width() * word.size).sum();
        if covered <= OVER * area.width() * area.height() {
            layered.words = print.iter().map(|(at, word)| layered.laid(*at, word)).collect();
        }
        layered
    }

    /// A word in pixels of the picture.
    fn laid(&self, at: usize, word: &'p Word) -> Laid<'p> {
        let (area, scale) = (self.area, self.scale);
        let bbox = word.bbox.turned_about(area.center(), -self.straight.skew.radians);
        let baseline = word.baseline + bbox.y0 - word.bbox.y0;
        let mut laid = Laid {
            at,
            text: &word.text,
            x0: (bbox.x0 - area.x0) * scale,
            x1: (bbox.x1 - area.x0) * scale,
            baseline: (baseline - area.y0) * scale,
            size: word.size * scale,
            ink: None,
        };
        laid.ink = laid.measured(&self.straight);
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

    /// Percent of its words that stand on ink; nothing of too few.
    pub(super) fn share(&self) -> Option<usize> {
        let says = self.words.iter().filter(|word| word.says());
        let (all, stand) = says
            .fold((0, 0), |(all, stand), word| (all + 1, stand + usize::from(word.ink.is_some())));
        (all >= ENOUGH).then(|| stand * 100 / all)
    }

    /// What the picture says of the page; nothing where it does not lie as the layer does.
    pub(super) fn fitted(&self) -> Option<Fitted> {
        let Straight { picture, threshold, skew } = &self.straight;
        let fits = self.share().is_some_and(|share| share >= FITS);
        if !fits && skew.radians.abs() >= LEVEL {
            return None;
        }
        let words = if fits { self.inked() } else { Vec::new() };
        let rules = rules_of(picture, *threshold, self.area);
        Some(Fitted { words, rules, radians: skew.radians, area: self.area })
    }

    /// What the ink of its words says.
    fn inked(&self) -> Vec<Inked> {
        let usual = median(self.words.iter().filter_map(|word| word.head(word.ink?.1)));
        let lines: Vec<&[Laid<'p>]> = self.words.chunk_by(Laid::is_level).collect();
        let found: Vec<Line> = lines.iter().map(|words| line(words, usual)).collect();
        let Straight { picture, threshold, .. } = &self.straight;
        // None is left out: each has a letter or a mark, and is sure.
        let read = words(&found, &On { picture, threshold: *threshold, scale: self.scale });
        let inked = self.words.iter().zip(read).map(|(laid, word)| Inked {
            at: laid.at,
            size: word.size,
            lower: word.baseline - laid.baseline / self.scale,
            reach: (word.baseline - word.bbox.y0, word.bbox.y1 - word.baseline),
            bold: word.bold,
        });
        inked.collect()
    }

    /// Figures of the layer, and their boxes on the picture with some paper around them: at most so
    /// many.
    pub(super) fn figures(&self, most: usize) -> Vec<(String, [usize; 4])> {
        let goes_on = |a: &Laid<'_>, b: &Laid<'_>| {
            let beside = (0.0..SPACE * a.size).contains(&(b.x0 - a.x1));
            a.is_figure() && b.is_figure() && a.is_level(b) && beside
        };
        let runs = self.words.chunk_by(goes_on).filter_map(figure);
        runs.take(most).collect()
    }
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
mod tests {
    use super::*;

    /// Pixels a point of the picture.
    const SCALE: usize = 4;

    /// A word of a layer: text, left edge, baseline, and how tall the ink of its strokes is above it.
    type Made<'t> = (&'t str, usize, usize, usize);

    /// A page of 300 points by 200 with a layer in letters of eight points, on ink with strokes so
    /// thick, in pixels, that stands `lower` points below its baselines.
    fn made(words: &[Made<'_>], thick: usize, lower: usize) -> (Page, Scan) {
        let (width, height) = (300 * SCALE, 200 * SCALE);
        let mut grey = vec![240; width * height];
        let hidden = |(text, x, baseline, tall): &Made<'_>| {
            let x1 = x + 5 * text.chars().count();
            let foot = (baseline + lower) * SCALE;
            for y in foot - tall * SCALE..foot {
                for x in (x * SCALE..x1 * SCALE).step_by(10) {
                    grey[y * width + x..y * width + x + thick].fill(20);
                }
            }
            let (x0, x1, baseline) = (*x as f32, x1 as f32, *baseline as f32);
            Word {
                text: (*text).to_owned(),
                bbox: Rect { x0, x1, y0: baseline - 6.0, y1: baseline + 2.0 },
                baseline,
                size: 8.0,
                origin: Origin::HiddenText,
                ..Word::default()
            }
        };
        let words = words.iter().map(hidden).collect();
        let area = Rect { x0: 0.0, y0: 0.0, x1: 300.0, y1: 200.0 };
        let page = Page { width: 300.0, height: 200.0, words, ..Page::default() };
        (page, Scan { width, height, grey, area, damaged: false })
    }

    /// Lines of six words, each as tall as said from the baseline up.
    fn lines<'t>(tall: &[usize]) -> Vec<Made<'t>> {
        let line = |(n, tall): (usize, &usize)| -> Vec<Made<'t>> {
            (0..6).map(|at| ("habile", 10 + at * 40, 20 + n * 20, *tall)).collect()
        };
        tall.iter().enumerate().flat_map(line).collect()
    }

    fn fitted(words: &[Made<'_>], thick: usize, lower: usize) -> Page {
        let (mut page, scan) = made(words, thick, lower);
        let fitted = Layered::of(&page, scan).fitted();
        fitted.expect("it lies straight").set_on(&mut page);
        page
    }

    #[test]
    fn words_get_the_size_and_the_baseline_of_their_ink() {
        let page = fitted(&lines(&[8, 8, 8, 12]), 3, 1);
        let told: Vec<(f32, f32)> = page.words.iter().map(|w| (w.size, w.baseline)).collect();
        assert_eq!(told[0], (11.0, 21.0), "eight points of head are eleven of size");
        assert_eq!(told[23], (17.0, 81.0));
        let first = page.words[0].bbox;
        assert!((first.y0 - 12.75).abs() < 0.1 && (first.y1 - 23.42).abs() < 0.1, "{first:?}");
    }

    #[test]
    fn a_line_of_thick_strokes_is_bold() {
        let (mut page, mut scan) = made(&lines(&[8, 8, 8, 8]), 3, 0);
        let (_, bold) = made(&lines(&[8])[..6], 6, 0);
        let first = 25 * SCALE * 300 * SCALE;
        scan.grey[..first].copy_from_slice(&bold.grey[..first]);
        Layered::of(&page, scan).fitted().unwrap().set_on(&mut page);
        let bold: Vec<bool> = page.words.iter().map(|word| word.bold).collect();
        assert_eq!((&bold[..6], &bold[6..]), (&[true; 6][..], &[false; 18][..]));
    }

    #[test]
    fn a_dash_stands_on_the_line_of_its_words_and_the_end_of_a_rule_on_none() {
        let mut words = lines(&[8, 8, 8, 8]);
        words.insert(3, ("—", 112, 17, 1));
        words.insert(9, ("|", 112, 40, 10));
        let page = fitted(&words, 3, 0);
        let dash = &page.words[3];
        assert_eq!((dash.text.as_str(), dash.size, dash.baseline), ("—", 11.0, 20.0));
        assert_eq!(page.words.len(), 25);
        assert!(page.words.iter().all(|word| word.text != "|"));
    }

    #[test]
    fn a_line_without_heads_is_sized_by_its_low_letters() {
        let mut words = lines(&[8, 8, 8]);
        words.extend((0..6).map(|at| ("menace", 10 + at * 40, 100, 6)));
        let page = fitted(&words, 3, 0);
        assert!((page.words[23].size - 11.0).abs() < 0.1, "{}", page.words[23].size);
    }

    #[test]
    fn a_layer_that_lies_beside_its_ink_says_so_and_stays() {
        let share = |lower| {
            let (page, scan) = made(&lines(&[8, 8, 8, 8]), 3, lower);
            Layered::of(&page, scan).share()
        };
        assert_eq!(share(1), Some(100));
        assert_eq!(share(12), Some(0), "between the lines");
        let page = fitted(&lines(&[8, 8, 8, 8]), 3, 12);
        assert!(page.words.iter().all(|word| (word.size, word.baseline % 20.0) == (8.0, 0.0)));
        let (page, scan) = made(&lines(&[8, 8, 8]), 3, 0);
        assert_eq!(Layered::of(&page, scan).share(), None, "too few words to tell");
    }

    #[test]
    fn words_that_cover_a_page_many_times_are_not_looked_at() {
        let (mut page, scan) = made(&lines(&[8, 8, 8, 8]), 3, 0);
        let all = Rect { x0: 0.0, y0: 0.0, x1: 300.0, y1: 200.0 };
        page.words.iter_mut().for_each(|word| (word.bbox, word.size) = (all, 190.0));
        assert_eq!(Layered::of(&page, scan).share(), None);
    }

    #[test]
    fn figures_side_by_side_are_one() {
        let mut words = lines(&[8, 8, 8]);
        words.extend([("347", 10, 100, 8), ("000", 28, 100, 8), ("1.1", 100, 100, 8)]);
        let (page, scan) = made(&words, 3, 0);
        let figures = Layered::of(&page, scan).figures(9);
        assert_eq!(figures, [("347 000".to_owned(), [33, 361, 178, 406])]);
    }
}

//! One picture of paper from grey levels to words and rules: upright and straight first.
//!
//! Which way up a page lies is not asked of every page: it is tried anew only where what was read
//! cannot be text.

use std::borrow::Cow;

use super::INCH;
use super::again::again;
use super::engine::Shape;
use super::hocr::Line;
use super::layer;
use super::onto::contains;
use super::picture::Picture;
use super::skew::{Skew, skew};
use super::strokes::{Stroke, strokes};
use super::verdict::Beside;
use super::verdict::DOUBTFUL;
use super::words::{On, words};
use crate::document::{Origin, Page, Rule, Word};
use crate::place::Rect;

/// Radians below which a picture is straight: a line across a page then rises by half a pixel in
/// the height of a letter.
const STRAIGHT: f32 = 0.001;
/// Pixels an inch up to which a picture is enlarged: what reads it learnt letters of that size.
const ENLARGED: f32 = 300.0;
/// How many times it is enlarged at most: more makes nothing legible.
const ZOOM: f32 = 2.0;
/// Letters from which a page that is upside down would be told by it.
const LETTERS: usize = 40;

/// What was read of a picture.
pub(super) struct Recognition {
    /// Its words, in points of the page, as they stand once the picture is straight.
    pub(super) words: Vec<Word>,
    /// The lines drawn on it.
    pub(super) rules: Vec<Rule>,
    /// What of the page it shows.
    pub(super) area: Rect,
    /// How far it was turned, about its middle, to be straight.
    pub(super) radians: f32,
    /// Why its doubtful words were not read a second time, where that failed.
    pub(super) read_once: Option<String>,
}

/// Reads a picture that shows an area of a page, or the whole of it; `lines` reads what is upright
/// and straight, with so many pixels an inch.
pub(super) fn read(
    picture: &Picture,
    (area, whole): (Rect, bool),
    lines: impl Fn(&Picture, f32, Shape) -> Result<Vec<Line>, String>,
) -> Result<Recognition, String> {
    let zoom = (ENLARGED * area.width() / INCH / picture.width.max(1) as f32).clamp(1.0, ZOOM);
    let zoom = if zoom < 1.1 { 1.0 } else { zoom };
    let Straight { picture: straight, threshold, skew: Skew { radians, sideways } } =
        Straight::of(picture, whole, zoom);
    let scale = straight.width as f32 / area.width().max(1.0);
    let dpi = scale * INCH;
    let mut best: Option<(u16, Cow<'_, Picture>, Vec<Line>)> = None;
    for quarters in if sideways { [1, 3] } else { [0, 2] } {
        let doubtful = best.as_ref().is_none_or(|(_, _, lines)| is_doubtful(lines));
        if !doubtful {
            break;
        }
        let upright = straight.turned(quarters);
        let read = lines(&upright.on_white(dpi), dpi, Shape::Page)?;
        if best.as_ref().is_none_or(|(_, _, before)| sureness(&read) > sureness(before)) {
            best = Some((quarters, upright, read));
        }
    }
    let (quarters, upright, mut found) = best.ok_or("rien n'a été lu")?;
    let read_once = again(&mut found, &upright, |sheet| lines(sheet, dpi, Shape::Lines)).err();
    let on = On { picture: &upright, threshold, scale };
    let size = (upright.width as f32 / scale, upright.height as f32 / scale);
    let turned = words(&found, &on).into_iter().map(|word| turned_back(word, quarters, size));
    let words = turned.map(|word| moved(word, area)).collect();
    let rules = rules_of(&straight, threshold, area);
    Ok(Recognition { words, rules, area, radians, read_once })
}

/// A picture that was put straight.
pub(super) struct Straight {
    /// The picture.
    pub(super) picture: Picture,
    /// The level that parts ink and paper.
    pub(super) threshold: u8,
    /// How it lay.
    pub(super) skew: Skew,
}

impl Straight {
    /// A picture of a page, or of a part of it, made so many times larger.
    pub(super) fn of(picture: &Picture, whole: bool, zoom: f32) -> Self {
        let mut picture = picture.clone();
        let threshold = picture.print();
        if whole {
            // What lies at the edges of a part is a part of the page, not of the scanner.
            picture.wipe_edges(threshold);
        }
        let Skew { radians, sideways } = skew(&picture);
        let radians = if radians.abs() < STRAIGHT { 0.0 } else { radians };
        let as_it_is = radians == 0.0 && zoom <= 1.0;
        let picture = if as_it_is { picture } else { picture.straightened(radians, zoom) };
        Self { picture, threshold, skew: Skew { radians, sideways } }
    }
}

/// How sure all letters together are: confidence times letters.
fn sureness(lines: &[Line]) -> f32 {
    let words = lines.iter().flat_map(|line| &line.words);
    words.map(|w| f32::from(w.confidence) * w.text.chars().count() as f32).sum()
}

/// Whether what was read may be upside down.
fn is_doubtful(lines: &[Line]) -> bool {
    let words = lines.iter().flat_map(|line| &line.words);
    let letters: usize = words.map(|word| word.text.chars().count()).sum();
    letters >= LETTERS && sureness(lines) / (letters as f32) < f32::from(DOUBTFUL)
}

/// A word of a picture that was turned clockwise by quarters, on the picture as it was; `size` is
/// that of the turned one.
fn turned_back(word: Word, quarters: u16, size: (f32, f32)) -> Word {
    let Rect { x0, y0, x1, y1 } = word.bbox;
    let (width, height) = size;
    let (bbox, baseline, turn) = match quarters % 4 {
        1 => ([y0, width - x1, y1, width - x0], word.baseline, 270),
        2 => ([width - x1, height - y1, width - x0, height - y0], height - word.baseline, 180),
        3 => ([height - y1, x0, height - y0, x1], height - word.baseline, 90),
        _ => return word,
    };
    Word { bbox: Rect::from(bbox), baseline, turn: (turn + word.turn) % 360, ..word }
}

/// A word of a picture on the page that the picture lies on.
fn moved(word: Word, area: Rect) -> Word {
    let Rect { x0, y0, x1, y1 } = word.bbox;
    let bbox = Rect { x0: x0 + area.x0, x1: x1 + area.x0, y0: y0 + area.y0, y1: y1 + area.y0 };
    Word { bbox, baseline: word.baseline + area.y0, ..word }
}

/// The lines of a straight picture, in points of the page.
pub(super) fn rules_of(straight: &Picture, threshold: u8, area: Rect) -> Vec<Rule> {
    let scale = straight.width as f32 / area.width().max(1.0);
    let found = strokes(straight, threshold, scale * INCH);
    found.iter().map(|stroke| rule(stroke, scale, area)).collect()
}

/// A stroke in points of the page.
fn rule(stroke: &Stroke, scale: f32, area: Rect) -> Rule {
    let across = |pixels: usize| pixels as f32 / scale + area.x0;
    let down = |pixels: usize| pixels as f32 / scale + area.y0;
    let (x0, x1) = (across(stroke.x0), across(stroke.x1));
    let (y0, y1) = (down(stroke.y0), down(stroke.y1));
    Rule { bbox: Rect { x0, y0, x1, y1 }, horizontal: stroke.horizontal }
}

impl Recognition {
    /// The confidence of its letters, in the mean, from 0 to 100.
    pub(super) fn confidence(&self) -> u8 {
        let sure = |word: &Word| match word.origin {
            Origin::Ocr(confidence) => f32::from(confidence),
            Origin::Text | Origin::HiddenText => 0.0,
        };
        let letters = |word: &Word| word.text.chars().count() as f32;
        let all: f32 = self.words.iter().map(letters).sum();
        let sum: f32 = self.words.iter().map(|word| sure(word) * letters(word)).sum();
        if all > 0.0 { (sum / all).round() as u8 } else { 0 }
    }

    /// How it stands beside the hidden words of a page that lie where it was read.
    pub(super) fn beside_layer_of(&self, page: &Page) -> Beside {
        let here = |w: &&Word| w.origin == Origin::HiddenText && contains(self.area, w.bbox);
        let layer = layer::plausible(page.words.iter().filter(here));
        let read = layer::plausible(&self.words);
        match () {
            () if layer == 0 && read > 0 => Beside::None,
            () if read * 3 < layer * 2 => Beside::MuchPoorer,
            () if read < layer.max(1) => Beside::Poorer,
            () if read * 2 < layer * 3 => Beside::Equal,
            () => Beside::Richer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::hocr::Found;
    use super::super::onto::set_on;
    use super::*;
    use crate::document::PageSource;

    fn blank(width: usize, height: usize) -> Picture {
        Picture { width, height, grey: vec![240; width * height] }
    }

    fn said(text: &str, bbox: [f32; 4], confidence: u8) -> Line {
        let word = Found { text: text.to_owned(), bbox, confidence };
        Line { bbox, baseline: (0.0, 0.0), size: 40.0, turn: 0, words: vec![word] }
    }

    const PAGE: Rect = Rect { x0: 0.0, y0: 0.0, x1: 100.0, y1: 200.0 };

    #[test]
    fn words_stand_on_the_page_in_points() {
        let read = read(&blank(400, 800), (PAGE, true), |picture, dpi, _| {
            assert_eq!((picture.width, dpi), (400, 288.0), "fine as it is");
            Ok(vec![said("347 500", [40.0, 80.0, 120.0, 112.0], 91)])
        });
        let mut page = Page { width: 100.0, height: 200.0, ..Page::default() };
        let read = read.unwrap();
        assert_eq!(read.confidence(), 91);
        set_on(read, &mut page);
        let word = &page.words[0];
        assert_eq!((word.bbox.x0.ceil(), word.bbox.x1.floor(), word.baseline), (10.0, 30.0, 28.0));
        assert_eq!((page.source, page.tilt), (PageSource::Scan, 0.0));
    }

    #[test]
    fn lines_are_found_where_words_are_known() {
        let mut picture = blank(400, 800);
        for y in 300..304 {
            picture.grey[y * 400 + 80..y * 400 + 320].fill(0);
        }
        let Straight { picture, threshold, skew } = Straight::of(&picture, true, 1.0);
        let (found, radians) = (rules_of(&picture, threshold, PAGE), skew.radians);
        let [line] = found.as_slice() else { panic!("{found:?}") };
        assert!(line.horizontal && radians.abs() < 1e-6);
        let drawn = Rect { x0: 20.0, y0: 75.0, x1: 80.0, y1: 76.0 };
        let beside = (line.bbox.x0 - drawn.x0).abs().max((line.bbox.x1 - drawn.x1).abs());
        let above = (line.bbox.y0 - drawn.y0).abs().max((line.bbox.y1 - drawn.y1).abs());
        assert!(beside < 3.0 && above < 0.1, "{:?}", line.bbox);
    }

    #[test]
    fn the_edges_of_a_part_of_a_page_are_kept() {
        for (whole, wiped) in [(true, 255), (false, 0)] {
            let mut picture = blank(400, 800);
            picture.grey[..800].fill(0);
            let read = read(&picture, (PAGE, whole), |picture, _, _| {
                assert_eq!(picture.at(200, 1), wiped);
                Ok(Vec::new())
            });
            assert_eq!(read.unwrap().confidence(), 0);
        }
    }

    #[test]
    fn a_page_that_reads_badly_is_tried_upside_down() {
        let nonsense = "x".repeat(60);
        let read = read(&blank(400, 800), (PAGE, true), |picture, _, _| {
            let upside_down = picture.at(0, 0) == 0;
            let text = if upside_down { "a".repeat(60) } else { nonsense.clone() };
            let sure = if upside_down { 95 } else { 30 };
            Ok(vec![said(&text, [40.0, 80.0, 120.0, 112.0], sure)])
        });
        // Nothing tells the two apart on blank paper: the first is kept.
        assert_eq!(read.unwrap().confidence(), 30);
        let mut marked = blank(400, 800);
        *marked.grey.last_mut().unwrap() = 0;
        let read = super::read(&marked, (PAGE, true), |picture, _, _| {
            let upside_down = picture.at(0, 0) == 0;
            let sure = if upside_down { 95 } else { 30 };
            Ok(vec![said(&nonsense, [40.0, 80.0, 120.0, 112.0], sure)])
        });
        let read = read.unwrap();
        assert_eq!(read.confidence(), 95);
        let word = &read.words[0];
        assert_eq!((word.turn, word.bbox.x0.ceil(), word.bbox.x1.floor()), (180, 70.0, 90.0));
        assert!((word.baseline - 172.0).abs() < 1e-3);
    }

    #[test]
    fn words_of_a_turned_picture_stand_where_they_do_on_the_page() {
        let word = Word {
            bbox: Rect { x0: 10.0, y0: 20.0, x1: 40.0, y1: 30.0 },
            baseline: 28.0,
            ..Word::default()
        };
        // A page of 100 by 200 that was turned clockwise is 200 by 100.
        let one = turned_back(word.clone(), 1, (200.0, 100.0));
        assert_eq!((one.bbox, one.turn), (Rect { x0: 20.0, y0: 160.0, x1: 30.0, y1: 190.0 }, 270));
        let three = turned_back(word, 3, (200.0, 100.0));
        assert_eq!((three.bbox, three.turn), (Rect { x0: 70.0, y0: 10.0, x1: 80.0, y1: 40.0 }, 90));
    }
}

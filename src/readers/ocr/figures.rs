//! Amounts of pages of paper read a second time, each alone and larger: their boxes in, what they
//! are then read as out.
//!
//! The first reading saw a page with its columns, rules and words; the second sees digits alone on
//! white paper, of other pixels. What goes wrong in one seldom goes wrong in the other in the same
//! way. Which of two that differ is right is not decided here.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::engine::{Asking, Shape};
use super::hocr::{Found, Line, SIDE};
use super::picture::Picture;
use super::verdict::DOUBTFUL;
use super::{INCH, Ocr};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::Rect;
use crate::readers::pdf::render::{Drawing, Pixels};

/// Pixels an inch: scans have 200 or 300.
const DPI: f32 = 400.0;
/// Paper around an amount, in parts of its height.
const MARGIN: f32 = 0.2;
/// Pixels of a picture of amounts: as many as a page at their resolution has.
const MOST: usize = 16 << 20;
/// Level from which a pixel shows no ink, nor the blur of it.
const BLANK: u8 = 200;

/// Where an amount stands on a page of paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// One-based page number.
    pub page: u32,
    /// Its box, in points of the visible page.
    pub bbox: Rect,
}

/// What parts are read as, in their order: nothing where no reading is sure enough to be told; and
/// an issue of each page of which none could be had.
pub fn read_figures(
    bytes: &Arc<Vec<u8>>,
    parts: &[Part],
    ocr: &Ocr<'_>,
    limits: &Limits,
) -> (Vec<Option<String>>, Vec<Issue>) {
    let mut said = vec![None; parts.len()];
    let mut issues = Vec::new();
    let Ok(engine) = ocr.engine.engine() else { return (said, issues) };
    let mut pages: BTreeMap<u32, Vec<(usize, Rect)>> = BTreeMap::new();
    for (at, part) in parts.iter().enumerate() {
        pages.entry(part.page).or_default().push((at, part.bbox));
    }
    let mut drawing = Drawing::open(bytes, limits);
    for (number, boxes) in pages {
        (ocr.begins)();
        let asking = Asking::new(Duration::from_secs(limits.page_seconds), ocr.kept);
        let read = |sheet: &Picture, dpi: f32| {
            let lines = engine.lines(sheet, (dpi, Shape::Figures), &asking);
            lines.map_err(|failure| failure.to_string())
        };
        let areas: Vec<Rect> = boxes.iter().map(|(_, bbox)| *bbox).collect();
        let drawing = drawing.as_mut().map_err(|issue| issue.message.clone());
        let page = drawing.and_then(|drawing| drawn(drawing, number, &areas));
        match page.and_then(|page| page.read(DOUBTFUL, read)) {
            Ok(read) => {
                for ((at, _), text) in boxes.iter().zip(read) {
                    if let Some(slot) = said.get_mut(*at) {
                        *slot = text;
                    }
                }
            }
            Err(why) => {
                issues.push(Issue::new(Code::ReadOnce, &[("page", &number), ("why", &why)]));
            }
        }
    }
    (said, issues)
}

/// Boxes of figures on a picture of so many pixels an inch.
pub(super) struct Cut {
    picture: Picture,
    boxes: Vec<[usize; 4]>,
    dpi: f32,
}

fn drawn(drawing: &mut Drawing<'_>, number: u32, boxes: &[Rect]) -> Result<Cut, String> {
    let page = drawing.page(number).ok_or("page introuvable")?;
    let boxes: Vec<Rect> = boxes.iter().map(|bbox| grown(*bbox)).collect();
    let hull = Rect::hull(boxes.iter().copied()).ok_or("rien à relire")?;
    let area = Rect {
        x0: hull.x0.clamp(0.0, page.width),
        y0: hull.y0.clamp(0.0, page.height),
        x1: hull.x1.clamp(0.0, page.width),
        y1: hull.y1.clamp(0.0, page.height),
    };
    let pixels = drawing.pixels(&page, DPI, area).map_err(|issue| issue.message)?;
    Ok(Cut::of_drawn(&pixels, &boxes, area))
}

/// A box with some paper around it.
fn grown(bbox: Rect) -> Rect {
    let margin = MARGIN * bbox.height();
    Rect { x0: bbox.x0 - margin, y0: bbox.y0 - margin, x1: bbox.x1 + margin, y1: bbox.y1 + margin }
}

impl Cut {
    /// Boxes of an area of a page that was drawn.
    fn of_drawn(pixels: &Pixels, boxes: &[Rect], area: Rect) -> Self {
        let scale = pixels.scale as f32;
        let (width, height) = (pixels.width as usize, pixels.height as usize);
        let grey = pixels.rgb.iter().map(|rgb| crate::readers::pdf::scan::level(*rgb)).collect();
        let mut picture = Picture { width, height, grey };
        picture.print();
        let across = |x: f32| ((x - area.x0) * scale).max(0.0) as usize;
        let down = |y: f32| ((y - area.y0) * scale).max(0.0) as usize;
        let boxes = boxes.iter().map(|b| [across(b.x0), down(b.y0), across(b.x1), down(b.y1)]);
        Self::of(&picture, boxes.collect(), scale * INCH)
    }

    /// Boxes with paper around what stands in them, on a picture with so many pixels an inch.
    pub(super) fn of(picture: &Picture, boxes: Vec<[usize; 4]>, dpi: f32) -> Self {
        let picture = picture.on_white(dpi);
        let within = |edge: usize, side: usize| edge.min(side);
        let (width, height) = (picture.width, picture.height);
        let boxes = boxes.into_iter().map(|[x0, y0, x1, y1]| {
            [within(x0, width), within(y0, height), within(x1, width), within(y1, height)]
        });
        let boxes = boxes.map(|bbox| within_rules(&picture, bbox)).collect();
        Self { picture, boxes, dpi }
    }

    /// What is read in each box by a program that reads the lines of a picture, where it is as sure
    /// as this.
    pub(super) fn read<E>(
        &self,
        sure: u8,
        read: impl Fn(&Picture, f32) -> Result<Vec<Line>, E>,
    ) -> Result<Vec<Option<String>>, E> {
        let (sheet, feet) = self.sheet();
        if feet.is_empty() {
            return Ok(vec![None; self.boxes.len()]);
        }
        let words: Vec<Found> =
            read(&sheet, self.dpi)?.into_iter().flat_map(|line| line.words).collect();
        let mut tops = Vec::with_capacity(feet.len());
        let mut top = 0.0;
        for foot in &feet {
            tops.push(top..*foot as f32);
            top = *foot as f32;
        }
        let within = |word: &&Found, strip: &std::ops::Range<f32>| {
            strip.contains(&f32::midpoint(word.bbox[1], word.bbox[3]))
        };
        let said = tops.iter().map(|strip| said(words.iter().filter(|w| within(w, strip)), sure));
        let mut said: Vec<Option<String>> = said.collect();
        said.resize(self.boxes.len(), None);
        Ok(said)
    }

    /// The boxes below each other on white paper, and where each ends; as many as such a picture
    /// may be high and large.
    fn sheet(&self) -> (Picture, Vec<usize>) {
        let size = |[x0, y0, x1, y1]: [usize; 4]| (x1.saturating_sub(x0), y1.saturating_sub(y0));
        let mut heights: Vec<usize> = self.boxes.iter().map(|bbox| size(*bbox).1).collect();
        heights.sort_unstable();
        let space = heights.get(heights.len() / 2).copied().unwrap_or_default();
        let widest = self.boxes.iter().map(|bbox| size(*bbox).0).max().unwrap_or_default();
        let (mut feet, mut foot) = (Vec::with_capacity(self.boxes.len()), space / 2);
        for bbox in &self.boxes {
            let next = foot + size(*bbox).1 + space;
            let longest = (widest + 2 * space).max(next);
            if longest > SIDE as usize || (widest + 2 * space) * next > MOST {
                break;
            }
            foot = next;
            feet.push(foot);
        }
        if feet.is_empty() || widest == 0 {
            return (Picture::blank(0, 0), Vec::new());
        }
        let mut sheet = Picture::blank(widest + 2 * space, foot + space / 2);
        for (bbox, foot) in self.boxes.iter().zip(&feet) {
            let top = foot.saturating_sub(size(*bbox).1 + space / 2);
            sheet.paste(&self.picture, *bbox, (space, top));
        }
        (sheet, feet)
    }
}

/// A box without what lies in its margin and is parted from the amount by paper: a rule of the
/// table, whichever way the page lies, that would be read as a sign.
fn within_rules(picture: &Picture, [x0, y0, x1, y1]: [usize; 4]) -> [usize; 4] {
    let margin = (MARGIN / (1.0 + 2.0 * MARGIN) * y1.saturating_sub(y0) as f32) as usize;
    if x1.saturating_sub(x0) <= 2 * margin {
        return [x0, y0, x1, y1];
    }
    let blank = |x: usize, y: usize| picture.at(x, y) >= BLANK;
    // A rule that goes down at the side crosses every row.
    let row = |y: &usize| (x0 + margin..x1 - margin).all(|x| blank(x, *y));
    let top = (y0..y0 + margin).rev().find(row).unwrap_or(y0);
    let foot = (y1 - margin..y1).find(row).map_or(y1, |y| y + 1);
    let column = |x: &usize| (top..foot).all(|y| blank(*x, y));
    let left = (x0..x0 + margin).rev().find(column).unwrap_or(x0);
    let right = (x1 - margin..x1).find(column).map_or(x1, |x| x + 1);
    [left, top, right, foot]
}

/// Words of a line as one text, if they are sure.
fn said<'w>(words: impl Iterator<Item = &'w Found>, sure: u8) -> Option<String> {
    let words: Vec<&Found> = words.collect();
    let sure = words.iter().all(|word| word.confidence >= sure);
    let texts: Vec<&str> = words.iter().map(|word| &*word.text).collect();
    (sure && !texts.is_empty()).then(|| texts.join(" "))
}

#[cfg(test)]
mod tests {
    use super::super::picture::PAPER;
    use super::*;

    const AREA: Rect = Rect { x0: 100.0, y0: 100.0, x1: 200.0, y1: 150.0 };

    /// Two amounts of an area of a hundred points by fifty, two pixels a point.
    fn drawn() -> Cut {
        let pixels = Pixels { width: 200, height: 100, rgb: vec![[250; 3]; 20_000], scale: 2.0 };
        let boxes = [[110.0, 110.0, 150.0, 120.0], [140.0, 130.0, 190.0, 140.0]].map(Rect::from);
        let boxes: Vec<Rect> = boxes.into_iter().map(grown).collect();
        Cut::of_drawn(&pixels, &boxes, AREA)
    }

    fn line(words: &[(&str, f32, u8)]) -> Line {
        let word = |(text, y, confidence): &(&str, f32, u8)| Found {
            text: (*text).to_owned(),
            bbox: [30.0, *y, 60.0, y + 20.0],
            confidence: *confidence,
        };
        let words = words.iter().map(word).collect();
        Line { bbox: [0.0; 4], baseline: (0.0, 0.0), size: 20.0, turn: 0, words }
    }

    #[test]
    fn each_amount_stands_alone_on_a_line_of_white_paper() {
        let mut drawn = drawn();
        assert_eq!(drawn.boxes, [[19, 19, 101, 41], [79, 59, 181, 81]]);
        assert_eq!((drawn.dpi, drawn.picture.width), (144.0, 200));
        drawn.picture.grey.fill(0);
        let (sheet, feet) = drawn.sheet();
        assert_eq!((sheet.width, sheet.height, &feet[..]), (102 + 44, 110, &[55, 99][..]));
        let inked = |y: usize| sheet.row(y).iter().filter(|level| **level < 128).count();
        assert_eq!(
            [0, 21, 22, 43, 44, 65, 66, 87, 88].map(inked),
            [0, 0, 82, 82, 0, 0, 102, 102, 0]
        );
    }

    #[test]
    fn what_is_read_of_each_line_is_that_of_its_amount() {
        let read = |words: &[(&str, f32, u8)]| {
            let words = words.to_vec();
            drawn().read(DOUBTFUL, move |_, dpi| {
                assert!((dpi - 144.0).abs() < 0.1, "{dpi}");
                Ok::<_, String>(vec![line(&words)])
            })
        };
        let text = |text: &str| Some(text.to_owned());
        let both = read(&[("70", 32.0, 92), ("000", 32.0, 90), ("2 500", 88.0, 95)]);
        assert_eq!(both.unwrap(), [text("70 000"), text("2 500")]);
        let doubtful = read(&[("70", 32.0, 92), ("000", 32.0, 40), ("2 500", 88.0, 95)]);
        assert_eq!(doubtful.unwrap(), [None, text("2 500")]);
        assert_eq!(read(&[]).unwrap(), [None, None]);
    }

    #[test]
    fn a_rule_in_the_margin_is_left_out() {
        let mut picture = Picture::blank(200, 70);
        let bbox = [0, 0, 200, 70];
        let ink = |picture: &mut Picture, [x0, y0, x1, y1]: [usize; 4]| {
            for y in y0..y1 {
                picture.grey[y * 200 + x0..y * 200 + x1].fill(0);
            }
        };
        ink(&mut picture, [11, 11, 190, 59]);
        assert_eq!(within_rules(&picture, bbox), [9, 9, 191, 61]);
        // One above, slanting as on a page that is not straight, and one down the side.
        ink(&mut picture, [0, 2, 100, 4]);
        ink(&mut picture, [100, 3, 200, 5]);
        ink(&mut picture, [195, 0, 197, 70]);
        assert_eq!(within_rules(&picture, bbox), [9, 9, 191, 61]);
        // One that touches the amount stays with it.
        ink(&mut picture, [0, 60, 200, 70]);
        assert_eq!(within_rules(&picture, bbox)[3], 70);
    }

    #[test]
    fn paper_is_as_white_as_it_can_be() {
        assert!(drawn().picture.grey.iter().all(|level| *level == PAPER));
    }
}

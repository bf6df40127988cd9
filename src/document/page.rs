//! A page as a reader gives it: words, rules (drawn lines), images, in visible coordinates.
//!
//! Points, origin at the top left of what a person sees: crop box and rotation are the reader's
//! business, so that layout never asks. [`Page::lines`] alone is filled later, by layout.

use super::tagged::TaggedTable;
use crate::issue::Code;
use crate::place::{PlacedText, Recognised, Rect, Spot};

/// How the words of a page came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageSource {
    /// By the text that the file draws.
    #[default]
    Text,
    /// A picture of paper, with no text to be relied on.
    Scan,
    /// Text and a picture that may hold more.
    Mixed,
}

/// How a word came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Drawn by the file.
    #[default]
    Text,
    /// Drawn invisibly over a picture: an OCR layer that came with the file.
    HiddenText,
    /// Recognised from the picture, with a confidence from 0 to 100.
    Ocr(u8),
}

impl Origin {
    /// How a word that stands on a picture of paper was recognised; `None` of others.
    #[must_use]
    pub fn recognised(self) -> Option<Recognised> {
        match self {
            Self::Text => None,
            Self::HiddenText => Some(Recognised::LAYER),
            Self::Ocr(confidence) => Some(Recognised::Confidence(confidence)),
        }
    }
}

/// A run of letters without a space among them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Word {
    /// Its letters, in reading order, composed (NFC), ligatures split.
    pub text: String,
    /// Its box: advance widths across, ascent to descent down.
    pub bbox: Rect,
    /// The y of its baseline.
    pub baseline: f32,
    /// The size of its letters as seen, in points.
    pub size: f32,
    /// Bold by the font's name or flags, or by drawing twice.
    pub bold: bool,
    /// Italic by the font's name or flags.
    pub italic: bool,
    /// Clockwise turn of its writing on the visible page: 0, 90, 180 or 270 degrees.
    pub turn: u16,
    /// The marked-content id it was drawn under, for the structure tree.
    pub mcid: Option<i32>,
    /// How it came to be known.
    pub origin: Origin,
}

impl Word {
    /// Where it stands, on a page of this number.
    #[must_use]
    pub fn spot(&self, page: u32) -> Spot {
        Spot::Page { page, bbox: self.bbox, ocr: self.origin.recognised() }
    }
}

/// A drawn straight line, horizontal or vertical, thin rectangles and edges of boxes included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Its box, as thin as it is drawn.
    pub bbox: Rect,
    /// Whether it runs across (else down).
    pub horizontal: bool,
}

/// A picture drawn on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Image {
    /// Where it stands.
    pub bbox: Rect,
    /// Its own size in pixels.
    pub pixels: (u32, u32),
}

/// A line of text after layout.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Its words joined by single spaces, with places.
    pub text: PlacedText,
    /// Its box.
    pub bbox: Rect,
}

/// A page.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// One-based number.
    pub number: u32,
    /// Width of the visible page (CropBox in MediaBox, after rotation), in points.
    pub width: f32,
    /// Height of the visible page, in points.
    pub height: f32,
    /// How its words came to be known.
    pub source: PageSource,
    /// Why its words cannot be relied on, until it is read as a picture; `None` where they can.
    pub lack: Option<Code>,
    /// How far the picture of the page was turned, in radians, for what is read on it to be straight:
    /// boxes are those of the straight picture until layout turns them back, clockwise.
    pub tilt: f32,
    /// Share of words, in thousandths, on which the second reader agrees; `None` if it was not
    /// asked or has failed.
    pub agreement: Option<u16>,
    /// Its words, in the order in which the file draws them.
    pub words: Vec<Word>,
    /// Its drawn lines.
    pub rules: Vec<Rule>,
    /// Filled areas that are neither white nor thin (shaded cells, bands).
    pub fills: Vec<Rect>,
    /// Its pictures.
    pub images: Vec<Image>,
    /// Structure-tree roles of marked content: `(mcid, role, element)`, where `element` tells
    /// the paragraph or table cell apart; empty where the file has no tags.
    pub tags: Vec<(i32, String, u32)>,
    /// The tables of the structure tree that have content here; empty where the file has none.
    pub tagged: Vec<TaggedTable>,
    /// Its lines in reading order; set by layout where they are asked for.
    pub lines: Vec<Line>,
}

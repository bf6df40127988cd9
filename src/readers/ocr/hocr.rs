//! What Tesseract writes of a page (hOCR, an HTML of boxes) as lines of words in pixels.
//!
//! It is taken whole or not at all: where it breaks off, or says of a box what no box is, nothing
//! tells what is missing behind.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Pixels of a side of a picture at most: Tesseract takes no longer one.
pub(super) const SIDE: f32 = i16::MAX as f32;

/// A box in pixels: left, top, right, bottom.
pub(super) type Box4 = [f32; 4];

/// A line of words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Line {
    /// Its box.
    pub(super) bbox: Box4,
    /// Slope of its baseline, and how far from the lower left corner of the box it begins (down is
    /// positive).
    pub(super) baseline: (f32, f32),
    /// Height of its letters from the deepest foot to the highest head.
    pub(super) size: f32,
    /// By how many degrees clockwise its words are turned on the picture: 0, 90, 180 or 270.
    pub(super) turn: u16,
    /// Its words, from the left.
    pub(super) words: Vec<Found>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Found {
    /// Its letters.
    pub(super) text: String,
    /// The box of its ink.
    pub(super) bbox: Box4,
    /// How sure Tesseract is, from 0 to 100.
    pub(super) confidence: u8,
}

impl Line {
    /// The baseline at some distance from the left edge of the page.
    pub(super) fn baseline_at(&self, x: f32) -> f32 {
        let [left, _, _, bottom] = self.bbox;
        bottom + self.baseline.1 + self.baseline.0 * (x - left)
    }
}

/// Whether bytes are what is written of a page, to its end.
fn is_whole(bytes: &[u8]) -> bool {
    const PAGE: &[u8] = b"ocr_page";
    let body = bytes.trim_ascii_end().strip_suffix(b"</html>");
    body.is_some_and(|body| body.windows(PAGE.len()).any(|part| part == PAGE))
}

/// The lines of a page; `None` where it is not all hOCR, to its end: half a page passes for none.
pub(super) fn lines(bytes: &[u8]) -> Option<Vec<Line>> {
    if !is_whole(bytes) {
        return None;
    }
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    let (mut lines, mut in_word) = (Vec::new(), false);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) => in_word |= begin(&tag, &mut lines)?,
            Event::End(tag) if tag.name().as_ref() == "span" => in_word = false,
            Event::Text(text) if in_word => push(&mut lines, &text),
            Event::GeneralRef(name) if in_word => {
                let name: &str = &name;
                push(&mut lines, &quick_xml::escape::unescape(&format!("&{name};")).ok()?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    for line in &mut lines {
        line.words.retain(|word| !word.text.is_empty());
    }
    lines.retain(|line| !line.words.is_empty());
    Some(lines)
}

/// Begins the line or the word of a tag, and gives whether it is a word.
fn begin(tag: &BytesStart<'_>, lines: &mut Vec<Line>) -> Option<bool> {
    match attribute(tag, "class").as_str() {
        "ocr_line" | "ocr_caption" | "ocr_textfloat" | "ocr_header" => {
            lines.push(line(&attribute(tag, "title"))?);
            Some(false)
        }
        "ocrx_word" => {
            lines.last_mut()?.words.push(word(&attribute(tag, "title"))?);
            Some(true)
        }
        _ => Some(false),
    }
}

/// Adds letters to the last word.
fn push(lines: &mut [Line], text: &str) {
    if let Some(word) = lines.last_mut().and_then(|line| line.words.last_mut()) {
        word.text.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let mut all = tag.attributes();
    let value = all.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
    value.map(|value| value.value.into_owned()).unwrap_or_default()
}

/// The numbers that a property of a title has, none where it is not there; `None` where one of them
/// is no number of pixels.
fn numbers(title: &str, name: &str) -> Option<Vec<f32>> {
    let mut properties = title.split(';').map(|property| property.split_whitespace());
    let found = properties.find_map(|mut words| (words.next() == Some(name)).then_some(words));
    let number = |text: &str| text.parse().ok().filter(|n: &f32| n.abs() <= SIDE);
    found.into_iter().flatten().map(number).collect()
}

/// A box, which has an order.
fn bbox(title: &str) -> Option<Box4> {
    let bbox: Box4 = numbers(title, "bbox")?.try_into().ok()?;
    let [x0, y0, x1, y1] = bbox;
    (x0 <= x1 && y0 <= y1).then_some(bbox)
}

fn line(title: &str) -> Option<Line> {
    let baseline = match numbers(title, "baseline")?.as_slice() {
        [slope, offset] => (*slope, *offset),
        _ => (0.0, 0.0),
    };
    let size = numbers(title, "x_size")?.first().copied().unwrap_or_default().max(0.0);
    // It says by how much the line is turned the other way.
    let angle = numbers(title, "textangle")?.first().copied().unwrap_or_default();
    let quarters = (-angle / 90.0).round().rem_euclid(4.0) as u16;
    Some(Line { bbox: bbox(title)?, baseline, size, turn: quarters * 90, words: Vec::new() })
}

fn word(title: &str) -> Option<Found> {
    let sure = numbers(title, "x_wconf")?.first().copied().unwrap_or_default();
    let confidence = sure.clamp(0.0, 100.0).round() as u8;
    Some(Found { text: String::new(), bbox: bbox(title)?, confidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_their_words_with_boxes_and_confidence() {
        let text = r#"<?xml version="1.0"?><html><body><div class='ocr_page'>
            <p class='ocr_par'><span class='ocr_line' id='line_1_1'
             title="bbox 10 20 300 60; baseline -0.01 -8; x_size 40; x_descenders 8">
            <span class='ocrx_word' title='bbox 10 22 90 52; x_wconf 96'>L&#39;État</span>
            <span class='ocrx_word' title='bbox 100 22 110 52; x_wconf 12'><em>&amp;</em></span>
            <span class='ocrx_word' title='bbox 120 22 130 52; x_wconf 95'> </span>
            </span></p></div></body></html>"#;
        let lines = lines(text.as_bytes()).unwrap();
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((line.size, line.baseline, line.turn), (40.0, (-0.01, -8.0), 0));
        assert!((line.baseline_at(110.0) - 51.0).abs() < 1e-3);
        let words: Vec<_> = line.words.iter().map(|w| (w.text.as_str(), w.confidence)).collect();
        assert_eq!(words, [("L'État", 96), ("&", 12)]);
        assert_eq!(line.words[0].bbox.map(|side| side as u32), [10, 22, 90, 52]);
    }

    #[test]
    fn a_line_may_run_up_or_down() {
        let turn = |angle| super::line(&format!("bbox 0 0 9 90; textangle {angle}; x_size 9"));
        assert_eq!([90, 180, 270].map(|angle| turn(angle).unwrap().turn), [270, 180, 90]);
    }

    #[test]
    fn what_is_cut_is_not_whole() {
        let text = b"<html><div class='ocr_page'></div></html>\n";
        assert!(is_whole(text));
        assert!((0..text.len() - 1).all(|end| !is_whole(&text[..end])));
        assert!(!is_whole(b"<html></html>"));
    }

    /// A page of one word with such a title, and what stands behind it.
    fn page(title: &str, behind: &str) -> Option<Vec<Line>> {
        let text = format!(
            "<html><div class='ocr_page'><span class='ocr_line' title='bbox 0 0 90 20'>\
             <span class='ocrx_word' title='{title}'>12</span></span>{behind}</div></html>"
        );
        lines(text.as_bytes())
    }

    #[test]
    fn what_is_not_all_hocr_is_no_page() {
        for none in ["", "<html>", "Error during processing.", "<span class='ocrx_word'>a</span>"] {
            assert_eq!(lines(none.as_bytes()), None, "{none}");
        }
        assert_eq!(page("bbox 1 2 30 18", "").unwrap().len(), 1);
        let word = "<span class='ocrx_word' title='bbox 1 2 30 18'>a&nowhere;</span>";
        for behind in ["<!-- ", "</p></p></p></p></p>", "<p title='", word] {
            assert_eq!(page("bbox 1 2 30 18", behind), None, "{behind}");
        }
    }

    #[test]
    fn a_box_that_is_none_makes_no_page() {
        let none = ["", "bbox 1 2 30", "bbox 1 2 nan 18", "bbox 1 2 inf 18", "bbox 1 2 1e9 18"];
        for title in none.into_iter().chain(["bbox 30 2 1 18", "bbox 1 2 30 18; x_wconf x"]) {
            assert_eq!(page(title, ""), None, "{title}");
        }
    }
}

//! What Tesseract writes of a page (hOCR, an HTML of boxes) as lines of words in pixels.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

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
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    const PAGE: &[u8] = b"ocr_page";
    let body = bytes.trim_ascii_end().strip_suffix(b"</html>");
    body.is_some_and(|body| body.windows(PAGE.len()).any(|part| part == PAGE))
}

/// The lines of a page; what is no hOCR gives none.
pub(super) fn lines(bytes: &[u8]) -> Vec<Line> {
    let mut reader = Reader::from_reader(bytes);
    reader.config_mut().check_end_names = false;
    let mut lines: Vec<Line> = Vec::new();
    let mut in_word = false;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => match class(&tag).as_str() {
                "ocr_line" | "ocr_caption" | "ocr_textfloat" | "ocr_header" => {
                    lines.push(line(&title(&tag)));
                }
                "ocrx_word" => {
                    in_word = true;
                    if let Some(line) = lines.last_mut() {
                        line.words.push(word(&title(&tag)));
                    }
                }
                _ => {}
            },
            Ok(Event::End(tag)) if tag.name().as_ref() == "span" => in_word = false,
            Ok(Event::Text(text)) if in_word => push(&mut lines, &text),
            Ok(Event::GeneralRef(name)) if in_word => {
                let name: &str = &name;
                let text = quick_xml::escape::unescape(&format!("&{name};")).map(String::from);
                push(&mut lines, &text.unwrap_or_default());
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    for line in &mut lines {
        line.words.retain(|word| !word.text.is_empty());
    }
    lines.retain(|line| !line.words.is_empty());
    lines
}

/// Adds letters to the last word.
fn push(lines: &mut [Line], text: &str) {
    if let Some(word) = lines.last_mut().and_then(|line| line.words.last_mut()) {
        word.text.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
}

fn class(tag: &BytesStart<'_>) -> String {
    attribute(tag, "class")
}

fn title(tag: &BytesStart<'_>) -> String {
    attribute(tag, "title")
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> String {
    let mut all = tag.attributes();
    let value = all.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name);
    value.map(|value| value.value.into_owned()).unwrap_or_default()
}

/// The numbers that a property of a title has.
fn numbers(title: &str, name: &str) -> Vec<f32> {
    let mut properties = title.split(';').map(|property| property.split_whitespace());
    let found = properties.find_map(|mut words| (words.next() == Some(name)).then_some(words));
    found.into_iter().flatten().filter_map(|n| n.parse().ok()).collect()
}

fn bbox(title: &str) -> Box4 {
    numbers(title, "bbox").try_into().unwrap_or_default()
}

fn line(title: &str) -> Line {
    let baseline = match numbers(title, "baseline").as_slice() {
        [slope, offset] => (*slope, *offset),
        _ => (0.0, 0.0),
    };
    let size = numbers(title, "x_size").first().copied().unwrap_or_default();
    Line { bbox: bbox(title), baseline, size, words: Vec::new() }
}

fn word(title: &str) -> Found {
    let sure = numbers(title, "x_wconf").first().copied().unwrap_or_default();
    let confidence = sure.clamp(0.0, 100.0).round() as u8;
    Found { text: String::new(), bbox: bbox(title), confidence }
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
        let lines = lines(text.as_bytes());
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((line.size, line.baseline), (40.0, (-0.01, -8.0)));
        assert!((line.baseline_at(110.0) - 51.0).abs() < 1e-3);
        let words: Vec<_> = line.words.iter().map(|w| (w.text.as_str(), w.confidence)).collect();
        assert_eq!(words, [("L'État", 96), ("&", 12)]);
        assert_eq!(line.words[0].bbox.map(|side| side as u32), [10, 22, 90, 52]);
    }

    #[test]
    fn what_is_cut_is_not_whole() {
        let text = b"<html><div class='ocr_page'></div></html>\n";
        assert!(is_whole(text));
        assert!((0..text.len() - 1).all(|end| !is_whole(&text[..end])));
        assert!(!is_whole(b"<html></html>"));
    }

    #[test]
    fn what_is_no_hocr_gives_nothing() {
        for none in ["", "<html>", "Error during processing.", "<span class='ocrx_word'>a</span>"] {
            assert_eq!(lines(none.as_bytes()), []);
        }
    }
}

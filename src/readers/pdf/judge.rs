//! What a page that was read without error may still lack: “Ok” is not success.
//!
//! A picture of paper, letters drawn as outlines, letters that have no name: each is told as an
//! issue with its page, and the page says whether its words can be relied on.

use std::collections::BTreeMap;

use super::content;
use super::device::Sheet;
use super::fonts::Fonts;
use super::glyph::Letters;
use crate::document::{Origin, Page, PageSource};
use crate::issue::{Code, Issue};

/// Share of the page from which pictures are taken for the page itself.
const COVERED: f32 = 0.6;
/// The same, on a page without a word that is seen.
const COVERED_ALONE: f32 = 0.25;
/// The same, on a page without any word: what else would it say? A logo alone is smaller.
const COVERED_MUTE: f32 = 0.05;
/// Letters up to which a covered page has no text of its own: a stamp, a page number.
const STAMP: usize = 60;
/// Curves from which a page without words has letters drawn as outlines.
const OUTLINES: usize = 400;
/// Words from which a page is judged by the second reader.
const ENOUGH: usize = 20;
/// Thousandths of agreement below which it is told.
const AGREED: u16 = 900;

/// Letters of a page that have no Unicode, by font.
pub(super) fn nameless(sheet: &Sheet, fonts: &Fonts) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for glyph in sheet.glyphs.iter().filter(|g| g.letters == Letters::Unknown) {
        let name = fonts.font(glyph.font).map_or("?", |f| f.name.as_str());
        *counts.entry(name.to_owned()).or_default() += 1;
    }
    counts
}

/// Says how the words of a page are known, and what it lacks.
pub(super) fn page(
    page: &mut Page,
    nameless: &BTreeMap<String, usize>,
    broken_fonts: usize,
    curved: usize,
    issues: &mut Vec<Issue>,
) {
    let letters = |origin: Origin| -> usize {
        let of = page.words.iter().filter(|w| w.origin == origin);
        of.map(|w| w.text.chars().filter(|c| *c != '\u{fffd}').count()).sum()
    };
    let (seen, hidden) = (letters(Origin::Text), letters(Origin::HiddenText));
    let covered = covered(page);
    let number = page.number;
    let missing: usize = nameless.values().sum();
    let mute = seen + hidden == 0 && missing == 0 && covered >= COVERED_MUTE;
    page.source = match () {
        () if hidden > 0 && covered > COVERED_ALONE => PageSource::Mixed,
        () if covered >= COVERED && seen <= STAMP => PageSource::Scan,
        () if mute || covered >= COVERED_ALONE && seen == 0 => PageSource::Scan,
        () if covered >= COVERED => PageSource::Mixed,
        () if seen + hidden == 0 && curved >= OUTLINES => PageSource::Scan,
        () if missing > seen + hidden => PageSource::Scan,
        () => PageSource::Text,
    };
    let undrawn = seen + hidden == 0 && (missing > 0 || broken_fonts > 0 || curved >= OUTLINES);
    if undrawn && covered < COVERED_ALONE && !mute {
        page.lack = Some(Code::NoText);
    } else if page.source == PageSource::Scan && (mute || covered >= COVERED_ALONE) {
        page.lack = Some(Code::NeedsOcr);
    }
    for (font, count) in nameless {
        let details: [(&str, &dyn std::fmt::Display); 3] =
            [("page", &number), ("count", count), ("font", font)];
        issues.push(Issue::new(Code::GlyphsWithoutUnicode, &details));
    }
    if broken_fonts > 0 && !undrawn {
        let why = "une police est illisible, son texte manque";
        issues.push(Issue::new(Code::PageFailed, &[("page", &number), ("why", &why)]));
    }
}

/// The issue of a page whose content writes more texts than reached the device. Each operator that
/// shows a text gives it at least one run of glyphs, seen or not; forms only add to them.
pub(super) fn unread(number: u32, content: &[u8], sheet: &Sheet) -> Option<Issue> {
    let shown = content::texts(content);
    let details: [(&str, &dyn std::fmt::Display); 3] =
        [("page", &number), ("shown", &shown), ("read", &sheet.runs)];
    (sheet.runs * 2 < shown).then(|| Issue::new(Code::TextNotRead, &details))
}

/// The share of the page under pictures; pictures of a page cut into strips add up.
fn covered(page: &Page) -> f32 {
    let area: f32 = page.images.iter().map(|i| i.bbox.width() * i.bbox.height()).sum();
    (area / (page.width * page.height).max(1.0)).min(1.0)
}

/// The issue of a page on which the two readers do not agree.
pub(super) fn disagreement(page: &Page) -> Option<Issue> {
    let share = page.agreement.filter(|a| *a < AGREED && page.words.len() >= ENOUGH)?;
    let share = format!("{} %", share / 10);
    Some(Issue::new(Code::Disagreement, &[("page", &page.number), ("share", &share)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Image, Word};
    use crate::place::Rect;

    fn judged(images: &[[f32; 4]], words: &[(&str, Origin)], curved: usize) -> (PageSource, usize) {
        let image = |b: &[f32; 4]| Image { bbox: Rect::from(*b), pixels: (1000, 1000) };
        let word = |w: &(&str, Origin)| Word { text: w.0.into(), origin: w.1, ..Word::default() };
        let mut sheet = Page {
            width: 100.0,
            height: 100.0,
            images: images.iter().map(image).collect(),
            words: words.iter().map(word).collect(),
            ..Page::default()
        };
        let mut issues = Vec::new();
        page(&mut sheet, &BTreeMap::new(), 0, curved, &mut issues);
        (sheet.source, issues.len() + usize::from(sheet.lack.is_some()))
    }

    #[test]
    fn a_picture_of_paper_needs_ocr_even_in_strips_or_with_a_stamp() {
        let strips = [[0.0, 0.0, 100.0, 50.0], [0.0, 50.0, 100.0, 100.0]];
        assert_eq!(judged(&strips, &[("12", Origin::Text)], 0), (PageSource::Scan, 1));
        assert_eq!(judged(&strips, &[("mot", Origin::HiddenText)], 0), (PageSource::Mixed, 0));
    }

    #[test]
    fn a_logo_or_an_empty_page_needs_nothing_and_outlines_do() {
        assert_eq!(judged(&[[0.0, 0.0, 20.0, 20.0]], &[], 0), (PageSource::Text, 0));
        assert_eq!(judged(&[[0.0, 0.0, 30.0, 30.0]], &[], 0), (PageSource::Scan, 1), "a receipt");
        assert_eq!(judged(&[], &[], 5000), (PageSource::Scan, 1));
    }

    #[test]
    fn texts_that_the_interpreter_does_not_get_to_are_told() {
        let content = b"BT (a) Tj (b) Tj (c) Tj ET";
        let told = |runs| unread(2, content, &Sheet { runs, ..Sheet::default() });
        assert_eq!(told(2), None, "a hidden layer leaves some out");
        assert_eq!(
            told(1).unwrap().message,
            "page 2 : textes écrits dans son contenu : 3, dont lus : 1"
        );
    }
}

//! Places on a page that was laid out straight, back where they stand on the paper as it was scanned.
//!
//! Nothing before this asks how a page lay on the scanner, and nothing after it needs to.

use crate::document::{Block, Laid, Page};
use crate::place::{PlacedText, Rect, Spot};

/// Turns back what stands on pages that were read askew.
pub(super) fn put_back(laid: &mut Laid) {
    let tilted = |page: &Page| (page.tilt != 0.0).then(|| (page.number, Tilt::of(page)));
    let tilts: Vec<(u32, Tilt)> = laid.pages.iter().filter_map(tilted).collect();
    if tilts.is_empty() {
        return;
    }
    let of = |page: u32| {
        let at = tilts.binary_search_by_key(&page, |(number, _)| *number).ok()?;
        tilts.get(at).map(|(_, tilt)| tilt)
    };
    // A word is so short that its box is as high as before. A rule stays as thin as it is drawn.
    let back = |page: u32, bbox: &mut Rect| {
        *bbox = of(page).map_or(*bbox, |tilt| bbox.turned_about(tilt.middle, tilt.radians));
    };
    let around = |page: u32, bbox: &mut Rect| {
        *bbox = of(page).map_or(*bbox, |tilt| bbox.around_turned(tilt.middle, tilt.radians));
    };
    let text_back = |text: &mut PlacedText| {
        for span in &mut text.spans {
            if let Spot::Page { page, bbox, .. } = &mut span.spot {
                back(*page, bbox);
            }
        }
    };
    for block in &mut laid.blocks {
        if let Block::Paragraph(paragraph) = block {
            text_back(&mut paragraph.text);
        }
    }
    for table in &mut laid.tables {
        table.cells.iter_mut().for_each(|cell| text_back(&mut cell.text));
        table.caption.iter_mut().for_each(text_back);
        for (page, bbox, _) in &mut table.parts {
            around(*page, bbox);
        }
    }
    laid.furniture.iter_mut().for_each(text_back);
    for page in &mut laid.pages {
        let number = page.number;
        for line in &mut page.lines {
            text_back(&mut line.text);
            around(number, &mut line.bbox);
        }
        page.words.iter_mut().for_each(|word| back(number, &mut word.bbox));
        page.fills.iter_mut().for_each(|fill| back(number, fill));
        page.rules.iter_mut().for_each(|rule| back(number, &mut rule.bbox));
        page.tilt = 0.0;
    }
}

/// How a page was turned.
struct Tilt {
    middle: (f32, f32),
    radians: f32,
}

impl Tilt {
    fn of(page: &Page) -> Self {
        Self { middle: (page.width / 2.0, page.height / 2.0), radians: page.tilt }
    }
}

#[cfg(test)]
mod tests {
    use super::super::segments::tests as made;
    use super::super::{Source, lay_out};
    use super::*;

    #[test]
    fn words_of_a_tilted_page_go_back_and_those_of_others_stay() {
        let page = |text: &str, y| made::page(made::words(text, 450.0, y, 10.0));
        let tilted = Page { tilt: 0.05, ..page("347 000 euros", 300.0) };
        let straight = Page { number: 2, ..page("un solde à verser", 400.0) };
        let (before, stays) = (tilted.words[0].bbox, straight.words[0].bbox);
        let laid = lay_out(Source { pages: vec![tilted, straight], ..Source::default() });
        let spans = laid.blocks.iter().flat_map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.text.spans.clone(),
            Block::Table(_) => Vec::new(),
        });
        let boxes: Vec<(u32, Rect)> = spans
            .filter_map(|span| match span.spot {
                Spot::Page { page, bbox, .. } => Some((page, bbox)),
                Spot::Cell { .. } => None,
            })
            .collect();
        let (page, bbox) = boxes[0];
        assert_eq!(page, 1);
        assert!(bbox.y0 > before.y0 + 5.0, "right of the middle it lies lower: {bbox:?}");
        assert_eq!(boxes[3], (2, stays));
        assert_eq!(laid.pages[0].words[0].bbox, bbox);
        assert_eq!(
            laid.pages[0].lines[0].text.spans[0].spot,
            Spot::Page { page: 1, bbox, ocr: None }
        );
    }

    #[test]
    fn the_box_of_a_line_holds_its_words_on_the_paper() {
        let words = made::words("Le montant versé en 2023 est de 347 000 euros", 60.0, 300.0, 10.0);
        let page = Page { tilt: 0.05, ..made::page(words) };
        let laid = lay_out(Source { pages: vec![page], ..Source::default() });
        let page = &laid.pages[0];
        for word in &page.words {
            let (x, y) = word.bbox.center();
            assert!(page.lines[0].bbox.contains(x, y), "{word:?}");
        }
    }
}

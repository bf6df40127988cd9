//! What a page has to read that its words do not tell, as far as its pictures and words say it
//! without a look at the pictures themselves.
//!
//! A picture on which lines of words stand is told by them. How many letters stand there says
//! nothing: a prefecture stamps every page of an act with four lines, and whoever signs one with
//! more.

use super::layer::{self, Layer};
use super::onto::contains;
use crate::document::{Image, Page, Word};
use crate::issue::Code;

/// Share of a page from which a picture without words may hold what the page says: a table of a few
/// rows takes a sixth; a logo, a letterhead, a signature are smaller.
const PART: f32 = 0.15;
/// Share of a page from which pictures together are the page, cut into strips.
const STRIPS: f32 = 0.5;
/// Share of a picture's height that lines of words cover where they tell what it shows: print is
/// set so that lines cover half of it and more, a stamp or a legend covers a tenth.
const COVERED: f32 = 0.25;

/// Lines that a picture of print has room for at least: a word so large that it has not is no line of
/// it, but a stamp, or what stands invisible over all.
const LINES: f32 = 6.0;

/// What a page has to read that its words do not tell; `None` where they tell all.
pub(super) fn lack(page: &Page) -> Option<Code> {
    page.lack.or_else(|| match layer::judge(page) {
        Layer::Poor(_) => Some(Code::PoorLayer),
        Layer::None | Layer::Good => hides_text(page).then_some(Code::PartNotRead),
    })
}

/// Whether pictures cover so much of a page that they are what is seen of it.
pub(super) fn is_pictured(page: &Page) -> bool {
    let area: f32 = page.images.iter().map(|i| i.bbox.width() * i.bbox.height()).sum();
    area >= STRIPS * page.width * page.height
}

/// Whether a page of text has a picture, as large as a table, on which hardly a word stands, or
/// many that cover it.
fn hides_text(page: &Page) -> bool {
    let bare = page.images.iter().filter(|image| is_bare(image, &page.words));
    let areas = bare.map(|image| image.bbox.width() * image.bbox.height());
    let (largest, all) =
        areas.fold((0.0_f32, 0.0), |(most, all), area| (most.max(area), all + area));
    let page = page.width * page.height;
    largest >= PART * page || all >= STRIPS * page
}

/// Whether lines of words cover little of a picture, whichever way they run.
fn is_bare(image: &Image, words: &[Word]) -> bool {
    let print =
        |word: &&Word| word.bbox.height().min(word.bbox.width()) * LINES < image.bbox.height();
    // What the ends of drawn lines are read as says nothing.
    let says = |word: &&Word| word.text.contains(char::is_alphanumeric);
    let on_it =
        || words.iter().filter(|word| contains(image.bbox, word.bbox)).filter(print).filter(says);
    let across = on_it().filter(|word| word.turn % 180 == 0).map(|w| (w.bbox.y0, w.bbox.y1));
    let down = on_it().filter(|word| word.turn % 180 != 0).map(|w| (w.bbox.x0, w.bbox.x1));
    length(across.collect()) < COVERED * image.bbox.height()
        && length(down.collect()) < COVERED * image.bbox.width()
}

/// How long spans are together, what they share counted once.
fn length(mut spans: Vec<(f32, f32)>) -> f32 {
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut sum, mut reached) = (0.0, f32::MIN);
    for (from, to) in spans {
        sum += (to - from.max(reached)).max(0.0);
        reached = reached.max(to);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Rect;

    /// A page of A4 with pictures, and lines of words from a height on.
    fn page(images: &[[f32; 4]], lines: usize, top: f32) -> Page {
        let line = |n: usize| Word {
            text: "Envoyé-en-préfecture-le-12/07/2023".to_owned(),
            bbox: Rect::from([100.0, top + n as f32 * 12.0, 300.0, top + n as f32 * 12.0 + 8.0]),
            ..Word::default()
        };
        let image = |bbox: &[f32; 4]| Image { bbox: Rect::from(*bbox), pixels: (1000, 1000) };
        Page {
            width: 595.0,
            height: 842.0,
            images: images.iter().map(image).collect(),
            words: (0..lines).map(line).collect(),
            ..Page::default()
        }
    }

    const WHOLE: [f32; 4] = [0.0, 0.0, 595.0, 842.0];

    #[test]
    fn a_stamp_of_however_many_letters_tells_nothing_of_the_picture_beneath() {
        for lines in [0, 4, 12] {
            assert_eq!(lack(&page(&[WHOLE], lines, 20.0)), Some(Code::PartNotRead), "{lines}");
        }
        assert_eq!(lack(&page(&[WHOLE], 40, 20.0)), None, "a page of text on a ground");
    }

    #[test]
    fn the_ends_of_drawn_lines_tell_nothing() {
        let mut page = page(&[WHOLE], 40, 20.0);
        page.words.iter_mut().for_each(|word| word.text = "|".to_owned());
        assert_eq!(lack(&page), Some(Code::PartNotRead));
    }

    #[test]
    fn a_stamp_along_the_edge_covers_none_of_the_height() {
        let mut page = page(&[WHOLE], 1, 0.0);
        page.words[0].bbox = Rect::from([8.0, 100.0, 16.0, 700.0]);
        page.words[0].turn = 90;
        assert_eq!(lack(&page), Some(Code::PartNotRead));
    }

    #[test]
    fn a_picture_in_a_page_of_text_is_wanted_from_a_sixth_of_the_page_on() {
        for (share, wanted) in [(0.12, false), (0.18, true), (0.3, true), (0.5, true), (0.7, true)]
        {
            let picture = [0.0, 842.0 * (1.0 - share), 595.0, 842.0];
            let text = page(&[picture], 12, 40.0);
            assert_eq!(lack(&text).is_some(), wanted, "{share}");
        }
    }

    #[test]
    fn strips_count_together_and_a_logo_far_from_another_does_not() {
        let strips: Vec<[f32; 4]> =
            (0..20).map(|n| [0.0, n as f32 * 42.1, 595.0, (n + 1) as f32 * 42.1]).collect();
        assert_eq!(lack(&page(&strips, 4, 20.0)), Some(Code::PartNotRead));
        let corners = [[0.0, 0.0, 80.0, 60.0], [500.0, 780.0, 595.0, 842.0]];
        assert_eq!(lack(&page(&corners, 12, 100.0)), None);
    }
}

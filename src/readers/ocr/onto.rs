//! What was read of a picture, laid on its page beside the words that the page has of its own.
//!
//! A picture that was put straight is most often the page: then the page is laid out as the picture
//! would lie straight, and the few words it has of its own (a stamp) are turned with it. Where it
//! stands beside text, what was read goes back to where its ink is.

use super::recognised::Recognition;
use crate::document::{Origin, Page, PageSource, Rule, Word};
use crate::place::Rect;

/// Share of a page from which a picture is the page.
const WHOLE: f32 = 0.9;
/// How many times larger than what was read a word is that lies over it: « COPIE » across a page.
/// Within a line of print, or from a heading to its text, sizes differ by less.
const LARGER: f32 = 3.0;
/// Share of a word's box under words of the page from which the page says it itself.
const SAME: f32 = 0.5;

/// Gives a page the words and rules that were read. Words that the page itself draws stay, where
/// they can be read; a hidden layer goes from where the
/// picture was read.
pub(super) fn set_on(read: Recognition, page: &mut Page) {
    let Recognition { words, rules, area, radians, .. } = read;
    let stays = |word: &Word| match word.origin {
        Origin::HiddenText => !contains(area, word.bbox),
        _ => !word.text.contains('\u{fffd}'),
    };
    page.words.retain(stays);
    page.source = if page.words.is_empty() { PageSource::Scan } else { PageSource::Mixed };
    let place = if letters(&words) > letters(&page.words) {
        straight(page, area, radians)
    } else {
        Place::Home(area.center(), radians)
    };
    let words = words.into_iter().map(|word| {
        let bbox = place.of(word.bbox);
        let baseline = word.baseline + bbox.y0 - word.bbox.y0;
        Word { bbox, baseline, ..word }
    });
    let own = Own::of(&page.words);
    let free: Vec<Word> = words.filter(|word| !own.says(word)).collect();
    page.words.extend(free);
    page.rules.extend(rules.into_iter().map(|r| Rule { bbox: place.of(r.bbox), ..r }));
}

/// Gives a page whose words are those of a hidden layer the lines that are drawn on its picture.
pub(super) fn set_rules((rules, radians): (Vec<Rule>, f32), area: Rect, page: &mut Page) {
    let place = straight(page, area, radians);
    page.rules.extend(rules.into_iter().map(|r| Rule { bbox: place.of(r.bbox), ..r }));
}

/// Takes from a reading of a part of a page the words that the page says itself: they stand on the
/// picture as it was drawn, and would lend their confidence to whatever stands beside them.
pub(super) fn take_said(read: &mut Recognition, page: &Page) {
    let own = Own::of(&page.words);
    let place = Place::Home(read.area.center(), read.radians);
    read.words.retain(|word| !own.says(&Word { bbox: place.of(word.bbox), ..word.clone() }));
}

/// Whether an area is a page, or nearly.
pub(super) fn is_whole(area: Rect, page: &Page) -> bool {
    area.width() * area.height() >= WHOLE * page.width * page.height
}

fn letters(words: &[Word]) -> usize {
    words.iter().map(|word| word.text.chars().count()).sum()
}

/// Whether the middle of a box lies in an area.
pub(super) fn contains(area: Rect, bbox: Rect) -> bool {
    let (x, y) = bbox.center();
    area.contains(x, y)
}

/// Lays a page straight if its picture is the page, and gives where what was read of it goes.
fn straight(page: &mut Page, area: Rect, radians: f32) -> Place {
    if !is_whole(area, page) {
        return Place::Home(area.center(), radians);
    }
    tilt(page, radians);
    Place::Straight(beside(area, page, radians))
}

/// Lays a page out as it would lie straight, with all that it has of its own.
fn tilt(page: &mut Page, radians: f32) {
    let middle = (page.width / 2.0, page.height / 2.0);
    let turned = |bbox: Rect| bbox.turned_about(middle, -radians);
    page.tilt = radians;
    for word in &mut page.words {
        let bbox = turned(word.bbox);
        word.baseline += bbox.y0 - word.bbox.y0;
        word.bbox = bbox;
    }
    page.rules.iter_mut().for_each(|rule| rule.bbox = turned(rule.bbox));
    page.fills.iter_mut().for_each(|fill| *fill = turned(*fill));
}

/// How far what was read lies from where it must for layout, which turns a page about its middle,
/// to bring it home: the picture was turned about its own.
fn beside(area: Rect, page: &Page, radians: f32) -> (f32, f32) {
    let ((x, y), (sin, cos)) = (area.center(), radians.sin_cos());
    let (x, y) = (x - page.width / 2.0, y - page.height / 2.0);
    (x * cos + y * sin - x, y * cos - x * sin - y)
}

/// Where what was read of a picture goes.
enum Place {
    /// On a page that is laid out straight, moved by so much.
    Straight((f32, f32)),
    /// Where its ink is: turned about the middle of the picture.
    Home((f32, f32), f32),
}

impl Place {
    fn of(&self, bbox: Rect) -> Rect {
        match *self {
            Self::Straight((x, y)) => {
                Rect { x0: bbox.x0 + x, y0: bbox.y0 + y, x1: bbox.x1 + x, y1: bbox.y1 + y }
            }
            Self::Home(middle, radians) => bbox.turned_about(middle, radians),
        }
    }
}

/// The words of a page, by their upper edge.
struct Own {
    words: Vec<(Rect, f32)>,
    tallest: f32,
}

impl Own {
    fn of(words: &[Word]) -> Self {
        let mut words: Vec<_> = words.iter().map(|word| (word.bbox, word.size)).collect();
        words.sort_by(|a, b| a.0.y0.total_cmp(&b.0.y0));
        let tallest = words.iter().map(|(bbox, _)| bbox.height()).fold(0.0, f32::max);
        Self { words, tallest }
    }

    /// Whether the page says a word itself: words of about its size cover most of it.
    fn says(&self, word: &Word) -> bool {
        let bbox = word.bbox;
        let first = self.words.partition_point(|(own, _)| own.y0 < bbox.y0 - self.tallest);
        let near = self.words.iter().skip(first).take_while(|(own, _)| own.y0 <= bbox.y1);
        let alike = near.filter(|(_, size)| *size <= LARGER * word.size);
        let covered: f32 = alike.map(|(own, _)| shared(*own, bbox)).sum();
        covered >= SAME * bbox.width() * bbox.height()
    }
}

/// The area that two boxes share.
fn shared(a: Rect, b: Rect) -> f32 {
    let across = a.x1.min(b.x1) - a.x0.max(b.x0);
    let down = a.y1.min(b.y1) - a.y0.max(b.y0);
    across.max(0.0) * down.max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Rect = Rect { x0: 0.0, y0: 0.0, x1: 600.0, y1: 800.0 };

    fn word(text: &str, bbox: [f32; 4], size: f32, origin: Origin) -> Word {
        let bbox = Rect::from(bbox);
        Word { text: text.to_owned(), bbox, baseline: bbox.y1, size, origin, ..Word::default() }
    }

    fn page(words: Vec<Word>) -> Page {
        Page { width: 600.0, height: 800.0, words, ..Page::default() }
    }

    fn read(words: Vec<Word>, area: Rect, radians: f32) -> Recognition {
        Recognition { words, rules: Vec::new(), area, radians, read_once: None }
    }

    fn texts(page: &Page) -> Vec<&str> {
        page.words.iter().map(|word| word.text.as_str()).collect()
    }

    #[test]
    fn amounts_under_a_large_mark_stay_and_what_the_page_says_is_not_said_twice() {
        let copy = word("COPIE", [100.0, 300.0, 500.0, 500.0], 150.0, Origin::Text);
        let own = word("n°", [50.0, 20.0, 62.0, 31.0], 11.0, Origin::Text);
        let after = word("12", [64.0, 20.0, 76.0, 31.0], 11.0, Origin::Text);
        let mut page = page(vec![copy, own, after]);
        let amount = word("347", [200.0, 400.0, 220.0, 411.0], 11.0, Origin::Ocr(90));
        let twice = word("n°12", [49.0, 21.0, 77.0, 32.0], 11.0, Origin::Ocr(90));
        let next = word("du", [75.0, 21.0, 90.0, 32.0], 11.0, Origin::Ocr(90));
        set_on(read(vec![amount, twice, next], PAGE, 0.0), &mut page);
        assert_eq!(texts(&page), ["COPIE", "n°", "12", "347", "du"]);
        assert_eq!(page.source, PageSource::Mixed);
    }

    #[test]
    fn words_of_the_page_lend_no_confidence_to_a_part_of_it() {
        let own = word("Budget", [50.0, 100.0, 90.0, 111.0], 11.0, Origin::Text);
        let page = page(vec![own]);
        let said = word("Budget", [50.0, 100.0, 91.0, 112.0], 11.0, Origin::Ocr(96));
        let label = word("lo", [50.0, 200.0, 60.0, 211.0], 11.0, Origin::Ocr(40));
        let mut part = read(vec![said, label], Rect { y0: 90.0, ..PAGE }, 0.0);
        take_said(&mut part, &page);
        assert_eq!(part.confidence(), 40);
    }

    #[test]
    fn a_layer_goes_where_the_picture_was_read_and_stays_elsewhere() {
        let hidden =
            |text: &str, y: f32| word(text, [50.0, y, 90.0, y + 11.0], 11.0, Origin::HiddenText);
        let mut page = page(vec![hidden("ici", 100.0), hidden("ailleurs", 600.0)]);
        let area = Rect { y1: 300.0, ..PAGE };
        let lu = word("lu", [50.0, 100.0, 90.0, 111.0], 11.0, Origin::Ocr(90));
        set_on(read(vec![lu], area, 0.0), &mut page);
        assert_eq!(texts(&page), ["ailleurs", "lu"]);
    }

    #[test]
    fn the_lines_of_a_picture_and_the_words_of_its_layer_lie_straight_together() {
        let word = word("Total", [50.0, 700.0, 90.0, 711.0], 11.0, Origin::HiddenText);
        let mut page = page(vec![word.clone()]);
        let across = Rule { bbox: Rect::from([50.0, 690.0, 550.0, 690.5]), horizontal: true };
        set_rules((vec![across], 0.02), PAGE, &mut page);
        assert_eq!(page.rules, [across], "it was found on the straight picture");
        assert!((page.tilt - 0.02).abs() < 1e-6);
        let home = page.words[0].bbox.turned_about((300.0, 400.0), page.tilt);
        assert!((home.x0 - word.bbox.x0).abs() + (home.y1 - word.bbox.y1).abs() < 1.0);
        assert!(page.words[0].bbox.y0 > word.bbox.y0, "the left half is lower then");
    }

    #[test]
    fn a_stamp_and_its_frame_are_turned_with_a_page_of_paper_and_back() {
        let stamp = word("Reçu", [400.0, 20.0, 440.0, 31.0], 11.0, Origin::Text);
        let frame = Rule { bbox: Rect::from([390.0, 15.0, 560.0, 15.5]), horizontal: true };
        let mut page = Page { rules: vec![frame], ..page(vec![stamp.clone()]) };
        let lines = (0..9).map(|n| {
            let y = 100.0 + n as f32 * 20.0;
            word("cinquante", [50.0, y, 110.0, y + 11.0], 11.0, Origin::Ocr(90))
        });
        let area = Rect { y0: 10.0, ..PAGE };
        set_on(read(lines.collect(), area, 0.02), &mut page);
        assert!((page.tilt - 0.02).abs() < 1e-6);
        let back = |bbox: Rect| bbox.turned_about((300.0, 400.0), page.tilt);
        let near = |a: Rect, b: Rect| (a.x0 - b.x0).abs() + (a.y1 - b.y1).abs() < 1e-2;
        assert!(near(back(page.words[0].bbox), stamp.bbox));
        assert!(near(back(page.rules[0].bbox), frame.bbox));
        let ink = Rect::from([50.0, 100.0, 110.0, 111.0]).turned_about(area.center(), 0.02);
        assert!(near(back(page.words[1].bbox), ink), "the picture was turned about its middle");
    }

    #[test]
    fn beside_text_what_was_read_goes_where_its_ink_is() {
        let line = |n: usize| {
            let y = 20.0 + n as f32 * 20.0;
            word("financement", [50.0, y, 110.0, y + 11.0], 11.0, Origin::Text)
        };
        let mut page = page((0..9).map(line).collect());
        let area = Rect { y0: 400.0, ..PAGE };
        let read_word = word("347", [500.0, 600.0, 530.0, 611.0], 11.0, Origin::Ocr(90));
        let ink = read_word.bbox.turned_about(area.center(), 0.02);
        set_on(read(vec![read_word], area, 0.02), &mut page);
        assert!(page.tilt.abs() < 1e-6);
        assert_eq!(page.words[9].bbox, ink);
    }
}

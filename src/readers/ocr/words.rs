//! Lines as Tesseract gives them to words as a reader of files gives them: in points, on a
//! baseline, of one size where the print is of one size, bold where its strokes are thick.

use unicode_normalization::UnicodeNormalization as _;

use super::hocr::{Box4, Found, Line};
use super::picture::Picture;
use crate::document::{Origin, Word};
use crate::place::Rect;

/// Height of the letters of a line, foot to head, in parts of an em.
const LINE: f32 = 0.93;
/// Ascent and descent of letters, in parts of an em.
const ASCENT: f32 = 0.75;
const DESCENT: f32 = 0.22;
/// How far from the usual size of a page a size is still taken for it: what is measured of a line
/// depends on which letters it has.
const ALIKE: f32 = 0.13;
/// How many times thicker than usual the strokes of bold letters are.
const BOLD: f32 = 1.28;
/// Share of the measured letters of a line that make all of it bold, or none of it.
const MOST: f32 = 0.75;
/// White beside the ink of a letter that belongs to it, in parts of an em.
const BEARING: f32 = 0.03;
/// Letters from which the strokes of a word can be measured.
const MEASURED: usize = 2;
/// Marks that a speck or the end of a rule before a doubtful word is read as.
const OPENING: [char; 8] = ['“', '”', '‘', '’', '"', '\'', '.', ','];
/// Confidence below which marks without a letter or digit are specks.
const SPECK: u8 = 60;

/// The picture that lines were found on, and where it lies.
pub(super) struct On<'a> {
    /// The picture.
    pub(super) picture: &'a Picture,
    /// The level up to which it is ink.
    pub(super) threshold: u8,
    /// Pixels a point.
    pub(super) scale: f32,
}

/// A word with how thick its strokes are, in parts of its size.
struct Measured {
    word: Word,
    weight: Option<f32>,
}

/// The words of lines, in points from the upper left corner of the picture.
pub(super) fn words(lines: &[Line], on: &On<'_>) -> Vec<Word> {
    let sizes = Sizes::of(lines, on.scale);
    let all = lines.iter().map(|line| {
        let size = sizes.of_line(line.size / on.scale / LINE);
        line.words.iter().filter_map(move |found| measured(line, found, size, on)).collect()
    });
    let all: Vec<Vec<Measured>> = all.collect();
    let weights = all.iter().flatten().filter_map(|m| Some((m.weight?, letters(&m.word.text))));
    let Some(usual) = median(weights) else {
        return all.into_iter().flatten().map(|measured| measured.word).collect();
    };
    all.into_iter().flat_map(|line| weighed(line, usual)).collect()
}

/// The words of a line, bold where their strokes are thicker than usual. Single letters and marks
/// are what stands before them; a line that is nearly all of one weight is all of it.
fn weighed(line: Vec<Measured>, usual: f32) -> Vec<Word> {
    let is_bold = |m: &Measured| m.weight.map(|weight| weight > usual * BOLD);
    let told = line.iter().filter_map(|m| Some((is_bold(m)?, letters(&m.word.text))));
    let (bold, all) =
        told.fold((0, 0), |(bold, all), (is, n)| (bold + n * usize::from(is), all + n));
    let share = bold as f32 / all.max(1) as f32;
    let first = line.iter().find_map(is_bold).unwrap_or(false);
    let mut before = first;
    let weigh = |measured: Measured| {
        before = is_bold(&measured).unwrap_or(before);
        let bold = if share >= MOST { true } else { share > 1.0 - MOST && before };
        Word { bold, ..measured.word }
    };
    line.into_iter().map(weigh).collect()
}

/// The sizes of the print of a page.
struct Sizes {
    usual: Option<f32>,
}

impl Sizes {
    fn of(lines: &[Line], scale: f32) -> Self {
        let count = |line: &Line| line.words.iter().map(|word| letters(&word.text)).sum();
        Self { usual: median(lines.iter().map(|l| (l.size / scale / LINE, count(l)))) }
    }

    /// The size of a line, from what was measured of it: to half a point.
    fn of_line(&self, size: f32) -> f32 {
        let usual = self.usual.filter(|usual| (size / usual - 1.0).abs() <= ALIKE);
        (usual.unwrap_or(size) * 2.0).round().max(2.0) / 2.0
    }
}

fn letters(text: &str) -> usize {
    text.chars().count()
}

/// The middle of values, each counted so many times.
fn median(values: impl Iterator<Item = (f32, usize)>) -> Option<f32> {
    let mut all: Vec<(f32, usize)> = values.filter(|(value, _)| value.is_finite()).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = all.iter().map(|(_, count)| count).sum::<usize>() / 2;
    let mut sum = 0;
    all.into_iter().find_map(|(value, count)| {
        sum += count;
        (sum > half).then_some(value)
    })
}

/// The letters of a word without what is not print: ends of rules are read as bars and dashes, and
/// specks as marks.
fn legible(found: &Found) -> String {
    let text = found.text.trim_matches(['|', '_']);
    let doubtful = found.confidence < SPECK;
    let text = if doubtful { text.trim_start_matches(OPENING) } else { text };
    let marks: Vec<char> = text.chars().collect();
    let speck = |at: usize| doubles(marks.get(..=at).unwrap_or_default(), &marks, at);
    grouped(marks.iter().enumerate().filter(|(at, _)| !speck(*at)).map(|(_, c)| *c).collect())
}

/// A figure with points where several commas part it, « 42,500,00 »: all but the last can only part
/// groups of three figures.
fn grouped(text: String) -> String {
    let figures = |part: &str| part.bytes().take_while(u8::is_ascii_digit).count();
    let parts: Vec<&str> = text.split(',').collect();
    let [first, groups @ .., cents] = parts.as_slice() else { return text };
    let ends = first.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_group = |group: &&str| group.len() == 3 && figures(group) == 3;
    let is_figure = (1..=3).contains(&ends) && figures(cents) == 2 && groups.iter().all(is_group);
    if groups.is_empty() || !is_figure {
        return text;
    }
    format!("{first}.{},{cents}", groups.join("."))
}

/// Whether a mark is the second of two between figures, « 42.,500,00 », and the number is the same
/// without either: a speck. « 12.,500 » may be twelve and a half, and stays.
fn doubles(before: &[char], all: &[char], at: usize) -> bool {
    let is_mark = |c: Option<&char>| c.is_some_and(|c| matches!(c, '.' | ','));
    let [.., figure, first, second] = before else { return false };
    let behind = all.get(at + 1..).unwrap_or_default();
    let figures = behind.iter().take_while(|c| c.is_ascii_digit()).count();
    let plain = figures == 2 || (figures == 3 && is_mark(behind.get(figures)));
    figure.is_ascii_digit() && is_mark(Some(first)) && is_mark(Some(second)) && plain
}

/// A word in points; `None` for specks and the ends of drawn lines.
fn measured(line: &Line, found: &Found, size: f32, on: &On<'_>) -> Option<Measured> {
    let text: String = legible(found).nfc().collect();
    let says = text.chars().any(char::is_alphanumeric);
    if text.is_empty() || (!says && found.confidence < SPECK) {
        return None;
    }
    let [x0, y0, x1, y1] = found.bbox.map(|edge| edge / on.scale);
    let origin = Origin::Ocr(found.confidence);
    if line.turn != 0 {
        let (bbox, turn) = (Rect { x0, y0, x1, y1 }, line.turn);
        let word = Word { text, bbox, baseline: y1, size, origin, turn, ..Word::default() };
        return Some(Measured { word, weight: None });
    }
    let (x0, x1) = (x0 - BEARING * size, x1 + BEARING * size);
    let foot = line.baseline_at(f32::midpoint(found.bbox[0], found.bbox[2])) / on.scale;
    // A line that was put together of several (a cell of two lines beside one of one) tells nothing
    // of a word that does not stand on it: ink reaches no deeper below it than a descender.
    let stands = foot > y0 && foot < y1 + size * DESCENT && y1 < foot + size * DESCENT * 1.5;
    let baseline = if stands { foot } else { y1 };
    let bbox = Rect { x0, x1, y0: baseline - size * ASCENT, y1: baseline + size * DESCENT };
    let weight = (says && letters(&text) >= MEASURED).then(|| weight(found.bbox, on));
    let weight = weight.map(|w| w / (size * on.scale)).filter(|w| *w > 0.0);
    Some(Measured { word: Word { text, bbox, baseline, size, origin, ..Word::default() }, weight })
}

/// How thick the strokes in a box are, in pixels: twice their area over their outline.
fn weight(bbox: Box4, on: &On<'_>) -> f32 {
    let [x0, y0, x1, y1] = bbox.map(|edge| edge.max(0.0) as usize);
    let (x1, y1) = (x1.min(on.picture.width), y1.min(on.picture.height));
    let ink = |x: usize, y: usize| on.picture.at(x, y) <= on.threshold;
    let (mut area, mut outline) = (0_u32, 0_u32);
    for y in y0..y1 {
        for x in x0..x1 {
            if ink(x, y) {
                area += 1;
                outline += u32::from(!ink(x + 1, y)) + u32::from(!ink(x, y + 1));
                outline +=
                    u32::from(x == 0 || !ink(x - 1, y)) + u32::from(y == 0 || !ink(x, y - 1));
            }
        }
    }
    if outline == 0 { 0.0 } else { 2.0 * area as f32 / outline as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of words on one baseline, each `(text, left, right)`, with strokes so thick.
    fn made(words: &[(&str, f32, f32, usize)]) -> (Picture, Line) {
        let mut picture = Picture { width: 600, height: 100, grey: vec![240; 60_000] };
        let found = words.iter().map(|(text, left, right, thick)| {
            for x in (*left as usize..*right as usize).step_by(10) {
                for y in 40..70 {
                    picture.grey[y * 600 + x..y * 600 + x + thick].fill(20);
                }
            }
            let bbox = [*left, 40.0, *right, 70.0];
            Found { text: (*text).to_owned(), bbox, confidence: 90 }
        });
        let words = found.collect();
        let bbox = [0.0, 40.0, 600.0, 78.0];
        (picture, Line { bbox, baseline: (0.0, -8.0), size: 39.0, turn: 0, words })
    }

    fn read(line: &Line, picture: &Picture) -> Vec<Word> {
        words(std::slice::from_ref(line), &On { picture, threshold: 128, scale: 4.0 })
    }

    #[test]
    fn words_of_a_line_that_runs_up_are_turned_and_keep_their_boxes() {
        let (picture, mut line) = made(&[("347", 100.0, 160.0, 3)]);
        line.turn = 270;
        let [word] = &read(&line, &picture)[..] else { panic!() };
        assert_eq!((word.turn, word.bbox), (270, Rect::from([25.0, 10.0, 40.0, 17.5])));
    }

    #[test]
    fn words_stand_on_the_baseline_of_their_line_in_points() {
        let (picture, line) = made(&[("347", 40.0, 80.0, 3), ("000", 100.0, 140.0, 3)]);
        let words = read(&line, &picture);
        assert_eq!((words[0].bbox.x0, words[1].bbox.x1), (10.0 - 0.315, 35.0 + 0.315));
        assert_eq!((words[0].baseline, words[0].size), (17.5, 10.5));
        assert_eq!(words[0].origin, Origin::Ocr(90));
    }

    #[test]
    fn a_word_that_lies_lower_than_its_line_stands_on_its_own_ink() {
        let (picture, mut line) = made(&[("347", 40.0, 80.0, 3), ("000", 100.0, 140.0, 3)]);
        line.words[0].bbox[3] = 78.0;
        line.words[1].bbox = [100.0, 66.0, 140.0, 96.0];
        let feet: Vec<f32> = read(&line, &picture).iter().map(|word| word.baseline).collect();
        assert_eq!(feet, [17.5, 24.0], "a descender is no foot");
    }

    #[test]
    fn thick_strokes_are_bold() {
        let bold = |all: &[(&str, f32, f32, usize)]| -> Vec<bool> {
            let (picture, line) = made(all);
            read(&line, &picture).iter().map(|word| word.bold).collect()
        };
        let (text, total) = (("courant", 100.0, 170.0, 3), ("Total", 200.0, 250.0, 6));
        assert_eq!(
            bold(&[("texte", 40.0, 90.0, 3), text, total, (":", 260.0, 270.0, 6)]),
            [false, false, true, true]
        );
        let long = ("d'une explication", 300.0, 500.0, 3);
        assert_eq!(bold(&[text, ("de", 200.0, 240.0, 6), long]), [false; 3], "nearly all");
    }

    #[test]
    fn two_marks_between_figures_are_one() {
        let of = |text: &str, confidence| {
            legible(&Found { text: text.to_owned(), bbox: [0.0; 4], confidence })
        };
        assert_eq!(of("42.,500,00€", 90), "42.500,00€");
        assert_eq!(of("12,.50", 90), "12,50");
        assert_eq!(of("42,500,00€", 90), "42.500,00€");
        assert_eq!(of("1,042,500,00", 90), "1.042.500,00");
        assert_eq!(of("1,2,50", 90), "1,2,50");
        assert_eq!(of("12,500", 90), "12,500");
        assert_eq!(of("12.,500", 90), "12.,500", "twelve thousand, or twelve and a half");
        assert_eq!(of("1.1.", 90), "1.1.");
        assert_eq!(of("_140", 90), "140");
        assert_eq!((of("“Action", 9), of("“Action", 95)), ("Action".into(), "“Action".into()));
        assert_eq!(of("etc...", 95), "etc...");
    }

    #[test]
    fn specks_and_ends_of_rules_are_no_words() {
        let (picture, mut line) = made(&[("|347|", 40.0, 80.0, 3), ("—", 100.0, 140.0, 3)]);
        line.words[1].confidence = 20;
        let words = read(&line, &picture);
        assert_eq!(words.iter().map(|w| w.text.as_str()).collect::<Vec<_>>(), ["347"]);
    }
}

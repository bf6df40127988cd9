//! Short words and numbers that Tesseract is not sure of, read once more: lines in, the same lines
//! with surer readings out.
//!
//! A code that stands alone in a narrow cell (« 1.1 » under « Action ») is too little to know
//! letters by: it is read « T1 », « LE », « 2 E ». Behind a word that was read well it is read
//! right. So each doubtful word is set behind the last sure one before it, on one line of a picture
//! of its own: all of a page are read by one more run of the program. Twice the size helps nothing
//! (the picture has some 300 pixels an inch already), nor does allowing digits alone.
//!
//! An amount is never replaced by another: that two differ tells only that it must be looked at.
//! Nor is a second reading that fails passed over: who asks is told, for the words stay doubtful.

use std::ops::Range;

use super::hocr::{Found, Line, SIDE};
use super::picture::Picture;

/// Confidence below which a number is read again.
const DOUBTFUL: u8 = 85;
/// Confidence below which a word of few letters may be a number.
const MISREAD: u8 = 60;
/// Letters of a word that may be a number.
const FEW: usize = 3;
/// Confidence from which a reading replaces another, and a word can stand before another.
const SURE: u8 = 85;
/// Letters of a word that stands before another.
const LONG: usize = 4;
/// Paper around a word, in parts of the height of its line.
const MARGIN: f32 = 0.2;
/// Paper within a run of words, in parts of the height of their line.
const GAP: f32 = 0.6;
/// Letters of the page for one that is read again, the words before included: what it costs.
const SHARE: usize = 10;
/// Letters that are read again of any page.
const LEAST: usize = 80;
/// Height of a word at most, in parts of that of its line: what is taller is no print (a rule that
/// was read as « 1 »).
const TALL: f32 = 2.0;
/// Pixels of a picture of doubtful words that is never too large, however small their page.
const SMALL: usize = 1 << 20;

/// Words of a line that are read again as one.
#[derive(Debug, Clone, PartialEq)]
struct Doubt {
    line: usize,
    words: Range<usize>,
    /// The word that is set before them, by its line and its place there.
    before: Option<(usize, usize)>,
}

/// Reads doubtful words of a page again; `read` reads lines that stand below each other. Where it
/// fails, what was read first stays.
pub(super) fn again<E>(
    lines: &mut [Line],
    picture: &Picture,
    read: impl Fn(&Picture) -> Result<Vec<Line>, E>,
) -> Result<(), E> {
    let mut doubts = affordable(doubts(lines), lines);
    let (sheet, strips) = sheet(&mut doubts, lines, picture);
    if doubts.is_empty() {
        return Ok(());
    }
    let found = read(&sheet)?;
    // From the last: words that become one move those behind them.
    for (doubt, strip) in doubts.iter().zip(&strips).rev() {
        if let (Some(second), Some(line)) = (strip.said(&found), lines.get_mut(doubt.line)) {
            settle(line, &doubt.words, second);
        }
    }
    Ok(())
}

/// The doubtful words of a page, in order.
fn doubts(lines: &[Line]) -> Vec<Doubt> {
    let mut doubts: Vec<Doubt> = Vec::new();
    let mut sure: Option<(usize, usize)> = None;
    for (at, line) in lines.iter().enumerate() {
        for (index, word) in line.words.iter().enumerate() {
            if is_doubtful(word) && !is_tall(word, line) {
                match doubts.last_mut().filter(|last| goes_on(last, at, index, line)) {
                    Some(last) => last.words.end = index + 1,
                    None => {
                        doubts.push(Doubt { line: at, words: index..index + 1, before: sure });
                    }
                }
            } else if can_lead(word) {
                sure = Some((at, index));
            }
        }
    }
    doubts.retain(|doubt| line_words(doubt, lines).iter().any(says));
    doubts
}

/// Whether a word stands just behind the last of a run.
fn goes_on(run: &Doubt, at: usize, index: usize, line: &Line) -> bool {
    run.line == at && run.words.end == index && stands_beside(line, index - 1)
}

/// Whether no more than a space parts a word of a line from the next.
fn stands_beside(line: &Line, index: usize) -> bool {
    match line.words.get(index..index + 2) {
        Some([one, next]) => next.bbox[0] - one.bbox[2] < GAP * line.size,
        _ => false,
    }
}

fn letters(word: &Found) -> usize {
    word.text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn says(word: &Found) -> bool {
    letters(word) > 0
}

fn has_digit(word: &Found) -> bool {
    word.text.contains(|c: char| c.is_ascii_digit())
}

fn is_figure(word: &Found) -> bool {
    has_digit(word) || is_sign(&word.text)
}

fn is_doubtful(word: &Found) -> bool {
    let few = word.confidence < MISREAD && letters(word) <= FEW;
    few || (word.confidence < DOUBTFUL && is_figure(word))
}

fn is_tall(word: &Found, line: &Line) -> bool {
    word.bbox[3] - word.bbox[1] > TALL * line.size
}

/// A word of letters alone: numbers side by side may be taken for one.
fn can_lead(word: &Found) -> bool {
    word.confidence >= SURE && letters(word) >= LONG && !has_digit(word)
}

fn line_words<'l>(doubt: &Doubt, lines: &'l [Line]) -> &'l [Found] {
    lines.get(doubt.line).and_then(|line| line.words.get(doubt.words.clone())).unwrap_or_default()
}

/// Those that are worth their time: what is no number before numbers, the most doubtful first, up
/// to a share of the page; in order.
fn affordable(mut doubts: Vec<Doubt>, lines: &[Line]) -> Vec<Doubt> {
    let count = |words: &[Found]| words.iter().map(|w| w.text.chars().count()).sum::<usize>();
    let all: usize = lines.iter().map(|line| count(&line.words)).sum();
    let mut left = (all / SHARE).max(LEAST);
    doubts.sort_by_cached_key(|doubt| {
        let first = together(line_words(doubt, lines));
        (is_number(&first.text), first.confidence, doubt.line, doubt.words.start)
    });
    doubts.retain(|doubt| {
        let before = doubt.before.and_then(|(line, word)| lines.get(line)?.words.get(word));
        let cost =
            count(line_words(doubt, lines)) + count(before.map_or(&[], std::slice::from_ref));
        let affordable = cost <= left;
        left -= if affordable { cost } else { 0 };
        affordable
    });
    doubts.sort_by_key(|doubt| (doubt.line, doubt.words.start));
    doubts
}

/// A line of the picture of doubtful words.
struct Strip {
    top: f32,
    bottom: f32,
    /// Where the doubtful words begin.
    from: f32,
}

impl Strip {
    /// What was read there.
    fn said(&self, lines: &[Line]) -> Option<Found> {
        let words = lines.iter().flat_map(|line| &line.words).filter(|word| {
            let [x0, y0, x1, y1] = word.bbox;
            let (x, y) = (f32::midpoint(x0, x1), f32::midpoint(y0, y1));
            x >= self.from && self.top <= y && y < self.bottom
        });
        let words: Vec<Found> = words.cloned().collect();
        (!words.is_empty()).then(|| together(&words))
    }
}

/// A part of the picture that goes on a line of another: its box and its baseline.
struct Part {
    bbox: [usize; 4],
    foot: usize,
}

impl Part {
    fn of(line: &Line, words: &[Found], picture: &Picture) -> Self {
        let [x0, y0, x1, y1] = together(words).bbox;
        let margin = MARGIN * line.size;
        let foot = line.baseline_at(f32::midpoint(x0, x1));
        let foot = if foot > f32::midpoint(y0, y1) && foot <= y1 + margin { foot } else { y1 };
        let across = |x: f32| (x.max(0.0) as usize).min(picture.width);
        let down = |y: f32| (y.max(0.0) as usize).min(picture.height);
        let bbox = [across(x0 - margin), down(y0 - margin), across(x1 + margin), down(y1 + margin)];
        Self { bbox, foot: down(foot).clamp(bbox[1], bbox[3]) }
    }

    /// How far it reaches above and below its baseline.
    fn reach(&self) -> (usize, usize) {
        (self.foot - self.bbox[1], self.bbox[3] - self.foot)
    }
}

/// Parts of the picture that go on one line of another.
struct Row {
    parts: Vec<Part>,
    width: usize,
    /// How far they reach above and below their baseline.
    above: usize,
    below: usize,
}

impl Row {
    fn of(doubt: &Doubt, lines: &[Line], picture: &Picture) -> Self {
        let part = |line: usize, words: Range<usize>| {
            let line = lines.get(line)?;
            Some(Part::of(line, line.words.get(words)?, picture))
        };
        let before = doubt.before.and_then(|(line, word)| part(line, word..word + 1));
        let own = part(doubt.line, doubt.words.clone());
        let parts: Vec<Part> = before.into_iter().chain(own).collect();
        let width = parts.iter().map(|part| part.bbox[2] - part.bbox[0]).sum();
        let above = parts.iter().map(|part| part.reach().0).max().unwrap_or_default();
        let below = parts.iter().map(|part| part.reach().1).max().unwrap_or_default();
        Self { parts, width, above, below }
    }
}

/// The picture of doubtful words, each behind the word that leads it, and where each stands on it.
/// It is no larger than their page: those that have no room on it are left out of the doubts.
fn sheet(doubts: &mut Vec<Doubt>, lines: &[Line], picture: &Picture) -> (Picture, Vec<Strip>) {
    let room = picture.grey.len().max(SMALL);
    let mut rows: Vec<Row> = doubts.iter().map(|doubt| Row::of(doubt, lines, picture)).collect();
    let parts = rows.iter().flat_map(|row| &row.parts);
    let mut heights: Vec<usize> = parts.map(|part| part.bbox[3] - part.bbox[1]).collect();
    heights.sort_unstable();
    let median = heights.get(heights.len() / 2).copied().unwrap_or_default();
    // As much as the tallest has, unless that is no line like the others.
    let space = heights.last().map_or(0, |tallest| *tallest.min(&(2 * median)));
    let wide = rows.iter().map(|row| row.width).max().unwrap_or_default() + 2 * space;
    let most = (room / wide.max(1)).min(SIDE as usize);
    let (mut strips, mut y) = (Vec::with_capacity(rows.len()), space);
    for row in &rows {
        let bottom = y + row.above + row.below;
        if bottom + space > most || wide > SIDE as usize {
            break;
        }
        let last = row.parts.last().map_or(0, |part| part.bbox[2] - part.bbox[0]);
        let from = (space + row.width - last) as f32;
        strips.push(Strip { top: y as f32, bottom: bottom as f32, from });
        y = bottom + space / 2;
    }
    doubts.truncate(strips.len());
    rows.truncate(strips.len());
    if rows.is_empty() {
        return (Picture::blank(0, 0), strips);
    }
    let mut sheet = Picture::blank(wide, y + space);
    for (row, strip) in rows.iter().zip(&strips) {
        let mut x = space;
        for part in &row.parts {
            let top = strip.top as usize + row.above - part.reach().0;
            sheet.paste(picture, part.bbox, (x, top));
            x += part.bbox[2] - part.bbox[0];
        }
    }
    (sheet, strips)
}

/// Words as one: as sure as the least sure of them.
fn together(words: &[Found]) -> Found {
    let texts: Vec<&str> = words.iter().map(|word| &*word.text).collect();
    let union =
        |a: [f32; 4], b: [f32; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
    Found {
        text: texts.join(" "),
        bbox: words.iter().map(|word| word.bbox).reduce(union).unwrap_or_default(),
        confidence: words.iter().map(|word| word.confidence).min().unwrap_or_default(),
    }
}

/// Settles what two readings of some words come to.
fn settle(line: &mut Line, words: &Range<usize>, second: Found) {
    let Some(doubtful) = line.words.get(words.clone()) else { return };
    let first = together(doubtful);
    if bare(&first.text) == bare(&second.text) {
        // Two that agree are as sure as the surer.
        for word in line.words.get_mut(words.clone()).unwrap_or_default() {
            word.confidence = word.confidence.max(second.confidence);
        }
        return;
    }
    let surer = second.confidence >= SURE && second.confidence > first.confidence;
    let kept = is_number(&first.text) && is_amount(line, words);
    if surer && is_number(&second.text) && !kept {
        line.words.splice(words.clone(), [Found { bbox: first.bbox, ..second }]);
    }
}

/// A reading without blanks and signs of currency, which a box may hold or not.
fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '€').collect()
}

fn is_sign(text: &str) -> bool {
    text.contains(['€', '%'])
}

/// Whether a reading is figures with single marks between them.
fn is_number(text: &str) -> bool {
    let text = text.trim_end_matches(['€', '%', '.', ',', ')', ' ']);
    let ends = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let marks = |pair: &[char]| pair.iter().all(|c| !c.is_ascii_digit());
    let all: Vec<char> = text.chars().collect();
    ends(text.chars().next())
        && ends(text.chars().last())
        && all.iter().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ' '))
        && !all.windows(2).any(marks)
}

/// Whether words of a line are an amount or part of one: cents, thousands, a sign, or figures just
/// beside them.
fn is_amount(line: &Line, words: &Range<usize>) -> bool {
    let own = line.words.get(words.clone()).unwrap_or_default();
    let text = together(own).text;
    let grouped = text.rsplit(['.', ',', ' ']).next().is_some_and(|last| last.len() >= 3);
    let cents = text.rsplit_once(',').is_some_and(|(_, cents)| cents.len() == 2);
    let number = |at: usize| line.words.get(at).is_some_and(is_figure);
    let before = words.start.checked_sub(1).filter(|at| stands_beside(line, *at));
    let behind = words.end.checked_sub(1).filter(|at| stands_beside(line, *at));
    is_sign(&text)
        || cents
        || (text.contains(['.', ',', ' ']) && grouped)
        || before.is_some_and(number)
        || behind.is_some_and(|at| number(at + 1))
}

#[cfg(test)]
mod tests;

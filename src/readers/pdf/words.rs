//! Words out of glyphs: split at spaces and at gaps, doubles dropped, letters composed.
//!
//! A gap is judged against the size of the letters and against the tightest gap of its own run,
//! so that letter-spaced titles stay whole and justified lines split. Order is that of drawing.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use unicode_normalization::UnicodeNormalization;

use super::fonts::Fonts;
use super::glyph::{Glyph, Letters, is_space};
use super::hidden;
use crate::document::{Origin, Word};
use crate::place::Rect;

/// Parts of an em above and below the baseline that a word's box takes: an em in all.
const ASCENT: f32 = 0.78;
/// See [`ASCENT`].
const DESCENT: f32 = 0.22;
/// Part of an em from which a gap parts two words.
const GAP: f32 = 0.12;
/// Part of an em by which letters may overlap and still be one word (kerning).
const OVERLAP: f32 = 0.35;
/// Part of an em within which the same letter drawn again is the same letter.
const DOUBLE: f32 = 0.1;
/// Points within which it is, however tall.
const REACH: f32 = 50.0;

/// The words of a page.
pub(super) fn words(glyphs: Vec<Glyph>, fonts: &Fonts) -> Vec<Word> {
    let mut glyphs = single(glyphs);
    hidden::spread(&mut glyphs);
    let mut words = Vec::new();
    let mut rest = glyphs.as_slice();
    while !rest.is_empty() {
        let (run, tail) = rest.split_at(run_length(rest));
        let limit = GAP + spacing(run);
        let mut from = 0;
        for end in 1..=run.len() {
            let split = match (run.get(end - 1), run.get(end)) {
                (Some(a), Some(b)) => parted(a, b, limit),
                _ => true,
            };
            if split {
                words.extend(run.get(from..end).and_then(|letters| word(letters, fonts)));
                from = end;
            }
        }
        rest = tail;
    }
    words
}

/// Glyphs from the first that are written on: same direction, size and line, no jump.
fn run_length(glyphs: &[Glyph]) -> usize {
    let follows = |pair: &[Glyph]| matches!(pair, [a, b] if follows(a, b));
    1 + glyphs.windows(2).take_while(|pair| follows(pair)).count()
}

fn follows(a: &Glyph, b: &Glyph) -> bool {
    let size = a.size.max(b.size);
    a.turn() == b.turn()
        && a.hidden == b.hidden
        && ((-OVERLAP..1.5).contains(&(a.gap(b) / size)) || accented(a, b))
        && (level(a, b, size) || raised(a, b, size))
}

/// Whether one glyph is an accent over the other.
fn accented(a: &Glyph, b: &Glyph) -> bool {
    stacked(a, b) && accent(&a.letters).or(accent(&b.letters)).is_some() && a.gap(b) > -a.size
}

/// Whether two glyphs stand on one line: the same size, or small capitals after a large one.
fn level(a: &Glyph, b: &Glyph, size: f32) -> bool {
    let (rise, ratio) = (a.rise(b).abs() / size, a.size.min(b.size) / size);
    (ratio > 0.8 && rise < 0.15) || (ratio > 0.6 && rise < 0.02 && a.gap(b) < GAP * size)
}

/// Whether one glyph is a raised letter that belongs to the other: the “er” of “1er”, the “3” of
/// “m3”. A raised digit elsewhere calls a footnote, and “347 000” must not take it in.
fn raised(a: &Glyph, b: &Glyph, size: f32) -> bool {
    let (small, base) = if a.size < b.size { (a, b) } else { (b, a) };
    let rise = base.rise(small) / size;
    let close = a.gap(b) < GAP * size && (-0.1..0.6).contains(&rise);
    let written = |g: &Glyph| g.letters.first().is_some_and(|c| c.is_alphabetic() || c == '°');
    let unit = |g: &Glyph| g.letters == Letters::One('m');
    let power = |g: &Glyph| matches!(g.letters, Letters::One('2' | '3'));
    close && small.size > size * 0.4 && (written(small) || (unit(base) && power(small)))
}

/// Whether two glyphs of a run are of two words.
fn parted(a: &Glyph, b: &Glyph, limit: f32) -> bool {
    a.letters.is_space() || b.letters.is_space() || a.gap(b) > limit * a.size.max(b.size)
}

/// The letter-spacing of a run, in parts of an em: its tightest gap, where that is wide enough
/// to be meant and there are enough letters to tell.
fn spacing(run: &[Glyph]) -> f32 {
    let (mut tightest, mut pairs) = (f32::MAX, 0);
    for pair in run.windows(2) {
        let [a, b] = pair else { continue };
        if !a.letters.is_space() && !b.letters.is_space() {
            tightest = tightest.min(a.gap(b) / a.size);
            pairs += 1;
        }
    }
    if pairs >= 3 && (0.04..0.4).contains(&tightest) { tightest } else { 0.0 }
}

/// The word of consecutive glyphs; `None` if it has no letter.
fn word(glyphs: &[Glyph], fonts: &Fonts) -> Option<Word> {
    let first = glyphs.first()?;
    let text = spelled(glyphs);
    if text.is_empty() {
        return None;
    }
    let text: String = if text.is_ascii() { text } else { text.nfc().collect() };
    // A raised letter neither lifts its word nor makes it small.
    let base = glyphs.iter().reduce(|a, b| if b.size > a.size * 1.05 { b } else { a })?;
    let bbox = Rect::hull(glyphs.iter().map(|g| boxed(g, base)))?;
    let font = fonts.font(first.font);
    let bold = glyphs.iter().filter(|g| g.bold || fonts.font(g.font).is_some_and(|f| f.bold));
    Some(Word {
        text,
        bbox,
        baseline: base.y,
        size: base.size,
        bold: bold.count() * 2 > glyphs.len(),
        italic: font.is_some_and(|f| f.italic),
        turn: first.turn(),
        mcid: first.mcid,
        origin: if first.hidden { Origin::HiddenText } else { Origin::Text },
    })
}

/// The text of consecutive glyphs.
///
/// Old typesetting draws an accent of its own over a letter, before or after it: where the two
/// stand on each other they are one letter.
fn spelled(glyphs: &[Glyph]) -> String {
    let mut text = String::with_capacity(glyphs.len());
    let mut waiting = None;
    for (i, glyph) in glyphs.iter().enumerate() {
        let mark = accent(&glyph.letters);
        if let Some(mark) = mark {
            if glyphs.get(i + 1).is_some_and(|next| stacked(glyph, next)) {
                waiting = Some(mark);
                continue;
            }
            let last = i.checked_sub(1).and_then(|j| glyphs.get(j));
            if last.is_some_and(|last| stacked(last, glyph)) {
                text.push(mark);
                continue;
            }
        }
        match &glyph.letters {
            Letters::One(c) => spell(*c, &mut text),
            Letters::Many(s) => s.chars().for_each(|c| spell(c, &mut text)),
            Letters::Unknown => text.push('\u{fffd}'),
        }
        if mark.is_none() {
            text.extend(waiting.take());
        }
    }
    text
}

/// Whether two glyphs are drawn on one another.
fn stacked(a: &Glyph, b: &Glyph) -> bool {
    let narrow = a.advance.min(b.advance);
    narrow > 0.0 && a.gap(b) < -0.6 * narrow
}

/// The combining mark of an accent that takes room of its own.
fn accent(letters: &Letters) -> Option<char> {
    match letters {
        Letters::One('´') => Some('\u{301}'),
        Letters::One('`') => Some('\u{300}'),
        Letters::One('ˆ' | '^') => Some('\u{302}'),
        Letters::One('¨') => Some('\u{308}'),
        Letters::One('˜') => Some('\u{303}'),
        Letters::One('¸') => Some('\u{327}'),
        _ => None,
    }
}

/// Appends a character: ligatures split, spaces and marks of no width left out.
fn spell(c: char, text: &mut String) {
    match c {
        '\u{fb00}'..='\u{fb06}' => text.extend(std::iter::once(c).nfkc()),
        c if is_space(c) || c.is_control() => {}
        c => text.push(c),
    }
}

/// A glyph's origin brought down to the baseline of its word.
fn lowered(glyph: &Glyph, base: &Glyph) -> (f32, f32) {
    let rise = base.rise(glyph);
    let (dx, dy) = base.direction;
    (glyph.x - dy * rise, glyph.y + dx * rise)
}

/// The box of a glyph at the baseline and in the size of its word: its advance across, ascent to
/// descent down.
fn boxed(glyph: &Glyph, base: &Glyph) -> Rect {
    let (x, y) = lowered(glyph, base);
    let (dx, dy) = glyph.direction;
    let corner = |along: f32, up: f32| {
        let (x, y) = (x + dx * along + dy * up, y + dy * along - dx * up);
        Rect { x0: x, y0: y, x1: x, y1: y }
    };
    let (ascent, descent) = (ASCENT * base.size, -DESCENT * base.size);
    let foot = corner(0.0, ascent).union(corner(0.0, descent));
    foot.union(corner(glyph.advance, ascent)).union(corner(glyph.advance, descent))
}

/// Drops every glyph that was already drawn at its place, and marks the first as bold: drawing
/// twice, a hair apart or once filled and once stroked, is how bold is faked.
fn single(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let mut seen = Seen::new(glyphs.len());
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        let Some(letter) = glyph.letters.first().filter(|_| !glyph.letters.is_space()) else {
            kept.push(glyph);
            continue;
        };
        // A letter that is as tall as a page is none that producers draw twice.
        let reach = (DOUBLE * glyph.size).min(REACH);
        let (x0, x1) = (bucket(glyph.x - reach), bucket(glyph.x + reach));
        let (y0, y1) = (bucket(glyph.y - reach), bucket(glyph.y + reach));
        let near = (x0..=x1).flat_map(|x| (y0..=y1).map(move |y| key(letter, x, y)));
        let twin = near
            .filter_map(|k| seen.last(k))
            .find(|&i| kept.get(i).is_some_and(|other| same(other, &glyph)));
        if let Some(twin) = twin.and_then(|i| kept.get_mut(i)) {
            twin.bold |= glyph.bold || apart(twin, &glyph);
            twin.hidden &= glyph.hidden;
            continue;
        }
        seen.note(key(letter, bucket(glyph.x), bucket(glyph.y)), kept.len());
        kept.push(glyph);
    }
    kept
}

/// Whether a glyph drawn again is off by what can be seen: the same glyph at the same place is an
/// accident of the producer, not bold.
fn apart(a: &Glyph, b: &Glyph) -> bool {
    (a.x - b.x).abs().max((a.y - b.y).abs()) > 0.004 * a.size
}

fn same(a: &Glyph, b: &Glyph) -> bool {
    let reach = (DOUBLE * a.size).min(a.advance * 0.45);
    a.letters == b.letters
        && (a.x - b.x).abs() <= reach
        && (a.y - b.y).abs() <= DOUBLE * a.size
        && a.size.min(b.size) > a.size.max(b.size) * 0.9
}

/// Buckets are four points wide: a glyph reaches into one or two of them.
fn bucket(v: f32) -> i32 {
    // As `floor` would have it, which is a call on processors of every kind.
    let wide = v / 4.0;
    let cut = wide as i32;
    cut.saturating_sub(i32::from(cut as f32 > wide))
}

fn key(letter: char, x: i32, y: i32) -> u64 {
    (u64::from(letter as u32) << 40)
        ^ (u64::from(x as u32 & 0xf_ffff) << 20)
        ^ u64::from(y as u32 & 0xf_ffff)
}

/// The last glyph of each letter in each bucket.
///
/// Nearly every letter is drawn once, which a bit tells without a look into the map: a page asks
/// for two or three buckets a glyph.
struct Seen {
    last: HashMap<u64, usize, BuildHasherDefault<Mixer>>,
    marks: Vec<u64>,
}

impl Seen {
    /// Nothing seen, with room for so many glyphs.
    fn new(glyphs: usize) -> Self {
        let mut last = HashMap::default();
        last.reserve(glyphs);
        Self { last, marks: vec![0; 1 << 10] }
    }

    fn last(&self, key: u64) -> Option<usize> {
        let (word, bit) = mark(key);
        let marked = self.marks.get(word).is_some_and(|word| word & bit != 0);
        if marked { self.last.get(&key).copied() } else { None }
    }

    fn note(&mut self, key: u64, index: usize) {
        let (word, bit) = mark(key);
        if let Some(word) = self.marks.get_mut(word) {
            *word |= bit;
        }
        self.last.insert(key, index);
    }
}

/// The bit of a key, one of 2¹⁶, by the word of 64 that holds it.
fn mark(key: u64) -> (usize, u64) {
    let mixed = key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48;
    ((mixed >> 6) as usize, 1 << (mixed & 63))
}

/// A hasher for keys that are already numbers; the map is only ever asked, never walked.
#[derive(Default)]
struct Mixer(u64);

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(self.0 ^ u64::from(*byte));
        }
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

//! Letters of a hidden layer set where their ink is: glyphs in, the same spread out.
//!
//! What recognition writes under a scan (Tesseract, and `OCRmyPDF` which runs it) is a word with the
//! space behind it, both together made as wide as the ink of the word alone. Taken as drawn each
//! word would end a letter early, and every space in a paragraph would be as wide as that between
//! two columns. Other makers let a space reach to the next word: those are left as they are.

use super::glyph::Glyph;

/// Part of an em from which there is a gap between a space and the word behind it.
const GAP: f32 = 0.1;
/// Part of an em within which letters are drawn one after another.
const JOINED: f32 = 0.02;
/// Spaces before a word from which it can be told how they are meant.
const ENOUGH: usize = 8;

/// Spreads the letters of hidden words over the spaces that were drawn within their ink.
pub(super) fn spread(glyphs: &mut [Glyph]) {
    if !are_within(glyphs) {
        return;
    }
    for word in glyphs.chunk_by_mut(is_joined) {
        if let [letters @ .., space] = word
            && space.letters.is_space()
        {
            over(letters, space);
        }
    }
}

/// Whether spaces of hidden text are parts of the words before them: most of them end well before
/// the next word.
fn are_within(glyphs: &[Glyph]) -> bool {
    let (mut all, mut parted) = (0, 0);
    for pair in glyphs.windows(2) {
        if let [space, next] = pair
            && is_before(space, next)
        {
            all += 1;
            parted += usize::from(space.gap(next) > GAP * space.size);
        }
    }
    all >= ENOUGH && parted * 2 > all
}

/// Whether one of two hidden glyphs is a space and the other opens the next word of its line.
fn is_before(space: &Glyph, next: &Glyph) -> bool {
    let hidden = space.hidden && next.hidden && space.turn() == next.turn();
    let level = space.rise(next).abs() < space.size / 2.0;
    hidden
        && level
        && space.letters.is_space()
        && !next.letters.is_space()
        && space.gap(next) > -space.size
}

/// Whether two glyphs belong to one hidden word, its space included.
fn is_joined(a: &Glyph, b: &Glyph) -> bool {
    a.hidden && b.hidden && !a.letters.is_space() && a.gap(b).abs() < JOINED * a.size
}

/// Spreads the letters of a word to the end of its space, which takes no room then.
fn over(letters: &mut [Glyph], space: &mut Glyph) {
    let width: f32 = letters.iter().map(|letter| letter.advance).sum();
    let Some(first) = letters.first().filter(|_| width > 0.0) else { return };
    let by = (width + space.advance) / width;
    let ((x, y), (dx, dy)) = ((first.x, first.y), first.direction);
    let moved = |glyph: &mut Glyph| {
        let along = ((glyph.x - x) * dx + (glyph.y - y) * dy) * by;
        (glyph.x, glyph.y) = (x + dx * along, y + dy * along);
    };
    for letter in letters {
        moved(letter);
        letter.advance *= by;
    }
    moved(space);
    space.advance = 0.0;
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Letters;
    use super::*;

    /// Hidden words of letters half as wide as they are tall, each with its space, from these
    /// places on.
    fn line(words: &[(&str, f32)]) -> Vec<Glyph> {
        let glyph = |letter: char, x: f32| Glyph {
            letters: Letters::One(letter),
            x,
            y: 100.0,
            direction: (1.0, 0.0),
            advance: 5.0,
            size: 10.0,
            font: 0,
            bold: false,
            hidden: true,
            mcid: None,
        };
        let word = |(text, x): &(&str, f32)| -> Vec<Glyph> {
            let letters = text.chars().chain([' ']).enumerate();
            letters.map(|(at, letter)| glyph(letter, x + at as f32 * 5.0)).collect()
        };
        words.iter().flat_map(word).collect()
    }

    fn ends(glyphs: &[Glyph]) -> Vec<f32> {
        let letters = glyphs.windows(2).filter(|pair| pair[1].letters.is_space());
        letters.map(|pair| pair[0].x + pair[0].advance).collect()
    }

    #[test]
    fn a_word_ends_where_its_space_did_if_the_next_stands_further() {
        // « le » of ten points and its space of five: the ink is fifteen wide.
        let words: Vec<(&str, f32)> = (0..9).map(|n| ("le", n as f32 * 18.0)).collect();
        let mut glyphs = line(&words);
        spread(&mut glyphs);
        assert_eq!(ends(&glyphs)[..2], [15.0, 33.0]);
        assert_eq!((glyphs[1].x, glyphs[1].advance, glyphs[2].advance), (7.5, 7.5, 0.0));
    }

    #[test]
    fn spaces_that_reach_to_the_next_word_are_spaces() {
        let words: Vec<(&str, f32)> = (0..9).map(|n| ("le", n as f32 * 15.5)).collect();
        let mut glyphs = line(&words);
        spread(&mut glyphs);
        assert_eq!(ends(&glyphs)[..1], [10.0]);
    }

    #[test]
    fn few_words_and_seen_ones_are_left() {
        let few: Vec<(&str, f32)> = (0..8).map(|n| ("le", n as f32 * 18.0)).collect();
        let mut glyphs = line(&few);
        spread(&mut glyphs);
        assert_eq!(ends(&glyphs)[..1], [10.0]);
        let mut seen = line(&(0..9).map(|n| ("le", n as f32 * 18.0)).collect::<Vec<_>>());
        for glyph in &mut seen {
            glyph.hidden = false;
        }
        spread(&mut seen);
        assert_eq!(ends(&seen)[..1], [10.0]);
    }
}

//! Steps over a text: blanks, digits, words, and the few letters that French folds.
//!
//! All positions are byte offsets on character boundaries; every function is total, so that a
//! scanner built on them cannot panic whatever it is given.

/// The character at `at`.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at `at`.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// Whether an ASCII digit stands at `at`.
pub(super) fn digit_at(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(u8::is_ascii_digit)
}

/// The end of the digits that start at `at`; `at` where there is none.
pub(super) fn digits_end(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|b| b.is_ascii_digit()).count()
}

/// Whether this is a space inside a line, of any width.
pub(super) fn is_space(c: char) -> bool {
    c != '\n' && c != '\r' && c.is_whitespace()
}

/// Skips at most `most` blanks, line breaks included.
pub(super) fn skip_blanks(text: &str, at: usize, most: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest
        .chars()
        .take(most)
        .take_while(|c| c.is_whitespace())
        .map(char::len_utf8)
        .sum::<usize>()
}

/// Skips at most `most` blanks backwards, line breaks included.
pub(super) fn skip_blanks_back(text: &str, at: usize, most: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    at - before
        .chars()
        .rev()
        .take(most)
        .take_while(|c| c.is_whitespace())
        .map(char::len_utf8)
        .sum::<usize>()
}

/// The end of the letters that start at `at`.
pub(super) fn letters_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.chars().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>()
}

/// The letters that start at `at`, and nothing where they are longer than any French word.
pub(super) fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default();
    let mut len = 0;
    for (count, c) in rest.chars().enumerate() {
        if !c.is_alphabetic() {
            break;
        }
        if count > 30 {
            return "";
        }
        len += c.len_utf8();
    }
    rest.get(..len).unwrap_or_default()
}

/// The letter without its accent, in lower case; every blank a plain space.
pub(super) fn plain(c: char) -> char {
    match c {
        'A'..='Z' => c.to_ascii_lowercase(),
        'à' | 'â' | 'ä' | 'À' | 'Â' | 'Ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => 'e',
        'î' | 'ï' | 'Î' | 'Ï' => 'i',
        'ô' | 'ö' | 'Ô' | 'Ö' => 'o',
        'ù' | 'û' | 'ü' | 'Ù' | 'Û' | 'Ü' => 'u',
        'ç' | 'Ç' => 'c',
        '’' | 'ʼ' => '\'',
        'º' => '°',
        '‑' | '‐' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// At most `most` characters of `text`, each made plain.
pub(super) fn plain_text(text: &str, most: usize) -> String {
    text.chars().take(most).map(plain).collect()
}

/// The last `most` characters before `at`, each made plain, and cut at a word.
pub(super) fn plain_before(text: &str, at: usize, most: usize) -> String {
    let before = text.get(..at).unwrap_or_default();
    let start = before.char_indices().rev().take(most).last().map_or(at, |(i, _)| i);
    before.get(start..).unwrap_or_default().chars().map(plain).collect()
}

/// Whether `text` ends with the words `phrase`, at a word boundary.
pub(super) fn ends_with_words(text: &str, phrase: &str) -> bool {
    text.strip_suffix(phrase)
        .is_some_and(|head| !head.chars().next_back().is_some_and(char::is_alphanumeric))
}

/// Whether `text` starts with the words `phrase`, at a word boundary.
pub(super) fn starts_with_words(text: &str, phrase: &str) -> bool {
    text.strip_prefix(phrase)
        .is_some_and(|tail| !tail.chars().next().is_some_and(char::is_alphanumeric))
}

/// Where a number stands in a text as a whole, by the byte: not as the end of a longer one
/// (« 12 500 € » in « 112 500 € »); the first place that is not within another where there is one,
/// else the first.
#[must_use]
pub fn place_of(text: &str, written: &str) -> Option<usize> {
    let whole = |at: &usize| {
        let before = text.get(..*at).unwrap_or("");
        let mut back = before.chars().rev();
        match back.next() {
            Some(c) if c.is_ascii_digit() => false,
            Some('.' | ',' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}') => {
                let group = written.chars().take_while(char::is_ascii_digit).count() == 3;
                !(group && back.next().is_some_and(|c| c.is_ascii_digit()))
            }
            _ => true,
        }
    };
    let places = || text.match_indices(written).map(|(at, _)| at);
    places().find(whole).or_else(|| places().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_where_it_is_no_end_of_a_longer_one() {
        for (text, written, at) in [
            ("112 500 € puis 12 500 €", "12 500 €", Some(17)),
            ("12 500 €, dont 500 €", "500 €", Some(17)),
            ("En tout 500 €", "500 €", Some(8)),
            ("112 500 €", "12 500 €", Some(1)),
            ("rien", "12", None),
        ] {
            assert_eq!(place_of(text, written), at, "{text}");
        }
    }
}

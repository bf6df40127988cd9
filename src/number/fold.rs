//! Text as a reader compares it: accents, case, and kinds of space, dash and quote folded.
//!
//! Every byte of a folded text knows the byte of the source that it comes from, so that what
//! is found in the one is quoted from the other. Folding is NFKD without marks, lower case,
//! blanks run together, soft hyphens and zero-width characters dropped.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text with the way back to its source.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, where in the source its character starts and ends.
    origin: Vec<(u32, u32)>,
}

impl Folded {
    /// The bytes of the source that `range` of the folded text comes from. An empty range is
    /// an empty place before its character; what lies beyond the end is the end.
    #[must_use]
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let end_of_all = self.origin.last().map_or(0, |(_, end)| *end as usize);
        let start = self.origin.get(range.start).map_or(end_of_all, |(start, _)| *start as usize);
        let last = range.end.checked_sub(1).filter(|last| *last >= range.start);
        let end = last.map_or(start, |last| {
            self.origin.get(last).map_or(end_of_all, |(_, end)| *end as usize)
        });
        start..end.max(start)
    }

    fn push(&mut self, c: char, from: usize, to: usize) {
        // A source past 4 GiB is beyond every limit on a document.
        let origin = (from as u32, to as u32);
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(origin, c.len_utf8()));
    }

    /// A mark of its own belongs to the letter before it.
    fn extend_last(&mut self, to: usize) {
        let bytes = self.text.chars().next_back().map_or(0, char::len_utf8);
        for (_, end) in self.origin.iter_mut().rev().take(bytes) {
            *end = to as u32;
        }
    }

    /// A blank joins the run before it.
    fn push_blank(&mut self, from: usize, to: usize) {
        if !self.text.ends_with(' ') {
            self.push(' ', from, to);
        } else if let Some(last) = self.origin.last_mut() {
            last.1 = to as u32;
        }
    }
}

/// Folds a text.
///
/// ```
/// let folded = bilan::number::fold("L’État  SOUTIENT");
/// assert_eq!(folded.text, "l'etat soutient");
/// assert_eq!(folded.source(2..6), 4..9);
/// ```
#[must_use]
pub fn fold(text: &str) -> Folded {
    let mut folded =
        Folded { text: String::with_capacity(text.len()), origin: Vec::with_capacity(text.len()) };
    for (from, c) in text.char_indices() {
        let to = from + c.len_utf8();
        if c.is_whitespace() {
            folded.push_blank(from, to);
        } else if c.is_ascii() {
            if !c.is_control() {
                folded.push(c.to_ascii_lowercase(), from, to);
            }
        } else {
            push_folded(&mut folded, c, from, to);
        }
    }
    folded
}

fn push_folded(folded: &mut Folded, c: char, from: usize, to: usize) {
    if let Some(same) = replacement(c) {
        for r in same.chars() {
            folded.push(r, from, to);
        }
        return;
    }
    if is_combining_mark(c) {
        folded.extend_last(to);
        return;
    }
    for part in std::iter::once(c).nfkd().filter(|p| !is_combining_mark(*p)) {
        if part.is_whitespace() {
            folded.push_blank(from, to);
            continue;
        }
        for lower in part.to_lowercase().filter(|l| !is_combining_mark(*l)) {
            match replacement(lower) {
                Some(same) => same.chars().for_each(|r| folded.push(r, from, to)),
                None => folded.push(lower, from, to),
            }
        }
    }
}

/// What NFKD leaves apart and readers take for one. Nothing for what no reader sees.
fn replacement(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => "",
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe63}' | '\u{ff0d}' => "-",
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | 'ʹ' | '`' | '´' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        'œ' | 'Œ' => "oe",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        'ø' | 'Ø' => "o",
        'º' => "°",
        '⁄' | '∕' => "/",
        _ => return None,
    })
}

/// The words of a text, folded and joined by one space, for comparing titles and names.
///
/// ```
/// assert_eq!(bilan::number::fold::key("Action 1.1 – L’accès aux droits."), "action 1 1 l acces aux droits");
/// ```
#[must_use]
pub fn key(text: &str) -> String {
    let folded = fold(text).text;
    let mut key = String::with_capacity(folded.len());
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_readers_take_for_one_is_one() {
        for (text, folded) in [
            ("Éducateurs à l’ŒUVRE", "educateurs a l'oeuvre"),
            ("12\u{202f}500\u{a0}€", "12 500 €"),
            ("mé\u{ad}tropole", "metropole"),
            ("fin − début — fin", "fin - debut - fin"),
            ("« ﬁche »", "\" fiche \""),
            ("e\u{301}tat", "etat"),
            ("ligne\r\n  suivante", "ligne suivante"),
        ] {
            assert_eq!(fold(text).text, folded);
        }
    }

    #[test]
    fn a_folded_range_leads_back_to_all_of_its_letters() {
        let text = "cafe\u{301} l’« œuvre »";
        let folded = fold(text);
        for (found, source) in [("cafe", "cafe\u{301}"), ("oeuvre", "œuvre"), ("'", "’")] {
            let at = folded.text.find(found).unwrap();
            assert_eq!(&text[folded.source(at..at + found.len())], source);
        }
    }

    #[test]
    fn keys_hold_words_alone() {
        assert_eq!(key("  Dijon-Métropole (21) : "), "dijon metropole 21");
        assert_eq!(key("—"), "");
    }

    proptest! {
        #[test]
        fn every_range_leads_back_to_whole_characters(text in "\\PC*", a in 0usize..60, b in 0usize..60) {
            let folded = fold(&text);
            let source = folded.source(a.min(b)..a.max(b));
            prop_assert!(text.get(source).is_some());
            prop_assert_eq!(folded.text.len(), folded.origin.len());
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text).text;
            prop_assert_eq!(&fold(&once).text, &once);
        }
    }
}

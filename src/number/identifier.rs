//! Numbers that name: telephones, SIRET and SIREN, articles of law, references of acts.
//!
//! A SIREN is nine digits as an amount may be: bare, it is told by its check digit; grouped, by
//! the word in front of it. What follows « n° » is one reference, hyphens and slashes included.

use super::text::{char_at, digit_at, digits_end, ends_with_words, is_space, skip_blanks};

/// Words of an identifier, which a colon or « n° » may part from it.
const IDENTIFIED: &[&str] = &[
    "siret",
    "siren",
    "rcs",
    "rna",
    "tel",
    "tel.",
    "telephone",
    "fax",
    "code postal",
    "iban",
    "ape",
    "naf",
    "finess",
    "chorus",
    "ej",
];

/// The end of the identifier that starts with the digit at `at`.
pub(super) fn end(text: &str, at: usize, before: &str) -> Option<usize> {
    phone_end(text, at, before)
        .or_else(|| company_end(text, at, before))
        .or_else(|| reference_end(text, at, before))
        .or_else(|| chain_end(text, at))
}

/// `03 80 12 34 56`, `03.80.12.34.56`, `0380123456`, `+33 3 80 12 34 56`.
fn phone_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    let abroad = before.ends_with('+') && text.get(at..first) == Some("33");
    if !abroad && text.as_bytes().get(at) != Some(&b'0') {
        return None;
    }
    if first - at == 10 {
        return Some(first);
    }
    let mut end = first;
    let sizes: &[usize] = if abroad { &[1, 2, 2, 2, 2] } else { &[2, 2, 2, 2] };
    if !abroad && first - at != 2 {
        return None;
    }
    for size in sizes {
        let mark = char_at(text, end).filter(|c| is_space(*c) || matches!(c, '.' | '-'))?;
        let next = end + mark.len_utf8();
        end = digits_end(text, next);
        if end - next != *size {
            return None;
        }
    }
    Some(end)
}

/// A SIRET (14 digits) or SIREN (9): spaced as 3 3 3 5, or told by its word or its check digit.
fn company_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let first = digits_end(text, at);
    let currency = || matches!(char_at(text, skip_blanks(text, first, 2)), Some('€' | 'e' | 'E'));
    match first - at {
        14 => return (!currency()).then(|| whole_float_end(text, first)),
        9 => return (!currency() && luhn(text.get(at..first)?)).then_some(first),
        3 => {}
        _ => return None,
    }
    let mut end = first;
    for _ in 0..2 {
        end = group_end(text, end, 3)?;
    }
    let named = is_identified(before);
    group_end(text, end, 5).or(named.then_some(end))
}

/// A spreadsheet that took a SIRET for a number writes `21860194600000.0`.
fn whole_float_end(text: &str, at: usize) -> usize {
    let float = text.get(at..).is_some_and(|rest| rest.starts_with(".0"));
    if float && !digit_at(text, at + 2) { at + 2 } else { at }
}

/// `044-214400400-2012-DE`: three runs of digits or more on hyphens are a reference.
fn chain_end(text: &str, at: usize) -> Option<usize> {
    let (mut end, mut hyphens) = (digits_end(text, at), 0);
    while char_at(text, end) == Some('-') && digit_at(text, end + 1) {
        end = digits_end(text, end + 1);
        hyphens += 1;
    }
    (hyphens >= 2).then(|| joined_end(text, end))
}

/// The end of a blank and exactly `size` digits at `at`.
fn group_end(text: &str, at: usize, size: usize) -> Option<usize> {
    let mark = char_at(text, at).filter(|c| is_space(*c))?;
    let next = at + mark.len_utf8();
    let end = digits_end(text, next);
    (end - next == size).then_some(end)
}

/// The check that every SIREN passes (ISO/IEC 7812-1).
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0') * if i % 2 == 1 { 2 } else { 1 };
            if d > 9 { d - 9 } else { d }
        })
        .sum();
    sum.is_multiple_of(10) && digits.bytes().any(|b| b != b'0')
}

/// `before` without the blanks, colon and « n° » that may part an identifier from its word.
fn word_of(before: &str) -> &str {
    let mut word = before.trim_end_matches([' ', ':', '°']);
    while let Some(shorter) = word.strip_suffix(" n") {
        word = shorter;
    }
    word
}

/// Whether a word of [`IDENTIFIED`] stands in front.
fn is_identified(before: &str) -> bool {
    let word = word_of(before);
    !word.is_empty() && IDENTIFIED.iter().any(|w| ends_with_words(word, w))
}

/// What follows « n° », « L. », a word of [`IDENTIFIED`]: `2020-1576`, `2008/45`, `115-3`.
fn reference_end(text: &str, at: usize, before: &str) -> Option<usize> {
    let trimmed = before.trim_end();
    if trimmed.is_empty() {
        return None;
    }
    let numbered =
        ["n°", "n° :", "numero", "no.", "nos", "n°s"].iter().any(|w| ends_with_words(trimmed, w))
            || is_identified(before);
    (numbered || after_code_letter(trimmed)).then(|| joined_end(text, at))
}

/// « article L. 115-3 », « R.* 123 », « D 412 »: one letter of a code, behind a word of law.
fn after_code_letter(before: &str) -> bool {
    let head = before.trim_end_matches(['.', '*', ' ']);
    let Some(rest) = head.strip_suffix(['l', 'r', 'd', 'a']) else { return false };
    let dotted = before.ends_with('.') && !head.ends_with('a');
    let law = rest.trim_end();
    let said = ["article", "articles", "art.", "et", "a"].iter().any(|w| ends_with_words(law, w));
    !rest.ends_with(char::is_alphanumeric)
        && (dotted || (said && !head.ends_with('a')))
        && !rest.ends_with('\'')
}

/// Takes digits and letters with the hyphens, slashes and dots inside them.
fn joined_end(text: &str, at: usize) -> usize {
    let mut end = at;
    while let Some(c) = char_at(text, end) {
        let next = end + c.len_utf8();
        let joins = matches!(c, '-' | '/' | '.' | '_' | '‑')
            && char_at(text, next).is_some_and(char::is_alphanumeric);
        if !c.is_alphanumeric() && !joins {
            break;
        }
        end = next;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_bare_digits_are_a_siren_by_their_check_digit_alone() {
        assert_eq!(end("218601947", 0, ""), None);
        assert_eq!(end("732829320", 0, ""), Some(9));
        assert_eq!(end("732829320 €", 0, ""), None);
        assert_eq!(end("000000000", 0, ""), None);
    }

    #[test]
    fn a_reference_runs_on_over_its_hyphens_and_slashes() {
        for (before, text, length) in [
            ("n°", "2008/45 du", 7),
            ("n° ", "21-2023-05, ", 10),
            ("", "12-05 mai", 0),
            ("", "044-214400400-2012-DE ", 21),
        ] {
            assert_eq!(end(text, 0, before).unwrap_or(0), length, "{text}");
        }
    }
}

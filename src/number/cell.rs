//! A whole cell: a number with nothing beside it, a mark for no value, nothing, or text.
//!
//! In a cell a bare number is a count, whatever it looks like (a year, a SIREN): the column
//! says what it is, and the caller knows the column.

use std::ops::Range;

use super::scan::{may_be_number, scan};
use super::text::{char_at, char_before, plain, plain_text};
use super::{CellValue, Kind, Token, fold};

/// Whether a cell says that its amount is not told (« n.c. », « nd », « X »): one that says that
/// there is none (« néant », « - ») is worth nothing, and known.
#[must_use]
pub fn is_untold(text: &str) -> bool {
    let folded = fold::key(text);
    matches!(cell(text), CellValue::Absent)
        && folded.starts_with(['n', 'x'])
        && !folded.starts_with("neant")
}

/// Marks for no value, folded and without blanks.
const ABSENT: &[&str] = &[
    "-",
    "--",
    "---",
    "–",
    "—",
    "−",
    "n.c.",
    "n.c",
    "nc",
    "n/c",
    "nd",
    "n.d.",
    "n.d",
    "n/d",
    "neant",
    "x",
    "xx",
    "/",
    "//",
    "...",
    "…",
    "..",
    ".",
    "s.o.",
    "s.o",
    "so",
    "n/a",
    "na",
    "n.a.",
    "#n/a",
    "nr",
    "n.r.",
    "ns",
    "sansobjet",
    "noncommunique",
    "nonrenseigne",
    "nondisponible",
    "nonconcerne",
    "aucun",
    "aucune",
    "_",
];

/// Reads a whole cell.
///
/// | cell | value |
/// |---|---|
/// | `97 000euros`, `12 000 €*`, `12 000 (1)` | amount or count, marks left out |
/// | `(1 234,00)` | −1234.00 |
/// | `12.500` | 12500 |
/// | `2 514, 84 €` | 2514.84 |
/// | `1.1` | code |
/// | `-`, `n.c.`, `néant`, `- €` | absent |
#[must_use]
pub fn cell(text: &str) -> CellValue {
    let range = trimmed(text, 0..text.len());
    if range.is_empty() {
        return CellValue::Blank;
    }
    if is_absent(text.get(range.clone()).unwrap_or_default()) {
        return CellValue::Absent;
    }
    number(text, range).map_or(CellValue::Text, CellValue::Number)
}

/// `range` without the blanks at its ends.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (part.len() - part.trim_start().len());
    start..start.max(range.start + part.trim_end().len())
}

fn is_absent(text: &str) -> bool {
    // Most cells are told by their first letter: the marks open with few.
    if text.len() > 24 || !text.starts_with(may_open_mark) {
        return false;
    }
    let plain: String = plain_text(text, 24).split_whitespace().collect();
    let mut mark = plain.trim_end_matches('€');
    while let Some(shorter) = mark.strip_suffix("euros") {
        mark = shorter;
    }
    ABSENT.contains(&plain.as_str()) || (mark.len() < plain.len() && ABSENT.contains(&mark))
}

/// Whether one of [`ABSENT`] opens with this letter.
fn may_open_mark(c: char) -> bool {
    matches!(plain(c), '-' | '–' | '—' | '−' | '/' | '.' | '…' | '#' | '_' | 'n' | 'x' | 's' | 'a')
}

fn number(text: &str, range: Range<usize>) -> Option<Token> {
    let range = without_marks(text, range);
    let part = text.get(range.clone())?;
    if opens_in_words(part) {
        return None;
    }
    // No number with its unit is longer; a paragraph need not be scanned to know that it is one.
    if part.len() > 96 || !part.bytes().any(|b| b.is_ascii_digit()) && part.len() > 64 {
        return None;
    }
    if let Some(inner) = parenthesised(part) {
        let token = number(text, range.start + 1..range.start + 1 + inner.len())?;
        return accounted(&token, range, inner);
    }
    let Some(token) = whole(part) else {
        let token = whole(&tight_cents(part)?).filter(|t| t.kind == Kind::Amount)?;
        return Some(Token { range, ..token });
    };
    Some(Token { range: range.start + token.range.start..range.start + token.range.end, ..token })
}

/// An amount without the blank that a hand put behind its decimal comma: `2 514, 84 €`.
fn tight_cents(part: &str) -> Option<String> {
    let (whole, rest) = part.split_once(',')?;
    let cents = rest.trim_start();
    let digits = cents.bytes().take_while(u8::is_ascii_digit).count();
    let slip =
        cents.len() < rest.len() && digits == 2 && whole.ends_with(|c: char| c.is_ascii_digit());
    slip.then(|| format!("{whole},{cents}"))
}

/// Whether a text without digits opens with a word that neither is a number nor may stand before
/// one: then it is none, and need not be searched.
fn opens_in_words(part: &str) -> bool {
    if part.bytes().any(|b| b.is_ascii_digit()) || !part.starts_with(char::is_alphabetic) {
        return false;
    }
    let word = part.split(|c: char| c.is_whitespace() || "()".contains(c)).next().unwrap_or(part);
    let length = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
    let whole = length == word.len();
    let letters = word.get(..length).unwrap_or_default();
    whole && !may_be_number(letters) && !is_spent(&plain_text(word, 64))
}

fn parenthesised(part: &str) -> Option<&str> {
    part.strip_prefix('(')?.strip_suffix(')')
}

/// A number in parentheses is negative, as accounts write it; `(1)` is a footnote.
fn accounted(token: &Token, range: Range<usize>, inner: &str) -> Option<Token> {
    let value = token.value.filter(|v| !v.is_sign_negative())?;
    let note = token.kind == Kind::Count && inner.len() < 3;
    let quantity = matches!(token.kind, Kind::Amount | Kind::Count | Kind::Percent);
    (quantity && !note).then_some(Token { value: Some(-value), range, ..token.clone() })
}

/// `range` without footnote marks at its end: `*`, `¹`, `(1)`, `(a)`.
fn without_marks(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = trimmed(text, range);
    loop {
        let part = text.get(range.clone()).unwrap_or_default();
        let Some(last) = char_before(part, part.len()) else { return range };
        let shorter = match last {
            '*' | '¹' | '²' | '³' | '⁴' | '⁵' | '⁶' | '⁷' | '⁸' | '⁹' | '⁰' | '†' | '‡' =>
            {
                if ends_in_measure(part) {
                    return range;
                }
                part.len() - last.len_utf8()
            }
            ')' => match part.char_indices().rev().take(4).find(|(_, c)| *c == '(') {
                Some((open, _)) if open > 0 && part.len() - open <= 4 => open,
                _ => return range,
            },
            _ => return range,
        };
        range = trimmed(text, range.start..range.start + shorter);
    }
}

/// `150 m²`: the exponent of a measure is no footnote.
fn ends_in_measure(part: &str) -> bool {
    let head = part.trim_end_matches(['²', '³']);
    head.len() < part.len() && head.ends_with('m')
}

/// The one number that the whole of `part` is.
fn whole(part: &str) -> Option<Token> {
    let mut tokens = scan(part).into_iter();
    let token = tokens.next().filter(|_| tokens.next().is_none())?;
    let head = plain_text(part.get(..token.range.start)?, 64);
    let tail = plain_text(part.get(token.range.end..)?, 64);
    if !is_spent(&head) || !is_spent(&tail) {
        return None;
    }
    let bare = token.value.is_some() && part.len() == token.range.end - token.range.start;
    let digits = bare && part.bytes().all(|b| b.is_ascii_digit());
    let lettered = part.get(token.range.clone())?.contains(char::is_alphabetic);
    let kind = match token.kind {
        // `2B`, `20h30`, `16-25 ans`: a name with a digit in it is text.
        Kind::Label if lettered => return None,
        Kind::Year => Kind::Count,
        Kind::Label if digits && part.len() < 14 && char_at(part, 0) != Some('0') => Kind::Count,
        kind => kind,
    };
    Some(Token { kind, ..token })
}

/// Whether all words are taken up by the number's tax or qualifier.
fn is_spent(words: &str) -> bool {
    words.split([' ', '(', ')']).filter(|w| !w.is_empty()).all(|w| {
        matches!(
            w,
            "ht" | "h.t."
                | "h.t"
                | "ttc"
                | "t.t.c."
                | "t.t.c"
                | "hors"
                | "taxes"
                | "taxe"
                | "toutes"
                | "comprises"
                | "environ"
                | "env."
                | "pres"
                | "de"
                | "plus"
                | "moins"
                | "au"
                | "minimum"
                | "maximum"
                | "jusqu'a"
                | "quelque"
                | "autour"
                | "soit"
                | ":"
                | "="
        )
    })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn value(text: &str) -> Option<(Kind, Option<Decimal>)> {
        match cell(text) {
            CellValue::Number(token) => Some((token.kind, token.value)),
            _ => None,
        }
    }

    #[test]
    fn a_number_is_read_with_its_marks() {
        for (text, kind, expected) in [
            ("97 000euros", Kind::Amount, "97000"),
            ("50 000 euros", Kind::Amount, "50000"),
            (" 12 000 €* ", Kind::Amount, "12000"),
            ("12 000 (1)", Kind::Count, "12000"),
            ("12 000 €¹", Kind::Amount, "12000"),
            ("(1 234,00)", Kind::Count, "-1234.00"),
            ("(1 234,00 €)", Kind::Amount, "-1234.00"),
            ("- 56 565,64 €", Kind::Amount, "-56565.64"),
            ("-56565.64", Kind::Count, "-56565.64"),
            ("12.500", Kind::Count, "12500"),
            ("20631.737446204555", Kind::Count, "20631.737446204555"),
            ("0", Kind::Count, "0"),
            ("2023", Kind::Count, "2023"),
            ("12,5 %", Kind::Percent, "12.5"),
            ("15 000 € HT", Kind::Amount, "15000"),
            ("environ 15 000 €", Kind::Amount, "15000"),
            ("12 345 678,90", Kind::Count, "12345678.90"),
            ("1234567", Kind::Count, "1234567"),
            ("2 514, 84 €", Kind::Amount, "2514.84"),
        ] {
            assert_eq!(value(text), Some((kind, expected.parse().ok())), "{text}");
        }
        assert_eq!(value("1.1"), Some((Kind::Code, None)));
        assert_eq!(value("Actions 12, 14"), None);
    }

    #[test]
    fn marks_for_no_value_are_no_zero() {
        for text in ["-", "–", "- €", "n.c.", "NC", "nd", "N.D.", "Néant", "X", "/", "...", "s.o."]
        {
            assert_eq!(cell(text), CellValue::Absent, "{text}");
        }
        assert_eq!(cell(" \u{a0}"), CellValue::Blank);
    }

    #[test]
    fn words_beside_a_number_make_text() {
        for text in [
            "12 agents",
            "Action 1.1",
            "de 10 à 15 €",
            "(1)",
            "Total 12 €",
            "2B",
            ",94,4496,",
            "12 000 € 13 000 €",
        ] {
            assert_eq!(cell(text), CellValue::Text, "{text}");
        }
    }
}

//! Every number of a text, left to right: one pass over its words and digits.
//!
//! Digits go to [`super::classify`], words to [`super::words`]; Roman ordinals are told here. A
//! second pass, from right to left, gives a number the unit that it shares with the one behind
//! it: « entre 10 et 15 % » names its sign once.

use rust_decimal::Decimal;

use super::classify::{qualified, read};
use super::text::{char_at, digit_at, plain_before, word_at};
use super::unit::{self, Measure};
use super::{Kind, Qualifier, Token, numeral, words};

/// Finds every number of a French text: sorted, disjoint, each on character boundaries.
///
/// | text | kind | value | step |
/// |---|---|---|---|
/// | `347 000€` | amount | 347000 | 1 |
/// | `1,4 million d'euros` | amount | 1400000 | 100000 |
/// | `- 56 565,64 €` | amount | -56565.64 | 0.01 |
/// | `12,5 %` | percent | 12.5 | 0.1 |
/// | `0,5799 €/m3` | rate | 0.5799 | 0.0001 |
/// | `En 2023, 5 072 entretiens` | year, count | 2023, 5072 | 1 |
/// | `6ème` | ordinal | 6 | 1 |
/// | `1.1` | code | | 1 |
/// | `31 décembre` | date | | 1 |
/// | `16-25 ans`, `n° 12`, `20h30` | label | | 1 |
/// | `dix mille euros` | amount, in words | 10000 | 1 |
#[must_use]
pub fn scan(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let (token, next) = if c.is_ascii_digit() {
            read(text, at)
        } else if c.is_alphabetic() {
            word(text, at)
        } else {
            (None, at + c.len_utf8())
        };
        if let Some(token) = token {
            let free = tokens.last().is_none_or(|last| last.range.end <= token.range.start);
            if free {
                tokens.push(token);
            }
        }
        at = next.max(at + c.len_utf8());
    }
    share(text, &mut tokens);
    tokens
}

/// A word that starts at `at`: a number, a Roman ordinal, or text to step over.
fn word(text: &str, at: usize) -> (Option<Token>, usize) {
    let end = alphanumeric_end(text, at);
    let word = text.get(at..end).unwrap_or_default();
    if matches!(word, "http" | "https" | "www") {
        return (None, address_end(text, end));
    }
    if words::starts(word)
        && let Some(token) = spelled(text, at)
    {
        let end = token.range.end;
        return (Some(token), end);
    }
    if let Some(token) = roman(text, at, word) {
        return (Some(token), end);
    }
    let end = if word.ends_with(|c: char| c.is_ascii_digit()) { code_end(text, end) } else { end };
    (None, end)
}

/// Whether a word may be a number, in words or in Roman numerals.
pub(super) fn may_be_number(word: &str) -> bool {
    words::starts(word) || word.starts_with(['I', 'V', 'X'])
}

fn alphanumeric_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let inside = |c: &char| c.is_alphabetic() || c.is_ascii_digit();
    at + rest.chars().take_while(inside).map(char::len_utf8).sum::<usize>()
}

/// The end of an address of the web: all of it up to the next blank.
fn address_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let addressed = rest.starts_with("://") || rest.starts_with('.');
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    if addressed { at + end } else { at }
}

/// A word that ends in a digit goes on over `.1` and `-2`: `F2.1` holds no number.
fn code_end(text: &str, mut end: usize) -> usize {
    while matches!(char_at(text, end), Some('.' | '-' | '/' | '_')) && digit_at(text, end + 1) {
        end = alphanumeric_end(text, end + 1);
    }
    end
}

fn spelled(text: &str, at: usize) -> Option<Token> {
    let number = words::read(text, at)?;
    let kind = match number.unit.measure {
        Measure::None => Kind::Count,
        Measure::Money => Kind::Amount,
        Measure::Rate => Kind::Rate,
        Measure::Percent => Kind::Percent,
    };
    let token = Token {
        range: at..number.unit.end,
        kind,
        value: Some(number.value.checked_mul(number.unit.factor)?),
        step: number.step.checked_mul(number.unit.factor)?,
        qualifier: Qualifier::Exact,
        tax: number.unit.tax,
        words: true,
    };
    Some(qualified(text, token, number.unit.reach, &plain_before(text, at, 32)))
}

/// `XXIe`, `Ier`, `IVème`.
fn roman(text: &str, at: usize, word: &str) -> Option<Token> {
    let digits = word.bytes().take_while(|b| matches!(b, b'I' | b'V' | b'X')).count();
    let suffix = word.get(digits..).filter(|_| (1..=8).contains(&digits))?;
    if !matches!(suffix, "e" | "er" | "ère" | "re" | "ème" | "ᵉ" | "ᵉʳ")
        || word_at(text, at) != word
    {
        return None;
    }
    let mut total = 0_i64;
    let mut highest = 0;
    for numeral in word.get(..digits)?.bytes().rev() {
        let value = match numeral {
            b'I' => 1,
            b'V' => 5,
            _ => 10,
        };
        total += if value < highest { -value } else { value };
        highest = highest.max(value);
    }
    Some(Token {
        range: at..at + word.len(),
        kind: Kind::Ordinal,
        value: Some(Decimal::from(total)),
        step: Decimal::ONE,
        qualifier: Qualifier::Exact,
        tax: None,
        words: false,
    })
}

/// Gives a number the unit that it shares with the one behind it, from right to left:
/// `1 165,50 1 393,94 €`, « entre 10 et 15 % », « les 22 et 23 juin ».
fn share(text: &str, tokens: &mut [Token]) {
    for i in (1..tokens.len()).rev() {
        let Some([first, second]) = tokens.get_mut(i - 1..=i) else { continue };
        if first.kind != Kind::Count || first.words {
            continue;
        }
        let gap = text.get(first.range.end..second.range.start).unwrap_or_default();
        if has_own_unit(text, first) || first.value.is_none() {
            continue;
        }
        if shares_unit(text, first, second, gap) {
            first.kind = second.kind;
            first.tax = second.tax;
            multiply(text, first, second);
        } else if matches!(second.kind, Kind::Date(_)) && first.step == Decimal::ONE {
            let day = first.value.is_some_and(|v| v <= Decimal::from(31));
            if day && matches!(gap.trim(), "et" | "au" | "à" | "-" | ",") {
                (first.kind, first.value) = (Kind::Date(None), None);
            }
        }
    }
}

/// « de 1,2 à 1,4 million d'euros »: the first is millions too, unless written out.
fn multiply(text: &str, first: &mut Token, second: &Token) {
    if second.words || first.value >= Some(Decimal::ONE_THOUSAND) {
        return;
    }
    let end = numeral::read(text, second.range.start, true).end;
    let factor = unit::read(text, end).factor;
    if factor != Decimal::ONE {
        first.value = first.value.and_then(|v| v.checked_mul(factor)).map(|v| v.normalize());
        first.step = first.step.checked_mul(factor).unwrap_or(first.step).normalize();
    }
}

/// `12km`: a number with a unit of its own shares no other; « 1 million » is of what follows.
fn has_own_unit(text: &str, token: &Token) -> bool {
    let written = text.get(token.range.clone()).unwrap_or_default();
    let bare = written.trim_end_matches(char::is_alphabetic);
    bare.len() < written.len() && bare.ends_with(|c: char| c.is_ascii_digit())
}

/// Whether thousands or millions are named and not written out.
fn is_multiplied(token: &Token) -> bool {
    token.step > Decimal::ONE
}

fn shares_unit(text: &str, first: &Token, second: &Token, gap: &str) -> bool {
    let cents = Decimal::new(1, 2);
    if second.kind == Kind::Amount && first.step == cents && second.step == cents {
        return !gap.is_empty() && gap.chars().all(super::text::is_space);
    }
    // « 10-15 000 € » may mean ten thousand, and is left as it stands.
    let ten = first.value < Some(Decimal::ONE_HUNDRED);
    let unlike = ten && second.value >= Some(Decimal::ONE_THOUSAND) && !is_multiplied(second);
    let between = matches!(gap.trim(), "et" | "à" | "ou" | "-" | "–");
    if unlike || !between || !matches!(second.kind, Kind::Amount | Kind::Percent) {
        return false;
    }
    let before = plain_before(text, first.range.start, 8);
    let opened = ["entre", "de"].iter().any(|w| super::text::ends_with_words(before.trim_end(), w));
    opened || gap.trim() == "à" || gap == "-"
}

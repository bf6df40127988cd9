//! Codes of actions and groups: 1.1, 1-2, 3, A.2, FA3, II.
//!
//! Takes a reading and a lexeme; gives how far the code goes. A number with a unit is no code:
//! « Action 3 » is one, « 3 € » is not.

use super::super::reading::{Class, Reading};
use super::{Filling, range};
use crate::number::{Kind, Token};

/// A code: letters, digits and digits behind dots or dashes, all glued; or a Roman numeral.
pub(super) fn code(reading: &Reading<'_>, at: usize) -> Option<Filling> {
    let measured = reading.lexemes.get(at)?.number.and_then(|n| reading.numbers.get(n));
    if measured.is_some_and(|n| !is_bare(n)) {
        return None;
    }
    let end = digits_code(reading, at).or_else(|| roman(reading, at))?;
    let token = reading.number_at(at).filter(|(_, stop)| *stop <= end).map(|(t, _)| t.clone());
    Some(Filling { end, held: vec![(range(reading, at, end), token)] })
}

/// A code of one part.
pub(super) fn rank(reading: &Reading<'_>, at: usize) -> Option<Filling> {
    let filling = code(reading, at)?;
    let parts = (at..filling.end).any(|p| matches!(reading.form(p), "." | "-"));
    (!parts).then_some(filling)
}

fn is_bare(token: &Token) -> bool {
    match token.kind {
        Kind::Code | Kind::Label | Kind::Ordinal | Kind::Year => true,
        Kind::Count => !token.words,
        _ => false,
    }
}

fn digits_code(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    if is_letters(reading, end) {
        end += 1;
        if is_joint(reading, end) && is_glued_digits(reading, end + 1) {
            end += 1;
        }
        if !is_glued_digits(reading, end) {
            return None;
        }
    }
    if reading.lexemes.get(end)?.class != Class::Digits || reading.source(end).len() > 4 {
        return None;
    }
    end += 1;
    while is_joint(reading, end) && is_glued_digits(reading, end + 1) {
        end += 2;
    }
    Some(end + usize::from(is_suffix(reading, end)))
}

/// One to three capitals, as in `A.2` or `FA3`.
fn is_letters(reading: &Reading<'_>, at: usize) -> bool {
    let source = reading.source(at);
    (1..=3).contains(&source.len()) && source.chars().all(|c| c.is_ascii_uppercase())
}

fn is_joint(reading: &Reading<'_>, at: usize) -> bool {
    reading.lexemes.get(at).is_some_and(|l| l.glued) && matches!(reading.form(at), "." | "-")
}

fn is_glued_digits(reading: &Reading<'_>, at: usize) -> bool {
    reading.lexemes.get(at).is_some_and(|l| l.glued && l.class == Class::Digits)
}

/// A letter glued behind the digits: `1.2a`.
fn is_suffix(reading: &Reading<'_>, at: usize) -> bool {
    reading.lexemes.get(at).is_some_and(|l| l.glued && l.class == Class::Word)
        && reading.form(at).len() == 1
        && !reading.lexemes.get(at + 1).is_some_and(|l| l.glued && l.class == Class::Word)
}

/// A Roman numeral, or one capital before a mark: `Axe II`, `Axe B :`.
fn roman(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let source = reading.source(at);
    let numeral = !source.is_empty() && source.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let marked = reading.lexemes.get(at + 1).is_none_or(|l| l.class == Class::Mark);
    let letter = is_letters(reading, at) && source.len() == 1 && marked;
    (numeral || letter).then_some(at + 1)
}

//! What stands around a number and bears on it: its sign and how exact the text says it is.
//!
//! A hyphen is a sign only where nothing else explains it: not between two words or numbers
//! (a dash), not at the head of a line that goes on in prose (a bullet).

use super::Qualifier;
use super::text::{
    char_at, char_before, ends_with_words, plain_text, skip_blanks, skip_blanks_back,
    starts_with_words, word_at,
};

/// A sign in front of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    /// Where it stands.
    pub(super) start: usize,
    /// Whether it is a minus.
    pub(super) minus: bool,
}

/// The sign of a number that starts at `start` and whose unit ends at `end`.
pub(super) fn sign(text: &str, start: usize, end: usize, has_unit: bool) -> Option<Sign> {
    let behind = skip_blanks_back(text, start, 3);
    let mark = char_before(text, behind)?;
    let at = behind - mark.len_utf8();
    let minus = match mark {
        '+' => false,
        '-' | '–' | '−' => true,
        _ => return None,
    };
    let glued = behind == start;
    let opened = opens(text, at, mark, glued);
    let heads_line = heads_line(text, at);
    let alone = rest_of_line_is_blank(text, end);
    let bullet = heads_line && mark != '−' && mark != '+' && !alone && !(glued && has_unit);
    (opened && !bullet).then_some(Sign { start: at, minus })
}

/// Whether a sign can open here: after nothing, or after what no dash follows.
fn opens(text: &str, at: usize, mark: char, glued: bool) -> bool {
    let Some(touching) = char_before(text, at) else { return true };
    if !touching.is_whitespace() {
        return matches!(touching, '(' | '[' | ':' | '=' | '«' | ';');
    }
    let before = skip_blanks_back(text, at, 4);
    let Some(previous) = char_before(text, before) else { return true };
    // « 12 000 € - 3 000 € » subtracts, « 12 – 15 » spans; « Solde -56 565,64 € » signs.
    let operand = previous.is_ascii_digit() || matches!(previous, '€' | '%' | ')');
    let word = previous.is_alphabetic();
    let own_line = text.get(before..at).is_some_and(|gap| gap.contains('\n'));
    own_line
        || matches!(previous, '(' | ':' | '=' | '|')
        || (!operand && (glued || mark == '+' || mark == '−' || !word))
        || (operand && glued && mark != '+')
}

/// Whether only blanks stand between the start of the line and `at`.
fn heads_line(text: &str, at: usize) -> bool {
    let before = skip_blanks_back(text, at, 8);
    before == 0 || text.get(before..at).is_some_and(|gap| gap.contains('\n'))
}

fn rest_of_line_is_blank(text: &str, at: usize) -> bool {
    let after = skip_blanks(text, at, 8);
    after >= text.len() || text.get(at..after).is_some_and(|gap| gap.contains('\n'))
}

const BEFORE: &[(&str, Qualifier)] = &[
    ("environ", Qualifier::About),
    ("env.", Qualifier::About),
    ("pres de", Qualifier::About),
    ("presque", Qualifier::About),
    ("quelque", Qualifier::About),
    ("quelques", Qualifier::About),
    ("autour de", Qualifier::About),
    ("autour des", Qualifier::About),
    ("aux alentours de", Qualifier::About),
    ("avoisinant les", Qualifier::About),
    ("de l'ordre de", Qualifier::About),
    ("approximativement", Qualifier::About),
    ("a peu pres", Qualifier::About),
    ("au moins", Qualifier::AtLeast),
    ("plus de", Qualifier::AtLeast),
    ("plus d'", Qualifier::AtLeast),
    ("minimum", Qualifier::AtLeast),
    ("minimum de", Qualifier::AtLeast),
    ("a minima", Qualifier::AtLeast),
    ("au plus", Qualifier::AtMost),
    ("jusqu'a", Qualifier::AtMost),
    ("moins de", Qualifier::AtMost),
    ("moins d'", Qualifier::AtMost),
    ("maximum", Qualifier::AtMost),
    ("maximum de", Qualifier::AtMost),
    ("maximal de", Qualifier::AtMost),
    ("plafonne a", Qualifier::AtMost),
    ("dans la limite de", Qualifier::AtMost),
];

const AFTER: &[(&str, Qualifier)] = &[
    ("environ", Qualifier::About),
    ("a peu pres", Qualifier::About),
    ("au moins", Qualifier::AtLeast),
    ("au minimum", Qualifier::AtLeast),
    ("minimum", Qualifier::AtLeast),
    ("et plus", Qualifier::AtLeast),
    ("ou plus", Qualifier::AtLeast),
    ("au plus", Qualifier::AtMost),
    ("au maximum", Qualifier::AtMost),
    ("maximum", Qualifier::AtMost),
];

/// The qualifier that ends the plain text `before` a number.
pub(super) fn qualifier_before(before: &str) -> Option<Qualifier> {
    let before = before.trim_end();
    if before.is_empty() {
        return None;
    }
    BEFORE.iter().find(|(phrase, _)| ends_with_words(before, phrase)).map(|(_, q)| *q)
}

/// The qualifier behind a number that reaches to `at`; a count may have its noun between.
pub(super) fn qualifier_after(text: &str, at: usize, over_noun: bool) -> Option<Qualifier> {
    after(text, at).or_else(|| {
        let noun = skip_blanks(text, at, 2);
        let word = if over_noun { word_at(text, noun) } else { "" };
        (!word.is_empty()).then(|| after(text, noun + word.len())).flatten()
    })
}

fn after(text: &str, at: usize) -> Option<Qualifier> {
    let mut next = skip_blanks(text, at, 2);
    if char_at(text, next) == Some('(') {
        next += 1;
    }
    if !matches!(char_at(text, next)?, 'e' | 'a' | 'à' | 'm' | 'o') {
        return None;
    }
    let rest = plain_text(text.get(next..)?, 16);
    let (phrase, qualifier) = AFTER.iter().find(|(p, _)| starts_with_words(&rest, p))?;
    // « 12 000 € environ 15 » says nothing of the first, « au moins de » nothing of either.
    let tail = rest.get(phrase.len()..)?.trim_start();
    let claimed = tail.starts_with(|c: char| c.is_ascii_digit()) || tail.starts_with("de ");
    (!claimed).then_some(*qualifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The minus, if any, of the number that starts at the first digit of a text.
    fn minus(text: &str) -> Option<bool> {
        let start = text.find(|c: char| c.is_ascii_digit()).unwrap();
        let digits = text[start..].chars().take_while(char::is_ascii_digit).count();
        sign(text, start, start + digits, false).map(|s| s.minus)
    }

    #[test]
    fn a_hyphen_is_a_sign_where_nothing_else_explains_it() {
        for (text, expected) in [
            ("-12", Some(true)),
            ("- 12", Some(true)),
            ("solde : - 12", Some(true)),
            ("(-12)", Some(true)),
            ("+ 12", Some(false)),
            ("- 12 agents", None),
            ("Action – 12", None),
            ("de l'an-12", None),
        ] {
            assert_eq!(minus(text), expected, "{text}");
        }
    }
}

//! One number written in digits: what it is, from its shape and from what stands around it.
//!
//! Takes a text and the byte where a digit stands; gives a token and where to go on, or no token
//! where the digits belong to a word. The tests come in a fixed order, from what a shape alone
//! says (a date, a SIRET) to what only its neighbours say: a number that nothing explains counts.

use rust_decimal::Decimal;

use super::context::{self, Sign};
use super::numeral::{self, Grouping, Numeral};
use super::text::{
    char_at, char_before, digits_end, is_space, plain_before, plain_text, skip_blanks, word_at,
};
use super::unit::{self, Measure, Unit};
use super::words::{introduces, is_plural_noun};
use super::{Kind, Qualifier, Token, date, label};

/// How much text in front of a number can bear on it.
const REACH: usize = 32;

/// Endings that make an ordinal of the digits they are glued to.
const ORDINALS: &[&str] = &[
    "er",
    "ere",
    "re",
    "e",
    "eme",
    "ieme",
    "nd",
    "nde",
    "ers",
    "eres",
    "emes",
    "ᵉ",
    "ᵉʳ",
    "ᵉᵐᵉ",
    "es",
];

/// What is measured, glued to its digits: `150m²`, `12km`.
const GLUED_MEASURES: &[&str] = &[
    "m",
    "m²",
    "km",
    "h",
    "ha",
    "kg",
    "g",
    "t",
    "l",
    "cm",
    "mm",
    "j",
    "etp",
    "kwh",
    "mwh",
    "kw",
    "mw",
    "jours",
    "heures",
    "mois",
    "ans",
    "places",
    "personnes",
];

/// What is measured, behind a short decimal point and a blank: `3.5 ETP`.
const SPACED_MEASURES: &[&str] = &[
    "etp", "etpt", "heure", "heures", "h", "m", "km", "kg", "ha", "jour", "jours", "mois", "point",
    "points", "tonne", "tonnes", "poste", "postes", "journee", "journees", "ans", "fois",
];

/// Reads the number whose first digit stands at `at`; gives where to go on.
pub(super) fn read(text: &str, at: usize) -> (Option<Token>, usize) {
    if let Some((end, day)) = date::day_at(text, at) {
        return (Some(unvalued(at, end, Kind::Date(day))), end);
    }
    if belongs_to_word(text, at) {
        return (None, digits_end(text, at));
    }
    let before = plain_before(text, at, REACH);
    if let Some(end) = label::shaped(text, at, &before) {
        return (Some(label_of(text, at, end)), end);
    }
    let (numeral, unit) = measured(text, at, &before);
    if unit.end == numeral.end
        && unit.measure == Measure::None
        && let Some((kind, end)) = glued(text, &numeral)
    {
        return (Some(plain_token(&numeral, kind, end)), end);
    }
    let kind = kind(text, &numeral, &unit, &before);
    let token = qualified(text, token(text, &numeral, &unit, kind), unit.reach, &before);
    let resume = token.range.end;
    (Some(token), resume)
}

/// `COVID-19`, `A-4`: a number hung on a word; a year after a hyphen stays a year.
fn belongs_to_word(text: &str, at: usize) -> bool {
    if !matches!(char_before(text, at), Some('-' | '_' | '‑')) {
        return false;
    }
    let hyphen = char_before(text, at).map_or(0, char::len_utf8);
    let word = char_before(text, at - hyphen).is_some_and(char::is_alphabetic);
    word && !text.get(at..digits_end(text, at)).is_some_and(label::is_year)
}

/// The number and its unit. A line break joins groups only where a unit closes the number, or
/// inside prose: two cells or two lines of bare numbers are two numbers.
fn measured(text: &str, at: usize, before: &str) -> (Numeral, Unit) {
    let joined = numeral::read(text, at, true);
    if joined.grouping == Grouping::Space && label::is_item(before) {
        let lead = numeral::lead(text, at);
        let unit = unit::read(text, lead.end);
        return (lead, unit);
    }
    let mut unit = unit::read(text, joined.end);
    if before.ends_with('(')
        && let Some(shared) = unit::behind_parenthesis(text, joined.end)
    {
        unit = Unit { end: joined.end, ..shared };
    }
    let broken = text.get(at..joined.end).is_some_and(|t| t.contains('\n'));
    if !broken || unit.measure != Measure::None || in_prose(text, joined.end, before) {
        return (joined, unit);
    }
    let alone = numeral::read(text, at, false);
    let unit = unit::read(text, alone.end);
    (alone, unit)
}

/// Whether words of a sentence stand on both sides: « dont 3⏎950 par des agents ».
fn in_prose(text: &str, end: usize, before: &str) -> bool {
    let lead = before.strip_suffix(' ').unwrap_or_default();
    let opened = lead.ends_with(char::is_alphabetic) && !label::is_numbered(lead);
    let gap = char_at(text, end).is_some_and(is_space);
    opened && gap && word_at(text, skip_blanks(text, end, 1)).starts_with(char::is_lowercase)
}

fn unvalued(start: usize, end: usize, kind: Kind) -> Token {
    Token {
        range: start..end,
        kind,
        value: None,
        step: Decimal::ONE,
        qualifier: Qualifier::Exact,
        tax: None,
        words: false,
    }
}

/// A label; digits and nothing else keep their value.
fn label_of(text: &str, at: usize, end: usize) -> Token {
    let numeral = numeral::read(text, at, false);
    let value = if numeral.end == end && numeral.is_bare() { numeral.value } else { None };
    Token { value, ..unvalued(at, end, Kind::Label) }
}

fn plain_token(numeral: &Numeral, kind: Kind, end: usize) -> Token {
    let value = if kind == Kind::Code { None } else { numeral.value };
    Token { value, step: numeral.step, ..unvalued(numeral.start, end, kind) }
}

/// What letters glued to the digits make of them: `6ème`, `150m²`, `12bis`.
fn glued(text: &str, numeral: &Numeral) -> Option<(Kind, usize)> {
    let c = char_at(text, numeral.end)?;
    if !c.is_alphabetic() {
        return set_apart(text, numeral).map(|end| (Kind::Ordinal, end));
    }
    let word = word_at(text, numeral.end);
    let end = numeral.end + word.len();
    let plain = plain_text(word, 16);
    let ordinal = ORDINALS.contains(&plain.as_str());
    if ordinal && numeral.is_bare() {
        return Some((Kind::Ordinal, end));
    }
    let measure = GLUED_MEASURES.contains(&plain.as_str());
    let exponent = char_at(text, end).filter(|c| matches!(c, '2' | '3'));
    match exponent {
        Some(_) if measure => Some((Kind::Count, end + 1)),
        _ if measure => Some((Kind::Count, end)),
        _ => Some((Kind::Label, end.max(numeral.end + c.len_utf8()))),
    }
}

/// The end of a superscript that a producer set apart: « 6 ème », « 1 er ».
fn set_apart(text: &str, numeral: &Numeral) -> Option<usize> {
    let next = skip_blanks(text, numeral.end, 1);
    let word = word_at(text, next);
    let ordinal = matches!(word, "er" | "ère" | "ème" | "ième" | "eme" | "nd" | "nde" | "ᵉ" | "ᵉʳ");
    (ordinal && numeral.is_bare() && numeral.whole_digits <= 2).then_some(next + word.len())
}

fn kind(text: &str, numeral: &Numeral, unit: &Unit, before: &str) -> Kind {
    if numeral.dotted {
        return Kind::Code;
    }
    match unit.measure {
        Measure::Money => Kind::Amount,
        Measure::Rate => Kind::Rate,
        Measure::Percent => Kind::Percent,
        Measure::None if unit.end > numeral.end => Kind::Count,
        Measure::None => unmeasured(text, numeral, before),
    }
}

/// The kind of a number without a unit.
fn unmeasured(text: &str, numeral: &Numeral, before: &str) -> Kind {
    let dot = numeral.point || numeral.grouping == Grouping::Dot;
    let numbered = label::is_numbered(before);
    let digits = numeral.whole_digits + numeral.decimals;
    if dot && (numbered || (numeral.point && digits <= 3 && !is_measured(text, numeral.end))) {
        return Kind::Code;
    }
    if is_year(text, numeral, before) {
        return Kind::Year;
    }
    let leading_zero = leads_with_zero(text, numeral);
    let numbered = numbered && numeral.is_bare() && numeral.whole_digits <= 6;
    let code = label::is_postcode(text, numeral)
        || label::ends_season(numeral, before)
        || label::is_address(text, numeral)
        || in_front(text, numeral);
    if numbered || leading_zero || code || label::is_enumerator(text, numeral, before) {
        return Kind::Label;
    }
    Kind::Count
}

/// Whether a short decimal point is followed by what is measured: `3.5 ETP`.
fn is_measured(text: &str, at: usize) -> bool {
    let word = plain_text(word_at(text, skip_blanks(text, at, 2)), 12);
    SPACED_MEASURES.contains(&word.as_str())
}

/// `044`, « SDE 04 »: a code; « 05 entretiens » counts.
fn leads_with_zero(text: &str, numeral: &Numeral) -> bool {
    let zero = text.as_bytes().get(numeral.start) == Some(&b'0');
    let noun = word_at(text, skip_blanks(text, numeral.end, 2));
    let bare = zero && numeral.is_bare();
    bare && (numeral.whole_digits > 2 || (numeral.whole_digits == 2 && !is_plural_noun(noun)))
}

/// A postcode or an account code in front of an amount: `44270 6 580,00 €`.
fn in_front(text: &str, numeral: &Numeral) -> bool {
    if !numeral.is_bare() || numeral.whole_digits != 5 {
        return false;
    }
    let next = skip_blanks(text, numeral.end, 1);
    if next == numeral.end || !char_at(text, next).is_some_and(|c| c.is_ascii_digit()) {
        return false;
    }
    let other = numeral::read(text, next, false);
    unit::read(text, other.end).measure == Measure::Money
}

/// A year standing for itself; « 2019 personnes » counts, « les bilans 2019 consolidés » dates.
fn is_year(text: &str, numeral: &Numeral, before: &str) -> bool {
    let digits = text.get(numeral.start..numeral.end).unwrap_or_default();
    if !numeral.is_bare() || !label::is_year(digits) {
        return false;
    }
    // « près de 2000 » counts; « jusqu'à 2023 » dates.
    let until = before.trim_end().ends_with("jusqu'a");
    if !until && context::qualifier_before(before).is_some() {
        return false;
    }
    let gap = char_at(text, numeral.end).is_some_and(is_space);
    let noun = word_at(text, skip_blanks(text, numeral.end, 2));
    if !gap || !is_plural_noun(noun) {
        return true;
    }
    let previous = before.trim_end().rsplit([' ', '\'']).next().unwrap_or_default();
    !introduces(previous)
}

/// The token of a number with its unit and its sign.
fn token(text: &str, numeral: &Numeral, unit: &Unit, kind: Kind) -> Token {
    let value = numeral.value.and_then(|v| v.checked_mul(unit.factor));
    let step = numeral.step.checked_mul(unit.factor).unwrap_or(numeral.step);
    let (value, step) = if unit.factor == Decimal::ONE {
        (value, step)
    } else {
        (value.map(|v| v.normalize()), step.normalize())
    };
    let kind = if value.is_none() && kind != Kind::Code { Kind::Label } else { kind };
    let token = Token {
        value: if kind == Kind::Code { None } else { value },
        step: if kind == Kind::Code { Decimal::ONE } else { step },
        tax: unit.tax,
        ..unvalued(numeral.start, unit.end, kind)
    };
    signed(text, token, unit)
}

fn signed(text: &str, token: Token, unit: &Unit) -> Token {
    if !matches!(token.kind, Kind::Amount | Kind::Count | Kind::Percent | Kind::Rate) {
        return token;
    }
    let measured = unit.measure != Measure::None;
    match context::sign(text, token.range.start, unit.reach, measured) {
        Some(Sign { start, minus }) => Token {
            range: start..token.range.end,
            value: token.value.map(|v| if minus { -v } else { v }),
            ..token
        },
        None => token,
    }
}

/// Adds how exact the text says a quantity is.
pub(super) fn qualified(text: &str, token: Token, reach: usize, before: &str) -> Token {
    if !matches!(token.kind, Kind::Amount | Kind::Count | Kind::Percent | Kind::Rate) {
        return token;
    }
    let count = token.kind == Kind::Count;
    let qualifier = context::qualifier_before(before)
        .or_else(|| context::qualifier_after(text, reach, count))
        .unwrap_or_default();
    Token { qualifier, ..token }
}

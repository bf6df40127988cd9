//! What a slot may hold at a place of a text, best first.
//!
//! A number slot takes a number whole; it may also stop before the unit that the number carries
//! (`€`, `%`, `euros`), so that a phrase can write the unit behind the slot as the text does.

use std::ops::Range;

use rust_decimal::Decimal;

use super::name;
use super::reading::{Class, Reading};
use crate::number::{Kind, Qualifier, Token};

mod code;
mod list;

use code::code;
use list::list;

/// The type of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// `nombre`, the default: a count, an amount or a percentage.
    Number,
    /// `entier`: a count without decimals.
    Integer,
    /// `montant`: an amount.
    Amount,
    /// `annee`: a year, or the year of a date.
    Year,
    /// `date`: a day.
    Date,
    /// `pourcent`: a percentage.
    Percent,
    /// `code`: 1.1, 1-2, 3, A.2, II.
    Code,
    /// `rang`: a code of one part: 3, II, B; never 1.1.
    Rank,
    /// `mot`: one word.
    Word,
    /// `mots`: one to six words of a sentence, without numbers.
    Words,
    /// `nom`: a proper name.
    Name,
    /// `texte`: anything.
    Text,
    /// `liste`: two or more numbers, each with its words.
    List,
}

impl SlotKind {
    /// The types by name.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("nombre", Self::Number),
        ("entier", Self::Integer),
        ("montant", Self::Amount),
        ("annee", Self::Year),
        ("année", Self::Year),
        ("date", Self::Date),
        ("pourcent", Self::Percent),
        ("code", Self::Code),
        ("rang", Self::Rank),
        ("mot", Self::Word),
        ("mots", Self::Words),
        ("nom", Self::Name),
        ("texte", Self::Text),
        ("liste", Self::List),
    ];

    /// The type of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// What it takes, in French.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::Number => "un nombre",
            Self::Integer => "un nombre entier",
            Self::Amount => "un montant",
            Self::Year => "une année",
            Self::Date => "une date",
            Self::Percent => "un pourcentage",
            Self::Code => "un code",
            Self::Rank => "un rang",
            Self::Word => "un mot",
            Self::Words => "un à six mots",
            Self::Name => "un nom propre",
            Self::Text => "un texte",
            Self::List => "une liste de nombres",
        }
    }

    /// Whether what it holds is a number.
    pub(in crate::rules) fn holds_number(self) -> bool {
        !matches!(
            self,
            Self::Code | Self::Rank | Self::Word | Self::Words | Self::Name | Self::Text
        )
    }

    /// Whether it takes as little as it can and more on demand.
    pub(super) fn is_lazy(self) -> bool {
        matches!(self, Self::Text | Self::Words)
    }
}

/// A way to fill a slot: the lexeme behind it and what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Filling {
    pub(super) end: usize,
    pub(super) held: Vec<(Range<usize>, Option<Token>)>,
}

/// What surrounds a slot in its phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Context {
    /// Nothing of the phrase follows.
    pub(super) last: bool,
    /// `€` or `euros` follows.
    pub(super) currency: bool,
}

/// The ways to fill a slot at a lexeme, best first; text slots that go on are not listed here.
pub(super) fn fillings(
    reading: &Reading<'_>,
    kind: SlotKind,
    at: usize,
    around: Context,
) -> Vec<Filling> {
    match kind {
        SlotKind::Number | SlotKind::Integer | SlotKind::Amount | SlotKind::Percent => {
            numbers(reading, kind, at, around)
        }
        SlotKind::Year => year(reading, at),
        SlotKind::Date => date(reading, at),
        SlotKind::Code => code(reading, at).into_iter().collect(),
        SlotKind::Rank => code::rank(reading, at).into_iter().collect(),
        SlotKind::Word => {
            word_end(reading, at).map(|end| span(reading, at, end)).into_iter().collect()
        }
        SlotKind::Words => words(reading, at, around.last),
        SlotKind::Name => name::names(reading, at)
            .into_iter()
            .map(|name| Filling { end: name.end, held: vec![(name.range, None)] })
            .collect(),
        SlotKind::Text => rest(reading, at),
        SlotKind::List => list(reading, at),
    }
}

/// A filling that holds the text of some lexemes.
pub(super) fn span(reading: &Reading<'_>, from: usize, end: usize) -> Filling {
    Filling { end, held: vec![(range(reading, from, end), None)] }
}

/// The byte range of a text slot over some lexemes, without the dash or colon that sets it off
/// from what stands before.
pub(super) fn text_range(reading: &Reading<'_>, from: usize, end: usize) -> Range<usize> {
    let separates = |at: &usize| {
        let signs =
            reading.lexemes.get(at + 1).is_some_and(|l| l.glued && l.class == Class::Digits);
        matches!(reading.form(*at), "-" | ":" | "." | "," | ";" | "•" | "·") && !signs
    };
    let skipped = (from..end.saturating_sub(1)).take_while(separates).count();
    range(reading, from + skipped, end)
}

/// The byte range of some lexemes.
pub(super) fn range(reading: &Reading<'_>, from: usize, end: usize) -> Range<usize> {
    let start = reading.lexemes.get(from).map_or(reading.text.len(), |l| l.range.start);
    let stop = end.checked_sub(1).and_then(|last| reading.lexemes.get(last));
    start..stop.map_or(start, |l| l.range.end).max(start)
}

fn numbers(reading: &Reading<'_>, kind: SlotKind, at: usize, around: Context) -> Vec<Filling> {
    let at = behind_qualifier(reading, at);
    let Some((token, end)) = reading.number_at(at) else { return Vec::new() };
    if !fits(token, kind, around) {
        return Vec::new();
    }
    let held = vec![(token.range.clone(), Some(token.clone()))];
    let unit = (at + 1..end).rev().take_while(|&p| {
        reading.lexemes.get(p).is_some_and(|l| l.class != Class::Digits) && !token.words
    });
    std::iter::once(end).chain(unit).map(|end| Filling { end, held: held.clone() }).collect()
}

/// The lexeme of the number behind « environ », « près de », « au moins »: a phrase need not
/// foresee them, the number says that it is qualified.
fn behind_qualifier(reading: &Reading<'_>, at: usize) -> usize {
    const QUALIFIERS: &[&str] = &[
        "a",
        "approximativement",
        "au",
        "autour",
        "d'",
        "de",
        "environ",
        "jusqu'",
        "loin",
        "maximum",
        "minimum",
        "moins",
        "pas",
        "peu",
        "plus",
        "pres",
        "presque",
        "quelque",
        "quelques",
        "un",
    ];
    let count = (at..at + 4).take_while(|&p| QUALIFIERS.contains(&reading.form(p))).count();
    let number = reading.number_at(at + count);
    let qualified = number.is_some_and(|(n, _)| n.qualifier != Qualifier::Exact);
    if qualified { at + count } else { at }
}

fn fits(token: &Token, kind: SlotKind, around: Context) -> bool {
    match (kind, &token.kind) {
        (SlotKind::Number, Kind::Count | Kind::Amount | Kind::Percent)
        | (SlotKind::Amount, Kind::Amount)
        | (SlotKind::Percent, Kind::Percent) => true,
        (SlotKind::Amount, Kind::Count) => around.currency,
        (SlotKind::Integer, Kind::Count) => token.value.is_some_and(|v| v.fract().is_zero()),
        _ => false,
    }
}

/// A year, the year of a date, or four digits that can be one.
fn year(reading: &Reading<'_>, at: usize) -> Vec<Filling> {
    let Some((token, end)) = reading.number_at(at) else { return bare_year(reading, at) };
    let value = match &token.kind {
        Kind::Year => {
            return vec![Filling { end, held: vec![(token.range.clone(), Some(token.clone()))] }];
        }
        Kind::Date(Some(date)) => Decimal::from(date.year()),
        _ => return bare_year(reading, at),
    };
    let digits = (at..end).rev().find(|&p| reading.source(p).len() == 4);
    let place = digits.map_or_else(|| token.range.clone(), |p| range(reading, p, p + 1));
    vec![Filling { end, held: vec![(place.clone(), Some(year_token(place, value)))] }]
}

fn bare_year(reading: &Reading<'_>, at: usize) -> Vec<Filling> {
    let source = reading.source(at);
    let value =
        source.parse::<i32>().ok().filter(|y| source.len() == 4 && (1900..2100).contains(y));
    let Some(value) = value else { return Vec::new() };
    let place = range(reading, at, at + 1);
    let token = year_token(place.clone(), Decimal::from(value));
    vec![Filling { end: at + 1, held: vec![(place, Some(token))] }]
}

fn year_token(range: Range<usize>, value: Decimal) -> Token {
    Token {
        range,
        kind: Kind::Year,
        value: Some(value),
        step: Decimal::ONE,
        qualifier: Qualifier::Exact,
        tax: None,
        words: false,
    }
}

fn date(reading: &Reading<'_>, at: usize) -> Vec<Filling> {
    let Some((token, end)) = reading.number_at(at) else { return Vec::new() };
    if !matches!(token.kind, Kind::Date(_)) {
        return Vec::new();
    }
    vec![Filling { end, held: vec![(token.range.clone(), Some(token.clone()))] }]
}

/// The end of the word at a lexeme, parts behind dashes and an elided article included.
fn word_end(reading: &Reading<'_>, at: usize) -> Option<usize> {
    let first = reading.lexemes.get(at)?;
    if first.class != Class::Word {
        return None;
    }
    let mut end = at + 1;
    loop {
        let part = usize::from(is_glued_dash(reading, end));
        let glued =
            reading.lexemes.get(end + part).is_some_and(|l| l.glued && l.class != Class::Mark);
        if !glued {
            return Some(end);
        }
        end += part + 1;
    }
}

fn is_glued_dash(reading: &Reading<'_>, at: usize) -> bool {
    reading.form(at) == "-" && reading.lexemes.get(at).is_some_and(|l| l.glued)
}

/// One to six words, fewest first, or most first where the phrase ends.
fn words(reading: &Reading<'_>, at: usize, last: bool) -> Vec<Filling> {
    let mut ends = Vec::new();
    let mut end = at;
    while ends.len() < 6 && reading.lexemes.get(end).is_some_and(|l| l.number.is_none()) {
        let Some(next) = word_end(reading, end) else { break };
        end = next;
        ends.push(end);
    }
    if last {
        ends.reverse();
    }
    ends.into_iter().map(|end| span(reading, at, end)).collect()
}

/// All that is left.
fn rest(reading: &Reading<'_>, at: usize) -> Vec<Filling> {
    let end = reading.lexemes.len();
    if at >= end {
        return Vec::new();
    }
    vec![Filling { end, held: vec![(text_range(reading, at, end), None)] }]
}

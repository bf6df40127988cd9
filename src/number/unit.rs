//! What follows a number and says what it measures: currency, percent sign, multiplier, tax,
//! and the « par an » that makes of an amount a rate.
//!
//! Takes a text and where a number ends; gives a [`Unit`], which is none where nothing is said.
//! k€ and M€ are multiplied out with their step, so that nobody downstream sees a thousand.

use rust_decimal::Decimal;

use super::Tax;
use super::text::{
    char_at, digit_at, is_space, plain_text, skip_blanks, starts_with_words, word_at,
};

/// What a number measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// Nothing that the text says.
    None,
    /// Euros.
    Money,
    /// Euros by something.
    Rate,
    /// Hundredths.
    Percent,
}

/// The unit behind a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    /// What it measures.
    pub(super) measure: Measure,
    /// By what the value is multiplied.
    pub(super) factor: Decimal,
    /// Where the unit ends; the end of the number where there is none.
    pub(super) end: usize,
    /// Where what belongs to it ends: tax and « par an » included.
    pub(super) reach: usize,
    /// With or without tax.
    pub(super) tax: Option<Tax>,
}

/// What a price is had for; « par l'État » is no rate.
const BY: &[&str] = &[
    "an",
    "annee",
    "mois",
    "jour",
    "journee",
    "semaine",
    "trimestre",
    "semestre",
    "heure",
    "h",
    "habitant",
    "hab",
    "eleve",
    "enfant",
    "personne",
    "pers",
    "agent",
    "place",
    "logement",
    "beneficiaire",
    "jeune",
    "famille",
    "menage",
    "foyer",
    "nuit",
    "nuitee",
    "repas",
    "m",
    "m²",
    "m³",
    "tonne",
    "t",
    "km",
    "kg",
    "kwh",
    "mwh",
    "litre",
    "participant",
    "stagiaire",
    "seance",
    "session",
    "dossier",
    "poste",
    "etp",
    "etudiant",
    "usager",
    "adherent",
    "salarie",
    "lit",
    "mesure",
    "part",
    "tete",
    "unite",
    "lot",
    "visite",
    "atelier",
    "intervention",
    "commune",
    "classe",
    "apprenti",
    "allocataire",
    "ha",
    "hectare",
    "metre",
    "mille",
    "accompagnement",
    "suivi",
    "appel",
    "kilometre",
    "trajet",
    "parcours",
    "berceau",
    "candidat",
    "licencie",
];

/// Reads the unit behind a number that ends at `at`.
pub(super) fn read(text: &str, at: usize) -> Unit {
    let none = Unit { measure: Measure::None, factor: Decimal::ONE, end: at, reach: at, tax: None };
    // « 347 000,- € » as invoices have it.
    let dashed = text.get(at..).is_some_and(|rest| rest.starts_with(",-"));
    let next = skip_blanks(text, if dashed { at + 2 } else { at }, 3);
    let Some(first) = char_at(text, next) else { return none };
    // Most numbers are followed by a noun: only these letters and signs can open a unit.
    if !matches!(first, '%' | '€' | '(' | 'e' | 'E' | 'k' | 'K' | 'm' | 'M' | 'p' | 'd' | 'D') {
        return none;
    }
    if let Some(end) = percent_end(text, next) {
        return Unit { measure: Measure::Percent, end, reach: end, ..none };
    }
    // « deux millions d'euros », the millions in words.
    if let Some(end) = currency_end(text, next).or_else(|| of_currency(text, next)) {
        return money(text, Unit { end, ..none });
    }
    multiplied(text, at, next).unwrap_or(none)
}

/// The unit that a number shares with one in parentheses: « dix mille (10 000) euros ».
/// `at` is where the parenthesis closes; the unit itself is left to the text.
pub(super) fn behind_parenthesis(text: &str, at: usize) -> Option<Unit> {
    if char_at(text, at)? != ')' {
        return None;
    }
    let unit = read(text, at + 1);
    (unit.measure != Measure::None).then_some(unit)
}

fn percent_end(text: &str, at: usize) -> Option<usize> {
    if char_at(text, at)? == '%' {
        return Some(at + 1);
    }
    let rest = plain_text(text.get(at..)?, 12);
    ["pour cent", "pourcents", "pourcent", "p. 100"]
        .into_iter()
        .find(|p| starts_with_words(&rest, p))
        .and_then(|p| skip_chars(text, at, p.chars().count()))
}

fn skip_chars(text: &str, at: usize, count: usize) -> Option<usize> {
    Some(at + text.get(at..)?.chars().take(count).map(char::len_utf8).sum::<usize>())
}

/// The end of `€`, `EUR`, `euros`, `€uros` at `at`.
fn currency_end(text: &str, at: usize) -> Option<usize> {
    if char_at(text, at)? == '€' {
        let after = at + '€'.len_utf8();
        let tail = word_at(text, after);
        let spelled = tail.eq_ignore_ascii_case("uros") || tail.eq_ignore_ascii_case("uro");
        return Some(if spelled { after + tail.len() } else { after });
    }
    let word = word_at(text, at);
    ["euros", "euro", "eur"].iter().any(|w| word.eq_ignore_ascii_case(w)).then(|| at + word.len())
}

/// `k€`, `M€`, `Md€`, `millions d'euros`, `million` of anything.
fn multiplied(text: &str, at: usize, next: usize) -> Option<Unit> {
    let word = word_at(text, next);
    if word.eq_ignore_ascii_case("keuros") || word.eq_ignore_ascii_case("meuros") {
        let factor = factor(word.get(..1)?)?;
        let end = next + word.len();
        let unit = Unit { measure: Measure::Money, factor, end, reach: end, tax: None };
        return Some(money(text, unit));
    }
    let factor = factor(word)?;
    let after = next + word.len();
    let unit = Unit { measure: Measure::None, factor, end: after, reach: after, tax: None };
    let named = word.len() > 3;
    let spelled = named || factor > Decimal::from(1_000_000);
    let currency = currency_of_sign(text, after)
        .or_else(|| spelled.then(|| of_currency(text, after)).flatten());
    match currency {
        Some(end) => Some(money(text, Unit { end, ..unit })),
        None if named && next > at => Some(unit),
        None => None,
    }
}

fn factor(word: &str) -> Option<Decimal> {
    Some(Decimal::from(match word {
        "k" | "K" => 1_000_u64,
        "M" | "m" => 1_000_000,
        "Md" | "Mds" | "md" | "MD" => 1_000_000_000,
        _ => match word.to_ascii_lowercase().as_str() {
            "millier" | "milliers" | "mille" => 1_000,
            "million" | "millions" => 1_000_000,
            "milliard" | "milliards" => 1_000_000_000,
            _ => return None,
        },
    }))
}

/// « d'euros », « euros », « € » behind « millions ».
fn of_currency(text: &str, at: usize) -> Option<usize> {
    let mut next = skip_blanks(text, at, 2);
    if matches!(char_at(text, next), Some('d' | 'D')) {
        let mark = char_at(text, next + 1).filter(|c| matches!(c, '\'' | '’' | 'ʼ'))?;
        next = skip_blanks(text, next + 1 + mark.len_utf8(), 1);
    }
    currency_end(text, next)
}

/// `€` behind `k`, `M`, `Md`: glued, or after one space.
fn currency_of_sign(text: &str, at: usize) -> Option<usize> {
    let next = match char_at(text, at)? {
        c if is_space(c) => at + c.len_utf8(),
        _ => at,
    };
    (char_at(text, next)? == '€').then(|| currency_end(text, next)).flatten()
}

/// Money, its tax and its « by » read from `unit.end` on.
fn money(text: &str, unit: Unit) -> Unit {
    let (tax, after_tax) = tax_at(text, unit.end).map_or((None, unit.end), |(t, e)| (Some(t), e));
    let by = by_end(text, after_tax);
    let measure = if by.is_some() { Measure::Rate } else { Measure::Money };
    let reach = by.unwrap_or(after_tax);
    // A rate's range holds what it is by, but not a tax that stands between.
    let end = if tax.is_none() { reach } else { unit.end };
    let (tax, reach) = match tax {
        None => tax_at(text, reach).map_or((None, reach), |(t, e)| (Some(t), e)),
        known => (known, reach),
    };
    Unit { measure, end, reach, tax, ..unit }
}

/// « H.T. », « TTC », « (HT) », « hors taxes », « toutes taxes comprises » behind `at`.
fn tax_at(text: &str, at: usize) -> Option<(Tax, usize)> {
    let mut next = skip_blanks(text, at, 2);
    if matches!(char_at(text, next), Some('(' | '/')) {
        next = skip_blanks(text, next + 1, 1);
    }
    if !matches!(char_at(text, next)?, 'h' | 'H' | 't' | 'T') {
        return None;
    }
    let rest = plain_text(text.get(next..)?, 24);
    let forms = [
        ("h.t.", Tax::Ht),
        ("h.t", Tax::Ht),
        ("ht", Tax::Ht),
        ("hors taxes", Tax::Ht),
        ("hors taxe", Tax::Ht),
        ("t.t.c.", Tax::Ttc),
        ("t.t.c", Tax::Ttc),
        ("ttc", Tax::Ttc),
        ("toutes taxes comprises", Tax::Ttc),
    ];
    let (form, tax) = forms.into_iter().find(|(f, _)| starts_with_words(&rest, f))?;
    let mut end = skip_chars(text, next, form.chars().count())?;
    if char_at(text, end) == Some(')') {
        end += 1;
    }
    Some((tax, end))
}

/// The end of « /an », « par habitant », « le m² » behind an amount.
fn by_end(text: &str, at: usize) -> Option<usize> {
    let next = skip_blanks(text, at, 2);
    let rest = text.get(next..)?;
    if rest.starts_with('/') {
        return slash_end(text, at, next + 1);
    }
    if !rest.starts_with(['p', 'l', 'd', 'P', 'L', 'D']) {
        return None;
    }
    let head = plain_text(rest, 5);
    let opener =
        ["par ", "le ", "la ", "l'", "du ", "de l'"].into_iter().find(|p| head.starts_with(p))?;
    let from = skip_chars(text, next, opener.len())?;
    let noun = noun_end(text, from)?;
    // « de l'heure » says a rate; « du mois », « de l'année » say when.
    let when = (opener.starts_with('d') || opener.starts_with('l')) && !of_price(text, from, noun);
    (!when).then_some(noun)
}

/// Nouns that a price takes with an article: « 12 € le m² », « 15 € l'heure ».
fn of_price(text: &str, from: usize, end: usize) -> bool {
    let noun = plain_text(text.get(from..end).unwrap_or_default(), 16);
    matches!(
        noun.trim_end_matches(['2', '3']),
        "m" | "m²"
            | "m³"
            | "kg"
            | "km"
            | "litre"
            | "heure"
            | "nuit"
            | "nuitee"
            | "repas"
            | "tonne"
            | "metre"
            | "seance"
            | "place"
            | "unite"
            | "part"
            | "kilometre"
    )
}

fn slash_end(text: &str, at: usize, after: usize) -> Option<usize> {
    let next = skip_blanks(text, after, 1);
    let first = char_at(text, next)?;
    let glued = next == after && char_at(text, at) == Some('/');
    if glued && first.is_lowercase() && first.is_alphabetic() {
        let word = word_at(text, next);
        return Some(measure_end(text, next + word.len())).filter(|_| !word.is_empty());
    }
    noun_end(text, next)
}

/// The end of a noun of [`BY`] at `from`.
fn noun_end(text: &str, from: usize) -> Option<usize> {
    let word = word_at(text, from);
    let noun = plain_text(word, 32);
    let known = BY.contains(&noun.as_str())
        || noun.strip_suffix('s').is_some_and(|singular| BY.contains(&singular));
    known.then(|| measure_end(text, from + word.len()))
}

/// Takes the exponent of `m2`, `m²`, `m3`.
fn measure_end(text: &str, at: usize) -> usize {
    match char_at(text, at) {
        Some(c @ ('²' | '³' | '2' | '3')) if !digit_at(text, at + c.len_utf8()) => {
            at + c.len_utf8()
        }
        _ => at,
    }
}

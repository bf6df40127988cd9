//! Which way a sentence says that a value went: « une baisse de 3,8 % », « 3,8 % de plus ».
//!
//! Takes the percentage of a variation with the words around it and gives the way that they say,
//! where they say one. Only words that lead up to the very percentage count: a « hausse » a clause
//! away is of something else, and where anything but a link stands between, nothing is said. A
//! percentage with a sign of its own says its way by it.

use rust_decimal::Decimal;

use super::super::facts::Fact;
use super::super::verdict::Cut;
use super::{is_unsigned, meet, reach, reckon};
use crate::number::fold;
use crate::reconcile::verdict::{Interval, interval};
use crate::rules::Rate;

/// Which way a value went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It grew.
    Up,
    /// It shrank.
    Down,
}

const UP: [&str; 5] = ["hausse", "augmentation", "progression", "croissance", "accroissement"];
const DOWN: [&str; 5] = ["baisse", "diminution", "recul", "repli", "reduction"];

/// Words that may stand between the way and its percentage.
const LINKS: [&str; 30] = [
    "de",
    "d",
    "environ",
    "pres",
    "presque",
    "plus",
    "moins",
    "quasi",
    "a",
    "hauteur",
    "nette",
    "net",
    "legere",
    "leger",
    "forte",
    "fort",
    "globale",
    "global",
    "moyenne",
    "annuelle",
    "limitee",
    "limite",
    "sensible",
    "importante",
    "important",
    "significative",
    "significatif",
    "totale",
    "marquee",
    "moderee",
];

/// Words before the way by which it is another's, or none: « contre une baisse de 3,8 % en 2022 ».
const DOUBTS: [&str; 12] = [
    "contre",
    "sans",
    "malgre",
    "apres",
    "pas",
    "aucune",
    "aucun",
    "ralentissement",
    "moindre",
    "objectif",
    "ni",
    "inverse",
];

/// How far before the way a doubt is looked for, in words.
const DOUBT_REACH: usize = 4;

impl Way {
    fn of(word: &str) -> Option<Self> {
        let up = UP.contains(&word).then_some(Self::Up);
        up.or_else(|| DOWN.contains(&word).then_some(Self::Down))
    }

    /// The way from one value to another; `None` where nothing changes.
    pub(super) fn between(before: Decimal, after: Decimal) -> Option<Self> {
        match before.cmp(&after) {
            std::cmp::Ordering::Less => Some(Self::Up),
            std::cmp::Ordering::Greater => Some(Self::Down),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// A size with the sign of the way.
    pub(super) fn signed(self, size: Decimal) -> Decimal {
        match self {
            Self::Up => size,
            Self::Down => -size,
        }
    }
}

/// The way that is said of a variation where its values went the other way, whatever they may be
/// rounded from.
pub(super) fn contradicted(
    rate: Rate,
    (first, second): (&Fact<'_>, &Fact<'_>),
    written: &Fact<'_>,
) -> Option<Way> {
    if rate != Rate::Variation || written.value.is_zero() {
        return None;
    }
    let went = Way::between(first.value, second.value)?;
    let said = said(written).filter(|said| *said != went)?;
    reckon(rate, first.value, second.value)?;
    let Interval { low, high } = interval(written, written.step, Cut::Rounded);
    let (low, high) = (low.map(|v| said.signed(v)), high.map(|v| said.signed(v)));
    let spoken = if said == Way::Up { (low, high) } else { (high, low) };
    let spoken = Interval { low: spoken.0, high: spoken.1 };
    let may_be = reach(rate, (first, second), false, Cut::Rounded)?;
    (!meet(may_be, spoken)).then_some(said)
}

/// The way that the words around a percentage say; `None` where they say none, or two.
fn said(written: &Fact<'_>) -> Option<Way> {
    if !is_unsigned(written) {
        return None;
    }
    let text = written.place.text();
    let mut ways = text.match_indices(written.written).map(|(at, found)| {
        let (before, after) = (text.get(..at)?, text.get(at + found.len()..)?);
        leading(before).or_else(|| following(after))
    });
    let first = ways.next()??;
    ways.all(|way| way == Some(first)).then_some(first)
}

/// « une baisse de »: the way, and nothing but links behind it.
fn leading(before: &str) -> Option<Way> {
    let clause = before.rsplit([';', '.', ':', ',', '%']).next()?;
    let clause = clause.rsplit(|c: char| c.is_ascii_digit()).next()?;
    let key = fold::key(clause);
    let words: Vec<&str> = key.split(' ').filter(|w| !w.is_empty()).collect();
    let at = words.iter().rposition(|word| !LINKS.contains(word))?;
    let way = Way::of(words.get(at)?)?;
    let doubtful =
        words.get(at.saturating_sub(DOUBT_REACH)..at)?.iter().any(|w| DOUBTS.contains(w));
    (!doubtful).then_some(way)
}

/// « de plus », « de baisse »; « 3,8 % de moins de 25 ans » are persons.
fn following(after: &str) -> Option<Way> {
    let clause = after.split([';', '.', ':', ',', '(', ')']).next()?;
    let key = fold::key(clause);
    let mut words = key.split(' ').filter(|w| !w.is_empty());
    words.next().filter(|w| matches!(*w, "de" | "en"))?;
    let word = words.next()?;
    let next = words.next();
    match word {
        "plus" | "moins" if matches!(next, Some("de" | "d")) => None,
        "plus" => Some(Way::Up),
        "moins" => Some(Way::Down),
        _ => Way::of(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_lead_to_the_percentage_say_the_way() {
        for (before, way) in [
            ("passe de 10 200 à 9 812, soit une baisse de ", Some(Way::Down)),
            ("soit un net recul d'environ ", Some(Way::Down)),
            ("soit un repli limité à ", Some(Way::Down)),
            ("en augmentation de près de ", Some(Way::Up)),
            ("une hausse de plus de ", Some(Way::Up)),
            ("une croissance négative de ", None),
            ("malgré la hausse des demandes, soit ", None),
            ("soit, contre une baisse de ", None),
            ("un ralentissement de la hausse de ", None),
            ("la baisse du nombre de sorties représente ", None),
            ("une évolution de ", None),
        ] {
            assert_eq!(leading(before), way, "{before}");
        }
    }

    #[test]
    fn words_behind_the_percentage_say_it_too() {
        for (after, way) in [
            (" de plus qu'en 2022.", Some(Way::Up)),
            (" de moins, par rapport à 2022", Some(Way::Down)),
            (" de baisse", Some(Way::Down)),
            (" de moins de 25 ans", None),
            (" de plus de 60 ans", None),
            (" des baisses", None),
            (".", None),
        ] {
            assert_eq!(following(after), way, "{after}");
        }
    }
}

//! What a heading, or a line above a table, says of amounts besides their name: in thousands,
//! without tax, of which year, planned or spent.
//!
//! Budgets and forms read it by this one piece of code. A heading is nearer than a line above
//! the table and wins over it. « 347 k€ » in a line is an amount and states nothing of others.

use rust_decimal::Decimal;

use crate::number::{Tax, fold};
use crate::record::Nature;

/// A year as a heading states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::extract) enum Year {
    /// This one.
    Of(String),
    /// « N ».
    Own,
    /// « N-1 » and those before it.
    Before,
}

impl Year {
    /// Whether it is that of a document; any is where the document states none.
    pub(in crate::extract) fn fits(&self, document: Option<&str>) -> bool {
        match self {
            Self::Of(year) => document.is_none_or(|own| own == year),
            Self::Own => true,
            Self::Before => false,
        }
    }
}

/// What is stated of the amounts below a heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::extract) struct Stated {
    /// What a number without a currency is multiplied by.
    pub(in crate::extract) scale: Option<Decimal>,
    /// With or without tax.
    pub(in crate::extract) tax: Option<Tax>,
    /// Their year.
    pub(in crate::extract) year: Option<Year>,
    /// What they are.
    pub(in crate::extract) nature: Option<Nature>,
}

impl Stated {
    /// What a heading states itself.
    pub(in crate::extract) fn of(heading: &str) -> Self {
        let scale = scale(heading).or_else(|| says_euros(heading).then_some(Decimal::ONE));
        Self { scale, tax: tax(heading), year: year(heading), nature: nature(heading) }
    }

    /// The same, with what the lines above say of its unit and tax, the nearest first.
    pub(in crate::extract) fn below(heading: &str, lines: &[&str]) -> Self {
        let own = Self::of(heading);
        Self {
            scale: own.scale.or_else(|| lines.iter().find_map(|line| Self::of(line).scale)),
            tax: own.tax.or_else(|| lines.iter().find_map(|line| tax(line))),
            ..own
        }
    }

    /// Whether it tells a column from another that bears the same name.
    pub(super) fn differs(&self, other: &Self) -> bool {
        (&self.year, self.nature, self.tax) != (&other.year, other.nature, other.tax)
    }
}

/// Whether a caption or heading says that its numbers are euros.
fn says_euros(text: &str) -> bool {
    text.contains('€') || fold::key(text).split(' ').any(|w| matches!(w, "euro" | "euros"))
}

/// What a unit in a caption or heading multiplies numbers by.
fn scale(text: &str) -> Option<Decimal> {
    let key = fold::key(text);
    let says = |words: &[&str]| key.split(' ').any(|w| words.contains(&w));
    let money = says_euros(text);
    if is_unit(text, &["k€", "K€"]) || says(&["keur", "keuros"]) || (money && says(&["milliers"]))
    {
        Some(Decimal::ONE_THOUSAND)
    } else if is_unit(text, &["M€"]) || says(&["meur"]) || (money && says(&["millions"])) {
        Some(Decimal::from(1_000_000))
    } else {
        None
    }
}

/// Whether one of some signs stands by itself, behind no number.
fn is_unit(text: &str, signs: &[&str]) -> bool {
    let alone = |at: usize| {
        let before = text.get(..at).unwrap_or_default().trim_end();
        !before.ends_with(|c: char| c.is_ascii_digit())
    };
    signs.iter().any(|sign| text.match_indices(sign).any(|(at, _)| alone(at)))
}

/// What is said of tax; nothing where both are named.
fn tax(text: &str) -> Option<Tax> {
    let key = format!(" {} ", fold::key(text));
    let says = |words: &[&str]| words.iter().any(|w| key.contains(&format!(" {w} ")));
    let without = says(&["ht", "h t", "hors taxe", "hors taxes", "hors tva"]);
    let with = says(&["ttc", "t t c", "toutes taxes", "taxes comprises"]);
    match (without, with) {
        (true, false) => Some(Tax::Ht),
        (false, true) => Some(Tax::Ttc),
        _ => None,
    }
}

/// The year that a heading states, the last of « 2022-2023 »; none where it names several apart.
fn year(heading: &str) -> Option<Year> {
    let bare: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
    let words = fold::key(heading);
    let words: Vec<&str> = words.split(' ').collect();
    if ["N-1", "N-2", "N–1", "N–2"].iter().any(|mark| bare.contains(mark))
        || words.windows(2).any(|w| w == ["annee", "precedente"] || w == ["exercice", "precedent"])
    {
        return Some(Year::Before);
    }
    let years: Vec<&str> = words.iter().copied().filter(|w| is_year(w)).collect();
    match years.as_slice() {
        [first @ .., last] if first.iter().all(|y| y < last) && first.len() < 2 => {
            Some(Year::Of((*last).to_owned()))
        }
        _ => heading
            .split(|c: char| c.is_whitespace() || "()/[]".contains(c))
            .any(|w| w == "N")
            .then_some(Year::Own),
    }
}

/// Whether a text is nothing but four digits that may be a year.
pub(super) fn is_year(text: &str) -> bool {
    let year = text.trim().parse::<u16>();
    text.trim().len() == 4 && year.is_ok_and(|y| (1900..=2100).contains(&y))
}

/// What amounts are, by the words of a title or heading.
pub(in crate::extract) fn nature(title: &str) -> Option<Nature> {
    let key = fold::key(title);
    let says = |stems: &[&str]| key.split(' ').any(|w| stems.iter().any(|s| w.starts_with(s)));
    if says(&["previsionnel", "prevu", "prevision"]) {
        Some(Nature::Previsionnel)
    } else if says(&["engage"]) {
        Some(Nature::Engage)
    } else if says(&["realise", "execute", "execution"]) {
        Some(Nature::Realise)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_of_captions_and_headings_multiply() {
        assert_eq!(scale("Budget (en milliers d'euros)"), Some(Decimal::ONE_THOUSAND));
        assert_eq!(scale("Montant en M€"), Some(Decimal::from(1_000_000)));
        assert_eq!(scale("Réalisation (k€)"), Some(Decimal::ONE_THOUSAND));
        assert_eq!(scale("Montants en kEUR"), Some(Decimal::ONE_THOUSAND));
        assert_eq!(scale("Montant en €"), None);
        assert_eq!(scale("Milliers de personnes"), None);
        assert_eq!(scale("Subvention de 347 k€"), None);
    }

    #[test]
    fn a_heading_wins_over_the_lines_above_and_the_nearest_of_them() {
        let scale = |heading, lines: &[&str]| Stated::below(heading, lines).scale;
        assert_eq!(scale("Réalisé (€)", &["en k€"]), Some(Decimal::ONE));
        assert_eq!(scale("Réalisé", &["Action 1.2", "en k€"]), Some(Decimal::ONE_THOUSAND));
        assert_eq!(scale("Réalisé", &["en euros", "en k€"]), Some(Decimal::ONE));
        assert_eq!(scale("Réalisé", &["Action 1.2"]), None);
    }

    #[test]
    fn the_year_of_a_heading_is_told_from_that_of_the_document() {
        let of = |y: &str| Some(Year::Of(y.to_owned()));
        assert_eq!(year("Réalisé 2022"), of("2022"));
        assert_eq!(year("Réalisé / 2022-2023"), of("2023"));
        assert_eq!(year("Exécuté N-1"), Some(Year::Before));
        assert_eq!(year("Exécuté N - 1"), Some(Year::Before));
        assert_eq!(year("Exécuté N"), Some(Year::Own));
        assert_eq!(year("N° de dossier"), None);
        assert_eq!(year("Exécuté"), None);
        assert!(!Year::Before.fits(None) && Year::Of("2023".into()).fits(None));
        assert!(!Year::Of("2022".into()).fits(Some("2023")));
    }

    #[test]
    fn tax_is_stated_by_one_of_its_words() {
        assert_eq!(tax("Montants hors taxes"), Some(Tax::Ht));
        assert_eq!(tax("Montant État HT"), Some(Tax::Ht));
        assert_eq!(tax("Montant État TTC"), Some(Tax::Ttc));
        assert_eq!(tax("Montants HT et TTC"), None);
        assert_eq!(tax("Montant"), None);
    }

    #[test]
    fn the_title_says_what_the_amounts_are() {
        assert_eq!(nature("Budget prévisionnel 2023 par action"), Some(Nature::Previsionnel));
        assert_eq!(nature("Compte rendu : dépenses réalisées"), Some(Nature::Realise));
        assert_eq!(nature("Subventions 2023"), None);
    }
}

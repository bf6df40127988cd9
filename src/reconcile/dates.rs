//! Dates as facts: which day may not come after which other.
//!
//! The days are fields that packs read under fixed ids; where one of a pair is missing there is
//! nothing to compare, and nothing is told: no reader expects every document to be dated in five
//! ways. A day may stand for an act that the words do not name (the délibération on a bilan's cover
//! is the convention's), so that most orders are told as something to know; only a period that ends
//! before it begins, or lies outside its exercice, cannot be meant.

use jiff::civil::{Date, date};

use super::finding::{Finding, FindingTerm, Hypothesis, Verdict};
use super::identity;
use super::ledger::Ledger;
use crate::issue::{Lang, Severity};
use crate::record::{Field, FieldKind, Record};

mod told;

/// Two days of which the first may not come after the second.
struct Order {
    check: &'static str,
    first: &'static str,
    second: &'static str,
    severity: Severity,
}

const fn order(check: &'static str, first: &'static str, second: &'static str) -> Order {
    Order { check, first, second, severity: Severity::Info }
}

/// Every order that is looked at.
const ORDERS: [Order; 5] = [
    Order { severity: Severity::Warning, ..order("periode-ordre", "date_debut", "date_fin") },
    order("signature-debut", "date_signature", "date_debut"),
    order("donnees-adoption", "date_donnees", "date_adoption"),
    order("signature-bilan", "date_signature", "date_etablissement"),
    order("deliberation-bilan", "date_deliberation", "date_etablissement"),
];

/// A day with where it is read.
#[derive(Debug, Clone, Copy)]
struct Day<'a> {
    field: &'a Field,
    date: Date,
}

impl<'a> Day<'a> {
    fn of(record: &'a Record, id: &str) -> Option<Self> {
        let own = |f: &&Field| f.id == id && f.kind == FieldKind::Date && f.action.is_none();
        let field = record.fields.iter().find(own)?;
        Some(Self { field, date: field.value.parse().ok()? })
    }

    /// The day as a term: the value is the ISO date without its hyphens.
    fn term(&self, record: &Record) -> Option<FindingTerm> {
        term(self.field, &self.field.value.replace('-', ""), record)
    }
}

fn term(field: &Field, value: &str, record: &Record) -> Option<FindingTerm> {
    Some(FindingTerm {
        name: field.id.clone(),
        value: value.parse().ok()?,
        written: field.value.clone(),
        document: record.document.path.clone(),
        place: field.place.clone(),
    })
}

/// Looks at the days of a record.
pub(super) fn check<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    let lang = ledger.lang;
    for order in &ORDERS {
        let (first, second) = (Day::of(record, order.first), Day::of(record, order.second));
        let Some((first, second)) = first.zip(second) else { continue };
        if first.date <= second.date {
            ledger.keep(order.check, record, told::in_order(&first, &second, lang));
            continue;
        }
        ledger.depart(Finding {
            message: told::out_of_order(order.check, &first, &second, lang),
            hypotheses: slips(&first, &second, true, lang),
            excluded: slips(&first, &second, false, lang),
            ask: Some(told::ask(&first, &second, lang)),
            ..found(
                record,
                (order.check, order.severity),
                "premier jour <= second jour",
                &[first.term(record), second.term(record)],
            )
        });
    }
    exercice(record, ledger);
}

/// A period that lies outside the year of the document, in whole or, if it is no longer than one
/// year, in part. A convention of three years holds each of them.
fn exercice<'a>(record: &'a Record, ledger: &mut Ledger<'a>) {
    const CHECK: &str = "periode-exercice";
    let lang = ledger.lang;
    let year = record.fields.iter().find(|f| f.id == "annee" && f.action.is_none());
    let Some((year, written)) = year.and_then(|f| Some((f.value.parse::<i16>().ok()?, f))) else {
        return;
    };
    let days = (Day::of(record, "date_debut"), Day::of(record, "date_fin"));
    let (Some(from), Some(to)) = days else { return };
    if from.date > to.date || !(1..9999).contains(&year) {
        return;
    }
    let (opens, closes) = (date(year, 1, 1), date(year, 12, 31));
    let inside = opens <= from.date && to.date <= closes;
    let apart = to.date < opens || closes < from.date;
    let longer = days_between(from.date, to.date) > 366;
    if inside || (longer && !apart) {
        ledger.keep(CHECK, record, told::within(&from, &to, year, lang));
        return;
    }
    let severity = if apart { Severity::Warning } else { Severity::Info };
    let terms = [from.term(record), to.term(record), term(written, &written.value, record)];
    ledger.depart(Finding {
        message: told::outside((&from, &to), year, apart, lang),
        ask: Some(told::ask_exercice(year, lang)),
        ..found(record, (CHECK, severity), "début et fin dans l'exercice", &terms)
    });
}

/// What every finding of days has.
fn found(
    record: &Record,
    (check, severity): (&str, Severity),
    relation: &str,
    terms: &[Option<FindingTerm>],
) -> Finding {
    let terms: Vec<FindingTerm> = terms.iter().flatten().cloned().collect();
    let mut finding = Finding {
        id: identity::hash([check, identity::document_key(record).as_str()]),
        check: check.to_owned(),
        severity,
        document: record.document.path.clone(),
        relation: relation.to_owned(),
        terms,
        ..Finding::plain(Verdict::Different)
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

/// Slips that would have put two days out of order: those that fit, or those that do not.
fn slips(first: &Day<'_>, second: &Day<'_>, fitting: bool, lang: Lang) -> Vec<Hypothesis> {
    let in_year = |d: Date, by: i16| Date::new(d.year().checked_add(by)?, d.month(), d.day()).ok();
    let exchanged = |d: Date| Date::new(d.year(), d.day(), d.month()).ok();
    let restored = |earlier: Option<Date>, later: Option<Date>| {
        let earlier = earlier.filter(|d| *d <= second.date).map(|d| (*first, d));
        earlier.or_else(|| later.filter(|d| *d >= first.date).map(|d| (*second, d)))
    };
    let year = restored(in_year(first.date, -1), in_year(second.date, 1));
    let swap = restored(exchanged(first.date), exchanged(second.date));
    let tested = [
        ("other_year", year.is_some(), told::other_year(year, lang)),
        ("day_and_month_swapped", swap.is_some(), told::swapped(swap, lang)),
    ];
    let of = |(kind, _, text): (&str, bool, String)| Hypothesis { kind: kind.to_owned(), text };
    tested.into_iter().filter(|(_, fits, _)| *fits == fitting).map(of).collect()
}

/// Days from one to a later one.
fn days_between(from: Date, to: Date) -> usize {
    let days = from.until(to).ok().and_then(|span| usize::try_from(span.get_days()).ok());
    days.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, rules};
    use super::*;

    fn made(fields: &[(&str, &str)]) -> Made {
        let made = fields.iter().fold(Made::new("bilan", "b.pdf"), |m, (id, v)| m.field(id, v));
        let dates = |f: &mut Field| {
            if f.id.starts_with("date") {
                f.kind = FieldKind::Date;
            }
        };
        let mut made = made;
        made.0.fields.iter_mut().for_each(dates);
        made
    }

    /// What is told of a document with some fields: check, severity, message.
    fn told(fields: &[(&str, &str)]) -> Vec<(String, Severity, String)> {
        let found = crate::reconcile::reconcile(&[made(fields).0], &rules(Vec::new()), Lang::Fr);
        let plain = |f: Finding| (f.check, f.severity, f.message.replace('\u{a0}', " "));
        found.findings.into_iter().map(plain).collect()
    }

    #[test]
    fn a_day_that_comes_after_the_one_it_must_precede_is_told_with_both() {
        let all = told(&[("date_signature", "2023-03-03"), ("date_debut", "2023-01-01")]);
        let expected = "La signature (3 mars 2023, p. 1) vient 61 jours après le début de la période \
                        (1er janvier 2023, p. 1). Attendu : l'acte est signé avant que la période ne \
                        commence.";
        assert_eq!(all, [("signature-debut".to_owned(), Severity::Info, expected.to_owned())]);
        assert_eq!(told(&[("date_signature", "2023-01-01"), ("date_debut", "2023-01-01")]), []);
        assert_eq!(told(&[("date_signature", "2023-03-03")]), []);
    }

    #[test]
    fn an_act_of_the_convention_is_silent_beside_the_day_of_the_figures() {
        let days = [("date_deliberation", "2023-06-22"), ("date_donnees", "2023-12-31")];
        assert_eq!(told(&days), []);
        let adopted = [("date_adoption", "2023-06-22"), ("date_donnees", "2023-12-31")];
        assert_eq!(told(&adopted)[0].0, "donnees-adoption");
    }

    #[test]
    fn slips_that_would_restore_the_order_are_offered_and_others_excluded() {
        let days = [("date_debut", "2023-12-01"), ("date_fin", "2023-11-30")];
        let found =
            crate::reconcile::reconcile(&[made(&days).0], &rules(Vec::new()), Lang::Fr).findings;
        let kinds = |all: &[Hypothesis]| {
            all.iter().map(|h| (h.kind.clone(), h.text.clone())).collect::<Vec<_>>()
        };
        let year = "Avec une autre année l'ordre serait tenu : 1er décembre 2022 et non \
                    1er décembre 2023.";
        let swapped = "Jour et mois intervertis l'ordre serait tenu : 12 janvier 2023 et non \
                       1er décembre 2023.";
        assert_eq!(
            kinds(&found[0].hypotheses),
            [
                ("other_year".to_owned(), year.to_owned()),
                ("day_and_month_swapped".to_owned(), swapped.to_owned())
            ]
        );
        let far = [("date_debut", "2025-05-25"), ("date_fin", "2023-04-30")];
        let found =
            crate::reconcile::reconcile(&[made(&far).0], &rules(Vec::new()), Lang::Fr).findings;
        assert_eq!(found[0].hypotheses, []);
        assert_eq!(kinds(&found[0].excluded).len(), 2);
    }

    #[test]
    fn a_period_is_held_against_the_year_of_the_document() {
        let of = |from, to| {
            let days = [("annee", "2023"), ("date_debut", from), ("date_fin", to)];
            told(&days)
                .into_iter()
                .map(|(check, severity, _)| (check, severity))
                .collect::<Vec<_>>()
        };
        let outside = |severity| vec![("periode-exercice".to_owned(), severity)];
        assert_eq!(of("2023-01-01", "2023-12-31"), []);
        assert_eq!(of("2021-01-01", "2023-12-31"), [], "a convention of three years");
        assert_eq!(of("2022-09-01", "2023-08-31"), outside(Severity::Info));
        assert_eq!(of("2022-01-01", "2022-12-31"), outside(Severity::Warning));
    }
}

//! Percentages whose base stands in the document of the year before: « 9 812 personnes, soit une
//! baisse de 3,8 % par rapport à 2022 ».
//!
//! The phrase gives the value of this year and the percentage; the value of the year before is that
//! of the same name and action in the document of that year, where it has one. The sentence must say
//! that it is that year it speaks of, and a percentage whose base stands in its own sentence is
//! recomputed on that one alone. Without that document nothing can be said, which is counted.

use super::super::alike::{self, Actions};
use super::super::facts::{Fact, Unit};
use super::super::instance::Instance;
use super::super::last_year::counterpart;
use super::super::ledger::Ledger;
use super::super::says::Says;
use super::super::sides::{action_key, keep_own_year, values};
use super::super::verdict::Operand;
use super::fit;
use crate::issue::Severity;
use crate::number::{fold, place_of};
use crate::record::{Aliased, FREE_AMOUNT, FREE_INDICATOR, Record};
use crate::rules::Rate;

/// The value of this year, as the phrase names it.
const AFTER: &str = "evolution.apres";
/// The percentage.
const RATE: &str = "evolution.taux";
/// The base of a percentage that stands in its own sentence.
const OWN_BASE: &str = "variation.avant";
const OWN_RATE: &str = "variation.taux";

/// Recomputes the percentages of a record that are said of the year before.
pub(in crate::reconcile) fn check_before<'a>(
    record: &'a Record,
    before: Option<&'a Record>,
    ledger: &mut Ledger<'a>,
) {
    let rates: Vec<(Fact<'a>, Fact<'a>)> = record
        .aliases
        .iter()
        .filter(|a| a.id == RATE)
        .filter_map(|a| pair(record, a.match_number))
        .collect();
    let Some(before) = before else {
        ledger.uncheckable(rates.len() as u32);
        return;
    };
    let actions = alike::actions(record, before, ledger.table);
    for (now, written) in rates {
        let base = base(&now, before, &actions);
        let year = before.year().unwrap_or_default();
        match base
            .filter(|then| names_year(&written, year) && fit(Rate::Variation, then, &now, &written))
        {
            Some(then) => {
                ledger.compare(Instance {
                    says: Says::ChangeSince(year),
                    rate: Some(Rate::Variation),
                    severity: Severity::Warning,
                    keys: action_key(now.action),
                    left: vec![Operand::once(then), Operand::once(now)],
                    right: vec![Operand::once(written)],
                    ..Instance::new("evolution", "variation(n-1, n) = taux", record)
                });
            }
            None => ledger.uncheckable(1),
        }
    }
}

/// The value and the percentage of a match, unless the base stands in the sentence too.
fn pair(record: &Record, match_number: u32) -> Option<(Fact<'_>, Fact<'_>)> {
    let of =
        |name: &str| record.aliases.iter().find(|a| a.id == name && a.match_number == match_number);
    let (after, rate) = (of(AFTER)?, of(RATE)?);
    let here = |a: &&crate::record::Alias| a.id == OWN_RATE && a.of == rate.of;
    let based = record.aliases.iter().filter(here).any(|own| {
        record.aliases.iter().any(|a| a.id == OWN_BASE && a.match_number == own.match_number)
    });
    (!based).then_some((Fact::aliased(record, after.of)?, Fact::aliased(record, rate.of)?))
}

/// Whether the words behind a percentage say that it is of that year.
fn names_year(written: &Fact<'_>, year: &str) -> bool {
    const BEFORE: [&str; 8] =
        ["precedente", "precedent", "derniere", "dernier", "passe", "passee", "anterieure", "an"];
    let text = written.place.text();
    let after =
        place_of(text, written.written).and_then(|at| text.get(at + written.written.len()..));
    let clause = after.unwrap_or_default().split(['.', ';']).next().unwrap_or_default();
    let key = fold::key(clause);
    let is_year = |w: &&str| w.len() == 4 && w.chars().all(|c| c.is_ascii_digit());
    match key.split(' ').find(is_year) {
        Some(named) => named == year,
        None => key.split(' ').any(|word| BEFORE.contains(&word)) || key.contains("n 1"),
    }
}

/// The value of the year before of the same quantity.
fn base<'a>(now: &Fact<'a>, before: &'a Record, actions: &Actions<'a>) -> Option<Fact<'a>> {
    match now.name {
        FREE_AMOUNT => None,
        FREE_INDICATOR => counted_alike(now, before, actions),
        _ => counterpart(now, before, actions),
    }
}

/// A number that no rule names: the only one of its action that counts the same, in both years.
fn counted_alike<'a>(
    now: &Fact<'a>,
    before: &'a Record,
    actions: &Actions<'a>,
) -> Option<Fact<'a>> {
    if now.counted.is_empty() || now.unit != Unit::Count {
        return None;
    }
    let only = |record: &'a Record, action: Option<&str>| {
        let all = (0..record.indicators.len()).map(Aliased::Indicator);
        let facts = all.filter_map(|of| Fact::aliased(record, of));
        let same = |f: &Fact<'_>| (f.name, f.counted, f.action) == (now.name, now.counted, action);
        let mut facts: Vec<Fact<'a>> = facts.filter(same).collect();
        keep_own_year(&mut facts);
        facts.first().copied().filter(|_| values(&facts).len() == 1)
    };
    let action = match now.action {
        Some(action) => Some(actions.before(action)?.0),
        None => None,
    };
    only(now.record, now.action)?;
    only(before, action)
}

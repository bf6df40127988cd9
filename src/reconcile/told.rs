//! What is said of how documents and names were matched, and of what was not.
//!
//! Takes what was matched and gives clauses and sentences of the catalogue; each that a check
//! lacks is told by one function of its own.

use super::acts::Act;
use super::correspondences::{Correspondence, Ruling};
use super::finding::InForce;
use super::pairs::{Apart, Likeness};
use super::words::{file_name, listed};
use crate::issue::Lang;
use crate::record::Effect;
use crate::sentence;

/// « confirmé par Mme Petit le 2026-06-15 ».
pub(super) fn said(entry: &Correspondence, lang: Lang) -> String {
    let Correspondence { by, on, .. } = entry;
    match entry.ruling {
        Ruling::Confirmed => sentence::said_confirmed(lang, by, on),
        Ruling::Rejected => sentence::said_rejected(lang, by, on),
    }
}

/// What a finding says of a document that was matched by a name that a person confirmed.
pub(super) fn confirmed(document: &str, by: &str, lang: Lang) -> String {
    sentence::matched_by_name(lang, file_name(document), by)
}

/// Why two names were matched or left apart.
pub(super) fn pair(likeness: &Likeness<'_>, lang: Lang) -> String {
    if let Some(entry) = likeness.said {
        return said(entry, lang);
    }
    match likeness.apart {
        None => sentence::pair_alike(lang),
        Some(Apart::Ambiguous) => sentence::pair_ambiguous(lang),
        Some(Apart::Far) => sentence::pair_far(lang),
        Some(Apart::Rejected) => sentence::pair_apart(lang),
    }
}

/// A document that gives nothing of what is compared.
pub(super) fn gives_nothing<'n>(names: impl IntoIterator<Item = &'n str>, lang: Lang) -> String {
    let mut names: Vec<String> = names.into_iter().map(|n| sentence::quoted(lang, n)).collect();
    names.sort();
    sentence::lacks_all(lang, listed(&names, lang))
}

/// « l'avenant n° 2 du 12/03/2023 (avenant-2.pdf) ».
pub(super) fn act(act: &Act<'_>, lang: Lang) -> String {
    let kind = if act.amends { "amendment" } else { "agreement" };
    let number = act.number.filter(|_| act.amends).map(|n| n.to_string());
    let date = act.date.map(|date| day(date, lang));
    sentence::act(lang, kind, number, date, file_name(&act.record.document.path))
}

/// An ISO date as people write it in figures.
fn day(iso: &str, lang: Lang) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => sentence::day_in_figures(lang, *day, *month, *year),
        _ => iso.to_owned(),
    }
}

/// Why an act that sets the amount is in force.
pub(super) fn sets_anew(last: &Act<'_>, before: &Act<'_>, lang: Lang) -> String {
    sentence::act_sets(lang, latest(last), act(before, lang))
}

/// Why an act that changes the amount is in force.
pub(super) fn changes(last: &Act<'_>, set: &Act<'_>, effect: Effect, lang: Lang) -> String {
    let effect = if effect == Effect::Withdraws { "less" } else { "more" };
    sentence::act_changes(lang, latest(last), effect, act(set, lang))
}

/// By what an act is known for the last.
fn latest(act: &Act<'_>) -> &'static str {
    if act.date.is_some() { "by_date" } else { "by_number" }
}

/// What a finding says of the act in force.
pub(super) fn in_force(force: &InForce, lang: Lang) -> String {
    let InForce { act, why, .. } = force;
    sentence::act_in_force(lang, act, why)
}

/// Two conventions that give different amounts.
pub(super) fn two_conventions(one: &Act<'_>, other: &Act<'_>, lang: Lang) -> String {
    sentence::lacks_one_agreement(lang, act(one, lang), act(other, lang))
}

/// Acts whose numbers and dates contradict each other.
pub(super) fn orders_disagree(one: &Act<'_>, other: &Act<'_>, lang: Lang) -> String {
    sentence::lacks_one_order(lang, act(one, lang), act(other, lang))
}

/// Acts of which nothing says which is the later.
pub(super) fn no_order(one: &Act<'_>, other: &Act<'_>, lang: Lang) -> String {
    sentence::lacks_order(lang, act(one, lang), act(other, lang))
}

//! What is said in French of how documents and names were matched, and of what was not.
//!
//! One function a sentence.

use super::acts::Act;
use super::correspondences::{Correspondence, Ruling};
use super::finding::InForce;
use super::pairs::{Apart, Likeness};
use crate::record::Effect;

/// « confirmé par Mme Petit le 2026-06-15 ».
pub(super) fn said(entry: &Correspondence) -> String {
    let Correspondence { by, on, .. } = entry;
    match entry.ruling {
        Ruling::Confirmed => format!("confirmé par {by} le {on}"),
        Ruling::Rejected => format!("rejeté par {by} le {on}"),
    }
}

/// What a finding says of a document that was matched by a name that a person confirmed.
pub(super) fn confirmed(document: &str, by: &str) -> String {
    format!("Rapprochement de {} : {by}.", super::words::file_name(document))
}

/// Why two names were matched or left apart.
pub(super) fn pair(likeness: &Likeness<'_>) -> String {
    if let Some(entry) = likeness.said {
        return said(entry);
    }
    match likeness.apart {
        None => "rapprochés par leur seule ressemblance".to_owned(),
        Some(Apart::Ambiguous) => "non rapprochés : un autre nom ressemble autant".to_owned(),
        Some(Apart::Far) => "non rapprochés : la ressemblance ne suffit pas".to_owned(),
        Some(Apart::Rejected) => "non rapprochés".to_owned(),
    }
}

/// A document that no other of a kind belongs to.
pub(super) fn nobody_answers(kind: &str) -> String {
    format!("aucun document « {kind} » de l'archive ne lui correspond (dossier, territoire, année)")
}

/// A document that gives nothing of what is compared.
pub(super) fn gives_nothing(names: &[String]) -> String {
    format!("il ne donne pas {}", super::words::listed(names))
}

/// A value whose action is not told.
pub(super) fn no_action() -> String {
    "ni son action ni un opérateur du bilan qui n'en porte qu'une n'y sont dits".to_owned()
}

/// A value whose operator is not told.
pub(super) fn no_operator() -> String {
    "aucun opérateur n'est nommé".to_owned()
}

/// A term that no document gives.
pub(super) fn no_value(kind: &str, name: &str) -> String {
    format!("aucun document « {kind} » ne donne « {name} »")
}

/// A document that does not say of whom and of when it is.
pub(super) fn no_year() -> String {
    "son territoire ou son année n'y est pas dit : l'année précédente ne se retrouve pas".to_owned()
}

/// A document whose year before is not there, or is there twice.
pub(super) fn no_year_before(year: i32) -> String {
    format!("le document de {year} du même territoire manque, ou il y en a plusieurs")
}

/// An action that is in one year and not in the other.
pub(super) fn no_action_of(year: &str) -> String {
    format!("aucune action de {year} ne lui correspond (code et titre, titre seul, opérateur)")
}

/// A value that may be read in several columns.
pub(super) fn several_columns(name: &str, columns: &str) -> String {
    format!("« {name} » peut être lu dans plusieurs colonnes ({columns})")
}

/// A value that a kind of document gives several times.
pub(super) fn several_values(name: &str, kind: &str) -> String {
    format!("« {name} » a plusieurs valeurs dans « {kind} »")
}

/// An act that belongs to no document.
pub(super) fn no_authority() -> String {
    "aucun document de l'archive n'est de la même collectivité (territoire, dossier)".to_owned()
}

/// An act that names no authority, beside documents of several.
pub(super) fn several_authorities() -> String {
    "sa collectivité n'y est pas dite, et les documents du dossier sont de plusieurs".to_owned()
}

/// A year that an act gives an amount for and no document is of.
pub(super) fn no_document_of(kind: &str, year: &str) -> String {
    format!("aucun document « {kind} » de {year} n'est dans l'archive pour cette collectivité")
}

/// An amount of an act whose year is not told.
pub(super) fn no_year_of_amount() -> String {
    "l'année de ce montant n'est pas dite".to_owned()
}

/// A year that no act gives an amount for.
pub(super) fn no_amount_of_year(name: &str, year: &str) -> String {
    format!("aucun acte ne donne « {name} » pour {year}")
}

/// A document that does not say of which year it is.
pub(super) fn no_own_year() -> String {
    "l'année du document n'y est pas dite".to_owned()
}

/// « l'avenant n° 2 du 12/03/2023 (avenant-2.pdf) ».
pub(super) fn act(act: &Act<'_>) -> String {
    let kind = if act.amends { "l'avenant" } else { "la convention" };
    let number = act.number.filter(|_| act.amends).map(|n| format!(" n° {n}")).unwrap_or_default();
    let date = act.date.map(|date| format!(" du {}", day(date))).unwrap_or_default();
    format!("{kind}{number}{date} ({})", super::words::file_name(&act.record.document.path))
}

/// An ISO date as French writes it in figures.
fn day(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => iso.to_owned(),
    }
}

/// Why the only act is in force.
pub(super) fn only_act() -> String {
    "seul acte à donner ce montant".to_owned()
}

/// Why an act that sets the amount is in force.
pub(super) fn sets_anew(last: &Act<'_>, before: &Act<'_>) -> String {
    format!("{}, il remplace le montant donné par {}", latest(last), act(before))
}

/// Why an act that changes the amount is in force.
pub(super) fn changes(last: &Act<'_>, set: &Act<'_>, effect: Effect) -> String {
    let (latest, set) = (latest(last), act(set));
    match effect {
        Effect::Withdraws => format!("{latest}, il réduit le montant donné par {set}"),
        _ => format!("{latest}, il complète le montant donné par {set}"),
    }
}

/// By what an act is known for the last.
fn latest(act: &Act<'_>) -> &'static str {
    if act.date.is_some() { "dernier en date" } else { "dernier par son numéro" }
}

/// What a finding says of the act in force.
pub(super) fn in_force(force: &InForce) -> String {
    let InForce { act, why, .. } = force;
    format!("Acte tenu pour en vigueur : {act}, {why}.")
}

/// An act that adds to an amount that no other gives.
pub(super) fn nothing_to_add_to(act: &str) -> String {
    format!("{act} complète un montant qu'aucun acte de l'archive ne donne")
}

/// An act that gives several amounts for a year.
pub(super) fn several_amounts(act: &str) -> String {
    format!("{act} donne plusieurs montants pour la même année")
}

/// Two conventions that give different amounts.
pub(super) fn two_conventions(one: &Act<'_>, other: &Act<'_>) -> String {
    let (one, other) = (act(one), act(other));
    format!("deux conventions donnent un montant pour la même année : {one} et {other}")
}

/// Acts whose numbers and dates contradict each other.
pub(super) fn orders_disagree(one: &Act<'_>, other: &Act<'_>) -> String {
    let (one, other) = (act(one), act(other));
    format!("l'ordre des actes se contredit : {one} et {other}")
}

/// Acts of which nothing says which is the later.
pub(super) fn no_order(one: &Act<'_>, other: &Act<'_>) -> String {
    let (one, other) = (act(one), act(other));
    format!(
        "l'ordre des actes n'est pas dit (ni date ni numéro qui les départage) : {one} et {other}"
    )
}

/// An avenant that is not in the archive.
pub(super) fn act_missing(number: u32) -> String {
    format!("l'avenant n° {number} manque à l'archive et peut avoir changé le montant")
}

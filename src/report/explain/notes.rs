//! What is told of a rule beside its matches: tables, labels, terms of checks, why a match read
//! nothing.

use std::fmt::Write as _;

use crate::extract::trace::{Part, Taker};
use crate::issue::Lang;
use crate::place::Place;
use crate::verify::explain::{Note, Why};

use super::super::{tell, words};
use super::{cut, line, more};

/// Headings of a table that are shown.
const HEADINGS: usize = 8;

/// Values of a term that are shown.
const VALUES: usize = 5;

/// Adds the lines of a note.
pub(super) fn note(note: &Note, lang: Lang, out: &mut String) {
    match note {
        Note::Table { .. } => table(note, lang, out),
        Note::NoTable => {
            let lack = tell(lang, "aucun tableau dans ce document", "no table in this document");
            let _ = writeln!(out, "    {lack}");
        }
        Note::SameId => {
            let (fr, en) = (
                "une autre règle du même id a lu la valeur",
                "another rule of the same id read the value",
            );
            let _ = writeln!(out, "    {}", tell(lang, fr, en));
        }
        Note::LabelAlone { label, place } => {
            let (place, label) = (words::place(place, lang), cut(label));
            let _ = match lang {
                Lang::Fr => writeln!(
                    out,
                    "    {place} : le libellé “{label}” y est, sans valeur à sa droite que la \
                     règle prenne (voir sous, colonne, type)"
                ),
                Lang::En => writeln!(
                    out,
                    "    {place}: the label “{label}” stands there, without a value right of it \
                     that the rule takes (see sous, colonne, type)"
                ),
            };
        }
        Note::Term { name, kind: Some(kind), .. } => {
            let label = tell(lang, "pris dans d'autres documents", "taken from other documents");
            let _ = writeln!(out, "    {kind}:{name} : {label}");
        }
        Note::Term { name, values, .. } if values.is_empty() => {
            let lack = tell(lang, "pas de valeur dans ce document", "no value in this document");
            let _ = writeln!(out, "    {name} : {lack}");
        }
        Note::Term { name, values, .. } => {
            let told = values.iter().take(VALUES).map(|(written, place)| {
                format!("{} ({})", line(written), words::place(place, lang))
            });
            let _ = writeln!(out, "    {name} : {}", told.collect::<Vec<_>>().join(", "));
            more(values.len().saturating_sub(VALUES), "      ", lang, out);
        }
    }
}

/// A table and what of the rule stands in it.
fn table(note: &Note, lang: Lang, out: &mut String) {
    let Note::Table { id, place, claimed, announced, columns, missing, optional, headings, owner } =
        note
    else {
        return;
    };
    let place = place.as_ref().map(|p| within(p, lang)).unwrap_or_default();
    let owner = owner
        .as_ref()
        .map(|o| format!(", {} « {o} »", tell(lang, "pris par la règle", "taken by the rule")));
    let state = if *claimed {
        tell(lang, "tableau de la règle", "table of the rule")
    } else {
        tell(lang, "tableau essayé", "table tried")
    };
    let _ = writeln!(out, "    {state} : {id}{place}{}", owner.unwrap_or_default());
    if *announced == Some(false) {
        let lack = tell(
            lang,
            "aucune phrase d'« apres » ne le précède",
            "no phrase of “apres” stands before it",
        );
        let _ = writeln!(out, "      {lack}");
    }
    let heads: Vec<String> =
        columns.iter().map(|(id, heading)| format!("{id} ← “{}”", cut(heading))).collect();
    if !heads.is_empty() {
        let _ =
            writeln!(out, "      {} {}", tell(lang, "colonnes :", "columns:"), heads.join(", "));
    }
    if !missing.is_empty() {
        let label = tell(lang, "colonnes requises non trouvées :", "required columns not found:");
        let _ = writeln!(out, "      {label} {}", missing.join(", "));
    }
    if !optional.is_empty() {
        let label = tell(lang, "autres colonnes non trouvées :", "other columns not found:");
        let _ = writeln!(out, "      {label} {}", optional.join(", "));
    }
    let free: Vec<String> = headings
        .iter()
        .filter(|h| !h.is_empty() && !columns.iter().any(|(_, own)| own == *h))
        .take(HEADINGS)
        .map(|h| format!("“{}”", cut(h)))
        .collect();
    if !free.is_empty() {
        let label = tell(lang, "autres titres du tableau :", "other headings of the table:");
        let _ = writeln!(out, "      {label} {}", free.join(", "));
    } else if headings.iter().all(String::is_empty) {
        let lack = tell(lang, "le tableau n'a pas de titres", "the table has no headings");
        let _ = writeln!(out, "      {lack}");
    }
}

/// Where a table stands, behind its id.
fn within(place: &Place, lang: Lang) -> String {
    format!(", {}", words::place(place, lang))
}

/// Why a match read nothing.
pub(super) fn why(why: &Why, lang: Lang) -> String {
    let told = match why {
        Why::Taken(taker) => return taken(taker, lang),
        Why::Refused => tell(
            lang,
            "valeur refusée (voir parmi, sauf, ou un nom sans capitale)",
            "value refused (see parmi, sauf, or a name without capital)",
        ),
        Why::Second => tell(lang, "une autre phrase l'a emporté", "another match came first"),
        Why::NoHeading => tell(
            lang,
            "la phrase y est, mais ce n'est pas un titre (gras, taille, ou numéro à deux niveaux)",
            "the phrase stands there, but it is no heading (bold, size, or a number of two levels)",
        ),
    };
    told.to_owned()
}

/// Who has the number.
fn taken(taker: &Taker, lang: Lang) -> String {
    match taker {
        Taker::Rule { kind, id, .. } => {
            let label = tell(lang, "nombre déjà lu par", "number read before by");
            format!("{label} {} {id}", kind.block())
        }
        Taker::Free(id) => {
            format!("{} ({id})", tell(lang, "nombre lu librement", "number read freely"))
        }
        Taker::Ignored(id) => {
            let label = tell(lang, "nombre écarté par", "number set aside by");
            format!("{label} ignorer {id}")
        }
        Taker::Part(Part::Name) => {
            tell(lang, "le nombre fait partie d'un nom", "the number is part of a name").to_owned()
        }
        Taker::Part(_) => {
            let (fr, en) = ("le nombre fait partie d'un titre", "the number is part of a heading");
            tell(lang, fr, en).to_owned()
        }
        Taker::NoFigure => {
            let (fr, en) = (
                "le nombre est une année, une date ou un code",
                "the number is a year, a date or a code",
            );
            tell(lang, fr, en).to_owned()
        }
        Taker::Unread => tell(lang, "le nombre reste non lu", "the number stays unread").to_owned(),
    }
}

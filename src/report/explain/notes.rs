//! What is told of a rule beside its matches: tables, labels, terms of checks, why a match read
//! nothing.

use std::fmt::Write as _;

use crate::extract::trace::{Part, Taker};
use crate::issue::Lang;
use crate::place::Place;
use crate::verify::explain::{Note, TableNote, Why};

use super::super::{tell, words};
use super::{cut, line, more};

/// Headings of a table that are shown.
const HEADINGS: usize = 8;

/// Values of a term that are shown.
const VALUES: usize = 5;

/// Adds the lines of a note.
pub(super) fn note(note: &Note, lang: Lang, out: &mut String) {
    let sentence = match note {
        Note::Table(tried) => return table(tried, lang, out),
        Note::Term { name, kind, values } => return term(name, kind.as_ref(), values, lang, out),
        Note::NoTable => {
            tell(lang, "aucun tableau dans ce document", "no table in this document").to_owned()
        }
        Note::SameId => tell(
            lang,
            "une autre règle du même id a lu la valeur",
            "another rule of the same id read the value",
        )
        .to_owned(),
        Note::LabelAlone { label, place } => {
            let (place, label) = (words::place(place, lang), cut(label));
            match lang {
                Lang::Fr => format!(
                    "{place} : le libellé “{label}” y est, sans valeur à sa droite que la règle \
                     prenne (voir sous, colonne, type)"
                ),
                Lang::En => format!(
                    "{place}: the label “{label}” stands there, without a value right of it that \
                     the rule takes (see sous, colonne, type)"
                ),
            }
        }
    };
    let _ = writeln!(out, "    {sentence}");
}

/// A term of a check and its values.
fn term(
    name: &str,
    kind: Option<&String>,
    values: &[(String, Place)],
    lang: Lang,
    out: &mut String,
) {
    if let Some(kind) = kind {
        let label = tell(lang, "pris dans d'autres documents", "taken from other documents");
        let _ = writeln!(out, "    {kind}:{name} : {label}");
        return;
    }
    let told = values.iter().take(VALUES);
    let told = told.map(|(text, place)| format!("{} ({})", line(text), words::place(place, lang)));
    let told = told.collect::<Vec<_>>().join(", ");
    let lack = tell(lang, "pas de valeur dans ce document", "no value in this document");
    let _ = writeln!(out, "    {name} : {}", if values.is_empty() { lack } else { &told });
    more(values.len().saturating_sub(VALUES), "      ", lang, out);
}

/// A table and what of the rule stands in it.
fn table(tried: &TableNote, lang: Lang, out: &mut String) {
    let state = if tried.claimed {
        tell(lang, "tableau de la règle", "table of the rule")
    } else {
        tell(lang, "tableau essayé", "table tried")
    };
    let place = tried.place.as_ref().map(|p| format!(", {}", words::place(p, lang)));
    let owner = tried.owner.as_ref();
    let owner = owner
        .map(|o| format!(", {} « {o} »", tell(lang, "pris par la règle", "taken by the rule")));
    let (place, owner) = (place.unwrap_or_default(), owner.unwrap_or_default());
    let _ = writeln!(out, "    {state} : {}{place}{owner}", tried.id);
    if tried.announced == Some(false) && !tried.claimed {
        let (fr, en) =
            ("aucune phrase d'« apres » ne le précède", "no phrase of “apres” stands before it");
        let _ = writeln!(out, "      {}", tell(lang, fr, en));
    }
    for (id, heading) in &tried.unfit {
        let heading = cut(heading);
        let _ = match lang {
            Lang::Fr => writeln!(
                out,
                "      « {id} » : le titre “{heading}” convient, mais ses cellules ne sont pas chacune un nombre"
            ),
            Lang::En => writeln!(
                out,
                "      “{id}”: the heading “{heading}” fits, but its cells are not a number each"
            ),
        };
    }
    let heads = tried.columns.iter().map(|(id, heading)| format!("{id} ← “{}”", cut(heading)));
    let free = tried.headings.iter().filter(|heading| {
        !heading.is_empty() && !tried.columns.iter().any(|(_, own)| own == *heading)
    });
    let free = free.take(HEADINGS).map(|heading| format!("“{}”", cut(heading)));
    let (missing, optional) = (tried.missing.clone(), tried.optional.clone());
    for (fr, en, all) in [
        ("colonnes :", "columns:", heads.collect()),
        ("colonnes requises non trouvées :", "required columns not found:", missing),
        ("autres colonnes non trouvées :", "other columns not found:", optional),
        ("autres titres du tableau :", "other headings of the table:", free.collect::<Vec<_>>()),
    ] {
        if !all.is_empty() {
            let _ = writeln!(out, "      {} {}", tell(lang, fr, en), all.join(", "));
        }
    }
    if tried.headings.iter().all(String::is_empty) {
        let (fr, en) = ("le tableau n'a pas de titres", "the table has no headings");
        let _ = writeln!(out, "      {}", tell(lang, fr, en));
    }
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
        Why::SameCode(code) => {
            return match lang {
                Lang::Fr => format!("un autre titre porte le code « {code} » et l'emporte"),
                Lang::En => format!("another heading bears the code “{code}” and wins"),
            };
        }
        Why::SpeaksOfNothing => tell(
            lang,
            "la phrase ne parle d'aucune valeur lue, ni d'un tableau juste au-dessus",
            "the sentence speaks of no value that was read, nor of a table right above",
        ),
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

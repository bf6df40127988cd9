//! French sentences about days: which comes after which, what slip would explain it, what to ask.
//!
//! Days are told as officers write them, with where they stand.

use jiff::civil::Date;

use super::super::words::spot;
use super::{Day, days_between};

/// « La signature (3 mars 2023, p. 1) vient 61 jours après le début de la période (…). Attendu : … ».
pub(super) fn out_of_order(check: &str, first: &Day<'_>, second: &Day<'_>) -> String {
    let days = match days_between(second.date, first.date).to_string().as_str() {
        "1" => "1 jour".to_owned(),
        many => format!("{many} jours"),
    };
    let (subject, object) = (capital(first), told(second));
    format!("{subject} vient {days} après {object}. Attendu : {}.", expected(check))
}

/// « La signature (…) ne vient pas après le début de la période (…). ».
pub(super) fn in_order(first: &Day<'_>, second: &Day<'_>) -> String {
    format!("{} ne vient pas après {}.", capital(first), told(second))
}

/// What must be true of an order.
fn expected(check: &str) -> &'static str {
    match check {
        "periode-ordre" => "une période commence avant de finir",
        "signature-debut" => "l'acte est signé avant que la période ne commence",
        "donnees-adoption" => {
            "le bilan est adopté après la date à laquelle ses données sont arrêtées"
        }
        _ => "un acte que le bilan cite n'est pas postérieur au bilan",
    }
}

/// A period outside its exercice.
pub(super) fn outside(from: &Day<'_>, to: &Day<'_>, year: i16, apart: bool) -> String {
    let how = if apart { "est hors de" } else { "dépasse" };
    format!(
        "La période va du {} ({}) au {} ({}) : elle {how} l'exercice {year}. Attendu : la période est \
         dans l'exercice.",
        day(from.date),
        spot(&from.field.place),
        day(to.date),
        spot(&to.field.place)
    )
}

/// A period within its exercice, or that holds it.
pub(super) fn within(from: &Day<'_>, to: &Day<'_>, year: i16) -> String {
    format!(
        "La période du {} au {} s'accorde avec l'exercice {year}.",
        day(from.date),
        day(to.date)
    )
}

/// The year of one of the days is a slip.
pub(super) fn other_year(restored: Option<(Day<'_>, Date)>) -> String {
    match restored {
        Some((was, is)) => format!(
            "Avec une autre année l'ordre serait tenu : {} et non {}.",
            day(is),
            day(was.date)
        ),
        None => "Une année de plus ou de moins ne rétablit pas l'ordre.".to_owned(),
    }
}

/// Day and month are exchanged.
pub(super) fn swapped(restored: Option<(Day<'_>, Date)>) -> String {
    match restored {
        Some((was, is)) => format!(
            "Jour et mois intervertis l'ordre serait tenu : {} et non {}.",
            day(is),
            day(was.date)
        ),
        None => "Jour et mois intervertis ne rétablissent pas l'ordre.".to_owned(),
    }
}

/// The question of an order.
pub(super) fn ask(first: &Day<'_>, second: &Day<'_>) -> String {
    format!(
        "Demander au service laquelle des deux dates est juste, le {} ou le {}, et l'acte qui le montre.",
        day(first.date),
        day(second.date)
    )
}

/// The question of an exercice.
pub(super) fn ask_exercice(year: i16) -> String {
    format!("Demander au service si le document est bien celui de l'exercice {year}.")
}

/// « la signature (3 mars 2023, p. 1) ».
fn told(day_of: &Day<'_>) -> String {
    format!("{} ({}, {})", name(&day_of.field.id), day(day_of.date), spot(&day_of.field.place))
}

fn capital(day_of: &Day<'_>) -> String {
    super::super::words::capital(&told(day_of))
}

/// What a field of a day is called.
fn name(id: &str) -> &str {
    match id {
        "date_debut" => "le début de la période",
        "date_fin" => "la fin de la période",
        "date_signature" => "la signature",
        "date_donnees" => "la date des données",
        "date_adoption" => "l'adoption du bilan",
        "date_etablissement" => "la date du document",
        "date_deliberation" => "la délibération",
        other => other,
    }
}

/// A day in French: « 1er janvier 2023 ».
fn day(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let month = usize::try_from(date.month()).ok().and_then(|m| MONTHS.get(m.checked_sub(1)?));
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first} {} {}", date.day(), month.unwrap_or(&""), date.year())
}

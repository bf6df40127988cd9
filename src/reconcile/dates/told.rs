//! Sentences about days: which comes after which, what slip would explain it, what to ask.
//!
//! Days are told as officers write them, with where they stand. What a day is of is named by the
//! catalogue, by the id of its field, and opens a sentence with a capital.

use jiff::civil::Date;

use super::super::words::{capital, spot};
use super::{Day, days_between};
use crate::issue::Lang;
use crate::sentence;

/// « La signature (3 mars 2023, p. 1) vient 61 jours après le début de la période (…). Attendu : … ».
pub(super) fn out_of_order(check: &str, first: &Day<'_>, second: &Day<'_>, lang: Lang) -> String {
    let days = days_between(second.date, first.date);
    let (first, second) = (capital(&told(first, lang)), told(second, lang));
    sentence::dates_out_of_order(lang, check, first, second, days)
}

/// « La signature (…) ne vient pas après le début de la période (…). ».
pub(super) fn in_order(first: &Day<'_>, second: &Day<'_>, lang: Lang) -> String {
    sentence::dates_in_order(lang, capital(&told(first, lang)), told(second, lang))
}

/// A period outside its exercice.
pub(super) fn outside(
    (from, to): (&Day<'_>, &Day<'_>),
    year: i16,
    apart: bool,
    lang: Lang,
) -> String {
    let how = if apart { "apart" } else { "beyond" };
    let spot = |of: &Day<'_>| spot(&of.field.place);
    let days = (day(from.date, lang), day(to.date, lang));
    let year = year.to_string();
    sentence::period_outside(lang, days.0, spot(from), days.1, spot(to), how, year)
}

/// A period within its exercice, or that holds it.
pub(super) fn within(from: &Day<'_>, to: &Day<'_>, year: i16, lang: Lang) -> String {
    sentence::period_within(lang, day(from.date, lang), day(to.date, lang), year.to_string())
}

/// The year of one of the days is a slip.
pub(super) fn other_year(restored: Option<(Day<'_>, Date)>, lang: Lang) -> String {
    match restored {
        Some((was, is)) => sentence::dates_other_year(lang, day(is, lang), day(was.date, lang)),
        None => sentence::dates_no_other_year(lang),
    }
}

/// Day and month are exchanged.
pub(super) fn swapped(restored: Option<(Day<'_>, Date)>, lang: Lang) -> String {
    match restored {
        Some((was, is)) => sentence::dates_swapped(lang, day(is, lang), day(was.date, lang)),
        None => sentence::dates_not_swapped(lang),
    }
}

/// The question of an order.
pub(super) fn ask(first: &Day<'_>, second: &Day<'_>, lang: Lang) -> String {
    sentence::ask_which_day(lang, day(first.date, lang), day(second.date, lang))
}

/// The question of an exercice.
pub(super) fn ask_exercice(year: i16, lang: Lang) -> String {
    sentence::ask_year(lang, year.to_string())
}

/// « la signature (3 mars 2023, p. 1) ».
fn told(of: &Day<'_>, lang: Lang) -> String {
    sentence::day_at(lang, &of.field.id, day(of.date, lang), spot(&of.field.place))
}

/// A day: « 1er janvier 2023 ».
fn day(date: Date, lang: Lang) -> String {
    let part = |number: i8| usize::from(number.unsigned_abs());
    sentence::day(lang, part(date.day()), part(date.month()), date.year().to_string())
}

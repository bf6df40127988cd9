//! Sentences about what was spent and what was planned.
//!
//! One sentence a table: the share, the total where it departs, how many lines do and the furthest
//! of them, each with where it stands.

use rust_decimal::Decimal;

use super::super::facts::Unit;
use super::super::words::{figure, in_turn, listed, short, spots};
use super::{Beyond, Departure, Rows, TOLD};
use crate::issue::Lang;
use crate::sentence;

/// « Le réalisé s'écarte de plus de 10 % du prévisionnel : … ».
pub(super) fn departs(beyond: &Beyond<'_>, share: Decimal, lang: Lang) -> String {
    let total = beyond.total.filter(|_| beyond.as_a_whole);
    let total = total.map(|total| {
        let spots = spots(&[total.planned, total.done], lang);
        sentence::deviates_total(lang, figures(&total, lang), spots)
    });
    let lines = (!beyond.lines.is_empty()).then(|| lines(beyond, lang));
    let parts = total.into_iter().chain(lines);
    let parts = in_turn(parts, |before, item| sentence::list_next(lang, before, item));
    sentence::deviates(lang, percents(share, lang), parts)
}

/// « à 5 lignes sur 8, dont « 60 - Achats » (2 400 € pour 2 000 € prévus, +20 %, B3 et C3) ».
fn lines(beyond: &Beyond<'_>, lang: Lang) -> String {
    let count = beyond.lines.len();
    let line = |d: &Departure<'_>| {
        let spots = spots(&[d.planned, d.done], lang);
        sentence::deviates_line(lang, short(d.label), figures(d, lang), spots)
    };
    let lines: Vec<String> = beyond.lines.iter().take(TOLD).map(line).collect();
    let named = if count > TOLD { "some" } else { "all" };
    sentence::deviates_lines(lang, count, beyond.of, named, listed(&lines, lang))
}

/// « 2 400 € pour 2 000 € prévus, +20 % ».
fn figures(row: &Departure<'_>, lang: Lang) -> String {
    let done = figure(row.done.value, row.done.unit, lang);
    let hundredfold = row.gap().saturating_mul(Decimal::ONE_HUNDRED);
    let rate = hundredfold.checked_div(row.planned.value).map(|rate| {
        let sign = if rate.is_sign_negative() { "−" } else { "+" };
        format!("{sign}{}", figure(rate.abs().round_dp(1), Unit::Percent, lang))
    });
    let planned = rate.is_some().then(|| figure(row.planned.value, row.planned.unit, lang));
    sentence::deviation(lang, done, planned, rate)
}

/// What holds: « Le réalisé s'écarte d'au plus 10 % du prévisionnel : 8 lignes et le total. ».
pub(super) fn held(rows: &Rows<'_>, share: Decimal, lang: Lang) -> String {
    let told = if rows.total.is_some() { "with_total" } else { "lines" };
    sentence::deviates_little(lang, percents(share, lang), rows.lines.len(), told)
}

/// The question to put, and to whom.
pub(super) fn ask(operator: Option<&str>, lang: Lang) -> String {
    sentence::ask_deviation(lang, operator)
}

fn percents(share: Decimal, lang: Lang) -> String {
    figure(share.saturating_mul(Decimal::ONE_HUNDRED), Unit::Percent, lang)
}

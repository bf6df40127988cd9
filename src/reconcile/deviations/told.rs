//! French sentences about what was spent and what was planned.
//!
//! One sentence a table: the share, the total where it departs, how many lines do and the furthest
//! of them, each with where it stands.

use rust_decimal::Decimal;

use super::super::facts::Unit;
use super::super::words::{figure, listed, short, spots};
use super::{Beyond, Departure, Rows, TOLD};

/// « Le réalisé s'écarte de plus de 10 % du prévisionnel : … ».
pub(super) fn departs(beyond: &Beyond<'_>, share: Decimal) -> String {
    let total = beyond.total.filter(|_| beyond.as_a_whole);
    let total = total.map(|total| {
        format!("au total ({}, {})", figures(&total), spots(&[total.planned, total.done]))
    });
    let lines = (!beyond.lines.is_empty()).then(|| lines(beyond));
    let parts: Vec<String> = total.into_iter().chain(lines).collect();
    format!(
        "Le réalisé s'écarte de plus de {} du prévisionnel : {}.",
        percents(share),
        parts.join(" ; ")
    )
}

/// « à 5 lignes sur 8, dont « 60 - Achats » (2 400 € pour 2 000 € prévus, +20 %, B3 et C3) ».
fn lines(beyond: &Beyond<'_>) -> String {
    let count = beyond.lines.len();
    let name = |d: &Departure<'_>| {
        format!("« {} » ({}, {})", short(d.label), figures(d), spots(&[d.planned, d.done]))
    };
    let named: Vec<String> = beyond.lines.iter().take(TOLD).map(name).collect();
    let plural = if count > 1 { "lignes" } else { "ligne" };
    let among = if count > TOLD { ", dont" } else { " :" };
    format!("à {count} {plural} sur {}{among} {}", beyond.of, listed(&named))
}

/// « 2 400 € pour 2 000 € prévus, +20 % ».
fn figures(row: &Departure<'_>) -> String {
    let done = figure(row.done.value, row.done.unit);
    let hundredfold = row.gap().saturating_mul(Decimal::ONE_HUNDRED);
    match hundredfold.checked_div(row.planned.value) {
        Some(rate) => {
            let sign = if rate.is_sign_negative() { "−" } else { "+" };
            let rate = figure(rate.abs().round_dp(1), Unit::Percent);
            let planned = figure(row.planned.value, row.planned.unit);
            format!("{done} pour {planned} prévus, {sign}{rate}")
        }
        None => format!("{done} sans prévision"),
    }
}

/// What holds: « Le réalisé s'écarte d'au plus 10 % du prévisionnel : 8 lignes et leur total. ».
pub(super) fn held(rows: &Rows<'_>, share: Decimal) -> String {
    let lines = match rows.lines.len() {
        1 => "1 ligne".to_owned(),
        count => format!("{count} lignes"),
    };
    let total = if rows.total.is_some() { " et le total" } else { "" };
    format!("Le réalisé s'écarte d'au plus {} du prévisionnel : {lines}{total}.", percents(share))
}

/// The question to put, and to whom.
pub(super) fn ask(operator: Option<&str>) -> String {
    match operator {
        Some(name) => {
            format!("Demander à « {name} » ce qui explique l'écart entre le réalisé et le prévu.")
        }
        None => "Demander ce qui explique l'écart entre le réalisé et le prévu.".to_owned(),
    }
}

fn percents(share: Decimal) -> String {
    figure(share.saturating_mul(Decimal::ONE_HUNDRED), Unit::Percent)
}

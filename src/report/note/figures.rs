//! The figures of a bilan: totals of its budget, amounts of its prose, counts that its rules name.
//!
//! As the document tells them: an amount is never added up nor corrected here, and of what nature
//! it is stands beside it only where the document says so.

use maud::Markup;
use rust_decimal::Decimal;

use super::places::{cut, places};
use super::word::{Column, Style, paragraph, strong, table, text};
use crate::number::format;
use crate::record::{
    AmountMention, Budget, FREE_AMOUNT, FREE_INDICATOR, Nature, Record, RowKind, UNCLAIMED_TABLE,
};
use crate::report::words;

/// Amounts told of a bilan.
const AMOUNTS: usize = 7;
/// Counts told of a bilan.
const COUNTS: usize = 4;
/// Characters of a name or a count.
const LONGEST: usize = 120;

/// An amount with what it is.
struct Figure {
    label: String,
    nature: Option<Nature>,
    value: Decimal,
    place: String,
}

/// The amounts as a table, the counts as a list; nothing where there are none.
pub(super) fn render(record: &Record) -> Vec<Markup> {
    let mut out = Vec::new();
    let all = amounts(record);
    if !all.is_empty() {
        out.push(grid(all.get(..AMOUNTS).unwrap_or(&all)));
        if let Some(told) = more(all.len(), AMOUNTS, "montant") {
            out.push(paragraph(Style::Body, &text(&told)));
        }
    }
    let counts = counts(record);
    if !counts.is_empty() {
        out.push(paragraph(Style::Subheading, &text("Indicateurs")));
    }
    out.extend(counts.iter().take(COUNTS).map(|count| paragraph(Style::Bullet, &text(count))));
    if let Some(told) = more(counts.len(), COUNTS, "indicateur") {
        out.push(paragraph(Style::Bullet, &text(&told)));
    }
    out
}

/// The amounts in one sentence, for a bilan of which there is not much to say.
pub(super) fn told(record: &Record) -> Option<String> {
    let all = amounts(record);
    let one = |figure: &Figure| {
        let nature = figure.nature.map(|n| format!(", {}", words::nature(n))).unwrap_or_default();
        format!("{} : {}{nature}, {}", figure.label, format::euros(figure.value), figure.place)
    };
    let told: Vec<String> = all.iter().take(AMOUNTS).map(one).collect();
    (!told.is_empty()).then(|| told.join(" ; ") + ".")
}

fn grid(figures: &[Figure]) -> Markup {
    let column = |head, share, number| Column { head, share, number };
    let columns = [
        column("Chiffre", 46, false),
        column("Nature", 16, false),
        column("Montant", 20, true),
        column("Où", 18, false),
    ];
    let row = |figure: &Figure| {
        vec![
            text(&figure.label),
            text(figure.nature.map_or("", words::nature)),
            strong(&format::euros(figure.value)),
            text(&figure.place),
        ]
    };
    table(&columns, &figures.iter().map(row).collect::<Vec<_>>())
}

/// « et 3 autres montants, voir report.html », where there are more than are told.
fn more(all: usize, told: usize, of: &str) -> Option<String> {
    match all.saturating_sub(told) {
        0 => None,
        1 => Some(format!("et 1 autre {of}, voir report.html")),
        more => Some(format!("et {more} autres {of}s, voir report.html")),
    }
}

/// The totals of budgets that rules claim, of any where they claim none, then the named amounts
/// of the prose, a value told twice once.
fn amounts(record: &Record) -> Vec<Figure> {
    let path = record.document.path.as_str();
    let claimed = record.budgets.iter().filter(|b| b.id != UNCLAIMED_TABLE);
    let mut budgets: Vec<&Budget> = claimed.collect();
    if budgets.is_empty() {
        budgets = record.budgets.iter().collect();
    }
    let several = budgets.len() > 1;
    let mut out: Vec<Figure> =
        budgets.iter().flat_map(|budget| totals(path, budget, several)).collect();
    let mut seen: Vec<(&str, Decimal, Option<&str>)> = Vec::new();
    for amount in record.amounts.iter().filter(|a| a.id != FREE_AMOUNT && is_euros(&a.written)) {
        let key = (amount.id.as_str(), amount.value, amount.period.as_deref());
        if !seen.contains(&key) {
            seen.push(key);
            out.push(mention(record, amount));
        }
    }
    out
}

/// An amount of the prose with all the places where it is told.
fn mention(record: &Record, amount: &AmountMention) -> Figure {
    let same = |a: &&AmountMention| {
        (&a.id, a.value, &a.period) == (&amount.id, amount.value, &amount.period)
    };
    let path = record.document.path.as_str();
    let all = record.amounts.iter().filter(same).map(|a| (path, &a.place));
    let period = amount.period.as_ref().map(|p| format!(" ({p})")).unwrap_or_default();
    let label = words::cut(&format!("{}{period}", words::quantity(&amount.id)), LONGEST);
    Figure {
        label: format!("{label}, dans le texte"),
        nature: amount.nature,
        value: amount.value,
        place: places(all, path),
    }
}

/// The printed total of each column of a budget.
fn totals(path: &str, budget: &Budget, several: bool) -> Vec<Figure> {
    let name = match budget.title.as_str() {
        "" => "tableau sans titre".to_owned(),
        title if several => format!("tableau « {} »", words::cut(title, LONGEST / 2)),
        _ if budget.id == UNCLAIMED_TABLE => "tableau".to_owned(),
        _ => "budget".to_owned(),
    };
    let mut out = Vec::new();
    for row in budget.rows.iter().filter(|row| row.kind == RowKind::Total && budget.unit == "EUR") {
        for column in &budget.columns {
            let Some(cell) = row.cells.get(&column.id).filter(|c| is_euros(&c.written)) else {
                continue;
            };
            let heading = words::cut(budget.heading(&column.id), LONGEST / 2);
            out.push(Figure {
                label: match heading.to_lowercase().as_str() {
                    "total" => format!("Total du {name}"),
                    _ => format!("{heading} (total du {name})"),
                },
                nature: column.nature.or(budget.nature),
                value: cell.value,
                place: places(std::iter::once((path, &cell.place)), path),
            });
        }
    }
    out
}

/// Whether what is written may be an amount: percentages stand in budgets too.
fn is_euros(written: &str) -> bool {
    !written.contains('%')
}

/// The counts that rules name, in the words of the document.
fn counts(record: &Record) -> Vec<String> {
    let path = record.document.path.as_str();
    let named = record.indicators.iter().filter(|i| i.id != FREE_INDICATOR);
    named
        .map(|count| {
            let action = count.action.as_ref().map(|a| format!("Action {a} : "));
            let label = match count.label.strip_prefix("et ").unwrap_or(&count.label) {
                "" => format!("{} {}", format::format(count.value), count.unit),
                label => words::cut(label, LONGEST),
            };
            let place = places(std::iter::once((path, &count.place)), path);
            words::cut(&format!("{}{label}", action.unwrap_or_default()), LONGEST)
                + &format!(" ({place})")
        })
        .collect()
}

/// Documents by name with their operator and action, at most some; nothing without any.
pub(super) fn others(records: &[&Record], (one, many): (&str, &str)) -> Option<Markup> {
    let names = |record: &&Record| {
        let action = record.field("action").map(|action| format!("action {action}"));
        let parts = [record.operator().map(str::to_owned), action];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let file = words::file_name(&record.document.path);
        let who = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
        words::cut(&format!("{file}{who}"), LONGEST)
    };
    let names: Vec<String> = records.iter().map(names).collect();
    let told = cut(&names, AMOUNTS);
    (!names.is_empty()).then(|| {
        let lead = if names.len() == 1 { one } else { many };
        paragraph(Style::Body, &text(&format!("{lead} : {told}.")))
    })
}

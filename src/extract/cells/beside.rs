//! The value of one label: the first number right of it before the next label, in the column
//! that the rule names if it names one.
//!
//! The phrases of a column are asked in their order, and of several columns that one of them
//! names that of the document's year counts. A column of shares or differences is none of
//! amounts, whatever it is a share of.

use crate::document::{Cell, Table};
use crate::number::{self, CellValue, Kind, Token, fold};
use crate::record::{FieldKind, Nature};
use crate::rules::CellRule;

use super::super::columns::stated::{Stated, Year, nature};
use super::{Form, Found};

/// What stands beside a label.
#[derive(Debug, Clone)]
pub(super) enum Beside<'t> {
    /// A value.
    Value(Found<'t>),
    /// Something else than a value, or nothing where one should stand.
    Doubt(Doubt<'t>),
    /// No place for a value.
    Nothing,
}

/// Why a value that should be there is not read.
#[derive(Debug, Clone)]
pub(super) enum Doubt<'t> {
    /// A column for it, in which there is none that can be read.
    Without {
        /// The label.
        label: &'t Cell,
        /// The heading of the column.
        column: String,
        /// The cell, where something stands in it.
        cell: Option<&'t Cell>,
    },
    /// Several columns for it, by their headings.
    Columns(&'t Cell, Vec<String>),
    /// A column for it, of another year.
    OtherYear(&'t Cell, String),
    /// Several rows for it.
    Rows(Vec<&'t Cell>),
}

/// How headings of what is reckoned from amounts open.
const RECKONED: [&str; 9] = [
    "taux",
    "pourcentage",
    "ecart",
    "ecarts",
    "difference",
    "variation",
    "evolution",
    "ratio",
    "part",
];

/// Rows from the top that may hold headings of a form that has no row of headings.
const MOST_ABOVE: usize = 1000;

/// The text of a label: the first cell right of it that says anything.
pub(super) fn text<'t>(table: &'t Table, label: &Cell) -> Beside<'t> {
    let says =
        |c: &&Cell| !matches!(number::cell(&c.text.text), CellValue::Absent | CellValue::Blank);
    let found = right_of(table, label).find(says);
    found.map_or(Beside::Nothing, |cell| {
        Beside::Value(Found { cell, token: None, stated: Stated::default() })
    })
}

/// The number of a label: in the column that the rule names, or the only one there is.
pub(super) fn amount<'t>(rule: &CellRule, form: &Form<'t>, label: &'t Cell) -> Beside<'t> {
    let values = values(form.table, label);
    if rule.column.is_empty() {
        return values.into_iter().next().map_or(Beside::Nothing, |v| value(v, form));
    }
    let named = named(rule, form, label);
    match (named.as_slice(), of_year(form, label, &named).as_slice()) {
        ([], _) => alone(rule, form, &values),
        ([first, ..], []) => {
            let heading = heading(form.table, label.row, *first);
            Beside::Doubt(Doubt::OtherYear(label, heading))
        }
        (_, [column]) => in_column(form, label, *column, values),
        (_, several) => agreed(form, label, several, values),
    }
}

/// The numbers right of a label before the next one; a formula that came to nothing is none.
fn values<'t>(table: &'t Table, label: &Cell) -> Vec<(&'t Cell, Token)> {
    let cells = right_of(table, label).map_while(|cell| match number::cell(&cell.text.text) {
        CellValue::Number(token) => Some(Some((cell, token))),
        CellValue::Absent | CellValue::Blank => Some(None),
        CellValue::Text => is_failed(&cell.text.text).then_some(None),
    });
    cells.flatten().collect()
}

/// A form of one column of values need not name it; what names it is not to say another thing.
fn alone<'t>(rule: &CellRule, form: &Form<'t>, values: &[(&'t Cell, Token)]) -> Beside<'t> {
    let [(cell, token)] = values else { return Beside::Nothing };
    let heading = heading(form.table, cell.row, cell.column);
    let share = token.kind == Kind::Percent && rule.kind == FieldKind::Amount;
    let year = Stated::of(&heading).year.is_none_or(|y| y.fits(form.year));
    if !admits(rule, &heading) || share || !year {
        return Beside::Nothing;
    }
    value((cell, token.clone()), form)
}

/// The value of a label in a column, or what is there in its place.
fn in_column<'t>(
    form: &Form<'t>,
    label: &'t Cell,
    column: usize,
    values: Vec<(&'t Cell, Token)>,
) -> Beside<'t> {
    match values.into_iter().find(|(cell, _)| covers(cell, column)) {
        Some(found) => value(found, form),
        None => without(form, label, column),
    }
}

/// A column without a value beside a label.
fn without<'t>(form: &Form<'t>, label: &'t Cell, at: usize) -> Beside<'t> {
    let column = heading(form.table, label.row, at);
    let cell = form.table.row(label.row).find(|c| covers(c, at));
    Beside::Doubt(Doubt::Without { label, column, cell })
}

/// The value that several columns agree on; else none is told from the others.
fn agreed<'t>(
    form: &Form<'t>,
    label: &'t Cell,
    columns: &[usize],
    values: Vec<(&'t Cell, Token)>,
) -> Beside<'t> {
    let of = |(cell, _): &(&Cell, Token)| columns.iter().any(|c| covers(cell, *c));
    let within: Vec<(&Cell, Token)> = values.into_iter().filter(of).collect();
    let number = |(cell, token): &(&Cell, Token)| cell.stored.or(token.value);
    match (within.first(), columns.first()) {
        (None, Some(column)) => without(form, label, *column),
        (Some(first), _)
            if within.len() == columns.len()
                && within.iter().all(|v| number(v) == number(first)) =>
        {
            value(first.clone(), form)
        }
        _ => {
            let columns = columns.iter().map(|c| heading(form.table, label.row, *c));
            Beside::Doubt(Doubt::Columns(label, columns.collect()))
        }
    }
}

fn value<'t>((cell, token): (&'t Cell, Token), form: &Form<'t>) -> Beside<'t> {
    let heading = heading(form.table, cell.row, cell.column);
    let stated = Stated::below(&heading, &form.lines);
    Beside::Value(Found { cell, token: Some(token), stated })
}

/// The columns right of a label that the first phrase of the rule to find any names.
fn named(rule: &CellRule, form: &Form<'_>, label: &Cell) -> Vec<usize> {
    let table = form.table;
    let reach = label.column + 1..until(rule, form, label);
    let open = |c: &usize| admits(rule, &heading(table, label.row, *c));
    let under = rule.column.iter().map(|phrase| {
        let under = |c: &usize| form.known.stands_under(phrase, table, label.row, *c);
        reach.clone().filter(under).filter(open).collect::<Vec<usize>>()
    });
    under.into_iter().find(|named| !named.is_empty()).unwrap_or_default()
}

/// Where the half of a label ends: at the next label in its row, or at the next column that is
/// one of labels. Words under a heading of values are a remark in a value's place.
fn until(rule: &CellRule, form: &Form<'_>, label: &Cell) -> usize {
    let (table, known) = (form.table, &form.known);
    let under = |c: &Cell, p| known.stands_under(p, table, c.row, c.column);
    let valued = |c: &Cell| rule.column.iter().any(|p| under(c, p));
    let in_row = right_of(table, label).find(|c| is_words(c) && !valued(c)).map(|c| c.column);
    in_row.unwrap_or(known.end(table)).min(known.next_labels(table, label.column))
}

/// Of some columns those of the document's year; those that state it before those that state
/// none.
fn of_year(form: &Form<'_>, label: &Cell, columns: &[usize]) -> Vec<usize> {
    let year = |c: &usize| Stated::of(&heading(form.table, label.row, *c)).year;
    let exact = |c: &&usize| match year(c) {
        Some(Year::Of(own)) => form.year == Some(own.as_str()),
        Some(Year::Own) => true,
        _ => false,
    };
    let own: Vec<usize> = columns.iter().filter(exact).copied().collect();
    if !own.is_empty() {
        return own;
    }
    columns.iter().filter(|c| year(c).is_none_or(|y| y.fits(form.year))).copied().collect()
}

/// The headings above a cell, from the top.
fn heading(table: &Table, row: usize, column: usize) -> String {
    let until =
        if table.header_rows == 0 { row.min(MOST_ABOVE) } else { table.header_rows.min(row) };
    let above = table.cells.iter().take_while(|c| c.row < until).filter(|c| covers(c, column));
    let words = above.filter(|c| table.header_rows > 0 || is_words(c));
    words.map(|c| c.text.text.trim()).collect::<Vec<_>>().join(" / ")
}

/// Whether a heading may be of what the rule asks for: of no other nature, of no shares or
/// differences where it is an amount.
fn admits(rule: &CellRule, heading: &str) -> bool {
    let key = fold::key(heading);
    let budget = key.split(' ').any(|w| w == "budget" || w == "budgete");
    let stated = nature(heading).or(budget.then_some(Nature::Previsionnel));
    let other = rule.nature.zip(stated).is_some_and(|(own, other)| own != other);
    !other && (rule.kind != FieldKind::Amount || !is_reckoned(heading))
}

/// Whether a heading is of shares or differences.
fn is_reckoned(heading: &str) -> bool {
    let last = heading.rsplit(" / ").next().unwrap_or(heading);
    let key = fold::key(last);
    last.contains('%') || key.split(' ').next().is_some_and(|w| RECKONED.contains(&w))
}

/// Whether a cell is words, and not a formula that came to nothing.
pub(super) fn is_words(cell: &Cell) -> bool {
    let text = &cell.text.text;
    matches!(number::cell(text), CellValue::Text) && !is_failed(text)
}

/// Whether a text is what a sheet shows of a formula without a value: `=SUM(C6:C7)`, `#REF!`,
/// `Err:502`.
pub(super) fn is_failed(text: &str) -> bool {
    let text = text.trim();
    text.starts_with('=')
        || text.strip_prefix('#').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_uppercase()))
        || text.strip_prefix("Err:").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
}

fn covers(cell: &Cell, column: usize) -> bool {
    (cell.column..cell.column + cell.column_span.max(1)).contains(&column)
}

/// The cells right of a label.
fn right_of<'t>(table: &'t Table, label: &Cell) -> impl Iterator<Item = &'t Cell> {
    let column = label.column;
    table.row(label.row).filter(move |c| c.column > column)
}

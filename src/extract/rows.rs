//! The rows of a budget: what each is, its action, its amounts and texts.
//!
//! Takes the rows of a table below its headings and the columns that [`super::columns`] named.
//! What a row is (group, line, subtotal, total) is told by the words that open it; where they
//! say nothing, by whether it states an amount.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use crate::document::{Cell, Table};
use crate::issue::{Code, Issue};
use crate::number::{CellValue, Kind, Token, fold, is_untold};
use crate::place::Place;
use crate::record::{Action, BudgetCell, BudgetRow, ByColumn, Record, RowKind, TextCell};
use crate::rules::TableRule;
use crate::rules::phrase::{Match, Phrase, Reading};

use super::columns::{self, Column};
use super::{misread, sections, totals};

/// Cells of a table told as no number, at most: past this the column is one of remarks.
const TOLD: usize = 20;

/// Decimals past which a stored number is taken for the noise of binary fractions.
const NOISE: u32 = 4;

/// Reads the rows below the headings. `words` are the rule's own words for totals and lines,
/// `generic` those of every table.
pub(super) fn read(
    table: &Table,
    columns: &[Column],
    words: Option<&TableRule>,
    generic: Option<&TableRule>,
    record: &mut Record,
) -> Vec<BudgetRow> {
    let mut told = 0;
    let (mut rows, mut heads) = (Vec::new(), Vec::new());
    let merged = totals::merged_texts(table, columns);
    let usual = totals::usual_words(table, columns);
    for row in table.header_rows..table.rows {
        let mut cells: Vec<&Cell> = table.row(row).collect();
        if cells.is_empty() {
            continue;
        }
        if let Some(above) = merged.get(&row).filter(|_| has_amount(&cells, columns)) {
            cells.extend(above);
            cells.sort_by_key(|c| c.column);
        }
        let mut made = amounts_and_texts(&cells, columns, &mut told, record);
        let full = totals::words(&cells, columns) >= usual.max(2);
        let opening = Opening::of(&cells, columns, (words, generic), full);
        made.kind = opening.kind(&made);
        made.label = opening.label(&cells, columns);
        made.action = opening.code.or_else(|| by_title(&made, &record.actions));
        rows.push(made);
        heads.push(before_amounts(&cells, columns).first().and_then(|cell| cell.text.whole()));
    }
    misread::settle(&mut rows, &heads, record);
    group_by_code(&mut rows);
    totals::settle_unnamed(&mut rows, usual);
    rows
}

/// Whether a row has a number in a column of amounts.
fn has_amount(cells: &[&Cell], columns: &[Column]) -> bool {
    let mut numeric = cells.iter().filter(|c| columns.get(c.column).is_some_and(|k| k.numeric));
    numeric.any(|c| matches!(columns::value(&c.text.text), CellValue::Number(_)))
}

/// A row whose code others continue (1 before 1.1) heads a group, whatever amounts it states.
fn group_by_code(rows: &mut [BudgetRow]) {
    let codes: BTreeSet<String> = rows.iter().filter_map(|r| r.action.clone()).collect();
    for row in rows.iter_mut().filter(|r| r.kind == RowKind::Line) {
        let Some(prefix) = row.action.as_ref().map(|own| format!("{own}.")) else { continue };
        if codes.range(prefix.clone()..).next().is_some_and(|code| code.starts_with(&prefix)) {
            row.kind = RowKind::Group;
        }
    }
}

/// The amounts and texts of a row, the rest still open.
fn amounts_and_texts(
    cells: &[&Cell],
    columns: &[Column],
    told: &mut usize,
    record: &mut Record,
) -> BudgetRow {
    let mut amounts = ByColumn::default();
    let mut texts = ByColumn::default();
    for cell in cells {
        let Some(column) = columns.get(cell.column) else { continue };
        let Some(place) = cell.text.whole() else { continue };
        let amount = column.numeric.then(|| amount(cell, column, &place)).flatten();
        if let Some(amount) = amount {
            amounts.insert(&column.id, amount);
            continue;
        }
        if column.numeric && cell.column_span <= 1 && *told < TOLD && is_unread(&cell.text.text) {
            *told += 1;
            let details: [(&str, &dyn std::fmt::Display); 2] =
                [("text", &cell.text.text), ("column", &column.label)];
            record.issues.push(Issue::new(Code::NotANumber, &details).at(Some(place.clone())));
        }
        texts.insert(&column.id, TextCell { text: cell.text.text.clone(), place });
    }
    let (kind, action, label) = (RowKind::Line, None, String::new());
    BudgetRow { kind, action, label, cells: amounts, texts }
}

/// Whether a text without an amount is told where one is expected: words, and a number beyond what
/// a decimal holds.
fn is_unread(text: &str) -> bool {
    match columns::value(text) {
        CellValue::Text => true,
        CellValue::Number(token) => matches!(token.kind, Kind::Amount | Kind::Count | Kind::Label),
        CellValue::Absent | CellValue::Blank => false,
    }
}

/// Whether a cell is words where a number is expected.
fn is_text(cell: &Cell) -> bool {
    matches!(columns::value(&cell.text.text), CellValue::Text)
}

/// The amount of a cell.
fn amount(cell: &Cell, column: &Column, place: &Place) -> Option<BudgetCell> {
    let CellValue::Number(token) = columns::value(&cell.text.text) else { return None };
    let scale = multiple(&token, column.scale);
    let value = valued(cell, &token)?;
    Some(BudgetCell {
        value: value.checked_mul(scale)?.normalize(),
        written: cell.text.text.clone(),
        step: token.step.checked_mul(scale)?.normalize(),
        stored: stored(cell, &token).filter(|s| *s != value),
        second_reading: None,
        place: place.clone(),
    })
}

/// What a number is multiplied by below a heading that says so: one with a unit of its own has
/// said what it is.
pub(super) fn multiple(token: &Token, scale: Decimal) -> Decimal {
    match token.kind {
        Kind::Amount | Kind::Percent | Kind::Rate => Decimal::ONE,
        _ => scale,
    }
}

/// The number of a cell: what the sheet stores, as money, else what is shown. Of 12,5 % it
/// stores 0.125, which is the share and not the number written.
pub(super) fn valued(cell: &Cell, token: &Token) -> Option<Decimal> {
    stored(cell, token).map(money).or(token.value)
}

/// What the sheet stores of the number that is written.
fn stored(cell: &Cell, token: &Token) -> Option<Decimal> {
    cell.stored.filter(|_| token.kind != Kind::Percent)
}

/// A stored number as money: the noise of binary fractions is no cent.
fn money(stored: Decimal) -> Decimal {
    if stored.scale() > NOISE { stored.round_dp(2).normalize() } else { stored }
}

/// The cell that names a row of a list: that of the rule's first column of texts.
fn name<'a>(cells: &[&'a Cell], columns: &[Column], rule: &TableRule) -> Option<&'a Cell> {
    let (first, _) = rule.texts.first()?;
    let column = columns.iter().find(|c| &c.id == first)?;
    cells.iter().copied().find(|c| c.column == column.index && is_text(c))
}

/// How a row opens: the words that say what it is.
struct Opening {
    kind: Option<RowKind>,
    code: Option<String>,
    /// The cell that says so, and where its own words end.
    at: Option<(usize, usize)>,
}

impl Opening {
    /// Looks for a text that is the words of a total or subtotal, or that opens as a line or a
    /// group does. « Ensemble » is a total, « Ensemble vocal » has a name. In a list whose rows
    /// have names, a `full` row that opens with more than « total » is a line: « Total Festum ».
    fn of(
        cells: &[&Cell],
        columns: &[Column],
        (words, generic): (Option<&TableRule>, Option<&TableRule>),
        full: bool,
    ) -> Self {
        let name = words.and_then(|rule| name(cells, columns, rule));
        let lists = words.is_some_and(|rule| !rule.texts.is_empty());
        for cell in opening_texts(cells, columns) {
            if !words.into_iter().chain(generic).any(|rule| may_open(rule, &cell.text.text)) {
                continue;
            }
            let reading = Reading::new(&cell.text.text);
            let starts = |p: &[Phrase]| p.iter().find_map(|p| p.match_start(&reading));
            let says = |p: &[Phrase]| p.iter().find_map(|p| p.match_whole(&reading));
            for rule in words.into_iter().chain(generic) {
                let found = says(&rule.subtotal)
                    .map(|m| (RowKind::Subtotal, m))
                    .or_else(|| {
                        let total = says(&rule.total).map(|m| (RowKind::Total, m));
                        let named = name.is_some_and(|n| totals::names_another(n, cell));
                        total.filter(|_| {
                            !(lists && (full || named)) || totals::is_bare(&cell.text.text)
                        })
                    })
                    .or_else(|| starts(&rule.group).map(|m| (RowKind::Group, m)))
                    .or_else(|| starts(&rule.line).map(|m| (RowKind::Line, m)));
                if let Some((kind, m)) = found {
                    let code = code(&m, &cell.text.text);
                    return Self { kind: Some(kind), code, at: Some((cell.column, m.range.end)) };
                }
            }
        }
        Self { kind: None, code: None, at: None }
    }

    /// What the row is: its words count, but a line or group without the other's form is told
    /// by its amounts.
    fn kind(&self, row: &BudgetRow) -> RowKind {
        match self.kind {
            Some(RowKind::Group) => RowKind::Group,
            Some(kind @ (RowKind::Total | RowKind::Subtotal)) if !row.cells.is_empty() => kind,
            // A line may say that none of its amounts is told: « n.c. » in every column.
            _ if row.texts.values().any(|text| is_untold(&text.text)) => RowKind::Line,
            _ if row.cells.is_empty() => RowKind::Group,
            _ => RowKind::Line,
        }
    }

    /// The label of the row: its texts before the first amounts, without the words and code that
    /// open it. Texts behind amounts are remarks, or the labels of another block.
    fn label(&self, cells: &[&Cell], columns: &[Column]) -> String {
        let counts = matches!(self.kind, Some(RowKind::Line | RowKind::Group));
        let before = before_amounts(cells, columns);
        let is_text = |c: &&&Cell| columns.get(c.column).is_none_or(|k| !k.numeric);
        let texts = if before.is_empty() {
            cells.iter().filter(is_text).copied().collect()
        } else {
            before
        };
        // The number of a programme or a year is no part of a name, unless nothing else is there.
        let counted = |c: &&&Cell| columns.get(c.column).is_some_and(|k| k.counted);
        let names = texts.iter().any(|c| !counted(&c));
        let texts = texts.iter().filter(|c| !(names && c.column > 0 && counted(c)));
        let parts = texts.map(|c| match self.at {
            Some((column, end)) if counts && column == c.column => {
                sections::title(c.text.text.get(end..).unwrap_or(""))
            }
            _ => c.text.text.trim().to_owned(),
        });
        let parts: Vec<String> = parts.filter(|p| !p.is_empty()).collect();
        parts.join(" ")
    }
}

/// Whether a text may open as a row does of which the rule has words.
fn may_open(rule: &TableRule, text: &str) -> bool {
    let words = [&rule.subtotal, &rule.total, &rule.group, &rule.line];
    words.into_iter().flatten().any(|phrase| phrase.may_open(text))
}

/// The texts that may say what a row is: those before its first amounts; where there are none,
/// every text (an account whose charges are blank beside a total of its produits).
fn opening_texts<'c>(cells: &[&'c Cell], columns: &[Column]) -> Vec<&'c Cell> {
    let before = before_amounts(cells, columns);
    let is_text = |c: &&&Cell| columns.get(c.column).is_none_or(|k| !k.numeric) || is_text(c);
    if before.is_empty() { cells.iter().filter(is_text).copied().collect() } else { before }
}

/// The cells of a row that say something before its first column of amounts.
fn before_amounts<'c>(cells: &[&'c Cell], columns: &[Column]) -> Vec<&'c Cell> {
    let amounts = columns.iter().position(|k| k.numeric).unwrap_or(usize::MAX);
    let leads = |c: &&&Cell| c.column < amounts && !c.text.text.trim().is_empty();
    cells.iter().filter(leads).copied().collect()
}

/// The code that a row opens with.
fn code(found: &Match, text: &str) -> Option<String> {
    let slot = found.captures.iter().find(|c| c.slot == "code")?;
    Some(sections::code(text.get(slot.range.clone())?)).filter(|c| !c.is_empty())
}

/// The action whose title a row without a code repeats.
fn by_title(row: &BudgetRow, actions: &[Action]) -> Option<String> {
    if row.kind != RowKind::Line || actions.is_empty() {
        return None;
    }
    let label = fold::key(&row.label);
    if label.is_empty() {
        return None;
    }
    let mut same = actions.iter().filter(|a| fold::key(&a.title) == label);
    let found = same.next()?;
    same.next().is_none().then(|| found.id.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{PlacedText, Rect, Spot};

    #[test]
    fn the_noise_of_binary_fractions_is_no_cent() {
        let stored: Decimal = "20631.737446204555".parse().unwrap();
        assert_eq!(money(stored), "20631.74".parse().unwrap());
        assert_eq!(money("12.125".parse().unwrap()), "12.125".parse().unwrap());
    }

    #[test]
    fn a_percentage_is_the_number_written_and_not_the_share_stored() {
        let stored = Some(Decimal::new(125, 3));
        let cell = |written: &str| {
            let spot = Spot::Page { page: 1, bbox: Rect::default(), ocr: None };
            Cell { text: PlacedText::at(written, spot), stored, ..Cell::default() }
        };
        let value = |written: &str| match crate::number::cell(written) {
            CellValue::Number(token) => valued(&cell(written), &token),
            _ => None,
        };
        assert_eq!(value("12,5 %"), Some(Decimal::new(125, 1)));
        assert_eq!(value("0,13"), Some(Decimal::new(125, 3)));
    }

    #[test]
    fn a_number_beyond_what_is_held_is_told() {
        assert!(is_unread("79 228 162 514 264 337 593 543 950 336 €"));
        assert!(is_unread("voir annexe"));
        assert!(!is_unread("n.c.") && !is_unread("12,5 %") && !is_unread(""));
    }
}

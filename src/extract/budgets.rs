//! Tables to budgets: which rule claims a table, what its columns and rows are.
//!
//! A rule claims a table by its headings (`requiert`), or by the words before it (`apres`); a
//! table that no rule claims and that has a column of numbers is still read, by the generic
//! rule `tableau`, with columns named by their headings.

use std::collections::BTreeSet;

use crate::document::{Block, Laid, Table};
use crate::issue::{Code, Issue};
use crate::number::fold;
use crate::place::PlacedText;
use crate::record::{Budget, BudgetColumn, Record, RowKind, UNCLAIMED_TABLE};
use crate::rules::phrase::Reading;
use crate::rules::{Pack, TableRule};

use super::columns::above::Above;
use super::columns::header::Headed;
use super::columns::stated::{self, Year};
use super::columns::{self, Around, Column};
use super::fields;
use super::rows;
use super::scope::Sheets;
use super::text::Script;

/// Paragraphs before a table that may announce it: a title, a unit, an introduction.
const BEFORE: usize = 4;

/// A table with the rule that claims it.
#[derive(Debug, Default)]
pub(super) struct Claimed<'a> {
    /// Its index in [`Laid::tables`].
    pub(super) table: usize,
    /// Its index in [`Laid::blocks`].
    pub(super) block: usize,
    /// The rule; `None` where no rule but the generic one fits.
    pub(super) rule: Option<&'a TableRule>,
    /// Its columns.
    pub(super) columns: Vec<Column>,
    /// The table from its headings on, where the rule's labels told them.
    pub(super) headed: Option<Headed>,
    /// The words that name it.
    title: String,
    /// What the rule's author should know.
    issues: Vec<Issue>,
}

impl Claimed<'_> {
    /// Whether a budget is made of it: it has a column of numbers.
    pub(super) fn is_budget(&self) -> bool {
        self.columns.iter().any(|c| c.numeric)
    }

    /// What is told of a table of numbers that no rule claims, where it is announced for one.
    fn passed_over(&self, rules: &[&TableRule], before: &[Reading<'_>]) -> Option<Issue> {
        let announced = |r: &&&TableRule| !r.columns.is_empty() && announces(r, before);
        let rule = rules.iter().find(announced).filter(|_| self.is_budget())?;
        let (title, table) = (("title", &self.title as _), ("table", &rule.id as _));
        let (count, named) = (self.columns.len(), rule.untitled.len());
        let bare = self.columns.iter().all(|c| c.label.is_empty());
        Some(if bare && named > 0 {
            let details = [title, table, ("count", &count as _), ("named", &named as _)];
            Issue::new(Code::ColumnsUntitled, &details)
        } else {
            Issue::new(Code::TableNotRead, &[title, table])
        })
    }
}

/// Finds the rule and the columns of every table.
pub(super) fn claim<'a>(laid: &Laid, pack: &'a Pack, script: &Script<'_>) -> Vec<Claimed<'a>> {
    let tables = laid.blocks.iter().enumerate().filter_map(|(block, b)| match b {
        Block::Table(table) => Some((block, *table, laid.tables.get(*table)?)),
        Block::Paragraph(_) => None,
    });
    let rules = pack.tables.iter().filter(|r| r.id != UNCLAIMED_TABLE);
    let rules: Vec<_> = rules.map(|r| (r, Sheets::of(&r.sheet, laid))).collect();
    let (year, above) = (fields::year(pack, script), Above::of(laid));
    tables
        .map(|(block, index, table)| {
            let before = announcing(laid, block, table, script);
            let open: Vec<&TableRule> =
                rules.iter().filter(|(_, sheets)| sheets.hold(table)).map(|(r, _)| *r).collect();
            let title = title(laid, block, table);
            let blank = Claimed { table: index, block, title, ..Claimed::default() };
            let around = Around { lines: above.table(index).to_vec(), year: year.as_deref() };
            claim_one(table, &open, (&before, &around), blank)
        })
        .collect()
}

/// A table by the first of the rules that claims it, or by the generic one.
fn claim_one<'a>(
    table: &Table,
    rules: &[&'a TableRule],
    (before, around): (&[Reading<'_>], &Around<'_>),
    blank: Claimed<'a>,
) -> Claimed<'a> {
    let found = rules.iter().find_map(|rule| Some((*rule, claims(rule, table, before, around)?)));
    if let Some((rule, (columns, headed))) = found {
        let read = headed.as_ref().map_or(table, |h| &h.table);
        let issues = columns::told::tell(rule, read, &columns);
        return Claimed { rule: Some(rule), columns, headed, issues, ..blank };
    }
    let claimed = Claimed { columns: columns::name(table, None, around), ..blank };
    let issues = claimed.passed_over(rules, before).into_iter().collect();
    Claimed { issues, ..claimed }
}

/// The words before a table: its caption and the paragraphs that stand just above it.
fn announcing<'s>(
    laid: &'s Laid,
    block: usize,
    table: &'s Table,
    script: &'s Script<'_>,
) -> Vec<Reading<'s>> {
    let caption = table.caption.as_ref().map(|c| Reading::new(&c.text));
    let above = script.within(&(block.saturating_sub(BEFORE)..block));
    let above = script.passages.get(above).unwrap_or(&[]);
    let near = above.iter().rev().take_while(|p| {
        !matches!(laid.blocks.get(p.block + 1), Some(Block::Table(_))) || p.block + 1 == block
    });
    caption.into_iter().chain(near.map(|p| Reading::new(&p.paragraph.text.text))).collect()
}

/// Whether one of a rule's phrases stands before a table.
pub(super) fn is_announced(
    rule: &TableRule,
    laid: &Laid,
    block: usize,
    table: &Table,
    script: &Script<'_>,
) -> bool {
    announces(rule, &announcing(laid, block, table, script))
}

/// The columns of a table that a rule claims, and the table as it reads it where that is not as
/// it was laid out.
fn claims(
    rule: &TableRule,
    table: &Table,
    before: &[Reading<'_>],
    around: &Around<'_>,
) -> Option<(Vec<Column>, Option<Headed>)> {
    // A sheet that the rule asks for is as good as an announcement.
    let of_sheet = rule.after.is_empty() && !rule.sheet.is_empty();
    let announced = of_sheet || announces(rule, before);
    let columns = columns::name(table, Some(rule), around);
    if fits(rule, announced, &columns) {
        return Some((columns, None));
    }
    let headed = columns::header::by_labels(table, rule)?;
    let columns = columns::name(&headed.table, Some(rule), around);
    fits(rule, announced, &columns).then_some((columns, Some(headed)))
}

/// Whether the words before a table are those of a rule.
fn announces(rule: &TableRule, before: &[Reading<'_>]) -> bool {
    rule.after.iter().any(|phrase| before.iter().any(|r| phrase.find(r).is_some()))
}

/// Whether a table with these columns is one of a rule's.
fn fits(rule: &TableRule, announced: bool, columns: &[Column]) -> bool {
    let has = |id: &String| columns.iter().any(|c| &c.id == id);
    let named = rule.columns.iter().any(|(id, _)| has(id));
    let complete = !rule.requires.is_empty() && rule.requires.iter().all(has);
    complete || (announced && named)
}

/// The title of a table: its caption, or the nearest heading or short line above it.
fn title(laid: &Laid, block: usize, table: &Table) -> String {
    let caption = table.caption.as_ref().map(|c: &PlacedText| c.text.clone());
    let above = laid.blocks.get(block.saturating_sub(BEFORE)..block).unwrap_or(&[]);
    let heading = above.iter().rev().find_map(|b| match b {
        Block::Paragraph(p) if p.heading.is_some() || p.bold => Some(p.text.text.clone()),
        _ => None,
    });
    caption
        .or(heading)
        .or_else(|| table.sheet.as_ref().map(ToString::to_string))
        .unwrap_or_default()
}

/// Makes the budgets of the tables that have numbers.
pub(super) fn read(laid: &Laid, pack: &Pack, tables: &[Claimed<'_>], record: &mut Record) {
    let generic = pack.tables.iter().find(|r| r.id == UNCLAIMED_TABLE);
    for claimed in tables {
        record.issues.extend(claimed.issues.iter().cloned());
        if !claimed.is_budget() {
            continue;
        }
        let headed = claimed.headed.as_ref().map(|h| &h.table);
        let Some(table) = headed.or_else(|| laid.tables.get(claimed.table)) else { continue };
        let words = claimed.rule.or(generic);
        let rows = rows::read(table, &claimed.columns, words, generic, record);
        let columns = claimed.columns.iter();
        record.budgets.push(Budget {
            id: claimed.rule.map_or(UNCLAIMED_TABLE, |r| &r.id).to_owned(),
            title: claimed.title.clone(),
            unit: if in_euros(claimed, table) { "EUR".into() } else { String::new() },
            nature: claimed.rule.and_then(|r| r.nature).or_else(|| stated::nature(&claimed.title)),
            table: table.id.clone(),
            columns: columns.map(column).collect(),
            rows,
        });
    }
    join_continued(&mut record.budgets);
    for rule in pack.tables.iter().filter(|r| r.required) {
        let own: Vec<&Budget> = record.budgets.iter().filter(|b| b.id == rule.id).collect();
        let total = |b: &&Budget| b.rows.iter().any(|r| r.kind == RowKind::Total);
        let code = if own.is_empty() {
            Code::TableMissing
        } else if own.iter().any(total) {
            continue;
        } else {
            Code::NoTotal
        };
        record.issues.push(Issue::new(code, &[("table", &rule.id)]));
    }
}

/// A column as the record tells it.
fn column(column: &Column) -> BudgetColumn {
    BudgetColumn {
        id: column.id.clone(),
        label: column.label.clone(),
        rival_of: column.rival.as_ref().and_then(|r| r.id()).map(str::to_owned),
        year: match &column.stated.year {
            Some(Year::Of(year)) => Some(year.clone()),
            _ => None,
        },
        nature: column.stated.nature,
        tax: column.stated.tax,
    }
}

/// Joins a budget that ends without a total with the one behind it, of the same rule and columns
/// and of other lines: layout could not see that one table goes on over the page break.
fn join_continued(budgets: &mut Vec<Budget>) {
    let mut joined: Vec<Budget> = Vec::with_capacity(budgets.len());
    for budget in budgets.drain(..) {
        match joined.last_mut().filter(|last| goes_on(last, &budget)) {
            Some(last) => last.rows.extend(budget.rows),
            None => joined.push(budget),
        }
    }
    *budgets = joined;
}

/// Whether a budget goes on in the next one.
fn goes_on(first: &Budget, next: &Budget) -> bool {
    let ids = |b: &Budget| b.columns.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    let lines = |b: &Budget| -> Vec<String> {
        let lines = b.rows.iter().filter(|r| r.kind == RowKind::Line);
        lines.filter_map(|r| r.action.clone()).collect()
    };
    if first.id == UNCLAIMED_TABLE || first.id != next.id {
        return false;
    }
    let (before, after) = (lines(first), BTreeSet::from_iter(lines(next)));
    ids(first) == ids(next)
        && !before.is_empty()
        && first.rows.iter().all(|r| r.kind != RowKind::Total)
        && before.iter().all(|code| !after.contains(code))
}

/// Whether a table's numbers are money: a rule says so, or a currency is written.
fn in_euros(claimed: &Claimed<'_>, table: &Table) -> bool {
    let money = |t: &str| t.contains('€') || fold::key(t).split(' ').any(|w| w.starts_with("euro"));
    claimed.rule.is_some()
        || money(&claimed.title)
        || claimed.columns.iter().any(|c| money(&c.label))
        || table.cells.iter().any(|c| c.text.text.contains('€'))
}

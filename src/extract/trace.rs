//! A document read once more for who changes a rule: its record, and of every number who took it.
//!
//! Takes what [`super::extract`] takes. The claims of the script and the columns of tables say
//! who read what; a trace only puts names to them, so that a record is the same with and without.
//! Each number is in exactly one class: numbers of the prose, cells that are a number, and the
//! numbers inside of other cells.

use std::ops::Range;

use crate::document::{Cell, Laid, Table};
use crate::number::{self, CellValue, Kind, Token};
use crate::place::Place;
use crate::record::{FREE_AMOUNT, Head, Record, UNCLAIMED_TABLE};
use crate::rules::{Pack, RuleKind, Rules};

use super::columns::{self, Column};
use super::text::{Claim, Passage, Script};
use super::{Read, cells, read, rows, unread};

mod probe;

pub use probe::{Candidate, Probe, TableTry, probe};

/// A record and who took each number.
#[derive(Debug, Clone)]
pub struct Trace {
    /// The record, as without a trace.
    pub record: Record,
    /// Every number: those of paragraphs, then those of tables, each in reading order.
    pub numbers: Vec<Traced>,
    /// The sections found.
    pub sections: Vec<TracedSection>,
    /// The tables that a rule claims, each with the rule.
    pub tables: Vec<TracedTable>,
    /// Labelled cells that were read, by rule.
    pub cells: Vec<TracedCell>,
}

/// A number of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// As written.
    pub written: String,
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub place: Place,
    /// Where it stands in the document as laid out.
    pub at: At,
    /// Who took it.
    pub taker: Taker,
}

/// Where a number stands in a [`Laid`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// In a paragraph: its block, and the bytes of its text.
    Block(usize, Range<usize>),
    /// In a cell: the table, row and column.
    Cell(usize, usize, usize),
}

/// Who took a number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taker {
    /// A rule.
    Rule {
        /// What it is.
        kind: RuleKind,
        /// Its id.
        id: String,
        /// The value that it made: `soutien_etat`, `budget.etat`.
        value: String,
    },
    /// It was read, though no rule names it.
    Free(String),
    /// A rule that ignores it by name.
    Ignored(String),
    /// It belongs to something that is no number.
    Part(Part),
    /// It is no figure that a reader would look for: a year, a date, a code.
    NoFigure,
    /// Nobody.
    Unread,
}

/// What a number may be a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The heading of a section.
    Heading,
    /// The name of an operator or of another body.
    Name,
    /// A heading of a table that was read.
    ColumnHeading,
    /// A text of a table that was read.
    CellText,
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedSection {
    /// The rule's id.
    pub id: String,
    /// Its code.
    pub code: Option<String>,
    /// Its title.
    pub title: String,
    /// The blocks under it.
    pub blocks: Range<usize>,
    /// Where its heading stands.
    pub place: Option<Place>,
}

/// A table that a rule claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedTable {
    /// Its index in [`Laid::tables`].
    pub table: usize,
    /// The rule; `None` where it is read by the words of every table.
    pub rule: Option<String>,
}

/// A labelled cell that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedCell {
    /// The rule, by its place in the pack.
    pub index: usize,
    /// Its id.
    pub rule: String,
    /// As written.
    pub written: String,
    /// Where it stands.
    pub place: Place,
}

/// Reads a document and says who took each number.
#[must_use]
pub fn trace(laid: &Laid, head: Head, rules: &Rules) -> Trace {
    let mut script = Script::new(laid);
    let read = read(laid, head, rules, &mut script);
    told(laid, read, &script)
}

/// The trace of a document that was read.
fn told(laid: &Laid, read: Read<'_>, script: &Script<'_>) -> Trace {
    let mut numbers: Vec<Traced> =
        script.passages.iter().flat_map(|p| prose(p, read.pack, &read.record)).collect();
    let mut labelled = Vec::new();
    for (index, table) in laid.tables.iter().enumerate() {
        let taken = cells::taken(read.pack, laid, index, read.record.year());
        let sheet = Sheet { index, table, read: &read, taken: &taken };
        numbers.extend(table.cells.iter().flat_map(|cell| sheet.numbers(cell)));
        labelled.extend(taken.iter().filter_map(|(rule, cell)| {
            let index = read.pack.cells.iter().position(|r| std::ptr::eq(r, *rule))?;
            let (rule, written) = (rule.id.clone(), cell.text.text.clone());
            Some(TracedCell { index, rule, written, place: cell.text.whole()? })
        }));
    }
    let sections = read.outline.sections.iter().map(|s| TracedSection {
        id: s.id.clone(),
        code: s.code.clone(),
        title: s.title.clone(),
        blocks: s.blocks.clone(),
        place: s.place.clone(),
    });
    let tables = read
        .tables
        .iter()
        .map(|t| TracedTable { table: t.table, rule: t.rule.map(|r| r.id.clone()) });
    let (sections, tables) = (sections.collect(), tables.collect());
    Trace { record: read.record, numbers, sections, tables, cells: labelled }
}

/// The numbers of a paragraph.
fn prose<'p>(
    passage: &'p Passage<'_>,
    pack: &'p Pack,
    record: &'p Record,
) -> impl Iterator<Item = Traced> + 'p {
    passage.reading.numbers.iter().zip(&passage.claims).filter_map(move |(token, claim)| {
        let taker = claim.and_then(|claim| taker(claim, token.kind, pack, record));
        Some(Traced {
            written: passage.reading.text.get(token.range.clone())?.to_owned(),
            kind: token.kind,
            place: passage.place(token.range.clone())?,
            at: At::Block(passage.block, token.range.clone()),
            taker: taker.unwrap_or_else(|| nobody(token.kind)),
        })
    })
}

/// The name of who has claimed a number.
fn taker(claim: Claim, kind: Kind, pack: &Pack, record: &Record) -> Option<Taker> {
    let own = |kind, id: &String| Taker::Rule { kind, id: id.clone(), value: id.clone() };
    Some(match claim {
        Claim::Named => return None,
        Claim::Indicator(at) => {
            let indicator = record.indicators.get(at)?;
            let (id, value) = (indicator.rule.clone(), indicator.id.clone());
            let gives = |r: &crate::rules::RoleRule| format!("{}.{}", r.family, r.role) == value;
            if pack.indicators.iter().any(|r| r.id == id) {
                Taker::Rule { kind: RuleKind::Indicator, id, value }
            } else if pack.roles.iter().any(gives) {
                Taker::Rule { kind: RuleKind::Role, id: value.clone(), value }
            } else {
                Taker::Free(value)
            }
        }
        Claim::Amount(at) => own(RuleKind::Amount, &pack.amounts.get(at)?.id),
        Claim::FreeAmount => Taker::Free(FREE_AMOUNT.to_owned()),
        Claim::Field(at) => own(RuleKind::Field, &pack.fields.get(at)?.id),
        Claim::Ignored(at) => Taker::Ignored(pack.ignored.get(at)?.id.clone()),
        Claim::Heading => part(Part::Heading, kind),
        Claim::Name => part(Part::Name, kind),
    })
}

/// What a number is that nobody took.
fn nobody(kind: Kind) -> Taker {
    if unread::kind(kind).is_some() { Taker::Unread } else { Taker::NoFigure }
}

/// What a figure is a part of; the code of a heading and the year of a column are none.
fn part(part: Part, kind: Kind) -> Taker {
    if unread::kind(kind).is_some() { Taker::Part(part) } else { Taker::NoFigure }
}

/// A table and what rules made of it.
struct Sheet<'s, 'r> {
    index: usize,
    table: &'s Table,
    read: &'s Read<'r>,
    taken: &'s [(&'s crate::rules::CellRule, &'s Cell)],
}

impl Sheet<'_, '_> {
    /// The numbers of a cell: the one that it is, or those that stand in its text.
    fn numbers(&self, cell: &Cell) -> Vec<Traced> {
        let text = &cell.text.text;
        let at = At::Cell(self.index, cell.row, cell.column);
        if let CellValue::Number(token) = self.value(text) {
            let Some(place) = cell.text.whole() else { return Vec::new() };
            let taker = self.taker(cell, &token);
            return vec![Traced { written: text.clone(), kind: token.kind, place, at, taker }];
        }
        let inside = number::scan(text).into_iter().filter_map(|token| {
            Some(Traced {
                written: text.get(token.range.clone())?.to_owned(),
                kind: token.kind,
                place: cell.text.place(token.range, 0..text.len())?,
                at: at.clone(),
                taker: self.inside(cell, token.kind),
            })
        });
        inside.collect()
    }

    /// What a cell says: tables that were read are read with what stands around a number.
    fn value(&self, text: &str) -> CellValue {
        if self.columns().is_some() { columns::value(text) } else { number::cell(text) }
    }

    /// The columns of the table, if a budget was made of it.
    fn columns(&self) -> Option<(&[Column], Option<&crate::rules::TableRule>)> {
        let claimed = self.read.tables.iter().find(|t| t.table == self.index)?;
        claimed.is_budget().then_some((&claimed.columns, claimed.rule))
    }

    /// What a number is that stands in the headings of a table that was read, or in the banner
    /// above them, which nobody reads.
    fn above(&self, cell: &Cell, kind: Kind) -> Option<Taker> {
        let claimed = self.read.tables.iter().find(|t| t.table == self.index)?;
        let headed = claimed.headed.as_ref();
        let banner = headed.map_or(0, |h| h.banner);
        let body = headed.map_or(self.table.header_rows, |h| banner + h.table.header_rows);
        match cell.row {
            row if row < banner => Some(nobody(kind)),
            row if row < body => Some(part(Part::ColumnHeading, kind)),
            _ => None,
        }
    }

    fn labelled(&self, cell: &Cell) -> Option<Taker> {
        let (rule, _) = self.taken.iter().find(|(_, own)| std::ptr::eq(*own, cell))?;
        let id = rule.id.clone();
        Some(Taker::Rule { kind: RuleKind::Cell, value: id.clone(), id })
    }

    /// Who took a cell that is a number.
    fn taker(&self, cell: &Cell, token: &Token) -> Taker {
        if let Some(taker) = self.labelled(cell) {
            return taker;
        }
        let Some((columns, rule)) = self.columns() else { return nobody(token.kind) };
        if let Some(taker) = self.above(cell, token.kind) {
            return taker;
        }
        let amount = |c: &&Column| c.numeric && rows::valued(cell, token).is_some();
        let Some(column) = columns.get(cell.column).filter(amount) else {
            return part(Part::CellText, token.kind);
        };
        let id = rule.map_or(UNCLAIMED_TABLE, |r| &r.id).to_owned();
        let value = format!("{id}.{}", column.id);
        let named = rule.is_some_and(|r| {
            r.columns.iter().any(|(own, _)| *own == column.id) || r.untitled.contains(&column.id)
        });
        if named { Taker::Rule { kind: RuleKind::Table, id, value } } else { Taker::Free(value) }
    }

    /// Who took a number inside of a cell that is a text.
    fn inside(&self, cell: &Cell, kind: Kind) -> Taker {
        if let Some(taker) = self.labelled(cell) {
            return taker;
        }
        match self.columns() {
            Some(_) => self.above(cell, kind).unwrap_or_else(|| part(Part::CellText, kind)),
            None => nobody(kind),
        }
    }
}

#[cfg(test)]
mod tests;

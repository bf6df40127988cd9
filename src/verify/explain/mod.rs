//! Why rules read what they read in one document, and why others read nothing.
//!
//! Takes a document with what was tried on it; gives an answer a rule: where it looked, what it
//! read, which numbers another rule had first, and the nearest misses. Phrases are searched again
//! here, over the sections that the trace found: extraction keeps no account of what it did not
//! find.

use std::ops::Range;

use crate::document::{Block, Laid, Paragraph};
use crate::extract::trace::{Candidate, Probe, Taker};
use crate::place::Place;
use crate::rules::phrase::{Phrase, Reading};
use crate::rules::{Bounds, Listed, Pack, RuleKind, Rules};

mod cells;
mod checks;
mod headings;
mod near;
mod prose;
mod tables;

pub use near::Near;

/// The media type of what has pages.
const PDF: &str = "application/pdf";

/// What is told of one document.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Path of the document.
    pub path: String,
    /// Its pages or sheets.
    pub pages: u32,
    /// Whether it is a workbook.
    pub sheets: bool,
    /// The pack that read it, and its file.
    pub pack: (String, String),
    /// Every pack: whether it knows the document, and why not.
    pub candidates: Vec<Candidate>,
    /// An answer a rule, in the order of the pack.
    pub answers: Vec<Answer>,
}

/// What is told of one rule.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The rule and where it is written.
    pub rule: Listed,
    /// Where it looked.
    pub scope: Scope,
    /// What it read.
    pub hits: Vec<Hit>,
    /// Where it matched without reading.
    pub lost: Vec<Lost>,
    /// Where it nearly matched, the nearest first.
    pub near: Vec<Near>,
    /// What else is to be told.
    pub notes: Vec<Note>,
}

/// Where a rule looked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scope {
    /// The section that it belongs to, and the sections of that name by code or title.
    pub inside: Option<(String, Vec<String>)>,
    /// The section in which it did not look.
    pub outside: Option<String>,
    /// Whether `apres` stands nowhere where it looked, so that it read nothing.
    pub unopened: bool,
}

/// What a rule read once.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The value, where it is not plain from the words.
    pub value: Option<String>,
    /// The words, each slot between braces.
    pub words: String,
    /// Where they stand.
    pub place: Place,
}

/// A match that read nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Lost {
    /// The words, each slot between braces.
    pub words: String,
    /// Where they stand.
    pub place: Place,
    /// Why.
    pub why: Why,
}

/// Why a match read nothing.
#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// The number was another's first.
    Taken(Taker),
    /// The value is none that the rule admits, or another match came first.
    Refused,
    /// Another match of the rule came first.
    Second,
    /// The paragraph is not set as a heading.
    NoHeading,
    /// The sentence speaks of no value that was read.
    SpeaksOfNothing,
    /// A longer section bears the same code.
    SameCode(String),
}

/// What else is to be told of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Note {
    /// A table that the rule has, or nearly.
    Table(TableNote),
    /// The document has no table.
    NoTable,
    /// Another rule of the same id has read its value.
    SameId,
    /// A label that stands without a value that the rule takes.
    LabelAlone {
        /// The label.
        label: String,
        /// Where it stands.
        place: Place,
    },
    /// A term of a check, and its values here.
    Term {
        /// Its name.
        name: String,
        /// The kind of document that it is taken from, if another.
        kind: Option<String>,
        /// Its values: as written, and where.
        values: Vec<(String, Place)>,
    },
}

/// A table that a rule was tried on.
#[derive(Debug, Clone, PartialEq)]
pub struct TableNote {
    /// Its id, `t1`.
    pub id: String,
    /// Where it begins.
    pub place: Option<Place>,
    /// Whether the rule has it.
    pub claimed: bool,
    /// Whether a phrase of `apres` stands before it; `None` where the rule has none.
    pub announced: Option<bool>,
    /// Columns found: id and heading.
    pub columns: Vec<(String, String)>,
    /// Columns of `requiert` that were not found.
    pub missing: Vec<String>,
    /// Other columns that were not found.
    pub optional: Vec<String>,
    /// Columns of amounts whose heading is there, over cells that are no numbers.
    pub unfit: Vec<(String, String)>,
    /// Every heading.
    pub headings: Vec<String>,
    /// The rule that has it instead.
    pub owner: Option<String>,
}

/// Explains the rules of the pack that read a document: all, or those of an id; only what stands
/// on a page, if one is given.
#[must_use]
pub fn explain(
    laid: &Laid,
    probe: Probe,
    rules: &Rules,
    asked: Option<&str>,
    page: Option<u32>,
) -> Explanation {
    let head = &probe.trace.record.document;
    let pack = rules.packs.iter().find(|p| p.id == head.rules.id).unwrap_or(&rules.common);
    let seen = Seen::new(laid, &probe, pack);
    let wanted = |rule: &Listed| asked.is_none_or(|asked| is_asked(rule, asked));
    let listed = rules.listed(pack).into_iter().filter(wanted);
    let mut answers: Vec<Answer> = listed.map(|rule| answer(rule, &seen)).collect();
    if let Some(page) = page {
        for answer in &mut answers {
            answer.keep_page(page);
        }
    }
    let file = rules.file_of(&pack.id).unwrap_or_default();
    Explanation {
        path: head.path.clone(),
        pages: head.pages,
        sheets: head.media_type != PDF,
        pack: (pack.id.clone(), file),
        answers,
        candidates: probe.candidates,
    }
}

/// Whether a rule bears an id; all roles of a family do.
#[must_use]
pub fn is_asked(rule: &Listed, id: &str) -> bool {
    let family = rule.kind == RuleKind::Role && rule.id.split('.').next() == Some(id);
    rule.id == id || family
}

/// The answer of one rule.
fn answer(rule: Listed, seen: &Seen<'_>) -> Answer {
    match rule.kind {
        RuleKind::Section => headings::section(rule, seen),
        RuleKind::Field => prose::field(rule, seen),
        RuleKind::Indicator => prose::indicator(rule, seen),
        RuleKind::Amount => prose::amount(rule, seen),
        RuleKind::Ignored => prose::ignored(rule, seen),
        RuleKind::Role => prose::role(rule, seen),
        RuleKind::Justify => prose::justify(rule, seen),
        RuleKind::Table => tables::table(rule, seen),
        RuleKind::Cell => cells::cell(rule, seen),
        RuleKind::Check => checks::check(rule, seen),
    }
}

impl Answer {
    fn new(rule: Listed) -> Self {
        Self {
            rule,
            scope: Scope::default(),
            hits: Vec::new(),
            lost: Vec::new(),
            near: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Leaves out what stands on other pages.
    fn keep_page(&mut self, page: u32) {
        let here = |place: &Place| matches!(place, Place::Page { page: own, .. } if *own == page);
        self.hits.retain(|hit| here(&hit.place));
        self.lost.retain(|lost| here(&lost.place));
        self.near.retain(|near| here(&near.place));
    }
}

/// A document as rules look at it.
struct Seen<'a> {
    laid: &'a Laid,
    probe: &'a Probe,
    pack: &'a Pack,
    passages: Vec<Passage<'a>>,
}

/// A paragraph, read.
struct Passage<'a> {
    block: usize,
    paragraph: &'a Paragraph,
    reading: Reading<'a>,
}

impl<'a> Seen<'a> {
    fn new(laid: &'a Laid, probe: &'a Probe, pack: &'a Pack) -> Self {
        let passages = laid.blocks.iter().enumerate().filter_map(|(block, b)| {
            let Block::Paragraph(paragraph) = b else { return None };
            let reading = Reading::new(&paragraph.text.text);
            Some(Passage { block, paragraph, reading })
        });
        Self { laid, probe, pack, passages: passages.collect() }
    }

    /// Where a rule looks: the passages of its sections, or of the document, between its bounds.
    fn scope(
        &self,
        inside: Option<&String>,
        outside: Option<&String>,
        bounds: &Bounds,
    ) -> (Scope, Vec<usize>) {
        let sections = &self.probe.trace.sections;
        let of = |id: &String| sections.iter().filter(move |s| s.id == *id).collect::<Vec<_>>();
        let whole = match inside {
            None => std::iter::once(0..self.passages.len()).collect(),
            Some(id) => of(id).iter().map(|s| self.within(&s.blocks)).collect::<Vec<_>>(),
        };
        let says = |phrases: &[Phrase], at: usize| {
            let passage = self.passages.get(at);
            passage.is_some_and(|p| phrases.iter().any(|phrase| phrase.find(&p.reading).is_some()))
        };
        let looked = !whole.is_empty();
        let ranges: Vec<Range<usize>> =
            whole.into_iter().filter_map(|range| bounds.within(range, says)).collect();
        let unopened = looked && ranges.is_empty();
        let apart = |at: &usize| {
            let block = self.passages.get(*at).map_or(0, |p| p.block);
            outside.is_some_and(|id| of(id).iter().any(|s| s.blocks.contains(&block)))
        };
        let passages = ranges.into_iter().flatten().filter(|at| !apart(at)).collect();
        let name = |s: &crate::extract::trace::TracedSection| {
            s.code.clone().unwrap_or_else(|| s.title.clone())
        };
        let inside = inside.map(|id| (id.clone(), of(id).into_iter().map(name).collect()));
        (Scope { inside, outside: outside.cloned(), unopened }, passages)
    }

    /// The passages whose blocks lie in a range.
    fn within(&self, blocks: &Range<usize>) -> Range<usize> {
        let from = self.passages.partition_point(|p| p.block < blocks.start);
        from..self.passages.partition_point(|p| p.block < blocks.end)
    }

    /// Who took the number that stands in some bytes of a paragraph.
    fn taker(&self, block: usize, range: &Range<usize>) -> Option<&Taker> {
        use crate::extract::trace::At;
        let stands = |at: &At| match at {
            At::Block(own, own_range) => {
                *own == block && own_range.start < range.end && range.start < own_range.end
            }
            At::Cell(..) => false,
        };
        self.probe.trace.numbers.iter().find(|n| stands(&n.at)).map(|n| &n.taker)
    }
}

impl Passage<'_> {
    /// The place of some bytes.
    fn place(&self, range: &Range<usize>) -> Option<Place> {
        self.paragraph.text.place(range.clone(), range.clone())
    }
}

/// A phrase of a rule, and whether it must take a whole paragraph.
type Tried<'a> = (&'a Phrase, bool);

#[cfg(test)]
mod tests;

//! How much of each document's numbers rules read, and which rules read nothing.
//!
//! Takes the trace of each document; gives `bilan.coverage/1`. A number is read by a rule, read
//! though no rule names it, ignored by name, part of what is no number, no figure at all, or
//! unread, and in one of these alone. What is no figure (a year, a date, a code) is counted and
//! left out of the share.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::extract::trace::{At, Part, Taker, Trace, Traced};
use crate::issue::Issue;
use crate::number::Kind;
use crate::place::Place;
use crate::rules::{Listed, Pack, RuleKind, Rules};

use super::values;

mod counts;

pub use counts::Counts;

/// The name of this contract.
pub const SCHEMA: &str = "bilan.coverage/1";

/// The coverage of an archive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The documents, in the order of the archive.
    pub documents: Vec<DocumentCoverage>,
    /// Files that could not be read, and why.
    pub failed: Vec<Failed>,
    /// All documents together.
    pub total: Counts,
    /// Rules that read something, and how much.
    pub rules: Vec<RuleUse>,
    /// Rules that read nothing in any document that their pack read.
    pub silent: Vec<RuleUse>,
    /// Packs that recognised no document.
    pub idle: Vec<IdlePack>,
}

/// The coverage of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DocumentCoverage {
    /// Path in the archive.
    pub path: String,
    /// The pack that read it.
    pub pack: String,
    /// Its numbers by class.
    pub numbers: Counts,
    /// Numbers by the rule that read them: `montant soutien_etat`.
    pub by_rule: BTreeMap<String, u32>,
    /// Numbers read though no rule names them: `libre`, `montant`, `tableau.…`.
    pub free: BTreeMap<String, u32>,
    /// Numbers by the rule that ignores them.
    pub ignored: BTreeMap<String, u32>,
    /// Numbers by what they are a part of.
    pub part: BTreeMap<&'static str, u32>,
    /// What is no figure, by its kind.
    pub no_figure: BTreeMap<&'static str, u32>,
    /// Numbers that nobody took, amounts first.
    pub unread: Vec<UnreadNumber>,
}

/// A file that could not be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Failed {
    /// Path in the archive.
    pub path: String,
    /// Why.
    pub issues: Vec<Issue>,
}

/// A number that nobody took.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct UnreadNumber {
    /// As written.
    pub written: String,
    /// What it is.
    pub kind: &'static str,
    /// Whether it stands in a table.
    pub in_table: bool,
    /// Where it stands.
    pub place: Place,
}

/// A rule and what it read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct RuleUse {
    /// Its block: `montant`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// The pack that writes it.
    pub pack: String,
    /// The file of that pack.
    pub file: String,
    /// Documents in which it was asked.
    pub asked: u32,
    /// Documents in which it read something.
    pub documents: u32,
    /// Numbers that it took.
    pub numbers: u32,
}

/// A pack that recognised no document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdlePack {
    /// Its id.
    pub pack: String,
    /// Its file.
    pub file: String,
}

/// What is counted of one document; made side by side, joined by [`join`].
#[derive(Debug, Clone)]
pub struct Counted {
    document: DocumentCoverage,
    rules: Vec<(Listed, bool, u32)>,
}

/// Counts a document that was traced; `listed` are the rules of every pack.
#[must_use]
pub fn count(trace: &Trace, rules: &Rules, listed: &BTreeMap<String, Vec<Listed>>) -> Counted {
    let head = &trace.record.document;
    let mut document = DocumentCoverage {
        path: head.path.clone(),
        pack: head.rules.id.clone(),
        numbers: Counts::default(),
        by_rule: BTreeMap::new(),
        free: BTreeMap::new(),
        ignored: BTreeMap::new(),
        part: BTreeMap::new(),
        no_figure: BTreeMap::new(),
        unread: Vec::new(),
    };
    let mut taken: BTreeMap<(RuleKind, String), u32> = BTreeMap::new();
    for number in &trace.numbers {
        document.take(number);
        match &number.taker {
            Taker::Rule { kind, id, .. } => *taken.entry((*kind, id.clone())).or_default() += 1,
            Taker::Ignored(id) => *taken.entry((RuleKind::Ignored, id.clone())).or_default() += 1,
            _ => {}
        }
    }
    document.numbers.settle();
    document.unread.sort_by(amounts_first);
    let pack = rules.packs.iter().find(|p| p.id == document.pack).unwrap_or(&rules.common);
    let fired = fired(trace, pack);
    let rules = listed.get(&pack.id).into_iter().flatten().map(|rule| {
        let key = (rule.kind, rule.id.clone());
        let numbers = taken.get(&key).copied().unwrap_or_default();
        let used = numbers > 0 || fired.contains(&key);
        (rule.clone(), used, numbers)
    });
    Counted { document, rules: rules.collect() }
}

/// The coverage of all documents; files that were not read are told with their issues.
#[must_use]
pub fn join(counted: Vec<Result<Counted, Failed>>, rules: &Rules) -> Coverage {
    let mut all = Coverage {
        schema: SCHEMA,
        documents: Vec::new(),
        failed: Vec::new(),
        total: Counts::default(),
        rules: Vec::new(),
        silent: Vec::new(),
        idle: Vec::new(),
    };
    let mut uses: BTreeMap<(RuleKind, String, String), RuleUse> = BTreeMap::new();
    for one in counted {
        match one {
            Ok(counted) => {
                add(&mut uses, counted.rules);
                all.total.add(counted.document.numbers);
                all.documents.push(counted.document);
            }
            Err(failed) => all.failed.push(failed),
        }
    }
    all.total.settle();
    let (busy, silent) = uses.into_values().partition(|rule| rule.documents > 0);
    (all.rules, all.silent) = (busy, silent);
    let read = |pack: &&Pack| !all.documents.iter().any(|d| d.pack == pack.id);
    let idle = rules.packs.iter().filter(read).map(|pack| IdlePack {
        pack: pack.id.clone(),
        file: rules.file_of(&pack.id).unwrap_or_default(),
    });
    all.idle = idle.collect();
    all
}

/// Adds what the rules of a pack did in one document; rules of one id count as one.
fn add(uses: &mut BTreeMap<(RuleKind, String, String), RuleUse>, rules: Vec<(Listed, bool, u32)>) {
    let mut seen = BTreeSet::new();
    for (listed, used, numbers) in rules {
        let Listed { kind, id, pack, file, .. } = listed;
        let key = (kind, id.clone(), pack.clone());
        if !seen.insert(key.clone()) {
            continue;
        }
        let entry = uses.entry(key).or_insert_with(|| RuleUse {
            kind: kind.block(),
            id,
            pack,
            file,
            asked: 0,
            documents: 0,
            numbers: 0,
        });
        entry.asked += 1;
        entry.documents += u32::from(used);
        entry.numbers += numbers;
    }
}

/// The rules that gave the record something, numbers or not.
fn fired(trace: &Trace, pack: &Pack) -> BTreeSet<(RuleKind, String)> {
    let record = &trace.record;
    let of = |kind: RuleKind| move |id: &String| (kind, id.clone());
    let sections = trace.sections.iter().map(|s| &s.id).map(of(RuleKind::Section));
    let fields = record.fields.iter().map(|f| &f.id).map(of(RuleKind::Field));
    let tables = trace.tables.iter().filter_map(|t| t.rule.as_ref()).map(of(RuleKind::Table));
    let cells = trace.cells.iter().map(|c| &c.rule).map(of(RuleKind::Cell));
    let roles = record.indicators.iter().map(|i| &i.id).map(of(RuleKind::Role));
    let reasons = record.justifications.iter().map(|j| &j.id).map(of(RuleKind::Justify));
    let related = record.aliases.iter().filter_map(|a| a.id.rsplit_once('.'));
    let related = related.map(|(id, _)| (RuleKind::Indicator, id.to_owned()));
    let in_tables = tables.chain(cells);
    let in_prose = fields.chain(roles).chain(related).chain(reasons);
    let mut all: BTreeSet<_> = sections.chain(in_tables).chain(in_prose).collect();
    let actions = &record.actions;
    if actions.iter().any(|a| a.status_place.is_some()) {
        all.insert((RuleKind::Field, "statut".to_owned()));
    }
    if actions.iter().any(|a| a.operator_place.is_some()) {
        all.insert((RuleKind::Field, "operateur".to_owned()));
    }
    if record.budgets.iter().any(|b| b.id == crate::record::UNCLAIMED_TABLE) {
        all.insert((RuleKind::Table, crate::record::UNCLAIMED_TABLE.to_owned()));
    }
    // What other documents give is not asked for here.
    let own = |term: &&crate::rules::Term| term.is_own();
    let possible = pack.checks.iter().filter(|check| {
        check.terms().filter(own).all(|term| !values::of(record, &term.name).is_empty())
    });
    all.extend(possible.map(|check| (RuleKind::Check, check.id.clone())));
    all
}

/// Amounts before other numbers; the order of the document within each.
fn amounts_first(a: &UnreadNumber, b: &UnreadNumber) -> Ordering {
    let other = |n: &UnreadNumber| !matches!(n.kind, "amount" | "rate");
    other(a).cmp(&other(b))
}

impl DocumentCoverage {
    /// Puts a number into its class.
    fn take(&mut self, number: &Traced) {
        let counts = &mut self.numbers;
        counts.total += 1;
        match &number.taker {
            Taker::Rule { kind, value, .. } => {
                counts.by_rule += 1;
                *self.by_rule.entry(format!("{} {value}", kind.block())).or_default() += 1;
            }
            Taker::Free(id) => {
                counts.free += 1;
                *self.free.entry(id.clone()).or_default() += 1;
            }
            Taker::Ignored(id) => {
                counts.ignored += 1;
                *self.ignored.entry(id.clone()).or_default() += 1;
            }
            Taker::Part(part) => {
                counts.part += 1;
                *self.part.entry(part_name(*part)).or_default() += 1;
            }
            Taker::NoFigure => {
                counts.no_figure += 1;
                *self.no_figure.entry(kind_name(number.kind)).or_default() += 1;
            }
            Taker::Unread => {
                counts.unread += 1;
                self.unread.push(UnreadNumber {
                    written: number.written.clone(),
                    kind: kind_name(number.kind),
                    in_table: matches!(number.at, At::Cell(..)),
                    place: number.place.clone(),
                });
            }
        }
    }
}

/// The name of a kind in JSON.
fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Amount => "amount",
        Kind::Count => "count",
        Kind::Percent => "percent",
        Kind::Ordinal => "ordinal",
        Kind::Date(_) => "date",
        Kind::Year => "year",
        Kind::Code => "code",
        Kind::Rate => "rate",
        Kind::Label => "label",
    }
}

/// The name of what a number is a part of, in JSON.
fn part_name(part: Part) -> &'static str {
    match part {
        Part::Heading => "heading",
        Part::Name => "name",
        Part::ColumnHeading => "column_heading",
        Part::CellText => "cell_text",
    }
}

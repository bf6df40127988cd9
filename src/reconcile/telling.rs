//! Findings from relations that were compared: the French sentence, the terms with their places,
//! the explanations, the question to put.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::explain;
use super::facts::Fact;
use super::finding::{Finding, FindingTerm, Held, Side, State, Tally, Verdict};
use super::verdict::{Comparison, Operand};
use super::words::{figure, side, spots, stands, unended, unit};
use super::{Findings, identity};
use crate::issue::Severity;
use crate::place::Place;
use crate::record::Record;
use crate::rules::Operator;

/// Sentences of checks that hold, kept for one document: the report shows them, and a list of
/// ten thousand lines would drown them.
const HELD_A_DOCUMENT: u32 = 200;

/// A relation between facts that are at hand.
#[derive(Debug, Clone)]
pub(super) struct Instance<'a> {
    /// The check.
    pub(super) check: &'a str,
    /// The sentence that it proves, or the subject of it.
    pub(super) says: String,
    /// The relation as written.
    pub(super) relation: &'a str,
    /// How grave a difference is.
    pub(super) severity: Severity,
    /// How the sides compare.
    pub(super) operator: Operator,
    /// The step to which they are compared.
    pub(super) precision: Option<Decimal>,
    /// The question to ask, if the rule has one.
    pub(super) ask: Option<&'a str>,
    /// The document that it is told against.
    pub(super) record: &'a Record,
    /// What it is about within the document: action, operator, row.
    pub(super) keys: Vec<String>,
    /// The left side.
    pub(super) left: Vec<Operand<'a>>,
    /// The right side.
    pub(super) right: Vec<Operand<'a>>,
    /// Other mentions of the values compared, and other sums that the same cause breaks.
    pub(super) also: Vec<Fact<'a>>,
    /// What other sums say is wrong.
    pub(super) suspect: Suspect<'a>,
}

/// What the sums of a table, taken together, say is wrong.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Suspect<'a> {
    /// They do not say.
    #[default]
    Unknown,
    /// The cell where a wrong row and a wrong column meet.
    Cell(Fact<'a>),
    /// A whole line: every column is off in the same direction.
    Line,
}

/// What is found so far.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// Findings in the order they were met.
    pub(super) findings: Vec<Finding>,
    /// How many checks ended how.
    pub(super) tally: Tally,
    held: Vec<Held>,
    held_here: u32,
}

impl Ledger {
    /// A new document: its sentences of what holds are counted afresh.
    pub(super) fn next_document(&mut self) {
        self.held_here = 0;
    }

    /// A relation that holds.
    pub(super) fn hold(&mut self, instance: &Instance<'_>, comparison: &Comparison) {
        self.tally.held += 1;
        if self.held_here < HELD_A_DOCUMENT {
            self.held_here += 1;
            self.held.push(Held {
                check: instance.check.to_owned(),
                document: instance.record.document.path.clone(),
                message: held_sentence(instance, comparison),
            });
        }
    }

    /// A relation compared: counted, and told if it does not hold as it stands.
    pub(super) fn enter(&mut self, instance: &Instance<'_>, comparison: &Comparison) {
        match comparison.verdict {
            None => self.hold(instance, comparison),
            Some(verdict) => {
                if verdict == Verdict::Different {
                    self.tally.failed += 1;
                } else {
                    self.tally.held += 1;
                }
                self.findings.push(finding(instance, comparison, verdict));
            }
        }
    }

    /// Checks that cannot be made.
    pub(super) fn uncheckable(&mut self, count: u32) {
        self.tally.not_checkable += count;
    }

    /// All that was found, in the order of the contract.
    pub(super) fn finish(mut self) -> Findings {
        identity::distinguish(&mut self.findings);
        self.findings.sort_by(|a, b| {
            (a.severity, &a.document, &a.check, &a.id).cmp(&(
                b.severity,
                &b.document,
                &b.check,
                &b.id,
            ))
        });
        self.held.sort_by(|a, b| (&a.document, &a.check).cmp(&(&b.document, &b.check)));
        Findings {
            findings: self.findings,
            checks: self.tally,
            held: self.held,
            ..Findings::default()
        }
    }
}

/// A check that could not be made, told once.
pub(super) fn missing(
    (check, says, relation): (&str, &str, &str),
    record: &Record,
    facts: &[Fact<'_>],
    why: &str,
) -> Finding {
    let key = identity::document_key(record);
    let subject = if says.is_empty() { relation } else { unended(says) };
    let mut finding = Finding {
        id: identity::hash([check, key.as_str(), "not_checkable"]),
        evidence: String::new(),
        check: check.to_owned(),
        severity: Severity::Info,
        verdict: Verdict::NotCheckable,
        state: State::New,
        document: record.document.path.clone(),
        relation: relation.to_owned(),
        message: format!("« {subject} » n'a pas pu être vérifié : {why}."),
        left: None,
        right: None,
        difference: None,
        terms: facts.iter().map(term).collect(),
        hypotheses: Vec::new(),
        excluded: Vec::new(),
        ask: None,
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

fn finding(instance: &Instance<'_>, comparison: &Comparison, verdict: Verdict) -> Finding {
    let different = verdict == Verdict::Different;
    let explained = if different {
        explain::explain(instance, comparison)
    } else {
        explain::Explained::default()
    };
    let mut finding = Finding {
        id: id(instance),
        evidence: String::new(),
        check: instance.check.to_owned(),
        severity: if different { instance.severity } else { Severity::Info },
        verdict,
        state: State::New,
        document: instance.record.document.path.clone(),
        relation: instance.relation.to_owned(),
        message: sentence(instance, comparison, verdict),
        left: Some(Side { value: comparison.left }),
        right: Some(Side { value: comparison.right }),
        difference: Some(comparison.difference()),
        terms: terms(instance),
        hypotheses: explained.hypotheses,
        excluded: explained.excluded,
        ask: different.then_some(explained.ask),
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

fn id(instance: &Instance<'_>) -> String {
    let document = identity::document_key(instance.record);
    let operands = instance.left.iter().chain(&instance.right);
    let mut names: Vec<String> = operands.map(|o| o.fact.full_name()).collect();
    names.dedup();
    let parts = [instance.check, document.as_str()];
    let keys = instance.keys.iter().map(String::as_str);
    identity::hash(parts.into_iter().chain(keys).chain(names.iter().map(String::as_str)))
}

fn term(fact: &Fact<'_>) -> FindingTerm {
    FindingTerm {
        name: fact.full_name(),
        value: fact.value,
        written: fact.written.to_owned(),
        document: fact.record.document.path.clone(),
        place: fact.place.clone(),
    }
}

/// Every value compared, each place once.
fn terms(instance: &Instance<'_>) -> Vec<FindingTerm> {
    let operands = instance.left.iter().chain(&instance.right).map(|o| &o.fact);
    let mut told: BTreeSet<*const Place> = BTreeSet::new();
    let each_once = operands.chain(&instance.also).filter(|f| told.insert(f.place));
    each_once.map(term).collect()
}

/// « Action 3.2 — dit : or on lit a (p. 3) et b (p. 4), soit un écart de d. »
fn sentence(instance: &Instance<'_>, comparison: &Comparison, verdict: Verdict) -> String {
    let all: Vec<Operand<'_>> = instance.left.iter().chain(&instance.right).copied().collect();
    let gap = figure(comparison.difference().abs(), unit(&all));
    let read = format!(
        "{} et {}",
        told_side(instance, &instance.left, comparison.left),
        told_side(instance, &instance.right, comparison.right)
    );
    let subject = subject(instance);
    match (verdict, instance.operator) {
        (Verdict::EqualAsWritten, _) => {
            format!("{subject} : on lit {read}, égaux à la précision où ils sont écrits.")
        }
        (Verdict::EqualIfTruncated, _) => {
            format!("{subject} : on lit {read}, égaux seulement si l'un est tronqué.")
        }
        (_, Operator::Equal) => format!("{subject} : or on lit {read}, soit un écart de {gap}."),
        (_, Operator::AtMost) => {
            format!("{subject} : or on lit {read}, soit un dépassement de {gap}.")
        }
        (_, Operator::AtLeast) => {
            format!("{subject} : or on lit {read}, soit {gap} de moins.")
        }
    }
}

fn told_side(instance: &Instance<'_>, operands: &[Operand<'_>], total: Decimal) -> String {
    let shared = |fact: &Fact<'_>| std::ptr::eq(fact.record, instance.record);
    let mut facts: Vec<Fact<'_>> = operands.iter().map(|o| o.fact).collect();
    let several = instance.left.iter().chain(&instance.right).any(|o| !shared(&o.fact));
    let told = side(operands, total);
    let [only] = operands else { return format!("{told} ({})", spots(&facts)) };
    let same = |f: &&Fact<'_>| f.name == only.fact.name && f.value == only.fact.value;
    facts.extend(instance.also.iter().filter(same));
    format!("{told} {}", stands(&facts, several))
}

fn subject(instance: &Instance<'_>) -> String {
    let says = if instance.says.is_empty() { instance.relation } else { unended(&instance.says) };
    match instance.keys.first() {
        Some(key) if !key.is_empty() => format!("{key} — {says}"),
        _ => says.to_owned(),
    }
}

fn held_sentence(instance: &Instance<'_>, comparison: &Comparison) -> String {
    let sign = match instance.operator {
        Operator::Equal => "et",
        Operator::AtMost => "≤",
        Operator::AtLeast => "≥",
    };
    format!(
        "{} : {} {sign} {}.",
        subject(instance),
        side(&instance.left, comparison.left),
        side(&instance.right, comparison.right)
    )
}

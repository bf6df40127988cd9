//! What reconciliation found: the public contract (`bilan.findings/1`).
//!
//! Types alone, written in the order of their fields. `super::ledger` fills them, reports
//! render them, and `bilan report` reads them back.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::issue::{Lang, Severity};
use crate::place::Place;

use super::pairs::Pair;
use super::unmatched::Unmatched;
use super::waivers::Judged;

/// The name of this contract.
pub const SCHEMA: &str = "bilan.findings/1";

/// All findings of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Findings {
    /// [`SCHEMA`].
    pub schema: String,
    /// The language of the sentences. Findings that are gone keep that in which they were told,
    /// and what rules say is told as their authors wrote it.
    #[serde(default)]
    pub lang: Lang,
    /// The findings: errors first, then by document, check and id.
    pub findings: Vec<Finding>,
    /// How many checks ended how.
    pub checks: Tally,
    /// Every check that was made, by document, for the report.
    #[serde(default)]
    pub held: Vec<Held>,
    /// Pairs of names for a person to judge, and those that one judged.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<Pair>,
    /// What checks across documents were about and found no counterpart for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmatched: Vec<Unmatched>,
    /// The most bytes of records that were had at once, where some were not compared for it: no
    /// such run is clean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_bytes: Option<u64>,
    /// What became of each waiver, in the order of their file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Judged>,
}

impl Default for Findings {
    fn default() -> Self {
        Self {
            schema: SCHEMA.to_owned(),
            lang: Lang::Fr,
            findings: Vec::new(),
            checks: Tally::default(),
            held: Vec::new(),
            matches: Vec::new(),
            unmatched: Vec::new(),
            judged_bytes: None,
            waivers: Vec::new(),
        }
    }
}

/// How many checks ended how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// They hold.
    pub held: u32,
    /// They do not.
    pub failed: u32,
    /// A term is missing: never a pass.
    pub not_checkable: u32,
}

/// A check that holds, told so that a reader knows what was proved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The check.
    pub check: String,
    /// The document.
    pub document: String,
    /// One sentence with the figures.
    pub message: String,
}

/// How two sides compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They differ.
    Different,
    /// Equal within what was written (« environ », k€).
    EqualAsWritten,
    /// Equal only if one was cut off.
    EqualIfTruncated,
    /// A term is missing.
    NotCheckable,
}

/// What is known of a finding from earlier runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not seen before.
    #[default]
    New,
    /// Seen before, same evidence.
    Known,
    /// Seen before, other evidence.
    Changed,
    /// Seen before, gone: what it compares was compared again.
    Resolved,
    /// Seen before, and not compared again: a document is no longer there or was not read, or a
    /// value of it was not found.
    Unverified,
    /// Gone once, or accepted once, and back.
    Returned,
    /// Accepted by a person.
    Waived,
}

/// One finding: one cause, told once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable across runs: check, keys and the quantities compared; never page, line or value.
    pub id: String,
    /// Hash of the evidence: values and snippets.
    pub evidence: String,
    /// The check's id.
    pub check: String,
    /// How grave it is.
    pub severity: Severity,
    /// How the sides compare.
    pub verdict: Verdict,
    /// What is known of it.
    pub state: State,
    /// The document it is told against.
    pub document: String,
    /// The relation as the rule writes it.
    pub relation: String,
    /// One sentence.
    pub message: String,
    /// What the document itself says of the difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub justified: Option<Justified>,
    /// The left side; null where it is missing.
    pub left: Option<Side>,
    /// The right side.
    pub right: Option<Side>,
    /// Left less right.
    pub difference: Option<Decimal>,
    /// The values compared, each with its place.
    pub terms: Vec<FindingTerm>,
    /// What could explain it, the likeliest first.
    pub hypotheses: Vec<Hypothesis>,
    /// What was tested and does not explain it.
    pub excluded: Vec<Hypothesis>,
    /// The question to put to the service or the operator.
    pub ask: Option<String>,
    /// The smallest sets of values whose change satisfies all checks that share them: one set an
    /// alternative.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Vec<Correction>>,
    /// How documents that are compared were matched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matched: Vec<Match>,
    /// The act whose amount was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force: Option<InForce>,
}

/// The act that was held to be in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    /// Its document.
    pub document: String,
    /// What it is called: « l'avenant n° 2 du 12/03/2023 (avenant-2.pdf) ».
    pub act: String,
    /// Why, in French.
    pub why: String,
}

/// A value that would satisfy all checks if it were another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// Its name in the relation.
    pub name: String,
    /// Its value.
    pub value: Decimal,
    /// The value that would satisfy all checks.
    pub corrected: Decimal,
    /// The document it stands in.
    pub document: String,
    /// Where it stands.
    pub place: Place,
}

/// A document, or an action of it, that was matched to the one of the finding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Match {
    /// The document.
    pub document: String,
    /// By what: `code`, `title`, `name`, `alias`, `folder`, `territory`.
    pub by: String,
    /// How alike the two are, from 0 to 1.
    pub score: Decimal,
    /// Who confirmed it, and when: « confirmé par … le … ».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<String>,
}

/// A sentence by which a document explains a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Justified {
    /// The sentence.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

impl Finding {
    /// A finding of which nothing is known yet but how its sides compare.
    pub(crate) fn plain(verdict: Verdict) -> Self {
        Self {
            id: String::new(),
            evidence: String::new(),
            check: String::new(),
            severity: Severity::Info,
            verdict,
            state: State::New,
            document: String::new(),
            relation: String::new(),
            message: String::new(),
            justified: None,
            left: None,
            right: None,
            difference: None,
            terms: Vec::new(),
            hypotheses: Vec::new(),
            excluded: Vec::new(),
            ask: None,
            corrections: Vec::new(),
            matched: Vec::new(),
            in_force: None,
        }
    }

    /// Whether someone has still to answer for it: neither gone nor accepted.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Resolved | State::Waived)
    }

    /// Whether it is a discrepancy, and not only something to know.
    #[must_use]
    pub fn is_loud(&self) -> bool {
        self.severity != Severity::Info
    }
}

/// Puts findings in the order of the contract: errors first, then by document, check and id.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        (a.severity, &a.document, &a.check, &a.id).cmp(&(b.severity, &b.document, &b.check, &b.id))
    });
}

/// A side of a relation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Its value.
    pub value: Decimal,
}

/// A value that was compared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FindingTerm {
    /// Its name in the relation.
    pub name: String,
    /// Its value.
    pub value: Decimal,
    /// As written.
    pub written: String,
    /// The document it stands in.
    pub document: String,
    /// Where it stands.
    pub place: Place,
}

/// An explanation, offered or excluded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hypothesis {
    /// Its kind: `truncation`, `one_digit`, `swapped_digits` …
    pub kind: String,
    /// One sentence with its arithmetic.
    pub text: String,
}

//! What a change of rules changes over an archive: values gained, lost, changed and moved,
//! findings that appear, vanish or flip.
//!
//! Each document is extracted by both sets of rules; [`Both`] holds its two records. Values are
//! compared by [`super::difference`], findings by their id, which holds no value.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::{Change, ChangeKind, What, difference};
use crate::issue::{Issue, Lang};
use crate::reconcile::finding::{Finding, Findings, Verdict};
use crate::reconcile::reconcile;
use crate::record::{PackRef, Record};
use crate::rules::Rules;

/// The name of the JSON that [`Impact`] is written as.
pub const SCHEMA: &str = "bilan.impact/1";

/// A document by both sets of rules.
#[derive(Debug, Clone)]
pub struct Both {
    /// Its path in the archive.
    path: String,
    /// Its records; of one that could not be read, why.
    records: [Record; 2],
    /// Whether each holds what the document says.
    read: [bool; 2],
    changes: Vec<Change>,
}

impl Both {
    /// Compares the records of a document, each with whether it holds what the document says.
    #[must_use]
    pub fn new(path: &str, before: (Record, bool), after: (Record, bool)) -> Self {
        let (records, read) = ([before.0, after.0], [before.1, after.1]);
        let [old, new] = &records;
        let mut changes = if read == [false; 2] { Vec::new() } else { difference(old, new) };
        changes.retain(|change| !change.is_echo());
        Self { path: path.to_owned(), records, read, changes }
    }
}

/// What a change of rules changes.
#[derive(Debug, Clone, Serialize)]
pub struct Impact {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Hash of the rules as they were.
    pub before: String,
    /// Hash of the rules as they are.
    pub after: String,
    /// Over all documents.
    pub totals: Totals,
    /// The documents that change, in the order of the archive.
    pub documents: Vec<Changed>,
    /// The findings that change.
    pub findings: Vec<Flip>,
    /// The documents that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// How much changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Documents that were read.
    pub documents: usize,
    /// Of these, those that change.
    pub changed_documents: usize,
    /// Values, by what became of them.
    #[serde(flatten)]
    pub values: Tally,
    /// Findings that were not there before.
    pub appear: usize,
    /// Findings that are not there any more.
    pub vanish: usize,
    /// Findings with another verdict or other figures.
    pub flip: usize,
}

/// Values by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Not read any more.
    pub lost: usize,
    /// Not read before.
    pub gained: usize,
    /// Read as another value.
    pub changed: usize,
    /// The same, read elsewhere.
    pub moved: usize,
}

/// A document that changes.
#[derive(Debug, Clone, Serialize)]
pub struct Changed {
    /// Its path in the archive.
    pub path: String,
    /// The packs that read it, as it was and as it is.
    pub packs: [PackRef; 2],
    /// How much changes.
    pub values: Tally,
    /// What changes.
    pub changes: Vec<Change>,
}

/// A document that could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct Unreadable {
    /// Its path in the archive.
    pub path: String,
    /// Why.
    pub issues: Vec<Issue>,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlipKind {
    /// It was not there before.
    Appears,
    /// It is not there any more.
    Vanishes,
    /// Its verdict or its figures are others.
    Flips,
}

/// A finding that changes.
#[derive(Debug, Clone, Serialize)]
pub struct Flip {
    /// What became of it.
    pub kind: FlipKind,
    /// As it was.
    pub before: Option<Finding>,
    /// As it is.
    pub after: Option<Finding>,
}

impl Tally {
    /// Counts what stands in the document; remarks and second names are shown and not counted.
    fn of(changes: &[Change]) -> Self {
        let mut tally = Self::default();
        for change in changes.iter().filter(|c| c.name.what.stands() && c.name.what != What::Unread)
        {
            match change.kind {
                ChangeKind::Lost => tally.lost += change.count,
                ChangeKind::Gained => tally.gained += change.count,
                ChangeKind::Changed => tally.changed += 1,
                ChangeKind::Moved => tally.moved += change.count.max(1),
            }
        }
        tally
    }

    fn add(&mut self, other: Self) {
        self.lost += other.lost;
        self.gained += other.gained;
        self.changed += other.changed;
        self.moved += other.moved;
    }
}

/// Gathers what changes over all documents, and tells findings in a language.
#[must_use]
pub fn impact(documents: Vec<Both>, before: &Rules, after: &Rules, lang: Lang) -> Impact {
    let mut totals = Totals::default();
    let (mut changed, mut unreadable) = (Vec::new(), Vec::new());
    let (mut were, mut are) = (Vec::new(), Vec::new());
    for Both { path, records: [old, new], read: [was, is], changes } in documents {
        if !was && !is {
            unreadable.push(Unreadable { path, issues: old.issues });
            continue;
        }
        totals.documents += 1;
        if !changes.is_empty() {
            let values = Tally::of(&changes);
            totals.changed_documents += 1;
            totals.values.add(values);
            let packs = [old.document.rules.clone(), new.document.rules.clone()];
            changed.push(Changed { path, packs, values, changes });
        }
        were.extend(was.then_some(old));
        are.extend(is.then_some(new));
    }
    let (old, new) =
        rayon::join(|| reconcile(&were, before, lang), || reconcile(&are, after, lang));
    let findings = flips(old, new);
    let count = |kind| findings.iter().filter(|flip| flip.kind == kind).count();
    totals.appear = count(FlipKind::Appears);
    totals.vanish = count(FlipKind::Vanishes);
    totals.flip = count(FlipKind::Flips);
    let (before, after) = (before.sha256.clone(), after.sha256.clone());
    let documents = changed;
    Impact { schema: SCHEMA, before, after, totals, documents, findings, unreadable }
}

/// The findings that are not the same before and after: errors first, by what became of them.
fn flips(before: Findings, after: Findings) -> Vec<Flip> {
    let mut old: BTreeMap<String, Finding> =
        before.findings.into_iter().map(|f| (f.id.clone(), f)).collect();
    let mut out = Vec::new();
    for new in after.findings {
        match old.remove(&new.id) {
            None => out.push(Flip { kind: FlipKind::Appears, before: None, after: Some(new) }),
            Some(was) if same(&was, &new) => {}
            Some(was) => {
                out.push(Flip { kind: FlipKind::Flips, before: Some(was), after: Some(new) });
            }
        }
    }
    let gone = old.into_values();
    out.extend(gone.map(|f| Flip { kind: FlipKind::Vanishes, before: Some(f), after: None }));
    // A check that cannot be made says less than one that fails.
    let weight = |flip: &Flip| {
        let told = flip.after.as_ref().or(flip.before.as_ref());
        told.map(|f| (f.verdict == Verdict::NotCheckable, f.severity))
    };
    out.sort_by_key(|flip| (flip.kind, weight(flip)));
    out
}

fn same(was: &Finding, is: &Finding) -> bool {
    let told = |f: &Finding| (f.verdict, f.severity, f.difference);
    told(was) == told(is) && was.left == is.left && was.right == is.right
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issue::Severity;
    use crate::record::Head;

    fn finding(id: &str, verdict: Verdict) -> Finding {
        Finding {
            id: id.to_owned(),
            check: "c".to_owned(),
            severity: Severity::Error,
            document: "a.pdf".to_owned(),
            ..Finding::plain(verdict)
        }
    }

    #[test]
    fn findings_appear_vanish_and_flip() {
        let of = |list: &[(&str, Verdict)]| Findings {
            findings: list.iter().map(|(id, verdict)| finding(id, *verdict)).collect(),
            ..Findings::default()
        };
        let before = of(&[
            ("same", Verdict::Different),
            ("gone", Verdict::Different),
            ("turns", Verdict::NotCheckable),
        ]);
        let after = of(&[
            ("same", Verdict::Different),
            ("turns", Verdict::Different),
            ("comes", Verdict::Different),
        ]);
        let told: Vec<(FlipKind, String)> = flips(before, after)
            .into_iter()
            .map(|flip| (flip.kind, flip.after.or(flip.before).unwrap().id))
            .collect();
        let expected = [
            (FlipKind::Appears, "comes"),
            (FlipKind::Vanishes, "gone"),
            (FlipKind::Flips, "turns"),
        ];
        assert_eq!(told, expected.map(|(kind, id)| (kind, id.to_owned())));
    }

    #[test]
    fn a_document_that_cannot_be_read_is_told_and_counts_for_nothing() {
        let rules = Rules::default();
        let none = || (Record::new(Head::default()), false);
        let both = Both::new("a.pdf", none(), none());
        let found = impact(vec![both], &rules, &rules, Lang::Fr);
        assert_eq!((found.totals, found.unreadable.len()), (Totals::default(), 1));
    }
}

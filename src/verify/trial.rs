//! What rules read in a document held against its snapshot: one [`Outcome`], and what differs.
//!
//! Values are compared, not lines. A document whose values are all the same and whose JSON is not
//! (matches counted otherwise) does differ: `cargo test` would say so too.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use super::difference::{Change, ChangeKind, difference};
use super::snapshot::{self, Spot, spots};
use crate::reconcile::finding::{self, Finding, Findings};
use crate::record::{self, Record};

/// How a document stands against its snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The same.
    Passed,
    /// A value of the snapshot is not read any more.
    Missing,
    /// All values are read, one of them otherwise or elsewhere.
    Wrong,
    /// A value is read that the snapshot has not.
    Noisy,
    /// There is no snapshot.
    New,
    /// There is no document.
    Orphan,
}

/// What was tried.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A document, by its path in the archive.
    Document(String),
    /// What the documents say together.
    Findings,
    /// A snapshot by its name, of no document.
    Snapshot(String),
}

/// Something that differs.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// A value.
    Value(Box<Change>),
    /// A sentence on a document that is said no more, or was not said before.
    Sentence {
        /// Whether it was not said before.
        gained: bool,
        /// The document.
        document: String,
        /// The sentence.
        message: String,
    },
    /// A finding that says the same of other values, or of the same elsewhere.
    Evidence {
        /// The document.
        document: String,
        /// The sentence.
        message: String,
    },
    /// JSON that differs though no value does.
    Json(Spot),
    /// The snapshot cannot be understood.
    Unreadable,
}

/// A document tried, and what to do with its snapshot if that is accepted.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// What was tried.
    pub subject: Subject,
    /// How it stands.
    pub outcome: Outcome,
    /// What differs.
    pub told: Vec<Told>,
    /// The file of its snapshot.
    pub file: PathBuf,
    /// The snapshot to write; `None` where the file is to be removed, or kept as it is.
    pub fresh: Option<String>,
}

impl Trial {
    /// Whether accepting it can be done: a file that is no snapshot of ours is nobody's to remove.
    #[must_use]
    pub fn can_be_accepted(&self) -> bool {
        self.outcome != Outcome::Passed && !self.told.contains(&Told::Unreadable)
            || self.fresh.is_some()
    }
}

/// Holds a record against its snapshot as kept; `header` is that of new snapshots.
#[must_use]
pub fn of_record(
    record: &Record,
    file: PathBuf,
    kept: Option<&str>,
    header: Option<&str>,
) -> Trial {
    let json = serde_json::to_string(record).unwrap_or_default();
    let subject = Subject::Document(record.document.path.clone());
    held(subject, file, kept, header, &json, |before, after| {
        let parse = |json: &Value| serde_json::from_value::<Record>(json.clone()).ok();
        let changes = difference(&parse(before)?, &parse(after)?);
        let told = changes.into_iter().filter(|change| !change.is_echo());
        Some(told.map(|change| Told::Value(Box::new(change))).collect())
    })
}

/// Holds findings against their snapshot as kept.
#[must_use]
pub fn of_findings(
    findings: &Findings,
    file: PathBuf,
    kept: Option<&str>,
    header: Option<&str>,
) -> Trial {
    let json = serde_json::to_string(findings).unwrap_or_default();
    held(Subject::Findings, file, kept, header, &json, |before, after| {
        let parse = |json: &Value| serde_json::from_value::<Findings>(json.clone()).ok();
        Some(sentences(&parse(before)?, &parse(after)?))
    })
}

/// A snapshot without a document.
#[must_use]
pub fn of_orphan(name: String, file: PathBuf, kept: &str) -> Trial {
    let schema = snapshot::parse(kept).and_then(|s| serde_json::from_str::<Value>(s.text).ok());
    let schema = schema.and_then(|json| json.get("schema")?.as_str().map(str::to_owned));
    let ours = [record::SCHEMA, finding::SCHEMA].map(|s| Some(s.to_owned())).contains(&schema);
    let told = if ours { Vec::new() } else { vec![Told::Unreadable] };
    Trial { subject: Subject::Snapshot(name), outcome: Outcome::Orphan, told, file, fresh: None }
}

/// Holds JSON against a snapshot; `tell` says what differs, `None` where it cannot be understood.
fn held(
    subject: Subject,
    file: PathBuf,
    kept: Option<&str>,
    header: Option<&str>,
    json: &str,
    tell: impl FnOnce(&Value, &Value) -> Option<Vec<Told>>,
) -> Trial {
    let trial = |outcome, told, fresh| Trial { subject, outcome, told, file, fresh };
    let Some(kept) = kept else {
        return trial(Outcome::New, Vec::new(), Some(snapshot::write(header, json)));
    };
    let parsed = snapshot::parse(kept);
    let fresh = Some(snapshot::write(parsed.map(|p| p.header).or(header), json));
    let after = serde_json::from_str::<Value>(json).unwrap_or_default();
    let Some(before) = parsed.and_then(|p| serde_json::from_str::<Value>(p.text).ok()) else {
        return trial(Outcome::Wrong, vec![Told::Unreadable], fresh);
    };
    if before == after {
        return trial(Outcome::Passed, Vec::new(), None);
    }
    let mut told = tell(&before, &after).unwrap_or_else(|| vec![Told::Unreadable]);
    if told.is_empty() {
        told = spots(&before, &after).into_iter().map(Told::Json).collect();
    }
    trial(outcome(&told), told, fresh)
}

/// The gravest of what differs: a value that is gone, one that is another, one that came.
fn outcome(told: &[Told]) -> Outcome {
    let of = |told: &Told| match told {
        Told::Value(change) if change.kind == ChangeKind::Lost => Outcome::Missing,
        Told::Value(change) if change.kind == ChangeKind::Gained => Outcome::Noisy,
        Told::Sentence { gained: true, .. } => Outcome::Noisy,
        Told::Sentence { gained: false, .. } => Outcome::Missing,
        Told::Value(_) | Told::Evidence { .. } | Told::Json(_) | Told::Unreadable => Outcome::Wrong,
    };
    told.iter().map(of).min().unwrap_or(Outcome::Wrong)
}

/// The sentences of findings and of checks that hold, said on one side alone; then the findings
/// that say the same of something else.
fn sentences(before: &Findings, after: &Findings) -> Vec<Told> {
    let said = |findings: &Findings| -> BTreeSet<(String, String)> {
        let found = findings.findings.iter().map(|f| (f.document.clone(), f.message.clone()));
        let held = findings.held.iter().map(|h| (h.document.clone(), h.message.clone()));
        found.chain(held).collect()
    };
    let (b, a) = (said(before), said(after));
    let told = |gained| {
        move |(document, message): &(String, String)| Told::Sentence {
            gained,
            document: document.clone(),
            message: message.clone(),
        }
    };
    let same = |f: &&Finding| b.contains(&(f.document.clone(), f.message.clone()));
    let other = after.findings.iter().filter(same).filter(|f| !before.findings.contains(f));
    let other =
        other.map(|f| Told::Evidence { document: f.document.clone(), message: f.message.clone() });
    let lost = b.difference(&a).map(told(false));
    lost.chain(a.difference(&b).map(told(true))).chain(other).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Head;

    fn record(kind: &str) -> Record {
        let head = Head { path: "a.pdf".to_owned(), kind: kind.to_owned(), ..Head::default() };
        Record::new(head)
    }

    fn tried(record: &Record, kept: Option<&str>) -> Trial {
        of_record(record, PathBuf::from("a.pdf.snap"), kept, Some("source: y\n"))
    }

    #[test]
    fn what_was_written_passes_and_a_snapshot_laid_out_otherwise_too() {
        let new = tried(&record("bilan"), None);
        assert_eq!(new.outcome, Outcome::New);
        let fresh = new.fresh.unwrap();
        assert!(fresh.starts_with("---\nsource: y\n---\n{"), "{fresh}");
        let again = tried(&record("bilan"), Some(&fresh));
        assert_eq!((again.outcome, again.fresh), (Outcome::Passed, None));
        let loose = fresh.replace(": ", " :  ");
        assert_eq!(tried(&record("bilan"), Some(&loose)).outcome, Outcome::Passed);
    }

    #[test]
    fn another_value_is_wrong_and_the_header_stays() {
        let kept = tried(&record("bilan"), None).fresh.unwrap().replace("source: y", "source: z");
        let other = tried(&record("liste"), Some(&kept));
        assert_eq!((other.outcome, other.told.len()), (Outcome::Wrong, 1));
        assert!(other.fresh.unwrap().starts_with("---\nsource: z\n---\n"));
    }

    #[test]
    fn a_snapshot_that_is_none_is_wrong_and_can_be_replaced() {
        let torn = tried(&record("bilan"), Some("<<<<<<< HEAD\n"));
        assert_eq!((torn.outcome, &torn.told[..]), (Outcome::Wrong, &[Told::Unreadable][..]));
        assert!(torn.can_be_accepted());
    }

    #[test]
    fn an_orphan_is_removed_only_where_it_is_ours() {
        let kept = tried(&record("bilan"), None).fresh.unwrap();
        let orphan = |kept: &str| of_orphan("b.snap".to_owned(), PathBuf::from("b.snap"), kept);
        assert!(orphan(&kept).can_be_accepted());
        assert!(!orphan("---\nsource: z\n---\n\"autre\"\n").can_be_accepted());
    }

    #[test]
    fn one_sentence_less_and_one_more() {
        let held = |message: &str| finding::Held {
            check: "c".to_owned(),
            document: "a.pdf".to_owned(),
            message: message.to_owned(),
        };
        let of = |message| Findings { held: vec![held(message)], ..Findings::default() };
        let file = || PathBuf::from("findings.snap");
        let kept = of_findings(&of("un"), file(), None, None).fresh.unwrap();
        let trial = of_findings(&of("deux"), file(), Some(&kept), None);
        assert_eq!((trial.outcome, trial.told.len()), (Outcome::Missing, 2));
    }
}

//! Which records are had at once to judge a document, within a bound on their bytes.
//!
//! A record takes some four times its JSON while it is judged, and a document is judged beside the
//! one of the year before, another version of it and those that belong to it. Whatever does not
//! fit is not compared, and that is told as a discrepancy is: what was not looked at never passes.

use std::collections::BTreeSet;

use super::finding::{Finding, Verdict};
use super::identity;
use super::ledger::Told;
use crate::issue::{Lang, Severity};
use crate::record::Record;
use crate::sentence;

/// The check's id.
pub(super) const CHECK: &str = "taille-rapprochee";

/// Bytes of records from which they are had alone.
const LONG: u64 = 2 << 20;

/// The bytes of all records as they are stored, and how many may be had at once.
pub(super) struct Room {
    sizes: Vec<u64>,
    most: u64,
}

/// The documents to judge one with, by number.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Beside {
    /// That of the year before.
    pub(super) before: Option<usize>,
    /// The version before it.
    pub(super) version: Option<usize>,
    /// Those that belong to it.
    pub(super) others: BTreeSet<usize>,
}

impl Beside {
    fn all(&self) -> impl Iterator<Item = usize> {
        self.before.into_iter().chain(self.version).chain(self.others.iter().copied())
    }
}

/// The documents to judge one with that are had, and those that are not.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Those that are had.
    pub(super) beside: Beside,
    /// Those that there is no room for.
    pub(super) left: Beside,
}

impl Room {
    /// The room for so many bytes at once.
    pub(super) fn new(sizes: Vec<u64>, most: u64) -> Self {
        Self { sizes, most }
    }

    fn size(&self, at: usize) -> u64 {
        self.sizes.get(at).copied().unwrap_or_default()
    }

    /// Whether there is room for a document itself.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.size(at) <= self.most
    }

    /// Which documents there is room for beside one: the year before, then the version, then, all or
    /// none, those that belong to it, since a sum of some of them would be wrong.
    pub(super) fn beside(&self, at: usize, wanted: Beside) -> Held {
        let mut had = BTreeSet::from([at]);
        let mut held = Held::default();
        let mut fits = |more: &BTreeSet<usize>| {
            let all: BTreeSet<usize> = had.union(more).copied().collect();
            let fit = self.bytes(&all) <= self.most;
            if fit {
                had = all;
            }
            fit
        };
        let mut one = |number: Option<usize>| match number {
            Some(at) if !fits(&BTreeSet::from([at])) => (None, Some(at)),
            number => (number, None),
        };
        (held.beside.before, held.left.before) = one(wanted.before);
        (held.beside.version, held.left.version) = one(wanted.version);
        let room = fits(&wanted.others);
        (if room { &mut held.beside } else { &mut held.left }).others = wanted.others;
        held
    }

    fn bytes(&self, all: &BTreeSet<usize>) -> u64 {
        all.iter().map(|at| self.size(*at)).fold(0, u64::saturating_add)
    }

    /// Whether a record takes so much memory that no other of its kind is to be had beside it.
    pub(super) fn is_long(&self, at: usize) -> bool {
        self.size(at) > LONG
    }

    /// The same of a document with those that it is judged with.
    pub(super) fn are_long(&self, at: usize, held: &Held) -> bool {
        self.bytes(&held.beside.all().chain([at]).collect()) > LONG
    }

    /// What is told of a document that there is no room for.
    pub(super) fn refused(&self, at: usize, record: &Record, lang: Lang) -> Told {
        let (size, limit) = (mebibytes(self.size(at)), mebibytes(self.most));
        Told::not_judged(finding(record, "", sentence::not_judged(lang, size, limit)))
    }

    /// What is told of a document that others are not compared with, if there are any.
    pub(super) fn left_out(
        &self,
        at: usize,
        (outlines, left): (&[Record], &Beside),
        lang: Lang,
    ) -> Option<Told> {
        let all: BTreeSet<usize> = left.all().collect();
        let longest = all.iter().copied().max_by_key(|at| (self.size(*at), usize::MAX - *at))?;
        let (record, other) = (outlines.get(at)?, &outlines.get(longest)?.document.path);
        let more = all.len() - 1;
        let more = (more > 0).then(|| more.to_string());
        let together = self.bytes(&all.iter().copied().chain([at]).collect());
        let (size, limit) = (mebibytes(together), mebibytes(self.most));
        let message = sentence::not_judged_with(lang, other, more, size, limit);
        Some(Told::not_judged(finding(record, other, message)))
    }
}

/// A document that is not compared, as a discrepancy.
fn finding(record: &Record, other: &str, message: String) -> Finding {
    let document = record.document.path.clone();
    let mut finding = Finding {
        id: identity::hash([CHECK, document.as_str(), other, "not_checkable"]),
        check: CHECK.to_owned(),
        severity: Severity::Warning,
        document,
        relation: "document = documents liés".to_owned(),
        message,
        ..Finding::plain(Verdict::NotCheckable)
    };
    finding.evidence = identity::evidence(&finding);
    finding
}

/// Bytes in MiB, rounded up: what is over a limit is told as more than it.
fn mebibytes(bytes: u64) -> String {
    bytes.div_ceil(1 << 20).to_string()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::convert::Infallible;

    use super::super::correspondences::Correspondences;
    use super::super::made::{Made, check, rules};
    use super::super::{Source, reconcile_from};
    use super::*;

    const MIB: u64 = 1 << 20;

    fn room(sizes: &[u64]) -> Room {
        Room::new(sizes.iter().map(|mib| mib * MIB).collect(), 10 * MIB)
    }

    fn beside(before: Option<usize>, version: Option<usize>, others: &[usize]) -> Beside {
        Beside { before, version, others: others.iter().copied().collect() }
    }

    #[test]
    fn documents_are_had_as_long_as_there_is_room_each_counted_once() {
        let held = |sizes: &[u64], wanted| room(sizes).beside(0, wanted);
        let all = || beside(Some(1), Some(2), &[1, 2, 3]);
        let whole = Held { beside: all(), left: Beside::default() };
        assert_eq!(held(&[2, 3, 4, 1], all()), whole);
        let apart = held(&[4, 7, 4, 2], all());
        assert_eq!(apart.beside, beside(None, Some(2), &[]));
        assert_eq!(apart.left, beside(Some(1), None, &[1, 2, 3]), "of others all or none");
        assert!(!room(&[11]).holds(0) && room(&[10]).holds(0));
    }

    /// Records that are six MiB each.
    struct Long(Vec<Record>);

    impl Source for Long {
        type Error = Infallible;

        fn count(&self) -> usize {
            self.0.len()
        }

        fn record(&self, at: usize) -> Result<Cow<'_, Record>, Infallible> {
            Ok(Cow::Borrowed(&self.0[at]))
        }

        fn size(&self, _: usize) -> u64 {
            6 * MIB
        }
    }

    #[test]
    fn a_version_that_there_is_no_room_for_is_told_and_the_document_judged_by_itself() {
        let bilan = |path: &str, support: &str| {
            let made = Made::new("bilan", path).field("annee", "2023");
            let made = made.field("territoire", "Haut-Serein").amount("soutien_etat", support, 3);
            made.table("budget", &["etat"], "L 1.1 | 70 000\nT Total | 71 000").0
        };
        let long = Long(vec![bilan("a.pdf", "75 000"), bilan("b.pdf", "76 000")]);
        let rules = rules(vec![check("soutien", "budget.total.etat <= soutien_etat")]);
        let told = |most: u64| {
            let table = Correspondences::default();
            let Ok(found) = reconcile_from(&long, &rules, &table, (Lang::Fr, most * MIB));
            let loud = found.findings.iter().filter(|f| f.document == "b.pdf" && f.is_loud());
            let checks: Vec<String> = loud.map(|f| f.check.clone()).collect();
            (checks, found)
        };
        let (checks, whole) = told(12);
        assert_eq!((checks.contains(&"versions".to_owned()), whole.judged_bytes), (true, None));
        let (fewer, found) = told(10);
        let own: Vec<&String> = checks.iter().filter(|check| *check != "versions").collect();
        assert_eq!(fewer.iter().filter(|c| *c != CHECK).collect::<Vec<_>>(), own);
        let not_judged = found.findings.iter().find(|f| f.check == CHECK).unwrap();
        assert_eq!(
            not_judged.message,
            "Ce document n'est pas rapproché de a.pdf : leurs données font ensemble 12 Mio, au-delà \
             de la limite de 10 Mio. Relever la limite avec --max-judged si la mémoire le permet."
        );
        assert_eq!((found.judged_bytes, not_judged.document.as_str()), (Some(10 * MIB), "b.pdf"));
    }

    #[test]
    fn documents_that_are_long_together_are_judged_alone() {
        let room = room(&[1, 1, 1]);
        let long = |wanted| room.are_long(0, &room.beside(0, wanted));
        assert!(!room.is_long(0) && !long(beside(Some(1), None, &[])));
        assert!(long(beside(Some(1), Some(2), &[])));
    }
}

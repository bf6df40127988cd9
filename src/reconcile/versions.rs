//! Documents that should say the same: two bilans of one territory and year, two sheets of one
//! operator for one action and year.
//!
//! One is a revision of the other, or the same in another format, and nothing says which counts.
//! What rules compare must be the same in both; all that differs between two documents is told
//! once, against the later path, and the document before it is named with its values.

use std::collections::{BTreeMap, BTreeSet};

use super::acts;
use super::checks::Plan;
use super::correspondences::Correspondences;
use super::facts::{Fact, Index, Origin, gather};
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::says::Says;
use super::sides::values;
use super::verdict::Operand;
use crate::issue::Severity;
use crate::record::Record;

/// The check's id.
const CHECK: &str = "versions";

/// Documents that should say the same, by number, in the order of their paths.
#[derive(Debug, Default)]
pub(super) struct Versions(BTreeMap<Vec<String>, Vec<usize>>);

impl Versions {
    /// The documents that state enough to know one that should say the same.
    pub(super) fn new(outlines: &[Record], table: &Correspondences) -> Self {
        let mut versions = Self::default();
        for (at, record) in outlines.iter().enumerate() {
            if let Some(key) = key(record, table) {
                versions.0.entry(key).or_default().push(at);
            }
        }
        versions
    }

    /// The number of the version before this document.
    pub(super) fn before(
        &self,
        at: usize,
        record: &Record,
        table: &Correspondences,
    ) -> Option<usize> {
        let all = self.0.get(&key(record, table)?)?;
        let own = all.iter().position(|other| *other == at)?;
        all.get(own.checked_sub(1)?).copied()
    }
}

/// What two versions have in common. An act that follows another is no version of it.
fn key(record: &Record, table: &Correspondences) -> Option<Vec<String>> {
    if acts::is_act(record) {
        return None;
    }
    let year = record.year()?.to_owned();
    let kind = record.document.kind.clone();
    let territory = names::territory(record, table);
    let Some(operator) = record.operator() else {
        return Some(vec![kind, territory?, year]);
    };
    let action = record.field("action")?.to_owned();
    let folder = || record.document.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whose = territory.unwrap_or_else(|| folder().to_owned());
    Some(vec![kind, whose, year, names::key(operator), action])
}

/// Compares a document with the version before it.
pub(super) fn check<'a>(
    record: &'a Record,
    before: Option<&'a Record>,
    plan: &'a Plan<'a>,
    ledger: &mut Ledger<'a>,
) {
    let Some(before) = before.filter(|before| are_versions(record, before)) else { return };
    let names = plan.all_names();
    let (here, there) = (gather(record, &names), gather(before, &names));
    let mut apart: Option<Instance<'a>> = None;
    for (name, action) in stated(&here) {
        let own = |index: &Index<'a>| one_value(index, name, action);
        let (Some(now), Some(then)) = (own(&here), own(&there)) else { continue };
        let instance = Instance {
            says: Says::Version,
            severity: Severity::Warning,
            left: vec![Operand::once(now)],
            right: vec![Operand::once(then)],
            ..Instance::new(CHECK, "document = autre version", record)
        };
        match &mut apart {
            _ if now.value == then.value => {
                ledger.compare(instance);
            }
            Some(first) => first.also.extend([now, then]),
            none => *none = Some(instance),
        }
    }
    apart.map(|instance| ledger.compare(instance));
}

/// Whether two documents are one: two bilans of one authority may be of two conventions, and have
/// other actions. A sheet is known by its operator and its action.
fn are_versions(one: &Record, other: &Record) -> bool {
    let titled = |record: &Record| -> BTreeSet<(String, String)> {
        record.actions.iter().map(|a| (a.id.clone(), names::key(&a.title))).collect()
    };
    let (here, there) = (titled(one), titled(other));
    let shared = here.intersection(&there).count();
    one.operator().is_some() || 3 * shared >= 2 * here.len().max(there.len())
}

/// The names that a document gives values of its own, each with its action.
fn stated<'a>(index: &Index<'a>) -> BTreeSet<(&'a str, Option<&'a str>)> {
    let of = |(name, facts): (&&'a str, &Vec<Fact<'a>>)| {
        let own = facts.iter().filter(|f| is_own(f)).map(|f| (*name, f.action));
        own.collect::<Vec<_>>()
    };
    index.iter().flat_map(of).collect()
}

/// The one value that a document gives a name under an action.
fn one_value<'a>(index: &Index<'a>, name: &str, action: Option<&str>) -> Option<Fact<'a>> {
    let facts = index.get(name)?.iter().filter(|f| f.action == action && is_own(f));
    let facts: Vec<Fact<'a>> = facts.copied().collect();
    if values(&facts).len() == 1 { facts.first().copied() } else { None }
}

/// Whether a value is known by its own name: those that a sentence relates (« dont ») are of that
/// sentence alone.
fn is_own(fact: &Fact<'_>) -> bool {
    match fact.origin {
        Origin::Indicator => fact.record.indicators.iter().any(|i| i.id == fact.name),
        Origin::Amount => fact.record.amounts.iter().any(|a| a.id == fact.name),
        Origin::Field => false,
        Origin::Cell { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::Verdict;
    use super::super::made::{Made, check, loud, run};

    fn bilan(path: &str, support: &str) -> Made {
        Made::new("bilan", path)
            .field("annee", "2023")
            .field("territoire", "Haut-Serein")
            .amount("soutien_etat", support, 3)
            .table("budget", &["etat"], "L 1.1 | 70 000\nL 1.2 | 5 000\nT Total | 75 000")
    }

    fn told(made: Vec<Made>) -> Vec<(String, String, String)> {
        loud(&run(made, vec![check("soutien", "budget.total.etat <= soutien_etat")]))
    }

    #[test]
    fn two_bilans_of_a_year_that_differ_are_told_once_with_both() {
        let made = vec![bilan("a-v1.pdf", "75 000"), bilan("a-v2.pdf", "76 000")];
        let found = run(made, vec![check("soutien", "budget.total.etat <= soutien_etat")]);
        let [finding] = found.findings.as_slice() else { panic!("{:?}", found.findings) };
        assert_eq!((finding.check.as_str(), finding.document.as_str()), ("versions", "a-v2.pdf"));
        assert_eq!(finding.verdict, Verdict::Different);
        assert_eq!(
            finding.message,
            "On lit 76\u{a0}000\u{a0}€ dans le texte (a-v2.pdf, p. 3) et 75\u{a0}000\u{a0}€ dans le \
             texte (a-v1.pdf, p. 3), soit un écart de 1\u{a0}000\u{a0}€. Attendu : deux versions \
             d'un même document disent les mêmes montants."
        );
    }

    #[test]
    fn bilans_of_other_actions_are_of_two_conventions() {
        let mut other = bilan("b.pdf", "76 000").action("1.1", "CESAM").action("1.2", "CESAM");
        for action in &mut other.0.actions {
            action.title = "Autre chose".to_owned();
        }
        let one = bilan("a.pdf", "75 000").action("1.1", "CESAM").action("1.2", "CESAM");
        assert_eq!(told(vec![one, other]), []);
    }

    #[test]
    fn the_same_document_in_two_formats_is_no_news() {
        assert_eq!(told(vec![bilan("a.pdf", "75 000"), bilan("b/a.pdf", "75 000")]), []);
    }

    #[test]
    fn bilans_of_two_territories_or_years_are_no_versions() {
        let other = bilan("b.pdf", "76 000").field("territoire", "Basse-Loue");
        let mut later = bilan("c.pdf", "77 000");
        later.0.fields[0].value = "2024".to_owned();
        let mut elsewhere = other;
        elsewhere.0.fields.remove(1);
        assert_eq!(told(vec![bilan("a.pdf", "75 000"), elsewhere, later]), []);
    }
}

//! Relations across documents: which operator's sheet belongs to which bilan, and what they say.
//!
//! [`super::anchors`] says which belongs to which. Their values are then compared action by
//! action or operator by operator, as the check says; what stands on one side alone is listed and
//! not compared, since a wrong pair would accuse somebody.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::anchors::Anchors;
use super::checks::crosses;
use super::facts::{Fact, gather};
use super::instance::Instance;
use super::ledger::Ledger;
use super::names;
use super::sides::{sides_of, values};
use super::telling::missing;
use super::words::listed;
use crate::record::Record;
use crate::rules::{Check, Rules, Term};

/// A check across documents, with the kind of document that unmarked terms are taken from.
struct Cross<'a> {
    check: &'a Check,
    own: &'a str,
}

impl<'a> Cross<'a> {
    fn kind(&self, term: &'a Term) -> &'a str {
        term.kind.as_deref().unwrap_or(self.own)
    }

    /// The kind that the others are matched to: the bilan, which is one where the others are
    /// many; else the first of the right side.
    fn anchor(&self) -> &'a str {
        let kinds: Vec<&str> = self.check.terms().map(|t| self.kind(t)).collect();
        let right = self.check.relation.right.first().map_or(self.own, |t| self.kind(t));
        kinds.into_iter().find(|k| *k == "bilan").unwrap_or(right)
    }

    fn names(&self, kind: &str) -> HashSet<&'a str> {
        self.check.terms().filter(|t| self.kind(t) == kind).map(|t| t.name.as_str()).collect()
    }

    fn by(&self, key: &str) -> bool {
        self.check.by.iter().any(|k| k == key)
    }
}

/// Checks the relations of all packs that need several documents.
pub(super) fn check(records: &[Record], rules: &Rules, ledger: &mut Ledger) {
    for cross in crossing(rules) {
        check_one(records, &cross, ledger);
    }
}

/// The checks across documents, those that several packs include once.
fn crossing(rules: &Rules) -> Vec<Cross<'_>> {
    let mut seen = BTreeSet::new();
    let packs = rules.packs.iter().chain(std::iter::once(&rules.common));
    packs
        .flat_map(|pack| pack.checks.iter().map(move |check| Cross { check, own: &pack.kind }))
        .filter(|c| crosses(c.check, c.own) && seen.insert((&c.check.id, &c.check.written)))
        .collect()
}

fn check_one<'a>(records: &'a [Record], cross: &Cross<'a>, ledger: &mut Ledger) {
    let anchor = cross.anchor();
    let kinds: BTreeSet<&str> = cross.check.terms().map(|t| cross.kind(t)).collect();
    let anchors = Anchors::new(records.iter().filter(|r| r.document.kind == anchor));
    let mut matched: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for record in records {
        let kind = record.document.kind.as_str();
        if kind == anchor || !kinds.contains(kind) {
            continue;
        }
        match anchors.find(record, cross.by("annee")) {
            Ok(found) => matched.entry(found).or_default().push(record),
            Err(why) => {
                ledger.uncheckable(1);
                ledger.findings.push(missing(about(cross.check), record, &[], &why));
            }
        }
    }
    for (found, others) in matched {
        let Some(record) = anchors.records.get(found) else { continue };
        ledger.next_document();
        compare_group(record, &others, cross, ledger);
    }
}

fn about(check: &Check) -> (&str, &str, &str) {
    (&check.id, &check.says, &check.written)
}

/// Facts by kind of document and name.
type Set<'a> = BTreeMap<(&'a str, &'a str), Vec<Fact<'a>>>;

/// Compares a document with those that belong to it, action by action or operator by operator.
fn compare_group<'a>(
    anchor: &'a Record,
    others: &[&'a Record],
    cross: &Cross<'a>,
    ledger: &mut Ledger,
) {
    let mut keyed: BTreeMap<String, Set<'_>> = BTreeMap::new();
    for record in others.iter().copied().chain(std::iter::once(anchor)) {
        let kind = record.document.kind.as_str();
        for (name, facts) in gather(record, &cross.names(kind)) {
            for fact in facts {
                let Some(key) = key(&fact, cross) else { continue };
                keyed.entry(key).or_default().entry((kind, name)).or_default().push(fact);
            }
        }
    }
    let mut lone = BTreeMap::new();
    for (key, set) in &keyed {
        compare_key(anchor, key, set, cross, &mut lone, ledger);
    }
    for (why, keys) in lone {
        let keys: Vec<String> = keys;
        let why = format!("{why} ({})", listed(&keys));
        ledger.findings.push(missing(about(cross.check), anchor, &[], &why));
    }
}

/// The key of a fact; `None` where it states none.
fn key(fact: &Fact<'_>, cross: &Cross<'_>) -> Option<String> {
    if cross.by("action") {
        return Some(format!("Action {}", fact.action?));
    }
    if cross.by("operateur") {
        return fact.operator().map(names::key);
    }
    Some(String::new())
}

fn compare_key<'a>(
    anchor: &'a Record,
    key: &str,
    set: &Set<'a>,
    cross: &Cross<'a>,
    lone: &mut BTreeMap<String, Vec<String>>,
    ledger: &mut Ledger,
) {
    let facts =
        |t: &'a Term| set.get(&(cross.kind(t), t.name.as_str())).map_or(&[][..], Vec::as_slice);
    let absent = cross.check.terms().find(|t| facts(t).is_empty());
    if let Some(term) = absent {
        let why = format!("« {} » manque dans « {} »", term.name, cross.kind(term));
        ledger.uncheckable(1);
        lone.entry(why).or_default().push(key.to_owned());
        return;
    }
    let unclear = cross.check.terms().filter(|t| !t.sum).find(|t| values(facts(t)).len() > 1);
    if let Some(term) = unclear {
        let why = format!("« {} » a plusieurs valeurs dans « {} »", term.name, cross.kind(term));
        ledger.uncheckable(1);
        lone.entry(why).or_default().push(key.to_owned());
        return;
    }
    let sides = sides_of(cross.check, &[key.to_owned()], facts);
    ledger.compare(&Instance::of_check(cross.check, anchor, &sides));
}

#[cfg(test)]
mod tests {
    use crate::reconcile::finding::{Findings, Verdict};
    use crate::reconcile::made::{Made, check, loud, run};
    use crate::rules::Check;

    fn by(written: &str, keys: &[&str]) -> Check {
        let mut check = check("operateur-bilan", written);
        check.by = keys.iter().map(|k| (*k).to_owned()).collect();
        check
    }

    fn line() -> Check {
        by("compte-rendu:etat = bilan:budget.ligne.etat", &["action", "annee", "territoire"])
    }

    fn bilan(path: &str, territory: &str, year: &str) -> Made {
        Made::new("bilan", path)
            .field("annee", year)
            .field("territoire", territory)
            .action("1.1", "CESAM")
            .action("1.2", "Habitat et Présence")
            .table("budget", &["etat"], "L 1.1 | 70 000\nL 1.2 | 5 000\nT Total | 75 000")
    }

    fn sheet(path: &str, action: &str, amount: &str, year: &str) -> Made {
        Made::new("compte-rendu", path)
            .field("annee", year)
            .field("action", action)
            .field("operateur", "Habitat et Présence")
            .amount("etat", amount, 1)
    }

    fn told(found: &Findings) -> Vec<(String, String)> {
        loud(found).into_iter().map(|(_, left, right)| (left, right)).collect()
    }

    fn wrong() -> (String, String) {
        ("3000".to_owned(), "5000".to_owned())
    }

    #[test]
    fn a_sheet_is_compared_with_the_line_of_the_bilan_in_its_folder() {
        let made = vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022"),
            sheet("a/x.xlsx", "1.2", "3 000", "2022"),
            sheet("a/y.xlsx", "1.1", "70 000", "2022"),
            bilan("b/bilan.pdf", "Basse-Loue", "2022"),
        ];
        let found = run(made, vec![line()]);
        assert_eq!(told(&found), [wrong()]);
        let finding = &found.findings[0];
        assert_eq!(finding.document, "a/bilan.pdf");
        let documents: Vec<&str> = finding.terms.iter().map(|t| t.document.as_str()).collect();
        assert_eq!(documents, ["a/x.xlsx", "a/bilan.pdf"]);
        assert!(finding.message.starts_with("Action 1.2 — "), "{}", finding.message);
        assert!(finding.ask.as_ref().is_some_and(|a| a.contains("« Habitat et Présence »")));
        assert_eq!(finding.hypotheses[0].kind, "one_digit");
    }

    #[test]
    fn a_sheet_in_a_folder_below_or_elsewhere_is_matched_by_its_keys() {
        let below = vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022"),
            sheet("a/operateurs/x.xlsx", "1.2", "3 000", "2022"),
        ];
        assert_eq!(told(&run(below, vec![line()])), [wrong()]);
        let elsewhere = vec![
            bilan("bilans/a.pdf", "Agglomération du Haut-Serein", "2022"),
            bilan("bilans/b.pdf", "Basse-Loue", "2022"),
            sheet("feuilles/x.xlsx", "1.2", "3 000", "2022")
                .field("territoire", "AGGLOMERATION DU HAUT SEREIN"),
        ];
        assert_eq!(told(&run(elsewhere, vec![line()])), [wrong()]);
    }

    #[test]
    fn a_year_apart_or_two_bilans_are_not_checkable_and_told() {
        for made in [
            vec![
                bilan("a/bilan.pdf", "Haut-Serein", "2021"),
                sheet("a/x.xlsx", "1.2", "3 000", "2022"),
            ],
            vec![
                bilan("a/bilan.pdf", "Haut-Serein", "2022"),
                bilan("a/bilan-v2.pdf", "Haut-Serein", "2022"),
                sheet("a/x.xlsx", "1.2", "3 000", "2022"),
            ],
        ] {
            let found = run(made, vec![line()]);
            assert_eq!(told(&found), []);
            let missing: Vec<_> =
                found.findings.iter().filter(|f| f.verdict == Verdict::NotCheckable).collect();
            assert_eq!(missing.len(), 1);
            assert_eq!(missing[0].document, "a/x.xlsx");
        }
    }

    #[test]
    fn two_years_in_one_folder_are_told_apart() {
        let made = vec![
            bilan("a/bilan-2021.pdf", "Haut-Serein", "2021"),
            bilan("a/bilan-2022.pdf", "Haut-Serein", "2022"),
            sheet("a/x.xlsx", "1.2", "3 000", "2022"),
        ];
        let found = run(made, vec![line()]);
        assert_eq!(told(&found), [wrong()]);
        assert_eq!(found.findings[0].document, "a/bilan-2022.pdf");
    }

    #[test]
    fn the_sheets_of_an_operator_are_summed_over_its_actions() {
        let relation = "somme(compte-rendu:etat) = somme(bilan:budget.ligne.etat)";
        let made = vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022")
                .action("1.3", "l'association Habitat et Présence"),
            sheet("a/x.xlsx", "1.2", "3 000", "2022"),
            sheet("a/y.xlsx", "1.3", "1 500", "2022"),
        ];
        let found = run(made, vec![by(relation, &["operateur", "annee"])]);
        assert_eq!(told(&found), [("4500".to_owned(), "5000".to_owned())]);
    }

    #[test]
    fn lines_without_a_sheet_are_listed_and_not_passed() {
        let made = vec![
            bilan("a/bilan.pdf", "Haut-Serein", "2022"),
            sheet("a/x.xlsx", "1.2", "5 000", "2022"),
        ];
        let found = run(made, vec![line()]);
        assert_eq!(found.checks.not_checkable, 1);
        assert_eq!(
            found.findings[0].message,
            "« Les deux sont égaux » n'a pas pu être vérifié : « etat » manque dans \
             « compte-rendu » (Action 1.1)."
        );
    }
}

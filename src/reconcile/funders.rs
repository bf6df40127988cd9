//! Names of local authorities that may be of one: « Val-de-Brenne métropole » and « Métropole du
//! Val-de-Brenne ».
//!
//! Documents are matched by the very name of their authority, since a town and its département
//! may share all but one word: whether two such names are one is for a person to say.

use std::collections::{BTreeMap, BTreeSet};

use super::alike::likeness_of_names;
use super::correspondences::{Correspondences, NameKind, Ruling};
use super::names;
use super::pairs::{Apart, Likeness, Mention, Pair};
use crate::issue::Lang;
use crate::record::{Field, Record};

/// Words that say what an authority is and not which.
const COMMON: [&str; 16] = [
    "metropole",
    "departement",
    "departemental",
    "conseil",
    "communaute",
    "agglomeration",
    "agglo",
    "communes",
    "commune",
    "urbaine",
    "ville",
    "grand",
    "cc",
    "ca",
    "cu",
    "ccas",
];

/// The pairs of names of authorities that a person may confirm or reject.
pub(super) fn pairs(records: &[Record], table: &Correspondences, lang: Lang) -> Vec<Pair> {
    let mut alike: BTreeMap<BTreeSet<String>, BTreeMap<String, Mention>> = BTreeMap::new();
    for record in records {
        let stated = record.fields.iter().find(|f| f.id == "territoire" && f.action.is_none());
        let Some(field) = stated else { continue };
        let key = names::key(&field.value);
        let own = alike.entry(core(&key)).or_default();
        own.entry(key).or_insert_with(|| mention(record, field));
    }
    let mut out = Vec::new();
    for (_, known) in alike.iter().filter(|(core, _)| !core.is_empty()) {
        let known: Vec<(&String, &Mention)> = known.iter().collect();
        for (at, (one, first)) in known.iter().enumerate() {
            let others = known.iter().skip(at + 1);
            out.extend(others.map(|(other, second)| {
                let names = [(*first).clone(), (*second).clone()];
                Pair::new(NameKind::Funder, names, likeness(one, other, table), lang)
            }));
        }
    }
    out
}

/// The words of a folded name that say which authority it is of.
fn core(key: &str) -> BTreeSet<String> {
    key.split(' ').filter(|w| !COMMON.contains(w)).map(str::to_owned).collect()
}

fn mention(record: &Record, field: &Field) -> Mention {
    let (document, place) = (record.document.path.clone(), Some(field.place.clone()));
    Mention { name: field.value.clone(), document, place }
}

fn likeness<'t>(one: &str, other: &str, table: &'t Correspondences) -> Likeness<'t> {
    let said = table.said(NameKind::Funder, one, other);
    let (by, apart) = match said.map(|entry| entry.ruling) {
        None => ("name", Some(Apart::Far)),
        Some(Ruling::Confirmed) => ("alias", None),
        Some(Ruling::Rejected) => ("alias", Some(Apart::Rejected)),
    };
    Likeness { by, score: likeness_of_names(one, other), said, apart }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::Made;
    use crate::reconcile::pairs::PairState;

    #[test]
    fn names_that_differ_by_their_common_words_are_for_a_person_to_judge() {
        let of = |path, territory| Made::new("bilan", path).field("territoire", territory).0;
        let records = [
            of("a.pdf", "Val-de-Brenne métropole"),
            of("b.pdf", "Métropole du Val de Brenne"),
            of("c.pdf", "Haut-Serein"),
        ];
        let pairs = pairs(&records, &Correspondences::default(), Lang::Fr);
        assert_eq!(pairs.len(), 1);
        let documents = pairs[0].names.each_ref().map(|n| n.document.as_str());
        assert_eq!(documents, ["b.pdf", "a.pdf"]);
        assert_eq!((pairs[0].state, pairs[0].matched), (PairState::Proposed, false));
    }
}

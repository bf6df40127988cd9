//! The document that another belongs to: the bilan of an operator's sheet.
//!
//! It is the one of its own folder or of the nearest folder above; else the one of the same
//! territory. Years and territories that both state must be the same. Where several remain, or
//! none, that is said and nothing is compared. Documents are kept by folder, year and territory,
//! so that one folder may hold a hundred thousand of them.

use std::collections::{BTreeMap, BTreeSet};

use super::correspondences::Correspondences;
use super::lack::Lack;
use super::names;
use crate::issue::Lang;
use crate::record::Record;
use crate::sentence;

/// Documents by territory, then by year; `None` for those that state none.
type ByKeys = BTreeMap<Option<String>, BTreeMap<Option<String>, Vec<usize>>>;

/// Candidates looked at: one is the answer, and of several no more than these are told.
const CANDIDATES: usize = 7;

/// The documents that others are matched to, by folder and by territory.
pub(super) struct Anchors<'a> {
    records: Vec<(usize, &'a Record)>,
    by_folder: BTreeMap<&'a str, ByKeys>,
    anywhere: ByKeys,
    table: &'a Correspondences,
}

/// By what a document was matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// Its folder, or one above.
    Folder,
    /// Its territory.
    Territory,
}

impl<'a> Anchors<'a> {
    /// The documents, each with its number among all.
    pub(super) fn new(
        records: impl Iterator<Item = (usize, &'a Record)>,
        table: &'a Correspondences,
    ) -> Self {
        let records: Vec<(usize, &Record)> = records.collect();
        let mut by_folder: BTreeMap<&str, ByKeys> = BTreeMap::new();
        let mut anywhere = ByKeys::new();
        for (i, (_, record)) in records.iter().enumerate() {
            let keys = (names::territory(record, table), year(record));
            let here = by_folder.entry(folder(&record.document.path)).or_default();
            for place in [here, &mut anywhere] {
                let years = place.entry(keys.0.clone()).or_default();
                years.entry(keys.1.clone()).or_default().push(i);
            }
        }
        Self { records, by_folder, anywhere, table }
    }

    /// The number of the one that a document belongs to, or why there is none.
    pub(super) fn find(&self, record: &Record, same_year: bool) -> Result<(usize, Found), Lack> {
        let territory = names::territory(record, self.table);
        let keys = (territory, year(record).filter(|_| same_year));
        let mut here = folder(&record.document.path);
        loop {
            let near = self.by_folder.get(here).map(|place| candidates(place, &keys));
            if let Some(near) = near.filter(|near| !near.is_empty()) {
                return self.only(&near, record).map(|at| (at, Found::Folder));
            }
            if here.is_empty() {
                break;
            }
            here = folder(here);
        }
        let stated = keys.0.as_ref().and_then(|_| self.anywhere.get(&keys.0));
        let far = stated.map(|years| of_year(years, keys.1.as_ref())).unwrap_or_default();
        self.only(&far, record).map(|at| (at, Found::Territory))
    }

    /// The numbers of all that an act belongs to, or why there is none: those of its authority,
    /// and those of the nearest folder that state none. An act that states no authority belongs
    /// to those of its folder, if they are all of one.
    pub(super) fn find_all(&self, act: &Record, lang: Lang) -> Result<Vec<(usize, Found)>, Lack> {
        let here = folder(&act.document.path);
        let mut found: Vec<(usize, Found)> = Vec::new();
        if let Some(stated) = names::territory(act, self.table) {
            let own = self.anywhere.get(&Some(stated)).into_iter().flat_map(BTreeMap::values);
            found.extend(own.flatten().map(|i| (*i, Found::Territory)));
            let unstated = self.near(here, Option::is_none);
            found.extend(unstated.into_iter().map(|i| (i, Found::Folder)));
        } else {
            let near = self.near(here, |_| true);
            let territory =
                |i: &usize| self.records.get(*i).map(|(_, r)| names::territory(r, self.table));
            if near.iter().map(territory).collect::<BTreeSet<_>>().len() > 1 {
                return Err(Lack::because(lang, sentence::lacks_one_authority));
            }
            found.extend(near.into_iter().map(|i| (i, Found::Folder)));
        }
        found.sort_unstable_by_key(|(i, _)| *i);
        let number = |(i, by)| self.records.get::<usize>(i).map(|(at, _)| (*at, by));
        let found: Vec<(usize, Found)> = found.into_iter().filter_map(number).collect();
        if found.is_empty() {
            Err(Lack::because(lang, sentence::lacks_authority))
        } else {
            Ok(found)
        }
    }

    /// Those of a folder, of the nearest one above, or of the folders below, by their territory.
    fn near(&self, here: &str, keep: fn(&Option<String>) -> bool) -> Vec<usize> {
        let of = |place: &ByKeys| -> Vec<usize> {
            let kept = place.iter().filter(|(territory, _)| keep(territory));
            kept.flat_map(|(_, years)| years.values()).flatten().copied().collect()
        };
        let mut above = here;
        loop {
            if let Some(place) = self.by_folder.get(above) {
                return of(place);
            }
            if above.is_empty() {
                break;
            }
            above = folder(above);
        }
        let below = self.by_folder.range(here..).take_while(|(path, _)| path.starts_with(here));
        let inside = |path: &str| {
            here.is_empty() || path.strip_prefix(here).is_some_and(|rest| rest.starts_with('/'))
        };
        below.filter(|(path, _)| inside(path)).flat_map(|(_, place)| of(place)).collect()
    }

    /// The documents, each with its number among all.
    pub(super) fn records(&self) -> impl Iterator<Item = &(usize, &'a Record)> {
        self.records.iter()
    }

    /// The years of some documents, by number.
    pub(super) fn years(&self, of: &[(usize, Found)]) -> BTreeSet<&'a str> {
        // Records are in the order of their numbers.
        let record = |(at, _): &(usize, Found)| {
            let found = self.records.binary_search_by_key(at, |(number, _)| *number).ok()?;
            self.records.get(found)?.1.year()
        };
        of.iter().filter_map(record).collect()
    }

    fn only(&self, among: &[usize], record: &Record) -> Result<usize, Lack> {
        let number = |i: &usize| self.records.get(*i).map(|(at, _)| *at);
        match among {
            [only] => number(only).ok_or(Lack::Document),
            [] => Err(Lack::Document),
            _ => {
                let territory = |r| names::territory(r, self.table);
                let exact = |i: &&usize| {
                    self.records.get(**i).is_some_and(|(_, anchor)| {
                        stated_alike(year(anchor).as_ref(), year(record).as_ref())
                            && stated_alike(territory(anchor).as_ref(), territory(record).as_ref())
                    })
                };
                let exact: Vec<&usize> = among.iter().filter(exact).collect();
                if let [only] = exact.as_slice() {
                    return number(only).ok_or(Lack::Document);
                }
                let paths = among.iter().filter_map(|i| self.records.get(*i));
                let paths: Vec<String> = paths.map(|(_, r)| r.document.path.clone()).collect();
                Err(Lack::OneDocument(paths))
            }
        }
    }
}

/// The document of a kind that each document belongs to, by number; `None` for those of that kind
/// and where none or several could be meant. What people said of names is not looked at.
#[must_use]
pub fn belonging(records: &[Record], kind: &str) -> Vec<Option<usize>> {
    let table = Correspondences::default();
    let numbered = records.iter().enumerate();
    let anchors = Anchors::new(numbered.filter(|(_, r)| r.document.kind == kind), &table);
    let of = |record: &Record| anchors.find(record, true).ok().map(|(at, _)| at);
    records.iter().map(|r| if r.document.kind == kind { None } else { of(r) }).collect()
}

/// The documents of a place that agree with some keys, one that is not stated agreeing with
/// anything. Those that state both keys come first: they alone can be told from the others.
fn candidates(place: &ByKeys, (territory, year): &(Option<String>, Option<String>)) -> Vec<usize> {
    let mut found = Vec::new();
    if territory.is_some() {
        for years in [place.get(territory), place.get(&None)].into_iter().flatten() {
            found.extend(of_year(years, year.as_ref()));
        }
    } else {
        let each = place.values().flat_map(|years| of_year(years, year.as_ref()));
        found.extend(each.take(CANDIDATES));
    }
    found.truncate(CANDIDATES);
    found.sort_unstable();
    found
}

/// The documents of a year, and those that state none; all where no year is asked for.
fn of_year(years: &BTreeMap<Option<String>, Vec<usize>>, year: Option<&String>) -> Vec<usize> {
    match year {
        Some(year) => {
            let keys = [Some(year.clone()), None];
            keys.iter().filter_map(|k| years.get(k)).flatten().copied().take(CANDIDATES).collect()
        }
        None => years.values().flatten().copied().take(CANDIDATES).collect(),
    }
}

fn stated_alike(a: Option<&String>, b: Option<&String>) -> bool {
    a.is_some() && a == b
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn year(record: &Record) -> Option<String> {
    record.year().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reconcile::made::Made;

    /// The bilans that an act of a path and a territory belongs to.
    fn found(path: &str, territory: &str) -> Result<Vec<(usize, Found)>, Lack> {
        let of = |path: &str, territory: &str| match territory {
            "" => Made::new("bilan", path).0,
            territory => Made::new("bilan", path).field("territoire", territory).0,
        };
        let records = [
            of("a/2022/bilan.pdf", "Haut-Serein"),
            of("a/2023/bilan.pdf", "Haut-Serein"),
            of("b/bilan.pdf", "Basse-Loue"),
            of("c/bilan.pdf", ""),
        ];
        let table = Correspondences::default();
        let anchors = Anchors::new(records.iter().enumerate(), &table);
        anchors.find_all(&of(path, territory), Lang::Fr)
    }

    #[test]
    fn an_act_belongs_to_every_document_of_its_authority() {
        let both = [(0, Found::Territory), (1, Found::Territory)];
        assert_eq!(found("actes/convention.pdf", "Haut-Serein").unwrap(), both);
        assert_eq!(found("c/convention.pdf", "Ailleurs").unwrap(), [(3, Found::Folder)]);
        assert_eq!(found("a/convention.pdf", "").unwrap(), both.map(|(at, _)| (at, Found::Folder)));
        assert_eq!(found("b/actes/convention.pdf", "").unwrap(), [(2, Found::Folder)]);
    }

    #[test]
    fn an_act_of_nobody_or_of_several_belongs_to_none() {
        assert_eq!(
            found("actes/convention.pdf", "Ailleurs"),
            Err(Lack::because(Lang::Fr, sentence::lacks_authority))
        );
        assert_eq!(
            found("convention.pdf", ""),
            Err(Lack::because(Lang::Fr, sentence::lacks_one_authority))
        );
    }
}

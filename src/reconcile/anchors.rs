//! The document that another belongs to: the bilan of an operator's sheet.
//!
//! It is the one of its own folder or of the nearest folder above; else the one of the same
//! territory. Years and territories that both state must be the same. Where several remain, or
//! none, that is said and nothing is compared. Documents are kept by folder, year and territory,
//! so that one folder may hold a hundred thousand of them.

use std::collections::BTreeMap;

use super::lack::Lack;
use super::names;
use crate::record::Record;

/// Documents by territory, then by year; `None` for those that state none.
type ByKeys = BTreeMap<Option<String>, BTreeMap<Option<String>, Vec<usize>>>;

/// Candidates looked at: one is the answer, and of several no more than these are told.
const CANDIDATES: usize = 7;

/// The documents that others are matched to, by folder and by territory.
pub(super) struct Anchors<'a> {
    records: Vec<(usize, &'a Record)>,
    by_folder: BTreeMap<&'a str, ByKeys>,
    anywhere: ByKeys,
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
    pub(super) fn new(records: impl Iterator<Item = (usize, &'a Record)>) -> Self {
        let records: Vec<(usize, &Record)> = records.collect();
        let mut by_folder: BTreeMap<&str, ByKeys> = BTreeMap::new();
        let mut anywhere = ByKeys::new();
        for (i, (_, record)) in records.iter().enumerate() {
            let keys = (territory(record), year(record));
            let here = by_folder.entry(folder(&record.document.path)).or_default();
            for place in [here, &mut anywhere] {
                let years = place.entry(keys.0.clone()).or_default();
                years.entry(keys.1.clone()).or_default().push(i);
            }
        }
        Self { records, by_folder, anywhere }
    }

    /// The number of the one that a document belongs to, or why there is none.
    pub(super) fn find(&self, record: &Record, same_year: bool) -> Result<(usize, Found), Lack> {
        let keys = (territory(record), year(record).filter(|_| same_year));
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

    fn only(&self, among: &[usize], record: &Record) -> Result<usize, Lack> {
        let number = |i: &usize| self.records.get(*i).map(|(at, _)| *at);
        match among {
            [only] => number(only).ok_or(Lack::Document),
            [] => Err(Lack::Document),
            _ => {
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

fn territory(record: &Record) -> Option<String> {
    record.territory().map(names::key).filter(|t| !t.is_empty())
}

fn year(record: &Record) -> Option<String> {
    record.year().map(str::to_owned)
}

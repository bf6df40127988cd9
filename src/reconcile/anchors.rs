//! The document that another belongs to: the bilan of an operator's sheet.
//!
//! It is the one of its own folder or of the nearest folder above; else the one of the same
//! territory. Years and territories that both state must be the same. Where several remain, or
//! none, that is said and nothing is compared.

use std::collections::BTreeMap;

use super::names;
use super::words::listed;
use crate::record::Record;

/// The documents that others are matched to, by folder and by territory.
pub(super) struct Anchors<'a> {
    pub(super) records: Vec<&'a Record>,
    by_folder: BTreeMap<&'a str, Vec<usize>>,
    by_territory: BTreeMap<String, Vec<usize>>,
}

impl<'a> Anchors<'a> {
    pub(super) fn new(records: impl Iterator<Item = &'a Record>) -> Self {
        let records: Vec<&Record> = records.collect();
        let mut by_folder: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_territory: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, record) in records.iter().enumerate() {
            by_folder.entry(folder(&record.document.path)).or_default().push(i);
            if let Some(territory) = territory(record) {
                by_territory.entry(territory).or_default().push(i);
            }
        }
        Self { records, by_folder, by_territory }
    }

    /// The one that a document belongs to, or why there is none.
    pub(super) fn find(&self, record: &Record, same_year: bool) -> Result<usize, String> {
        let mut here = folder(&record.document.path);
        loop {
            let near = self.compatible(self.by_folder.get(here), record, same_year);
            if !near.is_empty() {
                return self.only(&near, record);
            }
            if here.is_empty() {
                break;
            }
            here = folder(here);
        }
        let far = territory(record).and_then(|t| self.by_territory.get(&t));
        self.only(&self.compatible(far, record, same_year), record)
    }

    fn compatible(
        &self,
        among: Option<&Vec<usize>>,
        record: &Record,
        same_year: bool,
    ) -> Vec<usize> {
        let agree = |i: &usize| {
            self.records.get(*i).is_some_and(|anchor| {
                (!same_year || same(anchor.year(), record.year()))
                    && same(territory(anchor), territory(record))
            })
        };
        among.into_iter().flatten().copied().filter(agree).collect()
    }

    fn only(&self, among: &[usize], record: &Record) -> Result<usize, String> {
        match among {
            [only] => Ok(*only),
            [] => Err("aucun document de l'archive ne lui correspond (dossier, territoire, année)"
                .to_owned()),
            _ => {
                let exact = |i: &&usize| {
                    self.records.get(**i).is_some_and(|a| {
                        a.year().is_some()
                            && a.year() == record.year()
                            && territory(a).is_some()
                            && territory(a) == territory(record)
                    })
                };
                let exact: Vec<&usize> = among.iter().filter(exact).collect();
                if let [only] = exact.as_slice() {
                    return Ok(**only);
                }
                let paths = among.iter().filter_map(|i| self.records.get(*i));
                let paths: Vec<String> = paths.map(|r| r.document.path.clone()).collect();
                Err(format!("plusieurs documents lui correspondent : {}", listed(&paths)))
            }
        }
    }
}

/// Whether two keys agree, one that is not stated agreeing with anything.
fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
    a.zip(b).is_none_or(|(a, b)| a == b)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn territory(record: &Record) -> Option<String> {
    record.territory().map(names::key).filter(|t| !t.is_empty())
}

//! Records in, findings out: facts, relations, verdicts.
//!
//! Nothing here opens a document: `bilan reconcile DIR` runs it over records of an earlier run.
//! Relations of a pack are checked within each document that it reads (`checks`), across documents
//! (`matching`) and with the year before (`years`); tables are summed without being asked
//! (`tables`), percentages recomputed (`rates`), what was spent held against what was planned
//! (`deviations`), days against each other (`dates`), amounts by operator against the lines of
//! their actions (`operators`). All go one way: `facts` → `sides` (which belong together) →
//! `instance` → `verdict` → `ledger` → `telling` (the finding, with what `explain` says of it).
//! Documents are judged side by side, each in a ledger of its own, joined in their order.

// What is compared is what is written, to the last cent.
#![warn(clippy::float_arithmetic)]

mod alike;
mod anchors;
mod assignment;
mod bodies;
mod cascade;
mod checks;
mod dates;
mod deviations;
mod explain;
mod facts;
pub mod finding;
mod identity;
mod instance;
mod justified;
mod lack;
mod last_year;
mod ledger;
#[cfg(test)]
mod made;
mod matching;
pub mod memory;
mod names;
mod neighbours;
mod operators;
mod planned;
mod rates;
mod repair;
mod says;
mod sides;
mod slips;
mod smallest;
mod sums;
mod tables;
mod telling;
#[cfg(test)]
mod trials;
mod verdict;
pub mod waivers;
mod words;
mod years;

pub use slips::slip_between;

use std::collections::BTreeMap;

use finding::Findings;
use ledger::{Ledger, Told};
use matching::Groups;
use rayon::prelude::*;
use years::Years;

use crate::issue::Lang;
use crate::record::Record;
use crate::rules::{Pack, Rules};

/// Compares what the records say, and tells it in a language.
#[must_use]
pub fn reconcile(records: &[Record], rules: &Rules, lang: Lang) -> Findings {
    let plans = Plans::new(rules);
    let years = Years::new(records);
    let crossing = matching::crossing(rules);
    let (groups, mut all) = Groups::new(records, &crossing, lang);
    let within = |record, before| {
        let mut ledger = Ledger::new(before, lang);
        checks::check(record, plans.of(record), &mut ledger);
        tables::check(record, &mut ledger);
        ledger
    };
    let judged = records.par_iter().enumerate().map(|(at, record)| {
        let before = years.before(record);
        let plan = plans.of(record);
        let mut ledger = within(record, before);
        rates::check(record, &mut ledger);
        rates::check_before(record, before, &mut ledger);
        deviations::check(record, plan.deviation, &mut ledger);
        dates::check(record, &mut ledger);
        operators::check(record, &mut ledger);
        years::check(record, before, plan, &mut ledger);
        groups.check(at, record, &mut ledger);
        ledger.close(|other| within(other, None).into_relations())
    });
    for told in judged.collect::<Vec<Told>>() {
        all.join(told);
    }
    all.finish(lang)
}

/// The checks of each pack, by its id.
struct Plans<'a> {
    by_pack: BTreeMap<&'a str, checks::Plan<'a>>,
    common: checks::Plan<'a>,
}

impl<'a> Plans<'a> {
    fn new(rules: &'a Rules) -> Self {
        let plan = |pack: &'a Pack| (pack.id.as_str(), checks::Plan::of(pack));
        Self {
            by_pack: rules.packs.iter().map(plan).collect(),
            common: checks::Plan::of(&rules.common),
        }
    }

    fn of(&self, record: &Record) -> &checks::Plan<'a> {
        self.by_pack.get(record.document.rules.id.as_str()).unwrap_or(&self.common)
    }
}

//! Records in, findings out: facts, relations, verdicts.
//!
//! Nothing here opens a document: `bilan reconcile DIR` runs it over records of an earlier run.
//! Relations of a pack are checked within each document that it reads (`checks`) and across
//! documents (`matching`); every table of amounts is summed without being asked (`tables`);
//! percentages are recomputed (`rates`).
//! All three go one way: `facts` → `sides` (which belong together) → `instance` → `verdict` →
//! `ledger` → `telling` (the finding, with what `explain` says of it).

// What is compared is what is written, to the last cent.
#![warn(clippy::float_arithmetic)]

mod anchors;
mod cascade;
mod checks;
mod explain;
mod facts;
pub mod finding;
mod identity;
mod instance;
mod justified;
mod ledger;
#[cfg(test)]
mod made;
mod matching;
pub mod memory;
mod names;
mod rates;
mod sides;
mod slips;
mod sums;
mod tables;
mod telling;
#[cfg(test)]
mod trials;
mod verdict;
pub mod waivers;
mod words;

pub use slips::slip_between;

use std::collections::BTreeMap;

use finding::Findings;
use ledger::Ledger;

use crate::record::Record;
use crate::rules::{Pack, Rules};

/// Compares what the records say.
#[must_use]
pub fn reconcile(records: &[Record], rules: &Rules) -> Findings {
    let mut ledger = Ledger::default();
    let plans = Plans::new(rules);
    for record in records {
        ledger.next_document();
        let start = ledger.findings.len();
        checks::check(record, plans.of(record), &mut ledger);
        tables::check(record, start, &mut ledger);
        rates::check(record, &mut ledger);
    }
    matching::check(records, rules, &mut ledger);
    ledger.finish()
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

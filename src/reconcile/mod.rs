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

mod acts;
mod alike;
mod anchors;
mod assignment;
mod bodies;
mod cascade;
mod checks;
pub mod correspondences;
mod dates;
mod details;
mod deviations;
mod explain;
mod facts;
pub mod finding;
mod funders;
mod identity;
mod instance;
mod justified;
mod keyed;
mod lack;
mod last_year;
mod ledger;
#[cfg(test)]
mod made;
mod matching;
pub mod memory;
mod misread;
mod names;
mod neighbours;
mod operators;
pub mod pairs;
mod paper;
mod planned;
mod rates;
mod recomputed;
mod repair;
mod rivals;
mod room;
mod says;
mod sides;
mod slips;
mod smallest;
mod source;
mod sums;
mod tables;
mod telling;
mod told;
pub mod unmatched;
mod unread;
mod verdict;
mod versions;
pub mod waivers;
mod words;
mod years;

pub use anchors::belonging;
pub use slips::slip_between;
pub use source::Source;
pub use tables::printed::{Printed, Recomputed, Seat, printed_sums};

use std::collections::BTreeMap;
use std::ops::Range;

use correspondences::Correspondences;
use finding::Findings;
use ledger::{Ledger, Told};
use matching::Groups;
use rayon::prelude::*;
use room::{Beside, Held, Room};
use versions::Versions;
use years::Years;

use crate::issue::Lang;
use crate::record::Record;
use crate::rules::{Pack, Rules};

/// Documents judged before what is told of them is put together: memory holds no more of it.
const AT_ONCE: usize = 4096;

/// Compares what the records say, and tells it in a language.
#[must_use]
pub fn reconcile(records: &[Record], rules: &Rules, lang: Lang) -> Findings {
    reconcile_with(records, rules, &Correspondences::default(), lang)
}

/// The same, by what people said of names.
#[must_use]
pub fn reconcile_with(
    records: &[Record],
    rules: &Rules,
    table: &Correspondences,
    lang: Lang,
) -> Findings {
    let Ok(findings) = reconcile_from(records, rules, table, (lang, u64::MAX));
    findings
}

/// Compares what the records of a source say, of which so many bytes are had at once at most;
/// fails where one of them cannot be had.
pub fn reconcile_from<S: Source + ?Sized>(
    source: &S,
    rules: &Rules,
    table: &Correspondences,
    (lang, most): (Lang, u64),
) -> Result<Findings, S::Error> {
    let count = source.count();
    let room = Room::new((0..count).map(|at| source.size(at)).collect(), most);
    let outlines = each(0..count, |at| room.is_long(at), |at| source.outline(at))?;
    let crossing = matching::crossing(rules);
    let (groups, mut all) = Groups::new(&outlines, &crossing, table, lang);
    let (years, versions) = (Years::new(&outlines, table), Versions::new(&outlines, table));
    let plans = Plans::new(rules);
    let known = Known { plans, years, versions, groups, outlines: &outlines, room, table, lang };
    for start in (0..count).step_by(AT_ONCE) {
        let some = start..count.min(start + AT_ONCE);
        let alone = |at| known.room.are_long(at, &known.held(at));
        for told in each(some, alone, |at| judge(source, at, &known))? {
            all.join(told);
        }
    }
    all.pairs.extend(funders::pairs(&outlines, table, lang));
    let findings = all.finish(lang);
    let bounded = findings.findings.iter().any(|f| f.check == room::CHECK);
    Ok(Findings { judged_bytes: bounded.then_some(most), ..findings })
}

/// Does something with each of some documents, side by side but for long ones, and gives what came
/// in their order.
fn each<T: Send, E: Send>(
    some: Range<usize>,
    is_long: impl Fn(usize) -> bool,
    act: impl Fn(usize) -> Result<T, E> + Sync,
) -> Result<Vec<T>, E> {
    let (long, short): (Vec<usize>, Vec<usize>) = some.partition(|at| is_long(*at));
    let act = |at| Ok((at, act(at)?));
    let mut done = short.into_par_iter().map(act).collect::<Result<Vec<_>, _>>()?;
    for at in long {
        done.push(act(at)?);
    }
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, given)| given).collect())
}

/// What is known of all documents before one of them is judged.
struct Known<'k> {
    plans: Plans<'k>,
    years: Years<'k>,
    versions: Versions,
    groups: Groups<'k>,
    outlines: &'k [Record],
    room: Room,
    table: &'k Correspondences,
    lang: Lang,
}

impl<'k> Known<'k> {
    /// The documents that one is judged with, as far as there is room for them.
    fn held(&self, at: usize) -> Held {
        let Some(outline) = self.outlines.get(at) else { return Held::default() };
        let before = self.years.before(outline);
        let version = self.versions.before(at, outline, self.table);
        self.room.beside(at, Beside { before, version, others: self.groups.others(at) })
    }

    /// A document checked by itself.
    fn within(&'k self, record: &'k Record, before: Option<&'k Record>) -> Ledger<'k> {
        let mut ledger = Ledger::new(before, self.table, self.lang);
        checks::check(record, self.plans.of(record), &mut ledger);
        tables::check(record, &mut ledger);
        ledger
    }
}

/// Judges a document, with that of the year before and those that belong to it; tells what there is
/// no room for.
fn judge<S: Source + ?Sized>(source: &S, at: usize, known: &Known<'_>) -> Result<Told, S::Error> {
    if let Some(outline) = known.outlines.get(at).filter(|_| !known.room.holds(at)) {
        return Ok(known.room.refused(at, outline, known.lang));
    }
    let Held { beside, left } = known.held(at);
    let record = source.record(at)?;
    let before = beside.before.map(|at| source.record(at)).transpose()?;
    let version = beside.version.map(|at| source.record(at)).transpose()?;
    let others = beside.others.into_iter().map(|at| Ok((at, source.record(at)?)));
    let others = others.collect::<Result<BTreeMap<_, _>, S::Error>>()?;
    let (record, before, version) = (record.as_ref(), before.as_deref(), version.as_deref());
    let plan = known.plans.of(record);
    let mut ledger = known.within(record, before);
    rates::check(record, &mut ledger);
    rates::check_before(record, before, &mut ledger);
    deviations::check(record, plan.deviation, &mut ledger);
    dates::check(record, &mut ledger);
    operators::check(record, &mut ledger);
    if left.before.is_none() {
        years::check(record, (before, &known.years), plan, &mut ledger);
    }
    versions::check(record, version, plan, &mut ledger);
    if left.others.is_empty() {
        known.groups.check(at, record, &others, &mut ledger);
    }
    let mut told = ledger.close(|other| known.within(other, None).into_relations());
    if let Some(lacking) = known.room.left_out(at, (known.outlines, &left), known.lang) {
        told.join(lacking);
    }
    Ok(told)
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

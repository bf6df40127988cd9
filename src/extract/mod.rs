//! A laid-out document and the rules in, its record out.
//!
//! The walk: the document's paragraphs are read once into a `text::Script` (words, numbers,
//! claims); the pack that recognises it says where sections stand; fields, amounts, indicators
//! and budgets are then read in that order, each claiming the numbers that it takes; what is
//! left unclaimed is told as unread. Nothing is read twice and nothing is dropped.

mod amounts;
mod budgets;
mod cells;
mod clause;
mod columns;
mod computed;
mod fields;
mod indicators;
mod justified;
mod misread;
mod related;
mod rows;
mod scope;
mod sections;
mod statements;
mod text;
mod totals;
pub mod trace;
mod unread;

use crate::document::Laid;
use crate::issue::{Code, Issue};
use crate::record::{Head, PackRef, Record};
use crate::rules::{Pack, Rules};

pub(crate) use sections::{ACTION, code};
pub(crate) use text::sentence;

use budgets::Claimed;
use sections::Outline;
use text::Script;

/// Reads a document by the pack that recognises it, or by the common rules.
#[must_use]
pub fn extract(laid: &Laid, head: Head, rules: &Rules) -> Record {
    let mut script = Script::new(laid);
    read(laid, head, rules, &mut script).record
}

/// A document as read, with what the record does not tell.
struct Read<'r> {
    record: Record,
    pack: &'r Pack,
    outline: Outline,
    tables: Vec<Claimed<'r>>,
}

/// Reads a document, claims and all.
fn read<'r>(laid: &Laid, mut head: Head, rules: &'r Rules, script: &mut Script<'_>) -> Read<'r> {
    let known =
        rules.recognise(&script.recognisable(laid), |pack, id| found(laid, pack, script, id));
    let pack = known.first().copied().unwrap_or(&rules.common);
    head.kind.clone_from(&pack.kind);
    head.rules = PackRef { id: pack.id.clone(), version: pack.version.clone() };
    let mut record = Record::new(head);
    record.issues.clone_from(&laid.issues);
    tell_choice(&known, &mut record);
    let tables = budgets::claim(laid, pack, script);
    let outline = Outline::new(laid, pack, script, &tables);
    read_all(laid, pack, (&outline, &tables), script, &mut record);
    Read { record, pack, outline, tables }
}

/// Whether sections, tables and cells of a pack all stand in a document: of a section two at
/// least, for one may be chance.
fn found(laid: &Laid, pack: &Pack, script: &Script<'_>, ids: &[String]) -> bool {
    let tables = budgets::claim(laid, pack, script);
    let outline = Outline::new(laid, pack, script, &tables);
    ids.iter().all(|id| {
        tables.iter().any(|t| t.rule.is_some_and(|r| &r.id == id))
            || outline.of(id).nth(1).is_some()
            || pack.cells.iter().any(|r| &r.id == id && cells::stands(laid, r))
    })
}

/// The stages, in the order in which they claim numbers.
fn read_all(
    laid: &Laid,
    pack: &Pack,
    (outline, tables): (&Outline, &[Claimed<'_>]),
    script: &mut Script<'_>,
    record: &mut Record,
) {
    outline.claim(script);
    fields::read(pack, outline, script, record);
    sections::actions(outline, pack, script, record);
    budgets::read(laid, pack, tables, record);
    cells::read(laid, pack, record);
    fields::read_actions_of_sheets(pack, script, record);
    statements::claim_names(script, record);
    statements::ignore(pack, script);
    amounts::read(pack, outline, script, record);
    indicators::read(pack, outline, script, record);
    related::read(pack, outline, script, record);
    justified::read(laid, pack, script, record);
    computed::read(pack, record);
    unread::tell(laid, tables, script, record);
    sections::compare_with_budget(record);
}

/// Says which pack was chosen where that is not plain.
fn tell_choice(known: &[&Pack], record: &mut Record) {
    match known {
        [] => record.issues.push(Issue::new(Code::NoPack, &[])),
        [_] => {}
        [first, second, ..] if first.recognise.priority > second.recognise.priority => {}
        several => {
            let names: Vec<&str> = several.iter().map(|p| p.id.as_str()).collect();
            record.issues.push(Issue::new(Code::SeveralPacks, &[("packs", &names.join(", "))]));
        }
    }
}

#[cfg(test)]
mod tests;

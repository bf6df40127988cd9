//! Tables: which a rule has, which headings each column took, and what was not found.

use crate::extract::trace::TableTry;
use crate::place::Place;
use crate::record::UNCLAIMED_TABLE;
use crate::rules::phrase::Reading;
use crate::rules::{Listed, TableRule};

use super::{Answer, Hit, Note, Seen, TableNote};

/// Tables told of a rule that has none.
const TOLD: usize = 3;

/// The answer of a table rule.
pub(super) fn table(rule: Listed, seen: &Seen<'_>) -> Answer {
    let mut answer = Answer::new(rule);
    let Some(own) = seen.pack.tables.get(answer.rule.index) else { return answer };
    // The rule of every table claims none by its headings.
    let any_table = own.id == UNCLAIMED_TABLE;
    let mut tries: Vec<&TableTry> =
        seen.probe.tables.iter().filter(|t| t.rule == answer.rule.index).collect();
    for budget in seen.probe.trace.record.budgets.iter().filter(|b| b.id == own.id) {
        let at = seen.laid.tables.iter().position(|t| t.id == budget.table);
        let is_own = tries.iter().any(|t| t.claimed && Some(t.table) == at);
        let table = at.and_then(|at| seen.laid.tables.get(at)).filter(|_| any_table || is_own);
        let Some(place) = table.and_then(begins) else { continue };
        let (value, words) = (Some(budget.table.clone()), budget.title.clone());
        answer.hits.push(Hit { value, words, place });
    }
    if any_table {
        return answer;
    }
    if tries.is_empty() {
        answer.notes.push(Note::NoTable);
    }
    tries.sort_by_key(|t| (!t.claimed, usize::MAX - t.columns.len(), !t.announced));
    let claims = tries.iter().any(|t| t.claimed);
    let told = tries.into_iter().filter(|t| !claims || t.claimed);
    let told = told.take(if claims { usize::MAX } else { TOLD });
    answer.notes.extend(told.filter_map(|t| note(own, t, seen)).map(Note::Table));
    answer
}

/// What is told of a rule on a table.
fn note(own: &TableRule, tried: &TableTry, seen: &Seen<'_>) -> Option<TableNote> {
    let table = seen.laid.tables.get(tried.table)?;
    let names = own.columns.iter().chain(&own.texts).map(|(id, _)| id);
    let found = |id: &&String| tried.columns.iter().any(|(own, _)| own == *id);
    let optional = names.filter(|id| !tried.missing.contains(id) && !found(id));
    let amounts = own.columns.iter().filter(|(id, _)| !found(&id));
    let unfit = amounts.filter_map(|(id, phrases)| {
        let says = |heading: &&String| {
            let heading = Reading::new(heading);
            phrases.iter().any(|phrase| phrase.find(&heading).is_some())
        };
        Some((id.clone(), tried.headings.iter().find(says)?.clone()))
    });
    let unfit = unfit.collect();
    Some(TableNote {
        unfit,
        id: table.id.clone(),
        place: begins(table),
        claimed: tried.claimed,
        announced: (!own.after.is_empty()).then_some(tried.announced),
        columns: tried.columns.clone(),
        missing: tried.missing.clone(),
        optional: optional.cloned().collect(),
        headings: tried.headings.clone(),
        owner: tried.owner.clone().filter(|_| !tried.claimed),
    })
}

/// Where a table begins.
fn begins(table: &crate::document::Table) -> Option<Place> {
    table.cells.first()?.text.whole()
}

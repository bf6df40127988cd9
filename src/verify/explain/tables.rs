//! Tables: which a rule has, which headings each column took, and what was not found.

use crate::place::Place;
use crate::record::UNCLAIMED_TABLE;
use crate::rules::Listed;

use super::{Answer, Hit, Note, Seen};

/// Tables told of a rule that has none.
const TOLD: usize = 3;

/// The answer of a table rule.
pub(super) fn table(rule: Listed, seen: &Seen<'_>) -> Answer {
    let mut answer = Answer::new(rule);
    let Some(own) = seen.pack.tables.get(answer.rule.index) else { return answer };
    let budgets = seen.probe.trace.record.budgets.iter().filter(|b| b.id == own.id);
    let first = seen.pack.tables.iter().position(|r| r.id == own.id) == Some(answer.rule.index);
    answer.hits.extend(budgets.filter(|_| first).filter_map(|budget| {
        let table = seen.laid.tables.iter().find(|t| t.id == budget.table)?;
        let place = begins(table)?;
        Some(Hit { value: Some(budget.table.clone()), words: budget.title.clone(), place })
    }));
    // The rule of every table claims none by its headings.
    if own.id == UNCLAIMED_TABLE {
        return answer;
    }
    let mut tries: Vec<_> =
        seen.probe.tables.iter().filter(|t| t.rule == answer.rule.index).collect();
    if tries.is_empty() {
        answer.notes.push(Note::NoTable);
    }
    let names = own.columns.iter().chain(&own.texts).map(|(id, _)| id);
    tries.sort_by_key(|t| (!t.claimed, usize::MAX - t.columns.len(), !t.announced));
    let any = tries.iter().any(|t| t.claimed);
    let told = tries.into_iter().filter(|t| !any || t.claimed);
    answer.notes.extend(told.take(if any { usize::MAX } else { TOLD }).filter_map(|t| {
        let table = seen.laid.tables.get(t.table)?;
        Some(Note::Table {
            id: table.id.clone(),
            place: begins(table),
            claimed: t.claimed,
            announced: (!own.after.is_empty()).then_some(t.announced),
            columns: t.columns.clone(),
            missing: t.missing.clone(),
            optional: names
                .clone()
                .filter(|id| {
                    !t.missing.contains(id) && !t.columns.iter().any(|(own, _)| own == *id)
                })
                .cloned()
                .collect(),
            headings: t.headings.clone(),
            owner: t.owner.clone().filter(|_| !t.claimed),
        })
    }));
    answer
}

/// Where a table begins.
fn begins(table: &crate::document::Table) -> Option<Place> {
    table.cells.first()?.text.whole()
}

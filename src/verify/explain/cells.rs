//! Labelled cells: values that were read, labels that stand without one, labels that nearly do.

use crate::document::Cell;
use crate::rules::Listed;
use crate::rules::phrase::Reading;

use super::near::{best, choose, rank, told};
use super::{Answer, Hit, Note, Seen, Tried};

/// Bytes of a cell that may be a label: a remark is none.
const LABEL: usize = 120;

/// The answer of a cell rule.
pub(super) fn cell(rule: Listed, seen: &Seen<'_>) -> Answer {
    let mut answer = Answer::new(rule);
    let Some(own) = seen.pack.cells.get(answer.rule.index) else { return answer };
    let read = seen.probe.trace.cells.iter().filter(|c| c.index == answer.rule.index);
    answer.hits.extend(read.map(|c| Hit {
        value: None,
        words: format!("{{{}}}", c.written),
        place: c.place.clone(),
    }));
    if !answer.hits.is_empty() {
        return answer;
    }
    if seen.probe.trace.cells.iter().any(|c| c.rule == own.id) {
        answer.notes.push(Note::SameId);
        return answer;
    }
    let labels: Vec<Tried<'_>> = own.labels.iter().map(|p| (p, true)).collect();
    let cells = seen.laid.tables.iter().flat_map(|t| &t.cells);
    let mut misses = Vec::new();
    for cell in cells.filter(|c: &&Cell| c.text.text.len() <= LABEL) {
        let reading = Reading::new(&cell.text.text);
        let Some(place) = cell.text.whole() else { continue };
        if labels.iter().any(|(p, _)| p.match_whole(&reading).is_some()) {
            answer.notes.push(Note::LabelAlone { label: cell.text.text.clone(), place });
        } else if let Some((phrase, miss)) = best(&labels, &reading) {
            misses.extend(told(phrase, &miss, &reading, place).map(|near| (rank(&miss), near)));
        }
    }
    if answer.notes.is_empty() {
        answer.near = choose(misses);
    }
    answer
}

//! Rows of a budget whose code was misread on paper: « T1 » or « LE » for « 1.1 ».
//!
//! Takes the rows of a table and the actions of the text. A row that states amounts and opens with
//! no action's code is that of the action whose title its label repeats, if no other title comes
//! near it and no row of the table has that action's code. Each is told: it is an inference. Codes
//! that a file states are never doubted, whatever their labels say.

use crate::issue::{Code, Issue};
use crate::number::fold;
use crate::place::Place;
use crate::record::{Action, BudgetRow, Record, RowKind};

/// Letters compared at most: titles differ long before.
const COMPARED: usize = 120;
/// Letters of a label that tell one title from others.
const ENOUGH: usize = 16;
/// Likeness from which a label repeats a title, and how far the next title must be behind.
const ALIKE: f64 = 0.85;
const APART: f64 = 0.1;
/// Letters of a word that may be what is left of a misread code: « E » of « 2 E ».
const LEFT: usize = 3;
/// Words quoted of a cell in place of its code.
const QUOTED: usize = 2;

/// Gives rows with misread codes their actions; `heads` is where each row opens.
pub(super) fn settle(rows: &mut [BudgetRow], heads: &[Option<Place>], record: &mut Record) {
    let mut told = Vec::new();
    let stated: Vec<Option<String>> = rows.iter().map(|row| row.action.clone()).collect();
    let free = |action: &&Action| !stated.iter().flatten().any(|code| *code == action.id);
    let free: Vec<&Action> = record.actions.iter().filter(free).collect();
    let found: Vec<Option<(&Action, String)>> = rows
        .iter()
        .zip(heads)
        .map(|(row, head)| {
            let head = head.as_ref().filter(|head| head.recognised().is_some())?;
            is_open(row, &record.actions).then(|| likest(row, head, &record.actions)).flatten()
        })
        .collect();
    for (at, (row, head)) in rows.iter_mut().zip(heads).enumerate() {
        let Some(Some((action, label))) = found.get(at) else { continue };
        let claims = found.iter().flatten().filter(|(other, _)| other.id == action.id).count();
        if claims > 1 || !free.iter().any(|other| other.id == action.id) {
            continue;
        }
        let Some(head) = head else { continue };
        told.push(issue(row, head, action));
        row.action = Some(action.id.clone());
        row.kind = RowKind::Line;
        row.label.clone_from(label);
    }
    record.issues.extend(told);
}

/// Whether a row may be one of an action whose code was not made out.
fn is_open(row: &BudgetRow, actions: &[Action]) -> bool {
    let known = |code: &String| actions.iter().any(|action| action.id == *code);
    let lists = matches!(row.kind, RowKind::Line | RowKind::Group);
    lists && !row.cells.is_empty() && !row.action.as_ref().is_some_and(known)
}

/// The action whose title the label of a row repeats, with the label that does.
fn likest<'a>(
    row: &BudgetRow,
    head: &Place,
    actions: &'a [Action],
) -> Option<(&'a Action, String)> {
    // A code of which nothing was made out is in the label, with the words that open the row.
    let label = row.label.strip_prefix(head.text()).map_or(&*row.label, str::trim_start);
    let label = if label.is_empty() { &row.label } else { label };
    let mut all: Vec<(f64, &Action, String)> = actions
        .iter()
        .filter_map(|action| {
            let (likeness, label) = likeness(label, &action.title)?;
            Some((likeness, action, label))
        })
        .collect();
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let next = all.get(1).map_or(0.0, |(likeness, ..)| *likeness);
    let (best, action, label) = all.into_iter().next()?;
    (best >= ALIKE && best - next >= APART).then_some((action, label))
}

/// How alike a label and a title are, and the label without what is left of a code before it.
fn likeness(label: &str, title: &str) -> Option<(f64, String)> {
    let rest = label.split_once(' ').filter(|(first, _)| first.chars().count() <= LEFT);
    let forms = [Some(label), rest.map(|(_, rest)| rest.trim_start())];
    let title = letters(title);
    let likeness = |form: &str| {
        let own = letters(form);
        // Tables shorten titles, and texts do: what both have is compared.
        let shared = own.len().min(title.len());
        let start = |all: &[char]| -> String { all.iter().take(shared).collect() };
        let likeness = strsim::normalized_levenshtein(&start(&own), &start(&title));
        (shared >= ENOUGH).then(|| (likeness, form.to_owned()))
    };
    forms.into_iter().flatten().filter_map(likeness).reduce(|a, b| if b.0 > a.0 { b } else { a })
}

/// The letters and digits of a text: hyphens at the ends of lines, blanks and marks are lost and
/// made on paper.
fn letters(text: &str) -> Vec<char> {
    let key = fold::key(text);
    key.chars().filter(|c| *c != ' ').take(COMPARED).collect()
}

/// What is told of a row that is taken for an action's.
fn issue(row: &BudgetRow, head: &Place, action: &Action) -> Issue {
    let opening: Vec<&str> = head.text().split_whitespace().take(QUOTED).collect();
    let read = row.action.clone().unwrap_or_else(|| opening.join(" "));
    let details: [(&str, &dyn std::fmt::Display); 2] = [("read", &read), ("action", &action.id)];
    Issue::new(Code::CodeRecognised, &details).at(Some(head.clone()))
}

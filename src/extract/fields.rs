//! Values that stand once: the year, dates and territory of a document, the status and operator
//! of an action.
//!
//! A rule's phrases are tried in its order over the whole scope: the first phrase that matches
//! anywhere wins, not the first paragraph.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::issue::{Code, Issue};
use crate::number::{Kind, Token, fold};
use crate::place::Place;
use crate::record::{Field, FieldKind, Record};
use crate::rules::phrase::{Capture, Match};
use crate::rules::{Absent, FieldRule, Pack};

use super::scope;
use super::sections::{ACTION, Outline};
use super::text::{Claim, Passage, Script};

/// The slot that holds the value of a field.
const VALUE: &str = "valeur";

/// Fields that an action itself has; others are told with their action.
const OF_ACTIONS: [&str; 2] = ["statut", "operateur"];

/// A value found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The value as the contract writes it.
    pub(super) value: String,
    /// The words that say so.
    pub(super) written: String,
    /// The type of the contract.
    pub(super) kind: FieldKind,
    /// Where it stands.
    pub(super) place: Place,
}

impl Found {
    /// The field of a rule; one whose value is chosen keeps the words that say so.
    fn field(self, rule: &FieldRule) -> Field {
        let written = (!rule.among.is_empty()).then_some(self.written);
        Field { written, ..Field::read(&rule.id, self.value, self.kind, self.place) }
    }
}

/// Reads the fields of the document; those of actions are read with their action. Of several
/// rules of one id the first that finds a value has it.
pub(super) fn read(pack: &Pack, outline: &Outline, script: &mut Script<'_>, record: &mut Record) {
    let mut missing = Vec::new();
    let read = pack.fields.iter().enumerate().filter(|(_, r)| r.computed.is_empty());
    for (index, rule) in read {
        let elsewhere = |inside: &String| {
            (inside == ACTION && OF_ACTIONS.contains(&rule.id.as_str()))
                || outline.of(inside).next().is_none()
        };
        if record.field(&rule.id).is_some() || rule.inside.as_ref().is_some_and(elsewhere) {
            continue;
        }
        let mut scopes =
            scope::passages(rule.inside.as_ref(), &rule.bounds, outline, script).into_iter();
        if rule.inside.as_deref() == Some(ACTION) {
            missing.extend(read_in_actions((index, rule), outline, script, record));
            continue;
        }
        match scopes.find_map(|passages| find((index, rule), passages, script, record)) {
            Some(found) => record.fields.push(found.field(rule)),
            None if rule.absent == Absent::Warn => missing.push(rule.id.clone()),
            None => {}
        }
    }
    for id in missing {
        if record.field(&id).is_none() {
            let details: [(&str, &dyn std::fmt::Display); 2] = [("field", &id), ("rule", &id)];
            record.issues.push(Issue::new(Code::FieldMissing, &details));
        }
    }
}

/// The year that a document states, before anything is claimed in it.
pub(super) fn year(pack: &Pack, script: &Script<'_>) -> Option<String> {
    let rules = pack.fields.iter().filter(|r| r.id == "annee" && r.computed.is_empty());
    let nobody = Record::new(crate::record::Head::default());
    let read = rules.filter(|r| r.inside.is_none()).find_map(|rule| {
        rule.patterns().find_map(|pattern| {
            script.passages.iter().find_map(|passage| {
                let matches = pattern.matches(&passage.reading);
                matches.iter().find_map(|found| value(rule, found, passage, &nobody))
            })
        })
    });
    read.map(|found| found.value)
}

/// Reads a field in each action; gives what to call it where it is missing and that is to be told.
fn read_in_actions(
    (index, rule): (usize, &FieldRule),
    outline: &Outline,
    script: &mut Script<'_>,
    record: &mut Record,
) -> Vec<String> {
    let mut missing = Vec::new();
    for section in outline.of(ACTION) {
        let Some(code) = &section.code else { continue };
        let passages = scope::between(script.within(&section.blocks), &rule.bounds, script);
        match passages.and_then(|passages| find((index, rule), passages, script, record)) {
            Some(found) => {
                record.fields.push(Field { action: Some(code.clone()), ..found.field(rule) });
            }
            None if rule.absent == Absent::Warn => missing.push(format!("{} ({code})", rule.id)),
            None => {}
        }
    }
    missing
}

/// Reads the action of every further sheet that gives amounts: two actions on two sheets of one
/// workbook are two comptes rendus. What another sheet says of actions is left alone.
pub(super) fn read_actions_of_sheets(pack: &Pack, script: &mut Script<'_>, record: &mut Record) {
    let first = record.fields.iter().find(|f| f.id == ACTION && f.action.is_none());
    let Some(first) = first.and_then(|f| f.place.sheet()) else { return };
    let sheets = record.amounts.iter().filter_map(|a| a.place.sheet());
    let others: BTreeSet<String> = sheets.filter(|s| *s != first).map(str::to_owned).collect();
    for sheet in others {
        let on_sheet = |p: &Passage<'_>| p.sheet() == Some(sheet.as_str());
        let start = script.passages.iter().position(on_sheet);
        let Some(start) = start else { continue };
        let end = script.passages.iter().rposition(on_sheet).map_or(start, |last| last + 1);
        let rules = pack
            .fields
            .iter()
            .enumerate()
            .filter(|(_, r)| r.id == ACTION && r.inside.is_none() && r.computed.is_empty());
        for (index, rule) in rules {
            if let Some(found) = find((index, rule), start..end, script, record) {
                record.fields.push(found.field(rule));
                break;
            }
        }
    }
}

/// The value of a field within passages; its numbers are claimed for the rule of that index.
pub(super) fn find(
    (index, rule): (usize, &FieldRule),
    passages: Range<usize>,
    script: &mut Script<'_>,
    record: &Record,
) -> Option<Found> {
    let passages = script.passages.get_mut(passages)?;
    for pattern in rule.patterns() {
        for passage in passages.iter_mut() {
            for found in pattern.matches(&passage.reading) {
                if let Some(value) = value(rule, &found, passage, record) {
                    passage.claim_range(&found.range, Claim::Field(index));
                    return Some(value);
                }
            }
        }
    }
    None
}

/// The value that a match gives, if it is one of those that the rule admits.
fn value(rule: &FieldRule, found: &Match, passage: &Passage<'_>, record: &Record) -> Option<Found> {
    let slot = found.captures.iter().find(|c| c.slot == VALUE)?;
    let written = passage.reading.text.get(slot.range.clone())?.trim();
    let place = passage.place(slot.range.clone())?;
    let made = |value: String, kind| {
        Some(Found { value, written: unmarked(written).to_owned(), kind, place: place.clone() })
    };
    if !rule.among.is_empty() {
        return made(rule.chosen(written)?.to_owned(), FieldKind::Text);
    }
    match &slot.number {
        Some(token) => {
            let (value, kind) = typed(token, slot, passage)?;
            made(value, kind)
        }
        None if is_nobody(written, record) || !rule.admits(written) => None,
        None => made(tidy(written), FieldKind::Text),
    }
}

/// The value of a numeric slot and its type in the contract.
fn typed(token: &Token, slot: &Capture, passage: &Passage<'_>) -> Option<(String, FieldKind)> {
    let written = || passage.reading.text.get(slot.range.clone()).map(str::trim);
    Some(match token.kind {
        Kind::Date(Some(date)) => (date.to_string(), FieldKind::Date),
        Kind::Year => (last_year(written()?)?, FieldKind::Year),
        Kind::Code | Kind::Label => (super::sections::code(written()?), FieldKind::Code),
        Kind::Amount => (token.value?.normalize().to_string(), FieldKind::Amount),
        Kind::Percent => (token.value?.normalize().to_string(), FieldKind::Percent),
        _ => (token.value?.normalize().to_string(), FieldKind::Number),
    })
}

/// The year of « 2023 », the last of « 2022-2023 ».
fn last_year(written: &str) -> Option<String> {
    written.split(|c: char| !c.is_ascii_digit()).rfind(|part| part.len() == 4).map(str::to_owned)
}

/// Whether a name is that of the authority or of the State, who are no operators.
fn is_nobody(name: &str, record: &Record) -> bool {
    let key = fold::key(name);
    let territory = record.territory().map(fold::key);
    key.is_empty() || key == "etat" || territory.is_some_and(|t| t == key)
}

/// Words without the marks around them.
fn unmarked(words: &str) -> &str {
    words
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '«' | '»'))
}

/// A name without the common noun before it: « association MDPM » and « MDPM » are one body.
fn tidy(name: &str) -> String {
    let name = unmarked(name);
    let proper = ["association ", "Association "].iter().find_map(|n| name.strip_prefix(n));
    proper.filter(|p| p.starts_with(char::is_uppercase)).unwrap_or(name).to_owned()
}

/// Names of one body written alike: an article at the head of a sentence may belong to the name,
/// which its other mentions tell (« La Passerelle » beside « Passerelle »).
pub(super) fn agree<'n>(names: impl Iterator<Item = &'n mut String>) {
    let names: Vec<&mut String> = names.collect();
    let longer: BTreeMap<String, String> = names
        .iter()
        .filter_map(|n| Some((fold::key(n.split_once(' ')?.1), (**n).clone())))
        .filter(|(_, whole)| {
            let first = whole.split(' ').next().unwrap_or("");
            ["La", "Le", "Les"].contains(&first)
        })
        .collect();
    for name in names {
        if let Some(whole) = longer.get(&fold::key(name)) {
            name.clone_from(whole);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_article_that_its_other_mentions_have() {
        let mut names = ["Passerelle", "La Passerelle", "CESAM"].map(str::to_owned);
        agree(names.iter_mut());
        assert_eq!(names, ["La Passerelle", "La Passerelle", "CESAM"]);
    }

    #[test]
    fn the_year_of_a_range_is_its_last() {
        assert_eq!(last_year("2023").as_deref(), Some("2023"));
        assert_eq!(last_year("2022-2023").as_deref(), Some("2023"));
        assert_eq!(last_year("22"), None);
    }
}

//! Numbers with what they count: by phrase, then every other count of the prose.
//!
//! A free indicator is a number and its noun; the noun is the words right of it up to a verb, a
//! preposition or a mark. A number without a noun of its own (« dont 2 644 par des agents »)
//! counts what the number before it in the sentence counts. Roles (`file_active.sorties`) are
//! given by the words of its clause, so that a check can speak of it whatever the sentence; roles
//! of one family in one paragraph share a match, since they tell of one thing.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::number::{Kind, Token, fold};
use crate::record::{FREE_INDICATOR, Indicator, Record};
use crate::rules::{IndicatorRule, Pack};

use super::scope;
use super::sections::Outline;
use super::statements::first_matches;
use super::text::{Claim, Passage, Script, counts, sentence};

mod roles;

/// Longest label, in words.
const LABEL_WORDS: usize = 14;

/// Reads every indicator of the prose, in reading order.
pub(super) fn read(pack: &Pack, outline: &Outline, script: &mut Script<'_>, record: &mut Record) {
    let mut named = Vec::new();
    for rule in pack.indicators.iter().filter(|r| !r.relation_only) {
        for passage in in_scope(rule, outline, script) {
            named.extend(by_phrase(rule, passage, script));
        }
    }
    for passage in 0..script.passages.len() {
        read_passage(pack, passage, &named, outline, script, record);
    }
}

/// The passages that a rule may read.
fn in_scope(rule: &IndicatorRule, outline: &Outline, script: &Script<'_>) -> Vec<usize> {
    let ranges = scope::passages(rule.inside.as_ref(), &rule.bounds, outline, script);
    ranges.into_iter().flatten().collect()
}

/// A number that a phrase names.
struct Named {
    passage: usize,
    number: usize,
    id: String,
    rule: String,
    /// What it counts, where the rule says so.
    unit: Option<String>,
    match_number: u32,
}

/// The numbers that a rule names in a passage and nothing has claimed.
fn by_phrase(rule: &IndicatorRule, passage: usize, script: &mut Script<'_>) -> Vec<Named> {
    let mut out = Vec::new();
    let Some(read) = script.passages.get(passage) else { return out };
    for found in first_matches(&rule.phrases, read) {
        let match_number = script.next_match();
        let Some(read) = script.passages.get_mut(passage) else { continue };
        for capture in found.captures.iter().filter(|c| c.is_value()) {
            let Some(number) = read.free(capture) else { continue };
            read.claim(number, Claim::Named);
            let id = match capture.slot.as_str() {
                "valeur" => rule.id.clone(),
                slot => format!("{}.{slot}", rule.id),
            };
            let (name, unit) = (rule.id.clone(), rule.unit.clone());
            out.push(Named { passage, number, id, rule: name, unit, match_number });
        }
    }
    out
}

/// The indicators of one passage, named and free.
fn read_passage(
    pack: &Pack,
    passage: usize,
    named: &[Named],
    outline: &Outline,
    script: &mut Script<'_>,
    record: &mut Record,
) {
    let count = script.passages.get(passage).map_or(0, |p| p.claims.len());
    let mut unit_before: Option<(Range<usize>, String)> = None;
    let mut tellings = Tellings::default();
    for number in 0..count {
        let by_name = named.iter().find(|n| n.passage == passage && n.number == number);
        let Some(read) = script.passages.get(passage) else { return };
        let Some(token) = read.reading.numbers.get(number) else { continue };
        let open = read.claims.get(number).is_some_and(Option::is_none);
        if by_name.is_none() && !(open && counts(token)) {
            continue;
        }
        let (token, clause) = (token.clone(), clause(read, number));
        let said = by_name.and_then(|n| n.unit.clone());
        let unit = said.unwrap_or_else(|| unit(read, &token, unit_before.as_ref()));
        let (id, rule) = match by_name {
            Some(named) => (named.id.clone(), named.rule.clone()),
            None => (
                roles::of(pack, read, number).unwrap_or_else(|| FREE_INDICATOR.to_owned()),
                FREE_INDICATOR.to_owned(),
            ),
        };
        let made = indicator(read, &token, &clause, unit.clone(), outline, record);
        let match_number =
            by_name.map_or_else(|| tellings.match_number(&id, script), |n| n.match_number);
        let (Some(made), Some(read)) = (made, script.passages.get_mut(passage)) else { continue };
        read.claim(number, Claim::Indicator(record.indicators.len()));
        unit_before = Some((sentence(read.reading.text, &token.range), unit));
        record.indicators.push(Indicator { id, rule, match_number, ..made });
    }
}

/// The matches that roles of one paragraph share, by family: what tells a role again tells of
/// another thing.
#[derive(Default)]
struct Tellings(BTreeMap<String, (u32, Vec<String>)>);

impl Tellings {
    /// The match of an indicator.
    fn match_number(&mut self, id: &str, script: &mut Script<'_>) -> u32 {
        let Some((family, role)) = id.split_once('.') else { return script.next_match() };
        let telling = self.0.entry(family.to_owned()).or_default();
        if telling.0 == 0 || telling.1.iter().any(|told| told == role) {
            *telling = (script.next_match(), Vec::new());
        }
        telling.1.push(role.to_owned());
        telling.0
    }
}

/// A number of a passage as an indicator of no rule, outside of any match.
pub(super) fn alone(
    read: &Passage<'_>,
    number: usize,
    outline: &Outline,
    record: &Record,
) -> Option<Indicator> {
    let token = read.reading.numbers.get(number)?;
    let clause = clause(read, number);
    let made = indicator(read, token, &clause, unit(read, token, None), outline, record)?;
    Some(Indicator { id: FREE_INDICATOR.to_owned(), ..made })
}

/// An indicator, its names still empty.
fn indicator(
    read: &Passage<'_>,
    token: &Token,
    clause: &Range<usize>,
    unit: String,
    outline: &Outline,
    record: &Record,
) -> Option<Indicator> {
    let text = read.reading.text;
    Some(Indicator {
        id: String::new(),
        action: outline.action(read.block).map(str::to_owned),
        value: token.value?.normalize(),
        step: token.step,
        written: text.get(token.range.clone())?.to_owned(),
        unit,
        label: label(text.get(clause.clone())?),
        period: period(read, &token.range, clause).or_else(|| record.year().map(str::to_owned)),
        qualifier: token.qualifier,
        rule: String::new(),
        match_number: 0,
        place: read.place(token.range.clone())?,
    })
}

/// The words around a number that speak of it alone: from the joint between it and the number
/// before (or the sentence's start) to the joint before the next (or the sentence's end).
fn clause(read: &Passage<'_>, number: usize) -> Range<usize> {
    let numbers = &read.reading.numbers;
    let Some(own) = numbers.get(number) else { return 0..0 };
    let text = read.reading.text;
    let sentence = sentence(text, &own.range);
    let other = |t: &&Token| !matches!(t.kind, Kind::Year | Kind::Date(_));
    let before = numbers.iter().take(number).rfind(other).map_or(0, |t| t.range.end);
    let after = numbers.iter().skip(number + 1).find(other).map_or(usize::MAX, |t| t.range.start);
    let from = if before > sentence.start { joint(text, before, own.range.start) } else { None };
    let to = if after < sentence.end { joint(text, own.range.end, after) } else { None };
    from.unwrap_or(before.max(sentence.start))..to.unwrap_or(after.min(sentence.end))
}

/// Words that open a new clause.
const JOINTS: &[&str] =
    &[", ", "; ", " : ", "(", " et ", " dont ", " tandis ", " puis ", " mais ", " ainsi "];

/// Where the words between two numbers part: at the first mark or joining word.
fn joint(text: &str, from: usize, to: usize) -> Option<usize> {
    let between = text.get(from..to)?;
    JOINTS.iter().filter_map(|j| between.find(j)).min().map(|at| from + at)
}

/// Words that are no part of what is counted: it ends before them.
const ENDS: &[&str] = &[
    "par", "vers", "dans", "sur", "pour", "avec", "sans", "au", "aux", "a", "en", "et", "ou",
    "qui", "que", "dont", "sont", "ont", "etaient", "ete", "est", "etait", "avaient", "avait",
    "chez", "depuis", "soit", "contre", "entre", "parmi", "des", "du", "sous", "apres", "avant",
    "se", "seront", "seraient", "auront", "quant", "de",
];

/// What a number counts: the noun after it, or what the number before it counts.
fn unit(read: &Passage<'_>, token: &Token, before: Option<&(Range<usize>, String)>) -> String {
    if token.kind == Kind::Percent {
        return "%".to_owned();
    }
    let after = read.reading.text.get(token.range.end..).unwrap_or("");
    if let Some(noun) = noun(after) {
        return noun;
    }
    let here = sentence(read.reading.text, &token.range);
    before.filter(|(s, _)| *s == here).map(|(_, unit)| unit.clone()).unwrap_or_default()
}

/// The first word after a number, if it can be a noun.
pub(super) fn noun(after: &str) -> Option<String> {
    let rest = after.strip_prefix([' ', '\u{a0}', '\u{202f}', '\n'])?;
    let end = rest.find(|c: char| !c.is_alphabetic() && c != '-' && c != '’' && c != '\'');
    let word = rest.get(..end.unwrap_or(rest.len()))?;
    let key = fold::key(word);
    let mut parts = key.split(' ');
    let (first, second) = (parts.next().unwrap_or(""), parts.next());
    // « d'entre eux », « qu'en 2022 »: what an apostrophe cuts short is no noun.
    let elided = second.is_some() && word.contains(['’', '\'']);
    (word.chars().count() > 1 && !elided && !ENDS.contains(&first)).then(|| word.to_lowercase())
}

/// A clause as a label: its words, shortened.
fn label(clause: &str) -> String {
    let words: Vec<&str> = clause.split_whitespace().take(LABEL_WORDS).collect();
    words.join(" ").trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_owned()
}

/// The year that the clause of a number names, else its sentence; the nearest before the number,
/// else after it.
pub(super) fn period(
    read: &Passage<'_>,
    range: &Range<usize>,
    clause: &Range<usize>,
) -> Option<String> {
    let text = read.reading.text;
    let year = |t: &Token| match t.kind {
        Kind::Year => text.get(t.range.clone()).map(str::to_owned),
        Kind::Date(Some(day)) => Some(day.year().to_string()),
        _ => None,
    };
    [clause.clone(), sentence(text, range)].into_iter().find_map(|within| {
        let numbers = read.reading.numbers.iter().filter(|t| within.contains(&t.range.start));
        let years: Vec<(&Token, String)> =
            numbers.filter_map(|token| Some((token, year(token)?))).collect();
        let before = years.iter().rfind(|(t, _)| t.range.end <= range.start);
        before.or_else(|| years.first()).map(|(_, year)| year.clone())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noun_after_a_number_is_what_it_counts() {
        assert_eq!(noun(" entretiens ont été").as_deref(), Some("entretiens"));
        assert_eq!(noun(" par des agents"), None);
        assert_eq!(noun(" d'entre eux vers"), None);
        assert_eq!(noun("."), None);
    }

    #[test]
    fn a_label_is_a_few_words() {
        assert_eq!(label(", 52 sorties et "), "52 sorties et");
    }
}

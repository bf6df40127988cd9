//! Sentences with numbers turned into rules: amounts, indicators, and values behind a label.
//!
//! Only what the common rules read without a name of its own is given one: an indicator that has
//! a role already (entries, exits) would lose the check that goes with it.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::Decimal;

use super::block::Block;
use super::words::{Names, Slot, around, literal, slug, words};
use crate::document::{Block as Part, Laid, Paragraph};
use crate::extract::sentence;
use crate::number::{Kind, Token};
use crate::place::{Place, PlacedText};
use crate::record::{FREE_AMOUNT, FREE_INDICATOR, Record};
use crate::rules::phrase::Reading;

/// Rules of each kind at most: more would not be read by anybody.
const MOST: usize = 60;
/// Words of a label before its colon at most.
const LABEL: usize = 5;
/// Words of the value behind it at most.
const VALUE: usize = 12;

/// Examples of a rule: a text, and what its slots read.
type Examples = Vec<(String, Vec<(String, String)>)>;

/// Numbers of the prose and the rule for them.
pub(super) struct Drafted {
    /// The rule.
    pub(super) block: Block,
    /// The names of its values, with what they are in this document.
    pub(super) values: Vec<(String, Decimal)>,
    /// Its phrases.
    pub(super) phrases: Vec<String>,
}

/// The paragraphs of a document, read.
pub(super) struct Prose<'a>(Vec<(&'a PlacedText, Reading<'a>)>);

impl<'a> Prose<'a> {
    /// Reads the paragraphs.
    pub(super) fn new(laid: &'a Laid) -> Self {
        let paragraphs = laid.blocks.iter().filter_map(|part| match part {
            Part::Paragraph(Paragraph { text, .. }) => Some((text, Reading::new(&text.text))),
            Part::Table(_) => None,
        });
        Self(paragraphs.collect())
    }

    /// A rule for each amount that no rule names; mentions of one amount are one rule's.
    pub(super) fn amounts(&self, record: &Record, names: &mut Names) -> Vec<Drafted> {
        let mut by_value: BTreeMap<Decimal, (usize, Vec<String>, Examples)> = BTreeMap::new();
        for (at, (_, reading)) in self.0.iter().enumerate() {
            for token in reading.numbers.iter().filter(|t| t.kind == Kind::Amount) {
                let Some(value) = token.value.map(|value| value.normalize()) else { continue };
                let sentence = sentence(reading.text, &token.range);
                let slot = Slot { range: token.range.clone(), written: "{valeur}".to_owned() };
                let Some(phrase) = around(reading.text, &sentence, &[slot], &reading.numbers)
                else {
                    continue;
                };
                let (_, phrases, examples) =
                    by_value.entry(value).or_insert_with(|| (at, Vec::new(), Vec::new()));
                if !phrases.contains(&phrase) {
                    let text = reading.text.get(sentence).unwrap_or_default().trim().to_owned();
                    examples.push((text, vec![("valeur".to_owned(), value.to_string())]));
                    phrases.push(phrase);
                }
            }
        }
        let has_a_name = |value: &Decimal| {
            record.amounts.iter().any(|a| a.value == *value && a.id != FREE_AMOUNT)
        };
        let mut found: Vec<_> =
            by_value.into_iter().filter(|(value, _)| !has_a_name(value)).collect();
        found.sort_by_key(|(_, (at, ..))| *at);
        let drafted = found.into_iter().take(MOST).map(|(value, (_, phrases, examples))| {
            let words = phrases.first().map_or("", String::as_str).replace("{valeur}", " ");
            let id = names.give(&tail(&words), "montant");
            let block = Block::new("montant", &id)
                .texts("phrases", &phrases)
                .example(&examples)
                .reading([value]);
            Drafted { block, values: vec![(id, value)], phrases }
        });
        drafted.collect()
    }

    /// A rule for each sentence with counts that no rule names.
    pub(super) fn indicators(&self, record: &Record, names: &mut Names) -> Vec<Drafted> {
        let mut out = Vec::new();
        for (text, reading) in &self.0 {
            let mut free = reading.numbers.iter().filter(|t| is_free(t, text, record)).peekable();
            while let Some(first) = free.next() {
                let sentence = sentence(reading.text, &first.range);
                let mut numbers = vec![first];
                while let Some(next) = free.next_if(|t| sentence.contains(&t.range.start)) {
                    numbers.push(next);
                }
                let made = indicator(reading, &sentence, &numbers, names);
                out.extend(made);
            }
        }
        out.truncate(MOST);
        out
    }

    /// A rule for each short paragraph of the form « Label : value ».
    pub(super) fn fields(&self, names: &mut Names) -> Vec<Block> {
        let mut seen: Vec<String> = Vec::new();
        let mut out = Vec::new();
        for (_, reading) in &self.0 {
            let Some((label, value)) = reading.text.split_once(':') else { continue };
            let (label, value) = (label.trim(), value.trim());
            let count = |text: &str| text.split_whitespace().count();
            let short = (1..=LABEL).contains(&count(label)) && (1..=VALUE).contains(&count(value));
            let titled = label.starts_with(char::is_uppercase) && slug(label).is_some();
            if !short || !titled || seen.iter().any(|s| s == label) || label.contains(',') {
                continue;
            }
            seen.push(label.to_owned());
            let kind = kind(reading, label.len());
            let phrase = format!("{} : {{valeur:{kind}}}", literal(label));
            let id = if kind == "annee" {
                names.give("annee", "annee")
            } else {
                names.give(label, "champ")
            };
            out.push(Block::new("champ", &id).text("phrase", &phrase));
        }
        out.truncate(MOST);
        out
    }

    /// The year in the title, where no label gives it.
    pub(super) fn year(&self, names: &mut Names) -> Option<Block> {
        self.0.iter().take(5).find_map(|(_, reading)| {
            let year = reading.numbers.iter().find(|t| t.kind == Kind::Year)?;
            let before = words(reading.text, 0..year.range.start);
            let kept = before.iter().rev().take(3).filter_map(|w| reading.text.get(w.clone()));
            let mut kept: Vec<String> = kept.map(literal).collect();
            kept.reverse();
            let phrase = (kept.len() >= 2).then(|| kept.join(" ") + " {valeur:annee}")?;
            Some(Block::new("champ", &names.give("annee", "annee")).text("phrase", &phrase))
        })
    }

    /// The first paragraphs as titles: their words before any number.
    pub(super) fn titles(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().take(8).filter_map(|(_, r)| super::words::opening(r.text, &r.numbers))
    }
}

/// The type of the slot for what stands behind a label.
fn kind(reading: &Reading<'_>, label: usize) -> &'static str {
    let behind: Vec<&Token> = reading.numbers.iter().filter(|t| t.range.start > label).collect();
    let whole = |t: &Token| words(reading.text, t.range.end..reading.text.len()).is_empty();
    match behind.as_slice() {
        [one] if whole(one) => match one.kind {
            Kind::Year => "annee",
            Kind::Date(Some(_)) => "date",
            Kind::Amount => "montant",
            Kind::Percent => "pourcent",
            Kind::Count => "nombre",
            _ => "texte",
        },
        _ => "texte",
    }
}

/// Whether a number is a count that the record has without a name.
fn is_free(token: &Token, text: &PlacedText, record: &Record) -> bool {
    let free = |place: &Place| {
        let same = record.indicators.iter().find(|i| i.place.same_spot(place));
        same.is_some_and(|i| i.id == FREE_INDICATOR)
    };
    token.kind == Kind::Count
        && !token.words
        && text.place(token.range.clone(), 0..0).as_ref().is_some_and(free)
}

/// The rule of the counts of a sentence.
fn indicator(
    reading: &Reading<'_>,
    sentence: &Range<usize>,
    numbers: &[&Token],
    names: &mut Names,
) -> Option<Drafted> {
    let text = reading.text;
    let mut own = Names::default();
    let noun = |token: &Token| {
        let behind = words(text, token.range.end..sentence.end);
        let behind = behind.iter().take(3).map_while(|w| text.get(w.clone()));
        behind.collect::<Vec<_>>().join(" ")
    };
    let slots: Vec<String> = numbers
        .iter()
        .map(|t| match numbers {
            [_] => "valeur".to_owned(),
            _ => own.give(noun(t).split(' ').next().unwrap_or_default(), "nombre"),
        })
        .collect();
    let placed = numbers.iter().zip(&slots);
    let placed: Vec<Slot> = placed
        .map(|(t, slot)| Slot { range: t.range.clone(), written: format!("{{{slot}:entier}}") })
        .collect();
    let phrase = around(text, sentence, &placed, &reading.numbers)?;
    let id = names.give(&numbers.first().map(|t| noun(t))?, "indicateur");
    let reads: Vec<(String, Decimal)> = slots
        .iter()
        .zip(numbers)
        .filter_map(|(slot, t)| Some((slot.clone(), t.value?.normalize())))
        .collect();
    let told = reads.iter().map(|(slot, value)| (slot.clone(), value.to_string())).collect();
    let example = (text.get(sentence.clone())?.trim().to_owned(), told);
    let block = Block::new("indicateur", &id)
        .text("phrase", &phrase)
        .example(&[example])
        .reading(reads.iter().map(|(_, value)| *value));
    let full = |slot: &str| if slot == "valeur" { id.clone() } else { format!("{id}.{slot}") };
    let values = reads.iter().map(|(slot, value)| (full(slot), *value)).collect();
    Some(Drafted { block, values, phrases: vec![phrase] })
}

/// The last words that say something, which stand next to the number.
fn tail(words: &str) -> String {
    let telling: Vec<&str> = words.split_whitespace().filter(|w| slug(w).is_some()).collect();
    telling.get(telling.len().saturating_sub(2)..).unwrap_or_default().join(" ")
}

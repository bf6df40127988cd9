//! The examples that a rule carries: what must be read, and where it must stay silent.
//!
//! Run at every load by the phrases of the rule alone, without the document around them; what
//! differs is a fault at the line of the example, with what was read instead.

use rust_decimal::Decimal;

use super::fault::Source;
use super::model::{Examples, Expected, Text, Texts};
use super::phrase::{Capture, Match, Phrase, Reading};
use super::{FieldRule, Pattern};
use crate::number::Kind;

/// What is told of an example to do that is done.
pub(super) const PASSES: &str = "cet exemple à faire passe";

/// A rule whose examples are run.
pub(super) struct Cases<'a> {
    /// Its patterns, in order.
    pub(super) patterns: Vec<Pattern<'a>>,
    /// The rule, where it is one of a field.
    pub(super) field: Option<&'a FieldRule>,
}

impl<'a> Cases<'a> {
    /// The cases of a rule that reads words anywhere.
    pub(super) fn of(phrases: &'a [Phrase]) -> Self {
        let patterns = phrases.iter().map(|phrase| Pattern { phrase, whole: false }).collect();
        Self { patterns, field: None }
    }
}

impl Cases<'_> {
    /// Runs all cases; each that fails becomes a fault with the difference.
    pub(super) fn run(&self, source: &mut Source, examples: &Examples, silent: &Texts) {
        // Phrases that do not compile are told already; what the rest reads says nothing.
        if self.patterns.is_empty() {
            return;
        }
        for example in &examples.0 {
            let reading = Reading::new(example.texte.get_ref());
            let Some(found) = self.first(&reading) else {
                let help = "comparer mot à mot la phrase et le texte de l'exemple".to_owned();
                let message = "exemple en échec : aucune phrase ne correspond à ce texte";
                source.fault(example.texte.span(), message, Some(help));
                continue;
            };
            for (slot, expected) in &example.lit.0 {
                if let Some(told) = self.difference(slot, expected, &found, &reading) {
                    source.fault(slot.span(), &format!("exemple en échec : {told}"), None);
                }
            }
        }
        for text in &silent.0 {
            self.stay_silent(source, text);
        }
    }

    fn first(&self, reading: &Reading<'_>) -> Option<Match> {
        self.patterns.iter().find_map(|p| p.matches(reading).into_iter().next())
    }

    /// Runs the examples that are known not to work yet: one that does is told, so that it is
    /// kept from now on; the others are counted.
    pub(super) fn run_pending(&self, source: &mut Source, examples: &Examples) {
        for example in &examples.0 {
            let reading = Reading::new(example.texte.get_ref());
            let passes = self.first(&reading).is_some_and(|found| {
                let mut slots = example.lit.0.iter();
                slots.all(|(slot, expected)| {
                    self.difference(slot, expected, &found, &reading).is_none()
                })
            });
            if passes {
                source.warn(example.texte.span(), PASSES, "le mettre dans exemple");
            } else {
                source.pending += 1;
            }
        }
    }

    /// What a slot reads and should not, told.
    fn difference(
        &self,
        slot: &Text,
        expected: &Expected,
        found: &Match,
        reading: &Reading<'_>,
    ) -> Option<String> {
        let captures: Vec<&Capture> =
            found.captures.iter().filter(|c| c.slot == *slot.get_ref()).collect();
        let agree = captures.len() == expected.0.len()
            && captures.iter().zip(&expected.0).all(|(c, e)| self.is_same(c, e, reading));
        if agree {
            return None;
        }
        let read: Vec<String> = captures.iter().map(|c| value(c, reading)).collect();
        let read = if read.is_empty() { "rien".to_owned() } else { read.join(", ") };
        let (name, wanted) = (slot.get_ref(), expected.0.join(", "));
        Some(format!("« {name} » lit {read}, l'exemple attend {wanted}"))
    }

    fn is_same(&self, capture: &Capture, expected: &str, reading: &Reading<'_>) -> bool {
        let value = value(capture, reading);
        let number = || expected.replace(',', ".").parse::<Decimal>().ok();
        value == expected
            || text(capture, reading) == expected
            || number().is_some_and(|n| capture.number.as_ref().and_then(|t| t.value) == Some(n))
            || self.field.and_then(|f| f.chosen(&value)) == Some(expected)
    }

    fn stay_silent(&self, source: &mut Source, text: &Text) {
        let reading = Reading::new(text.get_ref());
        if let Some(found) = self.first(&reading) {
            let read = reading.text.get(found.range).unwrap_or("");
            let message = format!("ce texte doit rester muet, mais la règle lit « {read} »");
            source.fault(text.span(), &message, None);
        }
    }
}

/// What a capture says: the number, the day, or the text.
fn value(capture: &Capture, reading: &Reading<'_>) -> String {
    match capture.number.as_ref().map(|token| (token.kind, token.value)) {
        Some((Kind::Date(Some(date)), _)) => date.to_string(),
        Some((kind, Some(value))) if kind != Kind::Code => value.normalize().to_string(),
        _ => text(capture, reading).to_owned(),
    }
}

fn text<'a>(capture: &Capture, reading: &Reading<'a>) -> &'a str {
    reading.text.get(capture.range.clone()).unwrap_or("")
}

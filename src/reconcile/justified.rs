//! Differences that the document itself explains.
//!
//! The verdict stays what it is; what is told is quieter and carries the sentence. Whether the
//! sentence is right is for its reader: a figure that is called provisional differs all the same.

use super::facts::{Fact, Origin};
use super::finding::{Hypothesis, Justified};
use super::instance::Instance;
use crate::issue::Lang;
use crate::record::Justification;
use crate::sentence;

/// The kind of the hypothesis that gives the sentence.
pub(super) const KIND: &str = "justified_by_text";

/// The first sentence that speaks of a value compared.
pub(super) fn of<'a>(instance: &Instance<'a>) -> Option<&'a Justification> {
    instance.operands().find_map(|o| spoken_of(&o.fact).next())
}

/// Whether one sentence speaks of two values: « 1 866,00 € arrondi à 1 800,00 € ».
pub(super) fn together(one: &Fact<'_>, other: &Fact<'_>) -> bool {
    spoken_of(one).any(|j| spoken_of(other).any(|k| std::ptr::eq(j, k)))
}

/// The sentence as a finding carries it.
pub(super) fn told(justification: &Justification) -> Justified {
    Justified { text: justification.text.clone(), place: justification.place.clone() }
}

/// The sentence as what explains a difference.
pub(super) fn hypothesis(justification: &Justification, lang: Lang) -> Hypothesis {
    let text = sentence::explained_by_text(lang, &justification.text);
    Hypothesis { kind: KIND.to_owned(), text }
}

fn spoken_of<'f, 'a>(fact: &'f Fact<'a>) -> impl Iterator<Item = &'a Justification> + use<'f, 'a> {
    let speaks = |j: &&'a Justification| match fact.origin {
        Origin::Cell { budget, .. } => j.table.as_ref() == Some(&budget.table),
        _ => j.speaks_of(fact.record, fact.place),
    };
    fact.record.justifications.iter().filter(speaks)
}

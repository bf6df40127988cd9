//! The phrases of a block: compiled, or their faults told at their byte in the file.
//!
//! Blocks write phrases under several keys (`phrase`, `phrases`, `titre`, `regex`); [`Phrases`]
//! is what they have in common.

use std::ops::Range;

use super::Compiler;
use crate::rules::model::{Named, Text, Texts};
use crate::rules::phrase::{Phrase, PhraseError, SlotKind};

/// The phrases of a block, by the keys that may hold them.
pub(super) struct Phrases<'a> {
    pub(super) block: Range<usize>,
    pub(super) id: &'a str,
    pub(super) texts: &'a [&'a Texts],
    pub(super) regex: &'a Texts,
    pub(super) default: SlotKind,
    /// A slot that each phrase must have.
    pub(super) slot: Option<&'static str>,
}

impl Phrases<'_> {
    /// Whether nothing is written.
    fn is_empty(&self) -> bool {
        self.texts.iter().all(|texts| texts.0.is_empty()) && self.regex.0.is_empty()
    }
}

impl Compiler<'_> {
    /// Phrases that need no slot.
    pub(super) fn spoken(
        &mut self,
        block: Range<usize>,
        id: &String,
        texts: &[&Texts],
        regex: &Texts,
    ) -> Vec<Phrase> {
        let (default, slot) = (SlotKind::Number, None);
        self.phrases(&Phrases { block, id, texts, regex, default, slot })
    }

    /// Compiles the phrases of a block that must have one.
    pub(super) fn phrases(&mut self, written: &Phrases<'_>) -> Vec<Phrase> {
        if written.is_empty() {
            let message = format!("la règle « {} » n'a pas de phrase", written.id);
            let help = "ajouter une clé phrase = \"…\" (titre, libelle) avec les mots du document";
            self.source.fault(written.block.clone(), &message, Some(help.to_owned()));
        }
        self.some_phrases(written)
    }

    /// Compiles the phrases of a block that may have none.
    pub(super) fn some_phrases(&mut self, written: &Phrases<'_>) -> Vec<Phrase> {
        let mut out = Vec::new();
        for text in written.texts.iter().flat_map(|texts| &texts.0) {
            let phrase = Phrase::compile_with(text.get_ref(), written.default);
            out.extend(self.keep(text, phrase, written.slot));
        }
        for text in &written.regex.0 {
            out.extend(self.keep(text, Phrase::regex(text.get_ref()), written.slot));
        }
        out
    }

    pub(super) fn texts(&mut self, texts: &Texts, default: SlotKind) -> Vec<Phrase> {
        let mut out = Vec::new();
        for text in &texts.0 {
            out.extend(self.keep(text, Phrase::compile_with(text.get_ref(), default), None));
        }
        out
    }

    pub(super) fn named(&mut self, named: &Named<Texts>) -> Vec<(String, Vec<Phrase>)> {
        let texts = named.0.iter();
        texts.map(|(name, t)| (name.get_ref().clone(), self.texts(t, SlotKind::Text))).collect()
    }

    /// A phrase that compiled and has the slot that it needs; a fault otherwise.
    fn keep(
        &mut self,
        text: &Text,
        phrase: Result<Phrase, PhraseError>,
        slot: Option<&str>,
    ) -> Option<Phrase> {
        match phrase {
            Err(error) => {
                let place = self.within(text, error.offset..error.offset + error.length);
                self.source.fault(place, &error.to_string(), error.fault.help());
                None
            }
            Ok(phrase) => {
                let missing = slot.filter(|slot| !phrase.slots().contains(slot));
                if let Some(slot) = missing {
                    let message = format!("la phrase n'a pas d'emplacement « {slot} »");
                    let help = format!("mettre {{{slot}}} à la place de ce qui est à lire");
                    self.source.fault(text.span(), &message, Some(help));
                }
                Some(phrase)
            }
        }
    }

    /// The place in the file of a range of a text; the whole text where it is written with
    /// escapes.
    pub(super) fn within(&self, text: &Text, range: Range<usize>) -> Range<usize> {
        let span = text.span();
        let raw = self.source.text.get(span.clone()).unwrap_or("");
        let quote = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
        let same = raw.get(quote..quote + range.end) == text.get_ref().get(..range.end);
        let start = span.start + quote;
        if same { start + range.start..start + range.end } else { span }
    }
}

//! Rules that can never read anything by what they say themselves.
//!
//! A section that a rule both stands in and stays out of, a document that must and must not hold
//! the same words, a value of a closed list whose words say another.

use crate::rules::fault::Source;
use crate::rules::field::chosen;
use crate::rules::model::{FieldBlock, Text, Texts};
use crate::rules::phrase::{Phrase, Reading, Sketch, SlotKind};
use crate::rules::read::Written;

/// Words of a closed list that are looked at; each is compared with all.
const WORDS: usize = 300;

/// Tells what can never be.
pub(super) fn tell(source: &mut Source, written: &Written) {
    for block in written.amounts.iter().map(toml::Spanned::get_ref) {
        let inside = block.dans.as_ref().map(Text::get_ref);
        if let Some(outside) = block.hors.as_ref().filter(|o| Some(o.get_ref()) == inside) {
            let message =
                format!("dans et hors « {} » : ce montant n'est lu nulle part", outside.get_ref());
            source.warn(outside.span(), &message, "retirer l'un des deux");
        }
    }
    tell_recognition(source, written);
    for block in &written.fields {
        tell_values(source, block.get_ref());
    }
}

/// Tells the words of `sans` that a document which is recognised always holds.
fn tell_recognition(source: &mut Source, written: &Written) {
    let Some(block) = written.recognise.as_ref().map(toml::Spanned::get_ref) else { return };
    let never: Vec<(&Text, Phrase)> = compiled(&block.sans).collect();
    let found = never.iter().filter_map(|(text, phrase)| {
        let holds = |must: &&Text| {
            let samples = all_samples(must);
            !samples.is_empty() && samples.iter().all(|s| phrase.find(&Reading::new(s)).is_some())
        };
        block.contient.0.iter().find(holds).map(|must| (*text, must))
    });
    for (text, must) in found.collect::<Vec<_>>() {
        let message = format!(
            "aucun document n'est reconnu : « {} » est aussi dans contient",
            must.get_ref()
        );
        source.warn(text.span(), &message, "retirer ces mots de sans ou de contient");
    }
}

/// Tells the words of a closed list that say another of its values.
fn tell_values(source: &mut Source, block: &FieldBlock) {
    let among: Vec<(String, Vec<Phrase>)> = block
        .parmi
        .0
        .iter()
        .map(|(name, texts)| (name.get_ref().clone(), compiled(texts).map(|(_, p)| p).collect()))
        .collect();
    if among.iter().map(|(_, words)| words.len()).sum::<usize>() > WORDS {
        return;
    }
    for (name, texts) in &block.parmi.0 {
        for text in &texts.0 {
            let samples = all_samples(text);
            let mut said = samples.iter().map(|sample| chosen(&among, sample));
            let Some(Some(other)) = said.next() else { continue };
            if other != name.get_ref() && said.all(|value| value == Some(other)) {
                let message =
                    format!("ces mots donnent toujours « {other} », jamais « {} »", name.get_ref());
                source.warn(text.span(), &message, "les retirer de l'une des deux valeurs");
            }
        }
    }
}

fn compiled(texts: &Texts) -> impl Iterator<Item = (&Text, Phrase)> {
    let phrase = |text: &Text| Phrase::compile_with(text.get_ref(), SlotKind::Text).ok();
    texts.0.iter().filter_map(move |text| Some((text, phrase(text)?)))
}

fn all_samples(text: &Text) -> Vec<String> {
    let sketch = Sketch::new(text.get_ref(), SlotKind::Text);
    sketch.map(|sketch| sketch.samples().collect()).unwrap_or_default()
}

//! Slots that nothing reads: `{annee:annee}` in the phrase of a field gives it no year.
//!
//! Which slots are read depends on the block: `valeur` in fields and roles, `code` and `libelle`
//! in titles, every number in indicators and amounts. A name that opens with `_` says that only
//! the type is meant and is never told. Where nothing is read at all (headings of columns), a
//! typed slot can only be meant for its type; one of any text looks like a value hoped for.

use std::ops::Range;

use crate::rules::fault::Source;
use crate::rules::model::{Text, Texts};
use crate::rules::phrase::{Phrase, Sketch, SlotKind};
use crate::rules::read::Written;

/// What of a phrase's slots is read.
#[derive(Clone, Copy)]
enum Reads {
    /// Slots of these names.
    Only(&'static [&'static str]),
    /// Every slot that holds a number.
    Numbers,
    /// None.
    Nothing,
}

/// The slots of fields and roles.
const VALUE: Reads = Reads::Only(&["valeur"]);
/// The slots of titles.
const TITLE: Reads = Reads::Only(&["code", "libelle"]);
/// The slots of lines of a table.
const LINE: Reads = Reads::Only(&["code"]);

/// The phrases of one key, or of one name of a key.
type Use<'a> = (&'a Texts, SlotKind, Reads);

/// Tells the slots that nothing reads.
pub(super) fn tell_unread(source: &mut Source, written: &Written) {
    let uses = prose(written).into_iter().chain(structure(written)).chain(labels(written));
    for (texts, default, reads) in uses {
        for text in &texts.0 {
            let Some(sketch) = Sketch::new(text.get_ref(), default) else { continue };
            for (slot, kind) in sketch.slots() {
                if is_unread(slot, kind, reads) && !(sketch.is_bare_slot() && nothing(reads)) {
                    let place = place(source, text, slot);
                    source.warn(place, &message(slot, reads), &help(slot, kind, default));
                }
            }
        }
    }
    for (texts, reads) in regexes(written) {
        for text in &texts.0 {
            let Ok(phrase) = Phrase::regex(text.get_ref()) else { continue };
            for slot in phrase.slots() {
                if is_unread(slot, SlotKind::Number, reads) {
                    let help = "écrire un groupe sans nom : (?:…)";
                    source.warn(text.span(), &message(slot, reads), help);
                }
            }
        }
    }
}

/// Phrases that read values.
fn prose(written: &Written) -> Vec<Use<'_>> {
    use SlotKind::{Amount, Number};
    let mut out = Vec::new();
    for b in written.fields.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases, &b.paragraphes].map(|t| (t, Number, VALUE)));
    }
    for b in written.roles.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases].map(|t| (t, Number, VALUE)));
    }
    for b in written.indicators.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases].map(|t| (t, Number, Reads::Numbers)));
    }
    for b in written.amounts.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases].map(|t| (t, Amount, Reads::Numbers)));
        out.push((&b.sauf, Amount, Reads::Nothing));
    }
    for b in written.ignored.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases].map(|t| (t, Number, Reads::Nothing)));
    }
    for b in written.justifications.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.phrase, &b.phrases].map(|t| (t, Number, Reads::Nothing)));
    }
    out
}

/// Phrases that read codes and titles.
fn structure(written: &Written) -> Vec<Use<'_>> {
    let mut out = Vec::new();
    for b in written.sections.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.titre, &b.titres].map(|t| (t, SlotKind::Text, TITLE)));
    }
    for b in written.tables.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.ligne, &b.groupe].map(|t| (t, SlotKind::Text, LINE)));
    }
    out
}

/// Phrases that are only recognised.
fn labels(written: &Written) -> Vec<Use<'_>> {
    let mut out: Vec<&Texts> = Vec::new();
    for b in written.recognise.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.contient, &b.contient_un, &b.sans]);
    }
    for b in written.fields.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.sauf, &b.apres, &b.jusqua]);
        out.extend(b.parmi.0.iter().map(|(_, texts)| texts));
    }
    for b in written.indicators.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.apres, &b.jusqua]);
    }
    for b in written.amounts.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.apres, &b.jusqua]);
    }
    for b in written.tables.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.apres, &b.feuille, &b.contient, &b.sous_total, &b.total]);
        out.extend(b.colonnes.0.iter().chain(&b.textes.0).map(|(_, texts)| texts));
    }
    for b in written.cells.iter().map(toml::Spanned::get_ref) {
        out.extend([&b.libelle, &b.libelles, &b.sous, &b.colonne, &b.feuille, &b.contient]);
    }
    out.into_iter().map(|texts| (texts, SlotKind::Text, Reads::Nothing)).collect()
}

/// Regular expressions with what of their groups is read.
fn regexes(written: &Written) -> Vec<(&Texts, Reads)> {
    let fields = written.fields.iter().map(|b| (&b.get_ref().regex, VALUE));
    let roles = written.roles.iter().map(|b| (&b.get_ref().regex, VALUE));
    fields.chain(roles).collect()
}

fn nothing(reads: Reads) -> bool {
    matches!(reads, Reads::Nothing)
}

fn is_unread(slot: &str, kind: SlotKind, reads: Reads) -> bool {
    let meant = slot.starts_with('_');
    !meant
        && match reads {
            Reads::Only(names) => !names.contains(&slot),
            Reads::Numbers => !kind.holds_number(),
            Reads::Nothing => kind == SlotKind::Text,
        }
}

fn message(slot: &str, reads: Reads) -> String {
    let read = match reads {
        Reads::Only(names) => {
            let names: Vec<_> = names.iter().map(|name| format!("{{{name}}}")).collect();
            format!("seul {} est lu", names.join(" ou "))
        }
        Reads::Numbers => "seuls les nombres sont lus".to_owned(),
        Reads::Nothing => "rien n'est lu, le texte est seulement reconnu".to_owned(),
    };
    format!("l'emplacement « {slot} » ne sert pas : ici {read}")
}

/// The gap that takes as much as the slot, and the name that says that it is meant.
fn help(slot: &str, kind: SlotKind, default: SlotKind) -> String {
    let gap = if kind.holds_number() { "{*}" } else { "{*} ou {~}" };
    let typed = SlotKind::NAMES.iter().find(|(_, known)| *known == kind && kind != default);
    let typed = typed.map(|(name, _)| format!(":{name}")).unwrap_or_default();
    format!("écrire {gap} ; ou {{_{slot}{typed}}} si seul son type importe")
}

/// The slot in the file; the whole text where it is written with escapes.
fn place(source: &Source, text: &Text, slot: &str) -> Range<usize> {
    let span = text.span();
    let raw = source.text.get(span.clone()).unwrap_or("");
    let opens = |after: &str| after.trim_start().starts_with([':', '}']);
    let found = raw.match_indices(slot).find(|(at, _)| {
        let before = raw.get(..*at).unwrap_or("").trim_end();
        before.ends_with('{') && raw.get(at + slot.len()..).is_some_and(opens)
    });
    found.map_or(span.clone(), |(at, _)| span.start + at..span.start + at + slot.len())
}

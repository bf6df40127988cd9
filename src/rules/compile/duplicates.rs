//! Ids that stand twice, and phrases that an earlier rule has read already.
//!
//! Both load and do nothing, which is worse than a fault: the author would look for the reason
//! in the document.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use crate::rules::fault::Source;
use crate::rules::model::{Text, Texts};
use crate::rules::read::Written;

/// An id, and what may keep it apart from the same one: its section, its effect.
type Known<'a> = (&'a Text, [Option<&'a Text>; 2]);

/// Tells ids that stand twice in blocks of one kind and one section. Labelled cells may: the
/// later rule is read where the earlier finds nothing. So may amounts that acts set and change.
pub(super) fn tell_duplicates(source: &mut Source, written: &Written) {
    macro_rules! ids {
        ($blocks:expr) => {
            $blocks.iter().map(|b| (&b.get_ref().id, [b.get_ref().dans.as_ref(), None])).collect()
        };
        (flat $blocks:expr) => {
            $blocks.iter().map(|b| (&b.get_ref().id, [None; 2])).collect()
        };
        (acts $blocks:expr) => {
            $blocks
                .iter()
                .map(Spanned::get_ref)
                .map(|b| (&b.id, [b.dans.as_ref(), b.effet.as_ref()]))
                .collect()
        };
    }
    let kinds: [Vec<Known<'_>>; 7] = [
        ids!(written.sections),
        ids!(written.fields),
        ids!(written.indicators),
        ids!(acts written.amounts),
        ids!(flat written.tables),
        ids!(flat written.ignored),
        ids!(flat written.checks),
    ];
    for ids in kinds {
        let mut seen = BTreeSet::new();
        for (id, apart) in ids {
            if !seen.insert((id.get_ref(), apart.map(|text| text.map(Text::get_ref)))) {
                let message =
                    format!("« {} » est déjà le nom d'une règle de ce type", id.get_ref());
                let help = "donner un autre id, ou réunir les phrases des deux règles".to_owned();
                source.fault(id.span(), &message, Some(help));
            }
        }
    }
}

/// A rule as far as shadowing goes: its id, its section, what bounds it there, its phrases.
type Claim<'a> = (&'a Text, Option<&'a Text>, [&'a Texts; 2], [&'a Texts; 2]);

/// Tells phrases of indicators and amounts that an earlier rule of the same section has: the
/// later rule would never read anything with them.
pub(super) fn tell_shadowed(source: &mut Source, written: &Written) {
    let indicators = written.indicators.iter().map(Spanned::get_ref).filter(|b| !b.renvoi);
    let indicators: Vec<Claim<'_>> = indicators
        .map(|b| (&b.id, b.dans.as_ref(), [&b.apres, &b.jusqua], [&b.phrase, &b.phrases]))
        .collect();
    let amounts = written.amounts.iter().map(Spanned::get_ref);
    let amounts: Vec<Claim<'_>> = amounts
        .map(|b| (&b.id, b.dans.as_ref(), [&b.apres, &b.jusqua], [&b.phrase, &b.phrases]))
        .collect();
    for claims in [indicators, amounts] {
        let mut first = BTreeMap::new();
        for (id, inside, bounds, keys) in claims {
            // A rule that reads a part of the section leaves the rest of it to those behind.
            let whole = bounds.iter().all(|texts| texts.0.is_empty());
            for phrase in keys.iter().flat_map(|texts| &texts.0) {
                let place = (inside.map(Text::get_ref), phrase.get_ref());
                let earlier: Option<&String> = first.get(&place).copied();
                if whole && earlier.is_none() {
                    first.insert(place, id.get_ref());
                }
                if let Some(earlier) = earlier.filter(|e| *e != id.get_ref()) {
                    let message = format!("cette phrase est déjà lue par la règle « {earlier} »");
                    let help = "retirer l'une des deux : la seconde ne lirait jamais rien";
                    source.fault(phrase.span(), &message, Some(help.to_owned()));
                }
            }
        }
    }
}

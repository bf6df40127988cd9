//! Phrases over prose, apart from what their matches become: numbers ignored by name, and those
//! that are part of a name.
//!
//! Amounts and indicators share it: of the phrases of a rule the first that matches a passage is
//! the one that counts.

use std::collections::BTreeSet;

use crate::number::fold::fold;
use crate::record::{FieldKind, Record};
use crate::rules::Pack;
use crate::rules::phrase::{Match, Phrase};

use super::text::{Claim, Passage, Script};

/// The matches of the first phrase that matches a passage at all.
pub(super) fn first_matches(phrases: &[Phrase], passage: &Passage<'_>) -> Vec<Match> {
    phrases.iter().map(|p| p.find_all(&passage.reading)).find(|m| !m.is_empty()).unwrap_or_default()
}

/// Claims the numbers that a pack ignores by name.
pub(super) fn ignore(pack: &Pack, script: &mut Script<'_>) {
    for passage in &mut script.passages {
        let rules = pack.ignored.iter().enumerate();
        for (index, phrase) in rules.flat_map(|(i, r)| r.phrases.iter().map(move |p| (i, p))) {
            for found in phrase.find_all(&passage.reading) {
                let slots: Vec<_> = found.captures.iter().map(|c| c.range.clone()).collect();
                if slots.is_empty() {
                    passage.claim_range(&found.range, Claim::Ignored(index));
                }
                for slot in slots {
                    passage.claim_range(&slot, Claim::Ignored(index));
                }
            }
        }
    }
}

/// Claims the numbers that belong to names: the 71 of « ADSEA 71 » counts nothing.
pub(super) fn claim_names(script: &mut Script<'_>, record: &Record) {
    let operators = record.actions.iter().filter_map(|a| a.operator.as_deref());
    let fields =
        record.fields.iter().filter(|f| f.kind == FieldKind::Text).map(|f| f.value.as_str());
    let numbered = |name: &&str| name.chars().any(|c| c.is_ascii_digit());
    let names: BTreeSet<String> = operators.chain(fields).filter(numbered).map(folded).collect();
    for passage in &mut script.passages {
        let text = fold(passage.reading.text);
        for name in &names {
            let found: Vec<_> =
                text.text.match_indices(name).map(|(i, m)| text.source(i..i + m.len())).collect();
            for range in found {
                passage.claim_range(&range, Claim::Name);
            }
        }
    }
}

/// A name as it is looked for.
fn folded(name: &str) -> String {
    fold(name).text
}

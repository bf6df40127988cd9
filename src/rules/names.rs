//! The names that checks may speak of: `budget.total.etat`, `file_active.sorties`, `soutien_etat`.
//!
//! Takes a pack with what it includes; gives every name that its rules define, so that a check
//! that speaks of another is a fault at load and not a check that is never made.

use std::collections::BTreeSet;

use super::Pack;

/// Parts of a table that a name may stand for.
const TABLE_PARTS: &[&str] = &["ligne", "groupe", "sous_total", "total"];

/// Every name that the rules of a pack define.
pub(super) fn defined(pack: &Pack) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    names.extend(pack.fields.iter().map(|rule| rule.id.clone()));
    names.extend(pack.amounts.iter().map(|rule| rule.id.clone()));
    names.extend(pack.cells.iter().map(|rule| rule.id.clone()));
    names.extend(pack.roles.iter().map(|rule| format!("{}.{}", rule.family, rule.role)));
    for rule in &pack.indicators {
        for slot in rule.phrases.iter().flat_map(|phrase| phrase.slots()) {
            names.insert(if slot == "valeur" {
                rule.id.clone()
            } else {
                format!("{}.{slot}", rule.id)
            });
        }
    }
    for table in &pack.tables {
        for (column, _) in &table.columns {
            names.extend(TABLE_PARTS.iter().map(|part| format!("{}.{part}.{column}", table.id)));
        }
    }
    names
}

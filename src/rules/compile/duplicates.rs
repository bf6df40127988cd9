//! Ids that stand twice.

use std::collections::BTreeSet;

use crate::rules::fault::Source;
use crate::rules::model::Text;
use crate::rules::read::Written;

/// Tells ids that stand twice in blocks of one kind and one section.
pub(super) fn tell_duplicates(source: &mut Source, written: &Written) {
    macro_rules! ids {
        ($blocks:expr) => {
            $blocks.iter().map(|b| (&b.get_ref().id, b.get_ref().dans.as_ref())).collect()
        };
        (flat $blocks:expr) => {
            $blocks.iter().map(|b| (&b.get_ref().id, None)).collect()
        };
    }
    let kinds: [Vec<(&Text, Option<&Text>)>; 8] = [
        ids!(written.sections),
        ids!(written.fields),
        ids!(written.indicators),
        ids!(written.amounts),
        ids!(flat written.tables),
        ids!(flat written.cells),
        ids!(flat written.ignored),
        ids!(flat written.checks),
    ];
    for ids in kinds {
        let mut seen = BTreeSet::new();
        for (id, inside) in ids {
            if !seen.insert((id.get_ref(), inside.map(Text::get_ref))) {
                let message =
                    format!("« {} » est déjà le nom d'une règle de ce type", id.get_ref());
                let help = "donner un autre id, ou réunir les phrases des deux règles".to_owned();
                source.fault(id.span(), &message, Some(help));
            }
        }
    }
}

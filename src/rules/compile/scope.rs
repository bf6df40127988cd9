//! Where a rule reads: behind and before which paragraphs, on which sheets; and what it counts.
//!
//! All are keys that several blocks share. None is needed; one that could have no effect is a
//! fault, since its author would look for the reason in the document.

use super::Compiler;
use crate::rules::model::{Text, Texts};
use crate::rules::phrase::SlotKind;
use crate::rules::{Bounds, SheetFilter};

impl Compiler<'_> {
    /// `apres` and `jusqua`.
    pub(super) fn bounds(&mut self, after: &Texts, until: &Texts) -> Bounds {
        for text in &until.0 {
            if after.0.iter().any(|a| a.get_ref() == text.get_ref()) {
                let message = format!("« {} » ouvre et ferme la lecture", text.get_ref());
                let help = "donner à jusqua des mots qui viennent plus loin dans le document";
                self.source.fault(text.span(), &message, Some(help.to_owned()));
            }
        }
        Bounds {
            after: self.texts(after, SlotKind::Text),
            until: self.texts(until, SlotKind::Text),
        }
    }

    /// `feuille` and `contient`.
    pub(super) fn sheet(&mut self, names: &Texts, holds: &Texts) -> SheetFilter {
        SheetFilter {
            names: self.texts(names, SlotKind::Text),
            holds: self.texts(holds, SlotKind::Text),
        }
    }

    /// `unite` of an indicator.
    pub(super) fn counted(&mut self, unit: Option<Text>, relation_only: bool) -> Option<String> {
        let unit = unit?;
        if relation_only {
            let help = "mettre unite sur la règle qui lit ce nombre, ou retirer renvoi";
            let message = "un renvoi ne change pas ce que comptent les nombres qu'il nomme";
            self.source.fault(unit.span(), message, Some(help.to_owned()));
        }
        if unit.get_ref().trim().is_empty() {
            let help = "écrire le nom de ce qui est compté : unite = \"ménages\"";
            self.source.fault(unit.span(), "l'unité est vide", Some(help.to_owned()));
        }
        Some(unit.into_inner().trim().to_owned())
    }
}

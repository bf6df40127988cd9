//! `[[tableau]]` and `[[cellule]]` blocks: columns by their headings, values by their labels.

use super::phrases::Phrases;
use super::{CELL_KINDS, Compiler, NATURES, SCALES};
use crate::record::{FieldKind, UNCLAIMED_TABLE};
use crate::rules::fault::suggestion;
use crate::rules::model::{CellBlock, TableBlock, Text, Texts};
use crate::rules::phrase::SlotKind;
use crate::rules::read::Block;
use crate::rules::{CellRule, TableRule};

impl Compiler<'_> {
    pub(super) fn table(&mut self, block: Block<TableBlock>) -> TableRule {
        let (span, written) = (block.span(), block.into_inner());
        let columns = self.named(&written.colonnes);
        let texts = self.named(&written.textes);
        let mut requires: Vec<String> =
            written.requiert.0.iter().map(|text| text.get_ref().clone()).collect();
        let announced = [&written.apres, &written.feuille, &written.contient];
        let generic = written.id.get_ref() == UNCLAIMED_TABLE;
        if requires.is_empty() && announced.iter().all(|texts| texts.0.is_empty()) && !generic {
            // Nothing else says which tables are meant: those that have all its columns.
            requires.extend(columns.iter().map(|(id, _)| id.clone()));
            if requires.is_empty() {
                let message = "rien ne dit quels tableaux cette règle lit";
                let help = "ajouter apres = [\"…\"], ou [tableau.colonnes] avec leurs titres";
                self.source.fault(span, message, Some(help.to_owned()));
            }
        }
        for required in written.requiert.0.iter().chain(&written.sans_titre.0) {
            let known: Vec<&str> =
                columns.iter().chain(&texts).map(|(id, _)| id.as_str()).collect();
            if !known.contains(&required.get_ref().as_str()) {
                let message =
                    format!("« {} » n'est pas une colonne de ce tableau", required.get_ref());
                let help = Some(suggestion(required.get_ref(), &known));
                self.source.fault(required.span(), &message, help);
            }
        }
        TableRule {
            id: written.id.into_inner(),
            after: self.texts(&written.apres, SlotKind::Text),
            sheet: self.sheet(&written.feuille, &written.contient),
            columns,
            texts,
            line: self.texts(&written.ligne, SlotKind::Text),
            group: self.texts(&written.groupe, SlotKind::Text),
            subtotal: self.texts(&written.sous_total, SlotKind::Text),
            total: self.texts(&written.total, SlotKind::Text),
            nature: self.choose(written.nature, NATURES),
            required: written.obligatoire,
            requires,
            untitled: written.sans_titre.0.into_iter().map(Text::into_inner).collect(),
            scale: self.choose(written.unite, SCALES),
        }
    }

    pub(super) fn cell(&mut self, block: Block<CellBlock>) -> CellRule {
        let (span, written) = (block.span(), block.into_inner());
        let labels = self.phrases(&Phrases {
            block: span,
            id: written.id.get_ref(),
            texts: &[&written.libelle, &written.libelles],
            regex: &Texts::default(),
            default: SlotKind::Text,
            slot: None,
        });
        CellRule {
            id: written.id.into_inner(),
            labels,
            except: self.texts(&written.sauf, SlotKind::Text),
            under: self.texts(&written.sous, SlotKind::Text),
            column: self.texts(&written.colonne, SlotKind::Text),
            sheet: self.sheet(&written.feuille, &written.contient),
            kind: self.choose(written.kind, CELL_KINDS).unwrap_or(FieldKind::Amount),
            nature: self.choose(written.nature, NATURES),
        }
    }
}

//! `calcul`: the terms of a computed field parsed, their names kept with their places.
//!
//! A computed field is reckoned over the whole document from values that other rules read there,
//! so that the keys of reading are refused beside it, and values of other documents too. Fields
//! that need each other would never have a value: a circle is a fault.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{ABSENT, Compiler, WrittenName};
use crate::rules::fault::Source;
use crate::rules::model::{FieldBlock, Text};
use crate::rules::relation;
use crate::rules::{Bounds, FieldRule, Term};

impl Compiler<'_> {
    /// A field with `calcul`.
    pub(super) fn computed(
        &mut self,
        block: Range<usize>,
        calcul: &Text,
        written: &FieldBlock,
    ) -> FieldRule {
        let id = written.id.get_ref();
        if let Some(key) = reading_key(written) {
            let message = format!("« {id} » a un calcul et une clé de lecture, « {key} »");
            let help =
                format!("un calcul porte sur tout le document : retirer « {key} » ou « calcul »");
            self.source.fault(block, &message, Some(help));
        }
        FieldRule {
            id: id.clone(),
            inside: None,
            bounds: Bounds::default(),
            paragraphs: Vec::new(),
            phrases: Vec::new(),
            except: Vec::new(),
            among: Vec::new(),
            computed: self.terms(id, calcul),
            absent: self.choose(written.absent.clone(), ABSENT).unwrap_or_default(),
        }
    }

    /// The terms of a `calcul`; what cannot be read is told.
    fn terms(&mut self, id: &str, calcul: &Text) -> Vec<Term> {
        let placed = match relation::parse_side(calcul.get_ref()) {
            Ok(placed) => placed,
            Err(error) => {
                let place = self.within(calcul, error.range);
                let help = "un calcul s'écrit : a + b, a - 2 * b, somme(a)".to_owned();
                self.source.fault(place, &error.message, Some(help));
                return Vec::new();
            }
        };
        for placed in &placed {
            let place = self.within(calcul, placed.range.clone());
            if let Some(kind) = &placed.term.kind {
                let message = format!("« {kind}: » : un calcul reste dans son document");
                let help = "comparer des documents entre eux dans un [[controle]]".to_owned();
                self.source.fault(place, &message, Some(help));
            } else {
                self.computed.push((id.to_owned(), (None, placed.term.name.clone(), place)));
            }
        }
        placed.into_iter().map(|p| p.term).collect()
    }
}

/// A key of a field that reads, where one is written.
fn reading_key(written: &FieldBlock) -> Option<&'static str> {
    let texts = [
        ("phrase", &written.phrase),
        ("phrases", &written.phrases),
        ("regex", &written.regex),
        ("paragraphes", &written.paragraphes),
        ("sauf", &written.sauf),
        ("apres", &written.apres),
        ("jusqua", &written.jusqua),
        ("muet", &written.muet),
    ];
    let filled = texts.into_iter().find(|(_, texts)| !texts.0.is_empty()).map(|(key, _)| key);
    let examples = [("exemple", &written.exemple), ("a_faire", &written.a_faire)];
    let examples = examples.into_iter().find(|(_, e)| !e.0.is_empty()).map(|(key, _)| key);
    let among = (!written.parmi.0.is_empty()).then_some("parmi");
    filled.or(examples).or(among).or(written.dans.as_ref().map(|_| "dans"))
}

/// Tells computed fields of a pack that need their own value, at a name that leads back.
pub(super) fn tell_circles(
    source: &mut Source,
    fields: &[FieldRule],
    names: &[(String, WrittenName)],
) {
    // A field that is read as well has a value without the circle.
    let read: BTreeSet<&str> =
        fields.iter().filter(|f| f.computed.is_empty()).map(|f| f.id.as_str()).collect();
    let mut needs: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (id, (_, name, _)) in names.iter().filter(|(id, _)| !read.contains(id.as_str())) {
        needs.entry(id).or_default().push(name);
    }
    for (id, (_, name, place)) in names {
        if reaches(&needs, name, id) {
            let message = format!("calcul en rond : « {id} » a besoin de lui-même");
            let help = "calculer avec des valeurs que d'autres règles lisent".to_owned();
            source.fault(place.clone(), &message, Some(help));
        }
    }
}

/// Whether a field is needed, step by step, for the value of a name.
fn reaches(needs: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == to {
            return true;
        }
        if seen.insert(name) {
            open.extend(needs.get(name).into_iter().flatten());
        }
    }
    false
}

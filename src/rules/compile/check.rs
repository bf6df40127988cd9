//! `[[controle]]` blocks: the relation parsed, its names kept with their places.
//!
//! Whether a name is defined is known only when packs are joined, hence [`WrittenCheck`]: the
//! check, and where in the file each of its names stands.

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Compiler, PRECISIONS, suggestion};
use crate::issue::Severity;
use crate::rules::model::{CheckBlock, Text};
use crate::rules::relation::{self, Parsed};
use crate::rules::{Check, Deviation, deviation};

/// The keys that the values of a check may share.
pub(super) const KEYS: &[&str] = &["action", "annee", "territoire", "operateur"];

/// What a check that fails is told as.
pub(super) const SEVERITIES: &[(&str, Severity)] = &[
    ("erreur", Severity::Error),
    ("avertissement", Severity::Warning),
    ("information", Severity::Info),
];

/// A name of a relation: the kind of document it is taken from, the name, its place.
pub(in crate::rules) type WrittenName = (Option<String>, String, Range<usize>);

/// A check with the places in the file that its faults are told at.
#[derive(Debug)]
pub(in crate::rules) struct WrittenCheck {
    pub(in crate::rules) check: Check,
    /// The names of its relation.
    pub(in crate::rules) names: Vec<WrittenName>,
}

impl Compiler<'_> {
    pub(super) fn check(&mut self, written: CheckBlock, pack: &str) -> Option<WrittenCheck> {
        let by = self.keys(&written.par.0);
        let precision = self.choose(written.precision, PRECISIONS).flatten();
        let threshold = written.seuil.as_ref().and_then(|text| self.share(text));
        let severity = self.choose(written.gravite, SEVERITIES).unwrap_or(Severity::Error);
        let parsed = self.relation(&written.verifie)?;
        let names = parsed.terms().map(|placed| {
            let place = self.within(&written.verifie, placed.range.clone());
            (placed.term.kind.clone(), placed.term.bare().to_owned(), place)
        });
        let names = names.collect();
        let check = Check {
            says: written.dit.unwrap_or_else(|| written.verifie.get_ref().clone()),
            id: written.id.into_inner(),
            relation: parsed.relation(),
            written: written.verifie.into_inner(),
            by,
            precision,
            threshold,
            severity,
            ask: written.demander,
            pack: pack.to_owned(),
        };
        Some(WrittenCheck { check, names })
    }

    fn relation(&mut self, written: &Text) -> Option<Parsed> {
        match relation::parse(written.get_ref()) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let place = self.within(written, error.range);
                let help = "une relation s'écrit : a + b = c, somme(a) <= 2 * b, part(a, b) = taux"
                    .to_owned();
                self.source.fault(place, &error.message, Some(help));
                None
            }
        }
    }

    /// A share of one from « 10 % ».
    fn share(&mut self, written: &Text) -> Option<Decimal> {
        let share = deviation::share(written.get_ref());
        if share.is_none() {
            let message = format!("« {} » n'est pas une part", written.get_ref());
            self.source.fault(written.span(), &message, Some("écrire \"10 %\"".to_owned()));
        }
        share
    }

    /// When what was spent departs from what was planned, as the head of a pack says it.
    pub(super) fn deviation(
        &mut self,
        share: Option<&Text>,
        severity: Option<Text>,
    ) -> Option<Deviation> {
        let severity = self.choose(severity, SEVERITIES).unwrap_or(Severity::Info);
        Some(Deviation { share: self.share(share?)?, severity })
    }

    fn keys(&mut self, written: &[Text]) -> Vec<String> {
        for key in written.iter().filter(|key| !KEYS.contains(&key.get_ref().as_str())) {
            let message = format!("« {} » n'est pas une clé de rapprochement", key.get_ref());
            self.source.fault(key.span(), &message, Some(suggestion(key.get_ref(), KEYS)));
        }
        written.iter().map(|key| key.get_ref().clone()).collect()
    }
}

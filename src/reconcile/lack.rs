//! Why a check cannot be made, and how that is told.
//!
//! The order is that in which the refusals of one document are told; it must not hang on the
//! language, since findings of one identity are told apart by their order.

use super::words::listed;
use crate::issue::Lang;
use crate::sentence;

/// Why a check cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lack {
    /// Values of these names are missing.
    Values(Vec<String>),
    /// A value has several readings.
    OneReading {
        /// Its name.
        name: String,
        /// How many.
        count: usize,
    },
    /// No document belongs to this one.
    Document,
    /// Several do: their paths.
    OneDocument(Vec<String>),
    /// No document of a kind gives a value.
    Giver {
        /// The kind.
        kind: String,
        /// The name of the value.
        name: String,
    },
    /// Documents of a kind give several values.
    OneValue {
        /// The name of the value.
        name: String,
        /// The kind.
        kind: String,
    },
}

impl Lack {
    /// The sentence: what could not be checked, why, and of which actions or operators.
    pub(super) fn told(&self, subject: &str, keys: &[String], lang: Lang) -> String {
        match self {
            Self::Values(names) => {
                let names: Vec<String> = names.iter().map(|n| sentence::quoted(lang, n)).collect();
                sentence::lacks_values(lang, subject, listed(&names, lang))
            }
            Self::OneReading { name, count } => {
                sentence::lacks_one_reading(lang, subject, name, *count)
            }
            Self::Document => sentence::lacks_document(lang, subject),
            Self::OneDocument(paths) => {
                sentence::lacks_one_document(lang, subject, listed(paths, lang))
            }
            Self::Giver { kind, name } => {
                sentence::lacks_giver(lang, subject, kind, name, listed(keys, lang))
            }
            Self::OneValue { name, kind } => {
                sentence::lacks_one_value(lang, subject, name, kind, listed(keys, lang))
            }
        }
    }
}

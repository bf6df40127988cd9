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
    /// Values are missing.
    Values {
        /// Their names.
        names: Vec<String>,
        /// Why they are not read, where the document says so.
        why: Option<String>,
    },
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
    /// For a reason that is told already: in French, which orders it, and in the language asked.
    Because(String, String),
}

impl Lack {
    /// For a reason that is told.
    pub(super) fn because(lang: Lang, tell: impl Fn(Lang) -> String) -> Self {
        Self::Because(tell(Lang::Fr), tell(lang))
    }

    /// The sentence: what could not be checked, why, and of which actions or operators.
    pub(super) fn told(&self, subject: &str, keys: &[String], lang: Lang) -> String {
        match keys {
            [] => sentence::lacks(lang, subject, self.why(lang)),
            [only] if only.is_empty() => sentence::lacks(lang, subject, self.why(lang)),
            _ => sentence::lacks_of(lang, subject, self.why(lang), listed(keys, lang)),
        }
    }

    /// Why, as a clause.
    pub(super) fn why(&self, lang: Lang) -> String {
        match self {
            Self::Values { names, why } => {
                let names: Vec<String> = names.iter().map(|n| sentence::quoted(lang, n)).collect();
                let lacks = sentence::lacks_values(lang, listed(&names, lang));
                match why {
                    Some(why) => sentence::list_next(lang, lacks, why),
                    None => lacks,
                }
            }
            Self::OneReading { name, count } => sentence::lacks_one_reading(lang, name, *count),
            Self::Document => sentence::lacks_document(lang),
            Self::OneDocument(paths) => sentence::lacks_one_document(lang, listed(paths, lang)),
            Self::Giver { kind, name } => sentence::lacks_giver(lang, kind, name),
            Self::OneValue { name, kind } => sentence::lacks_one_value(lang, name, kind),
            Self::Because(_, why) => why.clone(),
        }
    }
}

//! What can be wrong with a phrase, told in French to the one who writes it.
//!
//! A fault knows its bytes in the phrase; the file, the line and what is nearest are added by
//! whoever knows the file.

use thiserror::Error;

use super::slot::SlotKind;

/// A fault of a phrase, with its place in it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{fault}")]
pub struct PhraseError {
    /// Byte offset in the phrase.
    pub offset: usize,
    /// Bytes that are at fault.
    pub length: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong with a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Fault {
    /// A bracket or brace that nothing closes.
    #[error("il manque « {0} » : ce qui est ouvert ici n'est pas fermé")]
    Unclosed(char),
    /// A bracket, brace or bar that nothing opens.
    #[error("« {0} » n'a pas d'ouverture ; pour le signe lui-même, écrire « \\{0} »")]
    Stray(char),
    /// A slot of a type that does not exist.
    #[error("type inconnu « {written} »{}", nearest(.near.as_deref()))]
    SlotType {
        /// As written.
        written: String,
        /// The nearest known type.
        near: Option<String>,
    },
    /// A slot whose name is none.
    #[error("« {0} » n'est pas un nom : lettres, chiffres, « _ » et « - »")]
    SlotName(String),
    /// A slot that stands twice.
    #[error("l'emplacement « {0} » est donné deux fois")]
    Duplicate(String),
    /// A phrase that matches nothing or everything.
    #[error("cette phrase correspond à un texte vide : lui donner au moins un mot ou un nombre")]
    Empty,
    /// A regular expression that does not compile.
    #[error("expression régulière refusée : {0}")]
    Regex(String),
    /// A phrase with too many pieces.
    #[error("phrase trop longue ({0} éléments, {max} au plus)", max = super::program::MAX_STEPS)]
    TooLong(usize),
    /// A phrase that is no sentence.
    #[error("phrase de {0} octets : {max} au plus", max = super::parse::MAX_BYTES)]
    TooBig(usize),
    /// Brackets within brackets without end.
    #[error("trop de crochets les uns dans les autres ({max} au plus)", max = super::parse::MAX_DEPTH)]
    TooDeep,
}

impl PhraseError {
    pub(super) fn new(offset: usize, length: usize, fault: Fault) -> Self {
        Self { offset, length, fault }
    }
}

impl Fault {
    pub(super) fn slot_type(written: &str) -> Self {
        let near = SlotKind::NAMES
            .iter()
            .map(|(name, _)| (strsim::damerau_levenshtein(name, written), *name))
            .min()
            .filter(|(distance, _)| *distance <= 3)
            .map(|(_, name)| name.to_owned());
        Self::SlotType { written: written.to_owned(), near }
    }
}

fn nearest(near: Option<&str>) -> String {
    if let Some(near) = near {
        return format!(" ; vouliez-vous « {near} » ?");
    }
    let known: Vec<_> = SlotKind::NAMES.iter().map(|(name, _)| *name).collect();
    format!(" ; connus : {}", known.join(", "))
}

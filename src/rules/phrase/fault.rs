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
    /// What to do, where the message does not say it.
    pub(in crate::rules) fn help(&self) -> Option<String> {
        Some(match self {
            Self::Unclosed(close) => {
                format!("ajouter « {close} » ; pour le signe lui-même, écrire « \\ » devant")
            }
            Self::SlotName(_) => "écrire {nom} ou {nom:type}".to_owned(),
            Self::Duplicate(_) => "donner un autre nom au second".to_owned(),
            Self::Regex(_) => "corriger l'expression, ou écrire une phrase à sa place".to_owned(),
            Self::TooLong(_) | Self::TooBig(_) | Self::TooDeep => {
                "l'écrire en plusieurs phrases : phrases = [\"…\", \"…\"]".to_owned()
            }
            Self::Stray(_) | Self::SlotType { .. } | Self::Empty => return None,
        })
    }

    /// A fault of a regular expression, its last line in French where it is known.
    pub(super) fn regex(message: &str) -> Self {
        let line = message.lines().next_back().unwrap_or(message);
        let line = line.trim_start_matches("error: ").trim();
        let known = REGEX.iter().find(|(english, _)| line.starts_with(english));
        Self::Regex(known.map_or(line, |(_, french)| french).to_owned())
    }

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

/// What the compiler of regular expressions says; what stands before it draws the place.
const REGEX: &[(&str, &str)] = &[
    ("unclosed group", "une parenthèse n'est pas fermée"),
    ("unopened group", "une parenthèse est fermée sans avoir été ouverte"),
    ("unclosed character class", "un crochet n'est pas fermé"),
    ("unclosed counted repetition", "une accolade n'est pas fermée"),
    (
        "repetition operator missing expression",
        "il n'y a rien à répéter devant « * », « + », « ? »",
    ),
    ("repetition quantifier expects", "le nombre de répétitions manque entre les accolades"),
    ("unrecognized escape sequence", "« \\ » devant une lettre qui ne dit rien"),
    ("incomplete escape sequence", "« \\ » sans rien derrière"),
    ("look-around", "(?=…), (?!…), (?<=…) et (?<!…) ne sont pas permis"),
    ("backreferences", "« \\1 » n'est pas permis"),
    ("duplicate capture group name", "deux groupes ont le même nom"),
    (
        "invalid capture group character",
        "un nom de groupe est fait de lettres, de chiffres et de « _ »",
    ),
    ("Compiled regex exceeds size limit", "elle est trop grande une fois développée"),
];

fn nearest(near: Option<&str>) -> String {
    if let Some(near) = near {
        return format!(" ; vouliez-vous « {near} » ?");
    }
    let known: Vec<_> = SlotKind::NAMES.iter().map(|(name, _)| *name).collect();
    format!(" ; connus : {}", known.join(", "))
}

//! What can be wrong with a document: one stable code each ([`Code`]), with its severity, its
//! sentence and what to do, in French and in English.
//!
//! An [`Issue`] keeps its details by name, so that its sentence can be told in either language;
//! in JSON it is told in French.

use serde::{Deserialize, Serialize};

use crate::place::Place;

mod code;

pub use code::Code;

/// How grave an issue or a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something to fix or to answer.
    Error,
    /// Something to look at.
    Warning,
    /// Something to know.
    Info,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// French.
    #[default]
    Fr,
    /// English.
    En,
}

/// Something that was wrong with a document, or that its reader should know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// What it is.
    pub code: Code,
    /// How grave it is.
    pub severity: Severity,
    /// The sentence, in French.
    pub message: String,
    /// What to do, in French.
    pub hint: String,
    /// Where, if it is anywhere in particular.
    pub place: Option<Place>,
    /// The details that the sentence holds, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<(String, String)>,
}

impl Code {
    /// Whether it means that a page was read as a picture.
    #[must_use]
    pub fn is_recognised(self) -> bool {
        matches!(
            self,
            Self::Recognised
                | Self::BlankPage
                | Self::LayerReplaced
                | Self::FalseLayerReplaced
                | Self::MisreadLayer
        )
    }

    /// Whether it means that a page of paper was read by the text that came with it.
    #[must_use]
    pub fn is_layered(self) -> bool {
        matches!(self, Self::LayerUsed | Self::LayerUnproved)
    }

    /// Whether it means that pages of paper were read, or would have been with a program for it.
    #[must_use]
    pub fn is_of_paper(self) -> bool {
        let read = self.is_recognised() || self.is_layered();
        let told = matches!(
            self,
            Self::LayerKept
                | Self::NothingRecognised
                | Self::DoubtfullyRecognised
                | Self::PictureUnreadable
                | Self::PictureWithoutText
                | Self::ReadOnce
                | Self::ReadAsEnglish
                | Self::NeedsOcr
                | Self::OcrFailed
                | Self::PoorLayer
                | Self::FalseLayer
                | Self::PartNotRead
        );
        read || told
    }
}

impl Issue {
    /// An issue with the details that its sentence asks for.
    #[must_use]
    pub fn new(code: Code, details: &[(&str, &dyn std::fmt::Display)]) -> Self {
        let details: Vec<(String, String)> =
            details.iter().map(|(k, v)| ((*k).to_owned(), v.to_string())).collect();
        let (message, hint) = code.templates(Lang::Fr);
        Self {
            code,
            severity: code.severity(),
            message: fill(message, &details),
            hint: fill(hint, &details),
            place: None,
            details,
        }
    }

    /// An issue of something over a limit: what it is, the limit with its unit, the flag that lifts
    /// it.
    #[must_use]
    pub fn over(what: &str, limit: &dyn std::fmt::Display, flag: &str) -> Self {
        Self::new(Code::Truncated, &[("what", &what), ("limit", limit), ("flag", &flag)])
    }

    /// The same issue, at a place.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Self {
        self.place = place;
        self
    }

    /// The sentence and the hint in a language.
    #[must_use]
    pub fn told(&self, lang: Lang) -> (String, String) {
        let (message, hint) = self.code.templates(lang);
        (fill(message, &self.details), fill(hint, &self.details))
    }
}

/// Puts the details in place of their `{name}`s.
fn fill(template: &str, details: &[(String, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        match details.iter().find(|(k, _)| k == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push('?'),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// What the system says of a file or folder, in the words of those who run the tool.
#[must_use]
pub fn system(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    let words = match error.kind() {
        ErrorKind::NotFound => "introuvable",
        ErrorKind::PermissionDenied => "accès refusé",
        ErrorKind::AlreadyExists => "un fichier de ce nom existe déjà",
        ErrorKind::NotADirectory => "ce n'est pas un dossier",
        ErrorKind::IsADirectory => "c'est un dossier",
        ErrorKind::StorageFull => "disque plein",
        ErrorKind::QuotaExceeded => "quota de disque atteint",
        ErrorKind::ReadOnlyFilesystem => "disque en lecture seule",
        _ => return error.to_string(),
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_told_in_both_languages_and_never_expanded_twice() {
        let issue = Issue::new(Code::PageFailed, &[("page", &3), ("why", &"police {page}")]);
        assert_eq!(issue.message, "page 3 : illisible (police {page})");
        assert_eq!(issue.told(Lang::En).0, "page 3: cannot be read (police {page})");
    }

    #[test]
    fn what_the_system_says_is_french() {
        let missing = std::fs::read("/nowhere/at/all").unwrap_err();
        assert_eq!(system(&missing), "introuvable");
        assert_eq!(system(&std::io::Error::from_raw_os_error(28)), "disque plein");
    }

    #[test]
    fn codes_are_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|c| c.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}

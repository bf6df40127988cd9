//! What `bilan verify` could prove, for the terminal: each source that is lost, each value that
//! does not stand where it says, then how many do.

use std::fmt::Write as _;

use crate::issue::Lang;
use crate::verify::proof::{Fault, Lost, LostBy, Misplaced, Verified};

use super::terminal::{line, told};
use super::{tell, words};

/// Digits of a hash that are told.
const DIGITS: usize = 12;

/// What could be proved, and what could not.
#[must_use]
pub fn render(verified: &Verified, lang: Lang) -> String {
    let mut out = String::new();
    for source in &verified.lost {
        out.push_str(&lost(source, lang));
    }
    for value in &verified.misplaced {
        out.push_str(&misplaced(value, lang));
    }
    let Verified { sources, documents, proved, unproved, misplaced, .. } = verified;
    let _ = match lang {
        Lang::Fr => writeln!(
            out,
            "{sources} sources intactes, {documents} documents relus : {proved} valeurs prouvées, \
             {} mal placées, {unproved} sans source",
            misplaced.len()
        ),
        Lang::En => writeln!(
            out,
            "{sources} sources intact, {documents} documents read again: {proved} values proved, \
             {} misplaced, {unproved} without source",
            misplaced.len()
        ),
    };
    out
}

/// A source that is lost.
fn lost(lost: &Lost, lang: Lang) -> String {
    let colon = tell(lang, " :", ":");
    let path = line(&lost.path);
    let short = |hash: &str| hash.chars().take(DIGITS).collect::<String>();
    let words = match &lost.fate {
        LostBy::Unread(issues) => return told(&lost.path, issues, lang),
        LostBy::Missing => tell(lang, "la source a disparu", "the source is gone").to_owned(),
        LostBy::Unknown => tell(
            lang,
            "un constat le cite, et le dossier n'a pas ce document",
            "a finding names it, and the folder has no such document",
        )
        .to_owned(),
        LostBy::Changed { was, is } => {
            let (was, is) = (short(was), short(is));
            match lang {
                Lang::Fr => format!("la source a changé (empreinte {was}…, maintenant {is}…)"),
                Lang::En => format!("the source has changed (hash {was}…, now {is}…)"),
            }
        }
    };
    format!("{path}{colon} {words}\n")
}

/// A value that does not stand where it says.
fn misplaced(value: &Misplaced, lang: Lang) -> String {
    let colon = tell(lang, " :", ":");
    let fault = match value.fault {
        Fault::Nowhere => tell(lang, "cet endroit n'existe pas", "there is no such place"),
        Fault::Snippet => {
            tell(lang, "l'extrait n'est pas dans le document", "the snippet is not in the document")
        }
        Fault::Elsewhere => tell(lang, "pas dans ce cadre", "not in that box"),
        Fault::Value => tell(lang, "une autre valeur y est écrite", "another value is written"),
    };
    let found = value.found.as_deref().unwrap_or(tell(lang, "rien", "nothing"));
    let (document, place) = (line(&value.document), words::place(&value.place, lang));
    let head = format!("{document}, {}{colon} {}{colon} {fault}", line(&place), line(&value.what));
    let (expected, found) = (line(&value.expected), line(found));
    match lang {
        Lang::Fr => format!("{head}\n    attendu : {expected}\n    trouvé : {found}\n"),
        Lang::En => format!("{head}\n    expected: {expected}\n    found: {found}\n"),
    }
}

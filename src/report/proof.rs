//! What `bilan verify` could prove, for the terminal: each source that is lost, each value that
//! does not stand where it says, each record and finding that is another when made again, then
//! how many are proved.

use crate::issue::Lang;
use crate::verify::proof::again::Altered;
use crate::verify::proof::{Fault, Lost, LostBy, Misplaced, OtherRules, Verified};

use super::terminal::{line, told};
use super::{tell, words};

/// Digits of a hash that are told.
const DIGITS: usize = 12;

/// Characters of a path or a value that are told.
const TOLD: usize = 120;

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
    for difference in &verified.records {
        out.push_str(&altered(difference, "", lang));
    }
    for difference in &verified.findings {
        out.push_str(&altered(difference, "findings.json, ", lang));
    }
    out.push_str(&places(verified, lang));
    out.push_str(&match &verified.other_rules {
        Some(rules) => other_rules(rules, lang),
        None => again(verified, lang),
    });
    out
}

/// How many values stand where they say.
fn places(verified: &Verified, lang: Lang) -> String {
    let n = |count, one, many| words::counted(count, one, many, lang);
    let Verified { sources, documents, proved, unproved, misplaced, .. } = verified;
    match lang {
        Lang::Fr => format!(
            "{}, {} : {}, {}, {unproved} sans source\n",
            n(*sources, "source intacte", "sources intactes"),
            n(*documents, "document relu", "documents relus"),
            n(*proved, "valeur prouvée", "valeurs prouvées"),
            n(misplaced.len(), "mal placée", "mal placées"),
        ),
        Lang::En => format!(
            "{} intact, {} read again: {} proved, {} misplaced, {unproved} without source\n",
            n(*sources, "source", "sources"),
            n(*documents, "document", "documents"),
            n(*proved, "value", "values"),
            misplaced.len(),
        ),
    }
}

/// How many records and findings are the same when they are made again.
fn again(verified: &Verified, lang: Lang) -> String {
    let n = |count, one, many| words::counted(count, one, many, lang);
    let Verified { extracted, compared, records, findings, .. } = verified;
    match lang {
        Lang::Fr => format!(
            "refait par les mêmes règles : {}, {} ; {}, {}\n",
            n(*extracted, "document identique", "documents identiques"),
            n(records.len(), "différent", "différents"),
            n(*compared, "constat identique", "constats identiques"),
            n(findings.len(), "différence", "différences"),
        ),
        Lang::En => format!(
            "made again by the same rules: {} the same, {} not; {} the same, {}\n",
            n(*extracted, "document", "documents"),
            records.len(),
            n(*compared, "finding", "findings"),
            n(findings.len(), "difference", "differences"),
        ),
    }
}

/// The rules are others: what was proved, what was not, and what to do.
fn other_rules(rules: &OtherRules, lang: Lang) -> String {
    let (was, is) = (short(&rules.was), short(&rules.is));
    match lang {
        Lang::Fr => format!(
            "règles : ce ne sont pas celles du passage (empreinte {was}…, ici {is}…) ; l'extraction \
             et les constats ne peuvent pas être prouvés avec elles, seuls les endroits le sont ; \
             donner les règles du passage avec --rules\n"
        ),
        Lang::En => format!(
            "rules: they are not those of the run (hash {was}…, here {is}…); the extraction and \
             the findings cannot be proved with them, only the places are; give the rules of the \
             run with --rules\n"
        ),
    }
}

/// The first digits of a hash.
fn short(hash: &str) -> String {
    line(&hash.chars().take(DIGITS).collect::<String>())
}

/// A place where what was kept is not what is made again.
fn altered(difference: &Altered, file: &str, lang: Lang) -> String {
    let nothing = tell(lang, "rien", "nothing");
    let told = |text: &Option<String>| line(&words::cut(text.as_deref().unwrap_or(nothing), TOLD));
    let (kept, made) = (told(&difference.kept), told(&difference.again));
    let (at, of) = (line(&words::cut(&difference.at, TOLD)), difference.document.as_deref());
    let of = of.map(|document| format!("{}, ", line(document))).unwrap_or_default();
    match lang {
        Lang::Fr => {
            format!("{of}{file}{at} : {kept} dans le dossier, mais {made} quand on le refait\n")
        }
        Lang::En => format!("{of}{file}{at}: {kept} in the folder, but {made} made again\n"),
    }
}

/// A source that is lost.
fn lost(lost: &Lost, lang: Lang) -> String {
    let colon = tell(lang, " :", ":");
    let path = line(&lost.path);
    let words = match &lost.fate {
        LostBy::Unread(issues) => return told(&lost.path, issues, lang),
        LostBy::Missing => tell(lang, "la source a disparu", "the source is gone").to_owned(),
        LostBy::Unknown => tell(
            lang,
            "un constat le cite, et le dossier n'a pas ce document",
            "a finding names it, and the folder has no such document",
        )
        .to_owned(),
        LostBy::OtherEngine { was, is } => {
            let named = |engine: &Option<String>| match engine {
                Some(name) => line(name),
                None => tell(lang, "sans reconnaissance", "without recognition").to_owned(),
            };
            let (was, is) = (named(was), named(is));
            match lang {
                Lang::Fr => format!(
                    "pages numérisées lues autrement par le passage ({was}) qu'ici ({is}) : \
                     relancer verify comme le passage"
                ),
                Lang::En => format!(
                    "scanned pages were read otherwise by the run ({was}) than here ({is}): run \
                     verify again as the run was"
                ),
            }
        }
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

//! `correspondances.toml`: its text in, the table of names out, and an entry put into it.
//!
//! People read and mend this file by hand, so its keys are French and what an entry does not
//! touch stays as it is. A fault stops the run: a name that is matched by mistake accuses
//! somebody, one that is not matched hides an error.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, value};

use super::{Correspondence, Correspondences, NameKind, Ruling, pair};
use crate::number::fold;
use crate::reconcile::waivers::day;
use crate::rules::{suggestion, toml_fault};

/// What stands at the head of a new file.
const HEAD: &str = "\
# Correspondances : noms qu'une personne a dit être ceux d'une même chose, ou de deux.
# « bilan confirm » en ajoute ; elles l'emportent sur toute ressemblance.
";

/// The key of the list.
const LIST: &str = "correspondance";

const KINDS: &[(&str, NameKind)] = &[
    ("operateur", NameKind::Operator),
    ("action", NameKind::Action),
    ("financeur", NameKind::Funder),
];

const RULINGS: &[(&str, Ruling)] =
    &[("confirmee", Ruling::Confirmed), ("rejetee", Ruling::Rejected)];

const KEYS: &[&str] = &["genre", "noms", "etat", "par", "le"];

/// Why a file of correspondences cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ligne {line}, colonne {column} : {why} ; {remedy}")]
pub struct CorrespondenceFault {
    /// One-based line.
    pub line: usize,
    /// One-based column, in characters.
    pub column: usize,
    /// What is wrong.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    correspondance: Vec<Spanned<WrittenEntry>>,
}

/// An entry as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEntry {
    /// `operateur`, `action` or `financeur`.
    genre: Spanned<String>,
    /// The two names.
    noms: Spanned<Vec<Spanned<String>>>,
    /// `confirmee` or `rejetee`.
    etat: Spanned<String>,
    /// Who said it.
    par: Spanned<String>,
    /// The day, ISO 8601.
    le: Spanned<toml::Value>,
}

/// The table that a file holds.
pub fn parse(text: &str) -> Result<Correspondences, CorrespondenceFault> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        syntax(text, at, error.message())
    })?;
    let spans: Vec<Range<usize>> = written.correspondance.iter().map(Spanned::span).collect();
    let entries = written.correspondance.into_iter().map(|e| entry(text, e.into_inner()));
    let entries: Vec<Correspondence> = entries.collect::<Result<_, _>>()?;
    Correspondences::new(entries).map_err(|at| {
        let start = spans.get(at).map_or(0, |span| span.start);
        let why = "cette correspondance dit le contraire d'une autre du fichier";
        fault(text, start, why, "garder l'une des deux")
    })
}

fn fault(text: &str, at: usize, why: &str, remedy: &str) -> CorrespondenceFault {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    CorrespondenceFault { line, column, why: why.to_owned(), remedy: remedy.to_owned() }
}

/// A fault that the parser of TOML tells.
fn syntax(text: &str, at: usize, said: &str) -> CorrespondenceFault {
    let unknown = said.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
    let remedy = match unknown {
        Some(key) if !KEYS.contains(&key) => suggestion(key, KEYS),
        _ => format!("une correspondance a les clés {}", KEYS.join(", ")),
    };
    fault(text, at, &toml_fault(said), &remedy)
}

fn entry(text: &str, written: WrittenEntry) -> Result<Correspondence, CorrespondenceFault> {
    let WrittenEntry { genre, noms, etat, par, le } = written;
    let kind = chosen(text, &genre, KINDS)?;
    let ruling = chosen(text, &etat, RULINGS)?;
    let wrong = |span: Range<usize>, why: &str, remedy: &str| fault(text, span.start, why, remedy);
    let span = noms.span();
    let Ok([a, b]) = <[Spanned<String>; 2]>::try_from(noms.into_inner()) else {
        let remedy = "en écrire deux : noms = [\"La Passerelle\", \"Passerelle 21\"]";
        return Err(wrong(span, "une correspondance relie deux noms", remedy));
    };
    for name in [&a, &b] {
        if fold::key(name.get_ref()).is_empty() {
            return Err(wrong(name.span(), "un nom est vide", "l'écrire comme au document"));
        }
    }
    let (by, span) = (par.get_ref().trim().to_owned(), par.span());
    if by.is_empty() {
        return Err(wrong(span, "« par » est vide", "dire qui l'a confirmé"));
    }
    let on = match le.get_ref() {
        toml::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if day(&on).is_none() {
        let why = format!("« {on} » n'est pas une date");
        return Err(wrong(le.span(), &why, "l'écrire sous la forme 2026-12-31"));
    }
    let made = Correspondence { kind, names: [a.into_inner(), b.into_inner()], ruling, by, on };
    let (_, first, second) = pair(&made);
    if first == second && ruling == Ruling::Rejected {
        let why = "ces deux noms se comparent comme un seul (accents, casse et articles exclus)";
        return Err(wrong(span, why, "retirer cette correspondance"));
    }
    Ok(made)
}

/// The value that a word of a closed list stands for.
fn chosen<T: Copy>(
    text: &str,
    word: &Spanned<String>,
    known: &[(&str, T)],
) -> Result<T, CorrespondenceFault> {
    let found = known.iter().find(|(name, _)| name == word.get_ref());
    found.map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let why = format!("valeur inconnue : « {} »", word.get_ref());
        fault(text, word.span().start, &why, &suggestion(word.get_ref(), &names))
    })
}

/// The text of a file with an entry added, or in place of the one of the same two names.
pub fn put(text: &str, entry: &Correspondence) -> Result<String, CorrespondenceFault> {
    parse(text)?;
    let head = if text.trim().is_empty() { HEAD } else { "" };
    let mut file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        syntax(text, error.span().map_or(0, |span| span.start), error.message())
    })?;
    let list = file.entry(LIST).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let Some(list) = list.as_array_of_tables_mut() else {
        let why = "les correspondances sont écrites en ligne";
        return Err(fault(text, 0, why, "écrire chacune sous un titre [[correspondance]]"));
    };
    if let Some(table) = list.iter_mut().find(|table| is_of(table, entry)) {
        fill(table, entry);
    } else {
        let mut table = Table::new();
        fill(&mut table, entry);
        list.push(table);
    }
    let out = format!("{head}{file}");
    parse(&out)?;
    Ok(out)
}

/// Whether a block is about the names of an entry.
fn is_of(table: &Table, entry: &Correspondence) -> bool {
    let names = table.get("noms").and_then(Item::as_array);
    let names: Option<Vec<&str>> = names.and_then(|all| all.iter().map(|n| n.as_str()).collect());
    let genre = table.get("genre").and_then(Item::as_str);
    let Some([a, b]) = names.as_deref() else { return false };
    let written = Correspondence { names: [(*a).to_owned(), (*b).to_owned()], ..entry.clone() };
    genre == Some(word(KINDS, entry.kind)) && pair(&written) == pair(entry)
}

/// Sets the keys of an entry; comments behind those that are there stay.
fn fill(table: &mut Table, entry: &Correspondence) {
    let names: Array = entry.names.iter().map(String::as_str).collect();
    let items = [
        ("genre", value(word(KINDS, entry.kind))),
        ("noms", value(names)),
        ("etat", value(word(RULINGS, entry.ruling))),
        ("par", value(&entry.by)),
        ("le", value(&entry.on)),
    ];
    for (key, mut item) in items {
        let kept = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
        if let (Some(decor), Some(new)) = (kept, item.as_value_mut()) {
            *new.decor_mut() = decor;
        }
        match table.get_mut(key) {
            Some(old) => *old = item,
            None => {
                table.insert(key, item);
            }
        }
    }
}

/// The word of the file for a value.
fn word<T: Copy + PartialEq>(known: &[(&'static str, T)], value: T) -> &'static str {
    known.iter().find(|(_, v)| *v == value).map_or("", |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::super::tests::entry;
    use super::*;

    const GOOD: &str = "[[correspondance]]\ngenre = \"operateur\"\nnoms = [\"A\", \"B\"]\n\
                        etat = \"confirmee\"\npar = \"Mme Petit\"\nle = 2026-06-15\n";

    fn told(text: &str) -> String {
        parse(text).unwrap_err().to_string()
    }

    #[test]
    fn what_is_put_in_is_read_back_and_the_rest_is_not_touched() {
        let first = entry("Le \"Fil\"", "Fils", Ruling::Confirmed);
        let text = put("", &first).unwrap();
        assert!(text.starts_with("# Correspondances"), "{text}");
        let noted = format!("{text}\n# vu au comité\n{GOOD}");
        let again = entry("Fils", "le fil", Ruling::Rejected);
        let text = put(&noted, &again).unwrap();
        assert_eq!(text.matches("[[correspondance]]").count(), 2, "{text}");
        assert!(text.ends_with(&format!("\n# vu au comité\n{GOOD}")), "{text}");
        let table = parse(&text).unwrap();
        let said = table.said(NameKind::Operator, "fil", "fils").unwrap();
        assert_eq!(*said, again);
        assert_eq!(table.said(NameKind::Operator, "a", "b").unwrap().on, "2026-06-15");
    }

    #[test]
    fn a_fault_tells_line_column_and_remedy() {
        for (from, to, expected) in [
            ("par =", "pars =", "ligne 5, colonne 1 : clé inconnue : « pars »"),
            ("par =", "pars =", "vouliez-vous « par » ?"),
            ("\"operateur\"", "\"operatuer\"", "ligne 2, colonne 9 : valeur inconnue"),
            ("\"operateur\"", "\"operatuer\"", "vouliez-vous « operateur » ?"),
            ("\"confirmee\"", "\"oui\"", "ligne 4, colonne 8 : valeur inconnue : « oui »"),
            ("[\"A\", \"B\"]", "[\"A\"]", "ligne 3, colonne 8 : une correspondance relie deux"),
            ("\"B\"", "\" \"", "ligne 3, colonne 14 : un nom est vide"),
            ("Mme Petit", " ", "ligne 5, colonne 7 : « par » est vide ; dire qui"),
            ("2026-06-15", "\"15 juin\"", "ligne 6, colonne 6 : « 15 juin » n'est pas une date"),
            ("le = 2026-06-15", "", "il manque la clé « le »"),
            ("etat = \"confirmee\"", "etat = confirmee", "ligne 4, colonne"),
        ] {
            let message = told(&GOOD.replace(from, to));
            assert!(message.contains(expected), "{to}: {message}");
        }
        let contrary = format!("{GOOD}{}", GOOD.replace("confirmee", "rejetee"));
        assert!(told(&contrary).starts_with("ligne 7, colonne 1 : cette correspondance dit le"));
        let inline = "correspondance = []\n";
        let inline = put(inline, &entry("A", "B", Ruling::Confirmed)).unwrap_err();
        assert!(inline.to_string().contains("[[correspondance]]"), "{inline}");
    }
}

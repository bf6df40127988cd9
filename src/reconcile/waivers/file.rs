//! `derogations.toml`: its text in, waivers out, and a waiver put into it.
//!
//! People read and mend this file by hand, so what a waiver does not touch stays as it is, comments
//! and order included. A date is kept as written: whether it can be read is judged with the
//! waiver, so that a slip in one voids that one and not the run.

use serde::Deserialize;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::Waiver;
use crate::rules::toml_fault;

/// What stands at the head of a new file.
const HEAD: &str = "\
# Dérogations : écarts acceptés par une personne, avec un motif et une échéance.
# « bilan waive » en ajoute ; chacune tombe à sa date, ou dès qu'une valeur comparée change.
";

/// The key of the list.
const LIST: &str = "waiver";

/// Why a file of waivers cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WaiverFault {
    /// It is no TOML, or holds what no waiver has.
    #[error("ligne {line} : {why}")]
    Syntax {
        /// One-based line.
        line: usize,
        /// What is wrong.
        why: String,
    },
    /// The list is written in another form than blocks.
    #[error("les dérogations s'écrivent chacune sous un titre [[waiver]]")]
    Form,
}

/// The file as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    waiver: Vec<WrittenWaiver>,
}

/// A waiver as written; what is missing is judged later.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWaiver {
    finding: String,
    #[serde(default)]
    check: String,
    #[serde(default)]
    document: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    by: String,
    until: Option<toml::Value>,
    #[serde(default)]
    evidence: String,
}

/// The waivers of a file, in its order.
pub fn parse(text: &str) -> Result<Vec<Waiver>, WaiverFault> {
    let written: Written = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        syntax(text, at, error.message())
    })?;
    Ok(written.waiver.into_iter().map(waiver).collect())
}

fn syntax(text: &str, at: usize, why: &str) -> WaiverFault {
    let before = text.get(..at).unwrap_or(text);
    WaiverFault::Syntax { line: before.matches('\n').count() + 1, why: toml_fault(why) }
}

fn waiver(written: WrittenWaiver) -> Waiver {
    let WrittenWaiver { finding, check, document, reason, by, until, evidence } = written;
    let until = match until {
        Some(toml::Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    Waiver { finding, check, document, reason, by, until, evidence }
}

/// The text of a file with a waiver added, or in place of the one of the same finding.
pub fn put(text: &str, waiver: &Waiver) -> Result<String, WaiverFault> {
    parse(text)?;
    let head = if text.trim().is_empty() { HEAD } else { "" };
    let mut file: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        syntax(text, error.span().map_or(0, |span| span.start), error.message())
    })?;
    let list = file.entry(LIST).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    let list = list.as_array_of_tables_mut().ok_or(WaiverFault::Form)?;
    let names = |table: &Table| {
        table.get("finding").and_then(Item::as_str).is_some_and(|id| id == waiver.finding)
    };
    if let Some(table) = list.iter_mut().find(|table| names(table)) {
        fill(table, waiver);
    } else {
        let mut table = Table::new();
        fill(&mut table, waiver);
        list.push(table);
    }
    Ok(format!("{head}{file}"))
}

/// Sets the keys of a waiver; comments behind those that are there stay.
fn fill(table: &mut Table, waiver: &Waiver) {
    let keys = [
        ("finding", &waiver.finding),
        ("check", &waiver.check),
        ("document", &waiver.document),
        ("reason", &waiver.reason),
        ("by", &waiver.by),
        ("until", &waiver.until),
        ("evidence", &waiver.evidence),
    ];
    for (key, text) in keys {
        let kept = table.get(key).and_then(Item::as_value).map(|old| old.decor().clone());
        let mut item = value(text);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn waiver(finding: &str, until: &str) -> Waiver {
        Waiver {
            finding: finding.to_owned(),
            check: "file-active".to_owned(),
            document: "2023/bilan.pdf".to_owned(),
            reason: "l'agence l'a \"dit\"".to_owned(),
            by: "M. Roy".to_owned(),
            until: until.to_owned(),
            evidence: "abc".to_owned(),
        }
    }

    #[test]
    fn what_is_put_in_is_read_back() {
        let (first, second) = (waiver("a1", "2026-12-31"), waiver("b2", "2027-01-31"));
        let text = put(&put("", &first).unwrap(), &second).unwrap();
        assert!(text.starts_with("# Dérogations"), "{text}");
        assert_eq!(parse(&text).unwrap(), [first, second]);
    }

    #[test]
    fn a_waiver_is_replaced_where_it_stands_and_the_rest_is_not_touched() {
        let text = "# à revoir en juin\n\n[[waiver]] # le premier\nfinding = \"a1\"\n\
                    until = \"2025-01-31\" # reporté\n\n[[waiver]]\n# vu avec Mme Petit\n\
                    finding = 'b2'\nreason   =   'x'\n";
        let put = put(text, &waiver("a1", "2026-12-31")).unwrap();
        assert!(put.starts_with("# à revoir en juin\n\n[[waiver]] # le premier\n"), "{put}");
        assert!(put.contains("until = \"2026-12-31\" # reporté\n"), "{put}");
        let untouched = "\n[[waiver]]\n# vu avec Mme Petit\nfinding = 'b2'\nreason   =   'x'\n";
        assert!(put.ends_with(untouched), "{put}");
        let read = parse(&put).unwrap();
        assert_eq!((read.len(), &read[0]), (2, &waiver("a1", "2026-12-31")));
    }

    #[test]
    fn a_date_is_kept_as_written_whatever_it_is() {
        let until = |written: &str| {
            let text = format!("[[waiver]]\nfinding = \"a\"\n{written}\n");
            parse(&text).unwrap()[0].until.clone()
        };
        assert_eq!(until("until = 2026-12-31"), "2026-12-31");
        assert_eq!(until("until = \"fin 2026\""), "fin 2026");
        assert_eq!(until("until = 2026"), "2026");
        assert_eq!(until(""), "");
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let line = |text: &str| match parse(text) {
            Err(WaiverFault::Syntax { line, .. }) => line,
            other => panic!("{other:?}"),
        };
        assert_eq!(line("[[waiver]]\nfinding = \"a\"\nraison = \"x\"\n"), 3);
        assert_eq!(line("[[waiver]]\nfinding = \n"), 2);
        assert_eq!(line("[[waiver]]\nreason = \"x\"\n"), 1);
        let inline = "waiver = [{ finding = \"a\" }]\n";
        assert_eq!(put(inline, &waiver("b", "2026-12-31")), Err(WaiverFault::Form));
    }
}

//! JSON that a person may have edited in, a value or what is wrong with it out, in French.
//!
//! What `serde_json` says is English and names types of the code. It tells where it stopped; the
//! path of that place is found by going over the bytes once more, on failure alone.

use std::fmt::Write as _;

use serde::de::DeserializeOwned;
use serde_json::error::{Category, Error};

use crate::rules::toml_fault;

/// Characters of a value that are told: it may be as long as the file.
const TOLD: usize = 40;

/// Reads a value; what is wrong, and where, otherwise.
pub fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| fault(bytes, &error))
}

/// What is wrong and where.
fn fault(bytes: &[u8], error: &Error) -> String {
    let (line, column) = (error.line(), error.column());
    match error.classify() {
        Category::Eof if bytes.iter().all(u8::is_ascii_whitespace) => {
            "le fichier est vide".to_owned()
        }
        Category::Eof => format!("le fichier est coupé à la ligne {line}"),
        Category::Data => {
            let said = error.to_string();
            let end = said.rfind(" at line ").unwrap_or(said.len());
            let what = what(said.get(..end).unwrap_or(&said));
            match path(bytes, offset(bytes, line, column)) {
                path if path.is_empty() => what,
                path => format!("{path} : {what}"),
            }
        }
        Category::Syntax | Category::Io => {
            format!("ce n'est pas du JSON valable, ligne {line}, colonne {column}")
        }
    }
}

/// What is wrong with a value. What the contract itself says of it is French already.
fn what(said: &str) -> String {
    let (what, expected) = said.split_once(", expected ").unwrap_or((said, ""));
    let what = toml_fault(&shortened(what));
    if !expected.contains('`') {
        return what;
    }
    let words: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    format!("{what} ; attendu : {}", words.join(", "))
}

/// A message with the value that it tells cut short.
fn shortened(said: &str) -> String {
    let mark = |mark: char| Some((said.find(mark)?, said.rfind(mark)?, mark));
    match mark('"').or_else(|| mark('`')) {
        Some((from, to, mark)) if from < to => {
            let (head, value) = (said.get(..from), said.get(from + 1..to));
            format!("{}{mark}{}{mark}", head.unwrap_or_default(), cut(value.unwrap_or_default()))
        }
        _ => said.to_owned(),
    }
}

/// The first characters of a text.
fn cut(text: &str) -> String {
    match text.char_indices().nth(TOLD) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// How many bytes lie before a line and column.
fn offset(bytes: &[u8], line: usize, column: usize) -> usize {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1));
    lines.map(<[u8]>::len).sum::<usize>() + column
}

/// Where one is in a container.
enum Step {
    /// In a list, at this element.
    Item(usize),
    /// In an object, at this key; whether a key is to come.
    Key(String, bool),
}

/// The path of the value that stands, or has just ended, before an offset.
fn path(bytes: &[u8], end: usize) -> String {
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = bytes.get(..end.min(bytes.len())).unwrap_or_default().iter();
    while let Some(byte) = rest.next() {
        match (byte, steps.last_mut()) {
            (b'{', _) => steps.push(Step::Key(String::new(), true)),
            (b'[', _) => steps.push(Step::Item(0)),
            (b'}' | b']', _) => drop(steps.pop()),
            (b',', Some(Step::Item(number))) => *number += 1,
            (b',', Some(Step::Key(_, to_come))) => *to_come = true,
            (b'"', top) => {
                let text = string(&mut rest);
                if let Some(Step::Key(key, to_come @ true)) = top {
                    (*key, *to_come) = (text, false);
                }
            }
            _ => {}
        }
    }
    told(&steps)
}

/// The bytes of a string to its closing mark, as text.
fn string<'b>(rest: &mut impl Iterator<Item = &'b u8>) -> String {
    let mut text = Vec::new();
    while let Some(byte) = rest.next().filter(|byte| **byte != b'"') {
        text.push(*byte);
        if *byte == b'\\' {
            text.extend(rest.next());
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

/// Steps as a path: `amounts[0].place`.
fn told(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps {
        match step {
            Step::Item(number) => {
                let _ = write!(path, "[{number}]");
            }
            Step::Key(key, _) if key.is_empty() => {}
            Step::Key(key, _) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&cut(key));
            }
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;
    use serde::Deserialize;

    use super::*;
    use crate::place::Place;
    use crate::record::UnreadKind;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read for its faults alone")]
    struct One {
        value: Decimal,
        page: u32,
        kind: UnreadKind,
        place: Place,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "read for its faults alone")]
    struct All {
        all: Vec<One>,
    }

    /// What is told of the second of two values whose member is another.
    fn with(from: &str, to: &str) -> String {
        let one = r#"{"value": "1", "page": 1, "kind": "number",
            "place": {"page": 1, "bbox": [0, 0, 1, 1], "text": "a \"{[, b"}}"#;
        assert!(one.contains(from), "{from}");
        let text = format!("{{\"all\": [{one},\n{}]}}", one.replacen(from, to, 1));
        parse::<All>(text.as_bytes()).unwrap_err()
    }

    #[test]
    fn a_wrong_value_is_told_in_french_with_its_path() {
        let long = format!("\"value\": \"{}\"", "9".repeat(5000));
        let too_large = "[0, 0, 1e300, 1]";
        for (from, to, told) in [
            ("\"1\"", "\"347 000\"", "value : valeur impossible : le texte \"347 000\""),
            ("\"page\": 1", "\"page\": -1", "page : valeur impossible : le nombre « -1 »"),
            ("\"page\": 1", "\"page\": {}", "page : valeur d'un mauvais type : un bloc"),
            ("[0, 0, 1, 1]", too_large, "place.bbox : un bord est hors de toute mesure"),
        ] {
            assert_eq!(with(from, to), format!("all[1].{told}"));
        }
        assert_eq!(with("\"page\": 1,", ""), "all[1] : il manque la clé « page »");
        let variant = with("\"number\"", "\"blah\"");
        let told = "all[1].kind : mot inconnu : « blah » ; attendu : amount, number, date";
        assert!(variant.starts_with(told), "{variant}");
        let place = with("\"bbox\": [0, 0, 1, 1],", "");
        assert!(place.starts_with("all[1] : il faut une page et un cadre"), "{place}");
        let long = with("\"value\": \"1\"", &long);
        assert!(long.contains("9…") && long.len() < 120, "{long}");
    }

    #[test]
    fn a_file_that_is_cut_empty_or_no_json_is_told_as_such() {
        let told = |text: &str| parse::<All>(text.as_bytes()).unwrap_err();
        assert_eq!(told("{\n\"all\": ["), "le fichier est coupé à la ligne 2");
        assert_eq!(told(" \n"), "le fichier est vide");
        assert_eq!(told("{all}"), "ce n'est pas du JSON valable, ligne 1, colonne 2");
        assert_eq!(told("null"), "valeur d'un mauvais type : null");
        assert_eq!(told("[]"), "liste trop courte : 0");
    }
}

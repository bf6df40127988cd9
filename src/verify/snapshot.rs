//! The text of a snapshot: a header between two lines `---`, then JSON for people.
//!
//! The format is insta's, so that one file serves `cargo test` and `rules test`. The header of a
//! snapshot that is there is kept as it is: only what was read is compared, as values.

use serde_json::Value;

use crate::record::pretty::pretty;

/// The line that opens and closes a header.
const RULE: &str = "---";

/// The header of a snapshot where no other is there to follow.
const HEADER: &str = "source: bilan rules test\n";

/// Differences of JSON that are listed.
const LISTED: usize = 12;

/// A snapshot in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot<'a> {
    /// The lines of the header, each with its end.
    pub header: &'a str,
    /// What was read.
    pub text: &'a str,
}

/// The parts of a snapshot; `None` where it is none.
#[must_use]
pub fn parse(file: &str) -> Option<Snapshot<'_>> {
    let mut lines = file.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == RULE)?.len();
    let mut at = first;
    for line in lines {
        if line.trim_end() == RULE {
            let text = file.get(at + line.len()..)?;
            return Some(Snapshot { header: file.get(first..at)?, text: text.trim_end() });
        }
        at += line.len();
    }
    None
}

/// A snapshot of JSON, under the header of another if one is given.
#[must_use]
pub fn write(header: Option<&str>, json: &str) -> String {
    let header = header.unwrap_or(HEADER);
    format!("{RULE}\n{header}{RULE}\n{}\n", pretty(json))
}

/// A place in JSON where two values differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The path: `indicators[3].match`.
    pub path: String,
    /// What one has; nothing where it lacks it.
    pub before: String,
    /// What the other has.
    pub after: String,
}

/// The first places where two JSON values differ.
#[must_use]
pub fn spots(before: &Value, after: &Value) -> Vec<Spot> {
    let mut out = Vec::new();
    descend(Some(before), Some(after), "", &mut out);
    out
}

fn descend(before: Option<&Value>, after: Option<&Value>, path: &str, out: &mut Vec<Spot>) {
    if before == after || out.len() >= LISTED {
        return;
    }
    match (before, after) {
        (Some(Value::Object(b)), Some(Value::Object(a))) => {
            let new = a.keys().filter(|key| !b.contains_key(*key));
            for key in b.keys().chain(new) {
                let dot = if path.is_empty() { "" } else { "." };
                descend(b.get(key), a.get(key), &format!("{path}{dot}{key}"), out);
            }
        }
        (Some(Value::Array(b)), Some(Value::Array(a))) => {
            for at in 0..b.len().max(a.len()) {
                descend(b.get(at), a.get(at), &format!("{path}[{at}]"), out);
            }
        }
        _ => {
            let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
            out.push(Spot { path: path.to_owned(), before: text(before), after: text(after) });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_is_a_header_and_a_text() {
        let file = write(None, r#"{"a": 1}"#);
        assert_eq!(file, "---\nsource: bilan rules test\n---\n{\"a\":1}\n");
        let kept = "---\nsource: tests/x.rs\nexpression: y\n---\n{\"a\":1}\n";
        let snapshot = parse(kept).unwrap();
        assert_eq!(snapshot.header, "source: tests/x.rs\nexpression: y\n");
        assert_eq!(snapshot.text, "{\"a\":1}");
        assert_eq!(write(Some(snapshot.header), snapshot.text), kept, "no byte is lost");
        assert_eq!(parse("{\"a\":1}"), None);
        assert_eq!(parse("---\nsource: x\n"), None);
        assert_eq!(parse("---\r\nsource: x\r\n---\r\n{}\r\n").unwrap().text, "{}");
    }

    #[test]
    fn json_differs_at_a_path() {
        let parse = |text| serde_json::from_str::<Value>(text).unwrap();
        let (a, b) = (r#"{"i":[{"m":3,"v":"1"}],"x":0}"#, r#"{"i":[{"m":4,"v":"1"},7]}"#);
        let found = spots(&parse(a), &parse(b));
        let told: Vec<_> =
            found.iter().map(|s| format!("{} {}>{}", s.path, s.before, s.after)).collect();
        assert_eq!(told, ["i[0].m 3>4", "i[1] >7", "x 0>"]);
    }
}

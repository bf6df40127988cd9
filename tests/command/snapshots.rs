//! Where snapshots are kept, and JSON as one reads it in a review.
//!
//! One folder a stage below `snapshots/`. What no test writes any more is a fault: a snapshot of
//! a sample that is gone would be read as if it held.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The longest value that stays on one line.
const WIDTH: usize = 150;

/// The settings of a stage's snapshots.
pub(crate) fn settings(stage: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(stage));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Compares texts by name with the snapshots of a stage, which are these and no others.
pub(crate) fn assert_stage(stage: &str, texts: impl IntoIterator<Item = (String, String)>) {
    let mut names = BTreeSet::new();
    for (name, text) in texts {
        let name = name.replace('/', "__");
        settings(stage).bind(|| insta::assert_snapshot!(name.as_str(), text));
        names.insert(format!("{name}.snap"));
    }
    let kept = fs::read_dir(settings(stage).snapshot_path()).unwrap();
    let kept = kept.map(|e| e.unwrap().file_name().into_string().unwrap());
    let orphans: Vec<String> = kept.filter(|k| !names.contains(k)).collect();
    assert_eq!(orphans, [""; 0], "snapshots/{stage} holds what no sample gives");
}

/// JSON broken over lines where it is long, keys in the order in which they were written.
pub(crate) fn pretty(json: &str) -> String {
    let mut out = String::new();
    lay(&compact(json), 0, &mut out);
    out
}

/// JSON without the spaces between its parts.
fn compact(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    let keep = |c: &char| {
        (quoted, escaped) = (quoted ^ (*c == '"' && !escaped), quoted && *c == '\\' && !escaped);
        quoted || !c.is_ascii_whitespace()
    };
    json.chars().filter(keep).collect()
}

/// Adds a value at a depth.
fn lay(value: &str, depth: usize, out: &mut String) {
    let inner = value.strip_prefix(['{', '[']).and_then(|v| v.strip_suffix(['}', ']']));
    let Some(inner) = inner.filter(|_| value.chars().count() + depth > WIDTH) else {
        return out.push_str(value);
    };
    let object = value.starts_with('{');
    out.push(if object { '{' } else { '[' });
    for (number, item) in split(inner, ',').into_iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(depth + 1));
        match split(item, ':').as_slice() {
            [key, ..] if object => {
                out.push_str(key);
                out.push_str(": ");
                lay(&item[key.len() + 1..], depth + 1, out);
            }
            _ => lay(item, depth + 1, out),
        }
    }
    out.push('\n');
    out.push_str(&" ".repeat(depth));
    out.push(if object { '}' } else { ']' });
}

/// The parts of compact JSON between a mark that stands outside of strings and brackets.
fn split(json: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut depth, mut quoted, mut escaped, mut from) = (vec![], 0, false, false, 0);
    for (at, c) in json.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            c if c == mark && depth == 0 => {
                parts.push(&json[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&json[from..]);
    parts
}

#[test]
fn json_is_broken_where_it_is_long_and_says_the_same() {
    let long = "x".repeat(WIDTH);
    let json = format!(r#"{{ "b" : {{"c": [1, 2]}}, "a":["{long}:,{{\"",{{"k":null}}]}}"#);
    let text = pretty(&json);
    assert_eq!(
        text,
        format!(
            "{{\n \"b\": {{\"c\":[1,2]}},\n \"a\": [\n  \"{long}:,{{\\\"\",\n  {{\"k\":null}}\n ]\n}}"
        )
    );
    let parse = |t: &str| serde_json::from_str::<serde_json::Value>(t).unwrap();
    assert_eq!(parse(&text), parse(&json));
}

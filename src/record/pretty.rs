//! JSON as one reads it in a review: broken over lines where it is long, short values whole.
//!
//! Takes any JSON text and keeps the order of its keys. Snapshots are written so, by the tests of
//! the tool and by `rules test` alike; what they are compared by is the values, not the lines.

/// The longest value that stays on one line.
const WIDTH: usize = 150;

/// JSON broken over lines where it is long, keys in the order in which they were written.
#[must_use]
pub fn pretty(json: &str) -> String {
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
        let value = if object { after_key(item, out) } else { item };
        lay(value, depth + 1, out);
    }
    out.push('\n');
    out.push_str(&" ".repeat(depth));
    out.push(if object { '}' } else { ']' });
}

/// Adds the key of an item of an object; its value.
fn after_key<'a>(item: &'a str, out: &mut String) -> &'a str {
    let key = split(item, ':').first().copied().unwrap_or_default();
    out.push_str(key);
    out.push_str(": ");
    item.get(key.len() + 1..).unwrap_or_default()
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
                parts.push(json.get(from..at).unwrap_or_default());
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(json.get(from..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_broken_where_it_is_long_and_says_the_same() {
        let long = "x".repeat(WIDTH);
        let json = format!(r#"{{ "b" : {{"c": [1, 2]}}, "a":["{long}:,{{\"",{{"k":null}}]}}"#);
        let text = pretty(&json);
        assert_eq!(
            text,
            format!(
                "{{\n \"b\": {{\"c\":[1,2]}},\n \"a\": [\n  \"{long}:,{{\\\"\",\n  \
                 {{\"k\":null}}\n ]\n}}"
            )
        );
        let parse = |t: &str| serde_json::from_str::<serde_json::Value>(t).unwrap();
        assert_eq!(parse(&text), parse(&json));
    }
}

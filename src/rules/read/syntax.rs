//! Faults of TOML itself, told where they begin.
//!
//! A parser notices a text or list that nothing closes where it gives up, a line late or at the
//! end of the file. What stands open there is looked for again, and the line of its opening
//! shown; the faults that only follow from it are left out.

use std::ops::Range;

use super::french::{french, remedy};
use crate::rules::fault::Source;

/// Lines behind something unclosed whose faults only follow from it.
const FOLLOWING: usize = 10;

/// Tells faults of syntax.
pub(super) fn tell(source: &mut Source, errors: &[toml::de::Error]) {
    if errors.is_empty() {
        return;
    }
    source.broken = true;
    let text = source.text.clone();
    let mut quiet = 0..0;
    if let Some(opened) = scan(&text, text.len()).unclosed {
        let line = source.line(opened.start);
        let rest = text.get(opened.start..).unwrap_or_default();
        let long = rest.starts_with("\"\"\"") || rest.starts_with("'''");
        quiet = line..if long { usize::MAX } else { line + FOLLOWING };
        let mark = rest.get(..if long { 3 } else { 1 }).unwrap_or_default();
        let message = format!("TOML mal formé : ce texte ouvert par {mark} n'est pas fermé");
        let line = if long { "" } else { " ; il tient sur une ligne" };
        let help = format!("ajouter {mark} à la fin du texte{line}");
        source.fault(opened, &message, Some(help));
    }
    for error in errors {
        let place = error.span().unwrap_or(0..0);
        let line = source.line(place.start);
        if quiet.contains(&line) {
            continue;
        }
        let opens = error.message().contains("comma") || error.message().contains("unclosed");
        if opens {
            quiet = line..line + FOLLOWING;
        }
        if let Some(at) = opens.then(|| opened(source, &text, place.start)).flatten() {
            tell_open(source, at, line);
        } else {
            let message = format!("TOML mal formé : {}", french(error.message()));
            source.fault(place, &message, remedy(error.message()));
        }
    }
}

/// Tells a bracket that stands open at a line that begins something else.
fn tell_open(source: &mut Source, at: usize, line: usize) {
    let (what, close) = if source.text.get(at..).is_some_and(|t| t.starts_with('{')) {
        ("cette accolade n'est pas fermée", '}')
    } else {
        ("cette liste n'est pas fermée", ']')
    };
    let message = format!("TOML mal formé : {what} avant la ligne {line}");
    let help = format!("fermer par « {close} », une virgule entre deux éléments");
    source.fault(at..at + 1, &message, Some(help));
}

/// The bracket of an earlier line that is open where a fault stands, if the line of the fault
/// begins a key or a block.
fn opened(source: &Source, text: &str, at: usize) -> Option<usize> {
    if !source.shows_more() {
        return None;
    }
    let begin = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(begin..)?.lines().next()?;
    let key: String = line
        .trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || "_-.".contains(*c))
        .collect();
    let assigns = line.trim_start().get(key.len()..)?.trim_start().starts_with('=');
    let begins = line.starts_with('[') || (!key.is_empty() && assigns);
    begins.then(|| scan(text, begin).open.last().copied()).flatten()
}

/// What stands open in a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Open {
    /// The first text that nothing closes: to the end of its line, or of the file.
    unclosed: Option<Range<usize>>,
    /// The brackets of values that are open at the end.
    open: Vec<usize>,
}

/// Goes through the first bytes of a file.
fn scan(text: &str, stop: usize) -> Open {
    let bytes = text.as_bytes().get(..stop).unwrap_or_default();
    let mut out = Open::default();
    let mut before = b'\n';
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'#' => at += line_length(bytes, at),
            // A quote inside a word opens nothing: « l'action » without quotes is another fault.
            b'"' | b'\'' if b"=[{,\n.".contains(&before) => match string_end(bytes, at) {
                Ok(end) => at = end - 1,
                Err(end) => {
                    out.unclosed.get_or_insert(at..end);
                    at = end - 1;
                }
            },
            b'[' | b'{' if b"=[{,".contains(&before) || !out.open.is_empty() => out.open.push(at),
            b']' | b'}' => drop(out.open.pop()),
            _ => {}
        }
        before = match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r') => before,
            Some(b'\n') if !out.open.is_empty() => before,
            Some(byte) => *byte,
            None => break,
        };
        at += 1;
    }
    out
}

/// Bytes to the end of the line, the break left out.
fn line_length(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().position(|&b| b == b'\n').map_or(rest.len(), |end| end.saturating_sub(1))
}

/// The byte behind a text that opens here, or where it was given up.
fn string_end(bytes: &[u8], at: usize) -> Result<usize, usize> {
    let rest = bytes.get(at..).unwrap_or_default();
    let quote = rest.first().copied().unwrap_or_default();
    let long = rest.get(..3) == Some(&[quote; 3]);
    let mut inside = if long { 3 } else { 1 };
    while let Some(&byte) = rest.get(inside) {
        match byte {
            b'\\' if quote == b'"' => inside += 1,
            b'\n' if !long => return Err(at + inside),
            _ if byte == quote && !long => return Ok(at + inside + 1),
            _ if byte == quote && rest.get(inside..inside + 3) == Some(&[quote; 3]) => {
                return Ok(at + inside + 3);
            }
            _ => {}
        }
        inside += 1;
    }
    Err(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unclosed(text: &str) -> Option<&str> {
        text.get(scan(text, text.len()).unclosed?)
    }

    #[test]
    fn a_text_that_nothing_closes_is_found_where_it_opens() {
        assert_eq!(unclosed("a = \"x\nb = \"y\"\n"), Some("\"x"));
        assert_eq!(unclosed("a = [\n \"x\",\n 'y,\n 'z' ]\n"), Some("'y,"));
        assert_eq!(unclosed("a = \"\"\"x\nb = 1\n"), Some("\"\"\"x\nb = 1\n"));
        for sound in
            ["a = \"x\\\"\"", "# l'été \"\na = 1", "a = l'action", "a = \"\"\"x\"y\n\"\"\""]
        {
            assert_eq!(unclosed(sound), None, "{sound}");
        }
    }

    #[test]
    fn brackets_open_at_a_line_are_known() {
        let open = |text: &str| scan(text, text.len()).open;
        assert_eq!(open("[[champ]]\na = { b = [\"]\"], c = 1\n"), [14]);
        assert_eq!(open("[pack]\na = [\n { b = 1 }, # ]\n"), [11]);
        assert_eq!(open("[pack]\na = [1]\n"), [0; 0]);
    }
}

//! What opens the item of a list: a bullet, a dash, a number, a letter.

/// How a line opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// As running text does.
    None,
    /// By a sign that opens nothing but items: `•`, `➢`, `1)`, `a)`.
    Sure,
    /// By one that running text may hold at a line's start as well: `-`, `–`, `o`, `2.`.
    Likely,
}

/// How a line of these words opens.
pub(super) fn opening<'a>(mut words: impl Iterator<Item = &'a str>) -> Opening {
    let Some(first) = words.next() else { return Opening::None };
    let alone = words.next().is_some();
    let mut chars = first.chars();
    let sign = chars.next().unwrap_or(' ');
    let rest = chars.as_str();
    if is_bullet(sign) && !rest.starts_with(|c: char| c.is_ascii_digit()) {
        return Opening::Sure;
    }
    match first {
        "-" | "–" | "—" | "o" | "*" | "·" | "›" if alone => Opening::Likely,
        // What bullets of symbol fonts become in files that do not say which sign they draw.
        "¾" | "ƒ" | "§" | "Ø" | "ü" | "q" | "v" | "ð" if alone => Opening::Likely,
        _ if alone => numbered(first),
        _ => Opening::None,
    }
}

/// A sign drawn only as a bullet; letters of private use are those of symbol fonts, as is at a
/// line's start one that the file gives no name.
fn is_bullet(c: char) -> bool {
    matches!(c, '•' | '●' | '○' | '◦' | '▪' | '■' | '□' | '▫' | '◼' | '♦' | '❖' | '➢' | '➤' | '⮚'
        | '►' | '▶' | '▸' | '‣' | '→' | '⇒' | '✓' | '✔' | '☐' | '☑' | '☒' | '\u{fffd}'
        | '\u{2794}'..='\u{27bf}' | '\u{f000}'..='\u{f0ff}')
}

/// `1)`, `a)`, `(2)`, `1°` are sure; `1.`, `IV.`, `2-` are likely.
fn numbered(word: &str) -> Opening {
    let bare = word.trim_start_matches('(');
    let Some(mark) = bare.chars().next_back() else { return Opening::None };
    let body = bare.get(..bare.len() - mark.len_utf8()).unwrap_or_default();
    let digits = !body.is_empty() && body.len() <= 2 && body.bytes().all(|b| b.is_ascii_digit());
    let letter = body.len() == 1 && body.bytes().all(|b| b.is_ascii_alphabetic());
    let roman = !body.is_empty() && body.len() <= 5 && body.bytes().all(|b| b"IVX".contains(&b));
    match mark {
        ')' | '°' if digits || letter || roman => Opening::Sure,
        '.' | '-' if digits || letter || roman => Opening::Likely,
        _ => Opening::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_of_lists_are_told_from_those_of_text() {
        for (text, expected) in [
            ("• Les mesures", Opening::Sure),
            ("\u{f0b7} Les mesures", Opening::Sure),
            ("➢ DE-2014/47", Opening::Sure),
            ("1) premier", Opening::Sure),
            ("a) premier", Opening::Sure),
            ("- Attribution", Opening::Likely),
            ("¾ DE-2014/47", Opening::Likely),
            ("2. Budget", Opening::Likely),
            ("2023. 53 entrées", Opening::None),
            ("-15 % en un an", Opening::None),
            ("7 professionnels", Opening::None),
            ("-", Opening::None),
        ] {
            assert_eq!(opening(text.split(' ')), expected, "{text}");
        }
    }
}

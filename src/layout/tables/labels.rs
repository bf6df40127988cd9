//! What the words of a line say of its row, where white space does not: the name of a group in the
//! middle of the table, a label that breaks off, numbers in brackets below others.
//!
//! Labels break where the column ends, often behind a preposition or a comma. The words that a
//! label goes on after are French, English and German: reports come in the three.

use super::frame::{Chunk, Line, Token};
use super::values::Kind;

/// Words after which a label goes on.
const JOINING: [&str; 30] = [
    "the", "a", "of", "and", "or", "to", "for", "in", "by", "on", "with", "from", "de", "du",
    "des", "la", "le", "les", "et", "ou", "à", "au", "aux", "en", "pour", "par", "sur", "der",
    "und", "von",
];

/// Whether a line's only stretch of words stands in the middle of the table: the name of a group.
pub(super) fn names_group(chunks: &[Chunk<'_>], columns: &[(f32, f32)]) -> bool {
    let ([only], Some(first), Some(last)) = (chunks, columns.first(), columns.last()) else {
        return false;
    };
    let size = only.tokens.first().map_or(0.0, |t| t.size);
    let off = f32::midpoint(only.x0, only.x1) - f32::midpoint(first.0, last.1);
    columns.len() > 2 && only.kind == Kind::Text && only.x0 > first.0 + size && off.abs() < size
}

/// Whether names of other groups stand in the middle of the table as this one does.
pub(super) fn is_one_of_several(
    body: Option<&[(&Line<'_>, Vec<Chunk<'_>>)]>,
    name: &Chunk<'_>,
    columns: &[(f32, f32)],
) -> bool {
    let middle = |c: &Chunk<'_>| f32::midpoint(c.x0, c.x1);
    body.unwrap_or_default().iter().any(|(line, chunks)| {
        let near = |c: &Chunk<'_>| (middle(c) - middle(name)).abs() < 0.5 * line.size;
        names_group(chunks, columns) && chunks.iter().all(near)
    })
}

/// Whether a label breaks off: no label ends in an article or « of ».
pub(super) fn is_unfinished(chunk: &Chunk<'_>) -> bool {
    let last = chunk.tokens.last().map_or("", |t| t.text);
    last.ends_with(',') || JOINING.contains(&last)
}

/// Whether a chunk stands in brackets.
pub(super) fn is_bracketed(chunk: &Chunk<'_>) -> bool {
    let text = |t: Option<&Token<'_>>| t.map_or("", |t| t.text).to_owned();
    text(chunk.tokens.first()).starts_with(['(', '['])
        && text(chunk.tokens.last()).ends_with([')', ']'])
}

/// Whether a chunk is a number by itself: below a word, the rest of a code (« Action », « 2.1 »).
pub(super) fn is_number(chunk: &Chunk<'_>) -> bool {
    chunk.kind == Kind::Value && chunk.tokens.len() == 1
}

/// Whether a word holds a digit.
pub(super) fn has_digit(token: &Token<'_>) -> bool {
    token.text.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::{lines, tests::page, tokens};

    const COLUMNS: [(f32, f32); 3] = [(50.0, 120.0), (150.0, 180.0), (220.0, 250.0)];

    fn ask(x: f32, text: &str, question: fn(&[Chunk<'_>]) -> bool) -> bool {
        let page = page(&[(x, 100.0, text)]);
        lines(tokens(&page)).first().is_some_and(|l| question(&l.chunks(1.0)))
    }

    #[test]
    fn a_group_is_named_in_the_middle() {
        assert!(ask(127.5, "Euro area", |c| names_group(c, &COLUMNS)));
        assert!(!ask(50.0, "Euro area", |c| names_group(c, &COLUMNS)));
        assert!(!ask(150.0, "1 000", |c| names_group(c, &COLUMNS)));
    }

    #[test]
    fn a_label_does_not_end_in_an_article() {
        assert!(ask(50.0, "Subventions pour les", |c| is_unfinished(&c[0])));
        assert!(!ask(50.0, "Subventions", |c| is_unfinished(&c[0])));
    }

    #[test]
    fn brackets_enclose_the_whole() {
        assert!(ask(50.0, "(34.6)", |c| is_bracketed(&c[0])));
        assert!(!ask(50.0, "12 (34.6)", |c| is_bracketed(&c[0])));
    }
}

//! Raised and lowered marks set back on the line that they belong to.
//!
//! A footnote mark or an index is printed small, touches the word before it and overlaps it in
//! height, but its baseline may be as far off as that of a line of its own. By baselines alone
//! « 2011⁽¹⁾ » reads « (1) 2011 », and a row gains a line that it does not have.

use super::frame::{Line, Token};

/// Letters of a mark against those of the word that it stands by.
const SMALL: f32 = 0.88;
/// How far a mark stands from its word, in the word's letters.
const NEAR: f32 = 0.25;
/// How much of a mark stands beside its word.
const BESIDE: f32 = 0.4;

/// Moves marks between neighbouring lines, and drops the lines that held nothing else.
pub(super) fn settle(lines: &mut Vec<Line<'_>>) {
    for at in 1..lines.len() {
        let (above, below) = lines.split_at_mut(at);
        let (Some(above), Some(below)) = (above.last_mut(), below.first_mut()) else { continue };
        move_marks(above, below);
        move_marks(below, above);
    }
    lines.retain(|l| !l.tokens.is_empty());
}

/// Moves the marks among the tokens of one line that belong to the words of another.
fn move_marks<'a>(from: &mut Line<'a>, to: &mut Line<'a>) {
    if !from.tokens.iter().any(|t| is_small(t.size, to.size)) {
        return;
    }
    let own = |t: &Token<'_>| to.tokens.iter().any(|word| is_mark(t, word));
    if !from.tokens.iter().any(own) {
        return;
    }
    let (marks, rest): (Vec<_>, Vec<_>) = from.tokens.drain(..).partition(own);
    from.tokens = rest;
    for mark in marks {
        to.bbox = to.bbox.union(mark.bbox);
        to.tokens.push(mark);
    }
    let Some(first) = from.tokens.first() else { return };
    from.bbox = from.tokens.iter().fold(first.bbox, |b, t| b.union(t.bbox));
    from.size = from.tokens.iter().map(|t| t.size).fold(0.0, f32::max);
}

/// Whether letters of one size are marks beside those of another.
pub(super) fn is_small(mark: f32, word: f32) -> bool {
    mark < SMALL * word
}

fn is_mark(token: &Token<'_>, word: &Token<'_>) -> bool {
    let gap = token.bbox.x0 - word.bbox.x1;
    let beside = token.bbox.y1.min(word.bbox.y1) - token.bbox.y0.max(word.bbox.y0);
    is_small(token.size, word.size)
        && (-NEAR * word.size..NEAR * word.size).contains(&gap)
        && beside > BESIDE * token.bbox.height()
}

#[cfg(test)]
mod tests {
    use crate::layout::tables::frame::{lines, tests::page, tokens};

    #[test]
    fn a_raised_mark_stands_behind_its_word() {
        let mut page =
            page(&[(50.0, 100.0, "2010 2011"), (92.5, 95.0, "(1)"), (50.0, 88.0, "Men")]);
        page.words[2].size = 7.0;
        page.words[2].bbox.y1 = 97.0;
        let lines = lines(tokens(&page));
        let texts: Vec<Vec<&str>> =
            lines.iter().map(|l| l.tokens.iter().map(|t| t.text).collect()).collect();
        assert_eq!(texts, [vec!["Men"], vec!["2010", "2011", "(1)"]]);
    }
}

//! Dots that lead the eye from a label to its number, told from what they join.
//!
//! Producers print them as one run, glued to the label and even to the number
//! (`Fees.......77.50`), or as dots with spaces between. Either way they are drawing, not text:
//! the cell ends where they begin, and the next begins where they end.

use super::frame::Token;
use super::values::Kind;

/// Dots that make a leader.
const LEAST: usize = 4;

/// The bytes at which a word is to be parted: where a run of dots begins and ends.
pub(super) fn cuts(text: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    for (byte, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let dots = match c {
            '.' => 1,
            '…' => 3,
            _ => 0,
        };
        match &mut run {
            Some(open) if dots > 0 => open.1 += dots,
            None if dots > 0 => run = Some((byte, dots)),
            _ => {
                if let Some((from, _)) = run.take().filter(|r| r.1 >= LEAST) {
                    cuts.extend([from, byte]);
                }
            }
        }
    }
    cuts.retain(|c| *c > 0 && *c < text.len());
    cuts
}

/// Makes leaders of runs of single dots, on tokens in the order of drawing.
pub(super) fn mark(tokens: &mut [Token<'_>]) {
    let mut from = 0;
    while from < tokens.len() {
        let follows = |pair: &[Token<'_>]| match pair {
            [a, b] => {
                is_dot(b)
                    && (b.baseline - a.baseline).abs() < 0.2 * a.size
                    && (0.0..1.2 * a.size).contains(&(b.bbox.x0 - a.bbox.x0))
            }
            _ => false,
        };
        let rest = tokens.get_mut(from..).unwrap_or_default();
        let dot = rest.first().is_some_and(is_dot);
        let run = if dot { 1 + rest.windows(2).take_while(|p| follows(p)).count() } else { 1 };
        if run >= LEAST {
            rest.iter_mut().take(run).for_each(|t| t.kind = Kind::Leader);
        }
        from += run;
    }
}

fn is_dot(token: &Token<'_>) -> bool {
    token.text.chars().all(|c| c == '.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::tables::frame::{tests::page, tokens};

    #[test]
    fn a_leader_is_parted_from_label_and_number() {
        assert_eq!(cuts("Fees.....77.50"), [4, 9]);
        assert_eq!(cuts("Fees....."), [4]);
        assert_eq!(cuts("Fees……77"), [4, 10]);
        assert!(cuts("1.2.3...").is_empty());
        assert!(cuts(".....").is_empty());
    }

    #[test]
    fn dots_with_spaces_between_are_a_leader() {
        let page = page(&[(50.0, 100.0, "Fees . . . . 77"), (50.0, 120.0, "None . . 5")]);
        let leaders = tokens(&page).iter().filter(|t| t.kind == Kind::Leader).count();
        assert_eq!(leaders, 4);
    }
}

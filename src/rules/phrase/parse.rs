//! A phrase as written, cut into words, slots, gaps, alternatives and optional parts.
//!
//! Round brackets are alternatives only where a `|` stands between them: officers copy sentences
//! that hold real ones. `\` before a mark makes it literal. Faults name their byte in the phrase.

use super::fault::{Fault, PhraseError};
use super::reading::fold_words;
use super::slot::SlotKind;

/// A piece of a phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// A word or mark, folded.
    Word(String),
    /// Any word that opens so.
    Stem(String),
    /// `{nom:type}`.
    Slot {
        /// Its name.
        name: String,
        /// Its type.
        kind: SlotKind,
    },
    /// `{*}` or `{~}`.
    Gap(Gap),
    /// `(a|b)`.
    Choice(Vec<Vec<Self>>),
    /// `[a]`, `[a|b]`.
    Optional(Vec<Vec<Self>>),
}

/// How far a gap may reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// `{*}`: over anything in the paragraph.
    Paragraph,
    /// `{~}`: over anything in the sentence but counts, amounts and percentages.
    Sentence,
}

/// Brackets within brackets at most: the parser calls itself for each.
pub(super) const MAX_DEPTH: usize = 16;

/// Bytes of a phrase at most: a long paragraph. Brackets are looked ahead for.
pub(super) const MAX_BYTES: usize = 8_000;

/// Cuts a phrase; a slot without a type is of type `default`.
pub(super) fn parse(written: &str, default: SlotKind) -> Result<Vec<Node>, PhraseError> {
    if written.len() > MAX_BYTES {
        return Err(PhraseError::new(0, 1, Fault::TooBig(written.len())));
    }
    let mut parser = Parser { written, at: 0, default, seen: Vec::new(), depth: 0 };
    let mut branches = parser.branches(None)?;
    Ok(branches.pop().unwrap_or_default())
}

struct Parser<'a> {
    written: &'a str,
    at: usize,
    default: SlotKind,
    /// Names of the slots that may stand in one match with what follows.
    seen: Vec<String>,
    /// Brackets that are open.
    depth: usize,
}

/// A run of literal text on its way to words, and the real brackets that are open in it.
#[derive(Default)]
struct Run {
    nodes: Vec<Node>,
    text: String,
    depth: usize,
}

impl Run {
    /// Turns the text so far into words.
    fn flush(&mut self) {
        self.nodes.extend(fold_words(&self.text).into_iter().map(Node::Word));
        self.text.clear();
    }

    /// Turns the text so far into words, the last one a stem.
    fn flush_stem(&mut self) {
        self.flush();
        if let Some(Node::Word(word)) = self.nodes.pop() {
            self.nodes.push(Node::Stem(word));
        }
    }
}

impl Parser<'_> {
    /// Reads sequences separated by `|` up to the closing bracket, or to the end.
    fn branches(&mut self, close: Option<char>) -> Result<Vec<Vec<Node>>, PhraseError> {
        let opened = self.at.saturating_sub(1);
        if self.depth > MAX_DEPTH {
            return Err(PhraseError::new(opened, 1, Fault::TooDeep));
        }
        self.depth += 1;
        let outer = self.seen.len();
        let mut inner: Vec<String> = Vec::new();
        let mut branches = Vec::new();
        loop {
            let (nodes, end) = self.sequence(close)?;
            branches.push(nodes);
            inner.extend(self.seen.drain(outer..));
            match end {
                Some('|') => {}
                None if close.is_some() => {
                    return Err(PhraseError::new(opened, 1, Fault::Unclosed(close.unwrap_or(']'))));
                }
                _ => break,
            }
        }
        self.depth -= 1;
        inner.dedup();
        self.seen.extend(inner);
        Ok(branches)
    }

    /// Reads up to `|`, the closing bracket or the end, and says which.
    fn sequence(&mut self, close: Option<char>) -> Result<(Vec<Node>, Option<char>), PhraseError> {
        let mut run = Run::default();
        while let Some(character) = self.peek() {
            let start = self.at;
            self.at += character.len_utf8();
            match character {
                '\\' => self.escape(&mut run),
                '{' => self.brace(start, &mut run)?,
                '[' => {
                    run.flush();
                    run.nodes.push(Node::Optional(self.branches(Some(']'))?));
                }
                '(' if self.holds_choice() => {
                    run.flush();
                    run.nodes.push(Node::Choice(self.branches(Some(')'))?));
                }
                '*' if run.text.ends_with(char::is_alphabetic) => run.flush_stem(),
                '|' if close.is_some() && run.depth == 0 => {
                    run.flush();
                    return Ok((run.nodes, Some('|')));
                }
                _ if Some(character) == close && (character == ']' || run.depth == 0) => {
                    run.flush();
                    return Ok((run.nodes, Some(character)));
                }
                '}' | ']' | '|' => {
                    return Err(PhraseError::new(start, 1, Fault::Stray(character)));
                }
                _ => literal(character, &mut run),
            }
        }
        run.flush();
        Ok((run.nodes, None))
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn rest(&self) -> &str {
        self.written.get(self.at..).unwrap_or("")
    }

    fn escape(&mut self, run: &mut Run) {
        if let Some(character) = self.peek() {
            self.at += character.len_utf8();
            run.text.push(character);
        }
    }

    /// Whether the round bracket just opened holds a `|` of its own before it closes.
    fn holds_choice(&self) -> bool {
        let (mut round, mut other, mut bar) = (0usize, 0usize, false);
        let mut characters = self.rest().chars();
        while let Some(character) = characters.next() {
            match character {
                '\\' => drop(characters.next()),
                '(' => round += 1,
                ')' if round == 0 => return bar,
                ')' => round -= 1,
                '[' | '{' => other += 1,
                ']' | '}' => other = other.saturating_sub(1),
                '|' if round == 0 && other == 0 => bar = true,
                _ => {}
            }
        }
        false
    }

    /// Reads a slot or a gap behind its opening brace.
    fn brace(&mut self, start: usize, run: &mut Run) -> Result<(), PhraseError> {
        run.flush();
        let Some(length) = self.rest().find(['{', '}']) else {
            return Err(PhraseError::new(start, 1, Fault::Unclosed('}')));
        };
        let inside = self.rest().get(..length).unwrap_or("").to_owned();
        if self.rest().get(length..).is_some_and(|r| r.starts_with('{')) {
            return Err(PhraseError::new(start, 1, Fault::Unclosed('}')));
        }
        self.at += length + 1;
        run.nodes.push(self.slot(&inside, start + 1)?);
        Ok(())
    }

    fn slot(&mut self, inside: &str, offset: usize) -> Result<Node, PhraseError> {
        match inside.trim() {
            "*" => return Ok(Node::Gap(Gap::Paragraph)),
            "~" => return Ok(Node::Gap(Gap::Sentence)),
            _ => {}
        }
        let (name, kind) = match inside.split_once(':') {
            None => (inside.trim(), self.default),
            Some((name, kind)) => (name.trim(), slot_kind(kind, offset + name.len() + 1)?),
        };
        if name.is_empty() || !name.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
            let fault = Fault::SlotName(name.to_owned());
            return Err(PhraseError::new(offset, inside.len().max(1), fault));
        }
        if self.seen.iter().any(|s| s == name) {
            return Err(PhraseError::new(offset, name.len(), Fault::Duplicate(name.to_owned())));
        }
        self.seen.push(name.to_owned());
        Ok(Node::Slot { name: name.to_owned(), kind })
    }
}

fn slot_kind(written: &str, offset: usize) -> Result<SlotKind, PhraseError> {
    SlotKind::named(written.trim()).ok_or_else(|| {
        PhraseError::new(offset, written.len().max(1), Fault::slot_type(written.trim()))
    })
}

fn literal(character: char, run: &mut Run) {
    match character {
        '(' => run.depth += 1,
        ')' => run.depth = run.depth.saturating_sub(1),
        _ => {}
    }
    run.text.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Node {
        Node::Word(text.to_owned())
    }

    fn nodes(written: &str) -> Vec<Node> {
        parse(written, SlotKind::Number).unwrap()
    }

    #[test]
    fn round_brackets_are_alternatives_only_with_a_bar() {
        assert_eq!(nodes("a (b)"), [word("a"), word("("), word("b"), word(")")]);
        let choice = vec![vec![word("b")], vec![word("c"), word("d")]];
        assert_eq!(nodes("a (b|c d)"), [word("a"), Node::Choice(choice)]);
        let nested = vec![vec![word("x"), word("("), word("y"), word(")")], vec![word("z")]];
        assert_eq!(nodes("(x (y)|z)"), [Node::Choice(nested)]);
        assert_eq!(nodes(r"\[a\|b\]"), ["[", "a", "|", "b", "]"].map(word));
    }

    #[test]
    fn a_star_behind_a_letter_makes_a_stem() {
        assert_eq!(nodes("est réalisé*"), [word("est"), Node::Stem("realise".to_owned())]);
        assert_eq!(nodes("a * b"), [word("a"), word("*"), word("b")]);
    }

    #[test]
    fn a_slot_may_stand_once_in_each_alternative() {
        assert!(parse("({a} x|y {a})", SlotKind::Number).is_ok());
        let error = parse("({a} x|y) {a}", SlotKind::Number).unwrap_err();
        assert_eq!((error.offset, error.length), (11, 1));
    }
}

//! Texts that a phrase would match, made of its own words: « 12 personnes suivies » for
//! `{valeur} personnes suivies`.
//!
//! A rule that an earlier one reads cannot be told from the words of the two: both are programs
//! of alternatives and gaps. So the later one's words are written out and the earlier one is
//! asked. Each alternative comes at least once; what stands in gaps is no word of any rule.

use super::parse::{Gap, Node, parse};
use super::slot::SlotKind;

/// Samples of one phrase at most: more than the alternatives of an honest sentence.
const MAX_SAMPLES: usize = 64;

/// A phrase as written, its pieces known.
pub(in crate::rules) struct Sketch {
    nodes: Vec<Node>,
}

impl Sketch {
    /// The pieces of a phrase; `None` where it does not parse, which is told elsewhere.
    pub(in crate::rules) fn new(written: &str, default: SlotKind) -> Option<Self> {
        parse(written, default).ok().map(|nodes| Self { nodes })
    }

    /// Its slots in order, with their types.
    pub(in crate::rules) fn slots(&self) -> Vec<(&str, SlotKind)> {
        let mut out = Vec::new();
        slots(&self.nodes, &mut out);
        out
    }

    /// Whether it is one slot and nothing else.
    pub(in crate::rules) fn is_bare_slot(&self) -> bool {
        matches!(self.nodes.as_slice(), [Node::Slot { .. }])
    }

    /// Texts that it should match, not all of which it does: a number may be of the wrong type
    /// for the words beside it.
    pub(in crate::rules) fn samples(&self) -> impl Iterator<Item = String> {
        let count = ways(&self.nodes).min(MAX_SAMPLES);
        (0..count).map(|nth| {
            let mut choices = Choices { nth, stride: 1 };
            let mut words = Vec::new();
            choices.write(&self.nodes, &mut words);
            words.join(" ")
        })
    }
}

fn slots<'n>(nodes: &'n [Node], out: &mut Vec<(&'n str, SlotKind)>) {
    for node in nodes {
        match node {
            Node::Slot { name, kind } => out.push((name, *kind)),
            Node::Choice(branches) | Node::Optional(branches) => {
                for branch in branches {
                    slots(branch, out);
                }
            }
            Node::Word(_) | Node::Stem(_) | Node::Gap(_) => {}
        }
    }
}

/// The ways to write pieces out, as a product, but for what no sample will go to.
fn ways(nodes: &[Node]) -> usize {
    let each = nodes.iter().map(|node| match node {
        Node::Word(_) => 1,
        Node::Stem(_) => 2,
        Node::Gap(gap) => gaps(*gap).len(),
        Node::Slot { kind, .. } => fillings(*kind).len(),
        Node::Choice(branches) => within(branches, 0),
        Node::Optional(branches) => within(branches, 1),
    });
    each.fold(1usize, usize::saturating_mul)
}

fn within(branches: &[Vec<Node>], more: usize) -> usize {
    let deepest = branches.iter().map(|branch| ways(branch)).max().unwrap_or(1);
    (branches.len() + more).saturating_mul(deepest)
}

/// The digits of a sample's number, each of which decides one piece.
struct Choices {
    nth: usize,
    stride: usize,
}

impl Choices {
    /// The next decision, of `count`.
    fn next(&mut self, count: usize) -> usize {
        // Samples end before a digit this high would go through its values: it goes with the first.
        if self.stride.saturating_mul(count) > MAX_SAMPLES {
            self.stride = 1;
        }
        let choice = self.nth / self.stride % count.max(1);
        self.stride = self.stride.saturating_mul(count.max(1));
        choice
    }

    fn write(&mut self, nodes: &[Node], words: &mut Vec<String>) {
        for node in nodes {
            match node {
                Node::Word(word) => words.push(word.clone()),
                // A word of that very form may be another phrase's.
                Node::Stem(word) => {
                    let ending = if self.next(2) == 0 { "ment" } else { "" };
                    words.push(format!("{word}{ending}"));
                }
                Node::Gap(gap) => {
                    let known = gaps(*gap);
                    let filling = known.get(self.next(known.len()));
                    words.extend(filling.filter(|f| !f.is_empty()).map(|&f| f.to_owned()));
                }
                Node::Slot { kind, .. } => {
                    let known = fillings(*kind);
                    words.extend(
                        known.get(self.next(known.len())).map(|&filling| filling.to_owned()),
                    );
                }
                Node::Choice(branches) => self.branch(branches, branches.len(), words),
                Node::Optional(branches) => self.branch(branches, branches.len() + 1, words),
            }
        }
    }

    fn branch(&mut self, branches: &[Vec<Node>], count: usize, words: &mut Vec<String>) {
        let choice = self.next(count);
        if let Some(branch) = branches.get(choice) {
            self.write(branch, words);
        }
    }
}

/// What may stand in a gap, in the ways that the other gap would not pass over.
fn gaps(gap: Gap) -> &'static [&'static str] {
    match gap {
        Gap::Sentence => &["quelconque", ""],
        Gap::Paragraph => &["quelconque", "", "de 3 choses. Une autre"],
    }
}

/// What a slot of a type may hold, in the ways that another type would not take.
fn fillings(kind: SlotKind) -> &'static [&'static str] {
    match kind {
        SlotKind::Number => &["12", "12,5", "1 200 €", "12 %"],
        SlotKind::Integer => &["12"],
        SlotKind::Amount => &["1 200 €", "1 200,50 €", "1 200"],
        SlotKind::Year => &["2023"],
        SlotKind::Date => &["3 mars 2023"],
        SlotKind::Percent => &["12 %", "12,5 %"],
        SlotKind::Code => &["1.1", "3", "A.2"],
        SlotKind::Rank => &["3", "II"],
        SlotKind::Word => &["quelconque"],
        SlotKind::Name => &["CESAM", "Association du Val"],
        SlotKind::Words => &["chose quelconque", "quelconque"],
        SlotKind::Text => &["chose quelconque", "un texte de bien plus de six mots, et 3 choses"],
        SlotKind::List => &["73 mesures et 31 accueils"],
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Phrase, Reading};
    use super::*;

    fn samples(written: &str) -> Vec<String> {
        Sketch::new(written, SlotKind::Number).unwrap().samples().collect()
    }

    #[test]
    fn each_alternative_is_written_out() {
        assert_eq!(samples("Suivi (a|b) [c]"), ["suivi a c", "suivi b c", "suivi a", "suivi b"]);
        assert_eq!(
            samples("réalisé* {~} {n:entier}"),
            ["realisement quelconque 12", "realise quelconque 12", "realisement 12", "realise 12"]
        );
        let many: Vec<String> = samples("(a|b|c|d|e) (f|g|h|i|j) (k|l|m|n|o) (p|q|r|s|t)");
        assert_eq!(many.len(), MAX_SAMPLES);
        for word in "abcdefghijklmnopqrst".chars() {
            assert!(many.iter().any(|s| s.contains(word)), "{word}");
        }
    }

    #[test]
    fn a_phrase_matches_its_own_samples() {
        for written in [
            "l'État {~} à hauteur de {valeur:montant}",
            "({tout:entier} personnes|{tout:entier} ménages) [dont {partie:entier} femmes]",
            "{operateur:nom} a [bien] été retenu* le {jour:date}",
        ] {
            let phrase = Phrase::compile(written).unwrap();
            let all = samples(written);
            let matched = all.iter().filter(|s| phrase.find(&Reading::new(s)).is_some()).count();
            assert!(matched * 2 >= all.len(), "{written}: {matched} of {}", all.len());
        }
    }

    #[test]
    fn slots_are_known_with_their_types() {
        let sketch = Sketch::new("{a} (x {b:nom}|y)", SlotKind::Amount).unwrap();
        assert_eq!(sketch.slots(), [("a", SlotKind::Amount), ("b", SlotKind::Name)]);
        assert!(!sketch.is_bare_slot());
        assert!(Sketch::new("{a}", SlotKind::Text).unwrap().is_bare_slot());
    }
}

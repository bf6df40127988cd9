//! A phrase as steps for the search: alternatives become splits, the last full stop optional.
//!
//! Takes what [`super::parse`] gives and gives a list of [`Step`]s, no longer than
//! [`MAX_STEPS`]: alternatives within alternatives multiply.

use super::fault::{Fault, PhraseError};
use super::parse::{Gap, Node};
use super::slot::{Context, SlotKind};

/// Steps of a phrase at most; a sentence has fewer than a hundred.
pub(super) const MAX_STEPS: usize = 2_000;

/// A step of the search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// This word or mark.
    Word(Box<str>),
    /// One of these words: `à`, `au`, `aux` before a name.
    OneOf(&'static [&'static str]),
    /// A word that opens so.
    Stem(Box<str>),
    /// The full stop that closes the phrase; `strict` asks for it or the end of the text.
    Stop {
        /// Whether what stands before could end anywhere.
        strict: bool,
    },
    /// A slot.
    Slot {
        /// Its place in [`Program::slots`].
        slot: usize,
        /// Its type.
        kind: SlotKind,
        /// What surrounds it.
        around: Context,
    },
    /// A gap.
    Gap(Gap),
    /// One way first, then the other.
    Split(usize, usize),
    /// Go on there.
    Jump(usize),
    /// Matched.
    Accept,
}

impl Step {
    /// What the step looks for, in French.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Word(word) => format!("« {word} »"),
            Self::OneOf(words) => format!("« {} »", words.join(" », « ")),
            Self::Stem(word) => format!("un mot en « {word}… »"),
            Self::Stop { .. } => "« . »".to_owned(),
            Self::Slot { kind, .. } => kind.told().to_owned(),
            Self::Gap(_) | Self::Split(..) | Self::Jump(_) => "la suite".to_owned(),
            Self::Accept => "la fin du texte".to_owned(),
        }
    }
}

/// A compiled phrase.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Program {
    pub(super) steps: Vec<Step>,
    /// The names of the slots.
    pub(super) slots: Vec<String>,
    /// Words that every match holds.
    pub(super) required: Vec<Box<str>>,
    /// The words with which every match opens; `None` where it may open with anything.
    pub(super) openings: Option<Vec<Box<str>>>,
}

/// `à` and what it becomes with an article.
const TO: &[&str] = &["a", "au", "aux"];
/// `de` and what it becomes with an article.
const OF: &[&str] = &["de", "du", "des", "d'"];

/// Turns the pieces of a phrase into steps.
pub(super) fn assemble(mut nodes: Vec<Node>, length: usize) -> Result<Program, PhraseError> {
    let stop = nodes.last() == Some(&Node::Word(".".to_owned())) && nodes.len() > 1;
    if stop {
        nodes.pop();
    }
    if nodes.iter().all(may_be_empty) {
        return Err(PhraseError::new(0, length, Fault::Empty));
    }
    let mut program = Program { required: required(&nodes), ..Program::default() };
    program.sequence(&nodes);
    if stop {
        let strict = nodes.last().is_some_and(is_lazy);
        program.steps.push(Step::Stop { strict });
    }
    program.steps.push(Step::Accept);
    if program.steps.len() > MAX_STEPS {
        return Err(PhraseError::new(0, length, Fault::TooLong(program.steps.len())));
    }
    program.look_around();
    program.openings = program.openings();
    Ok(program)
}

fn may_be_empty(node: &Node) -> bool {
    match node {
        Node::Gap(_) | Node::Optional(_) => true,
        Node::Choice(branches) => branches.iter().any(|b| b.iter().all(may_be_empty)),
        Node::Word(_) | Node::Stem(_) | Node::Slot { .. } => false,
    }
}

fn is_lazy(node: &Node) -> bool {
    match node {
        Node::Gap(_) => true,
        Node::Slot { kind, .. } => kind.is_lazy(),
        _ => false,
    }
}

/// The words outside optional parts and alternatives, those that may be contracted left out.
fn required(nodes: &[Node]) -> Vec<Box<str>> {
    let mut out: Vec<Box<str>> = Vec::new();
    for (at, node) in nodes.iter().enumerate() {
        match node {
            Node::Word(word) if contraction(word, nodes.get(at + 1)).is_none() => {
                out.push(word.as_str().into());
            }
            _ => {}
        }
    }
    out.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    out.dedup();
    out
}

/// The forms that `à` and `de` take before a name.
fn contraction(word: &str, next: Option<&Node>) -> Option<&'static [&'static str]> {
    if !matches!(next, Some(Node::Slot { kind: SlotKind::Name, .. })) {
        return None;
    }
    [TO, OF].into_iter().find(|forms| forms.contains(&word))
}

impl Program {
    fn sequence(&mut self, nodes: &[Node]) {
        for (at, node) in nodes.iter().enumerate() {
            self.node(node, nodes.get(at + 1));
        }
    }

    fn node(&mut self, node: &Node, next: Option<&Node>) {
        match node {
            Node::Word(word) => match contraction(word, next) {
                Some(forms) => self.steps.push(Step::OneOf(forms)),
                None => self.steps.push(Step::Word(word.as_str().into())),
            },
            Node::Stem(word) => self.steps.push(Step::Stem(word.as_str().into())),
            Node::Gap(gap) => self.steps.push(Step::Gap(*gap)),
            Node::Slot { name, kind } => {
                let slot = self.slot(name);
                self.steps.push(Step::Slot { slot, kind: *kind, around: Context::default() });
            }
            Node::Choice(branches) => self.branches(branches, false),
            Node::Optional(branches) => self.branches(branches, true),
        }
    }

    fn slot(&mut self, name: &str) -> usize {
        self.slots.iter().position(|s| s == name).unwrap_or_else(|| {
            self.slots.push(name.to_owned());
            self.slots.len() - 1
        })
    }

    /// Each branch behind a split, the next split behind it; without any, if that is allowed.
    fn branches(&mut self, branches: &[Vec<Node>], skippable: bool) {
        let mut jumps = Vec::new();
        for (nth, branch) in branches.iter().enumerate() {
            let last = nth + 1 == branches.len() && !skippable;
            let split = self.steps.len();
            if !last {
                self.steps.push(Step::Split(split + 1, split + 1));
            }
            self.sequence(branch);
            jumps.push(self.steps.len());
            self.steps.push(Step::Jump(0));
            let behind = self.steps.len();
            if let Some(Step::Split(_, other)) = self.steps.get_mut(split).filter(|_| !last) {
                *other = behind;
            }
        }
        let end = self.steps.len();
        for jump in jumps {
            if let Some(Step::Jump(target)) = self.steps.get_mut(jump) {
                *target = end;
            }
        }
    }

    /// Tells each slot what follows it.
    fn look_around(&mut self) {
        for at in 0..self.steps.len() {
            let following = self.following(at + 1);
            let last = matches!(following, Some(Step::Accept));
            let currency =
                matches!(following, Some(Step::Word(w)) if matches!(&**w, "€" | "euro" | "euros"));
            if let Some(Step::Slot { around, .. }) = self.steps.get_mut(at) {
                *around = Context { last, currency };
            }
        }
    }

    /// The step that comes next, jumps followed.
    fn following(&self, mut at: usize) -> Option<&Step> {
        while let Some(Step::Jump(target)) = self.steps.get(at) {
            at = *target;
        }
        self.steps.get(at)
    }
}

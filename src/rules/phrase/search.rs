//! The search for a phrase in a text: depth first with its own stack, under a budget of steps.
//!
//! Gaps and text slots take as little as they can; a number inside them is passed over whole, so
//! that the full stop of « 1.1 » ends nothing. A search that runs out of budget matches nothing.

use std::ops::Range;

use super::near::Slip;
use super::parse::Gap;
use super::program::{Program, Step};
use super::reading::{Class, Reading};
use super::slot::{self, Context, SlotKind};
use super::{Capture, Match};
use crate::number::Kind;

/// Steps that one phrase may take in one text. An honest sentence takes a few hundred.
const BUDGET: u32 = 100_000;

/// Steps more for each lexeme, so that a long text can be gone through from end to end.
const BUDGET_PER_LEXEME: u32 = 16;

/// Where a match may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// Anywhere.
    Free,
    /// At the end of the text, but for closing marks.
    Whole,
}

/// A place to come back to.
struct Frame {
    step: usize,
    at: usize,
    captures: usize,
    then: Then,
}

/// What to do on coming back.
enum Then {
    /// Go on with these captures.
    Resume(Vec<Capture>),
    /// Let the gap or text slot that began at this lexeme take one more.
    Stretch(usize),
}

/// A search for a phrase in a text.
pub(super) struct Search<'a> {
    pub(super) program: &'a Program,
    pub(super) reading: &'a Reading<'a>,
    end: End,
    pub(super) budget: u32,
    stack: Vec<Frame>,
    captures: Vec<Capture>,
    /// Where the match that is tried opens.
    start: usize,
    /// The farthest step that failed so far.
    pub(super) farthest: Option<Failure>,
    /// The one step that may fail and be passed over, where near misses are looked for.
    pub(super) slip: Option<Slip>,
}

/// A step that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) step: usize,
    pub(super) start: usize,
    pub(super) at: usize,
}

impl<'a> Search<'a> {
    pub(super) fn new(program: &'a Program, reading: &'a Reading<'a>, end: End) -> Self {
        let length = u32::try_from(reading.lexemes.len()).unwrap_or(u32::MAX);
        let budget = BUDGET.saturating_add(length.saturating_mul(BUDGET_PER_LEXEME));
        Self {
            program,
            reading,
            end,
            budget,
            stack: Vec::new(),
            captures: Vec::new(),
            start: 0,
            farthest: None,
            slip: None,
        }
    }

    /// Whether the text holds every word that the phrase cannot do without.
    pub(super) fn is_possible(&self) -> bool {
        self.program.required.iter().all(|w| !self.reading.positions(w).is_empty())
    }

    /// The first match at or behind a lexeme, and the lexeme behind it.
    pub(super) fn next(&mut self, from: usize) -> Option<(Match, usize)> {
        if let Some(Step::Word(word)) = self.program.steps.first() {
            let starts = self.reading.positions(word);
            let first = starts.partition_point(|&at| (at as usize) < from);
            return starts.get(first..)?.iter().find_map(|&at| self.at(at as usize));
        }
        (from..self.reading.lexemes.len()).find_map(|at| self.at(at))
    }

    /// The match that opens at a lexeme.
    pub(super) fn at(&mut self, start: usize) -> Option<(Match, usize)> {
        self.start = start;
        self.captures.clear();
        self.stack.clear();
        self.stack.push(Frame { step: 0, at: start, captures: 0, then: Then::Resume(Vec::new()) });
        let end = self.run()?;
        if end <= start {
            return None;
        }
        let range = slot::range(self.reading, start, end);
        Some((Match { range, captures: std::mem::take(&mut self.captures) }, end))
    }

    fn run(&mut self) -> Option<usize> {
        while let Some(frame) = self.stack.pop() {
            self.captures.truncate(frame.captures);
            let resumed = match frame.then {
                Then::Resume(captures) => {
                    self.captures.extend(captures);
                    Some((frame.step, frame.at))
                }
                Then::Stretch(from) => self.stretch(frame.step, from, frame.at),
            };
            if let Some(end) = resumed.and_then(|(step, at)| self.advance(step, at)) {
                return Some(end);
            }
            if self.budget == 0 {
                return None;
            }
        }
        None
    }

    /// Follows steps until one fails or all are done.
    fn advance(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            self.budget = self.budget.checked_sub(1)?;
            match self.program.steps.get(step)? {
                Step::Accept => return self.accepts(at).then_some(at),
                Step::Jump(target) => {
                    step = *target;
                    continue;
                }
                Step::Split(one, other) => {
                    self.push(*other, at, Vec::new());
                    step = *one;
                    continue;
                }
                Step::Gap(_) => {
                    self.push_stretch(step, at, at);
                    step += 1;
                    continue;
                }
                Step::Slot { slot, kind, around } => {
                    self.fill(step, at, *slot, *kind, *around);
                    return None;
                }
                literal => {
                    let Some(next) = self.literal(literal, at) else {
                        self.pass_over(step, at);
                        return self.fail(step, at);
                    };
                    at = next;
                }
            }
            step += 1;
        }
    }

    /// Keeps the failure if none went farther.
    fn fail(&mut self, step: usize, at: usize) -> Option<usize> {
        if at > self.start && self.farthest.is_none_or(|f| f.step < step) {
            self.farthest = Some(Failure { step, start: self.start, at });
        }
        None
    }

    pub(super) fn literal(&self, step: &Step, at: usize) -> Option<usize> {
        if let Step::Stop { strict } = step {
            return self.closing(at, *strict);
        }
        self.reading.lexemes.get(at)?;
        let form = self.reading.form(at);
        let fits = match step {
            Step::Word(word) => form == &**word,
            Step::OneOf(words) => words.contains(&form),
            Step::Stem(opening) => form.starts_with(&**opening),
            _ => false,
        };
        fits.then_some(at + 1)
    }

    /// The lexeme behind the closing full stop.
    fn closing(&self, at: usize, strict: bool) -> Option<usize> {
        match self.reading.lexemes.get(at) {
            Some(_) if self.reading.form(at) == "." => Some(at + 1),
            Some(_) if strict => None,
            _ => Some(at),
        }
    }

    /// Puts every way to fill a slot on the stack, the best on top.
    fn fill(&mut self, step: usize, at: usize, slot: usize, kind: SlotKind, around: Context) {
        if kind == SlotKind::Text && !around.last {
            self.push_stretch(step, at, at);
            return;
        }
        let name = self.program.slots.get(slot).cloned().unwrap_or_default();
        let fillings = slot::fillings(self.reading, kind, at, around);
        if fillings.is_empty() {
            self.pass_over(step, at);
            self.fail(step, at);
        }
        for filling in fillings.into_iter().rev() {
            let held = filling.held.into_iter();
            let captures =
                held.map(|(range, number)| Capture { slot: name.clone(), range, number }).collect();
            self.push(step + 1, filling.end, captures);
        }
    }

    pub(super) fn push(&mut self, step: usize, at: usize, captures: Vec<Capture>) {
        let held = self.captures.len();
        self.stack.push(Frame { step, at, captures: held, then: Then::Resume(captures) });
    }

    fn push_stretch(&mut self, step: usize, from: usize, at: usize) {
        let captures = self.captures.len();
        self.stack.push(Frame { step, at, captures, then: Then::Stretch(from) });
    }

    /// Takes one more lexeme, or one more number, into a gap or text slot.
    fn stretch(&mut self, step: usize, from: usize, at: usize) -> Option<(usize, usize)> {
        self.budget = self.budget.checked_sub(1)?;
        let sentence = self.program.steps.get(step) == Some(&Step::Gap(Gap::Sentence));
        let next = self.pass(at, sentence)?;
        self.push_stretch(step, from, next);
        if let Some(Step::Slot { slot, .. }) = self.program.steps.get(step) {
            let name = self.program.slots.get(*slot).cloned().unwrap_or_default();
            let range = slot::text_range(self.reading, from, next);
            self.captures.push(Capture { slot: name, range, number: None });
        }
        Some((step + 1, next))
    }

    fn pass(&self, at: usize, sentence: bool) -> Option<usize> {
        let lexeme = self.reading.lexemes.get(at)?;
        let number = self.reading.number_at(at);
        if sentence && (lexeme.ends_sentence || number.is_some_and(|(n, _)| counts(n.kind))) {
            return None;
        }
        Some(number.map_or(at + 1, |(_, end)| end))
    }

    fn accepts(&self, at: usize) -> bool {
        self.end == End::Free
            || (at..self.reading.lexemes.len()).all(|p| {
                self.reading.lexemes.get(p).is_some_and(|l| l.class == Class::Mark)
                    && matches!(self.reading.form(p), "." | "," | ";" | ":" | "!" | "?" | "…" | "*")
            })
    }
}

/// Whether a number says how much.
fn counts(kind: Kind) -> bool {
    matches!(kind, Kind::Count | Kind::Amount | Kind::Percent | Kind::Rate)
}

/// The byte range of a number of the text that stands where a group matched.
pub(super) fn number_in<'a>(
    reading: &'a Reading<'_>,
    range: &Range<usize>,
) -> Option<&'a crate::number::Token> {
    reading.numbers.iter().find(|n| {
        n.range.start >= range.start
            && (n.range.start == range.start || n.range.end <= range.end)
            && n.range.start < range.end
    })
}

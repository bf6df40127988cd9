//! How near a phrase comes to a text in which it does not match, for who writes rules.
//!
//! Takes a program and a text; gives the sentence that was meant: where the phrase matches with
//! one word or slot of it misspelt, missing or with a word more before it. Where two things are
//! wrong, how far it goes from its first word. Which step may fail is told from the words of the
//! text first, so that few of a document's paragraphs are searched at all.

use super::Miss;
use super::program::{Program, Step};
use super::reading::{Reading, fold_words};
use super::search::{End, Search};
use super::slot;

/// Steps that a search with one step passed over may take: a sentence takes a few hundred.
const BUDGET: u32 = 20_000;

/// Steps of a phrase that are tried as the wrong one, at most.
const TRIED: usize = 24;

/// How like two words are that one may be the other misspelt or in another form.
const ALIKE: f64 = 0.85;

/// Letters of a word that says what a sentence is about.
const LONG: usize = 4;

/// Alternatives told as expected.
const TOLD: usize = 4;

/// A step that may fail, and where it did last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slip {
    step: usize,
    at: Option<usize>,
}

/// The near miss of a phrase, as written, in a text; `None` where it matches or nothing of it
/// stands.
pub(super) fn miss(program: &Program, written: &str, reading: &Reading<'_>) -> Option<Miss> {
    let mut search = Search::new(program, reading, End::Free);
    if search.next(0).is_some() {
        return None;
    }
    let weights = Weights::new(program);
    let likely = Likely::new(program, reading);
    let slipped = likely.steps().into_iter().take(TRIED);
    let one_off = slipped.filter_map(|step| slip(program, reading, &weights, step));
    // Of two readings the one whose words are likest is the one that was meant.
    let best = one_off.max_by(|(a, ..), (b, ..)| a.total_cmp(b));
    let told = |step| expected(program, written, step);
    if let Some((_, step, miss)) = best {
        return Some(Miss { expected: told(step)?, ..miss });
    }
    let failure = search.farthest?;
    let (matched, behind) = weights.all.around(failure.step)?;
    let (worded, _) = weights.words.around(failure.step)?;
    let whole = matched + behind;
    Some(Miss {
        range: slot::range(reading, failure.start, failure.at),
        found: slot::range(reading, failure.at, failure.at + 1),
        expected: told(failure.step)?,
        matched,
        whole,
        alike: false,
        likely: worded > 0 && matched * 3 >= whole * 2,
    })
}

/// The match of a phrase with one step passed over, and how like what stands there is.
fn slip(
    program: &Program,
    reading: &Reading<'_>,
    weights: &Weights,
    step: usize,
) -> Option<(f64, usize, Miss)> {
    let mut search = Search::new(program, reading, End::Free);
    search.budget = BUDGET;
    search.slip = Some(Slip { step, at: None });
    // Only where the first word may be the wrong one can the match open anywhere.
    let found = if step == 0 {
        (0..reading.lexemes.len()).find_map(|at| search.at(at))
    } else {
        search.next(0)
    };
    let (found, _) = found?;
    let at = search.slip?.at?;
    let wrong = program.steps.get(step)?;
    let end = reading.number_at(at).map_or(at + 1, |(_, end)| end);
    let like = likeness(wrong, reading.form(at));
    let (before, behind) = weights.all.around(step)?;
    let (words_before, words_behind) = weights.words.around(step)?;
    let (whole, matched) = (before + behind, (before + behind).saturating_sub(weight(wrong)));
    let worded = (words_before + words_behind).saturating_sub(usize::from(is_long(wrong))) > 0;
    let alike = like >= ALIKE;
    let miss = Miss {
        range: found.range,
        found: slot::range(reading, at, end),
        expected: String::new(),
        matched,
        whole,
        alike,
        // Anything may stand in place of the first word: the rest must say enough.
        likely: alike || (worded && matched * 4 >= whole * if before == 0 { 3 } else { 2 }),
    };
    Some((like, step, miss))
}

/// How like a word is to the one that a step looks for; of anything but a word nobody can say.
fn likeness(step: &Step, form: &str) -> f64 {
    match step {
        Step::Word(word) | Step::Stem(word) if is_long(step) => strsim::jaro_winkler(word, form),
        _ => 0.5,
    }
}

/// What is expected at a step: of the first words of alternatives the first few.
fn expected(program: &Program, written: &str, step: usize) -> Option<String> {
    let heads = (0..step).map(|split| heads(program, split)).find(|heads| heads.contains(&step));
    let heads = heads.unwrap_or_else(|| vec![step]);
    let mut all: Vec<String> = Vec::new();
    for piece in heads.iter().filter_map(|&at| program.steps.get(at)).filter(|s| is_piece(s)) {
        let words = told(piece, written);
        if !all.contains(&words) {
            all.push(words);
        }
    }
    if all.is_empty() {
        return Some(told(program.steps.get(step)?, written));
    }
    let more = if all.len() > TOLD { ", …" } else { "" };
    all.truncate(TOLD);
    Some(format!("{}{more}", all.join(", ")))
}

/// What a step looks for, a word with the accents that the phrase has.
fn told(step: &Step, written: &str) -> String {
    let Step::Word(word) = step else { return step.told() };
    let mut words = written.split(|c: char| !c.is_alphanumeric());
    let own = words.find(|own| fold_words(own).iter().map(String::as_str).eq([&**word]));
    format!("« {} »", own.unwrap_or(word))
}

/// The first steps of the alternatives that part at a split; none elsewhere.
fn heads(program: &Program, split: usize) -> Vec<usize> {
    let mut heads = Vec::new();
    let mut at = split;
    while let Some(Step::Split(one, other)) = program.steps.get(at) {
        heads.push(*one);
        at = *other;
    }
    if !heads.is_empty() {
        heads.push(at);
    }
    heads
}

impl Program {
    /// How many of its words stand in a text.
    pub(super) fn shared(&self, reading: &Reading<'_>) -> usize {
        let stands = |step: &&Step| match step {
            Step::Word(word) => !reading.positions(word).is_empty(),
            _ => false,
        };
        self.steps.iter().filter(stands).count()
    }
}

impl Search<'_> {
    /// Where the step that failed is the one that may, goes on behind it: as if the word had
    /// stood there, as if it were not asked for, or past one word more. A slot takes a number of
    /// another type, or one behind one word more: a phrase without its number is none.
    pub(super) fn pass_over(&mut self, step: usize, at: usize) {
        let Some(slip) = self.slip.as_mut().filter(|slip| slip.step == step) else { return };
        slip.at = Some(at);
        let Some(asked) = self.program.steps.get(step) else { return };
        if is_word(asked) {
            self.push(step + 1, at, Vec::new());
        }
        if at >= self.reading.lexemes.len() {
            return;
        }
        match asked {
            Step::Slot { kind, around, .. } if kind.is_numeric() => {
                for filling in
                    slot::fillings(self.reading, *kind, at + 1, *around).into_iter().rev()
                {
                    self.push(step + 1, filling.end, Vec::new());
                }
                if let Some((_, end)) = self.reading.number_at(at) {
                    self.push(step + 1, end, Vec::new());
                }
            }
            Step::Slot { .. } => {}
            word => {
                self.push(step + 1, at + 1, Vec::new());
                if let Some(next) = self.literal(word, at + 1) {
                    self.push(step + 1, next, Vec::new());
                }
            }
        }
    }
}

/// What stands before each step and from it to the end, on the shortest way.
struct Ways {
    before: Vec<Option<usize>>,
    behind: Vec<Option<usize>>,
}

impl Ways {
    fn around(&self, step: usize) -> Option<(usize, usize)> {
        Some(((*self.before.get(step)?)?, (*self.behind.get(step)?)?))
    }
}

/// How much the steps of a phrase tell.
struct Weights {
    all: Ways,
    /// Its long words alone.
    words: Ways,
}

impl Weights {
    fn new(program: &Program) -> Self {
        let words = ways(program, |step| usize::from(is_long(step)));
        Self { all: ways(program, weight), words }
    }
}

/// How much a step tells: an article stands anywhere, a colon says nothing.
fn weight(step: &Step) -> usize {
    match step {
        Step::Word(word) if !word.contains(char::is_alphanumeric) => 0,
        Step::Slot { .. } => 2,
        Step::Word(_) | Step::OneOf(_) | Step::Stem(_) => 1 + usize::from(is_long(step)),
        _ => 0,
    }
}

/// Whether a step is a word long enough to say what a sentence is about.
fn is_long(step: &Step) -> bool {
    match step {
        Step::Word(word) | Step::Stem(word) => {
            word.chars().filter(|c| c.is_alphabetic()).count() >= LONG
        }
        _ => false,
    }
}

/// Which steps may be the wrong one: on a way through the phrase of which the text holds every
/// word, or every word but that one.
struct Likely<'a> {
    program: &'a Program,
    absent: Vec<bool>,
    /// How many absent words stand about each step.
    missing: Ways,
}

impl<'a> Likely<'a> {
    fn new(program: &'a Program, reading: &Reading<'_>) -> Self {
        let absent: Vec<bool> = program.steps.iter().map(|s| is_absent(s, reading)).collect();
        let mut all = absent.iter();
        let missing = ways(program, |_| usize::from(all.next().copied().unwrap_or_default()));
        Self { program, absent, missing }
    }

    fn steps(&self) -> Vec<usize> {
        let Some((_, missing)) = self.missing.around(0).filter(|(_, missing)| *missing < 2) else {
            return Vec::new();
        };
        let on_way = |at: usize| {
            self.missing.around(at).is_some_and(|(before, behind)| before + behind == missing)
        };
        (0..self.program.steps.len())
            .filter(|&at| self.program.steps.get(at).is_some_and(is_piece))
            .filter(|&at| missing == 0 || self.absent.get(at).copied().unwrap_or_default())
            .filter(|&at| on_way(at))
            .collect()
    }
}

/// Whether a step is a word, a mark or a slot.
fn is_piece(step: &Step) -> bool {
    is_word(step) || matches!(step, Step::Slot { .. })
}

/// Whether a step is a word or a mark.
fn is_word(step: &Step) -> bool {
    matches!(step, Step::Word(_) | Step::OneOf(_) | Step::Stem(_))
}

/// Whether a text holds nothing that the step could take.
fn is_absent(step: &Step, reading: &Reading<'_>) -> bool {
    match step {
        Step::Word(word) => reading.positions(word).is_empty(),
        Step::OneOf(words) => words.iter().all(|word| reading.positions(word).is_empty()),
        Step::Stem(opening) => !reading.words().any(|word| word.starts_with(&**opening)),
        Step::Slot { kind, .. } => kind.is_numeric() && reading.numbers.is_empty(),
        _ => false,
    }
}

/// The least cost from the first step to each, its own left out, and from each to the last, its
/// own counted. Steps lead forwards only.
fn ways(program: &Program, cost: impl FnMut(&Step) -> usize) -> Ways {
    let steps = &program.steps;
    let costs: Vec<usize> = steps.iter().map(cost).collect();
    let own = |at: usize| costs.get(at).copied().unwrap_or_default();
    let mut before: Vec<Option<usize>> = vec![None; steps.len()];
    let mut behind: Vec<Option<usize>> = vec![None; steps.len()];
    if let Some(first) = before.first_mut() {
        *first = Some(0);
    }
    for (at, step) in steps.iter().enumerate() {
        let Some(so_far) = before.get(at).copied().flatten() else { continue };
        for next in following(step, at) {
            if let Some(slot) = before.get_mut(next) {
                let way = so_far + own(at);
                *slot = Some(slot.map_or(way, |other| other.min(way)));
            }
        }
    }
    for (at, step) in steps.iter().enumerate().rev() {
        let nearest = match step {
            Step::Accept => Some(0),
            _ => following(step, at).filter_map(|n| behind.get(n).copied().flatten()).min(),
        };
        if let Some(slot) = behind.get_mut(at) {
            *slot = nearest.map(|way| way + own(at));
        }
    }
    Ways { before, behind }
}

/// The steps that may come next.
fn following(step: &Step, at: usize) -> impl Iterator<Item = usize> {
    let (one, other) = match step {
        Step::Split(one, other) => (Some(*one), Some(*other)),
        Step::Jump(target) => (Some(*target), None),
        Step::Accept => (None, None),
        _ => (Some(at + 1), None),
    };
    one.into_iter().chain(other)
}

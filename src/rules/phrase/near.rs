//! How near a phrase comes to a text in which it does not match, for who writes rules.
//!
//! Takes a program and a text; gives the sentence that was meant: where the phrase matches with
//! one word or slot of it misspelt, missing or with a word more before it. Where two things are
//! wrong, how far it goes from its first word. Which step may fail is told from the words of the
//! text first, so that few of a document's paragraphs are searched at all.

use super::Miss;
use super::program::{Program, Step};
use super::reading::Reading;
use super::search::{End, Search};
use super::slot;

/// Steps that a search with one step passed over may take: a sentence takes a few hundred.
const BUDGET: u32 = 20_000;

/// Steps of a phrase that are tried as the wrong one, at most.
const TRIED: usize = 24;

/// How like two words are that one may be the other misspelt or in another form.
const ALIKE: f64 = 0.85;

/// A step that may fail, and where it did last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slip {
    step: usize,
    at: Option<usize>,
}

/// The near miss of a phrase in a text; `None` where it matches or nothing of it stands.
pub(super) fn miss(program: &Program, reading: &Reading<'_>) -> Option<Miss> {
    let mut search = Search::new(program, reading, End::Free);
    if search.next(0).is_some() {
        return None;
    }
    let pieces = Pieces::new(program);
    let likely = Likely::new(program, reading);
    let slipped = likely.steps().into_iter().take(TRIED);
    let one_off = slipped.filter_map(|step| slip(program, reading, &pieces, step));
    // Of two readings the one whose words are likest is the one that was meant.
    let best = one_off.max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.map(|(_, miss)| miss).or_else(|| {
        let failure = search.farthest?;
        let (before, behind) = pieces.around(failure.step)?;
        Some(Miss {
            range: slot::range(reading, failure.start, failure.at),
            found: slot::range(reading, failure.at, failure.at + 1),
            expected: program.steps.get(failure.step)?.told(),
            matched: before,
            pieces: before + behind,
            alike: false,
        })
    })
}

/// The match of a phrase with one step passed over, and how like what stands there is.
fn slip(
    program: &Program,
    reading: &Reading<'_>,
    pieces: &Pieces,
    step: usize,
) -> Option<(f64, Miss)> {
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
    let (before, behind) = pieces.around(step)?;
    let end = reading.number_at(at).map_or(at + 1, |(_, end)| end);
    let like = match wrong {
        Step::Word(word) | Step::Stem(word) => strsim::jaro_winkler(word, reading.form(at)),
        _ => 0.5,
    };
    let miss = Miss {
        range: found.range,
        found: slot::range(reading, at, end),
        expected: wrong.told(),
        matched: (before + behind).saturating_sub(1),
        pieces: before + behind,
        alike: like >= ALIKE,
    };
    Some((like, miss))
}

impl Search<'_> {
    /// Where the step that failed is the one that may, goes on behind it: as if the word had
    /// stood there, as if it were not asked for, or past one word more.
    pub(super) fn pass_over(&mut self, step: usize, at: usize) {
        let Some(slip) = self.slip.as_mut().filter(|slip| slip.step == step) else { return };
        slip.at = Some(at);
        let Some(asked) = self.program.steps.get(step) else { return };
        self.push(step + 1, at, Vec::new());
        if at >= self.reading.lexemes.len() {
            return;
        }
        match asked {
            Step::Slot { kind, around, .. } if kind.is_numeric() => {
                for filling in slot::fillings(self.reading, *kind, at + 1, *around) {
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

/// How many words and slots stand before each step and from it to the end, on the shortest way.
struct Pieces {
    before: Vec<Option<usize>>,
    behind: Vec<Option<usize>>,
}

impl Pieces {
    fn new(program: &Program) -> Self {
        let (before, behind) = ways(program, |step| usize::from(is_piece(step)));
        Self { before, behind }
    }

    fn around(&self, step: usize) -> Option<(usize, usize)> {
        Some(((*self.before.get(step)?)?, (*self.behind.get(step)?)?))
    }
}

/// Which steps may be the wrong one: on a way through the phrase of which the text holds every
/// word, or every word but that one.
struct Likely<'a> {
    program: &'a Program,
    absent: Vec<bool>,
    before: Vec<Option<usize>>,
    behind: Vec<Option<usize>>,
}

impl<'a> Likely<'a> {
    fn new(program: &'a Program, reading: &Reading<'_>) -> Self {
        let absent: Vec<bool> = program.steps.iter().map(|s| is_absent(s, reading)).collect();
        let mut all = absent.iter();
        let (before, behind) =
            ways(program, |_| usize::from(all.next().copied().unwrap_or_default()));
        Self { program, absent, before, behind }
    }

    fn steps(&self) -> Vec<usize> {
        let missing = self.behind.first().copied().flatten().unwrap_or(usize::MAX);
        if missing > 1 {
            return Vec::new();
        }
        let on_way = |at: usize| {
            let before = self.before.get(at).copied().flatten()?;
            let behind = self.behind.get(at).copied().flatten()?;
            Some(before + behind == missing)
        };
        (0..self.program.steps.len())
            .filter(|&at| self.program.steps.get(at).is_some_and(is_piece))
            .filter(|&at| missing == 0 || self.absent.get(at).copied().unwrap_or_default())
            .filter(|&at| on_way(at).unwrap_or_default())
            .collect()
    }
}

/// Whether a step is a word or a slot, which a person would count.
fn is_piece(step: &Step) -> bool {
    matches!(step, Step::Word(_) | Step::OneOf(_) | Step::Stem(_) | Step::Slot { .. })
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
fn ways(
    program: &Program,
    cost: impl FnMut(&Step) -> usize,
) -> (Vec<Option<usize>>, Vec<Option<usize>>) {
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
    (before, behind)
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

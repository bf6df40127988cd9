//! Phrases that an earlier one always reads first, so that they never give anything.
//!
//! A phrase is shadowed where an earlier one of the same rule, or of an earlier rule of the same
//! kind that looks in the same place, takes the same numbers in every sample of it; an example,
//! where it does so in the example. Earlier phrases are found by the rarest word that they need,
//! so that ten thousand rules are not compared two by two.

use std::collections::BTreeMap;

use crate::rules::fault::Source;
use crate::rules::model::{Examples, Text, Texts};
use crate::rules::phrase::{Capture, Match, Phrase, Reading, Sketch, SlotKind};
use crate::rules::read::Written;

/// Phrases that need the same word, or none, that one phrase is held against: the first ones.
const NEAR: usize = 64;

/// Comparisons of one pack; behind them the rest is not looked at.
const TRIES: usize = 100_000;

/// What to do about a rule that another reads before.
const BEFORE: &str = "placer cette règle avant l'autre, ou préciser la phrase de l'autre";

/// A rule as far as shadowing goes.
struct Rule<'a> {
    /// Its first phrase among the entries.
    first: usize,
    id: &'a str,
    /// Where it looks; `None` for everywhere.
    inside: Option<&'a str>,
    /// Where it does not.
    outside: Option<&'a str>,
    /// Whether later rules read the same numbers all the same.
    shares: bool,
    /// Whether it reads a part of its section only, so that the rest is left to later rules.
    bounded: bool,
    examples: Option<&'a Examples>,
}

/// A phrase of a rule.
struct Entry<'a> {
    rule: usize,
    text: &'a Text,
    phrase: Phrase,
    sketch: Sketch,
    way: Way,
}

/// How much of a text a phrase must take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The whole heading; whatever it holds, the heading is taken.
    Title,
    /// A whole paragraph.
    Paragraph,
    /// Words anywhere.
    Words,
}

/// The rules of one kind, in order.
#[derive(Default)]
struct Kind<'a> {
    rules: Vec<Rule<'a>>,
    entries: Vec<Entry<'a>>,
    /// Entries by the rarest word that they need; under « » those that need none.
    by_word: BTreeMap<Box<str>, Vec<usize>>,
    tries: usize,
}

/// Tells the phrases and examples that an earlier phrase reads.
pub(super) fn tell(source: &mut Source, written: &Written) {
    for mut kind in
        [sections(written), fields(written), indicators(written), amounts(written), roles(written)]
    {
        kind.index();
        for at in 0..kind.entries.len() {
            kind.tell_phrase(source, at);
        }
        kind.tell_examples(source);
    }
}

fn sections(written: &Written) -> Kind<'_> {
    let mut kind = Kind::default();
    for b in written.sections.iter().map(toml::Spanned::get_ref) {
        // A title opens its section wherever it stands.
        kind.add(Rule::new(&b.id, None));
        kind.phrases(&[&b.titre, &b.titres], SlotKind::Text, Way::Title);
    }
    kind
}

/// Each field is read on its own, whatever others have read.
fn fields(written: &Written) -> Kind<'_> {
    let mut kind = Kind::default();
    for b in written.fields.iter().map(toml::Spanned::get_ref) {
        kind.add(Rule { shares: true, ..Rule::new(&b.id, b.dans.as_ref()) });
        kind.phrases(&[&b.paragraphes], SlotKind::Number, Way::Paragraph);
        kind.phrases(&[&b.phrase, &b.phrases], SlotKind::Number, Way::Words);
    }
    kind
}

/// Whether `apres` or `jusqua` leave a part of the document to other rules.
fn is_bounded(after: &Texts, until: &Texts) -> bool {
    !after.0.is_empty() || !until.0.is_empty()
}

fn indicators(written: &Written) -> Kind<'_> {
    let mut kind = Kind::default();
    for b in written.indicators.iter().map(toml::Spanned::get_ref) {
        let rule = Rule::new(&b.id, b.dans.as_ref());
        let bounded = is_bounded(&b.apres, &b.jusqua);
        kind.add(Rule { shares: b.renvoi, bounded, examples: Some(&b.exemple), ..rule });
        kind.phrases(&[&b.phrase, &b.phrases], SlotKind::Number, Way::Words);
    }
    kind
}

fn amounts(written: &Written) -> Kind<'_> {
    let mut kind = Kind::default();
    for b in written.amounts.iter().map(toml::Spanned::get_ref) {
        let outside = b.hors.as_ref().map(|text| text.get_ref().as_str());
        let rule = Rule::new(&b.id, b.dans.as_ref());
        let bounded = is_bounded(&b.apres, &b.jusqua);
        kind.add(Rule { outside, bounded, examples: Some(&b.exemple), ..rule });
        kind.phrases(&[&b.phrase, &b.phrases], SlotKind::Amount, Way::Words);
    }
    kind
}

fn roles(written: &Written) -> Kind<'_> {
    let mut kind = Kind::default();
    for b in written.roles.iter().map(toml::Spanned::get_ref) {
        kind.add(Rule::new(&b.role, None));
        kind.phrases(&[&b.phrase, &b.phrases], SlotKind::Number, Way::Words);
    }
    kind
}

impl<'a> Rule<'a> {
    fn new(id: &'a Text, inside: Option<&'a Text>) -> Self {
        let name = |text: &'a Text| text.get_ref().as_str();
        let inside = inside.map(name).filter(|id| *id != "document");
        let (outside, examples) = (None, None);
        Self { first: 0, id: name(id), inside, outside, shares: false, bounded: false, examples }
    }
}

impl<'a> Kind<'a> {
    fn add(&mut self, mut rule: Rule<'a>) {
        rule.first = self.entries.len();
        self.rules.push(rule);
    }

    /// Adds phrases to the last rule.
    fn phrases(&mut self, keys: &[&'a Texts], default: SlotKind, way: Way) {
        let Some(rule) = self.rules.len().checked_sub(1) else { return };
        for text in keys.iter().flat_map(|texts| &texts.0) {
            let phrase = Phrase::compile_with(text.get_ref(), default).ok();
            if let Some((phrase, sketch)) = phrase.zip(Sketch::new(text.get_ref(), default)) {
                self.entries.push(Entry { rule, text, phrase, sketch, way });
            }
        }
    }

    fn index(&mut self) {
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for word in self.entries.iter().flat_map(|e| e.phrase.required()) {
            *count.entry(word).or_default() += 1;
        }
        let mut by_word: BTreeMap<Box<str>, Vec<usize>> = BTreeMap::new();
        for (at, entry) in self.entries.iter().enumerate() {
            let words = entry.phrase.required().iter();
            let rarest = words.min_by_key(|w| count.get(&***w).copied().unwrap_or(0));
            by_word.entry(rarest.cloned().unwrap_or_default()).or_default().push(at);
        }
        self.by_word = by_word;
    }

    /// The first entry before one of a rule that takes all that it takes in a text.
    fn taker(
        &mut self,
        rule: usize,
        before: usize,
        way: Way,
        own: &[Match],
        reading: &Reading<'_>,
    ) -> Option<usize> {
        let mut words: Vec<&str> = reading.words().collect();
        words.sort_unstable();
        words.dedup();
        words.push("");
        let mut near: Vec<usize> = Vec::new();
        for word in words {
            let sharing = self.by_word.get(word).into_iter().flatten().copied();
            let sharing = sharing.take_while(|&at| at < before);
            near.extend(sharing.filter(|&at| self.stands_before(at, rule, way)).take(NEAR));
        }
        near.sort_unstable();
        self.tries += near.len();
        near.into_iter().find(|&at| self.entries.get(at).is_some_and(|e| e.takes(own, reading)))
    }

    /// Whether an earlier entry is asked before a rule.
    fn stands_before(&self, at: usize, later: usize, way: Way) -> bool {
        let Some(entry) = self.entries.get(at).filter(|e| e.way == way) else { return false };
        if entry.rule == later {
            return true;
        }
        let Some((a, b)) = self.rules.get(entry.rule).zip(self.rules.get(later)) else {
            return false;
        };
        let covers = (a.inside.is_none() || a.inside == b.inside)
            && (a.outside.is_none() || a.outside == b.outside);
        !a.shares && !a.bounded && !b.shares && covers
    }

    /// The earlier entry that reads all that an entry does, in every sample of it.
    fn shadow(&mut self, at: usize) -> Option<usize> {
        let entry = self.entries.get(at)?;
        let (rule, way) = (entry.rule, entry.way);
        let mut by = None;
        for sample in entry.sketch.samples().collect::<Vec<_>>() {
            let reading = Reading::new(&sample);
            let own = self.entries.get(at)?.matches(&reading);
            if own.is_empty() {
                continue;
            }
            if self.tries > TRIES {
                return None;
            }
            let taker = self.taker(rule, at, way, &own, &reading)?;
            by = by.or(Some(taker));
        }
        by
    }

    fn tell_phrase(&mut self, source: &mut Source, at: usize) {
        let Some(by) = self.shadow(at) else { return };
        let Some((earlier, own)) = self.entries.get(by).zip(self.entries.get(at)) else { return };
        let words = &earlier.phrase.written;
        if earlier.rule == own.rule {
            let message = format!(
                "cette phrase ne lit jamais rien : « {words} », plus haut, lit tout avant elle"
            );
            let help = "la retirer, ou la placer avant celle qui dit moins";
            source.warn(own.text.span(), &message, help);
        } else if words != own.text.get_ref() {
            // The very same phrase in another rule is an error, told as such.
            let id = self.rules.get(earlier.rule).map_or("", |r| r.id);
            let message = format!(
                "cette phrase ne lit jamais rien : la règle « {id} » lit tout avant elle (« {words} »)"
            );
            source.warn(own.text.span(), &message, BEFORE);
        }
    }

    fn tell_examples(&mut self, source: &mut Source) {
        for rule in 0..self.rules.len() {
            let Some((first, examples)) = self.rules.get(rule).map(|r| (r.first, r.examples))
            else {
                return;
            };
            for example in examples.into_iter().flat_map(|e| &e.0) {
                if self.tries > TRIES {
                    return;
                }
                let reading = Reading::new(example.texte.get_ref());
                let mut entries =
                    self.entries.get(first..).into_iter().flatten().take_while(|e| e.rule == rule);
                let own = entries.find_map(|e| Some(e.matches(&reading)).filter(|m| !m.is_empty()));
                let Some(own) = own else { continue };
                let taker =
                    self.taker(rule, first, Way::Words, own.get(..1).unwrap_or_default(), &reading);
                let id = taker
                    .and_then(|by| self.entries.get(by))
                    .and_then(|e| self.rules.get(e.rule))
                    .map(|r| r.id);
                if let Some(id) = id {
                    let message = format!(
                        "dans un document, la règle « {id} », plus haut, lit cet exemple avant celle-ci"
                    );
                    source.warn(example.texte.span(), &message, BEFORE);
                }
            }
        }
    }
}

impl Entry<'_> {
    fn matches(&self, reading: &Reading<'_>) -> Vec<Match> {
        match self.way {
            Way::Words => self.phrase.find_all(reading),
            Way::Title | Way::Paragraph => self.phrase.match_whole(reading).into_iter().collect(),
        }
    }

    /// Whether it takes all the numbers, or all the texts, that another took.
    fn takes(&self, other: &[Match], reading: &Reading<'_>) -> bool {
        let own = self.matches(reading);
        if self.way == Way::Title {
            return !own.is_empty();
        }
        let own: Vec<&Capture> = own.iter().flat_map(|m| &m.captures).collect();
        let held = |capture: &Capture| own.iter().any(|c| c.range == capture.range);
        let mut wanted = other.iter().flat_map(|m| &m.captures).peekable();
        wanted.peek().is_some() && wanted.all(held)
    }
}

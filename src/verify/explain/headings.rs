//! Sections: headings that opened one, and headings that nearly did.

use crate::extract::code;
use crate::rules::{Bounds, Listed};

use super::near::nearest;
use super::{Answer, Hit, Lost, Passage, Seen, Tried, Why};

/// Words of a heading at most, to be told where it opens nothing: a sentence is none.
const WORDS: usize = 25;

/// The answer of a section rule.
pub(super) fn section(rule: Listed, seen: &Seen<'_>) -> Answer {
    let mut answer = Answer::new(rule);
    let Some(own) = seen.pack.sections.get(answer.rule.index) else { return answer };
    (answer.scope, _) = seen.scope(None, None, &Bounds::default());
    let sections = &seen.probe.trace.sections;
    for section in sections.iter().filter(|s| s.id == own.id) {
        let Some(place) = section.place.clone() else { continue };
        let words = place.text().to_owned();
        answer.hits.push(Hit { value: None, words, place });
    }
    let titles: Vec<Tried<'_>> = own.titles.iter().map(|p| (p, true)).collect();
    let opened = |passage: &Passage<'_>| {
        let text = passage.reading.text;
        sections.iter().filter_map(|s| s.place.as_ref()).any(|p| p.text() == text)
    };
    let mut others = Vec::new();
    for passage in seen.passages.iter().filter(|p| !opened(p)) {
        let text = passage.reading.text;
        if text.trim_end().ends_with('.') || text.split_whitespace().count() > WORDS {
            continue;
        }
        let Some(found) = titles.iter().find_map(|(p, _)| p.match_whole(&passage.reading)) else {
            others.push(passage);
            continue;
        };
        let Some(place) = passage.place(&(0..text.len())) else { continue };
        let own_code = found.capture("code").and_then(|c| text.get(c.range.clone())).map(code);
        let taken = own_code
            .filter(|c| sections.iter().any(|s| s.id == own.id && s.code.as_ref() == Some(c)));
        let why = taken.map_or(Why::NoHeading, Why::SameCode);
        answer.lost.push(Lost { words: text.to_owned(), place, why });
    }
    if answer.hits.is_empty() {
        answer.near = nearest(&titles, others.into_iter());
    }
    answer
}

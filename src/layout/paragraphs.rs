//! Lines to paragraphs: where one ends and the next begins.
//!
//! A structure tree decides where there is one. Else a paragraph ends at a change of size or
//! weight, a pause over the usual leading, an item or heading that opens, an indent, or a line
//! so short that the next word would have fitted on it: no writer's tool breaks there by itself.

use super::bullets::{Opening, opening};
use super::leading::{Leadings, pause, runs_on, same_size};
use super::lines::FlowLine;
use crate::document::{Page, Word};

/// A pause that parts paragraphs, over the usual leading, in sizes.
const PAUSE: f32 = 0.2;
/// A step sideways that is meant, in sizes.
const INDENT: f32 = 0.8;
/// The deepest indent of a paragraph's first line, in sizes.
const OUTDENT: f32 = 5.0;
/// Roles of the structure tree that are paragraphs of their own.
const ROLES: &[&str] =
    &["P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Title", "Caption", "TD", "TH"];

/// Lines that belong together.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Draft {
    /// Its lines in order.
    pub(super) lines: Vec<FlowLine>,
    /// Whether it opens as an item of a list does.
    pub(super) item: bool,
    /// Left edge of an item's text behind its bullet.
    pub(super) hang: f32,
    /// Whether its last line ends where its column does.
    pub(super) full: bool,
}

/// The paragraphs of neighbouring lines.
pub(super) fn paragraphs(page: &Page, lines: Vec<FlowLine>, leadings: &Leadings) -> Vec<Draft> {
    let rights = rights(&lines, leadings);
    let mut out: Vec<Draft> = Vec::new();
    let mut before: Option<f32> = None;
    for (line, right) in lines.into_iter().zip(rights) {
        let seam = Seam { page, leadings, right: before.unwrap_or(right) };
        match out.last_mut().filter(|d| !seam.parts(d, &line)) {
            Some(draft) => draft.lines.push(line),
            None => out.push(begun(page, line)),
        }
        before = Some(right);
        if let Some(draft) = out.last_mut()
            && let Some(last) = draft.lines.last()
        {
            draft.full = right - last.rect.x1 < 8.0 * last.size;
        }
    }
    out
}

fn begun(page: &Page, line: FlowLine) -> Draft {
    let item = opening(texts(page, &line)) != Opening::None;
    let second = line.words.get(1).and_then(|&i| page.words.get(i));
    let hang = second.map_or(line.rect.x0, |w| w.bbox.x0);
    Draft { lines: vec![line], item, hang, full: false }
}

fn texts<'a>(page: &'a Page, line: &'a FlowLine) -> impl Iterator<Item = &'a str> {
    words(page, line).map(|w| w.text.as_str())
}

fn words<'a>(page: &'a Page, line: &'a FlowLine) -> impl DoubleEndedIterator<Item = &'a Word> {
    line.words.iter().filter_map(|&i| page.words.get(i))
}

/// For each line, how far right its neighbours go: lines beside a picture are narrower than
/// their column. Two lines that agree are asked for, else the column's own edge counts.
fn rights(lines: &[FlowLine], leadings: &Leadings) -> Vec<f32> {
    let mut out = Vec::with_capacity(lines.len());
    let mut from = 0;
    for at in 1..=lines.len() {
        let goes_on = lines.get(at - 1).zip(lines.get(at)).is_some_and(|(a, b)| {
            a.leaf == b.leaf && same_size(a, b) && pause(a, b, leadings) < PAUSE
        });
        if !goes_on {
            let group = lines.get(from..at).unwrap_or_default();
            let right = common_right(group);
            out.extend(group.iter().map(|_| right));
            from = at;
        }
    }
    out
}

fn common_right(group: &[FlowLine]) -> f32 {
    let edge = group.first().map_or(0.0, |l| l.edges.1);
    let most = group.iter().map(|l| l.rect.x1).fold(f32::MIN, f32::max);
    let near = group.iter().filter(|l| most - l.rect.x1 < 2.0 * l.size).count();
    if group.len() >= 3 && near >= 2 { most } else { most.max(edge) }
}

/// The seam between a paragraph so far and the next line.
struct Seam<'a> {
    page: &'a Page,
    leadings: &'a Leadings,
    right: f32,
}

impl Seam<'_> {
    fn parts(&self, draft: &Draft, next: &FlowLine) -> bool {
        let Some(last) = draft.lines.last() else { return false };
        if last.leaf != next.leaf || last.aside != next.aside {
            return true;
        }
        if let Some(differ) = tagged_apart(last, next) {
            // One element may hold lines that its writer broke by hand.
            return differ || weights_differ(last, next) || self.is_short(draft, last, next);
        }
        last.tabbed
            || !same_size(last, next)
            || weights_differ(last, next)
            || self.opens_heading(draft, next)
            || self.pauses(last, next)
            || self.opens_item(draft, last, next)
            || Self::steps_aside(draft, last, next)
            || self.is_short(draft, last, next)
    }

    /// A pause ends a paragraph, unless a sentence plainly goes on over it (a page set wide).
    fn pauses(&self, last: &FlowLine, next: &FlowLine) -> bool {
        let pause = pause(last, next, self.leadings);
        if last.baseline > next.baseline || pause > 1.0 {
            return true;
        }
        let goes_on = self.right - last.rect.x1 < 12.0 * last.size && runs_on(last, next);
        pause > PAUSE && !(goes_on && pause < 0.6)
    }

    /// The next line opens as the paragraph does, by the same word with a number: « Action 1 »,
    /// « Action 1.1 ».
    fn opens_heading(&self, draft: &Draft, next: &FlowLine) -> bool {
        let Some(first) = draft.lines.first() else { return false };
        let mut own = texts(self.page, next);
        let mut before = texts(self.page, first);
        let (word, number) = (own.next().unwrap_or_default(), own.next().unwrap_or_default());
        before.next() == Some(word)
            && word.starts_with(char::is_uppercase)
            && number.starts_with(|c: char| c.is_ascii_digit())
            && before.next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
    }

    fn opens_item(&self, draft: &Draft, last: &FlowLine, next: &FlowLine) -> bool {
        match opening(texts(self.page, next)) {
            Opening::None => false,
            Opening::Sure => true,
            Opening::Likely => {
                let comma = texts(self.page, last).last().is_some_and(|w| w.ends_with(','));
                let beside = draft.lines.first().is_some_and(|f| {
                    draft.item && (f.rect.x0 - next.rect.x0).abs() < INDENT * next.size
                });
                last.ends || comma || beside || self.has_room(last, next)
            }
        }
    }

    /// An indent opens a paragraph; an outdent does so where the lines above do not hang.
    fn steps_aside(draft: &Draft, last: &FlowLine, next: &FlowLine) -> bool {
        let step = INDENT * next.size;
        let Some(first) = draft.lines.first() else { return false };
        if is_centred(last, next) {
            return false;
        }
        let move_by = next.rect.x0 - last.rect.x0;
        if draft.lines.len() == 1 {
            let hangs = draft.item && (next.rect.x0 - draft.hang).abs() < 1.5 * next.size;
            return move_by > step && !hangs && !runs_on(last, next)
                || move_by < -OUTDENT * next.size && !draft.item;
        }
        if move_by > step {
            return !runs_on(last, next);
        }
        move_by < -step && (next.rect.x0 < first.rect.x0 + step || !runs_on(last, next))
    }

    /// The last line had room for the next word, and neither a sentence nor a heading runs on.
    fn is_short(&self, draft: &Draft, last: &FlowLine, next: &FlowLine) -> bool {
        let centred = draft.lines.len() == 1 && is_centred(last, next) && last.bold > 0.9;
        let heading = centred || self.heads_on(last, next);
        !runs_on(last, next) && self.has_room(last, next) && !heading
    }

    /// Two bold lines without a pause, the first over more than half the column: a heading that
    /// its writer broke by hand, unless the second opens one by a number.
    fn heads_on(&self, last: &FlowLine, next: &FlowLine) -> bool {
        let numbered = |w: &str| w.starts_with(|c: char| c.is_ascii_digit());
        last.bold > 0.9
            && next.bold > 0.9
            && !last.ends
            && last.rect.width() > 0.5 * (self.right - last.edges.0)
            && !texts(self.page, next).take(2).any(numbered)
    }

    fn has_room(&self, last: &FlowLine, next: &FlowLine) -> bool {
        let room = if is_centred(last, next) {
            (self.right - last.edges.0) - last.rect.width()
        } else {
            self.right - last.rect.x1
        };
        room > self.first_width(next) + 0.8 * next.size
    }

    /// The width of what cannot be parted at the start of a line: a word, with the groups of a
    /// number and the sign after it, or an opening quote.
    fn first_width(&self, next: &FlowLine) -> f32 {
        let mut all = words(self.page, next);
        let Some(first) = all.next() else { return 0.0 };
        let mut end = first.bbox.x1;
        let holds = |w: &str| w == "«" || w.ends_with(|c: char| c.is_ascii_digit());
        let mut before = first.text.as_str();
        for word in all {
            let sticks = before == "«"
                || word.text.starts_with(|c: char| c.is_ascii_digit())
                || matches!(word.text.as_str(), "€" | "%" | ":" | ";" | "?" | "!");
            if !(holds(before) && sticks) {
                break;
            }
            end = word.bbox.x1;
            before = &word.text;
        }
        end - first.bbox.x0
    }
}

/// Whether two lines stand in different elements of the structure tree, where both are known.
fn tagged_apart(last: &FlowLine, next: &FlowLine) -> Option<bool> {
    let known = |l: &FlowLine| {
        l.role.as_deref().is_some_and(|r| ROLES.contains(&r)).then_some(l.element)?
    };
    Some(known(last)? != known(next)?)
}

/// The weight changes at the seam, and one of the two lines is of one weight: a heading.
fn weights_differ(last: &FlowLine, next: &FlowLine) -> bool {
    let whole = |l: &FlowLine| l.bold > 0.9;
    last.bold_ends.1 != next.bold_ends.0
        && (whole(last) && next.bold < 0.5 || whole(next) && last.bold < 0.5)
}

/// Whether two lines of different widths share their middle.
fn is_centred(a: &FlowLine, b: &FlowLine) -> bool {
    let same_middle = (a.rect.center().0 - b.rect.center().0).abs() < 0.4 * a.size;
    same_middle && (a.rect.x0 - b.rect.x0).abs() > INDENT * a.size
}

/// Whether a word ends a sentence or announces what follows.
pub(super) fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['»', '"', ')', '”', '\u{a0}', ' ']);
    bare.ends_with(['.', '!', '?', ':', ';', '…'])
}

#[cfg(test)]
mod tests;

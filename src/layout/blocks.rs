//! Paragraphs and tables of all pages to the blocks of the document.
//!
//! A paragraph cut by a page or column break is one block: its first part does not end a
//! sentence, and its second goes on in the same size and weight. Words broken at line ends are
//! joined here, where the words of the whole document can be asked.

use super::headings::Headings;
use super::hyphens::{Hyphens, Join};
use super::leading::Leadings;
use super::lines::{FlowLine, Item, joint};
use super::paragraphs::{Draft, ends_sentence, paragraphs};
use crate::document::{Block, Page, Paragraph, Word};
use crate::place::PlacedText;

/// What stands in the flow of the document.
enum Piece {
    Text(Draft, PlacedText),
    /// A table by its page and its index there.
    Table(usize, usize),
}

/// The blocks of the pages. `table` gives the document's table for one of a page, unless it
/// goes on from a page before.
pub(super) fn blocks(
    pages: &[Page],
    flows: Vec<Vec<Item>>,
    table: impl Fn(usize, usize) -> Option<usize>,
) -> Vec<Block> {
    let hyphens = Hyphens::of(pages);
    let pieces = pieces(pages, flows, &hyphens);
    let texts = pieces.iter().filter_map(|p| match p {
        Piece::Text(draft, text) => Some((draft, text.text.as_str())),
        Piece::Table(..) => None,
    });
    let headings = Headings::of(texts);
    let mut out: Vec<Block> = Vec::new();
    // The paragraph that the next one may go on from: its block and what it was made of.
    let mut open: Option<(usize, Draft)> = None;
    for piece in pieces {
        let (draft, text) = match piece {
            Piece::Table(page, index) => {
                out.extend(table(page, index).map(Block::Table));
                open = None;
                continue;
            }
            Piece::Text(draft, text) => (draft, text),
        };
        let next = paragraph(&draft, text, &headings);
        if draft.lines.first().is_some_and(|l| l.aside) {
            out.push(Block::Paragraph(next));
            continue;
        }
        if let Some((at, before)) = &mut open
            && let Some(Block::Paragraph(last)) = out.get_mut(*at)
            && goes_on(before, last, &draft, &next)
        {
            append(&mut last.text, &next.text, &hyphens);
            *before = draft;
            continue;
        }
        open = Some((out.len(), draft));
        out.push(Block::Paragraph(next));
    }
    out
}

fn pieces(pages: &[Page], flows: Vec<Vec<Item>>, hyphens: &Hyphens<'_>) -> Vec<Piece> {
    let runs: Vec<(usize, Vec<Run>)> =
        flows.into_iter().enumerate().map(|(at, flow)| (at, runs(flow))).collect();
    let leadings = Leadings::of(runs.iter().flat_map(|(_, r)| r).filter_map(|r| match r {
        Run::Lines(lines) => Some(lines.as_slice()),
        Run::Table(_) => None,
    }));
    let mut out = Vec::new();
    for (at, run) in runs.into_iter().flat_map(|(at, r)| r.into_iter().map(move |r| (at, r))) {
        match run {
            Run::Table(index) => out.push(Piece::Table(at, index)),
            Run::Lines(lines) => {
                let Some(page) = pages.get(at) else { continue };
                for draft in paragraphs(page, lines, &leadings) {
                    let text = text(page, &draft.lines, hyphens);
                    out.push(Piece::Text(draft, text));
                }
            }
        }
    }
    out
}

/// Lines without a table among them, or a table.
enum Run {
    Lines(Vec<FlowLine>),
    Table(usize),
}

fn runs(flow: Vec<Item>) -> Vec<Run> {
    let mut out = Vec::new();
    for item in flow {
        match (item, out.last_mut()) {
            (Item::Table(index), _) => out.push(Run::Table(index)),
            (Item::Line(line), Some(Run::Lines(lines))) => lines.push(line),
            (Item::Line(line), _) => out.push(Run::Lines(vec![line])),
        }
    }
    out
}

fn paragraph(draft: &Draft, text: PlacedText, headings: &Headings) -> Paragraph {
    let heading = headings.level(draft, &text.text);
    let bold = draft.lines.iter().map(|l| l.bold * l.rect.width()).sum::<f32>();
    let width = draft.lines.iter().map(|l| l.rect.width()).sum::<f32>();
    Paragraph {
        size: draft.lines.first().map_or(0.0, |l| l.size),
        bold: bold > 0.5 * width,
        item: draft.item && heading.is_none(),
        heading,
        text,
    }
}

/// Whether a paragraph goes on from one that ended at a page or column break.
fn goes_on(before: &Draft, last: &Paragraph, draft: &Draft, next: &Paragraph) -> bool {
    let (Some(a), Some(b)) = (before.lines.last(), draft.lines.first()) else { return false };
    let breaks = (a.page, a.leaf) != (b.page, b.leaf);
    let alike = (last.size - next.size).abs() <= 0.1 * last.size && last.bold == next.bold;
    let running = last.heading.is_none() && next.heading.is_none() && !next.item;
    let end = last.text.text.rsplit(' ').next().unwrap_or_default();
    let small = next.text.text.starts_with(char::is_lowercase);
    breaks && alike && running && !ends_sentence(end) && (small || before.full)
}

/// The text of lines of one page.
fn text(page: &Page, lines: &[FlowLine], hyphens: &Hyphens<'_>) -> PlacedText {
    let mut out = PlacedText::default();
    for line in lines {
        let mut before: Option<&Word> = None;
        for word in line.words.iter().filter_map(|&i| page.words.get(i)) {
            let space = match before {
                Some(left) => joint(left, word),
                None => seam(&mut out, &word.text, hyphens),
            };
            out.push(space, &word.text, word.spot(page.number));
            before = Some(word);
        }
    }
    out
}

fn append(text: &mut PlacedText, next: &PlacedText, hyphens: &Hyphens<'_>) {
    let first = next.text.split(' ').next().unwrap_or_default();
    let space = seam(text, first, hyphens);
    text.append(space, next);
}

/// What joins a text to the word that opens the next line; takes the hyphen off if it goes.
pub(super) fn seam(text: &mut PlacedText, next: &str, hyphens: &Hyphens<'_>) -> &'static str {
    let left = text.text.rsplit(' ').next().unwrap_or_default();
    match hyphens.join(left, next) {
        Join::Space => " ",
        Join::Keep => "",
        Join::Drop(bytes) => {
            let len = text.text.len() - bytes;
            text.text.truncate(len);
            if let Some(span) = text.spans.last_mut() {
                span.range.end = span.range.end.min(len);
            }
            ""
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::furniture::Furniture;
    use super::super::lines::order;
    use super::super::segments::tests as made;
    use super::*;
    use crate::place::Spot;

    fn laid(pages: &[&[(&str, f32)]]) -> Vec<Paragraph> {
        let mut pages: Vec<Page> = pages
            .iter()
            .map(|lines| {
                let words = lines.iter().flat_map(|(t, y)| made::words(t, 50.0, *y, 10.0));
                made::page(words.collect())
            })
            .collect();
        let flows = pages
            .iter_mut()
            .enumerate()
            .map(|(i, p)| {
                p.number = i as u32 + 1;
                order(p, i, &Furniture::default(), &[])
            })
            .collect();
        let blocks = blocks(&pages, flows, |_, _| None);
        let text = |b| if let Block::Paragraph(p) = b { Some(p) } else { None };
        blocks.into_iter().filter_map(text).collect()
    }

    #[test]
    fn a_word_broken_at_a_line_end_is_whole_and_placed() {
        let read = laid(&[&[("dans les dé\u{2010}", 100.0), ("marches d'accès", 112.0)]]);
        let text = &read[0].text;
        assert_eq!(text.text, "dans les démarches d'accès");
        assert_eq!(text.spans[2].range, 9..12);
        assert_eq!(&text.text[text.spans[3].range.clone()], "marches");
    }

    #[test]
    fn a_number_broken_over_lines_is_joined_by_a_space() {
        let read = laid(&[&[
            ("Le montant de la subvention est de 327", 100.0),
            ("472,00 € par an, comme il est dit ici", 112.0),
        ]]);
        assert!(read[0].text.text.contains("327 472,00 €"));
    }

    #[test]
    fn a_paragraph_cut_by_a_page_break_is_one() {
        let read = laid(&[
            &[("une équipe composée notamment de", 780.0)],
            &[("21 éducateurs et éducatrices ici.", 60.0), ("Une autre phrase", 100.0)],
        ]);
        let texts: Vec<&str> = read.iter().map(|p| p.text.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "une équipe composée notamment de 21 éducateurs et éducatrices ici.",
                "Une autre phrase"
            ]
        );
        let place = read[0].text.spot(0..texts[0].len());
        assert!(matches!(place, Some(Spot::Page { page: 1, .. })));
    }

    #[test]
    fn a_sentence_that_ended_before_the_page_break_is_left_alone() {
        let read = laid(&[&[("Action réalisée.", 780.0)], &[("La mission a été confiée.", 60.0)]]);
        assert_eq!(read.len(), 2);
    }
}

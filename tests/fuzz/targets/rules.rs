//! A pack as anybody may write it, and a text as a document may hold it: the pack loads or every
//! fault says where it is; what loads reads the text without harm.
//!
//! The input is the pack, a line `---`, and the text.
#![no_main]

use std::sync::OnceLock;

use bilan::document::{Block, Laid, Paragraph, Source};
use bilan::extract::extract;
use bilan::ingest::FileKind;
use bilan::layout::lay_out;
use bilan::place::{PlacedText, Rect, Spot};
use bilan::readers::sheet;
use bilan::record::Head;
use bilan::rules::phrase::{Phrase, Reading};
use bilan::rules::{Rules, RulesError, load_written};
use libfuzzer_sys::fuzz_target;

/// The longest text that a pack is tried on.
const LONGEST: usize = 2_000;

fuzz_target!(|data: &str| {
    let (pack, text) = data.split_once("\n---\n").unwrap_or((data, ""));
    match load_written(&[("jeu.toml".to_owned(), pack.to_owned())]) {
        Ok(rules) if text.len() <= LONGEST => {
            for written in std::iter::once(&rules.common).chain(&rules.packs) {
                for rule in &written.amounts {
                    rule.phrases.iter().for_each(|phrase| find(phrase, text));
                }
            }
            read(&rules, text);
        }
        Ok(_) => {}
        Err(RulesError::Faults(faults)) => {
            assert!(!faults.is_empty(), "refused without a fault");
            let lines = pack.lines().count() as u32 + 1;
            for fault in faults {
                assert!(!fault.message.is_empty(), "a fault without a sentence");
                let here = fault.file == "jeu.toml";
                assert!(!here || (fault.line as u32) <= lines, "line {}: {fault:?}", fault.line);
            }
        }
        Err(error) => panic!("neither rules nor faults: {error}"),
    }
    // A phrase on its own, compiled and held against the rest.
    if let Some((phrase, text)) = data.split_once('\n')
        && text.len() <= LONGEST
        && let Ok(phrase) = Phrase::compile(phrase)
    {
        find(&phrase, text);
    }
});

/// Everything that can be asked of a phrase; what it finds lies in the text, in order.
fn find(phrase: &Phrase, text: &str) {
    let reading = Reading::new(text);
    let mut last = 0;
    for found in phrase.find_all(&reading) {
        assert!(last <= found.range.start, "matches overlap");
        assert!(text.get(found.range.clone()).is_some(), "a match is no part of the text");
        last = found.range.end;
        for capture in &found.captures {
            assert!(text.get(capture.range.clone()).is_some(), "a slot is no part of the text");
        }
    }
    if let Some(miss) = phrase.nearest_miss(&reading) {
        assert!(text.get(miss.range.clone()).is_some(), "a miss is no part of the text");
        assert!(text.get(miss.found.clone()).is_some(), "what was met is no part of the text");
        assert!(miss.matched <= miss.whole, "more met than there is");
    }
    let _ = (phrase.match_whole(&reading), phrase.match_start(&reading), phrase.shared(&reading));
}

/// What rules read in a text as a page and as a sheet holds it, each value in its quote.
fn read(rules: &Rules, text: &str) {
    let limits = bilan::limits::Limits::default();
    let sheets = sheet::read(text.as_bytes(), FileKind::Csv, "a.csv", &limits);
    let listed = lay_out(sheets.unwrap_or_else(|_| Source::default()));
    for laid in [page(text), listed] {
        let record = extract(&laid, head().clone(), rules);
        for amount in &record.amounts {
            let quoted = amount.place.text();
            assert!(quoted.contains(&amount.written), "{:?} in {quoted:?}", amount.written);
        }
    }
}

/// A page of paragraphs, one a line.
fn page(text: &str) -> Laid {
    let spot = |y: usize| {
        let y = y as f32 * 12.0;
        Spot::Page { page: 1, bbox: Rect { x0: 0.0, y0: y, x1: 100.0, y1: y + 10.0 }, ocr: None }
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    let paragraph = |(y, line): (usize, &str)| {
        let heading = line.starts_with('#').then_some(1);
        let text = PlacedText::at(line.trim_start_matches('#').trim(), spot(y));
        Block::Paragraph(Paragraph { text, heading, size: 10.0, ..Paragraph::default() })
    };
    Laid { blocks: lines.map(paragraph).collect(), ..Laid::default() }
}

/// The head of a document, which extraction only carries.
fn head() -> &'static Head {
    static HEAD: OnceLock<Head> = OnceLock::new();
    HEAD.get_or_init(Head::default)
}

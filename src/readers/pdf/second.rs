//! The second reader, pdf-extract: another parser, other font tables, other authors. Its text is
//! compared with ours and thrown away.
//!
//! It panics by design and can take its time, so it runs on a thread of its own, page by page,
//! each caught. Of a document of more than twenty pages twelve are compared, evenly spread, the
//! first and the last among them: pages of one document share their fonts, which is where
//! readers go wrong together, and reading all of it again would cost as much as the first time.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::document::Page;
use crate::limits::Limits;

/// Pages up to which all are compared.
const ALL: usize = 20;
/// Pages that are compared of a longer document.
const SAMPLE: usize = 12;
/// Share of the time for a document that the second reader may take.
const SHARE: u32 = 4;
/// The most that it may take: what is said of a page must not hang on a lifted limit.
const LONGEST: Duration = Duration::from_secs(15);

/// Asks the second reader, and notes on each page that it was asked about how far it agrees, in
/// thousandths of the words of both. Pages whose content is `long` are left out.
pub(super) fn compare(
    bytes: &Arc<Vec<u8>>,
    pages: &mut [Page],
    long: &BTreeSet<u32>,
    limits: &Limits,
) -> u32 {
    let mut asked = sample(pages);
    asked.retain(|number| !long.contains(number));
    let (send, receive) = channel();
    let (bytes, numbers) = (Arc::clone(bytes), asked.clone());
    let thread = std::thread::Builder::new()
        .name("second-reader".to_owned())
        .stack_size(limits.stack_bytes)
        .spawn(move || read(&bytes, &numbers, &send));
    let deadline = Instant::now() + (limits.timeout() / SHARE).min(LONGEST);
    let mut compared = 0;
    // The thread is left behind if it never ends: the process has limits of its own.
    while thread.is_ok() && compared < asked.len() as u32 {
        let left = deadline.saturating_duration_since(Instant::now());
        let Ok((number, text)) = receive.recv_timeout(left.max(Duration::from_millis(1))) else {
            break;
        };
        compared += 1;
        if let Some(text) = text
            && let Some(page) = pages.iter_mut().find(|p| p.number == number)
        {
            page.agreement = agreement(page, &text);
        }
    }
    compared
}

/// Numbers of the pages to compare: those that have words.
fn sample(pages: &[Page]) -> Vec<u32> {
    let written: Vec<u32> =
        pages.iter().filter(|p| !p.words.is_empty()).map(|p| p.number).collect();
    if written.len() <= ALL {
        return written;
    }
    let last = written.len() - 1;
    (0..SAMPLE).filter_map(|i| written.get(i * last / (SAMPLE - 1)).copied()).collect()
}

/// Reads the pages of these numbers, and sends each as it comes.
fn read(bytes: &[u8], numbers: &[u32], send: &Sender<(u32, Option<String>)>) {
    let document = catch_unwind(|| {
        let mut document = pdf_extract::Document::load_mem(bytes).ok()?;
        if document.is_encrypted() {
            document.decrypt("").ok()?;
        }
        Some(document)
    });
    let Ok(Some(document)) = document else { return };
    for &number in numbers {
        let text = catch_unwind(AssertUnwindSafe(|| {
            let mut text = String::new();
            let mut output = pdf_extract::PlainTextOutput::new(&mut text);
            pdf_extract::output_doc_page(&document, &mut output, number).ok()?;
            Some(text)
        }));
        if send.send((number, text.unwrap_or_default())).is_err() {
            return;
        }
    }
}

/// How far two readings of a page agree, in thousandths of the words of both.
///
/// A word agrees if the other has it as often. As readers part words differently, and that is
/// not what they are compared for, a word also agrees if its letters run on in the other's.
/// `None` where the second reader has not half of the words, and contradicts none: it has
/// failed on a font, which says nothing of the words.
fn agreement(page: &Page, text: &str) -> Option<u16> {
    let ours: Vec<String> = page.words.iter().flat_map(|w| fold(&w.text)).collect();
    let theirs: Vec<String> = fold(text).collect();
    let both = ours.len() + theirs.len();
    if both == 0 {
        return Some(1000);
    }
    let (of_ours, of_theirs) = (found(&ours, &theirs), found(&theirs, &ours));
    if theirs.len() * 2 < ours.len() && of_theirs == theirs.len() {
        return None;
    }
    u16::try_from((of_ours + of_theirs) * 1000 / both).ok()
}

/// How many of the words are among those of the other.
fn found(words: &[String], other: &[String]) -> usize {
    let mut bag: BTreeMap<&str, usize> = BTreeMap::new();
    for word in other {
        *bag.entry(word).or_default() += 1;
    }
    let mut rest = Vec::new();
    for word in words {
        match bag.get_mut(word.as_str()) {
            Some(n) if *n > 0 => *n -= 1,
            _ => rest.push(word),
        }
    }
    let run_on = if rest.is_empty() { String::new() } else { other.concat() };
    words.len() - rest.iter().filter(|word| !run_on.contains(word.as_str())).count()
}

/// Words of a text without accents, case and punctuation.
fn fold(text: &str) -> impl Iterator<Item = String> {
    let parts = text.split(|c: char| c.is_whitespace() || c == '\u{200b}');
    parts.map(letters).filter(|word| !word.is_empty())
}

fn letters(part: &str) -> String {
    if part.is_ascii() {
        let kept = part.bytes().filter(u8::is_ascii_alphanumeric);
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    let plain = part.nfkd().filter(|c| !is_combining_mark(*c) && c.is_alphanumeric());
    plain.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Word;

    fn page(text: &str) -> Page {
        let words = text.split(' ').map(|t| Word { text: t.to_owned(), ..Word::default() });
        Page { words: words.collect(), ..Page::default() }
    }

    #[test]
    fn spaces_and_accents_do_not_count_and_digits_do() {
        assert_eq!(
            agreement(&page("Montant État : 347 000 €"), "MontantEtat: 347000€"),
            Some(1000)
        );
        assert_eq!(agreement(&page("un deux trois 347"), "un deux trois 341"), Some(750));
        assert_eq!(agreement(&page("un deux trois 347"), "un"), None);
    }

    #[test]
    fn long_documents_are_sampled_from_the_first_page_to_the_last() {
        let pages: Vec<Page> = (1..=95).map(|number| Page { number, ..page("mot") }).collect();
        let asked = sample(&pages);
        assert_eq!((asked.len(), asked.first(), asked.last()), (12, Some(&1), Some(&95)));
        assert_eq!(sample(pages.get(..20).unwrap_or_default()).len(), 20);
    }
}

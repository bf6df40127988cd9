//! Pages of paper in, the same pages with words and rules out: pictures are decoded, put straight,
//! and read by Tesseract ([`Engine`]), a program that must be installed beside this one.
//!
//! ```text
//! page ─ scan ─ picture ─ skew ─ straight picture ─┬─ Tesseract ─ lines ─ words ─┬─ page
//!                                                  └─ strokes ─ rules ───────────┘
//! ```
//!
//! Pages that came with a hidden layer of text are read by it: it is set beside its picture first
//! (`layers`), and one that says something else is read anew as the others are.
//!
//! A page is laid out as it would lie if it had been put straight on the scanner, and says by how
//! much it was turned ([`Page::tilt`]): layout turns places back. A page that cannot be read so
//! is told as an issue, and keeps what words it has: that something was answered is no reading.

mod again;
mod engine;
mod figures;
mod fitted;
#[cfg(fuzzing)]
pub mod fuzzed;
mod ground;
mod hocr;
mod ink;
mod installed;
mod laid;
mod layer;
mod layers;
mod levels;
mod onto;
mod patience;
mod picture;
mod program;
mod recognised;
mod skew;
mod strokes;
mod tiff;
mod verdict;
mod wanting;
mod words;

use std::collections::VecDeque;
use std::fmt::Display;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use engine::Asking;
pub use engine::{Engine, FIGURES, Readings};
pub use figures::{Part, read_figures};
use ink::Ink;
pub use installed::{Installed, NoEngine, Sought};
use layers::Examined;
use picture::Picture;
pub use program::{COMMAND, guard};
use recognised::Recognition;
use verdict::{Reading, Verdict, verdict};
use wanting::lack;

use super::pdf::render::Drawing;
use super::pdf::scan::Scan;
use super::pdf::why;
use crate::document::{Origin, Page, Source, Word};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::Rect;

/// Points of an inch.
const INCH: f32 = 72.0;

/// How pages of paper are read.
#[derive(Clone, Copy)]
pub struct Ocr<'a> {
    /// What reads them, which is looked for when a page asks.
    pub engine: &'a Sought,
    /// Pages read at a time.
    pub at_once: usize,
    /// Where what is read is kept.
    pub kept: Option<&'a dyn Readings>,
    /// Called whenever a page is begun: a document of paper may take as long as its pages may.
    pub begins: &'a dyn Fn(),
}

impl Ocr<'_> {
    /// Nothing that reads them: each is told.
    pub const NONE: Self =
        Self { engine: &Sought::Nothing, at_once: 1, kept: None, begins: &|| {} };
}

/// A page of paper, by its place among the pages, with what is told of it unless it is read.
type Wanted = (usize, Code);

/// Reads the pages of paper of a PDF.
pub fn read(bytes: &Arc<Vec<u8>>, source: &mut Source, ocr: &Ocr<'_>, limits: &Limits) {
    let lacks = source.pages.iter().map(lack).enumerate();
    let wanted: Vec<Wanted> = lacks.filter_map(|(at, lack)| Some((at, lack?))).collect();
    let mut told = read_wanted(bytes, &mut source.pages, wanted, ocr, limits);
    let Examined { used, lying, fitted } =
        layers::examine(bytes, &source.pages, &told, (ocr, limits));
    told.extend(used);
    told.extend(read_wanted(bytes, &mut source.pages, lying, ocr, limits));
    let is_layered = |page: &Page| !page.words.iter().any(|w| matches!(w.origin, Origin::Ocr(_)));
    for (at, fitted) in fitted {
        // One that was read anew has no layer any more.
        if let Some(page) = source.pages.get_mut(at).filter(|page| is_layered(page)) {
            fitted.set_on(page);
        }
    }
    // A page that is not drawn is told before those that are still read.
    told.sort_by_key(|(at, _)| *at);
    let recognised = told.iter().filter(|(_, issue)| issue.code.is_recognised()).count();
    // Before those of each page: of those of a long scan only the first are kept.
    if recognised > 0 && ocr.engine.engine().is_ok_and(Engine::lacks_french) {
        source.issues.push(Issue::new(Code::ReadAsEnglish, &[("count", &recognised)]));
    }
    source.issues.extend(told.into_iter().map(|(_, issue)| issue));
}

/// Reads pages, or tells of each why it is not read.
fn read_wanted(
    bytes: &Arc<Vec<u8>>,
    pages: &mut [Page],
    wanted: Vec<Wanted>,
    ocr: &Ocr<'_>,
    limits: &Limits,
) -> Vec<Told> {
    if wanted.is_empty() {
        return Vec::new();
    }
    match ocr.engine.engine() {
        Ok(engine) => match Drawing::open(bytes, limits) {
            Ok(drawing) => read_pages(&drawing, pages, &wanted, (engine, ocr), limits),
            Err(issue) => of_each(pages, &wanted, |page, _| failed(page.number, &issue.message)),
        },
        Err(NoEngine::Missing) => {
            let wanted = written(bytes, pages, wanted, (ocr, limits));
            of_each(pages, &wanted, |page, lack| Issue::new(lack, &[("page", &page.number)]))
        }
        // It is there: to have it installed would help nobody.
        Err(broken) => of_each(pages, &wanted, |page, _| failed(page.number, &broken.to_string())),
    }
}

/// Pages of paper without those of text whose pictures show no more than their words tell. Where
/// a picture cannot be had it is not known, and the page stays.
fn written(
    bytes: &Arc<Vec<u8>>,
    pages: &[Page],
    mut wanted: Vec<Wanted>,
    (ocr, limits): (&Ocr<'_>, &Limits),
) -> Vec<Wanted> {
    if wanted.iter().all(|(_, lack)| *lack != Code::PartNotRead) {
        return wanted;
    }
    let Ok(drawing) = Drawing::open(bytes, limits) else { return wanted };
    wanted.retain(|(at, lack)| {
        let page = pages.get(*at).filter(|_| *lack == Code::PartNotRead);
        page.is_none_or(|page| {
            (ocr.begins)();
            drawing.scan(page).map_or(true, |scan| Paper::new(scan, page, *lack).ink().written)
        })
    });
    wanted
}

/// An issue of each page of paper.
fn of_each(pages: &[Page], wanted: &[Wanted], tell: impl Fn(&Page, Code) -> Issue) -> Vec<Told> {
    let told = wanted.iter().filter_map(|(at, lack)| Some((*at, tell(pages.get(*at)?, *lack))));
    told.collect()
}

/// A picture of paper, and the boxes on it of marks whose words are known.
struct Paper {
    picture: Picture,
    area: Rect,
    /// Whether it is the page.
    whole: bool,
    known: Vec<[usize; 4]>,
    damaged: bool,
}

impl Paper {
    fn new(scan: Scan, page: &Page, lack: Code) -> Self {
        let Scan { width, height, grey, area, damaged } = scan;
        let scale = width as f32 / area.width().max(1.0);
        // What a hidden layer says is known of a page of text alone: elsewhere it is not believed.
        let is_known = |w: &&Word| w.origin == Origin::Text || lack == Code::PartNotRead;
        let words = page.words.iter().filter(is_known).map(|word| word.bbox);
        let known = ink::boxes(words, area, scale);
        let whole = onto::is_whole(area, page);
        Self { picture: Picture { width, height, grey }, area, whole, known, damaged }
    }

    /// What it shows besides what is known.
    fn ink(&self) -> Ink {
        let dpi = self.picture.width as f32 / self.area.width().max(1.0) * INCH;
        ink::ink(&self.picture, dpi, &self.known)
    }
}

/// What the picture of a page shows, and what was read of it.
struct Read {
    /// Nothing where it needs no look: text was read of it.
    ink: Option<Ink>,
    recognition: Recognition,
    /// Whether a part of it could not be seen.
    damaged: bool,
}

/// Why a page is not read, or not all of it, of which a picture cannot be decoded.
const DAMAGED: &str = "une image y est endommagée";

/// What is told of a page, by its place among the pages.
type Told = (usize, Issue);

/// A page that is being read.
struct Running<'s> {
    wanted: Wanted,
    reading: ScopedJoinHandle<'s, Result<Option<Read>, String>>,
}

/// Reads pages, some at a time: while one is read the next is decoded. Gives what is told of each.
fn read_pages(
    drawing: &Drawing<'_>,
    pages: &mut [Page],
    wanted: &[Wanted],
    (engine, ocr): (&Engine, &Ocr<'_>),
    limits: &Limits,
) -> Vec<Told> {
    let (limit, kept) = (Duration::from_secs(limits.page_seconds), ocr.kept);
    let mut told: Vec<Told> = Vec::new();
    thread::scope(|scope| {
        let mut running: VecDeque<Running<'_>> = VecDeque::new();
        for wanted in wanted {
            (ocr.begins)();
            let Some(page) = pages.get(wanted.0) else { continue };
            match drawing.scan(page) {
                Ok(scan) => {
                    let (paper, lack) = (Paper::new(scan, page, wanted.1), wanted.1);
                    let reading = scope
                        .spawn(move || read_paper(&paper, lack, engine, &Asking::new(limit, kept)));
                    running.push_back(Running { wanted: *wanted, reading });
                }
                Err(issue) => told.push((wanted.0, undrawn(page.number, &issue, limits))),
            }
            if running.len() >= ocr.at_once.max(1) {
                told.extend(running.pop_front().into_iter().flat_map(|first| first.finish(pages)));
            }
        }
        told.extend(running.into_iter().flat_map(|next| next.finish(pages)));
    });
    told
}

/// What is read of a picture; nothing of one that shows no more than the words of a page of text.
fn read_paper(
    paper: &Paper,
    lack: Code,
    engine: &Engine,
    asking: &Asking<'_>,
) -> Result<Option<Read>, String> {
    let damaged = paper.damaged;
    // Of a page that is nothing but paper it is asked only if nothing is read: it takes as long as
    // straightening does.
    let mut ink = (damaged || lack == Code::PartNotRead || !paper.whole).then(|| paper.ink());
    if let Some(Ink { written: false, .. }) = ink {
        if damaged {
            return Err(DAMAGED.to_owned());
        }
        if lack == Code::PartNotRead {
            return Ok(None);
        }
    }
    let recognition =
        recognised::read(&paper.picture, (paper.area, paper.whole), |picture, dpi, shape| {
            engine.lines(picture, (dpi, shape), asking).map_err(|failure| failure.to_string())
        })?;
    if ink.is_none() && recognition.confidence() < verdict::DOUBTFUL {
        ink = Some(paper.ink());
    }
    Ok(Some(Read { ink, recognition, damaged }))
}

impl Running<'_> {
    /// Waits for the reading, gives it to its page, and gives what is to be told.
    fn finish(self, pages: &mut [Page]) -> Vec<Told> {
        let (at, lack) = self.wanted;
        let read = self.reading.join().unwrap_or_else(|cause| Err(why(&*cause)));
        let Some(page) = pages.get_mut(at) else { return Vec::new() };
        let number = page.number;
        let Read { ink, mut recognition, damaged } = match read {
            Ok(Some(read)) => read,
            Ok(None) => return Vec::new(),
            Err(why) => return vec![(at, failed(number, &why))],
        };
        let whole = onto::is_whole(recognition.area, page);
        if !whole {
            onto::take_said(&mut recognition, page);
        }
        let sure = recognition.confidence();
        let layer = recognition.beside_layer_of(page);
        let code = match verdict(lack, Reading { ink, whole, sure, layer }) {
            Verdict::Taken(code) => code,
            Verdict::Left(code) => {
                return vec![(at, Issue::new(code, &[("page", &number), ("sure", &sure)]))];
            }
            Verdict::Whole => return Vec::new(),
        };
        let mut told = vec![(at, Issue::new(code, &[("page", &number), ("sure", &sure)]))];
        if damaged {
            told.push((at, failed(number, DAMAGED)));
        }
        if let Some(why) = &recognition.read_once {
            let details: [(&str, &dyn Display); 2] = [("page", &number), ("why", why)];
            told.push((at, Issue::new(Code::ReadOnce, &details)));
        }
        onto::set_on(recognition, page);
        page.lack = None;
        told
    }
}

/// The issue of a page that could not be read, and why.
fn failed(number: u32, why: &str) -> Issue {
    Issue::new(Code::OcrFailed, &[("page", &number), ("why", &why)])
}

/// The issue of a page whose pictures could not be had: it is not read either.
fn undrawn(number: u32, issue: &Issue, limits: &Limits) -> Issue {
    if issue.code == Code::PicturesTooLarge {
        let limit = format!("{} points", limits.pixels);
        return Issue::over(&format!("images de la page {number}"), &limit, "--max-pixels");
    }
    failed(number, &issue.message)
}

//! Pages of paper in, the same pages with words and rules out: pictures are decoded, put straight,
//! and read by Tesseract ([`Engine`]), a program that must be installed beside this one.
//!
//! ```text
//! page ─ scan ─ picture ─ skew ─ straight picture ─┬─ Tesseract ─ lines ─ words ─┬─ page
//!                                                  └─ strokes ─ rules ───────────┘
//! ```
//!
//! A page is laid out as it would lie if it had been put straight on the scanner, and says by how
//! much it was turned ([`Page::tilt`]): layout turns places back. A page that cannot be read so
//! is told as an issue, and keeps what words it has.

mod again;
mod engine;
mod hocr;
mod installed;
mod layer;
mod picture;
mod program;
mod recognised;
mod skew;
mod strokes;
mod words;

use std::collections::VecDeque;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use engine::Asking;
pub use engine::{Engine, Readings};
pub use installed::{Installed, NoEngine, Sought};
use layer::Layer;
use picture::Picture;
pub use program::{COMMAND, guard};
use recognised::Recognition;

use super::pdf::STAMP;
use super::pdf::render::Drawing;
use super::pdf::scan::Scan;
use crate::document::{Page, PageSource, Source};
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::Rect;

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
    if wanted.is_empty() {
        return;
    }
    let pages = &mut source.pages;
    let told = match ocr.engine.engine() {
        Ok(engine) => match Drawing::open(bytes, limits) {
            Ok(drawing) => read_pages(&drawing, pages, &wanted, (engine, ocr), limits),
            Err(issue) => of_each(pages, &wanted, |page, _| failed(page.number, &issue.message)),
        },
        Err(NoEngine::Missing) => {
            of_each(pages, &wanted, |page, lack| Issue::new(lack, &[("page", &page.number)]))
        }
        // It is there: to have it installed would help nobody.
        Err(broken) => of_each(pages, &wanted, |page, _| failed(page.number, &broken.to_string())),
    };
    source.issues.extend(told);
}

/// An issue of each page of paper.
fn of_each(pages: &[Page], wanted: &[Wanted], tell: impl Fn(&Page, Code) -> Issue) -> Vec<Issue> {
    let told = wanted.iter().filter_map(|(at, lack)| Some(tell(pages.get(*at)?, *lack)));
    told.collect()
}

/// What a page has to read that its words do not tell; `None` where they tell all.
fn lack(page: &Page) -> Option<Code> {
    page.lack.or_else(|| match layer::judge(page) {
        Layer::Poor(_) => Some(Code::PoorLayer),
        Layer::None | Layer::Good => hides_text(page).then_some(Code::PartNotRead),
    })
}

/// Whether a page of text has a picture, as large as a quarter of it, on which hardly a word stands.
fn hides_text(page: &Page) -> bool {
    const PART: f32 = 0.25;
    let hull = Rect::hull(page.images.iter().map(|image| image.bbox));
    let (Some(area), PageSource::Mixed) = (hull, page.source) else { return false };
    let on_it = page.words.iter().filter(|word| {
        let (x, y) = word.bbox.center();
        area.contains(x, y)
    });
    let letters: usize = on_it.map(|word| word.text.chars().count()).sum();
    area.width() * area.height() >= PART * page.width * page.height && letters <= STAMP
}

/// A page that is being read.
struct Running<'s> {
    wanted: Wanted,
    reading: ScopedJoinHandle<'s, Result<Recognition, String>>,
}

/// Reads pages, some at a time: while one is read the next is decoded. Gives what is told of each.
fn read_pages(
    drawing: &Drawing<'_>,
    pages: &mut [Page],
    wanted: &[Wanted],
    (engine, ocr): (&Engine, &Ocr<'_>),
    limits: &Limits,
) -> Vec<Issue> {
    let (limit, kept) = (Duration::from_secs(limits.page_seconds), ocr.kept);
    let mut told = Vec::new();
    thread::scope(|scope| {
        let mut running: VecDeque<Running<'_>> = VecDeque::new();
        for wanted in wanted {
            (ocr.begins)();
            let Some(page) = pages.get(wanted.0) else { continue };
            match drawing.scan(page) {
                Ok(scan) => {
                    let reading =
                        scope.spawn(move || read_scan(scan, engine, &Asking::new(limit, kept)));
                    running.push_back(Running { wanted: *wanted, reading });
                }
                Err(issue) => told.push(undrawn(page.number, &issue, limits)),
            }
            if running.len() >= ocr.at_once.max(1) {
                told.extend(running.pop_front().and_then(|first| first.finish(pages)));
            }
        }
        told.extend(running.into_iter().filter_map(|next| next.finish(pages)));
    });
    told
}

/// What is read of a scan.
fn read_scan(scan: Scan, engine: &Engine, asking: &Asking<'_>) -> Result<Recognition, String> {
    let Scan { width, height, grey, area } = scan;
    let picture = Picture { width, height, grey };
    recognised::read(picture, area, |picture, dpi, shape| {
        engine.lines(picture, (dpi, shape), asking).map_err(|failure| failure.to_string())
    })
}

impl Running<'_> {
    /// Waits for the reading, gives it to its page, and gives what is to be told.
    fn finish(self, pages: &mut [Page]) -> Option<Issue> {
        let (at, lack) = self.wanted;
        let read = self.reading.join().unwrap_or_else(|_| Err("interruption".to_owned()));
        let page = pages.get_mut(at)?;
        let number = page.number;
        let recognition = match read {
            Ok(recognition) => recognition,
            Err(why) => return Some(failed(number, &why)),
        };
        let sure = recognition.confidence();
        recognition.set_on(page);
        page.lack = None;
        let code = if lack == Code::PoorLayer { Code::LayerReplaced } else { Code::Recognised };
        Some(Issue::new(code, &[("page", &number), ("sure", &sure)]))
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

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
mod layer;
mod picture;
mod program;
mod recognised;
mod skew;
mod strokes;
mod words;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use engine::Asking;
pub use engine::{Engine, NoEngine, Readings};
use layer::Layer;
use picture::Picture;
pub use program::{COMMAND, guard};
use recognised::Recognition;

use super::pdf::render::Drawing;
use super::pdf::scan::Scan;
use crate::document::{Page, PageSource, Source};
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Pages of paper of which each is to be read.
type Wanted = Vec<usize>;

/// What there is on this machine to read pages of paper with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Installed {
    /// The program, if it is there.
    pub engine: Option<Engine>,
    /// Pages of a document read at a time; 0 is taken for 1.
    pub at_once: usize,
    /// The folder where what is read is kept, if it is kept.
    pub kept: Option<PathBuf>,
}

/// How pages of paper are read.
#[derive(Clone, Copy)]
pub struct Ocr<'a> {
    /// What reads them, if it is there.
    pub engine: Option<&'a Engine>,
    /// Pages read at a time.
    pub at_once: usize,
    /// Where what is read is kept.
    pub kept: Option<&'a dyn Readings>,
    /// Called whenever a page is begun: a document of paper may take as long as its pages may.
    pub begins: &'a dyn Fn(),
}

impl Ocr<'_> {
    /// Nothing that reads them: each is told.
    pub const NONE: Self = Self { engine: None, at_once: 1, kept: None, begins: &|| {} };
}

/// Reads the pages of paper of a PDF.
pub fn read(bytes: &Arc<Vec<u8>>, source: &mut Source, ocr: &Ocr<'_>, limits: &Limits) {
    let wanted: Wanted =
        (0..source.pages.len()).filter(|at| source.pages.get(*at).is_some_and(is_wanted)).collect();
    if wanted.is_empty() {
        return;
    }
    let Some(engine) = ocr.engine else {
        let missing = |page: &Page| Issue::new(lack(page), &[("page", &page.number)]);
        let pages = wanted.iter().filter_map(|at| source.pages.get(*at));
        source.issues.extend(pages.map(missing));
        return;
    };
    match Drawing::open(bytes, limits) {
        Ok(drawing) => read_pages(&drawing, source, &wanted, (engine, ocr), limits),
        Err(issue) => source.issues.push(*issue),
    }
}

/// Whether a page has something to read that its words do not tell.
fn is_wanted(page: &Page) -> bool {
    page.lack.is_some() || matches!(layer::judge(page), Layer::Poor(_)) || hides_text(page)
}

/// What is told of a page that is not read.
fn lack(page: &Page) -> Code {
    page.lack.unwrap_or(match layer::judge(page) {
        Layer::Poor(_) => Code::PoorLayer,
        Layer::None | Layer::Good => Code::PartNotRead,
    })
}

/// Whether a page of text has a picture, as large as a quarter of it, on which hardly a word stands.
fn hides_text(page: &Page) -> bool {
    const PART: f32 = 0.25;
    const STAMP: usize = 60;
    let (Some(area), PageSource::Mixed) = (picture_hull(page), page.source) else { return false };
    let on_it = page.words.iter().filter(|word| {
        let (x, y) = word.bbox.center();
        area.contains(x, y)
    });
    let letters: usize = on_it.map(|word| word.text.chars().count()).sum();
    area.width() * area.height() >= PART * page.width * page.height && letters <= STAMP
}

fn picture_hull(page: &Page) -> Option<crate::place::Rect> {
    crate::place::Rect::hull(page.images.iter().map(|image| image.bbox))
}

/// A page that is being read.
struct Running<'s> {
    at: usize,
    reading: ScopedJoinHandle<'s, Result<Recognition, String>>,
}

/// Reads pages, some at a time: while one is read the next is decoded.
fn read_pages(
    drawing: &Drawing<'_>,
    source: &mut Source,
    wanted: &Wanted,
    (engine, ocr): (&Engine, &Ocr<'_>),
    limits: &Limits,
) {
    let (limit, kept) = (Duration::from_secs(limits.page_seconds), ocr.kept);
    let mut told = Vec::new();
    thread::scope(|scope| {
        let mut running: VecDeque<Running<'_>> = VecDeque::new();
        let mut finish = |running: &mut VecDeque<Running<'_>>, source: &mut Source| {
            let Some(Running { at, reading }) = running.pop_front() else { return };
            let read = reading.join().unwrap_or_else(|_| Err("interruption".to_owned()));
            if let Some(page) = source.pages.get_mut(at) {
                told.push(take(page, read));
            }
        };
        for at in wanted {
            (ocr.begins)();
            let Some(scan) = source.pages.get(*at).map(|page| drawing.scan(page)) else { continue };
            match scan {
                Ok(scan) => {
                    let reading =
                        scope.spawn(move || read_scan(scan, engine, &Asking::new(limit, kept)));
                    running.push_back(Running { at: *at, reading });
                }
                Err(issue) => source.issues.push(*issue),
            }
            if running.len() >= ocr.at_once.max(1) {
                finish(&mut running, source);
            }
        }
        while !running.is_empty() {
            finish(&mut running, source);
        }
    });
    source.issues.extend(told);
}

/// What is read of a scan.
fn read_scan(scan: Scan, engine: &Engine, asking: &Asking<'_>) -> Result<Recognition, String> {
    let Scan { width, height, grey, area } = scan;
    let picture = Picture { width, height, grey };
    recognised::read(picture, area, |picture, dpi, shape| {
        engine.lines(picture, (dpi, shape), asking).map_err(|failure| failure.to_string())
    })
}

/// Gives a page what was read of it, and what is to be told.
fn take(page: &mut Page, read: Result<Recognition, String>) -> Issue {
    let (number, lack) = (page.number, lack(page));
    match read {
        Ok(recognition) => {
            let sure = recognition.confidence();
            recognition.set_on(page);
            page.lack = None;
            let code = if lack == Code::PoorLayer { Code::LayerReplaced } else { Code::Recognised };
            Issue::new(code, &[("page", &number), ("sure", &sure)])
        }
        Err(why) => Issue::new(Code::OcrFailed, &[("page", &number), ("why", &why)]),
    }
}

//! Pages of paper whose hidden layer of text is used: pages in; the same with what their pictures
//! add, and those whose layer says something else than its picture, out.
//!
//! Besides words that are none, two things tell such a layer: its words do not stand where there is
//! ink, or its figures, read anew on the picture, are others. Old software misreads one figure of
//! five where its words are right.

use std::sync::Arc;
use std::time::Duration;

use super::engine::{Asking, Engine, Shape};
use super::figures::Cut;
use super::fitted::Layered;
use super::layer::{self, Layer};
use super::wanting::is_pictured;
use super::{Ocr, Wanted};
use crate::document::Page;
use crate::issue::Code;
use crate::limits::Limits;
use crate::readers::pdf::render::Drawing;

/// Figures of a page from which it is asked for them: to start Tesseract takes longer than to read
/// some.
const SOME: usize = 4;
/// Figures of a document that are asked for: one program made all its layers.
const MOST: usize = 24;
/// Figures read anew from which it can be told.
const ENOUGH: usize = 8;
/// Percent of the figures read anew that are those of a layer that can be used.
const AGREED: usize = 80;
/// Percent of words on ink below which a layer belongs to something else.
const ASIDE: usize = 30;

/// Sets the layers of pages beside their pictures, and gives the pages whose layer is not what
/// their picture shows.
pub(super) fn examine(
    bytes: &Arc<Vec<u8>>,
    pages: &mut [Page],
    ocr: &Ocr<'_>,
    limits: &Limits,
) -> Vec<Wanted> {
    let layered = |page: &Page| {
        page.rules.is_empty() && is_pictured(page) && layer::judge(page) == Layer::Good
    };
    let mut wanted = pages.iter().enumerate().filter(|(_, page)| layered(page)).peekable();
    if wanted.peek().is_none() {
        return Vec::new();
    }
    let Ok(drawing) = Drawing::open(bytes, limits) else { return Vec::new() };
    let (mut told, mut lying) = (Vec::new(), Vec::new());
    let mut sample = Sample::default();
    for (at, page) in wanted {
        (ocr.begins)();
        // A picture that cannot be had says nothing: the words are those of the layer.
        let Some(scan) = drawing.native(page).filter(|scan| !scan.damaged) else { continue };
        let layered = Layered::of(page, scan);
        if layered.share().is_some_and(|share| share < ASIDE) {
            lying.push((at, Code::FalseLayer));
            continue;
        }
        if let Ok(engine) = ocr.engine.engine() {
            sample.ask(
                &layered,
                engine,
                &Asking::new(Duration::from_secs(limits.page_seconds), ocr.kept),
            );
        }
        told.push((at, layered.fitted()));
    }
    if sample.lies() {
        lying.extend(told.iter().map(|(at, _)| (*at, Code::FalseLayer)));
        lying.sort_unstable_by_key(|(at, _)| *at);
        return lying;
    }
    for (at, fitted) in told {
        if let (Some(page), Some(fitted)) = (pages.get_mut(at), fitted) {
            fitted.set_on(page);
        }
    }
    lying
}

/// Figures of a document's layers beside what they are read as anew.
#[derive(Debug, Default)]
struct Sample {
    asked: usize,
    read: usize,
    same: usize,
}

impl Sample {
    /// Asks for the figures of a page, if it has some and too few were asked for.
    fn ask(&mut self, layered: &Layered<'_>, engine: &Engine, asking: &Asking<'_>) {
        let figures = layered.figures(MOST.saturating_sub(self.asked));
        if figures.len() < SOME {
            return;
        }
        self.asked += figures.len();
        let (texts, boxes): (Vec<String>, Vec<[usize; 4]>) = figures.into_iter().unzip();
        let cut = Cut::of(layered.picture(), boxes, layered.dpi());
        let read = cut.read(|sheet, dpi| engine.lines(sheet, (dpi, Shape::Figures), asking));
        // Where nothing can be read it is not known, and the layer stays.
        for (text, said) in texts.iter().zip(read.unwrap_or_default()) {
            let Some(said) = said else { continue };
            self.read += 1;
            self.same += usize::from(digits(text) == digits(&said));
        }
    }

    /// Whether too many figures were others.
    fn lies(&self) -> bool {
        self.read >= ENOUGH && self.same * 100 < self.read * AGREED
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_lies_whose_figures_are_often_others() {
        let lies = |read, same| Sample { asked: 24, read, same }.lies();
        assert!(!lies(24, 20));
        assert!(lies(24, 19));
        assert!(!lies(7, 0), "too few to tell");
    }

    #[test]
    fn figures_are_the_same_however_they_are_parted() {
        assert_eq!(digits("347 000,00"), digits("347.000,00€"));
        assert_ne!(digits("347 000"), digits("341 000"));
    }
}

//! Pages of paper whose hidden layer of text is used: pages in; the same with what their pictures
//! add, and those whose layer says something else than its picture, out.
//!
//! Besides words that are none, two things tell such a layer: its words do not stand where there is
//! ink, or its figures, read anew on the picture, are others. Old software misreads one figure of
//! five where its words are right.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use super::engine::{Asking, Engine, Shape};
use super::figures::Cut;
use super::fitted::{Fitted, Layered};
use super::layer::{self, Layer};
use super::wanting::is_pictured;
use super::{Ocr, Told, Wanted};
use crate::document::Page;
use crate::issue::{Code, Issue};
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
/// Confidence from which a figure read anew says anything: print is read with 90 and more, what is
/// struck through or coarse with less.
const SURE: u8 = 90;
/// Figures that must differ, whatever their share: a reading anew errs too.
const OTHERS: usize = 4;
/// Figures that are asked for of the first page.
const FIRST: usize = 8;

/// What became of pages with a layer.
#[derive(Default)]
pub(super) struct Examined {
    /// What is told of those that are read by it.
    pub(super) used: Vec<Told>,
    /// Those that must be read anew.
    pub(super) lying: Vec<Wanted>,
    /// What their pictures say of those whose layer lies on its ink.
    pub(super) fitted: Vec<(usize, Fitted)>,
}

/// Sets the layers of pages beside their pictures, and tells those by which a page is read from
/// those that are not what it shows. Pages of which something is told already are left.
pub(super) fn examine(
    bytes: &Arc<Vec<u8>>,
    pages: &[Page],
    told: &[Told],
    (ocr, limits): (&Ocr<'_>, &Limits),
) -> Examined {
    let layered = |(at, page): &(usize, &Page)| {
        let told = told.iter().any(|(told, _)| told == at);
        !told && is_pictured(page) && layer::judge(page) == Layer::Good
    };
    let wanted: Vec<(usize, &Page)> = pages.iter().enumerate().filter(layered).collect();
    if wanted.is_empty() {
        return Examined::default();
    }
    let mut found = Examined::default();
    let sample = beside(bytes, &wanted, &mut found, (ocr, limits));
    let lying: BTreeSet<usize> = found.lying.iter().map(|(at, _)| *at).collect();
    let right = wanted.iter().filter(|(at, _)| !lying.contains(at));
    if sample.lies() {
        found.lying.extend(right.map(|(at, _)| (*at, Code::MisreadLayer)));
        found.lying.sort_unstable_by_key(|(at, _)| *at);
        return found;
    }
    let code = if sample.failed || ocr.engine.engine().is_err() {
        Code::LayerUnproved
    } else {
        Code::LayerUsed
    };
    let tell = |page: &Page| {
        let Sample { read, same, .. } = sample;
        Issue::new(code, &[("page", &page.number), ("read", &read), ("same", &same)])
    };
    found.used = right.map(|(at, page)| (*at, tell(page))).collect();
    found
}

/// Sets the layers of some pages beside their pictures: finds what the pictures say of them and
/// those that do not lie on the ink, and gives their figures read anew.
fn beside(
    bytes: &Arc<Vec<u8>>,
    wanted: &[(usize, &Page)],
    found: &mut Examined,
    (ocr, limits): (&Ocr<'_>, &Limits),
) -> Sample {
    let mut sample = Sample::default();
    let Ok(drawing) = Drawing::open(bytes, limits) else { return sample };
    for (number, (at, page)) in wanted.iter().enumerate() {
        if !page.rules.is_empty() {
            continue;
        }
        (ocr.begins)();
        // A picture that cannot be had says nothing: the words are those of the layer.
        let Some(scan) = drawing.native(page).filter(|scan| !scan.damaged) else { continue };
        let layered = Layered::of(page, scan);
        if layered.is_elsewhere() {
            found.lying.push((*at, Code::FalseLayer));
            continue;
        }
        if let Ok(engine) = ocr.engine.engine() {
            let limit = Duration::from_secs(limits.page_seconds);
            // An annex may be of another maker: they are asked for all over the document.
            let due = (MOST * (number + 1) / wanted.len()).max(FIRST);
            sample.ask(&layered, due, engine, &Asking::new(limit, ocr.kept));
        }
        found.fitted.extend(layered.fitted().map(|fitted| (*at, fitted)));
    }
    sample
}

/// Figures of a document's layers beside what they are read as anew.
#[derive(Debug, Default)]
struct Sample {
    failed: bool,
    asked: usize,
    read: usize,
    same: usize,
}

impl Sample {
    /// Asks for figures of a page, if it has some, until so many are asked for.
    fn ask(&mut self, layered: &Layered<'_>, due: usize, engine: &Engine, asking: &Asking<'_>) {
        let figures = layered.figures(due.saturating_sub(self.asked));
        if figures.len() < SOME || self.failed {
            return;
        }
        self.asked += figures.len();
        let (texts, boxes): (Vec<String>, Vec<[usize; 4]>) = figures.into_iter().unzip();
        let cut = Cut::of(layered.picture(), boxes, layered.dpi());
        let read = cut.read(SURE, |sheet, dpi| engine.lines(sheet, (dpi, Shape::Figures), asking));
        // Where it cannot be asked nothing is known, and the layer stays.
        self.failed = read.is_err();
        for (text, said) in texts.iter().zip(read.unwrap_or_default()) {
            let Some(said) = said else { continue };
            self.read += 1;
            self.same += usize::from(digits(text) == digits(&said));
        }
    }

    /// Whether too many figures were others.
    fn lies(&self) -> bool {
        let others = self.read - self.same;
        self.read >= ENOUGH && others >= OTHERS && self.same * 100 < self.read * AGREED
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
        let lies = |read, same| Sample { failed: false, asked: 24, read, same }.lies();
        assert!(!lies(24, 20));
        assert!(lies(24, 19));
        assert!(!lies(7, 0), "too few to tell");
        assert!(!lies(8, 5), "a reading anew errs too");
    }

    #[test]
    fn figures_are_the_same_however_they_are_parted() {
        assert_eq!(digits("347 000,00"), digits("347.000,00€"));
        assert_ne!(digits("347 000"), digits("341 000"));
    }
}

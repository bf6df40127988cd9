//! Pages one by one, each caught if the interpreter breaks down on it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect as Box2};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, interpret_page};

use super::device::{Collector, OverLimit, Sheet};
use super::fonts::Fonts;
use super::{PdfError, PdfFacts, lines, words};
use crate::document::{Page, Source};
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Reads a PDF on the thread it is called on.
pub(super) fn read(
    bytes: &Arc<Vec<u8>>,
    limits: &Limits,
    _second: bool,
) -> Result<(Source, PdfFacts), PdfError> {
    let pdf = load(bytes)?;
    let mut source = Source::default();
    pages(&pdf, limits, &mut source);
    if source.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    Ok((source, PdfFacts::default()))
}

fn load(bytes: &Arc<Vec<u8>>) -> Result<Pdf, PdfError> {
    let loaded = catch_unwind(AssertUnwindSafe(|| Pdf::new(Arc::clone(bytes))));
    match loaded {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            Err(PdfError::Password)
        }
        Ok(Err(LoadPdfError::Decryption(_))) => Err(PdfError::Damaged("encryption".into())),
        Ok(Err(LoadPdfError::Invalid)) => Err(PdfError::Damaged("no page tree was found".into())),
        Err(cause) => Err(PdfError::Damaged(why(&*cause))),
    }
}

fn pages(pdf: &Pdf, limits: &Limits, source: &mut Source) {
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::default();
    for (leaf, number) in pdf.pages().iter().zip(1..=limits.pages) {
        let caught = catch_unwind(AssertUnwindSafe(|| draw(leaf, &cache, limits, &mut fonts)));
        let (width, height) = leaf.render_dimensions();
        let mut page = Page { number, width, height, ..Page::default() };
        match caught {
            Ok(sheet) => fill(&mut page, sheet, &fonts),
            Err(cause) => {
                let why = why(&*cause);
                source
                    .issues
                    .push(Issue::new(Code::PageFailed, &[("page", &number), ("why", &why)]));
            }
        }
        source.pages.push(page);
    }
}

fn draw<'a>(
    leaf: &Leaf<'a>,
    cache: &InterpreterCache<'a>,
    limits: &Limits,
    fonts: &mut Fonts,
) -> Sheet {
    let (width, height) = leaf.render_dimensions();
    let transform = Affine::new(leaf.initial_transform(true).as_coeffs());
    let area = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, area, cache, leaf.xref(), settings);
    let most = limits.page_words.saturating_mul(8);
    let mut collector = Collector::new(width, height, most, fonts);
    interpret_page(leaf, &mut context, &mut collector);
    collector.finish()
}

fn fill(page: &mut Page, sheet: Sheet, fonts: &Fonts) {
    page.words = words::words(sheet.glyphs, fonts);
    page.rules = lines::joined(sheet.rules);
    page.fills = sheet.fills;
    page.images = sheet.images;
}

/// What a caught panic says.
fn why(cause: &(dyn Any + Send)) -> String {
    if cause.is::<OverLimit>() {
        return "too much is drawn on it".to_owned();
    }
    let text = cause.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "unknown".into())
}

//! The order of reading: gate, document layer, pages one by one, judgement, second reader.
//!
//! Each library is caught where it may break down, and the page, or the layer, is what is lost.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, Rect as Box2};
use hayro_interpret::{
    Context, InterpreterCache, InterpreterSettings, InterpreterWarning, interpret_page,
};
use lopdf::{Document, ObjectId};

use super::device::{Collector, OverLimit, Sheet};
use super::fonts::{Fonts, Listed};
use super::gate::Found;
use super::{
    PdfError, PdfFacts, caution, content, gate, judge, layer, lines, second, structure, words,
};
use crate::document::{Page, Source};
use crate::issue::{Code, Issue};
use crate::limits::{Limits, mib};

/// Points of the widest page that is read: a third of a kilometre. No reckoning with boxes on a
/// wider one stays exact, and at the end of the numbers it gives none.
const WIDEST: f32 = 1.0e6;

/// What the document layer knows.
#[derive(Default)]
struct Layer {
    document: Option<Document>,
    /// The pages that it finds, until the interpreter's own are known.
    pages: BTreeMap<u32, ObjectId>,
    found: Found,
    /// Pages that must not be interpreted, with the issue that says why.
    closed: BTreeMap<u32, Issue>,
    fonts: Vec<Listed>,
}

/// Reads a PDF on the thread it is called on.
pub(super) fn read(
    bytes: &Arc<Vec<u8>>,
    limits: &Limits,
    ask_second: bool,
) -> Result<(Source, PdfFacts), PdfError> {
    let mut source = Source::default();
    let mut facts = PdfFacts::default();
    let mut layer = catch_unwind(AssertUnwindSafe(|| open_layer(bytes, limits)))
        .unwrap_or_else(|_| Ok(Layer::default()))?;
    let (pdf, bytes) = open(bytes, &mut layer, &mut source.issues)?;
    layer.close(&pdf, limits);
    source.issues.append(&mut layer.found.issues);
    read_pages(&pdf, &mut layer, limits, &mut source);
    if source.pages.is_empty() {
        return Err(PdfError::NoPages);
    }
    if let Some(document) = &layer.document {
        let told = catch_unwind(AssertUnwindSafe(|| {
            describe(document, &layer.pages, limits, &mut source, &mut facts);
        }));
        if let Err(cause) = told {
            source.issues.push(Issue::new(Code::Repaired, &[("why", &why(&*cause))]));
        }
    }
    count_pages(&pdf, limits, &mut source, &facts);
    if source.pages.iter().all(|p| layer.closed.contains_key(&p.number)) {
        // What closes the first page names the flag that lifts it, if one does.
        let first = layer.closed.into_values().next();
        return Err(first.map_or(PdfError::NoPages, |issue| PdfError::Closed(Box::new(issue))));
    }
    if ask_second {
        compare(&pdf, &bytes, &layer, limits, &mut source, &mut facts);
    }
    Ok((source, facts))
}

/// Asks the second reader, and tells where it does not agree or could not be asked.
fn compare(
    pdf: &Pdf,
    bytes: &Arc<Vec<u8>>,
    layer: &Layer,
    limits: &Limits,
    source: &mut Source,
    facts: &mut PdfFacts,
) {
    let safe = layer.document.as_ref().is_some_and(is_safe);
    if safe {
        let long = |number: &u32| {
            let leaf = leaf(pdf, *number).filter(|_| !layer.closed.contains_key(number));
            leaf.is_some_and(|leaf| content_length(leaf) > caution::CONTENT)
        };
        let long = source.pages.iter().map(|p| p.number).filter(long).collect();
        facts.compared = second::compare(bytes, &mut source.pages, &long, limits);
        source.issues.extend(source.pages.iter().filter_map(judge::disagreement));
    }
    if facts.compared == 0 && source.pages.iter().any(|p| !p.words.is_empty()) {
        let why = if safe { "il ne sait pas l'ouvrir" } else { "le fichier le ferait échouer" };
        source.issues.push(Issue::new(Code::NotCompared, &[("why", &why)]));
    }
}

/// Bytes of the content of a page once it is inflated; none where that breaks down.
fn content_length(leaf: &Leaf<'_>) -> usize {
    let length = || leaf.page_stream().map_or(0, <[u8]>::len);
    catch_unwind(AssertUnwindSafe(length)).unwrap_or(0)
}

/// A file opened again for its pages to be looked at one by one.
pub(super) struct Reopened {
    /// The file.
    pub(super) pdf: Pdf,
    closed: BTreeMap<u32, Issue>,
    fonts: Fonts,
}

impl Reopened {
    /// Opens a file again.
    pub(super) fn new(bytes: &Arc<Vec<u8>>, limits: &Limits) -> Result<Self, PdfError> {
        let mut layer = catch_unwind(AssertUnwindSafe(|| open_layer(bytes, limits)))
            .unwrap_or_else(|_| Ok(Layer::default()))?;
        let pdf = open(bytes, &mut layer, &mut Vec::new())?.0;
        layer.close(&pdf, limits);
        Ok(Self { pdf, closed: layer.closed, fonts: Fonts::new(layer.fonts) })
    }

    /// Why the gate closes a page, if it does.
    pub(super) fn closed(&self, page: u32) -> Option<&Issue> {
        self.closed.get(&page)
    }

    /// A page as the reader gives it, but for its tags; `None` where there is none or it is closed.
    pub(super) fn page(&mut self, number: u32, limits: &Limits) -> Option<Page> {
        let leaf = leaf(&self.pdf, number).filter(|_| !self.closed.contains_key(&number))?;
        let (width, height) = leaf.render_dimensions();
        let mut page = Page { number, width, height, ..Page::default() };
        let cache = InterpreterCache::new();
        read_page(leaf, &cache, limits, &mut self.fonts, &mut page, &mut Vec::new());
        Some(page)
    }
}

/// A page of a file by its one-based number.
pub(super) fn leaf(pdf: &Pdf, number: u32) -> Option<&Leaf<'_>> {
    pdf.pages().get((number as usize).checked_sub(1)?)
}

fn is_safe(document: &Document) -> bool {
    catch_unwind(AssertUnwindSafe(|| caution::is_safe(document))).unwrap_or(false)
}

fn open_layer(bytes: &[u8], limits: &Limits) -> Result<Layer, PdfError> {
    let Some(document) = layer::load(bytes, limits)? else { return Ok(Layer::default()) };
    let pages = layer::pages(&document, limits);
    let found = gate::check(&document, limits)?;
    let fonts = layer::fonts(&document);
    Ok(Layer { document: Some(document), pages, found, closed: BTreeMap::new(), fonts })
}

impl Layer {
    /// Numbers the pages as the interpreter does, and closes those that are dangerous. The two
    /// libraries do not take the same nodes of a broken tree for pages.
    fn close(&mut self, pdf: &Pdf, limits: &Limits) {
        let Some(document) = &self.document else { return };
        let object = |leaf: &Leaf<'_>| {
            let id = leaf.raw().obj_id()?;
            Some((id.obj_number, u16::try_from(id.gen_number).ok()?))
        };
        let pages: BTreeMap<u32, Option<ObjectId>> =
            (1..=limits.pages).zip(pdf.pages().iter().map(object)).collect();
        let found = &mut self.found;
        let close = AssertUnwindSafe(|| gate::close(document, &pages, found, limits));
        self.closed = catch_unwind(close).unwrap_or_default();
        self.pages = pages.into_iter().filter_map(|(number, id)| Some((number, id?))).collect();
    }
}

/// Opens the file for interpreting: as it is, or as the document layer writes it anew where it
/// finds pages that the interpreter does not.
fn open(
    bytes: &Arc<Vec<u8>>,
    layer: &mut Layer,
    issues: &mut Vec<Issue>,
) -> Result<(Pdf, Arc<Vec<u8>>), PdfError> {
    let loaded = load(bytes);
    let found = loaded.as_ref().map_or(0, |pdf| pdf.pages().len());
    if matches!(loaded, Err(PdfError::Password)) {
        return Err(PdfError::Password);
    }
    if let Some(document) = &mut layer.document {
        let mut whys = Vec::new();
        if document.xref_recovery == Some(lopdf::xref::XrefRecovery::Reconstructed) {
            whys.push("la table des objets a été reconstruite");
        }
        if layer.pages.len() > found
            && let Some(anew) = rewritten(document)
            && let Ok(pdf) = load(&anew)
            && pdf.pages().len() > found
        {
            let why = "le fichier a été réécrit pour pouvoir être lu";
            issues.push(Issue::new(Code::Repaired, &[("why", &why)]));
            return Ok((pdf, anew));
        }
        let repaired = |why| Issue::new(Code::Repaired, &[("why", &why)]);
        issues.extend(whys.into_iter().map(repaired));
    } else if found > 0 {
        let why = "la table des objets est illisible";
        issues.push(Issue::new(Code::Repaired, &[("why", &why)]));
    }
    Ok((loaded?, Arc::clone(bytes)))
}

fn rewritten(document: &mut Document) -> Option<Arc<Vec<u8>>> {
    let mut anew = Vec::new();
    catch_unwind(AssertUnwindSafe(|| document.save_to(&mut anew).ok())).ok()??;
    Some(Arc::new(anew))
}

fn load(bytes: &Arc<Vec<u8>>) -> Result<Pdf, PdfError> {
    match catch_unwind(AssertUnwindSafe(|| Pdf::new(Arc::clone(bytes)))) {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected))) => {
            Err(PdfError::Password)
        }
        Ok(Err(LoadPdfError::Decryption(_))) => {
            Err(PdfError::Damaged("son chiffrement n'est pas connu".into()))
        }
        Ok(Err(LoadPdfError::Invalid)) => {
            Err(PdfError::Damaged("aucune page n'y est trouvée".into()))
        }
        Err(cause) => Err(PdfError::Damaged(why(&*cause))),
    }
}

fn read_pages(pdf: &Pdf, layer: &mut Layer, limits: &Limits, source: &mut Source) {
    let cache = InterpreterCache::new();
    let mut fonts = Fonts::new(std::mem::take(&mut layer.fonts));
    let mut inflated = 0;
    for (leaf, number) in pdf.pages().iter().zip(1..=limits.pages) {
        let (width, height) = leaf.render_dimensions();
        let mut page = Page { number, width, height, ..Page::default() };
        let closed = match layer.closed.get(&number) {
            Some(issue) => Some(issue.clone()),
            None if !(width <= WIDEST && height <= WIDEST) => {
                (page.width, page.height) = (0.0, 0.0);
                let why = "ses dimensions sont démesurées";
                Some(Issue::new(Code::PageFailed, &[("page", &number), ("why", &why)]))
            }
            None => over(leaf, number, &mut inflated, limits),
        };
        match closed {
            Some(issue) => source.issues.push(issue),
            None => read_page(leaf, &cache, limits, &mut fonts, &mut page, &mut source.issues),
        }
        source.pages.push(page);
    }
}

/// The issue of a page whose content is over a limit, or takes the whole file over one. Pages keep
/// what they inflate until the file is closed.
fn over(leaf: &Leaf<'_>, number: u32, inflated: &mut u64, limits: &Limits) -> Option<Issue> {
    let length = content_length(leaf) as u64;
    *inflated += length;
    let page = format!("page {number}");
    let told = |bytes: u64, flag| Some(Issue::over(&page, &mib(bytes), flag));
    if length == 0 {
        // Nothing, or nothing that inflates without breaking down.
        return None;
    }
    if length > limits.page_bytes {
        return told(limits.page_bytes, "--max-page-bytes");
    }
    if *inflated > limits.inflated_bytes {
        return told(limits.inflated_bytes, "--max-inflated");
    }
    let busy = leaf.page_stream().is_some_and(|c| content::is_busy(c, limits.operators));
    busy.then(|| Issue::over(&page, &format!("{} opérateurs", limits.operators), "--max-operators"))
}

fn read_page<'a>(
    leaf: &Leaf<'a>,
    cache: &InterpreterCache<'a>,
    limits: &Limits,
    fonts: &mut Fonts,
    page: &mut Page,
    issues: &mut Vec<Issue>,
) {
    let drawn = catch_unwind(AssertUnwindSafe(|| {
        let (sheet, broken) = draw(leaf, cache, limits, fonts);
        let (nameless, curved) = (judge::nameless(&sheet, fonts), sheet.curved);
        let unread = judge::unread(page.number, leaf.page_stream().unwrap_or_default(), &sheet);
        page.words = words::words(sheet.glyphs, fonts);
        page.rules = lines::joined(sheet.rules);
        page.fills = sheet.fills;
        page.images = sheet.images;
        judge::page(page, &nameless, broken, curved, issues);
        issues.extend(unread);
    }));
    if let Err(cause) = drawn {
        let details: [(&str, &dyn std::fmt::Display); 2] =
            [("page", &page.number), ("why", &why(&*cause))];
        issues.push(Issue::new(Code::PageFailed, &details));
    }
    if !catch_unwind(AssertUnwindSafe(|| content::is_whole(leaf))).unwrap_or(false) {
        let details: [(&str, &dyn std::fmt::Display); 2] =
            [("page", &page.number), ("why", &"son contenu est abîmé, du texte peut manquer")];
        issues.push(Issue::new(Code::PageFailed, &details));
    }
    if page.words.len() > limits.page_words {
        page.words.truncate(limits.page_words);
        let limit = format!("{} mots", limits.page_words);
        issues.push(Issue::over(&format!("page {}", page.number), &limit, "--max-page-words"));
    }
}

/// Interprets a page; also tells how many fonts could not be loaded.
fn draw<'a>(
    leaf: &Leaf<'a>,
    cache: &InterpreterCache<'a>,
    limits: &Limits,
    fonts: &mut Fonts,
) -> (Sheet, usize) {
    let (width, height) = leaf.render_dimensions();
    let transform = Affine::new(leaf.initial_transform(true).as_coeffs());
    let area = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
    let broken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&broken);
    let settings = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::UnsupportedFont) {
                counted.fetch_add(1, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    let mut context = Context::new(transform, area, cache, leaf.xref(), settings);
    // Words are five letters and a space; the rest leaves room for lines and pictures.
    let most = limits.page_words.saturating_mul(10);
    let mut collector = Collector::new(width, height, most, fonts);
    interpret_page(leaf, &mut context, &mut collector);
    (collector.finish(), broken.load(Ordering::Relaxed))
}

/// Adds what the file says of itself.
fn describe(
    document: &Document,
    pages: &BTreeMap<u32, ObjectId>,
    limits: &Limits,
    source: &mut Source,
    facts: &mut PdfFacts,
) {
    facts.stated_pages = layer::stated_pages(document);
    facts.encrypted = document.was_encrypted() || document.is_encrypted();
    source.metadata = layer::metadata(document);
    source.outline = layer::outline(document, pages);
    let mut structure = structure::read(document, limits);
    if let Some((what, limit)) = structure.over {
        let details: [(&str, &dyn std::fmt::Display); 2] = [("what", &what), ("limit", &limit)];
        source.issues.push(Issue::new(Code::StructureTooLarge, &details));
    }
    facts.tagged = !structure.tags.is_empty();
    for page in &mut source.pages {
        if let Some(id) = pages.get(&page.number) {
            page.tags = structure.tags.remove(id).unwrap_or_default();
            page.tagged = structure.tables.remove(id).unwrap_or_default();
        }
    }
}

/// Tells of pages that are stated and not read.
fn count_pages(pdf: &Pdf, limits: &Limits, source: &mut Source, facts: &PdfFacts) {
    let read = source.pages.len() as u32;
    if pdf.pages().len() > source.pages.len() {
        source.issues.push(Issue::over("pages", &limits.pages, "--max-pages"));
    } else if let Some(stated) = facts.stated_pages.filter(|stated| *stated > read) {
        let details: [(&str, &dyn std::fmt::Display); 2] = [("read", &read), ("stated", &stated)];
        source.issues.push(Issue::new(Code::PagesMissing, &details));
    }
}

/// What a caught panic says.
pub(in crate::readers) fn why(cause: &(dyn Any + Send)) -> String {
    if cause.is::<OverLimit>() {
        return "le nombre de tracés est démesuré".to_owned();
    }
    let text = cause.downcast_ref::<&str>().map(|s| (*s).to_owned());
    text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_else(|| "?".to_owned())
}

//! A page of a PDF to a picture, whole (PNG) or in part (pixels), as large as is asked for within limits.
//!
//! The file passes the gate again, and a page with pictures too large to be decoded is not drawn:
//! all that a drawing costs must fit where reading did. Same page, same bytes. What breaks down
//! here is an issue of the drawing, never of the reading.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::vello_cpu::{
    Pixmap, RasterizerSettings, RenderContext, RenderSettings as Threads, Resources, TargetInit,
};
use hayro::{RenderCache, RenderSettings, render_into};
use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::kurbo::Affine;
use hayro_interpret::{InterpreterSettings, InterpreterWarning};

use super::open;
use crate::document::Page;
use crate::issue::{Code, Issue};
use crate::limits::Limits;
use crate::place::Rect;

/// Points of an inch.
const INCH: f32 = 72.0;

/// A picture before it has a file format.
#[derive(Debug, Clone, PartialEq)]
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green and blue of each pixel, row by row from the top.
    pub rgb: Vec<[u8; 3]>,
    /// Pixels a point.
    pub scale: f64,
}

/// A PDF opened once more, for its pages to be looked at and drawn one by one.
///
/// It works on the thread it is called on, whose stack must be that of [`Limits::stack_bytes`].
pub struct Drawing<'l> {
    pub(super) file: open::Reopened,
    limits: &'l Limits,
}

impl<'l> Drawing<'l> {
    /// Opens a file; it passes the gate again.
    pub fn open(bytes: &Arc<Vec<u8>>, limits: &'l Limits) -> Result<Self, Box<Issue>> {
        let file = open::Reopened::new(bytes, limits).map_err(|e| Box::new(e.issue()))?;
        Ok(Self { file, limits })
    }

    /// A page with its words, lines and pictures; `None` where it has no such page, or none that
    /// may be interpreted.
    pub fn page(&mut self, number: u32) -> Option<Page> {
        self.file.page(number, self.limits)
    }

    /// What of a page lies in an area (points of the visible page), at `dpi` pixels an inch;
    /// coarser where that would pass [`Limits::drawn_pixels`].
    pub fn pixels(&self, page: &Page, dpi: f32, area: Rect) -> Result<Pixels, Box<Issue>> {
        let (pixmap, scale) = self.draw(page, dpi, area)?;
        Ok(Pixels {
            width: pixmap.width().into(),
            height: pixmap.height().into(),
            // The ground is white and opaque: nothing is left to be blended.
            rgb: pixmap.data().iter().map(|p| [p.r, p.g, p.b]).collect(),
            scale,
        })
    }

    fn draw(&self, page: &Page, dpi: f32, area: Rect) -> Result<(Pixmap, f64), Box<Issue>> {
        let Drawn { pixmap, scale, .. } = self.drawn(page, dpi, area, self.limits.drawn_pixels)?;
        Ok((pixmap, scale))
    }

    /// What of a page lies in an area, with so many pixels at most.
    pub(super) fn drawn(
        &self,
        page: &Page,
        dpi: f32,
        area: Rect,
        most: u32,
    ) -> Result<Drawn, Box<Issue>> {
        let failed = |why: &dyn std::fmt::Display| {
            Box::new(Issue::new(Code::PageNotDrawn, &[("page", &page.number), ("why", why)]))
        };
        self.check(page)?;
        let leaf = open::leaf(&self.file.pdf, page.number);
        let leaf = leaf.ok_or_else(|| failed(&"page introuvable"))?;
        let drawn = catch_unwind(AssertUnwindSafe(|| draw(leaf, area, dpi, most)));
        drawn.map_err(|cause| failed(&open::why(&*cause)))?.map_err(|why| failed(&why))
    }

    /// Refuses a page that may not be interpreted, or whose pictures are too large.
    pub(super) fn check(&self, page: &Page) -> Result<(), Box<Issue>> {
        match self.file.closed(page.number) {
            Some(issue) => Err(Box::new(issue.clone())),
            None => decodable(page, self.limits),
        }
    }
}

/// Draws a whole page as a PNG; see [`Drawing`].
pub fn render(
    bytes: &Arc<Vec<u8>>,
    page: &Page,
    dpi: f32,
    limits: &Limits,
) -> Result<Vec<u8>, Box<Issue>> {
    let area = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let (pixmap, _) = Drawing::open(bytes, limits)?.draw(page, dpi, area)?;
    pixmap.into_png().map_err(|e| {
        let details: [(&str, &dyn std::fmt::Display); 2] = [("page", &page.number), ("why", &e)];
        Box::new(Issue::new(Code::PageNotDrawn, &details))
    })
}

/// Refuses a page whose pictures are too large together.
fn decodable(page: &Page, limits: &Limits) -> Result<(), Box<Issue>> {
    let pixels: u64 =
        page.images.iter().map(|i| u64::from(i.pixels.0) * u64::from(i.pixels.1)).sum();
    if pixels <= limits.pixels {
        return Ok(());
    }
    let millions = pixels.div_ceil(1_000_000);
    let details: [(&str, &dyn std::fmt::Display); 3] =
        [("page", &page.number), ("count", &millions), ("limit", &limits.pixels)];
    Err(Box::new(Issue::new(Code::PicturesTooLarge, &details)))
}

/// An area of a page, drawn.
pub(super) struct Drawn {
    pub(super) pixmap: Pixmap,
    /// Pixels a point.
    pub(super) scale: f64,
    /// Whether a picture of it could not be decoded: there is paper in its place.
    pub(super) damaged: bool,
}

/// Draws an area of a page.
fn draw(leaf: &Leaf<'_>, area: Rect, dpi: f32, most: u32) -> Result<Drawn, &'static str> {
    let (width, height, scale) = size(area, dpi, most).ok_or("dimensions démesurées")?;
    let threads = Threads { num_threads: 0, ..Threads::default() };
    let mut context = RenderContext::new_with(width, height, threads);
    let transform = Affine::scale(scale)
        * Affine::translate((-f64::from(area.x0), -f64::from(area.y0)))
        * Affine::new(leaf.initial_transform(true).as_coeffs());
    let (settings, cache) = (RenderSettings::default(), RenderCache::new());
    let damaged = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&damaged);
    let interpreter = InterpreterSettings {
        warning_sink: Arc::new(move |warning| {
            if matches!(warning, InterpreterWarning::ImageDecodeFailure) {
                told.store(true, Ordering::Relaxed);
            }
        }),
        ..InterpreterSettings::default()
    };
    render_into(leaf, &cache, &interpreter, &settings, &mut context, transform);
    context.flush();
    let mut pixmap = Pixmap::new(width, height);
    let ground = RasterizerSettings { target_init: TargetInit::Clear(WHITE), ..Default::default() };
    context.render_with(&mut pixmap, &mut Resources::default(), ground);
    Ok(Drawn { pixmap, scale, damaged: damaged.load(Ordering::Relaxed) })
}

/// Width and height in pixels, and pixels a point.
fn size(area: Rect, dpi: f32, pixels: u32) -> Option<(u16, u16, f64)> {
    let (width, height) = (f64::from(area.width()), f64::from(area.height()));
    let most = f64::from(pixels).min(f64::from(u16::MAX));
    let wanted = f64::from(dpi / INCH);
    let fits = (f64::from(pixels) / (width * height)).sqrt();
    let scale = wanted.min(fits).min(most / width.max(height));
    let rounded = |length: f64| Some((length * scale).round()).filter(|p| *p >= 1.0);
    let (width, height) = (rounded(width)?, rounded(height)?);
    (scale.is_finite() && scale > 0.0).then_some((width as u16, height as u16, scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(width: f32, height: f32) -> Rect {
        Rect { x0: 0.0, y0: 0.0, x1: width, y1: height }
    }

    #[test]
    fn a_page_is_drawn_as_asked_and_a_wall_poster_coarser() {
        assert_eq!(size(area(595.0, 842.0), 72.0, 1_000_000), Some((595, 842, 1.0)));
        assert_eq!(size(area(4000.0, 1000.0), 72.0, 1_000_000), Some((2000, 500, 0.5)));
        assert_eq!(size(area(1.0e7, 1.0), 72.0, 1_000_000), None, "too flat for a pixel");
        for none in [area(0.0, 0.0), area(-5.0, 10.0), area(f32::NAN, 10.0)] {
            assert_eq!(size(none, 72.0, 1_000_000), None, "{none:?}");
        }
    }

    /// A page of 200 by 100 points, black in its upper left quarter.
    fn black_corner() -> (Arc<Vec<u8>>, Page) {
        let content = "0 50 100 50 re f";
        let mut bytes = b"%PDF-1.4\n".to_vec();
        let mut table = b"0000000000 65535 f \n".to_vec();
        let objects = [
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_owned(),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R >>".to_owned(),
            format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        ];
        for (i, object) in objects.iter().enumerate() {
            table.extend(format!("{:010} 00000 n \n", bytes.len()).bytes());
            bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).bytes());
        }
        let start = bytes.len();
        bytes.extend(b"xref\n0 5\n");
        bytes.extend(table);
        let tail = format!("trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF");
        bytes.extend(tail.bytes());
        let page = Page { number: 1, width: 200.0, height: 100.0, ..Page::default() };
        (Arc::new(bytes), page)
    }

    /// The pixels of a picture as grey levels, row by row, with its width.
    fn decoded(png: &[u8]) -> (u16, Vec<u8>) {
        let pixmap = Pixmap::from_png(std::io::Cursor::new(png)).unwrap();
        (pixmap.width(), pixmap.data().iter().map(|p| p.g).collect())
    }

    #[test]
    fn a_page_and_a_part_of_it_are_drawn_where_they_stand() {
        let (bytes, page) = black_corner();
        let limits = Limits::default();
        let whole = render(&bytes, &page, 72.0, &limits).unwrap();
        let (width, grey) = decoded(&whole);
        assert_eq!((width, grey.len()), (200, 200 * 100));
        let at = |x: usize, y: usize| grey[y * 200 + x];
        assert_eq!([at(10, 10), at(99, 49), at(150, 10), at(10, 90)], [0, 0, 255, 255]);
        assert_eq!(whole, render(&bytes, &page, 72.0, &limits).unwrap());

        let crop = Rect { x0: 90.0, y0: 0.0, x1: 110.0, y1: 20.0 };
        let part = Drawing::open(&bytes, &limits).unwrap().pixels(&page, 144.0, crop).unwrap();
        assert_eq!((part.width, part.height, part.rgb.len()), (40, 40, 40 * 40));
        assert_eq!(part.rgb[5], [0; 3], "black left of the middle");
        assert_eq!(part.rgb[35], [255; 3], "white right of it");
    }

    #[test]
    fn what_cannot_be_drawn_is_an_issue_of_its_page() {
        let (bytes, page) = black_corner();
        let missing = Page { number: 9, ..page.clone() };
        let issue = render(&bytes, &missing, 72.0, &Limits::default()).unwrap_err();
        assert_eq!(issue.message, "page 9 : lue, mais non dessinée (page introuvable)");
        let bomb = crate::document::Image { bbox: Rect::default(), pixels: (30_000, 30_000) };
        let heavy = Page { images: vec![bomb], ..page };
        let issue = render(&bytes, &heavy, 72.0, &Limits::default()).unwrap_err();
        assert_eq!(issue.code, Code::PicturesTooLarge);
        assert_eq!(
            issue.message,
            "page 1 : lue, mais non dessinée (900 millions de pixels d'images, limite de \
             100000000 pixels)"
        );
        assert!(issue.hint.contains("--max-pixels"), "{}", issue.hint);
    }
}

//! A page of paper as the grey levels that a scanner saw, at its own resolution.
//!
//! Most scans are one picture a page: it is decoded as it is. Scanners that split a page into
//! layers (a grey ground, stencils of ink over it) and pages that are turned or drawn in strips are
//! drawn whole, with as many pixels an inch as their finest layer.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::page::Page as Leaf;
use hayro_interpret::kurbo::{Affine, BezPath, Rect as Box2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image as Picture, ImageData,
    ImageDrawProps, InterpreterCache, InterpreterSettings, SoftMask, interpret_page,
};

use super::open;
use super::render::Drawing;
use crate::document::{Image, Origin, Page};
use crate::issue::Issue;
use crate::place::Rect;

/// Points of an inch.
const INCH: f32 = 72.0;
/// Pixels an inch between which a page is drawn. Letters of 8 points are 11 pixels high at 200, less
/// is not legible; Tesseract learnt print at 300, more only takes time.
const DPI: (f32, f32) = (200.0, 300.0);
/// Pixels an inch from which a picture is drawn anew with fewer: scanners offer 200, 300, 400 and
/// 600, and from 600 on a page has four times the pixels of what is enough.
const FINE: f32 = 400.0;
/// Pixels of a page at most: A3 at 300 an inch has 17 million. To be put straight and turned a
/// picture is held some four times, beside those that are read at the same time, in the memory of
/// one worker.
const MOST: u32 = 18_000_000;
/// How far the edges of a picture may lie from what is seen of it, in points: those of the page are
/// rounded to points by many scanners.
const ROUNDED: f32 = 1.0;
/// How much longer a pixel may be one way than the other: at the foot of A4 that is less than a
/// point, a tenth of a line. A picture that was stretched more is drawn.
const STRETCHED: f32 = 0.001;

/// A page, or a part of it, as a scanner saw it.
#[derive(Debug, Clone, PartialEq)]
pub struct Scan {
    /// Pixels across.
    pub width: usize,
    /// Pixels down.
    pub height: usize,
    /// The levels, 0 is black, row by row from the top.
    pub grey: Vec<u8>,
    /// What of the visible page it shows, in points.
    pub area: Rect,
    /// Whether a picture of the page could not be decoded: there is paper in its place.
    pub damaged: bool,
}

impl Drawing<'_> {
    /// What the pictures of a page show, read as a scanner would see it.
    pub fn scan(&self, page: &Page) -> Result<Scan, Box<Issue>> {
        let area = area(page);
        if let Some(scan) = self.native(page) {
            return Ok(scan);
        }
        let drawn = self.drawn(page, dpi(page, area), area, MOST)?;
        Ok(Scan {
            width: drawn.pixmap.width().into(),
            height: drawn.pixmap.height().into(),
            damaged: drawn.damaged,
            grey: drawn.pixmap.data().iter().map(|p| level([p.r, p.g, p.b])).collect(),
            area,
        })
    }

    /// The only picture of a page as it is, if nothing else is drawn there: to decode it costs no
    /// more than its pixels do.
    pub fn native(&self, page: &Page) -> Option<Scan> {
        let [image] = page.images.as_slice() else { return None };
        let seen = page.words.iter().any(|word| word.origin == Origin::Text);
        let pixels = u64::from(image.pixels.0) * u64::from(image.pixels.1);
        let large = resolution(image) > FINE || pixels > u64::from(MOST);
        if seen || !page.rules.is_empty() || large {
            return None;
        }
        let leaf = open::leaf(&self.file.pdf, page.number)?;
        self.check(page).ok()?;
        catch_unwind(AssertUnwindSafe(|| decoded(leaf, image.bbox))).ok()?
    }
}

/// What of a page its pictures show: all of it, where they cover most of it.
fn area(page: &Page) -> Rect {
    let whole = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
    let hull = Rect::hull(page.images.iter().map(|image| image.bbox));
    hull.filter(|_| page.words.iter().any(|word| word.origin == Origin::Text)).unwrap_or(whole)
}

/// Pixels an inch of a picture.
fn resolution(image: &Image) -> f32 {
    let across = image.pixels.0 as f32 / image.bbox.width().max(1.0);
    let down = image.pixels.1 as f32 / image.bbox.height().max(1.0);
    across.max(down) * INCH
}

/// Pixels an inch that a page is drawn with: those of its finest picture that shows a fair part.
fn dpi(page: &Page, area: Rect) -> f32 {
    let share = |image: &Image| image.bbox.width() * image.bbox.height();
    let fair = page.images.iter().filter(|i| share(i) * 20.0 > area.width() * area.height());
    let finest = fair.map(resolution).fold(0.0, f32::max);
    if finest > 0.0 { finest.clamp(DPI.0, DPI.1) } else { DPI.1 }
}

/// The grey level of a colour, as the eye weighs it.
pub(in crate::readers) fn level([r, g, b]: [u8; 3]) -> u8 {
    ((u32::from(r) * 299 + u32::from(g) * 587 + u32::from(b) * 114 + 500) / 1000) as u8
}

/// The one upright picture of a page, decoded, if all of it is seen there; `seen` is what of it is
/// not cut off.
fn decoded(leaf: &Leaf<'_>, seen: Rect) -> Option<Scan> {
    let (width, height) = leaf.render_dimensions();
    let transform = Affine::new(leaf.initial_transform(true).as_coeffs());
    let visible = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings::default();
    let mut context = Context::new(transform, visible, &cache, leaf.xref(), settings);
    let mut taker = Taker::default();
    interpret_page(leaf, &mut context, &mut taker);
    let alone = taker.pictures == 1 && !taker.covered;
    let mut scan = taker.taken.filter(|scan| alone && is_whole(scan.area, seen))?;
    let square = scan.area.width() / scan.width as f32 * scan.height as f32 / scan.area.height();
    scan.grey.truncate(scan.width * scan.height);
    ((square - 1.0).abs() <= STRETCHED && scan.grey.len() == scan.width * scan.height)
        .then_some(scan)
}

/// Whether what is seen of a picture is all of it.
fn is_whole(area: Rect, seen: Rect) -> bool {
    let edges = [(area.x0, seen.x0), (area.y0, seen.y0), (area.x1, seen.x1), (area.y1, seen.y1)];
    edges.iter().all(|(edge, seen)| (edge - seen).abs() <= ROUNDED)
}

/// A device that takes a picture which stands upright, and draws nothing.
#[derive(Default)]
struct Taker {
    taken: Option<Scan>,
    pictures: usize,
    /// Whether something is drawn over it: what was masked on a scan is not to be read.
    covered: bool,
}

impl Taker {
    fn drawn(&mut self, mode: &DrawMode) {
        self.covered |= self.pictures > 0 && !matches!(mode, DrawMode::Invisible);
    }
}

impl<'a> Device<'a> for Taker {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, mode: &DrawMode) {
        self.drawn(mode);
    }
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(
        &mut self,
        alpha: f32,
        mask: Option<SoftMask<'a>>,
        blend: BlendMode,
    ) {
        // Each picture is a group of its own; what is blended is not seen as it is stored.
        self.covered |= alpha < 1.0 || mask.is_some() || blend != BlendMode::default();
    }
    fn draw_glyph_run(&mut self, _: &GlyphRun<'_, 'a>, _: DrawProps<'a>, mode: &DrawMode) {
        self.drawn(mode);
    }
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}

    fn draw_image(&mut self, image: Picture<'a, '_>, props: ImageDrawProps<'a>) {
        self.pictures += 1;
        let [right, down, up_x, up_y, x, y] = props.transform.as_coeffs();
        let upright = down.abs() < 1e-4 && up_x.abs() < 1e-4 && right > 0.0 && up_y > 0.0;
        let Picture::Raster(raster) = image else { return };
        if !upright || self.pictures > 1 || props.soft_mask.is_some() {
            return;
        }
        let (across, along) = (f64::from(raster.width()), f64::from(raster.height()));
        let (x1, y1) = (x + right * across, y + up_y * along);
        let area = Rect::from([x as f32, y as f32, x1 as f32, y1 as f32]);
        raster
            .with_rgba(|data, alpha| self.taken = alpha.is_none().then(|| taken(data, area)), None);
    }
}

/// A decoded picture as grey levels.
fn taken(data: ImageData, area: Rect) -> Scan {
    let (width, height) = (data.width() as usize, data.height() as usize);
    let grey = match data {
        ImageData::Luma(luma) => luma.data,
        ImageData::Rgb(rgb) => rgb.data.as_chunks().0.iter().map(|pixel| level(*pixel)).collect(),
    };
    Scan { width, height, grey, area, damaged: false }
}

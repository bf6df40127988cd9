//! Our own device for hayro's interpreter: it collects glyphs, lines, shaded areas and pictures,
//! and renders nothing.
//!
//! Everything comes in visible coordinates, cut to the current clip. What cannot be seen (off
//! the page, clipped away, white on white) is dropped; what is drawn invisibly is kept and says
//! so, since it is how OCR layers are made.

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_syntax::object::{Dict, String as PdfString};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as Box2, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image as Picture, ImageDrawProps, Paint,
    SoftMask,
};

use super::fonts::Fonts;
use super::glyph::Glyph;
use super::run::Run;
use super::{actual, lines};
use crate::document::{Image, Rule};
use crate::place::Rect;

/// Painted areas that are searched for what lies under white letters, the last first.
const REMEMBERED: usize = 5_000;
/// Pictures over the whole page that are taken to cover its letters; more are a hostile file.
const COVERS: usize = 20;

/// Drawings for which a form counts: it is opened, read and closed.
const FORM: usize = 10;

/// Raised to leave a page that draws more than the limit; never seen outside this folder.
pub(super) struct OverLimit;

/// A marked-content sequence that is open.
#[derive(Debug, Default)]
struct Marked {
    mcid: Option<i32>,
    actual: Option<String>,
    /// Number of glyphs when it opened.
    from: usize,
}

/// What a page draws.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Its glyphs, in the order of drawing.
    pub(super) glyphs: Vec<Glyph>,
    /// Its straight lines, not yet joined.
    pub(super) rules: Vec<Rule>,
    /// Its shaded areas.
    pub(super) fills: Vec<Rect>,
    /// Its pictures.
    pub(super) images: Vec<Image>,
    /// Everything drawn, what cannot be seen included.
    pub(super) drawn: usize,
    /// Texts drawn, what cannot be seen included.
    pub(super) runs: usize,
    /// Curves drawn: letters drawn as outlines are made of them.
    pub(super) curved: usize,
}

/// The device.
pub(super) struct Collector<'f> {
    sheet: Sheet,
    fonts: &'f mut Fonts,
    run: Run,
    clips: Vec<Box2>,
    page: Box2,
    marked: Vec<Marked>,
    /// Painted areas with their colour, in order, to tell white letters on a dark band.
    grounds: Vec<(Box2, bool)>,
    most: usize,
}

impl<'f> Collector<'f> {
    /// A device for a visible page of this size that takes at most `most` glyphs.
    pub(super) fn new(width: f32, height: f32, most: usize, fonts: &'f mut Fonts) -> Self {
        let page = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
        let (sheet, clips) = (Sheet::default(), Vec::new());
        let run = Run::default();
        Self { sheet, fonts, run, clips, page, marked: Vec::new(), grounds: Vec::new(), most }
    }

    /// What was drawn.
    pub(super) fn finish(self) -> Sheet {
        self.sheet
    }

    fn clip(&self) -> Box2 {
        self.clips.last().copied().unwrap_or(self.page)
    }

    fn mcid(&self) -> Option<i32> {
        self.marked.iter().rev().find_map(|m| m.mcid)
    }

    /// Whether light ink can be seen at a point: something dark was painted there last.
    fn dark_at(&self, at: Point) -> bool {
        let mut near = self.grounds.iter().rev().take(REMEMBERED);
        near.find(|(area, _)| area.contains(at)).is_some_and(|(_, dark)| *dark)
    }

    fn push_clip(&mut self, area: Box2) {
        // Each form that is drawn clips: forms that draw forms and nothing else are counted too.
        self.count(FORM);
        let cut = self.clip().intersect(area);
        self.clips.push(cut);
    }

    /// Counts a drawing, and leaves the page when it draws without end.
    fn count(&mut self, n: usize) {
        self.sheet.drawn += n;
        if self.sheet.drawn > self.most {
            std::panic::resume_unwind(Box::new(OverLimit));
        }
    }

    fn fill(&mut self, path: &BezPath, light: bool) {
        let clip = self.clip();
        for shape in lines::shapes(path) {
            let area = shape.area.intersect(clip);
            if area.width() <= 0.0 && area.height() <= 0.0 {
                continue;
            }
            let rule = if shape.straight { lines::thin(area, shape.area) } else { None };
            if let Some(rule) = rule {
                if !light || self.dark_at(area.center()) {
                    self.sheet.rules.push(rule);
                }
            } else if shape.straight && area.width() > 0.0 && area.height() > 0.0 {
                self.ground(area, light);
            } else {
                self.grounds.push((area, !light));
            }
        }
        for rule in lines::frame(path, clip) {
            self.sheet.rules.push(rule);
        }
    }

    /// Hides the letters under a picture of the page: some OCR software draws its text first.
    fn cover(&mut self, area: Box2) {
        for glyph in &mut self.sheet.glyphs {
            glyph.hidden |= area.contains(middle(glyph));
        }
    }

    fn ground(&mut self, area: Box2, light: bool) {
        self.grounds.push((area, !light));
        if !light && area.width() > 3.0 && area.height() > 3.0 {
            self.sheet.fills.push(rect(area));
        }
    }

    fn stroke(&mut self, path: &BezPath, width: f64, light: bool) {
        let clip = self.clip();
        for rule in lines::strokes(path, width, clip) {
            let (x, y) = rule.bbox.center();
            if !light || self.dark_at(Point::new(f64::from(x), f64::from(y))) {
                self.sheet.rules.push(rule);
            }
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.count(1);
        let Some(light) = lightness(&props.paint) else { return };
        let curve = |e: &PathEl| matches!(e, PathEl::CurveTo(..) | PathEl::QuadTo(..));
        self.sheet.curved += path.elements().iter().filter(|e| curve(e)).count();
        let path = props.transform * path;
        match mode {
            DrawMode::Fill(_) => self.fill(&path, light),
            DrawMode::Stroke(stroke) => {
                let width = f64::from(stroke.line_width) * scale(props.transform);
                self.stroke(&path, width, light);
            }
            DrawMode::FillAndStroke(_, stroke) => {
                self.fill(&path, light);
                let width = f64::from(stroke.line_width) * scale(props.transform);
                self.stroke(&path, width, light);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.push_clip(clip.path.bounding_box());
    }

    fn push_clip_rect(&mut self, area: &Box2) {
        self.push_clip(*area);
    }

    fn pop_clip(&mut self) {
        self.clips.pop();
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_transparency_group(&mut self) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let glyphs = run.glyphs();
        self.count(glyphs.len());
        self.sheet.runs += 1;
        let light = lightness(&props.paint);
        let hidden = matches!(mode, DrawMode::Invisible) || light.is_none();
        let stroked = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        let font = self.fonts.index(run);
        let stand_in = self.fonts.font(font).is_some_and(|f| f.stand_in);
        let mcid = self.mcid();
        let clip = self.clip().inflate(1.0, 1.0);
        let run_scale = RunScale::of(run, props.transform, stand_in);
        self.run.begin();
        for glyph in glyphs {
            let matrix = props.transform * glyph.transform();
            let origin = matrix * Point::ZERO;
            let ask = || (self.fonts.letters(font, glyph), advance(glyph));
            let (letters, advance) = self.run.code(glyph.char_code(), ask);
            let advance = advance * run_scale.along;
            let placed = Glyph {
                letters,
                x: origin.x as f32,
                y: origin.y as f32,
                direction: run_scale.direction,
                advance: advance as f32,
                size: (run_scale.up * 1000.0) as f32,
                font,
                bold: stroked,
                hidden,
                mcid,
            };
            let middle = middle(&placed);
            let seen =
                clip.contains(middle) && (hidden || light != Some(true) || self.dark_at(middle));
            if seen && placed.x.is_finite() && placed.y.is_finite() && placed.size > 0.1 {
                self.sheet.glyphs.push(placed);
            }
        }
    }

    fn draw_image(&mut self, image: Picture<'a, '_>, props: ImageDrawProps<'a>) {
        self.count(1);
        let (width, height) = (image.width(), image.height());
        let whole = Box2::new(0.0, 0.0, f64::from(width), f64::from(height));
        let placed = props.transform.transform_rect_bbox(whole);
        let area = placed.intersect(self.clip());
        if area.width() <= 0.0 || area.height() <= 0.0 {
            return;
        }
        if let Some(rule) = lines::thin(area, placed) {
            self.sheet.rules.push(rule);
        } else {
            self.grounds.push((area, true));
            if opaque(&image)
                && area.area() > self.page.area() / 2.0
                && self.sheet.images.len() < COVERS
            {
                self.cover(area);
            }
            self.sheet.images.push(Image { bbox: rect(area), pixels: (width, height) });
        }
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        let mcid = properties.and_then(|p| p.get::<i32>(b"MCID"));
        let actual = properties
            .and_then(|p| p.get::<PdfString<'_>>(b"ActualText"))
            .map(|s| text_string(s.as_bytes()));
        self.marked.push(Marked { mcid, actual, from: self.sheet.glyphs.len() });
    }

    fn end_marked_content(&mut self) {
        let Some(closed) = self.marked.pop() else { return };
        if let Some(actual) = closed.actual {
            actual::replace(&mut self.sheet.glyphs, closed.from, &actual);
        }
    }
}

/// A text string of the file: UTF-16, UTF-8 by its mark, else about cp1252.
pub(super) fn text_string(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return text.into_owned();
    }
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

/// How a run's thousandths of an em become points.
struct RunScale {
    along: f64,
    up: f64,
    direction: (f32, f32),
}

impl RunScale {
    /// A font that is not embedded is drawn with its letters stretched, each by its own factor;
    /// the advance is not. So where the factors differ the upright scale is the true one.
    fn of(run: &GlyphRun<'_, '_>, transform: Affine, stand_in: bool) -> Self {
        let mut along = Vec::with_capacity(run.glyphs().len().min(8));
        let mut first = None;
        for glyph in run.glyphs().iter().take(8) {
            let [right, down, up_x, up_y, ..] = (transform * glyph.transform()).as_coeffs();
            let (x, y) = (right.hypot(down), up_x.hypot(up_y));
            first.get_or_insert((x, y, right, down));
            along.push(x);
        }
        let (x, y, right, down) = first.unwrap_or((0.001, 0.001, 1.0, 0.0));
        let even = along.iter().all(|other| (other - x).abs() < x * 0.002);
        let stretched = !even || (along.len() == 1 && stand_in);
        let direction = if x > 0.0 { ((right / x) as f32, (down / x) as f32) } else { (1.0, 0.0) };
        Self { along: if stretched { y } else { x }, up: y, direction }
    }
}

/// Whether nothing shows through a picture.
fn opaque(image: &Picture<'_, '_>) -> bool {
    match image {
        Picture::Stencil(_) => false,
        Picture::Raster(raster) => {
            let dict = raster.stream().dict();
            !dict.contains_key(b"SMask") && !dict.contains_key(b"Mask")
        }
    }
}

fn advance(glyph: &Drawn<'_>) -> f64 {
    let width = match glyph {
        Drawn::Outline(outline) => outline.advance_width(),
        Drawn::Type3(glyph) => glyph.advance_width(),
    };
    f64::from(width.unwrap_or(0.0))
}

/// The point a third of an em above the middle of a glyph's foot: where its ink is.
fn middle(glyph: &Glyph) -> Point {
    let (dx, dy) = glyph.direction;
    let (half, up) = (glyph.advance / 2.0, glyph.size / 3.0);
    Point::new(f64::from(glyph.x + dx * half + dy * up), f64::from(glyph.y + dy * half - dx * up))
}

fn scale(transform: Affine) -> f64 {
    transform.determinant().abs().sqrt()
}

/// Whether a paint is as light as paper; `None` if it leaves nothing to see.
fn lightness(paint: &Paint<'_>) -> Option<bool> {
    match paint {
        Paint::Pattern(_) => Some(false),
        Paint::Color(color) => {
            let [r, g, b, a] = color.to_rgba().components();
            (a > 0.02).then_some(r.min(g).min(b) > 0.97 || a < 0.05)
        }
    }
}

pub(super) fn rect(area: Box2) -> Rect {
    Rect::from([area.x0 as f32, area.y0 as f32, area.x1 as f32, area.y1 as f32])
}

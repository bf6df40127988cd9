//! Pages of paper made of the pages of a sample: drawn, turned, laid on a PDF as scanners do.

use std::fs;
use std::sync::{Arc, LazyLock};
use std::thread;

use bilan::document::Word;
use bilan::limits::Limits;
use bilan::place::Rect;
use bilan::readers::pdf::render::Drawing;
use bilan::readers::pdf::scan::Scan;

use crate::corpus::written::{deflated, pdf, stream};

/// Pixels an inch.
const DPI: f32 = 200.0;

/// The bilan that is drawn.
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/archive/2023/bilan-2023.pdf");

/// The two pages of a bilan as a scanner would see them, were they laid on it straight.
pub(crate) static BILAN: LazyLock<Vec<Sheet>> = LazyLock::new(|| {
    let stack = Limits::default().stack_bytes;
    thread::Builder::new().stack_size(stack).spawn(drawn).unwrap().join().unwrap()
});

/// A picture of grey levels.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) grey: Vec<u8>,
}

fn drawn() -> Vec<Sheet> {
    let (bytes, limits) = (Arc::new(fs::read(PATH).unwrap()), Limits::default());
    let mut drawing = Drawing::open(&bytes, &limits).unwrap();
    let mut sheet = |number| {
        let page = drawing.page(number).unwrap();
        let area = Rect { x0: 0.0, y0: 0.0, x1: page.width, y1: page.height };
        let pixels = drawing.pixels(&page, DPI, area).unwrap();
        let level = |[r, g, b]: &[u8; 3]| u32::from(*r) * 3 + u32::from(*g) * 6 + u32::from(*b);
        Sheet {
            width: pixels.width as usize,
            height: pixels.height as usize,
            grey: pixels.rgb.iter().map(|pixel| (level(pixel) / 10) as u8).collect(),
        }
    };
    vec![sheet(1), sheet(2)]
}

impl Sheet {
    /// Paper without a mark.
    pub(crate) fn blank(width: usize, height: usize) -> Self {
        Self { width, height, grey: vec![255; width * height] }
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        let inside = x < self.width && y < self.height;
        if inside { self.grey[y * self.width + x] } else { 255 }
    }

    /// Turned clockwise about its middle by some degrees.
    pub(crate) fn askew(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (cx, cy) = (self.width as f32 / 2.0, self.height as f32 / 2.0);
        let mut turned = Self::blank(self.width, self.height);
        for (at, level) in turned.grey.iter_mut().enumerate() {
            let (x, y) = ((at % self.width) as f32 - cx, (at / self.width) as f32 - cy);
            let (x, y) = (x * cos + y * sin + cx, y * cos - x * sin + cy);
            let (left, top) = (x.floor(), y.floor());
            let pixel = |dx: isize, dy: isize| {
                let (x, y) = (left as isize + dx, top as isize + dy);
                let at = usize::try_from(x).ok().zip(usize::try_from(y).ok());
                at.map_or(255.0, |(x, y)| f32::from(self.at(x, y)))
            };
            let along = |dy| pixel(0, dy) + (pixel(1, dy) - pixel(0, dy)) * (x - left);
            *level = (along(0) + (along(1) - along(0)) * (y - top)).round() as u8;
        }
        turned
    }

    /// Turned clockwise by so many quarters.
    pub(crate) fn turned(&self, quarters: u32) -> Self {
        (0..quarters).fold(self.clone(), |sheet, _| {
            let (width, height) = (sheet.height, sheet.width);
            let level = |at: usize| sheet.at(at / width, width - 1 - at % width);
            Self { width, height, grey: (0..width * height).map(level).collect() }
        })
    }

    /// Points across and down.
    fn size(&self) -> (f32, f32) {
        let points = |pixels: usize| pixels as f32 * 72.0 / DPI;
        (points(self.width), points(self.height))
    }

    /// The picture as grey levels.
    fn image(&self) -> Vec<u8> {
        let keys = self.keys("/ColorSpace/DeviceGray/BitsPerComponent 8");
        stream(&keys, &deflated(self.grey.clone()))
    }

    /// Its ink as a stencil.
    fn stencil(&self) -> Vec<u8> {
        let rows = self.grey.chunks(self.width).flat_map(|row| {
            let byte = |levels: &[u8]| {
                let bit = |(at, level): (usize, &u8)| u8::from(*level >= 128) << (7 - at);
                levels.iter().enumerate().map(bit).sum::<u8>()
            };
            row.chunks(8).map(byte).collect::<Vec<_>>()
        });
        stream(&self.keys("/ImageMask true/BitsPerComponent 1"), &deflated(rows.collect()))
    }

    fn keys(&self, further: &str) -> String {
        let Self { width, height, .. } = self;
        format!(
            "/Type/XObject/Subtype/Image/Width {width}/Height {height}{further}\
             /Filter/FlateDecode"
        )
    }
}

/// A page of a scan: its size in points, what it draws, its pictures `/I0`, `/I1`…
struct Leaf {
    size: (f32, f32),
    content: String,
    images: Vec<Vec<u8>>,
}

/// A PDF of pages, each of which may draw text in a Helvetica `/F1`.
fn document(leaves: &[Leaf]) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        Vec::new(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    let mut kids = Vec::new();
    for Leaf { size: (width, height), content, images } in leaves {
        let first = objects.len() + 3;
        let names = (0..images.len()).map(|n| format!("/I{n} {} 0 R", first + n));
        let names = names.collect::<Vec<_>>().concat();
        let page = objects.len() + 1;
        kids.push(format!("{page} 0 R"));
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]/Contents {} 0 R\
                 /Resources<</Font<</F1 3 0 R>>/XObject<<{names}>>>>>>",
                page + 1
            )
            .into_bytes(),
        );
        objects.push(stream("", content.as_bytes()));
        objects.extend(images.iter().cloned());
    }
    let (kids, count) = (kids.join(" "), leaves.len());
    objects[1] = format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes();
    pdf(&objects)
}

fn leaf(sheet: &Sheet, hidden: &str) -> Leaf {
    let (width, height) = sheet.size();
    let content = format!("q {width} 0 0 {height} 0 0 cm /I0 Do Q {hidden}");
    Leaf { size: (width, height), content, images: vec![sheet.image()] }
}

/// A scan: a picture a page.
pub(crate) fn scan(sheets: &[Sheet]) -> Vec<u8> {
    document(&sheets.iter().map(|sheet| leaf(sheet, "")).collect::<Vec<_>>())
}

/// A scan with a layer of text on each page that nobody sees, line under line.
pub(crate) fn with_layer(sheets: &[Sheet], lines: &[&str]) -> Vec<u8> {
    let lines = lines.iter().map(|line| format!("({line}) Tj T* ")).collect::<Vec<_>>().concat();
    let hidden = format!("BT 3 Tr /F1 11 Tf 26 TL 60 780 Td {lines}ET");
    document(&sheets.iter().map(|sheet| leaf(sheet, &hidden)).collect::<Vec<_>>())
}

/// The two pages of the bilan with a layer of what is written on them where it is written, in letters
/// a fifth smaller, as Tesseract's are; each word as `said` says it.
pub(crate) fn with_own_layer(said: impl Fn(&str) -> String) -> Vec<u8> {
    let mut leaves = Vec::new();
    for (sheet, words) in BILAN.iter().zip(words()) {
        let (_, height) = sheet.size();
        let shown = words.iter().map(|word| {
            let (x, y, size) = (word.bbox.x0, height - word.baseline, word.size * 0.8);
            format!("/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({} ) Tj ", escaped(&said(&word.text)))
        });
        // 125 percent: as wide as the ink.
        let hidden = format!("BT 3 Tr 125 Tz {}ET", shown.collect::<Vec<_>>().concat());
        leaves.push(leaf(sheet, &hidden));
    }
    document(&leaves)
}

/// The words of the two pages of the bilan.
fn words() -> Vec<Vec<Word>> {
    let stack = Limits::default().stack_bytes;
    let words = || {
        let (bytes, limits) = (Arc::new(fs::read(PATH).unwrap()), Limits::default());
        let mut drawing = Drawing::open(&bytes, &limits).unwrap();
        [1, 2].map(|number| drawing.page(number).unwrap().words).to_vec()
    };
    thread::Builder::new().stack_size(stack).spawn(words).unwrap().join().unwrap()
}

/// A text as Windows-1252 in a string of a PDF.
fn escaped(text: &str) -> String {
    let code = |c: char| match c {
        '€' => 0x80,
        '’' => 0x92,
        '–' => 0x96,
        '—' => 0x97,
        'œ' => 0x9c,
        '‐' => 0x2d,
        _ => u32::from(c),
    };
    text.chars().map(|c| format!("\\{:03o}", code(c))).collect::<Vec<_>>().concat()
}

/// What a prefecture's gateway sets on each page of an act that is sent to it.
pub(crate) const STAMP: [&str; 4] = [
    "Envoy\\351 en pr\\351fecture le 12/07/2023",
    "Re\\347u en pr\\351fecture le 12/07/2023",
    "Publi\\351 le 13/07/2023",
    "ID : 021-212102313-20230710-DEL2023_041-DE",
];

/// A scan with a stamp of text in a frame, at the upper right of each page.
pub(crate) fn stamped(sheets: &[Sheet]) -> Vec<u8> {
    let lines = STAMP.map(|line| format!("({line}) Tj T* ")).concat();
    let stamp = format!(
        "q 0 0 1 RG 0.5 w 380 786 205 48 re S Q BT 0 0 1 rg /F1 8 Tf 11 TL 386 822 Td {lines}ET"
    );
    document(&sheets.iter().map(|sheet| leaf(sheet, &stamp)).collect::<Vec<_>>())
}

/// A page of so many points that a picture fills, between what is drawn before and after it.
pub(crate) fn filled(sheet: &Sheet, size: (f32, f32), before: &str, after: &str) -> Vec<u8> {
    let (width, height) = size;
    let content = format!("q {before} {width} 0 0 {height} 0 0 cm /I0 Do Q {after}");
    document(&[Leaf { size, content, images: vec![sheet.image()] }])
}

/// What is read of the first page of a scan as a scanner saw it.
pub(crate) fn seen(bytes: Vec<u8>) -> Scan {
    let stack = Limits::default().stack_bytes;
    let seen = move || {
        let (bytes, limits) = (Arc::new(bytes), Limits::default());
        let mut drawing = Drawing::open(&bytes, &limits).unwrap();
        let page = drawing.page(1).unwrap();
        drawing.scan(&page).unwrap()
    };
    thread::Builder::new().stack_size(stack).spawn(seen).unwrap().join().unwrap()
}

/// A page of text over a picture that takes a share of it: the upper part of a sheet.
pub(crate) fn pasted(sheet: &Sheet, share: f32, lines: &[&str]) -> Vec<u8> {
    let lines = lines.iter().map(|line| format!("({line}) Tj T* ")).collect::<Vec<_>>().concat();
    let text = format!("BT /F1 11 Tf 16 TL 60 800 Td {lines}ET");
    let (size, rows) = (sheet.size(), (sheet.height as f32 * share) as usize);
    let grey = sheet.grey[..rows * sheet.width].to_vec();
    let part = leaf(&Sheet { height: rows, grey, ..*sheet }, &text);
    document(&[Leaf { size, ..part }])
}

/// A scan whose pages are in layers: grey ground of few pixels, and a stencil of ink over it.
pub(crate) fn layered(sheets: &[Sheet]) -> Vec<u8> {
    document(&sheets.iter().map(in_layers).collect::<Vec<_>>())
}

fn in_layers(sheet: &Sheet) -> Leaf {
    let (width, height) = sheet.size();
    let mut ground = Sheet::blank(sheet.width / 8, sheet.height / 8);
    ground.grey.fill(225);
    let matrix = format!("{width} 0 0 {height} 0 0 cm");
    let content = format!("q {matrix} /I0 Do Q q {matrix} 0.1 g /I1 Do Q");
    Leaf { size: (width, height), content, images: vec![ground.image(), sheet.stencil()] }
}

/// A scan of so many pages without a mark, of few pixels.
pub(crate) fn blank(pages: usize) -> Vec<u8> {
    // Each has its own speck, so that no page is the picture of another.
    let sheet = |n: usize| {
        let mut sheet = Sheet::blank(100, 140);
        sheet.grey[n * 2 % 80 + 10 + (20 + n * 2 / 80 * 2) * 100] = 0;
        sheet
    };
    let page = |n| Leaf {
        size: (595.0, 842.0),
        content: "q 595 0 0 842 0 0 cm /I0 Do Q".to_owned(),
        images: vec![sheet(n).image()],
    };
    document(&(0..pages).map(page).collect::<Vec<_>>())
}

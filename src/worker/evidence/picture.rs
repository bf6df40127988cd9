//! Pixels to a PNG with a palette, frames drawn around the values.
//!
//! A page of text has few colours: paper, ink, and the greys between them. The sixteen that are
//! there most are enough, at half a byte a pixel; a scan or a photograph gets 256. The frame has a
//! colour of its own, the first of the palette, and is drawn into the picture: it stays there
//! wherever the picture is pasted.

use png::{BitDepth, ColorType, Compression, EncodingError, Filter};

use crate::place::Rect;
use crate::readers::pdf::render::Pixels;

/// Pixels an inch: small print is legible, at two pixels a point.
pub(super) const DPI: f32 = 144.0;

/// The colour of frames: dark red, told from black ink and legible on paper.
pub(super) const FRAME: [u8; 3] = [0xb0, 0x00, 0x20];

/// Width of a frame's line, in pixels.
const LINE: u32 = 3;

/// Bits of each channel by which colours are told apart, and by which they are where there are too
/// many: the eye tells blues least.
const FINE: [u32; 3] = [5, 5, 5];
const COARSE: [u32; 3] = [3, 3, 2];

/// Of a hundred pixels, those that may be drawn in a neighbouring colour of a small palette.
const APPROXIMATE: u64 = 2;

/// Pixels between headings and what stands beneath them, with a line in the middle.
const GAP: u32 = 9;

/// Sets a picture above another as wide as it, with a line between them, and gives the pixels that
/// are above the other now: none where their widths differ.
pub(super) fn set_above(pixels: &mut Pixels, above: Pixels) -> u32 {
    if above.width != pixels.width {
        return 0;
    }
    let row = |y: u32| {
        let grey = if y == GAP / 2 { 0x80 } else { 0xff };
        std::iter::repeat_n([grey; 3], pixels.width as usize)
    };
    let mut rgb = above.rgb;
    rgb.extend((0..GAP).flat_map(row));
    rgb.append(&mut pixels.rgb);
    let top = above.height + GAP;
    (pixels.rgb, pixels.height) = (rgb, pixels.height + top);
    top
}

/// A PNG of an area of a page, with frames given in points of that page; so many pixels stand above
/// the area.
pub(super) fn encode(
    pixels: &Pixels,
    (area, top): (Rect, u32),
    frames: &[Rect],
) -> Result<Vec<u8>, EncodingError> {
    let palette = Palette::of(&pixels.rgb);
    let mut indices = palette.indices(&pixels.rgb);
    for frame in frames {
        let [x0, x1] = [frame.x0, frame.x1].map(|x| pixel(x - area.x0, pixels.scale, pixels.width));
        let [y0, y1] = [frame.y0, frame.y1]
            .map(|y| pixel(y - area.y0, pixels.scale, pixels.height - top) + top);
        outline(&mut indices, pixels.width, [x0, y0, x1, y1]);
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, pixels.width, pixels.height);
    encoder.set_color(ColorType::Indexed);
    encoder.set_palette(palette.colours.concat());
    encoder.set_compression(Compression::Balanced);
    // Neighbouring indices mean nothing to each other.
    encoder.set_filter(Filter::NoFilter);
    let small = palette.colours.len() <= 16;
    encoder.set_depth(if small { BitDepth::Four } else { BitDepth::Eight });
    let data = if small { packed(&indices, pixels.width) } else { indices };
    encoder.write_header()?.write_image_data(&data)?;
    Ok(png)
}

/// A length in points as pixels, at most the last one.
fn pixel(points: f32, scale: f64, size: u32) -> u32 {
    let at = (f64::from(points) * scale).round().max(0.0);
    (at as u32).min(size.saturating_sub(1))
}

/// Draws the outline of a box, edges included, as thick as [`LINE`] towards its inside.
fn outline(indices: &mut [u8], width: u32, [x0, y0, x1, y1]: [u32; 4]) {
    for y in y0..=y1 {
        let edge = y < y0 + LINE || y + LINE > y1;
        for x in x0..=x1 {
            if edge || x < x0 + LINE || x + LINE > x1 {
                let at = y as usize * width as usize + x as usize;
                if let Some(index) = indices.get_mut(at) {
                    *index = 0;
                }
            }
        }
    }
}

/// Two pixels a byte, each row from a byte of its own.
fn packed(indices: &[u8], width: u32) -> Vec<u8> {
    let rows = indices.chunks(width.max(1) as usize);
    let pair = |pair: &[u8]| {
        let [left, right] = [0, 1].map(|at| pair.get(at).copied().unwrap_or(0));
        left << 4 | right
    };
    rows.flat_map(|row| row.chunks(2).map(pair)).collect()
}

/// The colours of a picture, the frame's first.
struct Palette {
    colours: Vec<[u8; 3]>,
}

impl Palette {
    /// Those that are there most where they are nearly all of it, else some of everywhere.
    fn of(rgb: &[[u8; 3]]) -> Self {
        let fine = counted(rgb, FINE);
        let most: u64 = fine.iter().take(15).map(|(count, _)| *count).sum();
        let few = (rgb.len() as u64 - most) * 100 <= rgb.len() as u64 * APPROXIMATE;
        let kept = if few {
            fine.into_iter().take(15)
        } else {
            counted(rgb, COARSE).into_iter().take(255)
        };
        let kept = kept.map(|(_, colour)| colour);
        Self { colours: std::iter::once(FRAME).chain(kept).collect() }
    }

    /// For each pixel the nearest colour but the frame's.
    fn indices(&self, rgb: &[[u8; 3]]) -> Vec<u8> {
        let mut known: Vec<Option<u8>> = vec![None; 1 << FINE.iter().sum::<u32>()];
        let mut index = |pixel: &[u8; 3]| match known.get_mut(bin(*pixel, FINE)) {
            Some(known) => *known.get_or_insert_with(|| self.nearest(*pixel)),
            None => 0,
        };
        rgb.iter().map(&mut index).collect()
    }

    fn nearest(&self, pixel: [u8; 3]) -> u8 {
        let distance = |colour: &[u8; 3]| -> u32 {
            let apart = colour.iter().zip(pixel).map(|(a, b)| u32::from(a.abs_diff(b)));
            apart.map(|apart| apart * apart).sum()
        };
        let others = (1..=u8::MAX).zip(self.colours.iter().skip(1));
        others.min_by_key(|(_, colour)| distance(colour)).map_or(0, |(at, _)| at)
    }
}

/// How often colours are there, the most frequent first: those with the same first bits count as
/// one, and are told by their mean.
fn counted(rgb: &[[u8; 3]], precision: [u32; 3]) -> Vec<(u64, [u8; 3])> {
    let mut bins = vec![(0_u64, [0_u64; 3]); 1 << precision.iter().sum::<u32>()];
    for pixel in rgb {
        if let Some((count, sum)) = bins.get_mut(bin(*pixel, precision)) {
            *count += 1;
            for (sum, channel) in sum.iter_mut().zip(pixel) {
                *sum += u64::from(*channel);
            }
        }
    }
    bins.retain(|(count, _)| *count > 0);
    // Stable: colours that are there as often stay in their order.
    bins.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    bins.into_iter().map(|(count, sum)| (count, sum.map(|sum| (sum / count) as u8))).collect()
}

/// The number of a colour by the first bits of its channels.
fn bin(pixel: [u8; 3], bits: [u32; 3]) -> usize {
    pixel
        .iter()
        .zip(bits)
        .fold(0, |bin, (channel, bits)| bin << bits | usize::from(channel >> (u8::BITS - bits)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of a PNG, row by row.
    fn decoded(png: &[u8]) -> (u32, Vec<[u8; 3]>) {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut buffer = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut buffer).unwrap();
        assert_eq!(info.color_type, ColorType::Rgb);
        (info.width, buffer.chunks(3).map(|c| [c[0], c[1], c[2]]).collect())
    }

    /// Thirty by twenty pixels at two a point.
    fn pixels(colour: impl Fn(usize) -> [u8; 3]) -> Pixels {
        Pixels { width: 30, height: 20, rgb: (0..600).map(colour).collect(), scale: 2.0 }
    }

    fn area(x0: f32, y0: f32, x1: f32, y1: f32) -> Rect {
        Rect { x0, y0, x1, y1 }
    }

    #[test]
    fn text_keeps_its_colours_and_the_frame_stands_where_the_value_does() {
        let text = pixels(|at| if at % 7 == 0 { [0, 0, 0] } else { [255, 255, 255] });
        let shown = area(100.0, 50.0, 115.0, 60.0);
        let png = encode(&text, (shown, 0), &[area(102.0, 52.0, 110.0, 58.0)]).unwrap();
        let (width, colours) = decoded(&png);
        assert_eq!(width, 30);
        let at = |x: usize, y: usize| colours[y * 30 + x];
        // From pixel 4 to 20 across and 4 to 16 down, three pixels thick.
        let edges = [at(4, 4), at(20, 4), at(4, 16), at(20, 16), at(12, 6), at(6, 10), at(18, 10)];
        assert_eq!(edges, [FRAME; 7]);
        for (x, y) in [(3, 10), (21, 10), (12, 3), (12, 17), (12, 10), (7, 7), (17, 13)] {
            assert_ne!(at(x, y), FRAME, "{x}, {y}");
        }
        let inner = [at(7, 10), at(9, 10)];
        assert_eq!(inner, [[255, 255, 255], [255, 255, 255]]);
        assert_eq!(at(8, 2), if (2 * 30 + 8) % 7 == 0 { [0, 0, 0] } else { [255; 3] });
    }

    #[test]
    fn a_photograph_keeps_more_colours_than_text() {
        let photograph = pixels(|at| [(at % 30 * 8) as u8, (at / 30 * 12) as u8, 99]);
        let (_, colours) =
            decoded(&encode(&photograph, (area(0.0, 0.0, 15.0, 10.0), 0), &[]).unwrap());
        for (seen, was) in colours.iter().zip(&photograph.rgb) {
            let apart = seen.iter().zip(was).map(|(a, b)| a.abs_diff(*b)).max().unwrap();
            assert!(apart <= 32, "{seen:?} for {was:?}");
        }
        let distinct: std::collections::BTreeSet<_> = colours.iter().collect();
        assert_eq!(distinct.len(), 64, "eight of each of red and green, one of blue");
    }

    #[test]
    fn headings_stand_above_and_the_frame_stays_with_its_value() {
        let mut below = pixels(|_| [255; 3]);
        let above = Pixels { height: 5, rgb: vec![[0; 3]; 150], ..pixels(|_| [0; 3]) };
        let top = set_above(&mut below, above.clone());
        assert_eq!((top, below.height, below.rgb.len()), (14, 34, 34 * 30));
        let shown = area(100.0, 50.0, 115.0, 60.0);
        let png = encode(&below, (shown, top), &[area(102.0, 52.0, 110.0, 58.0)]).unwrap();
        let (_, colours) = decoded(&png);
        assert_eq!([colours[4 * 30 + 9], colours[12 * 30 + 9]], [[0; 3], [255; 3]]);
        assert_eq!([colours[(4 + 14) * 30 + 4], colours[4 * 30 + 4]], [FRAME, [0; 3]]);
        let narrow = Pixels { width: 29, ..above };
        assert_eq!(set_above(&mut below, narrow), 0);
    }

    #[test]
    fn a_frame_off_the_picture_is_drawn_at_its_edge_and_no_further() {
        let white = pixels(|_| [255; 3]);
        let png = encode(&white, (area(0.0, 0.0, 15.0, 10.0), 0), &[area(-9.0, -9.0, 99.0, 99.0)]);
        let (_, colours) = decoded(&png.unwrap());
        let framed = colours.iter().filter(|c| **c == FRAME).count();
        assert_eq!(framed, 600 - 24 * 14);
    }
}

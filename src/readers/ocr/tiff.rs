//! A grey picture as a file: its size in, what stands before its levels out (TIFF 6.0, Adobe 1992,
//! sections 2 to 4). Its resolution is told to the program, not by the file.
//!
//! Of all formats that Tesseract reads this one is read fastest: the levels stand as they are, and
//! are taken row by row. A grey map (PGM) is taken byte by byte, which costs a tenth of a reading.

use super::picture::Picture;

/// The kinds of values.
const SHORT: u16 = 3;
const LONG: u16 = 4;

/// Where the directory stands: behind the mark of the format and the number that tells it.
const DIRECTORY: u32 = 8;
/// Entries of the directory, and bytes of each.
const ENTRIES: u32 = 9;
const ENTRY: u32 = 12;
/// Where the levels stand: behind the directory, its count and the number of the next one.
const LEVELS: u32 = DIRECTORY + 2 + ENTRIES * ENTRY + 4;

/// What stands before the levels of a picture.
pub(super) fn head(picture: &Picture) -> Vec<u8> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (width, height) = (number(picture.width), number(picture.height));
    // In the order of their tags.
    let entries: [(u16, u16, u32); ENTRIES as usize] = [
        (256, LONG, width),
        (257, LONG, height),
        // Bits a level.
        (258, SHORT, 8),
        // Not compressed.
        (259, SHORT, 1),
        // Nought is black.
        (262, SHORT, 1),
        // All rows are one strip.
        (273, LONG, LEVELS),
        (277, SHORT, 1),
        (278, LONG, height),
        (279, LONG, number(picture.grey.len())),
    ];
    let mut head = b"II*\0".to_vec();
    head.extend(DIRECTORY.to_le_bytes());
    head.extend((ENTRIES as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        head.extend([tag.to_le_bytes(), kind.to_le_bytes()].as_flattened());
        head.extend([1_u32.to_le_bytes(), value.to_le_bytes()].as_flattened());
    }
    // No further directory.
    head.extend(0_u32.to_le_bytes());
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_levels_stand_where_the_directory_says() {
        let picture = Picture { width: 3, height: 2, grey: vec![0, 1, 2, 3, 4, 5] };
        let head = head(&picture);
        assert_eq!(head.len(), LEVELS as usize);
        let entry = |at: usize| &head[10 + 12 * at..22 + 12 * at];
        assert_eq!(entry(0), [0, 1, 4, 0, 1, 0, 0, 0, 3, 0, 0, 0], "the width");
        assert_eq!(entry(8)[8..], [6, 0, 0, 0], "the bytes of levels");
    }
}

//! What a font says of its letters: bold, italic, and their Unicode where the file gives none.
//!
//! Three repairs, in order: the embedded font's own character map read backwards, then codes
//! 32–255 as cp1252, which is what a producer without a map most often meant.

use std::collections::BTreeMap;

use hayro_interpret::font::{Glyph as Drawn, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use skrifa::MetadataProvider;

use super::glyph::Letters;

/// A font of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    /// The name that the file gives it.
    pub(super) name: String,
    /// Bold by name, weight or flags.
    pub(super) bold: bool,
    /// Italic by name or flags.
    pub(super) italic: bool,
    /// Glyph id to character, by the embedded font's own map; built when first asked.
    reversed: Option<BTreeMap<u32, char>>,
}

/// The fonts met so far, by identity.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    fonts: Vec<Font>,
    by_key: BTreeMap<u128, u16>,
}

impl Fonts {
    /// The font of an index.
    pub(super) fn font(&self, index: u16) -> Option<&Font> {
        self.fonts.get(usize::from(index))
    }

    /// The index of the font of a glyph; all glyphs of a run share it.
    pub(super) fn index(&mut self, glyph: &Drawn<'_>) -> u16 {
        let (key, font) = match glyph {
            Drawn::Type3(_) => (0, Font { name: "Type3".into(), ..Font::default() }),
            Drawn::Outline(outline) => match outline.font_data() {
                None => (1, Font { name: "Type1".into(), ..Font::default() }),
                Some(data) => {
                    let name = data.postscript_name.unwrap_or_default();
                    let key = data.cache_key ^ u128::from(name.len() as u64);
                    if let Some(&index) = self.by_key.get(&key) {
                        return index;
                    }
                    let bold = named_bold(&name) || data.weight.is_some_and(|w| w >= 600);
                    let italic = data.is_italic || named_italic(&name);
                    (key, Font { name, bold, italic, reversed: None })
                }
            },
        };
        *self.by_key.entry(key).or_insert_with(|| {
            self.fonts.push(font);
            (self.fonts.len() - 1) as u16
        })
    }

    /// What a glyph says.
    pub(super) fn letters(&mut self, index: u16, glyph: &Drawn<'_>) -> Letters {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) if known(c) => Letters::One(c),
            Some(BfString::String(s)) if !s.is_empty() && s.chars().all(known) => Letters::Many(s),
            _ => self.repaired(index, glyph).map_or(Letters::Unknown, Letters::One),
        }
    }

    /// The character of a glyph that the file does not name.
    fn repaired(&mut self, index: u16, glyph: &Drawn<'_>) -> Option<char> {
        if let Drawn::Outline(outline) = glyph
            && let Some(font) = self.fonts.get_mut(usize::from(index))
        {
            let reversed = font.reversed.get_or_insert_with(|| reverse(outline));
            if let Some(&c) = reversed.get(&outline.glyph_id().to_u32()) {
                return Some(c);
            }
        }
        cp1252(glyph.char_code())
    }
}

/// Whether a character can be told: no control, no private use, no replacement character.
fn known(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{e000}'..='\u{f8ff}' | '\u{fffd}')
}

/// The embedded font's character map, read backwards.
fn reverse(glyph: &OutlineGlyph) -> BTreeMap<u32, char> {
    let Some(data) = glyph.font_data() else { return BTreeMap::new() };
    let Ok(font) = skrifa::FontRef::new((*data.data).as_ref()) else { return BTreeMap::new() };
    let mut map = BTreeMap::new();
    for (code, id) in font.charmap().mappings() {
        if let Some(c) = char::from_u32(code).filter(|c| known(*c)) {
            map.entry(id.to_u32()).or_insert(c);
        }
    }
    map
}

/// A code as cp1252.
fn cp1252(code: u32) -> Option<char> {
    let byte = u8::try_from(code).ok().filter(|b| *b >= 32)?;
    let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
    text.chars().next().filter(|c| !c.is_control())
}

/// Whether a font's name says that it is bold.
pub(super) fn named_bold(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi", "-bd", "fett", "gras"].iter().any(|w| name.contains(w))
}

/// Whether a font's name says that it is italic.
pub(super) fn named_italic(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["italic", "oblique", "kursiv", "italique"].iter().any(|w| name.contains(w))
}

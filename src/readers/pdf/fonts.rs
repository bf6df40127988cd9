//! What a font says of its letters: bold, italic, and their Unicode where the file gives none.
//!
//! The interpreter hands over glyphs, not font dictionaries. A TrueType or CID font is known by
//! its program, a stand-in for a font that is not embedded by the standard font it is, and an
//! embedded Type 1 font by its advance widths, looked up in the fonts that the file lists.
//! Unicode is repaired in two steps: the embedded font's own character map read backwards, then
//! codes 32–255 of a simple font as cp1252, which is what a producer without a map most often
//! meant.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use hayro_interpret::font::{Glyph as Drawn, GlyphRun, OutlineFontData, OutlineGlyph};
use hayro_interpret::hayro_cmap::BfString;
use skrifa::MetadataProvider;

use super::glyph::Letters;

/// A simple font as the file lists it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Listed {
    /// Its name, subset prefix included.
    pub(super) name: String,
    /// Bold by its flags.
    pub(super) bold: bool,
    /// Italic by its flags.
    pub(super) italic: bool,
    /// The code of the first width.
    pub(super) first: u32,
    /// Advance widths, in thousandths of an em.
    pub(super) widths: Vec<f32>,
}

/// A font of the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    /// The name that the file gives it.
    pub(super) name: String,
    /// Bold by name, weight or flags.
    pub(super) bold: bool,
    /// Italic by name or flags.
    pub(super) italic: bool,
    /// Drawn by another font, its letters stretched to the widths that the file states.
    pub(super) stand_in: bool,
    /// Glyph id to character, by the embedded font's own map; built when first asked.
    reversed: Option<BTreeMap<u32, char>>,
}

/// What tells one font from another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Program(u128, Option<String>),
    Standard(String),
    Listed(usize),
    Other(&'static str),
}

/// The fonts met so far.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    met: Vec<Font>,
    by_key: BTreeMap<Key, u16>,
    listed: Vec<Listed>,
    /// The listed font that the last run was of: where widths leave a choice, it goes on.
    last: Option<usize>,
}

impl Fonts {
    /// No font met yet, with those that the file lists.
    pub(super) fn new(listed: Vec<Listed>) -> Self {
        Self { listed, ..Self::default() }
    }

    /// The font of an index.
    pub(super) fn font(&self, index: u16) -> Option<&Font> {
        self.met.get(usize::from(index))
    }

    /// The index of the font of a run.
    pub(super) fn index(&mut self, run: &GlyphRun<'_, '_>) -> u16 {
        let Some(first) = run.glyphs().first() else { return 0 };
        let Drawn::Outline(outline) = &**first else {
            return self.put(Key::Other("Type3"), Font::plain);
        };
        if let Some(data) = outline.font_data() {
            let key = Key::Program(data.cache_key, data.postscript_name.clone());
            return self.put(key, |_| Font::embedded(data));
        }
        if let Some(name) = standard(outline) {
            return self
                .put(Key::Standard(name), |key| Font { stand_in: true, ..Font::plain(key) });
        }
        match self.by_widths(run) {
            Some(index) => {
                self.last = Some(index);
                let listed = self.listed.get(index).cloned().unwrap_or_default();
                self.put(Key::Listed(index), |_| Font::listed(listed))
            }
            None => self.put(Key::Other("Type1"), Font::plain),
        }
    }

    fn put(&mut self, key: Key, font: impl FnOnce(&Key) -> Font) -> u16 {
        if let Some(&index) = self.by_key.get(&key) {
            return index;
        }
        let index = u16::try_from(self.met.len()).unwrap_or(0);
        if usize::from(index) == self.met.len() {
            self.met.push(font(&key));
        }
        self.by_key.insert(key, index);
        index
    }

    /// The listed font whose widths are those of the run.
    fn by_widths(&self, run: &GlyphRun<'_, '_>) -> Option<usize> {
        let fits = |font: &Listed| run.glyphs().iter().all(|glyph| font.fits(glyph));
        let last = self.last.filter(|&i| self.listed.get(i).is_some_and(fits));
        last.or_else(|| self.listed.iter().position(fits))
    }

    /// What a glyph says.
    pub(super) fn letters(&mut self, index: u16, glyph: &Drawn<'_>) -> Letters {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) if known(c) => Letters::One(c),
            Some(BfString::String(s)) if !s.is_empty() && s.chars().all(known) => Letters::Many(s),
            Some(BfString::Char(c)) if private(c) => self.symbol(index, c),
            _ => self.repaired(index, glyph).map_or(Letters::Unknown, Letters::One),
        }
    }

    /// The character of a glyph that the file does not name.
    fn repaired(&mut self, index: u16, glyph: &Drawn<'_>) -> Option<char> {
        let font = self.met.get_mut(usize::from(index))?;
        let mut composite = false;
        if let Drawn::Outline(outline) = glyph {
            composite = debug_head(outline).contains("font: Type0(");
            let reversed = font.reversed.get_or_insert_with(|| reverse(outline));
            if let Some(&c) = reversed.get(&outline.glyph_id().to_u32()) {
                return Some(c);
            }
        }
        match () {
            () if pictures(&font.name) => Some('•'),
            // Its codes are numbers of glyphs: as cp1252 they would be wrong letters, unnoticed.
            () if composite => None,
            () => cp1252(glyph.char_code()),
        }
    }

    /// A character of the block U+F000–F0FF, where symbol fonts put their codes.
    fn symbol(&self, index: u16, c: char) -> Letters {
        let code = u32::from(c) & 0xff;
        let of_pictures = self.font(index).is_some_and(|f| pictures(&f.name));
        match code {
            0x20 | 0xa0 => Letters::One(' '),
            0x2d => Letters::One('-'),
            _ if of_pictures || code >= 0x7f => Letters::One('•'),
            _ => cp1252(code).map_or(Letters::Unknown, Letters::One),
        }
    }
}

impl Font {
    fn plain(key: &Key) -> Self {
        let name = match key {
            Key::Standard(name) => name.as_str(),
            Key::Other(name) => name,
            Key::Program(..) | Key::Listed(_) => "",
        };
        let (bold, italic) = (named_bold(name), named_italic(name));
        Self { name: name.to_owned(), bold, italic, ..Self::default() }
    }

    fn embedded(data: OutlineFontData) -> Self {
        let name = data.postscript_name.unwrap_or_default();
        let bold = named_bold(&name) || data.weight.is_some_and(|w| w >= 600);
        let italic = data.is_italic || named_italic(&name);
        Self { name, bold, italic, ..Self::default() }
    }

    fn listed(listed: Listed) -> Self {
        let bold = listed.bold || named_bold(&listed.name);
        let italic = listed.italic || named_italic(&listed.name);
        Self { name: listed.name, bold, italic, ..Self::default() }
    }
}

impl Listed {
    fn fits(&self, glyph: &Drawn<'_>) -> bool {
        let Drawn::Outline(outline) = glyph else { return false };
        let at = outline.char_code().checked_sub(self.first).map(|i| i as usize);
        let stated = at.and_then(|i| self.widths.get(i)).copied();
        match (stated, outline.advance_width()) {
            (Some(stated), Some(drawn)) => stated > 0.0 && (stated - drawn).abs() < 0.5,
            (None, None) => true,
            _ => false,
        }
    }
}

/// Whether a character can be told: no control, no private use, no replacement character.
fn known(c: char) -> bool {
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !private && !matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{fffd}')
}

/// Whether a character stands where symbol fonts put their codes.
fn private(c: char) -> bool {
    matches!(c, '\u{f000}'..='\u{f0ff}')
}

/// Whether a font holds pictures and bullets, not letters.
fn pictures(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["symbol", "dingbat", "wingding", "webding"].iter().any(|w| name.contains(w))
}

/// The standard font that stands in for one that is not embedded.
///
/// The interpreter keeps it to itself but for its debug form, of which the first words are read.
fn standard(outline: &OutlineGlyph) -> Option<String> {
    let head = debug_head(outline);
    let (_, tail) = head.split_once("StandardKind { base_font: ")?;
    Some(tail.split(|c: char| !c.is_alphanumeric()).next()?.to_owned())
}

/// The first words of the debug form of a glyph, which name the kind of its font.
fn debug_head(outline: &OutlineGlyph) -> String {
    let mut head = Head(String::with_capacity(400));
    // An error is how the writing is cut short.
    let _ = write!(head, "{outline:?}");
    head.0
}

/// The first few hundred bytes of what is written to it.
struct Head(String);

impl Write for Head {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.0.push_str(s);
        if self.0.len() > 300 { Err(fmt::Error) } else { Ok(()) }
    }
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
fn named_bold(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["bold", "black", "heavy", "demi", "-bd", "gras"].iter().any(|w| name.contains(w))
}

/// Whether a font's name says that it is italic.
fn named_italic(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["italic", "oblique", "italique"].iter().any(|w| name.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_bold_and_italic() {
        assert!(named_bold("BAAAAA+LiberationSerif-Bold") && !named_bold("ArialMT"));
        assert!(named_italic("TimesNewRomanPS-BoldItalicMT") && !named_italic("TimesRoman"));
    }

    #[test]
    fn codes_are_cp1252_as_a_last_resort() {
        assert_eq!(cp1252(0x80), Some('€'));
        assert_eq!(cp1252(0xe9), Some('é'));
        assert_eq!(cp1252(7), None);
    }
}

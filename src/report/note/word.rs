//! The pieces of a Word document: runs, paragraphs, tables, as the XML of `WordprocessingML`.
//!
//! All document text enters through [`text`] and [`sentence`], and maud escapes it: nothing else
//! writes markup. Word wants its elements closed and in a fixed order within their properties
//! (ECMA-376, part 1, 17.3 and 17.4), so an empty element is written `w:b {}`.

use maud::{Markup, html};

use super::super::typography::french;
use super::super::words;
use crate::issue::Lang;

/// The width between the margins, in twentieths of a point: A4 less 2 cm at each side.
const WIDTH: u32 = 9638;

/// The styles of the document, by the ids that a French Word gives them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Style {
    /// The title of the note.
    Title,
    /// A bilan.
    Heading,
    /// A part of a bilan.
    Subheading,
    /// Text.
    Body,
    /// A line of a list.
    Bullet,
    /// Text in a table.
    Cell,
}

impl Style {
    fn id(self) -> &'static str {
        match self {
            Self::Title => "Titre",
            Self::Heading => "Titre1",
            Self::Subheading => "Titre2",
            Self::Body => "Corpsdetexte",
            Self::Bullet => "Listepuces",
            Self::Cell => "Cellule",
        }
    }
}

/// Text in French.
pub(super) fn text(text: &str) -> Markup {
    sentence(text, Lang::Fr)
}

/// Text in bold.
pub(super) fn strong(text: &str) -> Markup {
    html! { w:r { w:rPr { w:b {} } w:t xml:space="preserve" { (clean(text)) } } }
}

/// Text in a language, which Word's spell checker is told where it is not that of the document.
pub(super) fn sentence(text: &str, lang: Lang) -> Markup {
    html! {
        w:r {
            @if lang == Lang::En { w:rPr { w:lang w:val="en-GB" {} } }
            w:t xml:space="preserve" { @match lang {
                Lang::Fr => (clean(text)),
                Lang::En => (sound(text)),
            } }
        }
    }
}

/// A new line within a paragraph.
pub(super) fn line_end() -> Markup {
    html! { w:r { w:br {} } }
}

/// A paragraph.
pub(super) fn paragraph(style: Style, runs: &Markup) -> Markup {
    html! { w:p { w:pPr { w:pStyle w:val=(style.id()) {} } (runs) } }
}

/// The heading of a bilan, at the head of a page or where the one before ends.
pub(super) fn heading(title: &str, new_page: bool) -> Markup {
    html! {
        w:p {
            w:pPr {
                w:pStyle w:val=(Style::Heading.id()) {}
                @if new_page { w:pageBreakBefore {} }
            }
            (text(title))
        }
    }
}

/// A column of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its heading.
    pub(super) head: &'static str,
    /// Its share of the width, in hundredths.
    pub(super) share: u32,
    /// Whether it holds numbers, set flush at the right.
    pub(super) number: bool,
}

impl Column {
    fn width(&self) -> u32 {
        WIDTH * self.share / 100
    }
}

/// A table with its heading row, which Word repeats on each page and reads out as headings.
pub(super) fn table(columns: &[Column], rows: &[Vec<Markup>]) -> Markup {
    let heads: Vec<Markup> = columns.iter().map(|column| strong(column.head)).collect();
    html! {
        w:tbl {
            w:tblPr {
                w:tblStyle w:val="Grilledutableau" {}
                w:tblW w:w=(WIDTH) w:type="dxa" {}
                w:tblLayout w:type="fixed" {}
                w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"
                    w:lastColumn="0" w:noHBand="1" w:noVBand="1" {}
            }
            w:tblGrid { @for column in columns { w:gridCol w:w=(column.width()) {} } }
            (row(columns, &heads, true))
            @for cells in rows { (row(columns, cells, false)) }
        }
    }
}

/// A row, which does not break over pages.
fn row(columns: &[Column], cells: &[Markup], is_head: bool) -> Markup {
    html! {
        w:tr {
            w:trPr { w:cantSplit {} @if is_head { w:tblHeader {} } }
            @for (column, cell) in columns.iter().zip(cells) {
                w:tc {
                    w:tcPr {
                        w:tcW w:w=(column.width()) w:type="dxa" {}
                        @if is_head { w:shd w:val="clear" w:color="auto" w:fill="E7E6E6" {} }
                    }
                    w:p {
                        w:pPr {
                            w:pStyle w:val=(Style::Cell.id()) {}
                            @if column.number { w:jc w:val="right" {} }
                        }
                        (cell)
                    }
                }
            }
        }
    }
}

/// Text as French sets it, on one line and without what XML forbids.
pub(super) fn clean(text: &str) -> String {
    french(&sound(text))
}

fn sound(text: &str) -> String {
    words::shown(text).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_french_holds_do_not_break() {
        for (written, set) in [
            ("À demander : « quoi » ?", "À demander\u{a0}: «\u{a0}quoi\u{a0}»\u{202f}?"),
            ("l'un ; l'autre !", "l'un\u{202f}; l'autre\u{202f}!"),
            ("12 % de 5 €, p. 2, n° 3", "12\u{a0}% de 5\u{a0}€, p.\u{a0}2, n°\u{a0}3"),
            ("une page entière, page 3", "une page entière, page\u{a0}3"),
        ] {
            assert_eq!(clean(written), set);
        }
    }

    #[test]
    fn text_holds_nothing_that_xml_forbids() {
        let told = text("a\u{1b}\u{0}\u{202e}\u{ffff}\n<w:p>&\"").into_string();
        assert!(
            told.contains("a\u{fffd}\u{fffd}\u{fffd}\u{fffd} &lt;w:p&gt;&amp;&quot;"),
            "{told}"
        );
    }

    #[test]
    fn english_sentences_are_marked_and_spaced_as_english() {
        let told = sentence("what : where", Lang::En).into_string();
        assert!(told.contains("<w:lang w:val=\"en-GB\"></w:lang>"), "{told}");
        assert!(told.contains("what : where"), "{told}");
    }
}

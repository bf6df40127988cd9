//! The PDF reader on files built here, a few lines each: what producers do to a page, and what
//! damage and hostility do to a file.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod draft;

use std::fmt::Write as _;

use bilan::document::{Origin, Page, PageSource, Source};
use bilan::issue::Code;
use bilan::readers::pdf::PdfError;
use draft::{Draft, open, stream};

fn texts(page: &Page) -> Vec<&str> {
    page.words.iter().map(|w| w.text.as_str()).collect()
}

fn codes(source: &Source) -> Vec<Code> {
    source.issues.iter().map(|i| i.code).collect()
}

fn only(content: &[u8]) -> Page {
    Draft::new(&[("", content)]).read().pages.remove(0)
}

#[test]
fn words_are_placed_from_the_top_left_of_the_visible_page() {
    let page = only(b"BT /F1 10 Tf 100 700 Td (Bilan 2023) Tj ET");
    assert_eq!(texts(&page), ["Bilan", "2023"]);
    let word = page.words.first().unwrap();
    assert_eq!((word.bbox.x0, word.baseline, word.size), (100.0, 100.0, 10.0));
    // Helvetica: B 667, i 222, l 222, a 556, n 556 thousandths.
    assert!((word.bbox.x1 - 122.23).abs() < 0.02, "{:?}", word.bbox);
    assert_eq!(page.agreement, Some(1000));
}

#[test]
fn a_crop_box_moves_the_origin_and_a_rotation_turns_the_page() {
    let text = b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET".as_slice();
    let cropped = Draft::new(&[("/CropBox [50 100 500 750]", text)]).read();
    let page = cropped.pages.first().unwrap();
    assert_eq!((page.width, page.height), (450.0, 650.0));
    let word = page.words.first().unwrap();
    assert_eq!((word.bbox.x0, word.baseline), (50.0, 50.0));

    let turned = Draft::new(&[("/Rotate 90", text)]).read();
    let page = turned.pages.first().unwrap();
    assert_eq!((page.width, page.height), (800.0, 600.0));
    let word = page.words.first().unwrap();
    // Turned clockwise, the foot of the page is on the left: the writing runs down.
    assert_eq!(word.turn, 90);
    assert!((word.bbox.y0 - 100.0).abs() < 0.1 && (word.bbox.x0 - 697.8).abs() < 0.1);
}

#[test]
fn upright_writing_on_a_page_turned_for_it_is_upright() {
    let text = b"BT /F1 10 Tf 0 1 -1 0 300 100 Tm (Mot) Tj ET".as_slice();
    let page = Draft::new(&[("/Rotate 90", text)]).read().pages.remove(0);
    assert_eq!(page.words.first().unwrap().turn, 0);
}

#[test]
fn letters_drawn_twice_are_bold_and_said_once() {
    let page = only(
        b"BT /F1 10 Tf 100 700 Td (2) Tj -0.3 0 Td (2) Tj 5.86 0 Td (0) Tj -0.3 0 Td (0) Tj ET \
          BT /F1 10 Tf 2 Tr 100 600 Td (trait) Tj ET",
    );
    assert_eq!(texts(&page), ["20", "trait"]);
    assert!(page.words.iter().all(|w| w.bold));
}

#[test]
fn gaps_part_words_and_letter_spacing_does_not() {
    let page = only(
        b"BT /F1 10 Tf 100 700 Td [(347) -278 (000) -10 (,5)] TJ ET \
          BT /F1 10 Tf 2 Tc 100 600 Td (BILAN) Tj ET \
          BT /F1 10 Tf 0 Tc 100 500 Td (1) Tj 4 Ts /F1 6 Tf (er) Tj 0 Ts /F1 10 Tf ( mars) Tj ET \
          BT /F1 10 Tf 100 400 Td (500) Tj 4 Ts /F1 6 Tf (2) Tj ET",
    );
    assert_eq!(texts(&page), ["347", "000,5", "BILAN", "1er", "mars", "500", "2"]);
    let first = page.words.get(3).unwrap();
    assert_eq!((first.size, first.baseline, first.bbox.height()), (10.0, 300.0, 10.0));
}

#[test]
fn borders_are_rules_however_they_are_drawn() {
    let page = only(
        b"100 700 200 0.5 re f 1 w 100 600 m 300 600 l S 100 500 200 50 re S \
          0.9 g 100 300 200 50 re f 1 g 100 200 200 50 re f \
          0 g 100 100 20 1 re f 120 100 20 1 re f 140.5 100 20 1 re f",
    );
    let across: Vec<_> = page.rules.iter().filter(|r| r.horizontal).map(|r| r.bbox).collect();
    let spans: Vec<_> = across.iter().map(|b| (b.x0, b.x1, b.center().1)).collect();
    assert_eq!(
        spans,
        [
            (100.0, 300.0, 99.75),
            (100.0, 300.0, 200.0),
            (100.0, 300.0, 250.0),
            (100.0, 300.0, 300.0),
            (100.0, 160.5, 699.5),
        ]
    );
    assert_eq!(page.rules.iter().filter(|r| !r.horizontal).count(), 2);
    assert_eq!(page.fills.len(), 1);
}

#[test]
fn what_cannot_be_seen_is_dropped_and_what_is_hidden_says_so() {
    let page = only(
        b"BT /F1 10 Tf 1 g 100 700 Td (blanc) Tj ET 0 0 1 rg 90 590 200 30 re f \
          BT 1 g 100 600 Td (clair) Tj ET BT 0 g 900 600 Td (dehors) Tj ET \
          q 0 0 50 50 re W n BT 100 500 Td (coupe) Tj ET Q \
          BT 3 Tr 100 400 Td (cache) Tj ET",
    );
    assert_eq!(texts(&page), ["clair", "cache"]);
    assert_eq!(page.words.last().unwrap().origin, Origin::HiddenText);
}

#[test]
fn codes_without_a_map_are_cp1252_and_actual_text_replaces_glyphs() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding \
                 << /Type /Encoding /Differences [65 /g65 /g66 128 /g128] >> >>";
    let text = b"BT /F1 10 Tf 100 700 Td (AB \x80) Tj ET \
                 BT 100 600 Td /Span << /ActualText (fin) >> BDC (xx) Tj EMC ET";
    let page = Draft::new(&[("", text)]).with(3, font).read().pages.remove(0);
    assert_eq!(texts(&page), ["AB", "\u{20ac}", "fin"]);
}

#[test]
fn a_picture_of_paper_asks_for_ocr() {
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray \
         /BitsPerComponent 8",
        &[200; 16],
    );
    let source = Draft::new(&[("", b"q 600 0 0 800 0 0 cm /Im Do Q")]).with(90, &image).read();
    let page = source.pages.first().unwrap();
    assert_eq!((page.source, page.lack), (PageSource::Scan, Some(Code::NeedsOcr)));
    assert_eq!(page.images.first().unwrap().pixels, (4, 4));
}

#[test]
fn fewer_pages_than_stated_are_told() {
    let draft = Draft::new(&[("", b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET")])
        .with(2, b"<< /Type /Pages /Count 7 /Kids [4 0 R 2 0 R] >>");
    assert_eq!(codes(&draft.read()), [Code::PagesMissing]);
}

#[test]
fn a_truncated_file_is_read_as_far_as_it_goes() {
    let page = ("", b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET".as_slice());
    let bytes = Draft::new(&[page, page]).bytes();
    let cut = bytes.windows(4).position(|w| w == b"xref").unwrap();
    let (source, _) = open(bytes.get(..cut).unwrap().to_vec()).unwrap();
    assert_eq!(source.pages.len(), 2);
    assert!(codes(&source).contains(&Code::Repaired), "{:?}", codes(&source));
}

#[test]
fn what_is_no_pdf_is_damaged_and_no_page_is_told() {
    let html = b"<!DOCTYPE html><html><body>404</body></html>".to_vec();
    assert!(matches!(open(html), Err(PdfError::Damaged(_))));
    assert!(matches!(open(Vec::new()), Err(PdfError::Damaged(_))));
    let none = Draft::new(&[]).bytes();
    assert_eq!(open(none).err(), Some(PdfError::NoPages));
}

#[test]
fn a_password_is_told_and_an_empty_one_is_no_obstacle() {
    let plain = Draft::new(&[("", b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET")]).bytes();
    let locked = |password: &str| {
        let mut document = lopdf::Document::load_mem(&plain).unwrap();
        let id = lopdf::Object::string_literal(b"0123456789abcdef".to_vec());
        document.trailer.set("ID", lopdf::Object::Array(vec![id.clone(), id]));
        let version = lopdf::EncryptionVersion::V2 {
            document: &document,
            owner_password: "owner",
            user_password: password,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(open(locked("secret")).err(), Some(PdfError::Password));
    let (source, facts) = open(locked("")).unwrap();
    assert_eq!(texts(source.pages.first().unwrap()), ["Mot"]);
    assert!(facts.encrypted);
}

#[test]
fn a_page_that_would_exhaust_memory_is_left_out_and_the_others_are_read() {
    let bomb = vec![b' '; 10 << 20];
    let page = ("", b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET".as_slice());
    let source = Draft::new(&[("", &bomb), page]).read();
    assert_eq!(codes(&source), [Code::Truncated]);
    assert_eq!(source.pages.iter().map(|p| p.words.len()).collect::<Vec<_>>(), [0, 1]);
    let widths = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H \
        /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /X \
        /W [0 2000000000 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) \
        /Supplement 0 >> >> ] >>";
    let hostile = Draft::new(&[page]).with(3, widths).bytes();
    let Err(PdfError::Closed(issue)) = open(hostile) else { panic!("the page is closed") };
    assert_eq!(issue.code, Code::PageFailed);
}

#[test]
fn an_actual_text_of_several_words_is_several_words() {
    let page = only(
        b"BT /F1 10 Tf 100 700 Td /Span << /ActualText (deux mots) >> BDC (xxxx yyyy) Tj EMC ET \
          BT 100 600 Td /Span << /ActualText (idem ici) >> BDC (idem ici) Tj EMC ET",
    );
    assert_eq!(texts(&page), ["deux", "mots", "idem", "ici"]);
    let [deux, mots, ..] = page.words.as_slice() else { panic!("{:?}", page.words) };
    assert!(deux.bbox.x0 < deux.bbox.x1 && deux.bbox.x1 < mots.bbox.x0);
}

#[test]
fn an_accent_over_a_letter_is_one_letter() {
    let font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

    let content = b"BT /F1 10 Tf 100 700 Td [(d) (\xb4) 340 (e) (l) (e) 560 (\xb4) (t)] TJ ET";
    let page = Draft::new(&[("", content)]).with(3, font).read().pages.remove(0);
    assert_eq!(texts(&page), ["d\u{e9}l\u{e9}t"]);
}

#[test]
fn a_page_whose_content_breaks_off_is_told() {
    let source = Draft::new(&[("", b"BT /F1 10 Tf 100 700 Td (Mot) Tj (et la su")]).read();
    assert_eq!(codes(&source), [Code::PageFailed]);
    assert_eq!(texts(source.pages.first().unwrap()), ["Mot"]);
}

#[test]
fn text_under_a_picture_of_the_page_is_hidden_text() {
    let image = stream(
        "/Type /XObject /Subtype /Image /Width 4 /Height 4 /ColorSpace /DeviceGray \
         /BitsPerComponent 8",
        &[200; 16],
    );
    let content = b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET q 600 0 0 800 0 0 cm /Im Do Q";
    let source = Draft::new(&[("", content)]).with(90, &image).read();
    let page = source.pages.first().unwrap();
    assert_eq!(page.words.first().unwrap().origin, Origin::HiddenText);
    assert_eq!(page.source, PageSource::Mixed);
}

#[test]
fn a_form_that_draws_itself_is_read_and_not_compared() {
    let form = stream(
        "/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources \
         << /Font << /F1 3 0 R >> /XObject << /Im 90 0 R >> >>",
        b"BT /F1 10 Tf 100 600 Td (dedans) Tj ET /Im Do",
    );
    let content = b"BT /F1 10 Tf 100 700 Td (Mot) Tj ET /Im Do";
    let bytes = Draft::new(&[("", content)]).with(90, &form).bytes();
    let (source, facts) = open(bytes).unwrap();
    assert_eq!(texts(source.pages.first().unwrap()), ["Mot", "dedans"]);
    assert_eq!(facts.compared, 0);
}

#[test]
fn glyph_numbers_without_a_map_are_no_letters() {
    let font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H \
        /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 500 \
        /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >> ] >>";
    let content = b"BT /F1 10 Tf 100 700 Td <00250026> Tj ET";
    let source = Draft::new(&[("", content)]).with(3, font).read();
    let page = source.pages.first().unwrap();
    assert_eq!(page.source, PageSource::Scan, "{:?}", page.words);
    assert_eq!(page.lack, Some(Code::NoText));
}

#[test]
fn a_content_that_does_not_inflate_whole_is_told() {
    let lines = (0..400).fold(String::new(), |mut text, i| {
        write!(text, "BT /F1 10 Tf 100 {} Td (Ligne {i}) Tj ET ", i * 2).unwrap();
        text
    });
    let mut packed = lopdf::Stream::new(lopdf::Dictionary::new(), lines.into_bytes());
    packed.compress().unwrap();
    let whole = stream("/Filter /FlateDecode", &packed.content);
    assert_eq!(codes(&Draft::new(&[("", b"")]).with(5, &whole).read()), []);
    let middle = packed.content.len() / 2;
    packed.content.get_mut(middle..middle + 8).unwrap().fill(0xff);
    let broken = stream("/Filter /FlateDecode", &packed.content);
    let source = Draft::new(&[("", b"")]).with(5, &broken).read();
    assert!(codes(&source).contains(&Code::PageFailed), "{:?}", codes(&source));
}

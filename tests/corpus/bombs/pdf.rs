//! Bombs in PDFs: streams that inflate, trees that loop, numbers that reserve memory.

use super::{Bomb, awaited, bomb};
use crate::corpus::written::{deflated, pdf, pdf_with, stream};

pub(super) const BOMBS: &[Bomb] = &[
    bomb("page-content-inflates.pdf", ("refused", "over-limit"), || page_of(&inflating(*b"q Q "))),
    bomb("page-content-of-blanks.pdf", ("refused", "over-limit"), || page_of(&inflating(*b"    "))),
    bomb("content-60-mb.pdf", ("refused", "over-limit"), content_60_mb),
    bomb("filters-nested.pdf", ("refused", "over-limit"), filters_nested),
    bomb("object-stream-inflates.pdf", ("refused", "over-limit"), object_stream_inflates),
    bomb("operators-5-million.pdf", ("refused", "over-limit"), operators),
    bomb("widths-2-billion.pdf", ("refused", "page-failed"), widths),
    bomb("picture-30000.pdf", ("partial", "over-limit"), picture),
    bomb("page-huge.pdf", ("refused", "no-pages"), || sized("0 0 1e38 1e38")),
    bomb("page-without-end.pdf", ("refused", "no-pages"), || sized("-1e38 -1e38 1e38 1e38")),
    bomb("tree-loop.pdf", ("refused", "no-pages"), tree_loop),
    awaited("parent-loop.pdf", ("done", "no-pack"), parent_loop),
    bomb("previous-loop.pdf", ("done", "no-pack"), previous_loop),
    awaited("tree-100000-deep.pdf", ("done", "no-pack"), tree_deep),
    bomb("count-2-billion.pdf", ("partial", "pages-missing"), count),
    bomb("kids-same-6000.pdf", ("partial", "pages-missing"), kids_same),
    bomb("form-itself.pdf", ("refused", "over-limit"), form_itself),
    bomb("forms-2-to-the-30.pdf", ("refused", "page-failed"), forms_doubling),
    bomb("type3-itself.pdf", ("done", "no-pack"), type3_itself),
    bomb("pattern-itself.pdf", ("done", "blank-document"), pattern_itself),
    bomb("arrays-nested.pdf", ("refused", "damaged"), arrays_nested),
    bomb("dictionaries-nested.pdf", ("refused", "damaged"), dictionaries_nested),
];

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const TREE: &str = "<</Type/Pages/Kids[3 0 R]/Count 1>>";

/// A content that writes a line.
const LINE: &[u8] = b"BT /F1 9 Tf 9 9 Td (Total 12) Tj ET";
/// The same resources everywhere: a font by itself.
const LETTERS: &str = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>";

/// Objects of a document of one page whose content is object 4 and whose resources are these.
fn one_page(resources: &str, content: Vec<u8>) -> Vec<Vec<u8>> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<{resources}>>>>"
    );
    vec![CATALOG.into(), TREE.into(), page.into(), content]
}

/// A document of one page with this content stream and one font.
fn page_of(content: &[u8]) -> Vec<u8> {
    pdf(&one_page(LETTERS, content.to_vec()))
}

/// A stream of 100 MB, deflated.
fn inflating(word: [u8; 4]) -> Vec<u8> {
    stream("/Filter/FlateDecode", &deflated(word.repeat(25 << 20)))
}

fn content_60_mb() -> Vec<u8> {
    page_of(&stream("", &[LINE, b"\n"].concat().repeat((60 << 20) / LINE.len())))
}

/// 100 MB deflated twice: some hundred bytes.
fn filters_nested() -> Vec<u8> {
    let twice = deflated(deflated(b"q Q ".repeat(25 << 20)));
    page_of(&stream("/Filter[/FlateDecode/FlateDecode]", &twice))
}

/// The page tree in a stream of objects that inflates to 100 MB.
fn object_stream_inflates() -> Vec<u8> {
    let mut content = b"2 0 <</Type/Pages/Kids[]/Count 0>>".to_vec();
    content.resize(100 << 20, b' ');
    let keys = "/Type/ObjStm/N 1/First 4/Filter/FlateDecode";
    let objects = [CATALOG.into(), b"null".to_vec(), stream(keys, &deflated(content))];
    pdf(&objects)
}

/// Five million operators below the limit of bytes.
fn operators() -> Vec<u8> {
    page_of(&stream("", &b"q\n".repeat(4 << 20)[..(8 << 20) - 10]))
}

/// Widths for two billion codes.
fn widths() -> Vec<u8> {
    let content = stream("", b"BT /F1 9 Tf 9 9 Td <0041> Tj ET");
    let mut objects = one_page("/Font<</F1 5 0 R>>", content);
    objects.push(
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>"
            .to_vec(),
    );
    objects.push(
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/W[0 2000000000 500]\
          /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            .to_vec(),
    );
    pdf(&objects)
}

/// A picture of 900 million points in some hundred bytes.
fn picture() -> Vec<u8> {
    let content = stream("", &[b"q 500 0 0 500 0 0 cm /X Do Q ", LINE].concat());
    let mut objects = one_page(&["/XObject<</X 5 0 R>>", LETTERS].concat(), content);
    let keys = "/Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8\
        /ColorSpace/DeviceRGB/Filter/FlateDecode";
    objects.push(stream(keys, &deflated(vec![0; 100])));
    pdf(&objects)
}

/// A page of this size.
fn sized(media: &str) -> Vec<u8> {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Contents 4 0 R/Resources<<{LETTERS}>>>>"
    );
    let content = stream("", LINE);
    pdf(&[CATALOG.into(), TREE.into(), page.into_bytes(), content])
}

fn tree_loop() -> Vec<u8> {
    pdf(&[
        CATALOG,
        "<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
        "<</Type/Pages/Kids[2 0 R]/Count 1>>",
    ])
}

/// A page whose size would be inherited from nodes that are each other's parents.
fn parent_loop() -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 4 0 R/Contents 5 0 R/Resources<<{LETTERS}>>>>");
    let node = "<</Type/Pages/Parent 4 0 R/Kids[3 0 R]/Count 1>>";
    let objects = [CATALOG, TREE, &page, node].map(|text| text.as_bytes().to_vec());
    pdf(&[&objects[..], &[stream("", LINE)]].concat())
}

/// Tables of objects that name each other as the one before.
fn previous_loop() -> Vec<u8> {
    let objects = one_page(LETTERS, stream("", LINE));
    let at = pdf(&objects).windows(4).position(|w| w == b"xref").unwrap();
    pdf_with(&objects, &format!("/Prev {at}"))
}

/// A page below a hundred thousand nodes.
fn tree_deep() -> Vec<u8> {
    let node = |number| format!("<</Type/Pages/Kids[{} 0 R]/Count 1>>", number + 1);
    let page = "<</Type/Page/MediaBox[0 0 99 99]/Contents 100003 0 R/Resources<<";
    let mut objects = vec![CATALOG.as_bytes().to_vec()];
    objects.extend((2..100_002).map(|number| node(number).into_bytes()));
    objects.extend([[page, LETTERS, ">>>>"].concat().into_bytes(), stream("", LINE)]);
    pdf(&objects)
}

fn count() -> Vec<u8> {
    let tree = "<</Type/Pages/Kids[3 0 R]/Count 2147483647>>";
    let mut objects = one_page(LETTERS, stream("", LINE));
    objects[1] = tree.into();
    pdf(&objects)
}

/// One page named six thousand times.
fn kids_same() -> Vec<u8> {
    let mut objects = one_page(LETTERS, stream("", LINE));
    objects[1] = format!("<</Type/Pages/Kids[{}]/Count 6000>>", "3 0 R ".repeat(6000)).into();
    pdf(&objects)
}

/// A form that draws itself.
fn form_itself() -> Vec<u8> {
    let mut objects = one_page("/XObject<</X 5 0 R>>", stream("", b"/X Do"));
    let keys = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>";
    objects.push(stream(keys, b"q /X Do Q /X Do"));
    pdf(&objects)
}

/// Thirty forms, each of which draws the next one twice.
fn forms_doubling() -> Vec<u8> {
    let mut objects = one_page("/XObject<</X 5 0 R>>", stream("", b"/X Do"));
    objects.extend((5..35).map(|number| {
        let next = number + 1;
        let keys = format!(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>"
        );
        stream(&keys, b"/X Do /X Do")
    }));
    objects.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", b"0 0 m 9 9 l S"));
    pdf(&objects)
}

/// A letter that is drawn by itself.
fn type3_itself() -> Vec<u8> {
    let content = stream("", b"BT /F1 9 Tf 9 9 Td (a) Tj ET");
    let mut objects = one_page("/Font<</F1 5 0 R>>", content);
    objects.push(
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/FirstChar 97\
          /LastChar 97/Widths[9]/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>\
          /Resources<</Font<</F1 5 0 R>>>>>>"
            .to_vec(),
    );
    objects.push(stream("", b"9 0 d0 BT /F1 9 Tf (aa) Tj ET"));
    pdf(&objects)
}

/// A pattern that is filled with itself.
fn pattern_itself() -> Vec<u8> {
    let fill = b"/Pattern cs /P scn 0 0 500 500 re f";
    let mut objects = one_page("/Pattern<</P 5 0 R>>", stream("", fill));
    let keys = "/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 1 1]/XStep .001\
        /YStep .001/Resources<</Pattern<</P 5 0 R>>>>";
    objects.push(stream(keys, fill));
    pdf(&objects)
}

/// A million arrays within each other.
fn arrays_nested() -> Vec<u8> {
    let arrays = "[".repeat(1 << 20) + &"]".repeat(1 << 20);
    pdf(&[CATALOG.to_owned(), format!("<</Type/Pages/Kids {arrays}/Count 1>>")])
}

/// The same of dictionaries, none of which is closed.
fn dictionaries_nested() -> Vec<u8> {
    pdf(&[CATALOG.to_owned(), "<</Kids".repeat(1 << 19)])
}

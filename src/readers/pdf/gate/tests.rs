//! Objects that must close the page that reaches them, each built in a few lines.

use super::*;

/// A document of these objects.
fn document(objects: Vec<(u32, Object)>) -> Document {
    let mut document = Document::new();
    document.objects.extend(objects.into_iter().map(|(n, object)| ((n, 0), object)));
    document
}

fn packed(bytes: Vec<u8>, entries: &[(&str, Object)]) -> Stream {
    let mut dict = Dictionary::new();
    for (key, value) in entries {
        dict.set(*key, value.clone());
    }
    let mut stream = Stream::new(dict, bytes);
    stream.compress().unwrap();
    stream
}

/// Why the one page of a document is closed, if it is.
fn closed(document: &Document, page: u32) -> Option<String> {
    let limits = Limits::default();
    let mut found = check(document, &limits).unwrap();
    let pages = BTreeMap::from([(1, Some((page, 0)))]);
    let issue = close(document, &pages, &mut found, &limits).remove(&1)?;
    Some(format!("{} — {}", issue.message, issue.hint))
}

fn page(key: &str, value: Object) -> Object {
    let mut page = Dictionary::new();
    page.set(key, value);
    Object::Dictionary(page)
}

#[test]
fn width_ranges_behind_references_close_the_page() {
    for key in ["W", "W2"] {
        let mut font = Dictionary::new();
        font.set(key, Object::Reference((3, 0)));
        let range = vec![Object::Integer(0), Object::Reference((4, 0)), Object::Integer(500)];
        let of = document(vec![
            (1, page("Font", Object::Reference((2, 0)))),
            (2, Object::Dictionary(font)),
            (3, Object::Array(range)),
            (4, Object::Integer(2_000_000_000)),
        ]);
        let told = closed(&of, 1).unwrap_or_default();
        assert!(told.contains("largeurs sans fin"), "{key}: {told}");
    }
}

#[test]
fn a_content_that_inflates_over_the_limit_closes_its_page_whatever_it_says_it_is() {
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    for entries in [
        vec![],
        vec![("Type", name("Metadata"))],
        vec![("Subtype", name("Image"))],
        vec![("Length1", Object::Integer(1))],
    ] {
        let of = document(vec![
            (1, page("Contents", Object::Reference((2, 0)))),
            (2, Object::Stream(packed(vec![b' '; 9 << 20], &entries))),
        ]);
        let told = closed(&of, 1).unwrap_or_default();
        assert!(told.contains("limite de 8 Mio") && told.contains("--max-page-bytes"), "{told}");
    }
}

#[test]
fn streams_of_a_page_are_counted_together_each_as_often_as_it_is_named() {
    // Two in three bytes differ: the rate of compression is an honest one.
    let bytes: Vec<u8> = (0..3_u32 << 20).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
    let of = |times| {
        let parts = Object::Array(vec![Object::Reference((2, 0)); times]);
        document(vec![
            (1, page("Contents", parts)),
            (2, Object::Stream(packed(bytes.clone(), &[]))),
        ])
    };
    assert_eq!(closed(&of(2), 1), None);
    assert!(closed(&of(3), 1).is_some());
}

#[test]
fn a_function_of_braces_without_end_closes_the_page() {
    let of = |depth: usize| {
        let program = ["{".repeat(depth), "}".repeat(depth)].concat().into_bytes();
        let function = packed(program, &[("FunctionType", Object::Integer(4))]);
        document(vec![
            (1, page("ColorSpace", Object::Reference((2, 0)))),
            (2, Object::Stream(function)),
        ])
    };
    assert_eq!(closed(&of(10), 1), None);
    assert!(closed(&of(5_000), 1).unwrap_or_default().contains("trop imbriquée"));
}

#[test]
fn a_page_without_an_object_is_closed_where_there_is_any_danger() {
    let of = document(vec![(2, Object::Stream(packed(vec![b' '; 9 << 20], &[])))]);
    let limits = Limits::default();
    let mut found = check(&of, &limits).unwrap();
    let pages = BTreeMap::from([(1, None)]);
    assert_eq!(close(&of, &pages, &mut found, &limits).len(), 1);
}

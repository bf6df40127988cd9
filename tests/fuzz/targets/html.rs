//! Any text wherever a document or a rule may put one: the page of the report has the very tags
//! that it has with a harmless text, XML stays well formed, no terminal is given an order.
//!
//! `report.json` is a run whose every free text is `¤`.
#![no_main]

use std::sync::OnceLock;

use bilan::issue::Lang;
use bilan::reconcile::finding::Findings;
use bilan::record::Record;
use bilan::report::evidence::Evidence;
use bilan::report::{Run, csv, html, junit, terminal};
use bilan::store::RunIndex;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// A run with a text in every place of one.
struct Told {
    index: RunIndex,
    findings: Findings,
    records: Vec<Record>,
}

impl Told {
    fn new(text: &str) -> Self {
        static TEMPLATE: OnceLock<Value> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| {
            serde_json::from_str(include_str!("../report.json")).expect("the template is JSON")
        });
        let part = |name: &str| filled(&template[name], text);
        let read = "the template is a run";
        Self {
            index: serde_json::from_value(part("index")).expect(read),
            findings: serde_json::from_value(part("findings")).expect(read),
            records: vec![serde_json::from_value(part("record")).expect(read)],
        }
    }

    fn run<'t>(&'t self, evidence: &'t Evidence) -> Run<'t> {
        let (index, records, findings) = (&self.index, &self.records[..], &self.findings);
        Run { index, records, findings, evidence, lang: Lang::Fr }
    }
}

/// A value with a text in place of each `¤`.
fn filled(value: &Value, text: &str) -> Value {
    match value {
        Value::String(s) => Value::String(s.replace('¤', text)),
        Value::Array(all) => all.iter().map(|v| filled(v, text)).collect(),
        Value::Object(all) => {
            Value::Object(all.iter().map(|(k, v)| (k.clone(), filled(v, text))).collect())
        }
        other => other.clone(),
    }
}

fuzz_target!(|data: &str| {
    // A letter before and behind: what is said of an empty text is another sentence.
    let told = Told::new(&format!("a{data}z"));
    let evidence = Evidence::default();
    let run = told.run(&evidence);
    let page = String::from_utf8(html::render(&run)).expect("a page is UTF-8");
    assert!(!page.contains(is_order), "the page holds an order to a screen");
    // The same text, but for what markup is made of.
    let harmless = Told::new(&format!("a{}z", data.replace(['<', '>', '"', '\'', '&'], "*")));
    let harmless = String::from_utf8(html::render(&harmless.run(&evidence))).expect("UTF-8");
    let (tags, expected) = (tags(&page), tags(&harmless));
    let other = tags.iter().zip(&expected).find(|(tag, expected)| tag != expected);
    assert_eq!(other, None, "the text opens a tag or an attribute");
    assert_eq!(tags.len(), expected.len(), "the text opens a tag");
    let suites = junit::render(&run).expect("written to memory");
    well_formed(&suites);
    let table = String::from_utf8(csv::render(&run).expect("in memory")).expect("UTF-8");
    assert!(!table.contains(is_order), "the table holds an order to a screen");
    for width in [None, Some(100)] {
        // Its own styles are the only escapes: they are taken out as who prints takes them out.
        let shown = terminal::render(&run, width);
        let bare = unstyled(&shown);
        assert!(!bare.contains(is_order), "the summary holds an order to a screen: {bare:?}");
    }
    let plain = terminal::plain(data);
    assert!(!plain.contains(|c: char| is_order(c) || c == '\t'), "{plain:?}");
});

/// Characters that a screen obeys.
fn is_order(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// Each tag of a page with the names of its attributes, values left out.
fn tags(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let (tag, after) = tag(rest);
        // Between these tags stands our own text, which is no markup.
        let raw = ["<style>", "<script>"].iter().find(|t| rest.starts_with(**t));
        rest = match raw {
            Some(raw) => {
                let end = format!("</{}", &raw[1..]);
                rest.find(&end).map_or("", |at| &rest[at..])
            }
            None => after,
        };
        out.push(tag);
    }
    out
}

/// The tag that a text opens with, and what follows it.
fn tag(text: &str) -> (String, &str) {
    let (mut name, mut quoted) = (String::new(), false);
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '>' if !quoted => return (name, &text[at + 1..]),
            c if !quoted => name.push(c),
            _ => {}
        }
    }
    (name, "")
}

/// XML that a reader takes, with no character that XML forbids.
fn well_formed(xml: &[u8]) {
    let text = std::str::from_utf8(xml).expect("XML is UTF-8");
    let forbidden = |c: char| is_order(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    assert!(!text.contains(forbidden), "a character that XML forbids");
    let mut reader = quick_xml::Reader::from_str(text);
    let mut depth = 0_i32;
    loop {
        use quick_xml::events::Event;
        match reader.read_event().expect("well formed") {
            Event::Start(start) => {
                start.attributes().for_each(|a| assert!(a.is_ok(), "an attribute"));
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

/// A summary without its styles: `ESC [ … m`.
fn unstyled(shown: &str) -> String {
    let mut parts = shown.split("\u{1b}[");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(part.len());
        assert!(part[end..].starts_with('m'), "an escape that is no style");
        out.push_str(&part[end + 1..]);
    }
    out
}

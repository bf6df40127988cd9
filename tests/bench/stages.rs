//! How long each stage takes on the samples: `cargo bench`. Whole processes: `compare.sh`.

#![expect(clippy::unwrap_used, reason = "a benchmark may fail by a panic")]

use std::fs;
use std::path::Path;
use std::sync::Arc;

use bilan::document::{Laid, Source};
use bilan::extract::extract;
use bilan::ingest::FileKind;
use bilan::layout::lay_out;
use bilan::limits::Limits;
use bilan::number::{cell, scan};
use bilan::readers::ocr::Ocr;
use bilan::readers::read_source;
use bilan::record::Head;
use bilan::rules::{Rules, load};
use divan::{Bencher, black_box, counter::BytesCount, counter::ItemsCount};

/// The bilan of the samples that holds the discrepancies.
const BILAN: &str = "2023/bilan-2023.pdf";

const CELLS: &[&str] = &[
    "347 500 €",
    "12 500,00",
    "1.4 M€",
    "100 %",
    "n.c.",
    "-",
    "",
    "Action 1.1",
    "Subventions d'exploitation",
    "22/06/2023",
    "(1 250,50)",
    "dix mille euros",
];

fn main() {
    divan::main();
}

fn bytes() -> Arc<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/archive").join(BILAN);
    Arc::new(fs::read(path).unwrap())
}

fn source(bytes: &Arc<Vec<u8>>) -> Source {
    read_source(bytes, FileKind::Pdf, "bilan-2023.pdf", &Ocr::NONE, &Limits::default()).unwrap()
}

fn laid() -> Laid {
    lay_out(source(&bytes()))
}

fn rules() -> Rules {
    load(None).unwrap()
}

/// The text of the bilan, paragraph by paragraph.
fn prose() -> Vec<String> {
    let laid = laid();
    let lines = laid.pages.iter().flat_map(|page| &page.words);
    let words: Vec<&str> = lines.map(|word| word.text.as_str()).collect();
    words.chunks(40).map(|words| words.join(" ")).collect()
}

#[divan::bench]
fn numbers_of_cells(bencher: Bencher) {
    bencher
        .counter(ItemsCount::new(CELLS.len()))
        .bench(|| CELLS.iter().map(|text| cell(black_box(text))).collect::<Vec<_>>());
}

#[divan::bench]
fn numbers_of_prose(bencher: Bencher) {
    let prose = prose();
    let length: usize = prose.iter().map(String::len).sum();
    bencher
        .counter(BytesCount::new(length))
        .bench(|| prose.iter().map(|text| scan(black_box(text)).len()).sum::<usize>());
}

#[divan::bench]
fn reading_a_bilan(bencher: Bencher) {
    let bytes = bytes();
    bencher.bench(|| source(black_box(&bytes)));
}

#[divan::bench]
fn layout_of_a_bilan(bencher: Bencher) {
    let bytes = bytes();
    bencher.with_inputs(|| source(&bytes)).bench_values(lay_out);
}

#[divan::bench]
fn extraction_of_a_bilan(bencher: Bencher) {
    let (laid, rules) = (laid(), rules());
    bencher.bench(|| extract(black_box(&laid), Head::default(), &rules));
}

#[divan::bench]
fn rules_built_in(bencher: Bencher) {
    bencher.bench(rules);
}

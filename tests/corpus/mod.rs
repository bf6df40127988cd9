//! Damaged documents by the thousand: each a sound one that suffered once, always in the same way.
//!
//! A mutant is made from its number alone: the number gives the source and the family, and the
//! seed of every choice within. Its path tells all three, so that one that goes wrong in a run of
//! ten thousand can be made again alone. Sources are the samples, and with `BILAN_CORPUS` the
//! documents of a further folder.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) mod bombs;
mod bytes;
#[path = "../bench/planted/dice.rs"]
mod dice;
pub(crate) mod judged;
mod objects;
mod package;
mod pdf;
pub(crate) mod table;
mod text;
pub(crate) mod written;

use dice::Dice;

/// Where every choice begins. Another seed makes another corpus.
const SEED: u64 = 20_231_231;
/// Bytes of a source that comes up as often as any other; a longer one, which would take most of
/// the time, comes up once in [`SELDOM`].
const LONG: usize = 512 << 10;
const SELDOM: u64 = 10;

/// The kind of a source, as far as families care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pdf,
    Package,
    Xls,
    Text,
}

/// A document that is taken as sound.
struct Source {
    name: String,
    ending: String,
    kind: Kind,
    bytes: Vec<u8>,
}

/// A way of suffering: bytes, and those of another document, to bytes.
type Change = fn(&mut Dice, &[u8], &[u8]) -> Vec<u8>;

/// A family of mutants: its name and what it does.
type Family = (&'static str, Change);

/// A document to run the tool over.
pub(crate) struct Made {
    /// Its path: `family/number-source.ending`.
    pub(crate) path: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// The sources of mutants.
pub(crate) struct Corpus {
    sources: Vec<Source>,
}

impl Corpus {
    /// The samples, and the documents of a further folder if there is one.
    pub(crate) fn load(further: Option<&Path>) -> Self {
        let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/archive");
        let mut sources = Vec::new();
        for root in [Some(samples.as_path()), further].into_iter().flatten() {
            for path in files(root) {
                sources.extend(source(root, &path));
            }
        }
        Self { sources }
    }

    /// The sources as they are.
    pub(crate) fn sound(&self) -> impl Iterator<Item = Made> {
        // First of all, so that a mutant that is none is the duplicate.
        self.sources.iter().map(|source| Made {
            path: format!("0-sound/{}.{}", source.name, source.ending),
            bytes: source.bytes.clone(),
        })
    }

    /// The mutant of a number.
    pub(crate) fn mutant(&self, number: u64) -> Made {
        let all = self.sources.len() as u64;
        let (mut round, mut at) = (number / all, (number % all) as usize);
        while self.sources[at].bytes.len() > LONG && !round.is_multiple_of(SELDOM) {
            (round, at) = (round + 1, (at + 1) % self.sources.len());
        }
        let source = &self.sources[at];
        let families = families(source.kind);
        // Beside each other stand other families of other sources, whatever both are in number.
        let (name, change) = families[(round as usize + at) % families.len()];
        let mut dice = Dice(scrambled(SEED ^ number));
        let other = &self.sources[dice.index(self.sources.len())].bytes;
        let Source { name: of, ending, bytes, .. } = source;
        let path = format!("{name}/{number:05}-{of}.{ending}");
        Made { path, bytes: change(&mut dice, bytes, other) }
    }
}

/// The families that a kind can suffer from.
fn families(kind: Kind) -> Vec<Family> {
    let own = match kind {
        Kind::Pdf => [pdf::FAMILIES, objects::FAMILIES].concat(),
        Kind::Package => package::FAMILIES.to_vec(),
        Kind::Xls => bytes::SECTORS.to_vec(),
        Kind::Text => text::FAMILIES.to_vec(),
    };
    [bytes::FAMILIES.to_vec(), own].concat()
}

/// Every file below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { out.extend(files(&path)) } else { out.push(path) }
    }
    out.sort();
    out
}

/// A file as a source, if it is of a kind that is read.
fn source(root: &Path, path: &Path) -> Option<Source> {
    let ending = path.extension()?.to_str()?.to_lowercase();
    let kind = match ending.as_str() {
        "pdf" => Kind::Pdf,
        "xlsx" | "ods" => Kind::Package,
        "xls" => Kind::Xls,
        "csv" | "tsv" => Kind::Text,
        _ => return None,
    };
    let below = path.strip_prefix(root).unwrap().with_extension("");
    let name = below.to_str().unwrap().replace('/', "_");
    Some(Source { name, ending, kind, bytes: fs::read(path).unwrap() })
}

/// Neighbouring numbers made far apart (splitmix64), never zero.
fn scrambled(number: u64) -> u64 {
    let z = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) | 1
}

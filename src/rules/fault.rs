//! What is wrong with packs, all at once: file, line, column, the line shown, and what to do.
//!
//! Faults are gathered with their byte ranges while a file is read and rendered when all is
//! known. Packs are written in French; so are the messages.

use std::fmt::Write as _;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use thiserror::Error;

use crate::issue::system;

/// Faults that are shown in full; a file that is no pack at all has one a line.
const SHOWN: usize = 50;

/// Why rules do not load.
#[derive(Debug, Error)]
pub enum RulesError {
    /// The folder cannot be read.
    #[error(
        "{} : le dossier de règles ne peut pas être lu ({}) ; vérifier --rules",
        path.display(),
        system(source)
    )]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The folder holds no packs.
    #[error("{0} : aucun fichier .toml dans ce dossier de règles")]
    NoPacks(PathBuf),
    /// The packs have faults.
    #[error("{}", told(.0))]
    Faults(Vec<Fault>),
}

/// Whether a fault stops anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// The rules do not load.
    Error,
    /// They load; `rules check` tells it.
    Warning,
}

/// A fault of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Whether it stops anything.
    pub gravity: Gravity,
    /// File name of the pack.
    pub file: String,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The fault as shown, with its line.
    pub shown: String,
}

/// A file and the faults found in it so far.
#[derive(Debug)]
pub(super) struct Source {
    /// File name.
    pub(super) name: String,
    /// What it holds.
    pub(super) text: String,
    /// What stops the rules from loading.
    pub(super) faults: Vec<Fault>,
    /// What does not, and should be seen.
    pub(super) warnings: Vec<Fault>,
    /// Examples to do (`a_faire`) that fail still.
    pub(super) pending: usize,
    /// Whether a block of it could not be read, so that names it defines are not known.
    pub(super) broken: bool,
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl Source {
    pub(super) fn new(name: &str, text: &str) -> Self {
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(breaks).collect();
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            faults: Vec::new(),
            warnings: Vec::new(),
            pending: 0,
            broken: false,
            lines,
        }
    }

    /// Adds a fault at a byte range.
    pub(super) fn fault(&mut self, range: Range<usize>, message: &str, help: Option<String>) {
        let shown = self.shows_more();
        let fault = self.told(Gravity::Error, range, message, help, shown);
        self.faults.push(fault);
    }

    /// Adds a warning at a byte range.
    pub(super) fn warn(&mut self, range: Range<usize>, message: &str, help: &str) {
        let shown = self.warnings.len() < SHOWN;
        let fault = self.told(Gravity::Warning, range, message, Some(help.to_owned()), shown);
        self.warnings.push(fault);
    }

    /// Whether one more fault would be shown; behind that, looking for its remedy is lost time.
    pub(super) fn shows_more(&self) -> bool {
        self.faults.len() < SHOWN
    }

    fn told(
        &self,
        gravity: Gravity,
        range: Range<usize>,
        message: &str,
        help: Option<String>,
        shown: bool,
    ) -> Fault {
        let start = self.floor(range.start);
        let end = self.floor(range.end).max(start);
        let line = self.line(start);
        let begin = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.text.get(begin..start).unwrap_or("").chars().count() + 1;
        let (file, message) = (self.name.clone(), message.to_owned());
        let mut fault = Fault { gravity, file, line, column, message, help, shown: String::new() };
        if shown {
            fault.shown = self.render(&fault, begin, start..end);
        }
        fault
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&begin| begin <= at)
    }

    /// Adds a fault of the file as a whole.
    pub(super) fn whole_fault(&mut self, message: &str, help: Option<String>) {
        let mut shown = format!("erreur: {message}\n --> {}", self.name);
        if let Some(help) = &help {
            let _ = write!(shown, "\n  = aide: {help}");
        }
        let (file, message) = (self.name.clone(), message.to_owned());
        let gravity = Gravity::Error;
        self.faults.push(Fault { gravity, file, line: 0, column: 0, message, help, shown });
    }

    /// The lines of a fault with a mark under what is wrong; a range over many lines shows its
    /// first.
    fn render(&self, fault: &Fault, begin: usize, range: Range<usize>) -> String {
        let rest = self.text.get(begin..).unwrap_or("");
        let shown = rest.lines().next().unwrap_or("");
        let from = range.start - begin;
        let to = range.end.saturating_sub(begin).min(shown.len()).max(from);
        let snippet = Snippet::source(shown)
            .line_start(fault.line)
            .path(&self.name)
            .annotation(AnnotationKind::Primary.span(from..to));
        let level = match fault.gravity {
            Gravity::Error => Level::ERROR.with_name("erreur"),
            Gravity::Warning => Level::WARNING.with_name("avertissement"),
        };
        let mut group = level.primary_title(&fault.message).element(snippet);
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.with_name("aide").message(help));
        }
        Renderer::plain().render(&[group])
    }

    /// The nearest byte at or before this one where a character begins.
    fn floor(&self, at: usize) -> usize {
        self.text.floor_char_boundary(at)
    }
}

fn told(faults: &[Fault]) -> String {
    let errors = faults.iter().filter(|f| f.gravity == Gravity::Error).count();
    let mut out = shown(faults);
    let _ = write!(out, "{}", counted(errors, "erreur"));
    if errors < faults.len() {
        let _ = write!(out, " et {}", counted(faults.len() - errors, "avertissement"));
    }
    out.push_str(" dans les règles : rien n'a été lu");
    out
}

/// Faults in full, one behind the other, and how many more there are.
pub(super) fn shown(faults: &[Fault]) -> String {
    let mut out = String::new();
    for fault in faults.iter().filter(|f| !f.shown.is_empty()).take(SHOWN) {
        let _ = write!(out, "{}\n\n", fault.shown);
    }
    let more = faults.len().saturating_sub(SHOWN);
    if more > 0 {
        let _ = write!(out, "… et {more} autres\n\n");
    }
    out
}

/// A number of things: « 3 erreurs ».
pub(super) fn counted(count: usize, thing: &str) -> String {
    let plural = if count > 1 { "s" } else { "" };
    format!("{count} {thing}{plural}")
}

/// The known word nearest to a written one, if it is near.
pub(super) fn nearest<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (written.chars().count() / 3).max(2);
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(k, written), k))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, k)| k)
}

/// What to write in place of an unknown word: the nearest known one, or all of them.
#[must_use]
pub fn suggestion(written: &str, known: &[&str]) -> String {
    match nearest(written, known.iter().copied()) {
        Some(near) => format!("vouliez-vous « {near} » ?"),
        None if known.is_empty() => "il n'y en a aucun".to_owned(),
        None => format!("connus : {}", known.join(", ")),
    }
}

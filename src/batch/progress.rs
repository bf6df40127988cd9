//! What is told while files are read: how far the reading is, on a terminal, or each file.
//!
//! Nothing is printed here but the bar: what is said of a file is the caller's.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Deserialize;

use crate::record::{Head, PackRef};
use crate::store::FileOutcome;
use crate::worker::Body;

/// What is told while files are read.
#[derive(Debug, Clone, Copy)]
pub enum Watch {
    /// Nothing.
    Nothing,
    /// How many are read, drawn on standard error if that is a terminal.
    Bar,
    /// Each file as soon as it is read, with the pack that read it; in no order.
    Each(fn(&FileOutcome, Option<&PackRef>)),
}

/// A bar over so many files. It draws on standard error, and only if that is a terminal.
pub(super) fn bar(files: usize, watch: Watch) -> ProgressBar {
    if !matches!(watch, Watch::Bar) {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    // A template that does not parse leaves the plain bar.
    if let Ok(style) = ProgressStyle::with_template("{pos}/{len} {wide_bar} {eta} {msg}") {
        bar.set_style(style);
    }
    bar
}

/// The pack that read a record, of which the head alone is looked at.
pub(super) fn pack(json: &Body) -> Option<PackRef> {
    let Told { document } = json.parse().ok()?;
    Some(document.rules).filter(|rules| !rules.id.is_empty())
}

/// What a record tells first.
#[derive(Deserialize)]
struct Told {
    document: Head,
}

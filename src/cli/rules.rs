//! `bilan rules`: the commands for who writes rules.
//!
//! Each loads the rules first: what is wrong with them is told before a document is read.

use std::io;

use super::arguments::{Coverage, Rules, Told};
use super::commands::{complain_of_nothing, print};
use super::{End, Failure};
use crate::batch::library::{Book, Keeping, Library};
use crate::extract::trace::trace;
use crate::report;
use crate::rules;
use crate::verify::coverage::{self, Failed};

/// Runs one of them.
pub(super) fn perform(command: Rules) -> Result<End, Failure> {
    match command {
        Rules::Check(packs) => {
            let loaded = rules::load(packs.rules.as_deref())?;
            print(&format!("{} jeux de règles, aucune faute\n", loaded.packs.len() + 1))?;
            Ok(End::Clean)
        }
        Rules::Coverage(arguments) => cover(arguments),
    }
}

/// `bilan rules coverage`.
fn cover(arguments: Coverage) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let settings = arguments.reading.settings(arguments.paths, lang, false);
    let rules = rules::load(settings.rules.as_deref())?;
    let library = Library::open(&settings, &Keeping::Default)?;
    let counted = library.each(&settings, |book: &Book<'_>| {
        let failed = |issues| Failed { path: book.found.path.clone(), issues };
        let document = book.document.as_ref().map_err(|issues| failed(issues.clone()))?;
        document
            .attempt(|laid, head| coverage::count(&trace(laid, head, &rules), &rules))
            .map_err(|issue| failed(vec![*issue]))
    })?;
    complain_of_nothing(&settings, counted.len(), lang);
    let coverage = coverage::join(counted, &rules);
    match arguments.format {
        Told::Text => print(&report::coverage::render(&coverage, arguments.all, lang))?,
        Told::Json => {
            let mut json = serde_json::to_string(&coverage).map_err(io::Error::other)?;
            json.push('\n');
            print(&json)?;
        }
    }
    Ok(End::Clean)
}

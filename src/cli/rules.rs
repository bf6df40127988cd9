//! The commands for who writes rules: each turns its arguments into one call and prints what that
//! gives.

use std::io::Write as _;

use super::arguments::{Draft, Packs, Rules};
use super::commands::{print, unread};
use super::{End, Failure};
use crate::batch::library::Library;
use crate::rules;
use crate::verify::draft;

/// `bilan rules`.
pub(super) fn rules(command: Rules) -> Result<End, Failure> {
    match command {
        Rules::Check(packs) => check(&packs),
        Rules::Draft(arguments) => draft(arguments),
    }
}

/// `bilan rules check`.
fn check(packs: &Packs) -> Result<End, Failure> {
    let loaded = rules::load(packs.rules.as_deref())?;
    print(&format!("{} jeux de règles, aucune faute\n", loaded.packs.len() + 1))?;
    Ok(End::Clean)
}

/// `bilan rules draft`.
fn draft(arguments: Draft) -> Result<End, Failure> {
    let rules = rules::load(arguments.packs.rules.as_deref())?;
    let path = arguments.file.to_string_lossy().into_owned();
    let (settings, keeping) = arguments.trial.settings(vec![arguments.file]);
    let library = Library::open(&settings, &keeping)?;
    let drawn = library.each(&settings, |book| match &book.document {
        Ok(document) => Ok(draft::draft(document, &rules)),
        Err(issues) => Err(issues.clone()),
    })?;
    match drawn.into_iter().next() {
        Some(Ok(drawn)) => {
            print(&drawn.toml)?;
            if drawn.left_out > 0 {
                let told =
                    format!("{} règles qui ne se relisaient pas n'y sont pas", drawn.left_out);
                let _ = writeln!(std::io::stderr(), "bilan : {path} : {told}");
            }
            Ok(End::Clean)
        }
        Some(Err(issues)) => Ok(unread(&path, &issues, settings.lang)),
        None => Err(Failure::Usage(format!("{path} : aucun document à lire"))),
    }
}

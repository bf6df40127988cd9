//! The commands for who writes rules: each turns its arguments into one call and prints what that
//! gives.

use std::io::Write as _;

use super::arguments::{Draft, FailOn, Impact, ImpactFormat, Rules};
use super::commands::{print, unread};
use super::{End, Failure};
use crate::batch::library::{Book, Library};
use crate::ingest::Fate;
use crate::report;
use crate::rules;
use crate::verify::impact::{Both, Totals};
use crate::verify::{self, draft};

mod review;
mod test;

/// `bilan rules`.
pub(super) fn rules(command: Rules) -> Result<End, Failure> {
    match command {
        Rules::Check(packs) => {
            print(&rules::check(packs.rules.as_deref())?.to_string())?;
            Ok(End::Clean)
        }
        Rules::Schema => {
            print(&rules::schema())?;
            Ok(End::Clean)
        }
        Rules::Draft(arguments) => draft(arguments),
        Rules::Impact(arguments) => impact(arguments),
        Rules::Test(arguments) => test::test(arguments),
    }
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

/// `bilan rules impact`.
fn impact(arguments: Impact) -> Result<End, Failure> {
    let before = rules::load(arguments.before.as_deref())?;
    let after = rules::load(Some(&arguments.after))?;
    let (settings, keeping) = arguments.trial.settings(arguments.archive);
    let library = Library::open(&settings, &keeping)?;
    let both = |book: &Book<'_>| {
        let records = book.document.as_ref().map_err(Clone::clone).and_then(|document| {
            let old = document.try_record(&before).map_err(|issue| vec![*issue])?;
            Ok((old, document.try_record(&after).map_err(|issue| vec![*issue])?))
        });
        // A photograph in the archive is none of the documents, a copy is read once.
        let apart = matches!(book.found.fate, Fate::Unsupported | Fate::Duplicate);
        (!apart).then(|| Both::new(&book.found.path, records))
    };
    let documents = library.each(&settings, both)?.into_iter().flatten().collect();
    let found = verify::impact::impact(documents, &before, &after);
    match arguments.format {
        ImpactFormat::Text => {
            print(&report::impact::render(&found, arguments.all, settings.lang))?;
        }
        ImpactFormat::Json => {
            print(&(serde_json::to_string(&found).map_err(std::io::Error::other)? + "\n"))?;
        }
        ImpactFormat::Html => {
            print(&String::from_utf8_lossy(&report::html::impact::render(&found)))?;
        }
    }
    let fails = arguments.fail_on.iter().any(|what| count(&found.totals, *what) > 0);
    Ok(End::of(!fails))
}

/// How much there is of what an impact is refused for.
fn count(totals: &Totals, what: FailOn) -> usize {
    match what {
        FailOn::Lost => totals.values.lost,
        FailOn::Gained => totals.values.gained,
        FailOn::Changed => totals.values.changed,
        FailOn::Moved => totals.values.moved,
        FailOn::Flipped => totals.appear + totals.vanish + totals.flip,
    }
}

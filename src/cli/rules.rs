//! The commands for who writes rules: each turns its arguments into one call and prints what that
//! gives.

use super::arguments::{Coverage, Draft, Explain, FailOn, Impact, ImpactFormat, Rules, Told};
use super::commands::unread;
use super::output::{complain, print, print_json};
use super::{End, Failure};
use crate::batch;
use crate::batch::library::{Book, Library};
use crate::batch::progress::Watch;
use crate::extract::trace::{Probe, probe, trace};
use crate::issue::Lang;
use crate::report;
use crate::report::explain::Asked;
use crate::report::terminal;
use crate::rules;
use crate::verify::coverage::{self, Failed};
use crate::verify::draft;
use crate::verify::explain::{Explanation, explain, is_asked};
use crate::verify::impact::Totals;

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
        Rules::Coverage(arguments) => cover(arguments),
        Rules::Explain(arguments) => tell_why(arguments),
        Rules::Draft(arguments) => draft(arguments),
        Rules::Impact(arguments) => impact(arguments),
        Rules::Test(arguments) => test::test(arguments),
    }
}

/// `bilan rules draft`.
fn draft(arguments: Draft) -> Result<End, Failure> {
    let rules = rules::load(arguments.packs.rules.as_deref())?;
    let path = arguments.file.to_string_lossy().into_owned();
    if arguments.file.is_dir() {
        return Err(Failure::OneFile { path });
    }
    let (settings, keeping) = arguments.trial.settings(vec![arguments.file]);
    let library = Library::open(&settings, &keeping)?;
    let drawn = library.each(&settings, |book| match &book.document {
        Ok(document) => Ok(draft::draft(document, &rules)),
        Err(issues) => Err(issues.clone()),
    })?;
    match drawn.into_iter().next() {
        Some(Ok(None)) => Err(Failure::NothingToDraft { path }),
        Some(Ok(Some(drawn))) => {
            print(&drawn.toml)?;
            if drawn.left_out > 0 {
                let told =
                    format!("{} règles qui ne se relisaient pas n'y sont pas", drawn.left_out);
                complain(&terminal::plain(&format!("bilan : {path} : {told}\n")));
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
    let roots = arguments.archive;
    let (mut settings, keeping) = arguments.trial.settings(roots.clone());
    if matches!(arguments.format, ImpactFormat::Html) {
        // The page is French, and so are the sentences in it.
        settings.lang = Lang::Fr;
    }
    let named: Vec<String> = roots.iter().map(|root| root.display().to_string()).collect();
    let library = Library::open(&settings, &keeping)?;
    let found = batch::impact::impact(&settings, &library, &before, &after)?
        .ok_or_else(|| Failure::NothingToTry { path: named.join(", ") })?;
    match arguments.format {
        ImpactFormat::Text => {
            print(&report::impact::render(&found, arguments.all, settings.lang))?;
        }
        ImpactFormat::Json => print_json(&found)?,
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

/// `bilan rules coverage`.
fn cover(arguments: Coverage) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let settings = arguments.reading.settings(arguments.paths, lang, Watch::Nothing);
    let rules = rules::load(settings.rules.as_deref())?;
    let listed = rules.all_listed();
    let library = Library::open(&settings, &settings.keeping)?;
    let count = |book: &Book<'_>| {
        let failed = |issues| Failed { path: book.found.path.clone(), issues };
        let document = book.document.as_ref().map_err(|issues| failed(issues.clone()))?;
        document
            .attempt(|laid, head| coverage::count(&trace(laid, head, &rules), &rules, &listed))
            .map_err(|issue| failed(vec![*issue]))
    };
    let counted = library.each(&settings, |book| book.found.is_document().then(|| count(book)))?;
    let counted: Vec<_> = counted.into_iter().flatten().collect();
    if counted.is_empty() {
        let roots = settings.search.roots.iter().map(|root| root.display().to_string());
        return Err(Failure::NothingToTry { path: roots.collect::<Vec<_>>().join(", ") });
    }
    let coverage = coverage::join(counted, &rules);
    match arguments.format {
        Told::Text => print(&report::coverage::render(&coverage, arguments.all, lang))?,
        Told::Json => print_json(&coverage)?,
    }
    Ok(End::Clean)
}

/// `bilan rules explain`.
fn tell_why(arguments: Explain) -> Result<End, Failure> {
    let path = arguments.file.to_string_lossy().into_owned();
    if arguments.file.is_dir() {
        return Err(Failure::OneFile { path });
    }
    let rules = rules::load(arguments.packs.rules.as_deref())?;
    let (settings, keeping) = arguments.trial.settings(vec![arguments.file]);
    let library = Library::open(&settings, &keeping)?;
    let lang = settings.lang;
    let (asked, page) = (arguments.rule.as_deref(), arguments.page);
    let told = library.each(&settings, |book: &Book<'_>| {
        let document = book.document.as_ref().map_err(Clone::clone)?;
        let told = document.attempt(|laid, head| {
            let probe = probe(laid, head, &rules);
            known(&probe, &rules, asked, &path)?;
            Ok::<_, Failure>(explain(laid, probe, &rules, asked, page))
        });
        told.map_err(|issue| vec![*issue])
    })?;
    for one in told {
        let explanation: Explanation = match one {
            Ok(told) => told?,
            Err(issues) => return Ok(unread(&path, &issues, lang)),
        };
        if let Some(page) = page.filter(|page| *page > explanation.pages) {
            return Err(Failure::NoPage { path, page, pages: explanation.pages });
        }
        let asked = Asked { one: asked.is_some(), page: page.is_some(), lang };
        print(&report::explain::render(&explanation, asked))?;
    }
    Ok(End::Clean)
}

/// Whether the pack that reads a document has rules of an id; what to do where it has none.
fn known(
    probe: &Probe,
    rules: &rules::Rules,
    asked: Option<&str>,
    path: &str,
) -> Result<(), Failure> {
    let Some(asked) = asked else { return Ok(()) };
    let read = &probe.trace.record.document.rules.id;
    let pack = rules.packs.iter().find(|p| &p.id == read).unwrap_or(&rules.common);
    let listed = rules.listed(pack);
    if listed.iter().any(|rule| is_asked(rule, asked)) {
        return Ok(());
    }
    let others = rules.packs.iter().flat_map(|p| rules.listed(p));
    let other = others.into_iter().find(|rule| is_asked(rule, asked));
    let hint = if let Some(rule) = other {
        let pack = rule.pack;
        format!(
            "elle est dans « {pack} » ; sans --rule, on lit pourquoi ce jeu n'a pas lu le document"
        )
    } else {
        let ids: Vec<&str> = listed.iter().map(|rule| rule.id.as_str()).collect();
        rules::suggestion(asked, &ids)
    };
    Err(Failure::NoRule { path: path.to_owned(), id: asked.to_owned(), pack: read.clone(), hint })
}

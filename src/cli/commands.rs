//! The commands: each turns its arguments into one call and prints what that gives.

use std::io::{self, IsTerminal as _, Write as _};

use super::arguments::{Again, Extract, Inspect, Report, Run, Shape};
use super::{End, Failure};
use crate::batch::{self, FailOn, Settings};
use crate::ingest::Search;
use crate::issue::{Issue, Lang};
use crate::report::{svg, terminal};
use crate::store::FileOutcome;

/// `bilan run`.
pub(super) fn run(arguments: Run) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let progress = !arguments.quiet && io::stderr().is_terminal();
    let settings = arguments.reading.settings(arguments.archive, lang, progress);
    let (past, fail_on) = arguments.past.past();
    let formats = arguments.formats.formats();
    let result = batch::run(&settings, &past, &formats, &arguments.out)?;
    if !arguments.quiet {
        print(&terminal::render(&result.view(lang), width()))?;
        let files = formats.iter().flat_map(|format| format.files());
        print(&terminal::written(&arguments.out, files, lang))?;
    }
    Ok(End::of(result.is_clean(fail_on)))
}

/// `bilan extract`.
pub(super) fn extract(arguments: Extract) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let settings = arguments.reading.settings(arguments.paths, lang, false);
    if let Some(out) = arguments.out {
        let result = batch::extract_into(&settings, &out)?;
        complain(&result.index.files, lang);
        return Ok(End::of(result.is_clean(FailOn::New)));
    }
    let mut clean = true;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let streamed = batch::extract(&settings, |file, json| {
        complain(std::slice::from_ref(file), lang);
        clean &= !batch::needs_attention(file);
        if let Some(json) = json {
            out.write_all(json)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    streamed.and_then(|()| out.flush())?;
    Ok(End::of(clean))
}

/// `bilan reconcile`.
pub(super) fn reconcile(arguments: Again) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let (past, fail_on) = arguments.past.past();
    let rules = arguments.packs.rules.as_deref();
    let result = batch::reconcile_again(&arguments.folder, rules, &past, lang)?;
    print(&terminal::render(&result.view(lang), width()))?;
    Ok(End::of(result.is_clean(fail_on)))
}

/// `bilan report`.
pub(super) fn report(arguments: &Report) -> Result<End, Failure> {
    let formats = arguments.formats.formats();
    let result = batch::report_again(&arguments.folder, &formats, arguments.words.lang())?;
    Ok(End::of(result.is_clean(FailOn::New)))
}

/// `bilan inspect`.
pub(super) fn inspect(arguments: &Inspect) -> Result<End, Failure> {
    let settings = Settings {
        search: Search::default(),
        rules: None,
        workers: 1,
        limits: arguments.caps.limits(),
        progress: false,
        lang: arguments.words.lang(),
    };
    let path = arguments.file.to_string_lossy();
    if arguments.format == Shape::Svg {
        return draw(&settings, arguments, &path);
    }
    match batch::look_into(&settings, &arguments.file, arguments.page)? {
        Ok(seen) if seen.pages.is_empty() && arguments.page.is_some() => {
            let (page, pages) = (arguments.page.unwrap_or_default(), seen.document.pages);
            return Err(Failure::NoPage { path: path.into_owned(), page, pages });
        }
        Ok(seen) if arguments.format == Shape::Json => print_json(&seen)?,
        Ok(seen) => print(&crate::report::inspect::render(&seen))?,
        Err(issues) => return Ok(unread(&path, &issues, settings.lang)),
    }
    Ok(End::Clean)
}

/// `bilan inspect --format svg`.
fn draw(settings: &Settings, arguments: &Inspect, path: &str) -> Result<End, Failure> {
    let drawn = match batch::draw(settings, &arguments.file, arguments.page)? {
        Ok(drawn) => drawn,
        Err(issues) => return Ok(unread(path, &issues, settings.lang)),
    };
    let (path, pages) = (path.to_owned(), drawn.document.pages);
    match (&drawn.page, arguments.page) {
        (Some(page), _) => print(&svg::render(&drawn.document, page, settings.lang))?,
        (None, _) if drawn.document.media_type != "application/pdf" => {
            return Err(Failure::NothingToDraw { path });
        }
        (None, Some(page)) => return Err(Failure::NoPage { path, page, pages }),
        (None, None) => return Err(Failure::WhichPage { path, pages }),
    }
    Ok(End::Clean)
}

/// Says on standard error why nothing of a file could be read.
pub(super) fn unread(path: &str, issues: &[Issue], lang: Lang) -> End {
    let _ = io::stderr().write_all(terminal::told(path, issues, lang).as_bytes());
    End::Report
}

/// Prints on standard output.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Prints a value as JSON on a line of standard output.
pub(super) fn print_json(value: &impl serde::Serialize) -> io::Result<()> {
    let json = serde_json::to_string(value).map_err(io::Error::other)?;
    print(&(json + "\n"))
}

/// Says on standard error what is wrong with files. Should that be closed, nobody is to be told.
fn complain(files: &[FileOutcome], lang: Lang) {
    let _ = io::stderr().write_all(terminal::issues(files, lang).as_bytes());
}

/// Columns of the terminal; `None` in a pipe.
fn width() -> Option<u16> {
    let out = io::stdout();
    out.is_terminal().then(|| rustix::termios::tcgetwinsize(out).ok()).flatten().map(|s| s.ws_col)
}

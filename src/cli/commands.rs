//! The commands: each turns its arguments into one call and prints what that gives.

use std::io::{self, IsTerminal as _, Write as _};

use super::arguments::{Again, Extract, Inspect, Report, Run, Shape, Volume};
use super::output::{self, complain, print, print_json, tell, width};
use super::{End, Failure};
use crate::batch::progress::Watch;
use crate::batch::{self, FailOn, Settings};
use crate::ingest::Search;
use crate::issue::{Issue, Lang};
use crate::report::{svg, terminal};
use crate::store::FileOutcome;

/// `bilan run`.
pub(super) fn run(arguments: Run) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let volume = arguments.volume;
    let bar = !volume.is_quiet() && io::stderr().is_terminal();
    let watch = watching(volume, lang, if bar { Watch::Bar } else { Watch::Nothing });
    let mut settings = arguments.reading.settings(arguments.archive, lang, watch);
    settings.limits = arguments.past.within(arguments.pictures.within(settings.limits));
    settings.reread = arguments.resume.reread();
    let (past, fail_on) = arguments.past.past();
    let formats = arguments.formats.formats();
    let result = batch::run(&settings, &past, &formats, &arguments.out)?;
    if !volume.is_quiet() {
        tell(&terminal::render(&result.view(lang), width()))?;
        tell(&terminal::reused(&result.reused, lang))?;
        let files = formats.iter().flat_map(|format| format.files());
        tell(&terminal::written(&arguments.out, files, lang))?;
    }
    if volume.is_verbose() {
        tell(&terminal::kept(&arguments.out, lang))?;
    }
    Ok(End::of(result.is_clean(fail_on)))
}

/// What is told while files are read: each of them, where that was asked for.
fn watching(volume: Volume, lang: Lang, else_: Watch) -> Watch {
    if volume.is_verbose() { Watch::Each(output::watch(lang)) } else { else_ }
}

/// `bilan extract`.
pub(super) fn extract(arguments: Extract) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let volume = arguments.volume;
    let watch = watching(volume, lang, Watch::Nothing);
    let mut settings = arguments.reading.settings(arguments.paths, lang, watch);
    settings.reread = arguments.resume.reread();
    let issues = |files: &[FileOutcome]| {
        if !volume.is_quiet() {
            complain(&terminal::issues(files, lang));
        }
    };
    if let Some(out) = arguments.out {
        let result = batch::extract_into(&settings, &out)?;
        issues(&result.index.files);
        if !volume.is_quiet() {
            complain(&terminal::reused(&result.reused, lang));
        }
        return Ok(End::of(result.is_clean(FailOn::New)));
    }
    let mut clean = true;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let streamed = batch::extract(&settings, |file, json| {
        issues(std::slice::from_ref(file));
        clean &= !batch::needs_attention(file);
        if let Some(json) = json {
            json.pieces().try_for_each(|piece| out.write_all(piece))?;
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
    let mut showing = arguments.sources.showing();
    showing.limits = arguments.past.within(showing.limits);
    let (past, fail_on) = arguments.past.past();
    let rules = arguments.packs.rules.as_deref();
    let result = batch::reconcile_again(&arguments.folder, rules, &past, &showing, lang)?;
    if !arguments.quiet.quiet {
        tell(&terminal::render(&result.view(lang), width()))?;
    }
    Ok(End::of(result.is_clean(fail_on)))
}

/// `bilan report`.
pub(super) fn report(arguments: &Report) -> Result<End, Failure> {
    let formats = arguments.formats.formats();
    let (showing, lang) = (arguments.sources.showing(), arguments.words.lang());
    let result = batch::report_again(&arguments.folder, &formats, &showing, lang)?;
    Ok(End::of(result.is_clean(FailOn::New)))
}

/// `bilan inspect`.
pub(super) fn inspect(arguments: &Inspect) -> Result<End, Failure> {
    let settings = Settings {
        search: Search::default(),
        rules: None,
        workers: 1,
        limits: arguments.caps.limits(),
        ocr: arguments.caps.ocr(),
        keeping: arguments.keep.keeping(),
        reread: crate::batch::Reread::default(),
        watch: Watch::Nothing,
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
    complain(&terminal::told(path, issues, lang));
    End::Report
}

//! How words reach a terminal: its width, its colours.
//!
//! Colours are those of `report::terminal`, and are left out where the output is no terminal, where
//! `NO_COLOR` says so or `TERM` is `dumb`; `CLICOLOR_FORCE` keeps them in a pipe. What a machine
//! reads goes through [`print`] as it is.

use std::io::{self, IsTerminal, Write as _};
use std::os::fd::AsFd;

use crate::issue::Lang;
use crate::record::PackRef;
use crate::report::terminal;
use crate::store::FileOutcome;

/// Columns of a terminal that does not say how many it has.
const COLUMNS: u16 = 80;

/// Prints on standard output as it is.
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

/// Tells people on standard output.
pub(super) fn tell(text: &str) -> io::Result<()> {
    let text = terminal::wrapped(text, width());
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Tells people on standard error. Should that be closed, nobody is to be told.
pub(super) fn complain(text: &str) {
    let text = terminal::wrapped(text, columns(&io::stderr()));
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Tells of a file on standard error as soon as it is read.
pub(super) fn watch(lang: Lang) -> fn(&FileOutcome, Option<&PackRef>) {
    match lang {
        Lang::Fr => |file, pack| complain(&terminal::file(file, pack, Lang::Fr)),
        Lang::En => |file, pack| complain(&terminal::file(file, pack, Lang::En)),
    }
}

/// Columns of the terminal that standard output is; `None` in a pipe.
pub(super) fn width() -> Option<u16> {
    columns(&io::stdout())
}

fn columns(stream: &(impl AsFd + IsTerminal)) -> Option<u16> {
    let told = || rustix::termios::tcgetwinsize(stream).ok().map(|size| size.ws_col);
    stream.is_terminal().then(|| told().filter(|columns| *columns > 0).unwrap_or(COLUMNS))
}

//! What a shell and `man` are given of the command: completions and pages, made from the same
//! arguments and the same French help as `--help`.
//!
//! Pages are for section 1. clap's words in them (headings, « Print help ») are English and are
//! replaced; the command that the tool starts itself with is left out.

use std::io;
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::output::{print, tell};
use super::{End, Failure, usage};
use crate::report::terminal;
use crate::store;

/// The headings of clap's pages, and those of ours.
const HEADINGS: [(&str, &str); 4] =
    [("NAME", "NOM"), ("SYNOPSIS", "SYNOPSIS"), ("SUBCOMMANDS", "COMMANDES"), ("EXTRA", "NOTES")];

/// `bilan completions`.
pub(super) fn completions(shell: Shell) -> Result<End, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "bilan", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(End::Clean)
}

/// `bilan man`.
pub(super) fn man(out: Option<&Path>) -> Result<End, Failure> {
    let mut command = command();
    command.build();
    let Some(folder) = out else {
        print(&page(command)?)?;
        return Ok(End::Clean);
    };
    let mut pages = Vec::new();
    gather(command, &mut pages)?;
    for (name, page) in &pages {
        store::write_page(folder, name, page.as_bytes()).map_err(crate::batch::BatchError::from)?;
    }
    let told = format!("{} : {} pages de manuel\n", folder.display(), pages.len());
    tell(&terminal::plain(&told))?;
    Ok(End::Clean)
}

/// The command as people use it.
fn command() -> Command {
    let whole = usage::french(Arguments::command());
    let shown: Vec<Command> =
        whole.get_subcommands().filter(|c| !c.is_hide_set()).cloned().collect();
    let bare = Command::new("bilan").disable_help_subcommand(true).disable_help_flag(true);
    let bare = bare.disable_version_flag(true).version(env!("CARGO_PKG_VERSION"));
    let bare = bare.about(whole.get_about().cloned().unwrap_or_default());
    let bare = bare.subcommand_value_name("COMMANDE").subcommand_required(true);
    bare.args(whole.get_arguments()).subcommands(shown)
}

/// The pages of a command and of all below it, each with the name of its file.
fn gather(command: Command, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    for below in command.get_subcommands().cloned() {
        gather(below, pages)?;
    }
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    pages.push((format!("{name}.1"), page(command)?));
    Ok(())
}

/// A page of the manual.
fn page(command: Command) -> io::Result<String> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let mut roff = Vec::new();
    Man::new(command).title(name).manual("Manuel de bilan").render(&mut roff)?;
    let roff = String::from_utf8_lossy(&roff);
    let french = |line: &str| {
        let heading = line.strip_prefix(".SH ").map(|h| h.trim_matches('"'));
        let known = heading.and_then(|h| HEADINGS.iter().find(|(english, _)| *english == h));
        known.map_or_else(|| line.to_owned(), |(_, french)| format!(".SH {french}"))
    };
    Ok(roff.lines().map(french).collect::<Vec<_>>().join("\n") + "\n")
}

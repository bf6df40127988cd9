//! Programs that some tests need and a machine may lack.
//!
//! Without them a test passes and says what it skipped; `BILAN_NO_SKIP` makes that a failure.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A program by its first name that starts; `None` where the test is to be skipped.
pub(crate) fn program(names: &[&'static str]) -> Option<&'static str> {
    let starts = |name: &&&str| {
        let mut command = Command::new(name);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = names.iter().find(starts).copied();
    if found.is_none() {
        skipped(&names.join(" or "));
    }
    found
}

/// Where a program of the path lies; `None` where the test is to be skipped.
pub(crate) fn installed(name: &'static str) -> Option<PathBuf> {
    program(&[name])?;
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Says that a test is skipped for want of something.
pub(crate) fn skipped(wanted: &str) {
    let strict = std::env::var_os("BILAN_NO_SKIP").is_some_and(|v| !v.is_empty());
    assert!(!strict, "{wanted} is needed and not there");
    #[expect(clippy::explicit_write, reason = "the harness hides what a passing test prints")]
    writeln!(io::stderr(), "skipped: {wanted} is not there").unwrap();
}

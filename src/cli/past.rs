//! The commands about what is known of a run: accepting discrepancies, confirming names, and
//! proving its values against the sources.

use super::arguments::{Confirm, Verify, Waive};
use super::output::tell;
use super::{End, Failure};
use crate::batch;
use crate::report::{matches, past, proof};

/// `bilan waive`.
pub(super) fn waive(arguments: Waive) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let asked = arguments.waiving().map_err(|until| {
        Failure::Usage(format!("--until {until} : ce jour est passé ; donner une date à venir"))
    })?;
    let (made, path) = batch::waive(&asked)?;
    tell(&past::made(&made, &path, lang))?;
    Ok(End::Clean)
}

/// `bilan confirm`.
pub(super) fn confirm(arguments: Confirm) -> Result<End, Failure> {
    let lang = arguments.words.lang();
    let (made, path) = batch::confirm(&arguments.confirming())?;
    tell(&matches::made(&made, &path, lang))?;
    Ok(End::Clean)
}

/// `bilan verify`.
pub(super) fn verify(arguments: &Verify) -> Result<End, Failure> {
    let settings = arguments.settings();
    let verified = batch::verifying::verify(&arguments.folder, &settings, &arguments.given())?;
    if !arguments.quiet.quiet {
        tell(&proof::render(&verified, settings.lang))?;
    }
    Ok(End::of(verified.is_proved()))
}

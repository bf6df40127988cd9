//! `bilan rules`: what people who write rules ask of the tool.

use super::arguments::Rules;
use super::commands::print;
use super::{End, Failure};
use crate::rules;

/// Runs one of the commands.
pub(super) fn perform(command: &Rules) -> Result<End, Failure> {
    match command {
        Rules::Check(packs) => print(&rules::check(packs.rules.as_deref())?.to_string())?,
        Rules::Schema => print(&rules::schema())?,
    }
    Ok(End::Clean)
}

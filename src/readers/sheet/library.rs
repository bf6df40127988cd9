//! The library that reads workbooks, asked so that its panic is damage of the sheet or of the file
//! it was asked for: it takes much of what a file states on trust.
//!
//! A worker would catch the panic too, but only as the end of the whole document, which tells who
//! sent the file nothing that helps.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::SheetError;

/// What `act` gives, or that the content is damaged where it breaks down.
pub(super) fn ask<T>(act: impl FnOnce() -> Result<T, SheetError>) -> Result<T, SheetError> {
    catch_unwind(AssertUnwindSafe(act))
        .unwrap_or_else(|_| Err(SheetError::technical(&"la lecture s'interrompt")))
}

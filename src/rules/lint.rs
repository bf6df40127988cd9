//! What loads and yet does not do what its author thinks, told as warnings by `rules check`.
//!
//! Takes a pack as written, before it is compiled: places in the file are still known. Nothing
//! here stops a pack from loading, and nothing here runs when documents are read.

use super::fault::Source;
use super::read::Written;

mod never;
mod shadow;
mod slots;

/// Looks at a pack.
pub(super) fn look(source: &mut Source, written: &Written) {
    slots::tell_unread(source, written);
    never::tell(source, written);
    shadow::tell(source, written);
}

//! What an act does with an amount: acts of one authority follow each other, and the later one
//! sets the amount anew or changes what the earlier ones set.
//!
//! Rules say it (`effet`), since it is in the words: « est porté à », « un complément de ».

use serde::{Deserialize, Serialize};

/// What an act does with an amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Sets it, in place of what was set before.
    #[default]
    Replaces,
    /// Adds it to what was set before.
    Adds,
    /// Takes it from what was set before.
    Withdraws,
}

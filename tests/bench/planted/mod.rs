//! Budgets made at random whose sums are right, errors planted in them, and what is told of those.
//!
//! The generator gives the same on every run. A [`Shape`] is a way in which tables are messy, a
//! [`Fault`] a way in which hands slip; a [`Score`] counts how often an error is told once, by
//! its kind, with its cell. Shared by the tests, which hold a bar, and by the benchmark, which
//! gives the figures.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "made figures: a fault here may panic"
)]

mod budget;
mod dice;
mod fault;
mod score;

pub(crate) use budget::{Plan, Shape};
pub(crate) use dice::Dice;
pub(crate) use fault::Fault;
pub(crate) use score::{Pairs, Score};

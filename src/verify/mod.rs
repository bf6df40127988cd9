//! What rules do to documents, for who writes them: records of one or two sets of rules in,
//! differences, coverage and explanations out. And, for who answers for a run, the proof that its
//! values stand where they say.
//!
//! Plain functions over records and laid-out documents; who reads the documents is `batch`'s
//! business, who shows the result `report`'s.

pub mod coverage;
pub mod difference;
pub mod draft;
pub mod explain;
pub mod impact;
pub mod proof;
pub mod snapshot;
pub mod trial;
mod values;

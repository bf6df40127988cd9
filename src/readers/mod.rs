//! Bytes of a file in, pages or sheets out.

pub mod pdf;
pub mod sheet;

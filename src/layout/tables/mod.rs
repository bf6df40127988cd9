//! Words and rules of a page in, tables out.

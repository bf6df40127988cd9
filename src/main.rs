//! The `bilan` command: arguments in, exit status out.

fn main() {}

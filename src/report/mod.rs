//! Findings and records in, reports out: each sink is a function to bytes.

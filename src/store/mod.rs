//! Writes results, whole or not at all; nothing else in the tool writes a file.

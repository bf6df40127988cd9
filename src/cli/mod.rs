//! Arguments in, one command run, its exit status out.

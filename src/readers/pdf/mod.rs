//! PDF bytes in, pages out.

//! Every cap of the tool, once: its unit, its default and why.
//!
//! A limit that is hit becomes an issue that names the flag that lifts it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Bytes of a mebibyte.
const MIB: u64 = 1 << 20;

/// The caps on one document and on the process that reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a file (`--max-file`). 256 MiB: above any bilan or workbook seen.
    pub file_bytes: u64,
    /// Bytes after inflation, of a whole file (`--max-inflated`). 512 MiB: half of a worker's
    /// memory. An eighth of it for one font or one stream of objects.
    pub inflated_bytes: u64,
    /// Inflated bytes for one compressed byte (`--max-ratio`). Deflate cannot pass 1,032, honest
    /// content stays below 100.
    pub inflate_ratio: u64,
    /// Entries of a zip (`--max-entries`). 10,000: a workbook has some dozens.
    pub zip_entries: u64,
    /// Cells of a workbook that hold something (`--max-cells`). 5 million: five full columns.
    pub cells: u64,
    /// Sheets of a workbook (`--max-sheets`). 1,000: a sheet a commune of a département.
    pub sheets: usize,
    /// Rows of a sheet (`--max-rows`). 1,048,576: as many as Excel has.
    pub sheet_rows: u32,
    /// Columns of a sheet (`--max-columns`). 16,384: as many as Excel has.
    pub sheet_columns: u32,
    /// Characters of a cell (`--max-cell-text`). 32,767: as many as Excel allows.
    pub cell_chars: usize,
    /// Bytes of text of all cells of a workbook (`--max-text`); a line of a delimited file may take
    /// an eighth of it. 32 MiB: ten long novels.
    pub text_bytes: u64,
    /// Pages of a PDF (`--max-pages`). 5,000: ten times a long bilan.
    pub pages: u32,
    /// Bytes of one page's content stream (`--max-page-bytes`). 8 MiB: one of 60 MB exhausts
    /// the memory of every reader.
    pub page_bytes: u64,
    /// Operators of one page's content (`--max-operators`). 1 million: a dense page has 20,000.
    pub operators: usize,
    /// Forms within each other on a page (`--max-form-depth`). 32: honest pages have three or four;
    /// the interpreter itself leaves out what lies deeper than 50.
    pub form_depth: usize,
    /// Words of one page (`--max-page-words`). 200,000: a page of the smallest print has
    /// some thousands.
    pub page_words: usize,
    /// Elements of a structure tree that are walked; then, once more, what its tables hold together:
    /// their elements, and the arrays and ids of content between them. 300,000 each: ten times a
    /// long bilan. What lies beyond is read as in a file without tags.
    pub structure_elements: usize,
    /// Elements and arrays within each other in a tagged table. 64: a cell is seldom deeper than 10.
    pub structure_depth: usize,
    /// Rows of a tagged table. 20,000: a list of 500 pages. Spans down are cut there.
    pub structure_rows: usize,
    /// Columns of a tagged table. 400: more are no table that a page can show, and a span may ask
    /// for millions.
    pub structure_columns: usize,
    /// Tagged tables of one page. 200: a page of forms has some dozens.
    pub structure_tables: usize,
    /// Pixels of one picture, and of all those of a page that is drawn (`--max-pixels`).
    /// 100 million: A3 at 600 dpi is 70 million.
    pub pixels: u64,
    /// Pixels of a page that is drawn. 8 million: A4 at 300 dpi is 8.7, and a screen shows 2; a
    /// larger page is drawn coarser.
    pub drawn_pixels: u32,
    /// Bytes of the pictures of one report, as they stand in it (`--max-pictures`). 16 MiB: the
    /// report opens in a browser at once, and can be sent by mail. 0: no pictures.
    pub picture_bytes: u64,
    /// Bytes of the records, as they are stored, that are compared at once (`--max-judged`). 24 MiB: a
    /// list of 20,000 rows of eight columns. The process that compares takes four times that, and
    /// what is over it is told as not compared.
    pub judged_bytes: u64,
    /// Address space of a worker (`--max-memory`), in bytes. 1 GiB: a core of the
    /// smallest machine has that much.
    pub memory_bytes: u64,
    /// Wall clock for one document (`--timeout`), in seconds. 60: a thousand pages take a few.
    pub seconds: u64,
    /// Seconds for one page of paper (`--page-timeout`), besides those of its document, but for
    /// those in which its program waits for a processor. 30: ten times a page at 300 dots an inch.
    pub page_seconds: u64,
    /// Seconds that a process may do nothing before it is given up (`--timeout` where that is
    /// less). 5: readers have the whole file in memory and wait for nothing.
    pub silence_seconds: u64,
    /// Stack of the thread that reads, in bytes. 64 MiB: page trees and forms nest.
    pub stack_bytes: usize,
    /// Bytes of one answer of a worker (`--max-result`). 64 MiB: the record of a thousand pages
    /// has a few.
    pub frame_bytes: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 * MIB,
            inflated_bytes: 512 * MIB,
            inflate_ratio: 100,
            zip_entries: 10_000,
            cells: 5_000_000,
            sheets: 1_000,
            sheet_rows: 1_048_576,
            sheet_columns: 16_384,
            cell_chars: 32_767,
            text_bytes: 32 * MIB,
            pages: 5_000,
            page_bytes: 8 * MIB,
            operators: 1_000_000,
            form_depth: 32,
            page_words: 200_000,
            structure_elements: 300_000,
            structure_depth: 64,
            structure_rows: 20_000,
            structure_columns: 400,
            structure_tables: 200,
            pixels: 100_000_000,
            drawn_pixels: 8_000_000,
            picture_bytes: 16 * MIB,
            judged_bytes: 24 * MIB,
            memory_bytes: 1024 * MIB,
            seconds: 60,
            page_seconds: 30,
            silence_seconds: 5,
            stack_bytes: 64 << 20,
            frame_bytes: 64 << 20,
        }
    }
}

/// A size in the unit of the flags, rounded up: a file a little over a limit is not told to be as
/// large as it. A share of a limit may be less than one of them.
#[must_use]
pub fn mib(bytes: u64) -> String {
    match bytes {
        1..MIB => format!("{} Kio", bytes.div_ceil(1 << 10)),
        _ => format!("{} Mio", bytes.div_ceil(MIB)),
    }
}

impl Limits {
    /// The wall clock for one document.
    #[must_use]
    pub fn timeout(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }

    /// How long a process may do nothing.
    #[must_use]
    pub fn silence(&self) -> Duration {
        Duration::from_secs(self.silence_seconds)
    }

    /// Whether documents are read under these caps as under others: those on pictures are no part
    /// of a reading, nor is that on comparing.
    #[must_use]
    pub fn reads_like(&self, other: &Self) -> bool {
        let Self { drawn_pixels, picture_bytes, judged_bytes, .. } = *self;
        *self == Self { drawn_pixels, picture_bytes, judged_bytes, ..*other }
    }

    /// Whether no cap is lower than that of others, so that what those let through whole these do.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let all = |limits: &Self| serde_json::to_value(limits).unwrap_or_default();
        let (ours, theirs) = (all(self), all(other));
        let apart = ["picture_bytes", "drawn_pixels", "judged_bytes"];
        let Some(theirs) = theirs.as_object() else { return false };
        theirs
            .iter()
            .filter(|(name, _)| !apart.contains(&name.as_str()))
            .all(|(name, cap)| ours.get(name).and_then(serde_json::Value::as_u64) >= cap.as_u64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_in_the_unit_of_the_flags_and_rounded_up() {
        assert_eq!(mib(256 * MIB), "256 Mio");
        assert_eq!(mib(256 * MIB + 1), "257 Mio");
        assert_eq!(mib(MIB / 8), "128 Kio");
        assert_eq!(mib(0), "0 Mio");
    }
}

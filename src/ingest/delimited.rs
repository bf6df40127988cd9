//! Text: is it a delimited table? By its lines, and by its name where the lines leave it open.
//!
//! A text has no signature. Lines that nearly all have the same number of fields are a table
//! whatever the name; a file named csv is taken for one as soon as it is text, since exports with
//! unquoted commas shift columns and are to be read and told, not passed over.

use super::FileKind;
use super::sniff::Content;
use crate::issue::Code;

/// Tells a delimited table from other text.
pub(super) fn text(head: &[u8], name: &str) -> Content {
    if !is_text(head) {
        return Content::read(FileKind::Unsupported);
    }
    let named = super::sniff::named(name).is_some_and(|(kind, _)| kind == FileKind::Csv);
    if named || is_regular(head) {
        Content::read(FileKind::Csv)
    } else {
        Content::other("texte (txt)", Code::Unsupported)
    }
}

/// Whether bytes are text: of an ASCII superset, or UTF-16 with its mark.
pub(super) fn is_text(head: &[u8]) -> bool {
    // The mark of UTF-32, which is not read, opens like that of UTF-16.
    if head.starts_with(b"\xff\xfe\0\0") {
        return false;
    }
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    let odd = |b: &u8| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127);
    !head.contains(&0) && head.iter().filter(|b| odd(b)).count() * 100 <= head.len()
}

/// Whether nine lines in ten have one number of fields, two or more, by some delimiter.
fn is_regular(head: &[u8]) -> bool {
    // The last line may be cut by the end of the head.
    let whole = head.iter().rposition(|b| *b == b'\n').and_then(|at| head.get(..at));
    let lines: Vec<Vec<u8>> = whole
        .unwrap_or(head)
        .split(|b| *b == b'\n')
        .map(|line| line.iter().copied().filter(|b| *b != 0 && *b != b'\r').collect())
        .filter(|line: &Vec<u8>| !line.is_empty())
        .take(200)
        .collect();
    lines.len() >= 3 && b";\t,|".iter().any(|delimiter| agrees(&lines, *delimiter))
}

/// Whether nine lines in ten have one number of fields by this delimiter.
fn agrees(lines: &[Vec<u8>], delimiter: u8) -> bool {
    let mut counts: Vec<usize> = lines.iter().map(|line| fields(line, delimiter)).collect();
    counts.sort_unstable();
    let Some(&usual) = counts.get(counts.len() / 2) else { return false };
    let same = counts.iter().filter(|count| **count == usual).count();
    usual >= 2 && same * 10 >= counts.len() * 9
}

/// The number of fields of a line, delimiters between quotes left out.
fn fields(line: &[u8], delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 1;
    for byte in line {
        quoted ^= *byte == b'"';
        count += usize::from(*byte == delimiter && !quoted);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_known_by_its_lines() {
        let table = b"nom;montant\nCESAM;10 000,00\n\"SDAT; Dijon\";70 000,00\n";
        assert_eq!(text(table, "a.txt").kind, FileKind::Csv);
    }

    #[test]
    fn prose_is_no_table_unless_it_is_named_one() {
        let prose = "Bilan, en 2023\nL'action, confiée au CESAM, a été menée\nFin.\n".as_bytes();
        assert_eq!(text(prose, "a.txt").name, "texte (txt)");
        assert_eq!(text(prose, "a.csv").kind, FileKind::Csv);
    }

    #[test]
    fn bytes_that_are_no_text_are_no_table() {
        assert_eq!(text(b"a;b\0\n", "a.csv").kind, FileKind::Unsupported);
        assert_eq!(text(b"\xff\xfe\0\0a\0\0\0", "a.csv").kind, FileKind::Unsupported);
    }
}

//! Small PDFs written by a few lines: the objects as they stand in the file, by number.

use std::fmt::Write as _;
use std::sync::Arc;

use bilan::document::Source;
use bilan::limits::Limits;
use bilan::readers::pdf::{PdfError, PdfFacts, read};

/// A PDF under construction: objects by number, written with a table that fits.
pub(super) struct Draft {
    objects: Vec<Vec<u8>>,
}

impl Draft {
    /// Catalog, page tree and pages; object 3 is the font `F1`, Helvetica by default.
    pub(super) fn new(pages: &[(&str, &[u8])]) -> Self {
        let kids: String = (0..pages.len()).fold(String::new(), |mut kids, i| {
            write!(kids, "{} 0 R ", 4 + 2 * i).unwrap();
            kids
        });
        let mut objects = vec![
            b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
            format!("<< /Type /Pages /Count {} /Kids [ {kids}] >>", pages.len()).into_bytes(),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_vec(),
        ];
        for (i, (keys, content)) in pages.iter().enumerate() {
            let media = if keys.contains("/MediaBox") { "" } else { "/MediaBox [0 0 600 800]" };
            objects.push(
                format!(
                    "<< /Type /Page /Parent 2 0 R {media} /Contents {} 0 R {keys} \
                     /Resources << /Font << /F1 3 0 R >> /XObject << /Im 90 0 R >> >> >>",
                    5 + 2 * i
                )
                .into_bytes(),
            );
            objects.push(stream("", content));
        }
        Self { objects }
    }

    /// The same with one object, numbered from 1, put in place.
    pub(super) fn with(mut self, number: usize, object: &[u8]) -> Self {
        if self.objects.len() < number {
            self.objects.resize(number, b"null".to_vec());
        }
        *self.objects.get_mut(number - 1).unwrap() = object.to_vec();
        self
    }

    /// The file.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let mut table = String::new();
        for (i, object) in self.objects.iter().enumerate() {
            writeln!(table, "{:010} 00000 n ", out.len()).unwrap();
            out.extend(format!("{} 0 obj\n", i + 1).bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let (at, size) = (out.len(), self.objects.len() + 1);
        out.extend(format!("xref\n0 {size}\n0000000000 65535 f \n{table}").bytes());
        out.extend(format!("trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n").bytes());
        out.extend(b"%%EOF\n");
        out
    }

    /// What the reader makes of it.
    pub(super) fn read(&self) -> Source {
        open(self.bytes()).unwrap().0
    }
}

/// A stream with these keys.
pub(super) fn stream(keys: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< /Length {} {keys} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// Reads a file.
pub(super) fn open(bytes: Vec<u8>) -> Result<(Source, PdfFacts), PdfError> {
    read(&Arc::new(bytes), &Limits::default(), true)
}

//! An ods workbook, read from its XML: there the text that a person sees is written beside the
//! value, where the library gives only one of them.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::SheetError;
use super::guard::{self, Archive};
use super::ods_table;
use super::room::Used;
use super::worksheet::{attribute, broken};
use super::xlsx::{settle, too_many};
use crate::document::Source;
use crate::issue::{Code, Issue};
use crate::limits::Limits;

/// Reads a workbook.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Source, SheetError> {
    let mut archive = guard::open(bytes, limits)?;
    if encrypted(&mut archive) {
        return Err(SheetError::Password);
    }
    let content = archive.by_name("content.xml").map_err(|e| guard::damaged(&e))?;
    tables(BufReader::new(content), limits)
}

/// Whether the manifest says that an entry is encrypted (OpenDocument 1.3 part 2, 4.4).
fn encrypted(archive: &mut Archive<'_>) -> bool {
    let mut manifest = String::new();
    archive
        .by_name("META-INF/manifest.xml")
        .is_ok_and(|mut entry| entry.read_to_string(&mut manifest).is_ok())
        && manifest.contains(":encryption-data")
}

/// Reads every table of the content, in order. XML that breaks off keeps what stands before.
fn tables(content: impl BufRead, limits: &Limits) -> Result<Source, SheetError> {
    let mut reader = Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let mut source = Source::default();
    let (mut buffer, mut hidden, mut style, mut total) =
        (Vec::new(), BTreeSet::new(), None::<String>, Used::default());
    let mut whole = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|e| broken(&e))? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == "style" => {
                style = attribute(&e, "name");
            }
            Event::Start(e) | Event::Empty(e)
                if e.local_name().as_ref() == "table-properties"
                    && attribute(&e, "display").as_deref() == Some("false") =>
            {
                hidden.extend(style.clone());
            }
            Event::Start(e) if e.local_name().as_ref() == "tracked-changes" => {
                let end = e.to_end().into_owned();
                reader.read_to_end_into(end.name(), &mut Vec::new()).map_err(|e| broken(&e))?;
            }
            Event::Start(e) if e.local_name().as_ref() == "table" => {
                if let Some(issue) = too_many(source.sheets.len() + 1, limits) {
                    source.issues.push(issue);
                    return Ok(source);
                }
                let name = attribute(&e, "name").unwrap_or_default();
                let is_hidden = attribute(&e, "style-name").is_some_and(|s| hidden.contains(&s));
                let (mut sheet, result) = ods_table::read(&mut reader, &name, limits, total);
                sheet.hidden = is_hidden;
                total.add(&sheet.cells);
                settle(&mut source, sheet, result)?;
            }
            Event::End(e) if e.local_name().as_ref() == "document-content" => whole = true,
            Event::Eof => {
                if !whole {
                    let why = "le XML s'interrompt, des feuilles peuvent manquer";
                    source.issues.push(Issue::new(Code::Repaired, &[("why", &why)]));
                }
                return Ok(source);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_that_breaks_off_between_two_sheets_is_told() {
        let whole = "<o:document-content><o:body><t:table t:name=\"F\"><t:table-row><t:table-cell>\
            <x:p>a</x:p></t:table-cell></t:table-row></t:table></o:body></o:document-content>";
        let codes = |xml: &str| {
            let source = tables(xml.as_bytes(), &Limits::default()).unwrap();
            source.issues.iter().map(|issue| issue.code).collect::<Vec<_>>()
        };
        assert_eq!(codes(whole), []);
        let cut = &whole[..whole.find("</o:body>").unwrap()];
        assert_eq!(codes(cut), [Code::Repaired]);
    }
}

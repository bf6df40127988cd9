//! A block of a pack as text: its keys in order, its texts quoted as TOML wants them.

use std::fmt::Write as _;

use rust_decimal::Decimal;

/// A block, `[[montant]]` and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// `montant`, `tableau` …
    pub(super) kind: &'static str,
    /// Its id.
    pub(super) id: String,
    /// The numbers that it is drawn from.
    pub(super) reads: Vec<Decimal>,
    /// What is said above it.
    note: Option<String>,
    keys: String,
    /// Tables of the block, behind its keys: `[tableau.colonnes]`.
    tables: String,
}

impl Block {
    /// A block with its id.
    pub(super) fn new(kind: &'static str, id: &str) -> Self {
        let block = Self {
            kind,
            id: id.to_owned(),
            note: None,
            reads: Vec::new(),
            keys: String::new(),
            tables: String::new(),
        };
        block.text("id", id)
    }

    /// Says which numbers it is drawn from.
    pub(super) fn reading(mut self, values: impl IntoIterator<Item = Decimal>) -> Self {
        self.reads.extend(values);
        self
    }

    /// Says something above the block.
    pub(super) fn note(mut self, note: &str) -> Self {
        self.note = Some(note.to_owned());
        self
    }

    /// A key with a text.
    pub(super) fn text(mut self, key: &str, value: &str) -> Self {
        let _ = writeln!(self.keys, "{key} = {}", quoted(value));
        self
    }

    /// A key with texts: one as it is, several as a list, none not at all.
    pub(super) fn texts(mut self, key: &str, values: &[String]) -> Self {
        match values {
            [] => {}
            [one] => return self.text(key, one),
            several => {
                let _ = writeln!(self.keys, "{key} = [");
                for value in several {
                    let _ = writeln!(self.keys, "  {},", quoted(value));
                }
                self.keys.push_str("]\n");
            }
        }
        self
    }

    /// A key with a list of names, on one line; none not at all.
    pub(super) fn list(mut self, key: &str, names: &[String]) -> Self {
        if !names.is_empty() {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            let _ = writeln!(self.keys, "{key} = [{}]", names.join(", "));
        }
        self
    }

    /// An example: a text, and the value of each slot.
    pub(super) fn example(mut self, examples: &[(String, Vec<(String, String)>)]) -> Self {
        let line = |(text, reads): &(String, Vec<(String, String)>)| {
            let reads = reads.iter().map(|(slot, value)| format!("{slot} = {}", quoted(value)));
            let reads: Vec<String> = reads.collect();
            format!("{{ texte = {}, lit = {{ {} }} }}", quoted(text), reads.join(", "))
        };
        match examples {
            [] => {}
            [one] => {
                let _ = writeln!(self.keys, "exemple = {}", line(one));
            }
            several => {
                self.keys.push_str("exemple = [\n");
                for example in several {
                    let _ = writeln!(self.keys, "  {},", line(example));
                }
                self.keys.push_str("]\n");
            }
        }
        self
    }

    /// A table of the block: names with their texts.
    pub(super) fn table(mut self, name: &str, entries: &[(String, String)]) -> Self {
        if !entries.is_empty() {
            let _ = writeln!(self.tables, "\n[{}.{name}]", self.kind);
            for (key, value) in entries {
                let _ = writeln!(self.tables, "{key} = [{}]", quoted(value));
            }
        }
        self
    }

    /// The block as it stands in a pack.
    pub(super) fn render(&self) -> String {
        let mut note = String::new();
        for line in self.note.iter().flat_map(|note| note.lines()) {
            let _ = writeln!(note, "# {line}");
        }
        format!("{note}[[{}]]\n{}{}", self.kind, self.keys, self.tables)
    }
}

/// A text between quotes; on one line whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if misleads(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a character is one that no text needs and that hides what stands beside it.
pub(super) fn misleads(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_toml_whatever_its_texts_hold() {
        let reads = vec![("valeur".to_owned(), "347000".to_owned())];
        let block = Block::new("montant", "soutien")
            .note("Lu deux fois.")
            .texts("phrases", &["« l'\"État\" » \\{x\\}".to_owned(), "b\nc".to_owned()])
            .example(&[("347 000 €".to_owned(), reads)])
            .table("colonnes", &[("etat".to_owned(), "État".to_owned())]);
        let read: toml::Table = block.render().parse().unwrap();
        let rule = &read["montant"][0];
        assert_eq!(rule["phrases"][0].as_str(), Some("« l'\"État\" » \\{x\\}"));
        assert_eq!(rule["phrases"][1].as_str(), Some("b c"));
        assert_eq!(rule["exemple"]["lit"]["valeur"].as_str(), Some("347000"));
        assert_eq!(rule["colonnes"]["etat"][0].as_str(), Some("État"));
        assert!(block.render().starts_with("# Lu deux fois.\n[[montant]]\nid = \"soutien\"\n"));
    }
}

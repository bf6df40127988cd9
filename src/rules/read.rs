//! The text of a pack into its blocks, as many as can be understood.
//!
//! Each block is read on its own, so that a fault in one hides none in another; unknown keys are
//! told with the nearest known one and left out before serde sees the block.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::fault::{Source, suggestion};
use super::model::{
    AmountBlock, CellBlock, CheckBlock, FieldBlock, IgnoreBlock, IndicatorBlock, JustifyBlock,
    PackBlock, RecogniseBlock, RoleBlock, SectionBlock, TableBlock,
};

mod french;
mod syntax;

pub(crate) use french::french;
use french::remedy;

/// A block and the place of its opening line.
pub(super) type Block<T> = Spanned<T>;

/// A pack as written.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub(super) pack: Option<Block<PackBlock>>,
    /// Whether the block of the pack is written at all, readable or not.
    pub(super) headed: bool,
    pub(super) recognise: Option<Block<RecogniseBlock>>,
    pub(super) sections: Vec<Block<SectionBlock>>,
    pub(super) fields: Vec<Block<FieldBlock>>,
    pub(super) indicators: Vec<Block<IndicatorBlock>>,
    pub(super) amounts: Vec<Block<AmountBlock>>,
    pub(super) tables: Vec<Block<TableBlock>>,
    pub(super) cells: Vec<Block<CellBlock>>,
    pub(super) ignored: Vec<Block<IgnoreBlock>>,
    pub(super) justifications: Vec<Block<JustifyBlock>>,
    pub(super) roles: Vec<Block<RoleBlock>>,
    pub(super) checks: Vec<Block<CheckBlock>>,
}

const BLOCKS: &[&str] = &[
    "pack",
    "reconnaitre",
    "section",
    "champ",
    "indicateur",
    "montant",
    "tableau",
    "cellule",
    "ignorer",
    "justifier",
    "role",
    "controle",
];

/// Reads a pack; what cannot be understood becomes a fault of the source.
pub(super) fn read(source: &mut Source) -> Option<Written> {
    let text = source.text.clone();
    let (document, errors) = DeTable::parse_recoverable(&text);
    syntax::tell(source, &errors);
    // What stands behind a fault of syntax is guessed by the parser: its faults would mislead.
    if source.broken {
        return None;
    }
    let mut written = Written::default();
    let mut entries: Vec<_> = document.into_inner().into_iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (key, value) in entries {
        let w = &mut written;
        match key.get_ref().as_ref() {
            "pack" => (w.pack, w.headed) = (block(source, value), true),
            "reconnaitre" => w.recognise = block(source, value),
            "section" => w.sections = blocks(source, "section", value),
            "champ" => w.fields = blocks(source, "champ", value),
            "indicateur" => w.indicators = blocks(source, "indicateur", value),
            "montant" => w.amounts = blocks(source, "montant", value),
            "tableau" => w.tables = blocks(source, "tableau", value),
            "cellule" => w.cells = blocks(source, "cellule", value),
            "ignorer" => w.ignored = blocks(source, "ignorer", value),
            "justifier" => w.justifications = blocks(source, "justifier", value),
            "role" => w.roles = blocks(source, "role", value),
            "controle" => w.checks = blocks(source, "controle", value),
            other => {
                let message = format!("bloc inconnu « {other} »");
                source.broken = true;
                let help = source.shows_more().then(|| suggestion(other, BLOCKS));
                source.fault(key.span(), &message, help);
            }
        }
    }
    Some(written)
}

/// Reads a list of blocks, `[[champ]]`.
fn blocks<T: for<'de> Deserialize<'de>>(
    source: &mut Source,
    name: &str,
    value: Spanned<DeValue<'_>>,
) -> Vec<Block<T>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(items) => items.into_iter().filter_map(|i| block(source, i)).collect(),
        DeValue::Table(_) => {
            let help = format!("doubler les crochets : [[{name}]]");
            source.fault(span, &format!("[{name}] peut se répéter"), Some(help));
            Vec::new()
        }
        _ => {
            source.fault(
                span,
                &format!("« {name} » est un bloc"),
                Some(format!("écrire [[{name}]]")),
            );
            Vec::new()
        }
    }
}

/// Reads a block, `[pack]`.
fn block<T: for<'de> Deserialize<'de>>(
    source: &mut Source,
    value: Spanned<DeValue<'_>>,
) -> Option<Block<T>> {
    let span = value.span();
    let DeValue::Table(table) = value.into_inner() else {
        source.fault(span, "il faut ici un bloc de clés", None);
        return None;
    };
    let known = keys::<T>();
    let mut kept = DeTable::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if let Some(date) = date(&value) {
            source.broken = true;
            let help = "l'écrire entre guillemets droits : \"…\"";
            source.fault(date, "une date seule n'est lue par aucune clé", Some(help.to_owned()));
        } else if known.contains(&name) {
            kept.insert(key, value);
        } else {
            let message = format!("clé inconnue « {name} »");
            let help = source.shows_more().then(|| suggestion(name, known));
            source.fault(key.span(), &message, help);
        }
    }
    let value = Spanned::new(span.clone(), DeValue::Table(kept));
    match T::deserialize(ValueDeserializer::from(value)) {
        Ok(block) => Some(Spanned::new(span, block)),
        Err(error) => {
            source.broken = true;
            let place = error.span().unwrap_or(span);
            source.fault(place, &french(error.message()), remedy(error.message()));
            None
        }
    }
}

/// Where a value holds a date of TOML, which serde would take for a table.
fn date(value: &Spanned<DeValue<'_>>) -> Option<Range<usize>> {
    match value.get_ref() {
        DeValue::Datetime(_) => Some(value.span()),
        DeValue::Array(items) => items.iter().find_map(date),
        DeValue::Table(keys) => keys.values().find_map(date),
        _ => None,
    }
}

/// The keys of a block, as serde knows them.
fn keys<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut fields: &'static [&'static str] = &[];
    // The answer is always an error: nothing is read, only the field names are looked at.
    let _ = T::deserialize(FieldNames(&mut fields));
    fields
}

struct FieldNames<'a>(&'a mut &'static [&'static str]);

#[derive(Debug)]
struct NothingToRead;

impl fmt::Display for NothingToRead {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("nothing to read")
    }
}

impl std::error::Error for NothingToRead {}

impl de::Error for NothingToRead {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl<'de> Deserializer<'de> for FieldNames<'_> {
    type Error = NothingToRead;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, NothingToRead> {
        Err(NothingToRead)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, NothingToRead> {
        *self.0 = fields;
        Err(NothingToRead)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// The keys of every block by the name of the block, for `rules schema` and messages.
#[must_use]
pub fn known_keys() -> BTreeMap<&'static str, &'static [&'static str]> {
    BTreeMap::from([
        ("pack", keys::<PackBlock>()),
        ("reconnaitre", keys::<RecogniseBlock>()),
        ("section", keys::<SectionBlock>()),
        ("champ", keys::<FieldBlock>()),
        ("indicateur", keys::<IndicatorBlock>()),
        ("montant", keys::<AmountBlock>()),
        ("tableau", keys::<TableBlock>()),
        ("cellule", keys::<CellBlock>()),
        ("ignorer", keys::<IgnoreBlock>()),
        ("justifier", keys::<JustifyBlock>()),
        ("role", keys::<RoleBlock>()),
        ("controle", keys::<CheckBlock>()),
    ])
}

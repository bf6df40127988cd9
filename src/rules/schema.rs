//! The JSON Schema of a pack, by which an editor (Taplo, Even Better TOML in VS Code) completes
//! keys, shows what each is for, and underlines what is wrong while it is typed.
//!
//! Made of the types that read packs, so that it cannot say another thing than they do; the words
//! of closed keys come from the tables of `compile`. Draft 7 is the newest that these editors
//! take. TOML has no null: a key that may be left out is one that is not required.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use super::compile::{closed, language};
use super::model::{
    AmountBlock, CellBlock, CheckBlock, FieldBlock, IgnoreBlock, IndicatorBlock, JustifyBlock,
    PackBlock, RecogniseBlock, RoleBlock, SectionBlock, TableBlock,
};

/// Un jeu de règles de bilan.
#[derive(JsonSchema)]
#[schemars(deny_unknown_fields, rename = "jeu de règles")]
#[expect(dead_code, reason = "only its shape is asked for: blocks are read one by one")]
struct File {
    /// Ce qu'est ce fichier.
    pack: PackBlock,
    /// À quoi se reconnaissent les documents de ce jeu.
    reconnaitre: Option<RecogniseBlock>,
    /// Les titres qui ouvrent une partie du document.
    #[schemars(default)]
    section: Vec<SectionBlock>,
    /// Les valeurs données une fois.
    #[schemars(default)]
    champ: Vec<FieldBlock>,
    /// Les nombres des phrases.
    #[schemars(default)]
    indicateur: Vec<IndicatorBlock>,
    /// Les montants des phrases.
    #[schemars(default)]
    montant: Vec<AmountBlock>,
    /// Les tableaux de montants.
    #[schemars(default)]
    tableau: Vec<TableBlock>,
    /// Les nombres à côté d'un libellé dans une feuille de calcul.
    #[schemars(default)]
    cellule: Vec<CellBlock>,
    /// Les nombres qui ne sont pas des indicateurs.
    #[schemars(default)]
    ignorer: Vec<IgnoreBlock>,
    /// Les mots par lesquels un document explique lui-même un écart.
    #[schemars(default)]
    justifier: Vec<JustifyBlock>,
    /// Ce que dit un nombre sans règle à lui.
    #[schemars(default)]
    role: Vec<RoleBlock>,
    /// Les relations qui doivent être vraies.
    #[schemars(default)]
    controle: Vec<CheckBlock>,
}

/// The schema, indented, with a line break at its end.
#[must_use]
pub fn schema() -> String {
    let settings = SchemaSettings::draft07().with(|s| s.inline_subschemas = false);
    let mut schema = settings.into_generator().into_root_schema_for::<File>();
    close(&mut schema);
    let mut schema = schema.to_value();
    without_null(&mut schema);
    let mut text = format!("{schema:#}");
    text.push('\n');
    text
}

/// Gives closed keys their words.
fn close(schema: &mut Schema) {
    for key in closed() {
        let texts = json!({ "type": "string", "enum": key.words });
        let Some(written) = property(schema, key.block, key.key) else { continue };
        if written.remove("anyOf").is_some() {
            let list = json!({ "type": "array", "items": texts.clone() });
            written.insert("anyOf".to_owned(), json!([texts, list]));
        } else if let Value::Object(texts) = texts {
            written.extend(texts);
        }
    }
    if let Some(written) = property(schema, "pack", "langage") {
        written.insert("enum".to_owned(), json!([language()]));
    }
}

/// The schema of a key of a block.
fn property<'s>(
    schema: &'s mut Schema,
    block: &str,
    key: &str,
) -> Option<&'s mut Map<String, Value>> {
    let name = referred(schema.get("properties")?.get(block)?)?.to_owned();
    schema
        .get_mut("definitions")?
        .get_mut(&name)?
        .get_mut("properties")?
        .get_mut(key)?
        .as_object_mut()
}

/// The definition that a schema refers to, however deep.
fn referred(schema: &Value) -> Option<&str> {
    match schema {
        Value::Object(map) => match map.get("$ref") {
            Some(name) => name.as_str()?.rsplit('/').next(),
            None => map.values().find_map(referred),
        },
        Value::Array(items) => items.iter().find_map(referred),
        _ => None,
    }
}

/// Takes away the null that an optional key may have in JSON, and what editors do not know.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.remove("format");
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|kind| kind != "null");
                if let [one] = types.as_slice() {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(choices)) = map.get_mut("anyOf") {
                choices.retain(|choice| *choice != json!({ "type": "null" }));
                if choices.len() == 1 {
                    let one = map.remove("anyOf").unwrap_or_default();
                    map.insert("allOf".to_owned(), one);
                }
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null),
        _ => {}
    }
}

#[cfg(test)]
mod tests;

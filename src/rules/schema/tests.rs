//! The schema against the packs that load and against packs that do not.
//!
//! Validated by a walk of its own: a validator of JSON Schema would weigh more than the tool's
//! readers, and the schema uses eight of its words.

use serde_json::{Value, json};

use super::*;
use crate::rules::builtin::BUILT_IN;
use crate::rules::known_keys;

/// The first place where a value is not what a schema says.
fn fault(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    const WORDS: &[&str] = &[
        "$schema",
        "$ref",
        "additionalProperties",
        "anyOf",
        "allOf",
        "default",
        "definitions",
        "description",
        "enum",
        "items",
        "properties",
        "required",
        "title",
        "type",
    ];
    if let Value::Bool(admits) = schema {
        return (!admits).then(|| format!("{at}: not known"));
    }
    let schema = schema.as_object().unwrap();
    if let Some(word) = schema.keys().find(|word| !WORDS.contains(&word.as_str())) {
        panic!("{at}: this walk does not know {word}");
    }
    if let Some(name) = schema.get("$ref") {
        let pointer = name.as_str().unwrap().strip_prefix('#').unwrap();
        return fault(root, root.pointer(pointer).unwrap(), value, at);
    }
    let wrong = |what: &str| Some(format!("{at}: {what}"));
    if schema.get("type").is_some_and(|kind| !is_of(kind, value)) {
        return wrong("type");
    }
    if schema.get("enum").is_some_and(|words| !words.as_array().unwrap().contains(value)) {
        return wrong("word");
    }
    composed(root, schema, value, at).or_else(|| within(root, schema, value, at))
}

/// The first fault against what a schema is composed of.
fn composed(root: &Value, schema: &Map<String, Value>, value: &Value, at: &str) -> Option<String> {
    let choices = schema.get("anyOf").and_then(Value::as_array);
    if choices.is_some_and(|all| all.iter().all(|one| fault(root, one, value, at).is_some())) {
        return Some(format!("{at}: no choice"));
    }
    let mut all = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    all.find_map(|one| fault(root, one, value, at))
}

/// The first fault of what an object or a list holds.
fn within(root: &Value, schema: &Map<String, Value>, value: &Value, at: &str) -> Option<String> {
    if let Value::Array(items) = value {
        let each = schema.get("items")?;
        return items
            .iter()
            .zip(0..)
            .find_map(|(item, n)| fault(root, each, item, &format!("{at}[{n}]")));
    }
    let object = value.as_object()?;
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    if let Some(key) = required.filter_map(Value::as_str).find(|key| !object.contains_key(*key)) {
        return Some(format!("{at}.{key}: missing"));
    }
    object.iter().find_map(|(key, value)| {
        let known = schema.get("properties").and_then(|all| all.get(key));
        let each = known.or_else(|| schema.get("additionalProperties"))?;
        fault(root, each, value, &format!("{at}.{key}"))
    })
}

fn is_of(kind: &Value, value: &Value) -> bool {
    let one = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        other => panic!("no type {other}"),
    };
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| one(kind.as_str().unwrap())),
        kind => one(kind.as_str().unwrap()),
    }
}

/// The first fault of a pack.
fn pack_fault(text: &str) -> Option<String> {
    let root: Value = serde_json::from_str(&schema()).unwrap();
    let pack = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    fault(&root, &root, &pack, "")
}

#[test]
fn the_schema_is_one_that_editors_show() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../../snapshots/rules");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("schema", schema()));
}

#[test]
fn every_pack_that_comes_with_the_program_is_admitted() {
    for (name, text) in BUILT_IN {
        assert_eq!(pack_fault(text), None, "{name}");
    }
}

#[test]
fn what_the_loader_refuses_is_refused_where_it_stands() {
    let head = "[pack]\nid = \"a\"\n";
    for (blocks, at) in [
        ("[[chanp]]\nid = \"b\"\n", ".chanp: not known"),
        ("[[champ]]\nid = \"b\"\nfrase = \"c\"\n", ".champ[0].frase: not known"),
        ("[[champ]]\nphrase = \"c\"\n", ".champ[0].id: missing"),
        ("[[champ]]\nid = \"b\"\nphrase = 3\n", ".champ[0].phrase: no choice"),
        ("[[champ]]\nid = \"b\"\nexemple = { texte = \"c\" }\n", ".champ[0].exemple: no choice"),
        ("[[champ]]\nid = \"b\"\nparmi = { c = true }\n", ".champ[0].parmi.c: no choice"),
        (
            "[[controle]]\nid = \"b\"\nverifie = \"c = d\"\ngravite = \"grave\"\n",
            ".controle[0].gravite: word",
        ),
        (
            "[[controle]]\nid = \"b\"\nverifie = \"c = d\"\npar = [\"an\"]\n",
            ".controle[0].par: no choice",
        ),
        ("[reconnaitre]\npriorite = \"haute\"\n", ".reconnaitre.priorite: type"),
        ("[[tableau]]\nid = \"b\"\nobligatoire = \"oui\"\n", ".tableau[0].obligatoire: type"),
    ] {
        assert_eq!(pack_fault(&format!("{head}{blocks}")).as_deref(), Some(at));
    }
    let right = "[[montant]]\nid = \"b\"\nnature = \"engagé\"\nexemple.texte = \"c\"\nexemple.lit = { valeur = [1, \"2\"] }\n";
    assert_eq!(pack_fault(&format!("{head}{right}")), None);
}

#[test]
fn blocks_and_keys_are_those_that_are_read() {
    let mut schema: Schema = serde_json::from_str(&schema()).unwrap();
    let blocks: Vec<String> =
        schema.get("properties").unwrap().as_object().unwrap().keys().cloned().collect();
    let known = known_keys();
    assert!(blocks.iter().map(String::as_str).eq(known.keys().copied()), "{blocks:?}");
    for (block, keys) in known {
        let name = referred(&schema.get("properties").unwrap()[block]).unwrap().to_owned();
        let told = &schema.get("definitions").unwrap()[&name]["properties"];
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        assert!(
            told.as_object().unwrap().keys().map(String::as_str).eq(keys.iter().copied()),
            "{block}"
        );
        for key in keys {
            let told = property(&mut schema, block, key).unwrap();
            let words = told["description"].as_str().unwrap();
            assert!(words.ends_with('.'), "{block}.{key}: {words}");
        }
    }
    for key in closed() {
        let words = json!(key.words);
        let told = property(&mut schema, key.block, key.key).unwrap();
        let first = told.get("anyOf").map(|all| &all[0]["enum"]);
        assert_eq!(first.or_else(|| told.get("enum")), Some(&words), "{}.{}", key.block, key.key);
    }
}

//! `bilan rules`: what is told of rules, where, and by which exit status.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::archive::{Ran, bilan, finish};
use crate::snapshots::settings;

const HEAD: &str = "[pack]\nid = \"essai\"\n[reconnaitre]\ncontient = \"bilan\"\n";

/// `rules check` over one pack.
fn check(pack: &str) -> Ran {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("essai.toml"), format!("{HEAD}{pack}")).unwrap();
    finish(bilan(&["rules", "check", "--rules", dir.path().to_str().unwrap()]))
}

#[test]
fn sound_rules_are_counted_by_file() {
    let ran = finish(bilan(&["rules", "check"]));
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let same = finish(bilan(&["rules", "check", "--rules", own.to_str().unwrap()]));
    assert_eq!((same.status, same.stdout), (Some(0), ran.stdout.clone()));
    assert!(ran.stdout.ends_with("aucune erreur\n"), "{}", ran.stdout);
    assert!(ran.stdout.contains("stafe.toml : 1 champ, 1 montant, 1 tableau, 1 contrôle\n"));
}

#[test]
fn warnings_are_shown_and_stop_nothing() {
    let ran = check("[[montant]]\nid = \"m\"\nphrase = \"{valeur} pour {qui:nom}\"\n");
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    settings("cli").bind(|| insta::assert_snapshot!("rules-warning", ran.stdout));
}

#[test]
fn errors_end_with_two_and_say_nothing_on_standard_output() {
    let ran = check("[[montant]]\nid = \"m\"\nfrase = \"{valeur} pour {qui:nom}\"\n");
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    settings("cli").bind(|| insta::assert_snapshot!("rules-error", ran.stderr));
}

#[test]
fn the_schema_is_json_and_says_how_it_is_used() {
    let ran = finish(bilan(&["rules", "schema"]));
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
    let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    assert_eq!(schema["required"], serde_json::json!(["pack"]));
    let help = finish(bilan(&["rules", "schema", "--help"])).stdout;
    assert!(help.contains("#:schema ./bilan.schema.json"), "{help}");
}

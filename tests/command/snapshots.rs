//! Where snapshots are kept. Those of records and findings serve `bilan rules test` too.
//!
//! One folder a stage below `snapshots/`. What no test writes any more is a fault: a snapshot of
//! a sample that is gone would be read as if it held.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The settings of a stage's snapshots.
pub(crate) fn settings(stage: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots").join(stage));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings
}

/// Compares texts by name with the snapshots of a stage, which are these and no others.
pub(crate) fn assert_stage(stage: &str, texts: impl IntoIterator<Item = (String, String)>) {
    let mut names = BTreeSet::new();
    for (name, text) in texts {
        let name = name.replace('/', "__");
        settings(stage).bind(|| insta::assert_snapshot!(name.as_str(), text));
        names.insert(format!("{name}.snap"));
    }
    let kept = fs::read_dir(settings(stage).snapshot_path()).unwrap();
    let kept = kept.map(|e| e.unwrap().file_name().into_string().unwrap());
    let orphans: Vec<String> = kept.filter(|k| !names.contains(k)).collect();
    assert_eq!(orphans, [""; 0], "snapshots/{stage} holds what no sample gives");
}

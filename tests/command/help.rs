//! Help texts and usage errors, as snapshots: a change of the interface is seen in review.

use std::fmt::Write as _;

use crate::archive::{bilan, finish};
use crate::snapshots::settings;

#[test]
fn help_is_french_and_says_what_each_command_does() {
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help-run", &["run", "--help"]),
        ("help-extract", &["extract", "--help"]),
        ("help-inspect", &["inspect", "--help"]),
        ("help-reconcile", &["reconcile", "--help"]),
        ("help-report", &["report", "--help"]),
        ("help-waive", &["waive", "--help"]),
        ("help-confirm", &["confirm", "--help"]),
        ("help-verify", &["verify", "--help"]),
        ("help-completions", &["completions", "--help"]),
        ("help-man", &["man", "--help"]),
        ("help-rules", &["rules", "--help"]),
        ("help-rules-coverage", &["rules", "coverage", "--help"]),
        ("help-rules-explain", &["rules", "explain", "--help"]),
        ("help-rules-test", &["rules", "test", "--help"]),
        ("help-rules-schema", &["rules", "schema", "--help"]),
    ] {
        let ran = finish(bilan(arguments));
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""));
        settings("cli").bind(|| insta::assert_snapshot!(name, ran.stdout));
    }
}

#[test]
fn a_usage_error_says_what_where_and_what_to_do() {
    let wrong: &[&[&str]] = &[
        &["run"],
        &["run", "archive", "--rule", "x"],
        &["repport", "x"],
        &["run", "archive", "--lang", "de"],
        &["run", "archive", "--timeout", "0"],
        &["run", "archive", "--out"],
        &["run", "archive", "-q", "-v"],
        &["completions", "csh"],
        &["inspect", "a.pdf", "--page", "zero"],
        &["run", "absente"],
        &["reconcile", "absent"],
        &["rules", "check", "--rules", "absentes"],
        &["rules", "test", "absents"],
        &["rules", "test", "--accept", "--review"],
    ];
    let mut told = String::new();
    for arguments in wrong {
        let ran = finish(bilan(arguments));
        assert_eq!(ran.status, Some(2), "{arguments:?}");
        writeln!(told, "$ bilan {}\n{}", arguments.join(" "), ran.stderr).unwrap();
    }
    settings("cli").bind(|| insta::assert_snapshot!("usage-errors", told));
}

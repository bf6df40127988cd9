//! `bilan rules test`: the snapshots of these very tests, held against what rules read.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::archive::{Ran, bilan, finish};
use crate::program::program;
use crate::snapshots::settings;

/// Documents are read once for all of these tests.
static CACHE: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().unwrap());

/// A pack, and a sentence of it with another word.
const PACK: &str = "rules/bilan-convention-pauvrete.toml";
const CHANGE: (&str, &str) = ("l'État {~} à hauteur de", "l'État {~} au niveau de");

/// A folder with rules, samples and snapshots of its own.
struct Desk(TempDir);

impl Desk {
    /// A copy of those of the tool.
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let tool = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in ["rules", "samples/archive", "snapshots/record", "snapshots/findings"] {
            copy(&tool.join(part), &desk.path(part));
        }
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    fn edit(&self, path: &str, (from, to): (&str, &str)) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} holds « {from} »");
        fs::write(self.path(path), text.replace(from, to)).unwrap();
    }

    /// `bilan rules test` with the rules of the desk.
    fn test(&self, further: &[&str]) -> Ran {
        let mut command = bilan(&["rules", "test", "--rules", "rules"]);
        command.args(further).current_dir(self.0.path());
        command.env("XDG_CACHE_HOME", CACHE.path()).env("CI", "true");
        finish(command)
    }

    /// Every snapshot with its bytes and time.
    fn snapshots(&self) -> Vec<(PathBuf, String, SystemTime)> {
        let mut all = Vec::new();
        for stage in ["snapshots/record", "snapshots/findings"] {
            for entry in fs::read_dir(self.path(stage)).unwrap() {
                let path = entry.unwrap().path();
                let time = fs::metadata(&path).unwrap().modified().unwrap();
                all.push((path.clone(), fs::read_to_string(path).unwrap(), time));
            }
        }
        all.sort();
        all
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).unwrap();
            let long_ago = SystemTime::UNIX_EPOCH + Duration::from_hours(1);
            fs::File::open(&to).unwrap().set_modified(long_ago).unwrap();
        }
    }
}

/// The lines that begin with a sign.
fn lines(ran: &Ran, sign: &str) -> Vec<String> {
    let told = ran.stdout.lines().filter_map(|l| l.strip_prefix("    ")?.strip_prefix(sign));
    told.map(str::to_owned).collect()
}

#[test]
fn the_samples_pass_against_the_snapshots_of_the_tests_and_none_is_touched() {
    let desk = Desk::new();
    let before = desk.snapshots();
    for further in [&[][..], &["--accept"], &["samples/archive", "--accept"], &["--review"]] {
        let ran = desk.test(further);
        assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
        assert!(ran.stdout.contains("\nessais : 10 conformes\n"), "{}", ran.stdout);
    }
    assert_eq!(desk.snapshots(), before);
}

#[test]
fn a_word_changed_in_a_phrase_loses_exactly_what_it_read() {
    let desk = Desk::new();
    let before = desk.snapshots();
    desk.edit(PACK, CHANGE);
    let ran = desk.test(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(1), ""));
    assert_eq!(
        lines(&ran, "− "),
        ["montant soutien_etat : 330 000 €", "montant soutien_etat : 347 000 €"]
    );
    assert_eq!(lines(&ran, "+ "), [""; 0]);
    settings("cli").bind(|| insta::assert_snapshot!("rules-test", ran.stdout));
    let english = desk.test(&["--lang", "en"]);
    settings("cli").bind(|| insta::assert_snapshot!("rules-test-en", english.stdout));
    assert_eq!(desk.snapshots(), before, "nothing is written unasked");
}

#[test]
fn what_is_accepted_passes_and_what_is_taken_back_is_as_it_was() {
    let desk = Desk::new();
    let before = desk.snapshots();
    desk.edit(PACK, CHANGE);
    let ran = desk.test(&["--accept"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stdout.ends_with("instantanés : 3 écrits, 0 retiré\n"), "{}", ran.stdout);
    assert_eq!(desk.test(&[]).status, Some(0));
    let after = desk.snapshots();
    let written: Vec<&str> = before
        .iter()
        .zip(&after)
        .filter(|(b, a)| b != a)
        .map(|(b, _)| b.0.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        written,
        ["findings.snap", "2022__bilan-2022.pdf.snap", "2023__bilan-2023.pdf.snap"],
        "no other is touched"
    );
    desk.edit(PACK, (CHANGE.1, CHANGE.0));
    assert_eq!(desk.test(&["--accept"]).status, Some(0));
    let bytes = |all: &[(PathBuf, String, SystemTime)]| -> Vec<String> {
        all.iter().map(|(_, text, _)| text.clone()).collect()
    };
    assert!(bytes(&desk.snapshots()) == bytes(&before), "the bytes that cargo test writes");
}

#[test]
fn a_path_accepts_its_documents_alone() {
    let desk = Desk::new();
    desk.edit(PACK, CHANGE);
    let ran = desk.test(&["samples/archive/2022/bilan-2022.pdf", "--accept"]);
    assert!(ran.stdout.ends_with("instantanés : 1 écrit, 0 retiré\n"), "{}", ran.stdout);
    let left = desk.test(&[]);
    assert_eq!(lines(&left, "− "), ["montant soutien_etat : 347 000 €"]);
    let folder = desk.test(&["samples/archive/2022"]);
    assert_eq!(folder.status, Some(0), "{}", folder.stdout);
}

#[test]
fn an_example_to_do_is_counted_and_told_once_it_passes() {
    let desk = Desk::new();
    let text = "texte = \"Cette action est confiée au CESAM.\"";
    let done = format!(
        "a_faire = [{{ {text}, lit = {{ valeur = \"CESAM\" }} }}, \
         {{ {text}, lit = {{ valeur = \"SDAT\" }} }}]\nmuet = [\"L'accompagnement est mis en place"
    );
    desk.edit(PACK, ("muet = [\"L'accompagnement est mis en place", &done));
    let ran = desk.test(&["samples/archive/2022"]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("1 muet tenus, 2 à faire\n"), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("cet exemple à faire passe").count(), 1, "{}", ran.stdout);
}

#[test]
fn a_document_without_snapshot_is_new_and_gets_the_one_that_the_tests_write() {
    let desk = Desk::new();
    let before = desk.snapshots();
    let name = "snapshots/record/2023__operateurs__le-fil-action-2.1.xlsx.snap";
    fs::remove_file(desk.path(name)).unwrap();
    let ran = desk.test(&[]);
    assert_eq!(ran.status, Some(1));
    let new = "\nnouveau    2023/operateurs/le-fil-action-2.1.xlsx\n";
    assert!(ran.stdout.contains(new), "{}", ran.stdout);
    assert!(!desk.path(name).exists());
    assert_eq!(desk.test(&["--accept"]).status, Some(0));
    let texts = |all: Vec<(PathBuf, String, SystemTime)>| -> Vec<String> {
        all.into_iter().map(|(_, text, _)| text).collect()
    };
    assert!(texts(desk.snapshots()) == texts(before));
}

#[test]
fn a_snapshot_without_document_is_refused_and_goes_when_accepted() {
    let desk = Desk::new();
    fs::remove_file(desk.path("samples/archive/2021/convention-protegee.pdf")).unwrap();
    let ran = desk.test(&[]);
    let orphan = "snapshots/record/2021__convention-protegee.pdf.snap";
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains(&format!("\norphelin   {orphan}\n")), "{}", ran.stdout);
    assert!(ran.stdout.contains("remettre le document ou accepter"), "{}", ran.stdout);
    let ran = desk.test(&["--accept"]);
    assert_eq!(ran.status, Some(0));
    assert!(ran.stdout.ends_with("instantanés : 0 écrit, 1 retiré\n"), "{}", ran.stdout);
    assert!(!desk.path(orphan).exists());
}

#[test]
fn a_file_that_is_no_snapshot_of_ours_is_told_and_never_removed() {
    let desk = Desk::new();
    let other = desk.path("snapshots/record/autre.snap");
    fs::write(&other, "---\nsource: autre\n---\nbonjour\n").unwrap();
    let ran = desk.test(&["--accept"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("le ranger ailleurs"), "{}", ran.stdout);
    assert!(other.exists());
}

#[test]
fn a_snapshot_with_marks_of_a_merge_is_told() {
    let desk = Desk::new();
    let name = "snapshots/record/2021__bilan-2021-scan.pdf.snap";
    desk.edit(name, ("{\n", "<<<<<<< HEAD\n{\n"));
    let ran = desk.test(&["samples/archive/2021/bilan-2021-scan.pdf"]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("l'instantané n'est pas lisible"), "{}", ran.stdout);
}

#[test]
fn a_review_in_a_pipe_says_so_and_accepts_nothing() {
    let desk = Desk::new();
    desk.edit(PACK, CHANGE);
    let before = desk.snapshots();
    let ran = desk.test(&["--review"]);
    assert_eq!(ran.status, Some(1));
    assert_eq!(ran.stderr, "bilan : --review demande un terminal ; rien n'est accepté\n");
    assert_eq!(lines(&ran, "− ").len(), 2, "{}", ran.stdout);
    assert_eq!(desk.snapshots(), before);
}

#[test]
fn a_review_asks_for_a_key_a_document_and_does_what_it_says_at_once() {
    let Some(script) = program(&["script"]) else { return };
    let desk = Desk::new();
    desk.edit(PACK, CHANGE);
    let review = |keys: &str| {
        let tool = env!("CARGO_BIN_EXE_bilan");
        let mut command = assert_cmd::Command::new(script);
        command.args([
            "-qec",
            &format!("'{tool}' rules test --rules rules --review --no-ocr"),
            "/dev/null",
        ]);
        command.current_dir(desk.0.path()).env("XDG_CACHE_HOME", CACHE.path());
        let output = command.write_stdin(keys).timeout(Duration::from_mins(1)).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap().replace('\r', ""))
    };
    let (status, told) = review("xraq");
    assert_eq!(status, Some(1), "{told}");
    let asked: Vec<&str> = told.lines().filter(|l| l.starts_with('[')).collect();
    let keys = "[a] accepter  [r] refuser  [s] passer  [q] quitter";
    assert_eq!(
        asked,
        [
            "[1/3] manquant   2022/bilan-2022.pdf",
            &format!("{keys} → refusé : corriger les règles"),
            "[2/3] manquant   2023/bilan-2023.pdf",
            &format!("{keys} → accepté"),
            "[3/3] différent  rapprochement",
            &format!("{keys} → arrêté"),
        ]
    );
    assert!(told.ends_with("\n2 sur 3 restent à voir ou à corriger\n"), "{told}");
    assert_eq!(lines(&desk.test(&[]), "− "), ["montant soutien_etat : 330 000 €"]);
    assert_eq!(review("aa").0, Some(0));
    assert_eq!(desk.test(&[]).status, Some(0));
}

#[test]
fn an_archive_of_ones_own_has_its_snapshots_beside_the_rules_or_under_its_name() {
    let desk = Desk::new();
    fs::rename(desk.path("samples/archive"), desk.path("mes-bilans")).unwrap();
    let beside = ["mes-bilans", "--snapshots", "rules/instantanes"];
    assert_eq!(desk.test(&beside).status, Some(1));
    assert_eq!(desk.test(&[&beside[..], &["--accept"]].concat()).status, Some(0));
    assert_eq!(desk.test(&beside).status, Some(0));
    let one = "rules/instantanes/record/2022__bilan-2022.pdf.snap";
    assert!(desk.read(one).starts_with("---\nsource: bilan rules test\n---\n{\n"));
    assert!(desk.path("rules/instantanes/findings/findings.snap").is_file());
    let part = ["mes-bilans/2022/bilan-2022.pdf", "--snapshots", "rules/instantanes"];
    assert_eq!(desk.test(&part).status, Some(0), "known by its path in the archive");
    assert_eq!(desk.test(&["mes-bilans/", "--accept"]).status, Some(0));
    assert!(desk.path("snapshots/mes-bilans/record/2022__bilan-2022.pdf.snap").is_file());
    assert_eq!(desk.test(&["mes-bilans/2023/operateurs"]).status, Some(0));
}

#[test]
fn a_part_of_an_archive_never_costs_the_rest_its_snapshots() {
    let desk = Desk::new();
    fs::rename(desk.path("samples/archive"), desk.path("mes-bilans")).unwrap();
    let beside = ["--snapshots", "lectures"];
    let whole = |more: &[&str]| desk.test(&[&["mes-bilans"][..], &beside, more].concat());
    assert_eq!(whole(&["--accept"]).status, Some(0));
    let count = || fs::read_dir(desk.path("lectures/record")).unwrap().count();
    let before = count();
    let part = desk.test(&[&["mes-bilans/2023"][..], &beside, &["--accept"]].concat());
    assert_eq!((part.status, count()), (Some(0), before), "{}", part.stdout);
    fs::write(desk.path("mes-bilans/2023/neuf.csv"), crate::archive::SHEET).unwrap();
    let new = desk.test(&[&["mes-bilans/2023/neuf.csv"][..], &beside, &["--accept"]].concat());
    assert_eq!((new.status, count()), (Some(0), before + 1), "{}", new.stdout);
    assert!(desk.path("lectures/record/2023__neuf.csv.snap").is_file());
    assert_eq!(whole(&["--accept"]).status, Some(0));
    fs::create_dir_all(desk.path("autres/2019")).unwrap();
    fs::write(desk.path("autres/2019/a.csv"), crate::archive::SHEET).unwrap();
    let other = desk.test(&[&["autres"][..], &beside, &["--accept"]].concat());
    assert_eq!((other.status, count()), (Some(2), before + 1), "{}", other.stdout);
    assert!(other.stderr.contains("aucun de ces instantanés"), "{}", other.stderr);
}

#[test]
fn a_snapshot_that_is_no_file_is_refused_and_never_waited_for() {
    let desk = Desk::new();
    let path = desk.path("snapshots/record/2022__bilan-2022.pdf.snap");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    let ran = desk.test(&[]);
    assert_eq!(ran.status, Some(2), "{}", ran.stdout);
    assert!(ran.stderr.contains("2022__bilan-2022.pdf.snap"), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_tried_is_2() {
    let desk = Desk::new();
    fs::rename(desk.path("samples/archive"), desk.path("mes-bilans")).unwrap();
    fs::create_dir(desk.path("vide")).unwrap();
    for (arguments, words) in [
        (&[][..], "samples/archive : dossier introuvable ; donner le dossier des documents"),
        (&["vide"], "vide : aucun document à essayer"),
        (&["absent"], "absent : dossier ou fichier introuvable"),
        (
            &["mes-bilans", "rules", "--snapshots", "x"],
            "deux dossiers de documents auraient les mêmes instantanés",
        ),
    ] {
        let ran = desk.test(arguments);
        assert_eq!(ran.status, Some(2), "{arguments:?}: {}", ran.stdout);
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    desk.edit(PACK, ("lit = { valeur = \"CESAM\" }", "lit = { valeur = \"SDAT\" }"));
    let ran = desk.test(&["mes-bilans", "--accept"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("« valeur » lit CESAM, l'exemple attend SDAT"), "{}", ran.stderr);
}

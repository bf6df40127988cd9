//! Every file of an archive ends in one outcome, and is told by path where it is not read.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::archive::{Archive, SHEET, finish, pdf};

#[test]
fn readable_files_are_done_and_stored_under_their_paths() {
    let archive = Archive::new().with("2023/a.csv", SHEET).with("b.pdf", pdf("Bonjour"));
    let ran = archive.run(&[]);
    assert_eq!((ran.status, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    let files = archive.files();
    assert_eq!(files["2023/a.csv"]["document"], "documents/2023/a.csv.json");
    assert_eq!(files["b.pdf"]["outcome"], "done");
    let record: serde_json::Value =
        serde_json::from_slice(&archive.result("documents/2023/a.csv.json")).unwrap();
    assert_eq!(record["document"]["path"], "2023/a.csv");
    assert_eq!(record["document"]["media_type"], "text/csv");
    assert_eq!(record["document"]["sha256"], files["2023/a.csv"]["sha256"]);
}

#[test]
fn a_file_that_is_not_what_its_name_says_is_told() {
    let archive = Archive::new()
        .with("page.pdf", "<!DOCTYPE html><title>404</title>")
        .with("table.xls", SHEET);
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(1));
    assert!(ran.stdout.contains("page.pdf : le nom annonce PDF, mais le contenu est HTML"));
    let outcomes = archive.outcomes();
    assert_eq!(outcomes["page.pdf"], "unsupported");
    assert_eq!(outcomes["table.xls"], "done");
    assert!(archive.codes("table.xls").contains(&"wrong-kind".to_owned()));
}

/// A bilan that is there in a format that is not read was checked by nobody.
#[test]
fn what_may_hold_a_bilan_is_named_and_no_run_with_it_is_clean() {
    let zip = |part: &str| {
        let mut bytes = b"PK\x03\x04".to_vec();
        bytes.resize(26, 0);
        bytes.extend([u8::try_from(part.len()).unwrap(), 0, 0, 0]);
        [bytes, part.into()].concat()
    };
    let held: [(&str, Vec<u8>, &str); 6] = [
        ("2023/bilan.docx", zip("word/document.xml"), "document-not-read"),
        ("2023/bilan.odt", zip("application/vnd.oasis.opendocument.text"), "document-not-read"),
        ("ancien.doc", b"\0\x01\x02\0".to_vec(), "document-not-read"),
        ("annexes.zip", zip("bilan.pdf"), "bundle-not-opened"),
        ("envoi.eml", b"Subject: bilan\n\nci-joint\n".to_vec(), "bundle-not-opened"),
        ("scan.jpg", b"\xff\xd8\xff\xe0".to_vec(), "picture-not-read"),
    ];
    for (path, bytes, code) in held {
        let archive = Archive::new().with("a.csv", SHEET).with(path, bytes);
        let ran = archive.run(&[]);
        assert_eq!(ran.status, Some(1), "{path}");
        assert_eq!(archive.outcomes()[path], "unsupported");
        assert_eq!(archive.codes(path), [code]);
        assert!(ran.stdout.contains(&format!("{path} : ")), "{}", ran.stdout);
        assert!(ran.stdout.contains("et relancer"), "{}", ran.stdout);
        let page = String::from_utf8(archive.result("report.html")).unwrap();
        assert!(page.contains(path) && page.contains("et relancer"), "{path} is in the report");
        let apart = archive.run(&["--exclude", path]);
        assert_eq!(apart.status, Some(0), "{path} may be left out by name: {}", apart.stdout);
    }
}

#[test]
fn what_nobody_takes_for_a_document_is_left_aside_quietly() {
    let archive = Archive::new()
        .with("a.csv", SHEET)
        .with("lisez-moi.txt", "les bilans de 2023")
        .with(".DS_Store", "x")
        .with("Thumbs.db", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1])
        .with("~$bilan.docx", "verrou");
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(0), "{}", ran.stdout);
    assert!(ran.stdout.starts_with("5 fichiers : 1 lu, 4 d'un type non lu\n"), "{}", ran.stdout);
    for path in ["lisez-moi", "DS_Store", "Thumbs", "verrou"] {
        assert!(!ran.stdout.contains(path), "{}", ran.stdout);
    }
}

#[test]
fn files_that_hold_nothing_to_read_are_refused_with_the_reason() {
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes));
    let whole = pdf("Bonjour");
    let archive = Archive::new()
        .with("vide.pdf", "")
        .with("secret.xlsx", locked)
        .with("coupe.pdf", &whole[..whole.len() / 4])
        .with("gros.csv", SHEET.repeat(20_000));
    let ran = archive.run(&["--max-file", "1"]);
    assert_eq!(ran.status, Some(1));
    for (path, code) in
        [("vide.pdf", "empty-file"), ("secret.xlsx", "password"), ("gros.csv", "too-large")]
    {
        assert_eq!(archive.outcomes()[path], "refused");
        assert_eq!(archive.codes(path), [code]);
        assert!(ran.stdout.contains(path), "{path} is told");
    }
    assert_ne!(archive.outcomes()["coupe.pdf"], "done");
    assert!(ran.stdout.contains("--max-file"), "the flag that lifts the limit is told");
}

#[test]
fn the_same_bytes_are_read_once_and_told() {
    let archive = Archive::new().with("b.csv", SHEET).with("a/z.csv", SHEET);
    assert_eq!(archive.run(&[]).status, Some(0));
    assert_eq!(archive.outcomes()["a/z.csv"], "done");
    assert_eq!(archive.outcomes()["b.csv"], "duplicate");
    assert_eq!(archive.files()["b.csv"]["issues"][0]["message"], "mêmes octets que a/z.csv");
}

#[test]
fn what_is_no_regular_file_is_told_and_never_opened() {
    let archive = Archive::new().with("a.csv", SHEET).with("dossier.pdf/b.csv", "x;y\n1;2\n");
    symlink(archive.root(), archive.root().join("boucle")).unwrap();
    symlink("absent.pdf", archive.root().join("mort.pdf")).unwrap();
    let fifo = archive.root().join("tube.pdf");
    assert!(std::process::Command::new("mkfifo").arg(fifo).status().unwrap().success());
    assert_eq!(archive.run(&[]).status, Some(0));
    let outcomes = archive.outcomes();
    assert_eq!(outcomes.len(), 5, "{outcomes:?}");
    for path in ["boucle", "mort.pdf", "tube.pdf"] {
        assert_eq!(outcomes[path], "unsupported");
    }
    assert_eq!(outcomes["dossier.pdf/b.csv"], "done");
}

#[test]
fn odd_names_are_read_and_written() {
    let long = format!("{}.csv", "é".repeat(125));
    let archive = Archive::new().with(&long, SHEET).with("a\nb.csv", "x;y\n1;2\n");
    let raw = archive.root().join(OsStr::from_bytes(b"b\xE9.csv"));
    fs::write(raw, "x;y\n3;4\n").unwrap();
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(0), "{ran:?}");
    let files = archive.files();
    assert_eq!(files["b%E9.csv"]["outcome"], "done");
    let stored = files[&long]["document"].as_str().unwrap();
    assert!(archive.out().join(stored).is_file());
    assert!(archive.out().join("documents/a\nb.csv.json").is_file());
}

#[test]
fn a_folder_without_rights_is_told_and_the_others_are_read() {
    let archive = Archive::new().with("a.csv", SHEET).with("clos/b.csv", "x;y\n1;2\n");
    let closed = archive.root().join("clos");
    let mode = |mode| fs::Permissions::from_mode(mode);
    fs::set_permissions(&closed, mode(0o000)).unwrap();
    fs::set_permissions(archive.folder(), mode(0o777)).unwrap();
    let ran = finish(unprivileged(&archive));
    fs::set_permissions(&closed, mode(0o755)).unwrap();
    assert_eq!(ran.status, Some(1), "{ran:?}");
    assert_eq!(archive.outcomes()["a.csv"], "done");
    assert_eq!(archive.outcomes()["clos"], "refused");
    assert!(ran.stdout.contains("clos : le fichier ne peut pas être lu"), "{}", ran.stdout);
}

/// `bilan run` by a user whom rights bind: root reads everything.
pub(crate) fn unprivileged(archive: &Archive) -> std::process::Command {
    use std::os::unix::fs::MetadataExt as _;
    use std::os::unix::process::CommandExt as _;
    let mut command = archive.run_command(&[]);
    if fs::metadata(archive.folder()).unwrap().uid() == 0 {
        // The build folder may be closed to others.
        let copy = archive.folder().join("bilan");
        fs::copy(command.get_program(), &copy).unwrap();
        let arguments: Vec<_> = command.get_args().map(OsStr::to_owned).collect();
        command = std::process::Command::new(copy);
        command.args(arguments).current_dir(archive.folder()).uid(65534).gid(65534);
    }
    command
}

#[test]
fn what_programs_leave_behind_is_passed_over_quietly() {
    let archive = Archive::new().with("~$a.xlsx", "x").with(".DS_Store", "x").with("a.csv", SHEET);
    let ran = archive.run(&[]);
    assert_eq!(ran.status, Some(0));
    assert_eq!(archive.outcomes()["~$a.xlsx"], "unsupported");
    assert!(!ran.stdout.contains("~$a.xlsx"));
}

#[test]
fn globs_choose_files() {
    let archive =
        Archive::new().with("a.csv", SHEET).with("b.pdf", pdf("b")).with("vieux/c.pdf", pdf("c"));
    archive.run(&["--include", "*.pdf", "--exclude", "vieux"]);
    assert_eq!(archive.outcomes().keys().collect::<Vec<_>>(), ["b.pdf"]);
}

#[test]
fn files_of_several_archives_keep_apart() {
    let archive = Archive::new().with("x/a.csv", SHEET).with("y/a.csv", "x;y\n1;2\n");
    archive.command(&["run", "archive/x", "archive/y", "archive/y/a.csv", "--out", "out"]);
    let paths: Vec<String> = archive.files().into_keys().collect();
    assert_eq!(paths, ["a.csv", "x/a.csv", "y/a.csv"]);
}

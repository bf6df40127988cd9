//! Files made to break a reader: each ends in its one outcome, told by its code, and harms no
//! other.

use crate::archive::{Archive, SHEET};
use crate::corpus::bombs::{Bomb, all};

/// Limits that an unoptimised reader comes to within seconds.
const FLAGS: [&str; 8] =
    ["--max-memory", "512", "--max-inflated", "64", "--max-cells", "100000", "--timeout", "30"];

#[test]
fn each_bomb_ends_in_its_outcome_and_the_next_document_is_read() {
    let bombs = || all().filter(|bomb: &&Bomb| !bomb.awaited);
    let archive = bombs().fold(Archive::new().with("z.csv", SHEET), |archive, bomb| {
        let made = bomb.made();
        archive.with(&made.path, made.bytes)
    });
    let ran = archive.run(&FLAGS);
    assert_eq!(ran.status, Some(1), "{}", ran.stderr);
    let (outcomes, mut faults) = (archive.outcomes(), Vec::new());
    for bomb in bombs() {
        let path = format!("bomb/{}", bomb.name);
        let (outcome, codes) = (&outcomes[&path], archive.codes(&path));
        if outcome != bomb.outcome || !codes.iter().any(|code| code == bomb.code) {
            faults.push(format!(
                "{}: {} {}, but it is {outcome} {codes:?}",
                bomb.name, bomb.outcome, bomb.code
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!((outcomes["z.csv"].as_str(), outcomes.len()), ("done", bombs().count() + 1));
}

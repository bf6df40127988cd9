//! The order of acts, and which amount is in force after them.

use super::*;
use crate::reconcile::facts::gather;
use crate::reconcile::made::Made;
use std::collections::HashSet;

/// An act: file, kind, number, date, and what it does with an amount of 2023.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [(Effect, &'a str)]);

const SET: Effect = Effect::Replaces;

fn act((path, kind, number, date, amounts): &Row<'_>) -> Record {
    let mut made = Made::new("convention", path).field("acte", kind);
    for (id, value) in [("numero", number), ("date_acte", date)] {
        if !value.is_empty() {
            made = made.field(id, value);
        }
    }
    for (effect, value) in *amounts {
        made = made.amount_of("part_etat", value, 1, |amount| {
            amount.period = Some("2023".to_owned());
            amount.effect = Some(*effect);
        });
    }
    made.0
}

/// The amounts in force, signed, with the file of the act and why; or why there are none.
fn told(rows: &[Row<'_>]) -> Result<(Vec<String>, String, String), String> {
    let records: Vec<Record> = rows.iter().map(act).collect();
    let wanted = HashSet::from(["part_etat"]);
    let facts = records.iter().filter_map(|r| gather(r, &wanted).remove("part_etat"));
    let facts: Vec<Fact<'_>> = facts.flatten().collect();
    let force = in_force(&facts, &records.iter().collect::<Vec<_>>(), Lang::Fr);
    let force = force.map_err(|lack| lack.why(Lang::Fr))?;
    let mut operands: Vec<Operand<'_>> = force.facts.iter().map(|f| Operand::once(*f)).collect();
    sign(operands.iter_mut());
    let signed = operands.iter().map(|o| (o.factor * o.fact.value).to_string());
    Ok((signed.collect(), force.told.document, force.told.why))
}

#[test]
fn the_last_act_that_sets_the_amount_takes_the_place_of_those_before() {
    let rows: [Row<'_>; 3] = [
        ("b.pdf", "avenant", "2", "2023-03-12", &[(SET, "347500")]),
        ("c.pdf", "convention", "", "2021-05-03", &[(SET, "300000")]),
        ("a.pdf", "avenant", "1", "2022-06-01", &[(SET, "320000")]),
    ];
    let (amounts, document, why) = told(&rows).unwrap();
    assert_eq!((amounts, document.as_str()), (vec!["347500".to_owned()], "b.pdf"));
    assert_eq!(
        why,
        "dernier en date, il remplace le montant donné par l'avenant n° 1 du 01/06/2022 (a.pdf)"
    );
    let (amounts, _, why) = told(&rows[1..2]).unwrap();
    assert_eq!(
        (amounts, why.as_str()),
        (vec!["300000".to_owned()], "seul acte à donner ce montant")
    );
}

#[test]
fn an_act_that_adds_or_takes_is_counted_with_the_one_that_sets() {
    let rows: [Row<'_>; 4] = [
        ("c.pdf", "convention", "", "", &[(SET, "300000")]),
        ("d.pdf", "avenant", "1", "", &[(SET, "320000")]),
        ("e.pdf", "avenant", "2", "", &[(Effect::Adds, "30000")]),
        ("f.pdf", "avenant", "3", "", &[(Effect::Withdraws, "2500")]),
    ];
    let (amounts, document, why) = told(&rows).unwrap();
    assert_eq!(
        (amounts, document.as_str()),
        (["320000", "30000", "-2500"].map(str::to_owned).to_vec(), "f.pdf")
    );
    assert_eq!(
        why,
        "dernier par son numéro, il réduit le montant donné par l'avenant n° 1 (d.pdf)"
    );
}

#[test]
fn an_act_that_says_by_how_much_and_to_what_is_taken_at_the_latter() {
    let rows: [Row<'_>; 2] = [
        ("c.pdf", "convention", "", "2021-05-03", &[(SET, "300000")]),
        ("a.pdf", "avenant", "1", "", &[(Effect::Adds, "47500"), (SET, "347500"), (SET, "347500")]),
    ];
    assert_eq!(told(&rows).unwrap().0, ["347500"]);
}

#[test]
fn dates_order_avenants_that_have_no_number() {
    let rows: [Row<'_>; 2] = [
        ("b.pdf", "avenant", "", "2023-03-12", &[(SET, "347500")]),
        ("a.pdf", "avenant", "1", "2022-06-01", &[(SET, "320000")]),
    ];
    assert_eq!(told(&rows).unwrap().1, "b.pdf");
}

#[test]
fn copies_of_one_act_are_one() {
    let rows: [Row<'_>; 4] = [
        ("c.pdf", "convention", "", "", &[(SET, "300000")]),
        ("c2.pdf", "convention", "", "", &[(SET, "300000")]),
        ("a.pdf", "avenant", "1", "2022-06-01", &[(Effect::Adds, "5000")]),
        ("a2.pdf", "avenant", "1", "2022-06-01", &[(Effect::Adds, "5000")]),
    ];
    assert_eq!(told(&rows).unwrap().0, ["300000", "5000"]);
}

#[test]
fn where_the_order_is_not_told_nothing_is_in_force() {
    let convention: Row<'_> = ("c.pdf", "convention", "", "2021-05-03", &[(SET, "300000")]);
    let of = |path, number, date, amounts| -> Row<'_> { (path, "avenant", number, date, amounts) };
    let one: &[(Effect, &str)] = &[(SET, "320000")];
    let two: &[(Effect, &str)] = &[(SET, "347500")];
    let added: &[(Effect, &str)] = &[(Effect::Adds, "5000")];
    for (rows, why) in [
        (
            vec![of("a.pdf", "", "", one), of("b.pdf", "2", "", two)],
            "l'ordre des actes n'est pas dit",
        ),
        (vec![of("a.pdf", "1", "", one), of("b.pdf", "", "2023-01-01", two)], "n'est pas dit"),
        (
            vec![of("a.pdf", "1", "2023-01-01", one), of("b.pdf", "2", "2022-01-01", two)],
            "se contredit",
        ),
        (
            vec![of("a.pdf", "1", "2022-01-01", one), of("b.pdf", "1", "2023-01-01", two)],
            "se contredit",
        ),
        (vec![convention, of("a.pdf", "1", "2020-01-01", one)], "se contredit"),
        (vec![of("a.pdf", "1", "", added)], "l'avenant n° 1 (a.pdf) complète un montant"),
        (vec![convention, of("b.pdf", "2", "", added)], "l'avenant n° 1 manque à l'archive"),
        (vec![convention, ("d.pdf", "convention", "", "", one)], "deux conventions donnent"),
        (vec![of("a.pdf", "1", "", &[(SET, "1"), (SET, "2")])], "donne plusieurs montants"),
    ] {
        let told = told(&rows).unwrap_err();
        assert!(told.contains(why), "{why}: {told}");
    }
    // One that sets the amount anew needs none of those before it.
    assert_eq!(told(&[convention, of("b.pdf", "2", "", two)]).unwrap().0, ["347500"]);
}

#[test]
fn an_act_of_which_no_amount_is_read_leaves_none_in_force() {
    let rows: [Row<'_>; 2] = [
        ("c.pdf", "convention", "", "2021-05-03", &[(SET, "330000")]),
        ("a.pdf", "avenant", "1", "2022-06-01", &[]),
    ];
    let why = "aucun montant n'est lu dans l'avenant n° 1 du 01/06/2022 (a.pdf), qui peut changer \
               celui des autres";
    assert_eq!(told(&rows), Err(why.to_owned()));
}

//! Every writing of a number that documents were seen to hold, with what it must be read as.
//!
//! A row is the text and, for each number in it: the kind, the value, the step and the very
//! characters it takes.

use jiff::civil::date;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::{Kind, Qualifier, Tax, Token, format, scan};

type Row = (&'static str, &'static [(Kind, &'static str, &'static str, &'static str)]);

use Kind::{Amount, Code, Count, Label, Ordinal, Percent, Rate, Year};

const ROWS: &[Row] = &[
    ("9 999,99 €", &[(Amount, "9999.99", "0.01", "9 999,99 €")]),
    ("999,99 €", &[(Amount, "999.99", "0.01", "999,99 €")]),
    ("9 999 €", &[(Amount, "9999", "1", "9 999 €")]),
    ("9 999 999,99 €", &[(Amount, "9999999.99", "0.01", "9 999 999,99 €")]),
    ("9 999.99 €", &[(Amount, "9999.99", "0.01", "9 999.99 €")]),
    ("3 780.00 euros", &[(Amount, "3780.00", "0.01", "3 780.00 euros")]),
    ("9 999,99€", &[(Amount, "9999.99", "0.01", "9 999,99€")]),
    ("de 347 000€.", &[(Amount, "347000", "1", "347 000€")]),
    ("97 000euros", &[(Amount, "97000", "1", "97 000euros")]),
    ("97000 €uros", &[(Amount, "97000", "1", "97000 €uros")]),
    ("12 000 EUR", &[(Amount, "12000", "1", "12 000 EUR")]),
    (
        "1\u{a0}299\u{202f}800,00\u{2009}€",
        &[(Amount, "1299800.00", "0.01", "1\u{a0}299\u{202f}800,00\u{2009}€")],
    ),
    ("1.299.800,00€", &[(Amount, "1299800.00", "0.01", "1.299.800,00€")]),
    ("299.800 €", &[(Amount, "299800", "1", "299.800 €")]),
    ("1'250'000 €", &[(Amount, "1250000", "1", "1'250'000 €")]),
    ("347 k€", &[(Amount, "347000", "1000", "347 k€")]),
    ("347 K€", &[(Amount, "347000", "1000", "347 K€")]),
    ("7,8 M€", &[(Amount, "7800000", "100000", "7,8 M€")]),
    ("1,25 Md€", &[(Amount, "1250000000", "10000000", "1,25 Md€")]),
    ("1,4 million d'euros", &[(Amount, "1400000", "100000", "1,4 million d'euros")]),
    ("12 millions d’euros", &[(Amount, "12000000", "1000000", "12 millions d’euros")]),
    ("350 milliers d'euros", &[(Amount, "350000", "1000", "350 milliers d'euros")]),
    ("2 millions de nuitées", &[(Count, "2000000", "1000000", "2 millions")]),
    ("+ 606 154,37 €", &[(Amount, "606154.37", "0.01", "+ 606 154,37 €")]),
    ("-56 565,64 €", &[(Amount, "-56565.64", "0.01", "-56 565,64 €")]),
    ("Solde : \u{2212} 56 565,64 €", &[(Amount, "-56565.64", "0.01", "\u{2212} 56 565,64 €")]),
    ("soit –3,8 % sur un an", &[(Percent, "-3.8", "0.1", "–3,8 %")]),
    ("-\n56 565,64 €", &[(Amount, "-56565.64", "0.01", "-\n56 565,64 €")]),
    ("un montant de 347\n000 €", &[(Amount, "347000", "1", "347\n000 €")]),
    ("réalisés dont 3\n950 par des agents", &[(Count, "3950", "1", "3\n950")]),
    ("Action 3\n950 personnes", &[(Label, "3", "1", "3"), (Count, "950", "1", "950")]),
    (
        "de 1,2 à 1,4 million d'euros",
        &[
            (Amount, "1200000", "100000", "1,2"),
            (Amount, "1400000", "100000", "1,4 million d'euros"),
        ],
    ),
    ("entre 10 et 15 %", &[(Percent, "10", "1", "10"), (Percent, "15", "1", "15 %")]),
    (
        "de 1 million à 2 millions d'euros",
        &[
            (Amount, "1000000", "1000000", "1 million"),
            (Amount, "2000000", "1000000", "2 millions d'euros"),
        ],
    ),
    ("de 1t à 5 €", &[(Count, "1", "1", "1t"), (Amount, "5", "1", "5 €")]),
    (
        "de 0000000000000000000000000001t à 5 €",
        &[(Count, "", "1", "0000000000000000000000000001t"), (Amount, "5", "1", "5 €")],
    ),
    ("saison 2022-23", &[(Year, "2022", "1", "2022"), (Label, "23", "1", "23")]),
    ("044-214400400-2012-DE", &[(Label, "", "1", "044-214400400-2012-DE")]),
    ("12 rue des Genêts", &[(Label, "12", "1", "12")]),
    ("21860194600000.0", &[(Label, "", "1", "21860194600000.0")]),
    ("347 000\n€", &[(Amount, "347000", "1", "347 000\n€")]),
    (
        "12\n100\n200",
        &[(Count, "12", "1", "12"), (Count, "100", "1", "100"), (Count, "200", "1", "200")],
    ),
    ("- 12 500 € pour le CESAM", &[(Amount, "12500", "1", "12 500 €")]),
    ("Action 3 – 12 agents", &[(Label, "3", "1", "3"), (Count, "12", "1", "12")]),
    ("12 000 € - 3 000 €", &[(Amount, "12000", "1", "12 000 €"), (Amount, "3000", "1", "3 000 €")]),
    ("une subvention (10 000,00 €) est", &[(Amount, "10000.00", "0.01", "10 000,00 €")]),
    (
        "dix mille euros (10 000,00 €)",
        &[(Amount, "10000", "1", "dix mille euros"), (Amount, "10000.00", "0.01", "10 000,00 €")],
    ),
    ("12,5 %", &[(Percent, "12.5", "0.1", "12,5 %")]),
    ("soit 25 pour cent du total", &[(Percent, "25", "1", "25 pour cent")]),
    ("cent pour cent", &[(Percent, "100", "1", "cent pour cent")]),
    ("+109 foyers (+1,08 %)", &[(Count, "109", "1", "+109"), (Percent, "1.08", "0.01", "+1,08 %")]),
    ("Un 6ème poste", &[(Ordinal, "6", "1", "6ème")]),
    (
        "le 1er, le 2e et le 3ᵉ",
        &[(Ordinal, "1", "1", "1er"), (Ordinal, "2", "1", "2e"), (Ordinal, "3", "1", "3ᵉ")],
    ),
    ("au XXIe siècle", &[(Ordinal, "21", "1", "XXIe")]),
    ("En 2023, 5 072 entretiens", &[(Year, "2023", "1", "2023"), (Count, "5072", "1", "5 072")]),
    ("en 2023. 53 entrées", &[(Year, "2023", "1", "2023"), (Count, "53", "1", "53")]),
    ("2019 personnes", &[(Count, "2019", "1", "2019")]),
    ("les crédits 2019 consolidés", &[(Year, "2019", "1", "2019")]),
    ("Budget 2023 dans son ensemble", &[(Year, "2023", "1", "2023")]),
    ("2022-2023", &[(Year, "2022", "1", "2022"), (Year, "2023", "1", "2023")]),
    ("2023 5 072", &[(Year, "2023", "1", "2023"), (Count, "5072", "1", "5 072")]),
    (
        "44270 6 580,00 €",
        &[(Label, "44270", "1", "44270"), (Amount, "6580.00", "0.01", "6 580,00 €")],
    ),
    (
        "1 165,50 1 393,94 €",
        &[(Amount, "1165.50", "0.01", "1 165,50"), (Amount, "1393.94", "0.01", "1 393,94 €")],
    ),
    (
        "entre 10 000 et 15 000 €",
        &[(Amount, "10000", "1", "10 000"), (Amount, "15000", "1", "15 000 €")],
    ),
    ("Action 1.1 Identifier", &[(Code, "", "1", "1.1")]),
    ("3.2.1", &[(Code, "", "1", "3.2.1")]),
    ("25 €/an", &[(Rate, "25", "1", "25 €/an")]),
    ("12 €/élève", &[(Rate, "12", "1", "12 €/élève")]),
    ("0,5799 €/m3", &[(Rate, "0.5799", "0.0001", "0,5799 €/m3")]),
    ("12 € par habitant", &[(Rate, "12", "1", "12 € par habitant")]),
    ("15 euros le m²", &[(Rate, "15", "1", "15 euros le m²")]),
    ("347 000 € par l'Etat", &[(Amount, "347000", "1", "347 000 €")]),
    (
        "12 000 € / 15 000 €",
        &[(Amount, "12000", "1", "12 000 €"), (Amount, "15000", "1", "15 000 €")],
    ),
    ("44270 Machecoul", &[(Label, "44270", "1", "44270")]),
    ("SIRET : 218 601 946 00000", &[(Label, "", "1", "218 601 946 00000")]),
    ("tél. 03 80 12 34 56", &[(Label, "", "1", "03 80 12 34 56")]),
    ("n° 12", &[(Label, "12", "1", "12")]),
    ("article L. 115-3 du code", &[(Label, "", "1", "115-3")]),
    ("la loi n° 2020-1576", &[(Label, "", "1", "2020-1576")]),
    ("délibération n°2008/45", &[(Label, "", "1", "2008/45")]),
    ("à 20h30", &[(Label, "", "1", "20h30")]),
    ("24h/24 et 7j/7", &[(Label, "", "1", "24h/24"), (Label, "", "1", "7j/7")]),
    ("7/7", &[(Label, "", "1", "7/7")]),
    ("les 16-25 ans", &[(Label, "", "1", "16-25 ans")]),
    ("jeunes de 18 à 25 ans", &[(Label, "", "1", "18 à 25 ans")]),
    ("les moins de 26 ans", &[(Label, "", "1", "26 ans")]),
    ("Page 3 : 12 pages", &[(Label, "3", "1", "3"), (Count, "12", "1", "12")]),
    (
        "Axe 2, Fiche 3, Article 4, Annexe 5",
        &[
            (Label, "2", "1", "2"),
            (Label, "3", "1", "3"),
            (Label, "4", "1", "4"),
            (Label, "5", "1", "5"),
        ],
    ),
    ("20 m2 de CO2 en A4 contre la COVID-19 au F2", &[(Count, "20", "1", "20")]),
    ("trois associations et un logement neuf destiné", &[(Count, "3", "1", "trois")]),
    ("les deux associations, une fois, en deux temps partiel", &[]),
    ("269 personnes ont été suivies", &[(Count, "269", "1", "269")]),
    ("12 500 personnes", &[(Count, "12500", "1", "12 500")]),
    (
        "un euro symbolique et neuf agents",
        &[(Amount, "1", "1", "un euro"), (Count, "9", "1", "neuf")],
    ),
    ("il en reste un. Une personne, une subvention", &[]),
    (
        "cinquante mille (50 000) euros",
        &[(Amount, "50000", "1", "cinquante mille"), (Amount, "50000", "1", "50 000")],
    ),
    (
        "mille euros et dix centimes (1 000,10 €)",
        &[
            (Amount, "1000.10", "0.01", "mille euros et dix centimes"),
            (Amount, "1000.10", "0.01", "1 000,10 €"),
        ],
    ),
    ("1,2 Mds d’euros", &[(Amount, "1200000000", "100000000", "1,2 Mds d’euros")]),
    (
        "500 K€uros, 20 keuros",
        &[(Amount, "500000", "1000", "500 K€uros"), (Amount, "20000", "1000", "20 keuros")],
    ),
    ("347 000,- €", &[(Amount, "347000", "1", "347 000,- €")]),
    ("10-15 000 €", &[(Count, "10", "1", "10"), (Amount, "15000", "1", "15 000 €")]),
    ("à l’unanimité.\n10. SPORTS", &[(Label, "10", "1", "10")]),
    ("soit 2023 : 53. Les autres", &[(Year, "2023", "1", "2023"), (Count, "53", "1", "53")]),
    ("le SDE 04 a mené 05 entretiens", &[(Label, "4", "1", "04"), (Count, "5", "1", "05")]),
    ("1. Contexte", &[(Label, "1", "1", "1")]),
    ("voir https://www.dijon.fr/2023/12/b-12.pdf", &[]),
    (
        "Action 1 100 000 € 95 000 €",
        &[
            (Label, "1", "1", "1"),
            (Amount, "100000", "1", "100 000 €"),
            (Amount, "95000", "1", "95 000 €"),
        ],
    ),
    ("Action 1.1 100 000 €", &[(Code, "", "1", "1.1"), (Amount, "100000", "1", "100 000 €")]),
    ("Un 6 ème poste", &[(Ordinal, "6", "1", "6 ème")]),
    ("jusqu'à 2023, près de 2000", &[(Year, "2023", "1", "2023"), (Count, "2000", "1", "2000")]),
    (
        "12 € de l'heure, 12 € le mois",
        &[(Rate, "12", "1", "12 € de l'heure"), (Amount, "12", "1", "12 €")],
    ),
    ("deux millions d'euros", &[(Amount, "2000000", "1000000", "deux millions d'euros")]),
    (
        "quatre-vingt-dix-sept mille deux cents euros",
        &[(Amount, "97200", "1", "quatre-vingt-dix-sept mille deux cents euros")],
    ),
];

#[test]
fn every_writing_is_read_as_it_was_meant() {
    let mut wrong = Vec::new();
    for (text, expected) in ROWS {
        let read: Vec<_> = scan(text)
            .into_iter()
            .map(|t| (t.kind, t.value, t.step.to_string(), text[t.range].to_owned()))
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(kind, value, step, range)| {
                (*kind, value.parse::<Decimal>().ok(), (*step).to_owned(), (*range).to_owned())
            })
            .collect();
        if read != expected {
            wrong.push(format!("{text}: {read:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn days_are_dated_where_they_name_their_year() {
    for (text, expected, range) in [
        ("le 22 juin 2023.", Some(date(2023, 6, 22)), "22 juin 2023"),
        ("au 1er janvier 2024", Some(date(2024, 1, 1)), "1er janvier 2024"),
        ("du 22/06/2023", Some(date(2023, 6, 22)), "22/06/2023"),
        ("22-06-2023", Some(date(2023, 6, 22)), "22-06-2023"),
        ("2023-06-22", Some(date(2023, 6, 22)), "2023-06-22"),
        ("présentes au 31 décembre.", None, "31 décembre"),
    ] {
        let [token] = &scan(text)[..] else { panic!("{text}: one token") };
        assert_eq!((token.kind, &text[token.range.clone()]), (Kind::Date(expected), range));
    }
}

#[test]
fn qualifiers_stand_before_or_behind() {
    for (text, qualifier) in [
        ("environ 12 000 €", Qualifier::About),
        ("près de 12 000 €", Qualifier::About),
        ("de l'ordre de 12 000 €", Qualifier::About),
        ("quelque 300 jeunes", Qualifier::About),
        ("12 000 € environ", Qualifier::About),
        ("presque 40 %", Qualifier::About),
        ("au moins 12 agents", Qualifier::AtLeast),
        ("plus de 2000 personnes", Qualifier::AtLeast),
        ("12 agents au minimum", Qualifier::AtLeast),
        ("12 000 € au minimum", Qualifier::AtLeast),
        ("jusqu’à 500 €", Qualifier::AtMost),
        ("moins de 10 %", Qualifier::AtMost),
        ("500 € maximum", Qualifier::AtMost),
        ("12 000 € sont versés", Qualifier::Exact),
        ("le minimum vieillesse, 12 agents", Qualifier::Exact),
    ] {
        let [token] = &scan(text)[..] else { panic!("{text}: one token") };
        assert_eq!(token.qualifier, qualifier, "{text}");
    }
}

#[test]
fn taxes_follow_their_amount() {
    for (text, tax) in [
        ("12 000 € H.T.", Some(Tax::Ht)),
        ("12 000,00 € HT soit", Some(Tax::Ht)),
        ("12 000 € (TTC)", Some(Tax::Ttc)),
        ("12 000 euros T.T.C.", Some(Tax::Ttc)),
        ("12 000 € toutes taxes comprises", Some(Tax::Ttc)),
        ("12 000 € hors marché", None),
    ] {
        let [token] = &scan(text)[..] else { panic!("{text}: one token") };
        assert_eq!((token.kind, token.tax), (Kind::Amount, tax), "{text}");
    }
}

#[test]
fn a_long_text_of_one_thing_is_scanned_to_its_end() {
    for unit in
        ["1", "123 ", "1.", "12,", "1\n", "- ", "un ", "1-", "é", "n° 1/", "1 à 2 ", "deux cent "]
    {
        let text = unit.repeat(60_000 / unit.len());
        assert!(well_formed(&text, &scan(&text)), "{unit:?}");
    }
}

fn well_formed(text: &str, tokens: &[Token]) -> bool {
    tokens.iter().all(|t| !t.range.is_empty() && text.get(t.range.clone()).is_some())
        && tokens.windows(2).all(|w| w[0].range.end <= w[1].range.start)
}

proptest! {
    #[test]
    fn any_text_is_scanned_into_sorted_disjoint_ranges(text in "\\PC*") {
        prop_assert!(well_formed(&text, &scan(&text)));
        let _ = super::cell(&text);
    }

    #[test]
    fn any_mix_of_number_parts_is_scanned(text in "([0-9]{1,3}|[ .,'’/\n°%€()+-]|é|n°|ans|euros|mille|deux|juin|million|k€|à|HT|par|h){0,24}") {
        prop_assert!(well_formed(&text, &scan(&text)), "{:?}", scan(&text));
        let _ = super::cell(&text);
    }

    #[test]
    fn what_format_writes_scan_reads(
        mantissa in -999_999_999_999i64..999_999_999_999,
        scale in 0u32..4,
        space in prop::sample::select(vec![" ", "\u{a0}", "\u{202f}", "\u{2009}"]),
    ) {
        let value = Decimal::new(mantissa, scale);
        let text = format!("{}{space}€", format(value).replace('\u{a0}', space));
        let tokens = scan(&text);
        prop_assert_eq!(tokens.len(), 1, "{}", &text);
        prop_assert_eq!(tokens[0].value, Some(value));
        prop_assert_eq!(tokens[0].kind, Kind::Amount);
        prop_assert_eq!(tokens[0].range.clone(), 0..text.len());
        prop_assert_eq!(tokens[0].step, Decimal::new(1, scale));
    }
}

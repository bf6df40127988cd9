//! The spaces that French sets before its marks, in what the tool itself says.
//!
//! Sentences are written with plain spaces in the catalogue and in the code, where a space that
//! does not look like one is a trap; they become U+00A0 before « : », « % » and « € », inside
//! guillemets and between « p. » and its number, U+202F before « ; », « ! » and « ? » on their way
//! into a report (Imprimerie nationale, Lexique des règles typographiques). What a sentence quotes
//! between guillemets is a document's, and stays as it is written; so does all text that does not
//! pass through here.

/// No line ends here, as wide as a word space.
const WIDE: char = '\u{a0}';

/// No line ends here, narrow.
const NARROW: char = '\u{202f}';

/// A sentence of the tool with the spaces of French.
///
/// | written | set |
/// |---|---|
/// | `Quoi ?` | `Quoi\u{202f}?` |
/// | `« a : b » : c` | `«\u{a0}a : b\u{a0}»\u{a0}: c` |
pub(super) fn french(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let (mut last, mut depth) = (' ', 0_u32);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        out.push(match (c, next) {
            (' ', Some('»')) if depth <= 1 => WIDE,
            (' ', _) if last == '«' && depth == 1 => WIDE,
            (' ', Some(':' | '%' | '€')) if depth == 0 => WIDE,
            (' ', Some('0'..='9')) if depth == 0 && holds(&out) => WIDE,
            (' ', Some(';' | '!' | '?')) if depth == 0 => NARROW,
            _ => c,
        });
        match c {
            '«' => depth += 1,
            '»' => depth = depth.saturating_sub(1),
            _ => {}
        }
        last = c;
    }
    out
}

/// Whether a text ends with a word that stays with the number behind it.
fn holds(text: &str) -> bool {
    ["p.", "n°", "page", "pages"].iter().any(|word| text.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::french;

    #[test]
    fn marks_are_never_parted_from_their_word() {
        for (plain, set) in [
            ("Le montant est-il le bon ?", "Le montant est-il le bon\u{202f}?"),
            ("a : b ; c !", "a\u{a0}: b\u{202f}; c\u{202f}!"),
            ("« bilan run »", "«\u{a0}bilan run\u{a0}»"),
            ("à 12:30, sans espace", "à 12:30, sans espace"),
            ("12 % de 5 €, p. 2, n° 3", "12\u{a0}% de 5\u{a0}€, p.\u{a0}2, n°\u{a0}3"),
        ] {
            assert_eq!(french(plain), set);
        }
    }

    #[test]
    fn what_is_quoted_stays_as_it_is_written() {
        assert_eq!(
            french("la ligne « Action : 1 ; quoi ? » : vide"),
            "la ligne «\u{a0}Action : 1 ; quoi ?\u{a0}»\u{a0}: vide"
        );
        let nested = french("« a « b » c »");
        assert_eq!(nested, "«\u{a0}a « b » c\u{a0}»");
    }
}

//! Relations as packs write them: `somme(detail.parties) <= detail.tout`, `a - b = 2 * c`.
//!
//! `variation(avant, apres) = taux` and `part(partie, tout) = taux` recompute a percentage, which no
//! sum of terms can: each stands alone on the left, before `=` and one name.
//!
//! A hyphen inside a name belongs to the name; a minus has a space on each side. A name may be
//! taken from another kind of document: `compte-rendu:etat`, or from the document of the year
//! before: `n-1:file_active.presents`.

use std::ops::Range;

use rust_decimal::Decimal;
use thiserror::Error;

use super::{Operator, PREVIOUS, Rate, Relation, Term};

/// Bytes of a relation at most, as of a phrase: far more than anybody reads.
const LONGEST: usize = 8_000;

/// A relation that cannot be read, with the byte range at fault.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{message}")]
pub struct RelationError {
    /// Byte range in the relation as written.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
}

/// A term and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The term.
    pub term: Term,
    /// Byte range of its name in the relation as written.
    pub range: Range<usize>,
}

/// A relation with the places of its terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// The rate of the left side, where it is one.
    pub rate: Option<Rate>,
    /// The left side.
    pub left: Vec<Placed>,
    /// How they compare.
    pub operator: Operator,
    /// The right side.
    pub right: Vec<Placed>,
}

impl Parsed {
    /// The terms of both sides.
    pub fn terms(&self) -> impl Iterator<Item = &Placed> {
        self.left.iter().chain(&self.right)
    }

    /// The relation without places.
    #[must_use]
    pub fn relation(&self) -> Relation {
        let terms = |side: &[Placed]| side.iter().map(|p| p.term.clone()).collect();
        Relation {
            rate: self.rate,
            left: terms(&self.left),
            operator: self.operator,
            right: terms(&self.right),
        }
    }
}

/// Reads a relation.
pub fn parse(written: &str) -> Result<Parsed, RelationError> {
    let mut parser = Parser { tokens: tokens(written)?, at: 0, end: written.len() };
    let rate = parser.rate();
    let left = if rate.is_some() { parser.arguments()? } else { parser.side()? };
    let compared = parser.at;
    let operator = parser.operator()?;
    if rate.is_some() && operator != Operator::Equal {
        let range = parser.tokens.get(compared).map_or(0..0, |(range, _)| range.clone());
        return Err(error(range, "un taux se compare par « = »"));
    }
    let right = if rate.is_some() { vec![parser.term(Decimal::ONE)?] } else { parser.side()? };
    match parser.next() {
        None => Ok(Parsed { rate, left, operator, right }),
        Some((range, _)) => Err(error(range, "la relation devrait finir ici")),
    }
}

/// Reads a sum of terms, as one side of a relation: `budget.total.etat - 2 * soutien`.
pub fn parse_side(written: &str) -> Result<Vec<Placed>, RelationError> {
    let mut parser = Parser { tokens: tokens(written)?, at: 0, end: written.len() };
    let side = parser.side()?;
    match parser.next() {
        None => Ok(side),
        Some((range, _)) => Err(error(range, "le calcul devrait finir ici")),
    }
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Name(String),
    Number(Decimal),
    Sign(char),
    Compare(Operator),
}

struct Parser {
    tokens: Vec<(Range<usize>, Token)>,
    at: usize,
    end: usize,
}

fn error(range: Range<usize>, message: &str) -> RelationError {
    RelationError { range, message: message.to_owned() }
}

/// Cuts a relation into names, numbers and signs.
fn tokens(written: &str) -> Result<Vec<(Range<usize>, Token)>, RelationError> {
    if written.len() > LONGEST {
        let message = format!("relation de {} octets : {LONGEST} au plus", written.len());
        return Err(RelationError { range: 0..1, message });
    }
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(character) = written.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = written.get(at..).unwrap_or("");
        let (length, token) = match character {
            c if c.is_whitespace() => (c.len_utf8(), None),
            c if c.is_alphabetic() => name(rest),
            c if c.is_ascii_digit() => number(rest),
            _ => sign(rest, character),
        };
        let range = at..at + length.max(1);
        at += length;
        match token {
            Some(token) => out.push((range, token)),
            None if character.is_whitespace() => {}
            None => return Err(error(range, "ce signe n'a pas de sens dans une relation")),
        }
    }
    Ok(out)
}

fn name(rest: &str) -> (usize, Option<Token>) {
    let mut length = 0;
    for (at, character) in rest.char_indices() {
        let inside = matches!(character, '-' | '.' | ':' | '_') && {
            let next = rest.get(at + 1..).and_then(|r| r.chars().next());
            next.is_some_and(|c| c.is_alphanumeric() || c == '_')
        };
        if !character.is_alphanumeric() && !inside {
            break;
        }
        length = at + character.len_utf8();
    }
    (length, rest.get(..length).map(|name| Token::Name(name.to_owned())))
}

fn number(rest: &str) -> (usize, Option<Token>) {
    let length =
        rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len());
    let digits = rest.get(..length).unwrap_or("").replace(',', ".");
    (length, digits.parse().ok().map(Token::Number))
}

fn sign(rest: &str, character: char) -> (usize, Option<Token>) {
    const COMPARISONS: &[(&str, Operator)] = &[
        ("<=", Operator::AtMost),
        ("≤", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("≥", Operator::AtLeast),
        ("==", Operator::Equal),
        ("=", Operator::Equal),
    ];
    if let Some((text, operator)) = COMPARISONS.iter().find(|(text, _)| rest.starts_with(text)) {
        return (text.len(), Some(Token::Compare(*operator)));
    }
    let sign = match character {
        '+' | '*' | '(' | ')' | ',' => character,
        '×' => '*',
        '-' | '–' | '−' => '-',
        _ => return (character.len_utf8(), None),
    };
    (character.len_utf8(), Some(Token::Sign(sign)))
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn next(&mut self) -> Option<(Range<usize>, Token)> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    /// `variation(` or `part(`, if it stands here.
    fn rate(&mut self) -> Option<Rate> {
        let rate = match self.peek()? {
            Token::Name(name) if name == "variation" => Rate::Variation,
            Token::Name(name) if name == "part" => Rate::Share,
            _ => return None,
        };
        let opens = self.tokens.get(self.at + 1).is_some_and(|(_, t)| *t == Token::Sign('('));
        self.at += if opens { 2 } else { 0 };
        opens.then_some(rate)
    }

    /// The two names of a rate, up to its bracket.
    fn arguments(&mut self) -> Result<Vec<Placed>, RelationError> {
        let first = self.term(Decimal::ONE)?;
        if !self.take(',') {
            return Err(error(first.range, "un taux a deux valeurs : « part(partie, tout) »"));
        }
        let second = self.term(Decimal::ONE)?;
        if !self.take(')') {
            return Err(error(second.range, "il manque « ) » derrière la seconde valeur du taux"));
        }
        Ok(vec![first, second])
    }

    fn operator(&mut self) -> Result<Operator, RelationError> {
        let end = self.end..self.end;
        match self.next() {
            Some((_, Token::Compare(operator))) => Ok(operator),
            Some((range, _)) => Err(error(range, "il faut ici « = », « <= » ou « >= »")),
            None => Err(error(end, "il manque « = », « <= » ou « >= » et un second membre")),
        }
    }

    /// Terms joined by `+` and `-`.
    fn side(&mut self) -> Result<Vec<Placed>, RelationError> {
        let mut sign = if self.take('-') { Decimal::NEGATIVE_ONE } else { Decimal::ONE };
        let mut out = vec![self.term(sign)?];
        loop {
            sign = if self.take('+') {
                Decimal::ONE
            } else if self.take('-') {
                Decimal::NEGATIVE_ONE
            } else {
                return Ok(out);
            };
            out.push(self.term(sign)?);
        }
    }

    /// `nom`, `2 * nom`, `somme(nom)`.
    fn term(&mut self, sign: Decimal) -> Result<Placed, RelationError> {
        let mut factor = sign;
        if let Some(Token::Number(number)) = self.peek() {
            factor *= *number;
            self.at += 1;
            if !self.take('*') {
                let range = self.tokens.get(self.at - 1).map_or(0..0, |(range, _)| range.clone());
                let message = "un nombre multiplie un nom : « 2 * nom » ; une relation ne compare pas à une constante";
                return Err(error(range, message));
            }
        }
        let (range, name) = self.name()?;
        if name != "somme" || !self.take('(') {
            return Ok(placed(factor, &name, false, range));
        }
        let (range, name) = self.name()?;
        if !self.take(')') {
            return Err(error(range, "il manque « ) » derrière le nom à sommer"));
        }
        Ok(placed(factor, &name, true, range))
    }

    fn name(&mut self) -> Result<(Range<usize>, String), RelationError> {
        let end = self.end..self.end;
        match self.next() {
            Some((range, Token::Name(name))) => Ok((range, name)),
            Some((range, _)) => Err(error(range, "il faut ici le nom d'une valeur")),
            None => Err(error(end, "il manque le nom d'une valeur")),
        }
    }
}

fn placed(factor: Decimal, name: &str, sum: bool, range: Range<usize>) -> Placed {
    let (kind, name) = match name.split_once(':') {
        Some(_) if name.starts_with(PREVIOUS) => (None, name),
        Some((kind, name)) => (Some(kind.to_owned()), name),
        None => (None, name),
    };
    Placed { term: Term { factor, kind, name: name.to_owned(), sum }, range }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Terms as `factor kind:name`, sums marked `+`.
    fn terms(side: &[Placed]) -> Vec<String> {
        side.iter()
            .map(|p| {
                let kind = p.term.kind.as_ref().map_or(String::new(), |k| format!("{k}:"));
                let sum = if p.term.sum { "+" } else { "" };
                format!("{} {kind}{}{sum}", p.term.factor, p.term.name)
            })
            .collect()
    }

    #[test]
    fn names_keep_their_hyphens_and_a_minus_stands_apart() {
        let parsed =
            parse("file-active.suivies - file-active.sorties = compte-rendu:etat").unwrap();
        assert_eq!(terms(&parsed.left), ["1 file-active.suivies", "-1 file-active.sorties"]);
        assert_eq!(terms(&parsed.right), ["1 compte-rendu:etat"]);
        assert_eq!(parsed.operator, Operator::Equal);
    }

    #[test]
    fn a_relation_that_nobody_could_read_is_refused() {
        let error = parse(&format!("{}a = b", "a + ".repeat(2_000))).unwrap_err();
        assert_eq!(error.message, "relation de 8005 octets : 8000 au plus");
        assert!(parse(&format!("{}a = b", "a + ".repeat(1_900))).is_ok());
    }

    #[test]
    fn factors_sums_and_orders_are_read() {
        let parsed = parse("somme(detail.parties) + 0,5 * b ≤ -2 * c - d").unwrap();
        assert_eq!(terms(&parsed.left), ["1 detail.parties+", "0.5 b"]);
        assert_eq!(terms(&parsed.right), ["-2 c", "-1 d"]);
        assert_eq!(parsed.operator, Operator::AtMost);
        assert_eq!(parse("a >= b").unwrap().operator, Operator::AtLeast);
        assert_eq!(parsed.relation().left.len(), 2);
    }

    #[test]
    fn a_rate_takes_two_values_and_is_one_name() {
        let parsed = parse("variation(v.avant, v.apres) = v.taux").unwrap();
        assert_eq!(parsed.rate, Some(Rate::Variation));
        assert_eq!(terms(&parsed.left), ["1 v.avant", "1 v.apres"]);
        assert_eq!(terms(&parsed.right), ["1 v.taux"]);
        assert_eq!(
            parse("part(aide, compte-rendu:total) = t").unwrap().relation().rate,
            Some(Rate::Share)
        );
        // A value may bear the name all the same.
        assert_eq!(parse("part = variation").unwrap().rate, None);
        for (written, message) in [
            ("part(a) = t", "un taux a deux valeurs : « part(partie, tout) »"),
            ("part(a, b = t", "il manque « ) » derrière la seconde valeur du taux"),
            ("part(a, b) <= t", "un taux se compare par « = »"),
            ("part(a, b) = t + u", "la relation devrait finir ici"),
        ] {
            assert_eq!(parse(written).unwrap_err().message, message, "{written}");
        }
    }

    #[test]
    fn a_name_of_the_year_before_keeps_its_mark() {
        let parsed = parse("file_active.debut = n-1:file_active.presents").unwrap();
        assert_eq!(terms(&parsed.right), ["1 n-1:file_active.presents"]);
        let previous: Vec<bool> = parsed.terms().map(|p| p.term.previous()).collect();
        assert_eq!(previous, [false, true]);
        assert_eq!(parsed.right[0].term.bare(), "file_active.presents");
    }

    #[test]
    fn a_side_alone_ends_where_its_terms_do() {
        let side = parse_side("budget.total.etat - 0,5 * somme(aide.montant)").unwrap();
        assert_eq!(terms(&side), ["1 budget.total.etat", "-0.5 aide.montant+"]);
        assert_eq!(parse_side("a = b").unwrap_err().message, "le calcul devrait finir ici");
        assert_eq!(parse_side("").unwrap_err().message, "il manque le nom d'une valeur");
    }

    #[test]
    fn faults_name_their_place() {
        let fault = |written: &str| {
            let error = parse(written).unwrap_err();
            (error.range, error.message)
        };
        assert_eq!(fault("a").0, 1..1);
        assert_eq!(fault("a = ").1, "il manque le nom d'une valeur");
        assert_eq!(fault("a = b c").0, 6..7);
        assert_eq!(fault("a = 3").0, 4..5);
        assert_eq!(fault("été / b").0, 6..7);
        assert_eq!(fault("somme(a = b").1, "il manque « ) » derrière le nom à sommer");
    }
}

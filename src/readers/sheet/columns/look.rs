//! What a field of a delimited file looks like, as far as mending its row asks.

/// What a field looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Blank,
    /// A whole number of at most nine digits, grouped or not.
    Number,
    /// The same with decimals.
    Decimals,
    /// Ten digits and more: an identifier.
    Identifier,
    Date,
    Word,
    Text,
}

impl Look {
    /// The look that the same column may as well have.
    pub(super) fn kin(self) -> Option<Self> {
        match self {
            Self::Number => Some(Self::Decimals),
            Self::Decimals => Some(Self::Number),
            Self::Word => Some(Self::Text),
            Self::Text => Some(Self::Word),
            Self::Blank | Self::Identifier | Self::Date => None,
        }
    }
}

/// What a field looks like.
pub(super) fn look(field: &str) -> Look {
    let field = field.trim();
    let digits = field.bytes().filter(u8::is_ascii_digit).count();
    let numeric = |c: char| c.is_ascii_digit() || c.is_whitespace() || ",.-+€%".contains(c);
    let dated = |c: char| c.is_ascii_digit() || "-/_.".contains(c);
    if field.is_empty() {
        Look::Blank
    } else if digits >= 6 && field.matches(['-', '/']).count() >= 2 && field.chars().all(dated) {
        Look::Date
    } else if digits > 0 && field.chars().all(numeric) {
        let plain = field.split(['.', ',']).next().unwrap_or(field);
        let whole = plain.bytes().filter(u8::is_ascii_digit).count();
        match (whole >= 10, field.contains(['.', ','])) {
            (true, _) => Look::Identifier,
            (_, true) => Look::Decimals,
            _ => Look::Number,
        }
    } else if field.chars().count() <= 40 {
        Look::Word
    } else {
        Look::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_told_apart() {
        assert_eq!(look("100 000"), Look::Number);
        assert_eq!(look("22850001300658"), Look::Identifier);
        assert_eq!(look("2018-04-01_2018-12-31"), Look::Date);
        assert_eq!(look("22/03/2018"), Look::Date);
        assert_eq!(look("aide en numéraire"), Look::Word);
    }
}

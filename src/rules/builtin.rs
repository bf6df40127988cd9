//! The packs that the program carries, for use without a folder of rules.
//!
//! They are the files of `rules/`, put in when the program is built: what `--rules rules` reads
//! and what it reads without are the same.

/// File names and texts, sorted by name.
pub(super) const BUILT_IN: &[(&str, &str)] = &[
    ("bilan-convention-pauvrete.toml", include_str!("../../rules/bilan-convention-pauvrete.toml")),
    ("commun.toml", include_str!("../../rules/commun.toml")),
    ("compte-administratif.toml", include_str!("../../rules/compte-administratif.toml")),
    ("compte-rendu-financier.toml", include_str!("../../rules/compte-rendu-financier.toml")),
    ("convention-operateur.toml", include_str!("../../rules/convention-operateur.toml")),
    ("convention.toml", include_str!("../../rules/convention.toml")),
    ("reserve-parlementaire.toml", include_str!("../../rules/reserve-parlementaire.toml")),
    ("stafe.toml", include_str!("../../rules/stafe.toml")),
    ("subventions-associations.toml", include_str!("../../rules/subventions-associations.toml")),
    ("subventions.toml", include_str!("../../rules/subventions.toml")),
];

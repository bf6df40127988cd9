//! The arguments of `bilan rules …`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::{Caps, Keep, Packs, Reading, Words};
use crate::batch::progress::Watch;
use crate::batch::{Keeping, Settings};
use crate::ingest::Search;

/// `bilan rules`.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum Rules {
    /// Dit chaque faute avec fichier, ligne, colonne et remède
    Check(Packs),
    /// Ce que les règles lisent de chaque nombre d'une archive, et ce qu'elles laissent
    Coverage(Coverage),
    /// Pourquoi les règles lisent un document comme elles le font : ce qui manque à chacune
    Explain(Explain),
    /// Un premier jeu de règles tiré d'un document, à relire et à garder
    Draft(Draft),
    /// Ce qu'une modification des règles change dans une archive
    Impact(Impact),
    /// Écrit le schéma des règles : l'éditeur complète les clés et souligne les fautes
    ///
    /// Dans le dossier des règles : « bilan rules schema > bilan.schema.json », puis en tête de
    /// chaque fichier la ligne « #:schema ./bilan.schema.json » (Taplo, Even Better TOML).
    Schema,
    /// Essaie les règles sur des documents et compare avec les instantanés
    Test(Test),
}

/// `bilan rules impact`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Impact {
    /// Dossiers ou fichiers sur lesquels comparer
    #[arg(required = true, value_name = "ARCHIVE")]
    pub(in crate::cli) archive: Vec<PathBuf>,
    /// Dossier des règles d'avant ; sans lui, celles de l'outil
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) before: Option<PathBuf>,
    /// Dossier des règles d'après
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) after: PathBuf,
    /// Forme de la réponse
    #[arg(long, value_enum, default_value = "text")]
    pub(in crate::cli) format: ImpactFormat,
    /// Montre tous les changements, et non les premiers
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Ce qui donne le code de sortie 1 [défaut : rien]
    #[arg(long, value_enum, value_name = "QUOI", value_delimiter = ',')]
    pub(in crate::cli) fail_on: Vec<FailOn>,
    #[command(flatten)]
    pub(in crate::cli) trial: Trial,
}

/// The form of an impact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ImpactFormat {
    Text,
    Json,
    Html,
}

/// What an impact is refused for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FailOn {
    /// Une valeur qui n'est plus lue
    Lost,
    /// Une valeur lue en plus
    Gained,
    /// Une valeur lue autrement
    Changed,
    /// Une valeur lue ailleurs
    Moved,
    /// Un constat apparu, disparu ou inversé
    Flipped,
}

/// `bilan rules test`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Test {
    /// Dossiers ou fichiers sur lesquels essayer les règles [défaut : samples/archive]
    #[arg(value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Dossier des instantanés [défaut : snapshots, ou snapshots/<nom du dossier de PATH>]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) snapshots: Option<PathBuf>,
    /// Prend ce qui est lu pour juste : écrit les instantanés qui diffèrent, retire les orphelins
    #[arg(long)]
    pub(in crate::cli) accept: bool,
    /// Montre les documents qui diffèrent un à un et demande quoi faire
    #[arg(long, conflicts_with = "accept")]
    pub(in crate::cli) review: bool,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
    #[command(flatten)]
    pub(in crate::cli) trial: Trial,
}

/// `bilan rules draft`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Draft {
    /// Document dont tirer un jeu de règles
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
    #[command(flatten)]
    pub(in crate::cli) trial: Trial,
}

/// `bilan rules explain`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// Fichier à expliquer
    #[arg(value_name = "FILE")]
    pub(in crate::cli) file: PathBuf,
    /// Les seules règles de cet id, en détail
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) rule: Option<String>,
    /// Ce qui se trouve sur une seule page, à partir de 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(in crate::cli) page: Option<u32>,
    #[command(flatten)]
    pub(in crate::cli) packs: Packs,
    #[command(flatten)]
    pub(in crate::cli) trial: Trial,
}

/// `bilan rules coverage`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Coverage {
    /// Dossiers ou fichiers à lire
    #[arg(required = true, value_name = "PATH")]
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Forme de la réponse
    #[arg(long, value_enum, default_value = "text")]
    pub(in crate::cli) format: Told,
    /// Montre les listes entières
    #[arg(long)]
    pub(in crate::cli) all: bool,
    #[command(flatten)]
    pub(in crate::cli) reading: Reading,
    #[command(flatten)]
    pub(in crate::cli) words: Words,
}

/// The form of an answer that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Told {
    Text,
    Json,
}

/// How documents are read for rules to be tried on them.
#[derive(Debug, Args)]
pub(in crate::cli) struct Trial {
    #[command(flatten)]
    keep: Keep,
    #[command(flatten)]
    caps: Caps,
    #[command(flatten)]
    words: Words,
}

impl Trial {
    /// The settings of a trial over these paths, and where what is read is kept.
    pub(in crate::cli) fn settings(self, roots: Vec<PathBuf>) -> (Settings, Keeping) {
        let keeping = self.keep.keeping();
        let settings = Settings {
            search: Search { roots, ..Search::default() },
            rules: None,
            workers: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            limits: self.caps.limits(),
            ocr: self.caps.ocr(),
            keeping: keeping.clone(),
            reread: crate::batch::Reread::default(),
            watch: Watch::Nothing,
            lang: self.words.lang(),
        };
        (settings, keeping)
    }
}

//! The arguments as typed. Help is French, flags are English (`README`, glossary).

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::batch::progress::Watch;
use crate::batch::{Reread, Settings};
use crate::ingest::Search;
use crate::issue::Lang;

mod caps;
mod past;
mod reports;
mod rules;

pub(super) use caps::{Caps, Keep};
pub(super) use past::{Confirm, Past, Verify, Waive};
use reports::{Formats, Pictures, Sources};
pub(super) use rules::{Coverage, Draft, Explain, FailOn, Impact, ImpactFormat, Rules, Test, Told};

/// Lit les bilans et comptes rendus d'une archive et vérifie que les montants concordent.
#[derive(Debug, Parser)]
#[command(name = "bilan", version, propagate_version = true, max_term_width = 100)]
pub(super) struct Arguments {
    /// La commande.
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Les commandes.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Tout le travail sur un dossier : lire, extraire, rapprocher, rendre compte
    Run(Run),
    /// Documents vers JSON, un par ligne sur la sortie standard, ou dans OUT/documents
    Extract(Extract),
    /// Rapproche à nouveau les documents d'un dossier de résultats, sans relire les sources
    Reconcile(Again),
    /// Produit à nouveau les rapports d'un dossier de résultats
    Report(Report),
    /// Accepte des écarts, avec un motif, un auteur et une échéance
    Waive(Waive),
    /// Confirme que deux noms rapprochés sont ceux d'une même chose, ou de deux (--reject)
    Confirm(Confirm),
    /// Rouvre les sources et prouve que chaque valeur gardée se trouve où elle le dit
    Verify(Verify),
    /// Montre ce que le lecteur voit d'un fichier : lignes, tableaux, cadres
    Inspect(Inspect),
    /// Écrit ce qui complète les commandes dans un interpréteur (bash, zsh, fish…)
    Completions {
        /// L'interpréteur
        #[arg(value_enum, value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    /// Écrit la page de manuel
    Man {
        /// Dossier où écrire une page par commande ; sans lui, la page principale va sur la sortie
        /// standard
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Vérifie les règles
    Rules {
        /// Ce qu'il faut en faire.
        #[command(subcommand)]
        command: Rules,
    },
    /// One document in a process of its own; started by the tool itself
    #[command(hide = true)]
    Worker,
    /// Runs Tesseract, which ends with the worker that asked for it
    #[command(hide = true, name = crate::readers::ocr::COMMAND)]
    Tesseract {
        /// The process of that worker.
        parent: u32,
        /// The program.
        program: PathBuf,
        /// What it is given.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

/// `bilan run`.
#[derive(Debug, Args)]
pub(super) struct Run {
    /// Dossiers ou fichiers à lire
    #[arg(required = true, value_name = "ARCHIVE")]
    pub(super) archive: Vec<PathBuf>,
    /// Dossier des résultats
    #[arg(long, value_name = "DIR", default_value = "bilan-out")]
    pub(super) out: PathBuf,
    #[command(flatten)]
    pub(super) resume: Resume,
    #[command(flatten)]
    pub(super) volume: Volume,
    #[command(flatten)]
    pub(super) formats: Formats,
    #[command(flatten)]
    pub(super) past: Past,
    #[command(flatten)]
    pub(super) pictures: Pictures,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) words: Words,
}

/// `bilan extract`.
#[derive(Debug, Args)]
pub(super) struct Extract {
    /// Dossiers ou fichiers à lire
    #[arg(required = true, value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    /// Dossier des résultats ; sans lui, un document JSON par ligne sur la sortie standard
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    #[command(flatten)]
    pub(super) resume: Resume,
    #[command(flatten)]
    pub(super) volume: Volume,
    #[command(flatten)]
    pub(super) reading: Reading,
    #[command(flatten)]
    pub(super) words: Words,
}

/// `bilan reconcile`.
#[derive(Debug, Args)]
pub(super) struct Again {
    /// Dossier écrit par « bilan run »
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) quiet: Quiet,
    #[command(flatten)]
    pub(super) past: Past,
    #[command(flatten)]
    pub(super) packs: Packs,
    #[command(flatten)]
    pub(super) sources: Sources,
    #[command(flatten)]
    pub(super) words: Words,
}

/// `bilan report`.
#[derive(Debug, Args)]
pub(super) struct Report {
    /// Dossier écrit par « bilan run »
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    #[command(flatten)]
    pub(super) formats: Formats,
    #[command(flatten)]
    pub(super) sources: Sources,
    #[command(flatten)]
    pub(super) words: Words,
}

/// `bilan inspect`.
#[derive(Debug, Args)]
pub(super) struct Inspect {
    /// Fichier à regarder
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Une seule page, à partir de 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) page: Option<u32>,
    /// Forme de la réponse
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Shape,
    #[command(flatten)]
    pub(super) caps: Caps,
    #[command(flatten)]
    pub(super) keep: Keep,
    #[command(flatten)]
    pub(super) words: Words,
}

/// Where rules come from.
#[derive(Debug, Clone, Args)]
pub(super) struct Packs {
    /// Dossier des règles ; sans lui, celles de l'outil
    #[arg(long, value_name = "DIR")]
    pub(super) rules: Option<PathBuf>,
}

/// Whether nothing is said but what keeps the command from its job.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Quiet {
    /// N'affiche que ce qui empêche le travail ; le code de sortie dit le reste
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Whether what an earlier run has read is taken over.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Resume {
    /// Relit tout ; sans cela, ce qui est inchangé depuis le dernier passage dans le dossier des
    /// résultats, interrompu ou non, est repris tel quel
    #[arg(long)]
    fresh: bool,
}

/// How much is said.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Volume {
    #[command(flatten)]
    quiet: Quiet,
    /// Dit chaque fichier dès qu'il est lu : ce qu'il en advient, pages, durée, règles
    #[arg(long, short, conflicts_with = "quiet")]
    verbose: bool,
}

/// What is read, and how.
#[derive(Debug, Args)]
pub(super) struct Reading {
    #[command(flatten)]
    packs: Packs,
    /// Ne lit que les fichiers de ce motif (plusieurs fois possible) ; exemple : '*.pdf'
    #[arg(long, value_name = "GLOB")]
    include: Vec<String>,
    /// Laisse de côté les fichiers et dossiers de ce motif (plusieurs fois possible)
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Processus de lecture à la fois [défaut : un par cœur]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,
    #[command(flatten)]
    caps: Caps,
    #[command(flatten)]
    keep: Keep,
}

/// The language of the tool's words.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Words {
    /// Langue des messages
    #[arg(long, value_enum, default_value = "fr")]
    lang: Language,
}

/// A language.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    Fr,
    En,
}

/// The form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Shape {
    Text,
    Json,
    Svg,
}

impl Resume {
    /// Which files are read, as the library has it.
    pub(super) fn reread(self) -> Reread {
        if self.fresh { Reread::All } else { Reread::Changed }
    }
}

impl Volume {
    /// Whether nothing is said.
    pub(super) fn is_quiet(self) -> bool {
        self.quiet.quiet
    }

    /// Whether everything is said.
    pub(super) fn is_verbose(self) -> bool {
        self.verbose
    }
}

impl Words {
    /// The language as the library has it.
    pub(super) fn lang(self) -> Lang {
        match self.lang {
            Language::Fr => Lang::Fr,
            Language::En => Lang::En,
        }
    }
}

/// Workers at a time, one a core if nothing is said.
fn workers(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    asked.map_or_else(cores, usize::from)
}

impl Reading {
    /// The settings of a run over these paths.
    pub(super) fn settings(self, roots: Vec<PathBuf>, lang: Lang, watch: Watch) -> Settings {
        Settings {
            search: Search { roots, include: self.include, exclude: self.exclude, apart: None },
            rules: self.packs.rules,
            workers: workers(self.workers),
            limits: self.caps.limits(),
            ocr: self.caps.ocr(),
            keeping: self.keep.keeping(),
            reread: Reread::default(),
            watch,
            lang,
        }
    }
}

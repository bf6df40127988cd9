//! The arguments that speak of earlier runs and of what people accepted.
//!
//! The clock is read here and nowhere else. `--today` sets it for tests and audits: it is an
//! argument, seen in the command that was run, and no setting that works unseen.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Zoned;
use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Caps, Keep, Packs, Quiet, Words};
use crate::batch::progress::Watch;
use crate::batch::verifying::Given;
use crate::batch::{self, Confirming, Settings, Waiving};
use crate::ingest::Search;
use crate::limits::Limits;
use crate::reconcile::correspondences::Ruling;
use crate::reconcile::waivers::day;
use crate::rules;

/// What is known already, and what of it gives the exit status 1.
#[derive(Debug, Args)]
pub(in crate::cli) struct Past {
    /// Constats d'un passage précédent (findings.json ou son dossier) : dit de chaque écart s'il
    /// est nouveau, connu, modifié, résolu ou revenu
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Ce qui donne le code de sortie 1 : les écarts que --baseline ne connaît pas tels quels, ou
    /// tous
    #[arg(long, value_enum, value_name = "QUOI", default_value = "new")]
    fail_on: FailOn,
    /// Fichier des dérogations [défaut : derogations.toml, s'il est dans le dossier courant]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// Fichier des correspondances de noms [défaut : correspondances.toml, s'il est à côté des
    /// dérogations]
    #[arg(long, value_name = "FILE")]
    correspondences: Option<PathBuf>,
    /// Part du prévisionnel au-delà de laquelle le réalisé s'en écarte significativement, de la
    /// forme '20 %' [défaut : celle des règles]
    #[arg(long, value_name = "PART", value_parser = share)]
    significant: Option<Decimal>,
    /// Taille des données rapprochées à la fois, en Mio : un document au-delà, seul ou avec ceux dont
    /// on le rapproche, est dit non rapproché
    #[arg(long, value_name = "MIB", default_value_t = 24)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_judged: u64,
    #[command(flatten)]
    clock: Clock,
}

/// Which discrepancies give the exit status 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    New,
    Any,
}

/// The day of today.
#[derive(Debug, Args)]
struct Clock {
    /// Jour auquel juger les dérogations, pour un essai ou un audit [défaut : aujourd'hui]
    #[arg(long, value_name = "DATE", value_parser = date)]
    today: Option<Date>,
}

/// `bilan waive`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Waive {
    /// Identifiants des écarts, comme dans report.html, ecarts.xlsx et findings.json
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Pourquoi l'écart est accepté
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Qui l'accepte
    #[arg(long, value_name = "TEXT")]
    by: String,
    /// Dernier jour où la dérogation vaut, de la forme 2026-12-31
    #[arg(long, value_name = "DATE", value_parser = date)]
    until: Date,
    /// Dossier écrit par « bilan run » où sont les écarts
    #[arg(long, value_name = "DIR", default_value = "bilan-out")]
    run: PathBuf,
    /// Fichier des dérogations [défaut : derogations.toml, dans le dossier courant]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    pub(in crate::cli) words: Words,
}

/// `bilan confirm`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Confirm {
    /// Identifiants des rapprochements, comme dans report.html et findings.json
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// Qui l'a vérifié
    #[arg(long, value_name = "TEXT")]
    by: String,
    /// Dit au contraire que ce sont deux noms différents, à ne jamais rapprocher
    #[arg(long)]
    reject: bool,
    /// Dossier écrit par « bilan run » où sont les rapprochements
    #[arg(long, value_name = "DIR", default_value = "bilan-out")]
    run: PathBuf,
    /// Fichier des correspondances [défaut : correspondances.toml, dans le dossier courant]
    #[arg(long, value_name = "FILE")]
    correspondences: Option<PathBuf>,
    #[command(flatten)]
    clock: Clock,
    #[command(flatten)]
    pub(in crate::cli) words: Words,
}

impl Confirm {
    /// As the library has it.
    pub(in crate::cli) fn confirming(self) -> Confirming {
        Confirming {
            ruling: if self.reject { Ruling::Rejected } else { Ruling::Confirmed },
            on: self.clock.today().to_string(),
            ids: self.ids,
            by: self.by,
            folder: self.run,
            correspondences: self.correspondences,
        }
    }
}

/// `bilan verify`.
#[derive(Debug, Args)]
pub(in crate::cli) struct Verify {
    /// Dossier écrit par « bilan run » ou « bilan extract --out »
    #[arg(value_name = "DIR")]
    pub(in crate::cli) folder: PathBuf,
    /// Où sont les sources, si elles ne sont plus où le dossier les a lues (plusieurs fois
    /// possible, dans le même ordre)
    #[arg(long, value_name = "PATH")]
    pub(in crate::cli) archive: Vec<PathBuf>,
    #[command(flatten)]
    pub(in crate::cli) quiet: Quiet,
    #[command(flatten)]
    packs: Packs,
    /// Fichier des correspondances de noms du passage [défaut : correspondances.toml, s'il est
    /// dans le dossier courant]
    #[arg(long, value_name = "FILE")]
    correspondences: Option<PathBuf>,
    /// Part du prévisionnel donnée au passage, de la forme '20 %' [défaut : celle des règles]
    #[arg(long, value_name = "PART", value_parser = share)]
    significant: Option<Decimal>,
    #[command(flatten)]
    caps: Caps,
    #[command(flatten)]
    keep: Keep,
    #[command(flatten)]
    words: Words,
}

impl Verify {
    /// The settings of a proof.
    pub(in crate::cli) fn settings(&self) -> Settings {
        Settings {
            search: Search { roots: self.archive.clone(), ..Search::default() },
            rules: self.packs.rules.clone(),
            workers: std::thread::available_parallelism().map_or(1, NonZeroUsize::get),
            limits: self.caps.limits(),
            ocr: self.caps.ocr(),
            keeping: self.keep.keeping(),
            reread: crate::batch::Reread::default(),
            watch: Watch::Nothing,
            lang: self.words.lang(),
        }
    }

    /// What the run was given.
    pub(in crate::cli) fn given(&self) -> Given {
        let (correspondences, significant) = (self.correspondences.clone(), self.significant);
        Given { correspondences, significant }
    }
}

impl Clock {
    fn today(&self) -> Date {
        self.today.unwrap_or_else(|| Zoned::now().date())
    }
}

impl Past {
    /// Limits, with that of comparing among them.
    pub(in crate::cli) fn within(&self, limits: Limits) -> Limits {
        Limits { judged_bytes: self.max_judged << 20, ..limits }
    }

    /// As the library has it, with what gives the exit status 1.
    pub(in crate::cli) fn past(self) -> (batch::Past, batch::FailOn) {
        let fail_on = match self.fail_on {
            FailOn::New => batch::FailOn::New,
            FailOn::Any => batch::FailOn::Any,
        };
        let today = self.clock.today();
        let Self { baseline, waivers, correspondences, significant, .. } = self;
        (batch::Past { baseline, waivers, correspondences, significant, today }, fail_on)
    }
}

impl Waive {
    /// As the library has it; the last day alone, where it has passed.
    pub(in crate::cli) fn waiving(self) -> Result<Waiving, Date> {
        if self.until < self.clock.today() {
            return Err(self.until);
        }
        Ok(Waiving {
            ids: self.ids,
            reason: self.reason,
            by: self.by,
            until: self.until.to_string(),
            folder: self.run,
            waivers: self.waivers,
        })
    }
}

/// A share as typed.
fn share(text: &str) -> Result<Decimal, String> {
    rules::share(text).ok_or_else(|| "il faut une part de la forme '20 %'".to_owned())
}

/// A day as typed.
fn date(text: &str) -> Result<Date, String> {
    day(text).ok_or_else(|| "il faut une date de la forme 2026-12-31".to_owned())
}

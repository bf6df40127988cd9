//! What reports are made, and how the sources are shown in them.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Caps, workers};
use crate::batch::{ReportFormat, Showing};
use crate::limits::Limits;

/// The pictures of a report.
#[derive(Debug, Clone, Copy, Args)]
pub(in crate::cli) struct Pictures {
    /// Taille des images d'un rapport, en Mio ; 0 : sans image
    #[arg(long, value_name = "MIB", default_value_t = 16)]
    #[arg(value_parser = clap::value_parser!(u64).range(0..=1024))]
    max_pictures: u64,
}

impl Pictures {
    /// Limits, with that of pictures among them.
    pub(in crate::cli) fn within(self, limits: Limits) -> Limits {
        Limits { picture_bytes: self.max_pictures << 20, ..limits }
    }
}

/// The sources of a run folder, shown again in its report.
#[derive(Debug, Args)]
pub(in crate::cli) struct Sources {
    /// Où se trouve l'archive à présent ; sans lui, là où « bilan run » l'a lue
    #[arg(long, value_name = "DIR")]
    archive: Vec<PathBuf>,
    /// Processus de lecture à la fois [défaut : un par cœur]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    workers: Option<u16>,
    #[command(flatten)]
    pictures: Pictures,
    #[command(flatten)]
    caps: Caps,
}

/// A report.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Html,
    Xlsx,
    Note,
    Sarif,
    Junit,
    Csv,
    Parquet,
}

/// Which reports to make.
#[derive(Debug, Args)]
pub(in crate::cli) struct Formats {
    /// Rapports à produire (plusieurs fois possible) ; sans lui, html, xlsx et note
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Vec<Format>,
}

impl From<Format> for ReportFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Html => Self::Html,
            Format::Xlsx => Self::Xlsx,
            Format::Note => Self::Note,
            Format::Sarif => Self::Sarif,
            Format::Junit => Self::Junit,
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
        }
    }
}

impl Formats {
    /// The formats as the library has them, each once, in an order of their own.
    pub(in crate::cli) fn formats(&self) -> Vec<ReportFormat> {
        let asked: BTreeSet<_> = self.format.iter().map(|f| ReportFormat::from(*f)).collect();
        if asked.is_empty() { ReportFormat::USUAL.to_vec() } else { asked.into_iter().collect() }
    }
}

impl Sources {
    /// How the sources are shown.
    pub(in crate::cli) fn showing(&self) -> Showing {
        let limits = self.pictures.within(self.caps.limits());
        let workers = workers(self.workers);
        Showing { archive: self.archive.clone(), workers, limits }
    }
}

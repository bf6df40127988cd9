//! What documents are read with: the limits that a user can lift, what reads pages of paper, and
//! where it keeps what it read. Every command that reads takes these.

use std::path::PathBuf;

use clap::Args;

use crate::batch::{AskedOcr, Keeping};
use crate::limits::Limits;

/// What a document is read with, and the limits that a user can lift.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Caps {
    /// Le programme Tesseract qui lit les pages numérisées ; sans lui, celui du PATH
    #[arg(long, value_name = "PROGRAM", conflicts_with = "no_ocr")]
    tesseract: Option<PathBuf>,
    /// Ne lit pas les pages numérisées : chacune est signalée
    #[arg(long)]
    no_ocr: bool,
    /// Secondes accordées à une page numérisée, en plus de celles du document
    #[arg(long, value_name = "S", default_value_t = 30)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    page_timeout: u64,
    /// Secondes accordées à un document
    #[arg(long, value_name = "S", default_value_t = 60)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    timeout: u64,
    /// Mémoire d'un processus de lecture, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 1024)]
    #[arg(value_parser = clap::value_parser!(u64).range(192..=1 << 20))]
    max_memory: u64,
    /// Taille d'un fichier, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_file: u64,
    /// Taille d'un fichier une fois décompressé, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 512)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_inflated: u64,
    /// Octets décompressés pour un octet compressé
    #[arg(long, value_name = "N", default_value_t = 100)]
    max_ratio: u64,
    /// Entrées d'un classeur (zip)
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    max_entries: u64,
    /// Cellules non vides d'un classeur
    #[arg(long, value_name = "N", default_value_t = 5_000_000)]
    max_cells: u64,
    /// Feuilles d'un classeur
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    max_sheets: usize,
    /// Lignes d'une feuille
    #[arg(long, value_name = "N", default_value_t = 1_048_576)]
    max_rows: u32,
    /// Colonnes d'une feuille
    #[arg(long, value_name = "N", default_value_t = 16_384)]
    max_columns: u32,
    /// Caractères d'une cellule
    #[arg(long, value_name = "N", default_value_t = 32_767)]
    max_cell_text: usize,
    /// Texte de toutes les cellules d'un classeur, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 32)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_text: u64,
    /// Pages d'un PDF
    #[arg(long, value_name = "N", default_value_t = 5_000)]
    max_pages: u32,
    /// Contenu d'une page, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 8)]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=1 << 20))]
    max_page_bytes: u64,
    /// Opérateurs du contenu d'une page
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    max_operators: usize,
    /// Formulaires imbriqués dans une page
    #[arg(long, value_name = "N", default_value_t = 32)]
    #[arg(value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..=50))]
    max_form_depth: usize,
    /// Mots d'une page
    #[arg(long, value_name = "N", default_value_t = 200_000)]
    max_page_words: usize,
    /// Points d'une image
    #[arg(long, value_name = "N", default_value_t = 100_000_000)]
    max_pixels: u64,
    /// Taille d'un résultat, en Mio
    #[arg(long, value_name = "MIB", default_value_t = 64)]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=1024))]
    max_result: u32,
}

/// Where what takes long to read is kept.
#[derive(Debug, Clone, Args)]
pub(in crate::cli) struct Keep {
    /// Dossier où garder ce qui est long à lire : les pages numérisées, et les documents sur
    /// lesquels essayer des règles [défaut : celui du système, ~/.cache/bilan]
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Relit tout et n'en garde rien
    #[arg(long, conflicts_with = "cache")]
    no_cache: bool,
}

impl Caps {
    /// What reads pages of paper.
    pub(in crate::cli) fn ocr(&self) -> AskedOcr {
        match &self.tesseract {
            _ if self.no_ocr => AskedOcr::Nothing,
            Some(program) => AskedOcr::At(program.clone()),
            None => AskedOcr::Installed,
        }
    }

    /// The limits as the library has them.
    pub(in crate::cli) fn limits(&self) -> Limits {
        Limits {
            file_bytes: self.max_file << 20,
            inflated_bytes: self.max_inflated << 20,
            inflate_ratio: self.max_ratio,
            zip_entries: self.max_entries,
            cells: self.max_cells,
            sheets: self.max_sheets,
            sheet_rows: self.max_rows,
            sheet_columns: self.max_columns,
            cell_chars: self.max_cell_text,
            text_bytes: self.max_text << 20,
            pages: self.max_pages,
            page_bytes: self.max_page_bytes << 20,
            operators: self.max_operators,
            form_depth: self.max_form_depth,
            page_words: self.max_page_words,
            pixels: self.max_pixels,
            memory_bytes: self.max_memory << 20,
            seconds: self.timeout,
            page_seconds: self.page_timeout,
            frame_bytes: self.max_result << 20,
            ..Limits::default()
        }
    }
}

impl Keep {
    /// As the library has it.
    pub(in crate::cli) fn keeping(&self) -> Keeping {
        match (&self.cache, self.no_cache) {
            (_, true) => Keeping::Nowhere,
            (Some(folder), _) => Keeping::Folder(folder.clone()),
            (None, _) => Keeping::Default,
        }
    }
}

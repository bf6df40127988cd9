//! Arguments in, one command run, its exit status out.
//!
//! Exit status: 0 nothing to report, 1 something to report, 2 the command could not do its job.
//! A closed pipe is 0: who reads the output has seen enough.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

mod arguments;
mod commands;
mod manual;
mod output;
mod past;
mod rules;
mod usage;

use arguments::{Arguments, Command};

use crate::readers::ocr::Readings;
use crate::store::Cache;

/// How a command ended.
enum End {
    /// Nothing to report.
    Clean,
    /// Findings, or documents that could not be read.
    Report,
}

impl End {
    /// By whether there is nothing to report.
    fn of(clean: bool) -> Self {
        if clean { Self::Clean } else { Self::Report }
    }
}

/// Why a command could not do its job.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The arguments.
    #[error("{0}")]
    Usage(String),
    /// A page that the document does not have.
    #[error("{path} : pas de page {page}, le document en a {pages} ; changer --page")]
    NoPage {
        /// The file.
        path: String,
        /// The page asked for.
        page: u32,
        /// The pages there are.
        pages: u32,
    },
    /// No rule bears an id.
    #[error("{path} : aucune règle « {id} » dans le jeu « {pack} » qui le lit ; {hint}")]
    NoRule {
        /// The file.
        path: String,
        /// The id asked for.
        id: String,
        /// The pack.
        pack: String,
        /// What to do.
        hint: String,
    },
    /// A folder, where one file is explained.
    #[error("{path} : c'est un dossier ; donner un seul fichier à « bilan rules explain »")]
    OneFile {
        /// The folder.
        path: String,
    },
    /// One page is drawn, and nobody said which.
    #[error(
        "{path} : le document a {pages} pages, une seule se dessine à la fois ; ajouter --page N"
    )]
    WhichPage {
        /// The file.
        path: String,
        /// The pages there are.
        pages: u32,
    },
    /// Sheets have no page to draw.
    #[error(
        "{path} : une feuille de calcul n'a pas de page à dessiner ; choisir --format text ou json"
    )]
    NothingToDraw {
        /// The file.
        path: String,
    },
    /// No document to try rules on: a green end would be taken for one over sound documents.
    #[error("{path} : aucun document à essayer ; vérifier le chemin")]
    NothingToTry {
        /// The archive.
        path: String,
    },
    /// A document of which no pack can be drawn.
    #[error(
        "{path} : ni titre, ni tableau, ni phrase dont tirer une règle ; partir du guide, \
         rules/README.md"
    )]
    NothingToDraft {
        /// The file.
        path: String,
    },
    /// The job itself.
    #[error(transparent)]
    Batch(#[from] crate::batch::BatchError),
    /// The rules.
    #[error(transparent)]
    Rules(#[from] crate::rules::RulesError),
    /// The output.
    #[error("sortie standard : écriture impossible ({0}) ; vérifier la place ou la redirection")]
    Output(#[from] io::Error),
}

/// Runs the command that the arguments ask for.
#[must_use]
pub fn run() -> ExitCode {
    let matches = usage::french(Arguments::command()).try_get_matches();
    match matches.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => exit(perform(arguments.command)),
        Err(error) if error.use_stderr() => exit(Err(Failure::Usage(usage::sentence(&error)))),
        Err(help) => {
            let _ = help.print();
            ExitCode::SUCCESS
        }
    }
}

/// Runs one command.
fn perform(command: Command) -> Result<End, Failure> {
    match command {
        Command::Run(run) => commands::run(run),
        Command::Extract(extract) => commands::extract(extract),
        Command::Reconcile(reconcile) => commands::reconcile(reconcile),
        Command::Report(report) => commands::report(&report),
        Command::Waive(waive) => past::waive(waive),
        Command::Confirm(confirm) => past::confirm(confirm),
        Command::Verify(verify) => past::verify(&verify),
        Command::Inspect(inspect) => commands::inspect(&inspect),
        Command::Completions { shell } => manual::completions(shell),
        Command::Man { out } => manual::man(out.as_deref()),
        Command::Rules { command } => rules::rules(command),
        Command::Worker => Ok(crate::worker::serve(keep).map(|()| End::Clean)?),
        Command::Tesseract { parent, program, arguments } => {
            Err(crate::readers::ocr::guard(parent, &program, &arguments).into())
        }
    }
}

/// The cache in a folder, for what a worker reads of pictures.
fn keep(folder: &Path) -> Option<Box<dyn Readings + Send>> {
    let cache = Cache::open(Some(folder))?.of_pictures();
    Some(Box::new(cache))
}

/// The exit status of an end; what went wrong is told on standard error.
fn exit(end: Result<End, Failure>) -> ExitCode {
    match end {
        Ok(End::Clean) => ExitCode::SUCCESS,
        Ok(End::Report) => ExitCode::from(1),
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            // A path may hold what a terminal would obey.
            let told = crate::report::terminal::plain(&failure.to_string());
            let _ = writeln!(io::stderr(), "bilan : {told}");
            ExitCode::from(2)
        }
    }
}

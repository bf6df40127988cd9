//! The `bilan` command: arguments in, exit status out.

fn main() -> std::process::ExitCode {
    bilan::cli::run()
}

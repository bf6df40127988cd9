//! The `bilan` command: arguments in, exit status out.

/// The parent holds the findings of a whole archive and gives back what it has freed: over 10,000
/// records it takes 129 MB, 200 with the allocator of glibc.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    bilan::cli::run()
}

//! Arguments in, exit code out.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// An import makes millions of small texts on one thread and drops them on another, which costs the system's allocator
/// a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    audience::cli::run(std::env::args_os())
}

//! Arguments in, exit code out.

use libmimalloc_sys::{mi_option_set, mi_option_t};
use mimalloc::MiMalloc;
use std::ffi::c_long;
use std::process::ExitCode;

/// An import makes millions of small texts on one thread and drops them on another, which costs the system's allocator
/// a fifth of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// `mi_option_purge_delay` of mimalloc 3: how long free memory stays with the process, in milliseconds.
const PURGE_DELAY: mi_option_t = 15;
/// Longer than the second that is mimalloc's own choice: what an import frees after each batch it wants again for the
/// next, and taking it from the system anew costs a tenth of its time.
const KEPT: c_long = 10_000;

fn main() -> ExitCode {
    keep_free_memory();
    audience::cli::run(std::env::args_os())
}

/// The one call that the compiler cannot check: the option is a number of the C library, and must be set while no other
/// thread reads it.
#[allow(
    unsafe_code,
    reason = "the allocator has no other way in, and no other thread has begun"
)]
fn keep_free_memory() {
    // SAFETY: the option exists in every mimalloc 3, takes any number, and nothing else runs yet.
    unsafe { mi_option_set(PURGE_DELAY, KEPT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The number of the option is not among those that the crate names: its value at the start says whether it is
    /// still that one.
    #[test]
    #[allow(unsafe_code, reason = "asks the allocator")]
    fn the_option_is_the_one_that_is_meant() {
        // SAFETY: reads one number.
        let at_start = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(at_start, 1_000);
        keep_free_memory();
        // SAFETY: as above.
        assert_eq!(unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) }, KEPT);
    }
}

//! Which process holds a running change, so that one whose process is gone can be told from one at work.

use rustix::process::{Pid, test_kill_process};
use std::fs;
use std::sync::OnceLock;

/// This process: its number, when it started, and the boot it started in, so that a number given again to another
/// process is not taken for it.
pub(super) fn myself() -> &'static str {
    static MYSELF: OnceLock<String> = OnceLock::new();
    MYSELF.get_or_init(|| holder(std::process::id()).unwrap_or_else(|| format!("{}::", std::process::id())))
}

/// Whether the process of that name still runs.
pub(super) fn is_alive(name: &str) -> bool {
    let Some((pid, _)) = name.split_once(':') else {
        return false;
    };
    let Ok(pid) = pid.parse::<u32>() else { return false };
    match holder(pid) {
        Some(found) => found == name,
        None => exists(pid) && name.ends_with("::"),
    }
}

/// Where the system does not tell when a process started, its number alone has to do.
fn exists(pid: u32) -> bool {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| !matches!(test_kill_process(pid), Err(rustix::io::Errno::SRCH)))
}

fn holder(pid: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The command's name stands in brackets and may hold anything, brackets too.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_ascii_whitespace();
    let is_zombie = fields.next()? == "Z";
    let started = fields.nth(18)?;
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    (!is_zombie).then(|| format!("{pid}:{started}:{}", boot.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_is_alive_and_a_made_up_one_is_not() {
        assert!(is_alive(myself()));
        assert!(!is_alive("1:1:another boot"));
        assert!(!is_alive("nonsense"));
        assert!(!is_alive(""));
    }
}

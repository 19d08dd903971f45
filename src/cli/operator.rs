//! Who makes a change: the name that history shows.

use std::env;
use std::fs;

/// `AUDIENCE_OPERATOR`, else who called sudo, else the login name.
pub fn name() -> String {
    let variable = |name| {
        env::var(name)
            .ok()
            .filter(|value: &String| !value.trim().is_empty())
    };
    variable("AUDIENCE_OPERATOR")
        .or_else(|| variable("SUDO_USER"))
        .or_else(login)
        .or_else(|| variable("LOGNAME"))
        .or_else(|| variable("USER"))
        .unwrap_or_else(|| format!("user {}", rustix::process::getuid().as_raw()))
}

/// The name the system's own table gives to this process's user.
fn login() -> Option<String> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    name_of(&users, rustix::process::getuid().as_raw())
}

/// The first name of a user number in a table of `name:password:number:…` lines.
fn name_of(users: &str, number: u32) -> Option<String> {
    users.lines().find_map(|line| {
        let mut parts = line.split(':');
        let name = parts.next().filter(|name| !name.is_empty())?;
        (parts.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_users_gives_the_name() {
        let users = "root:x:0:0:root:/root:/bin/sh\n# note\n\nana:x:1000:1000::/home/ana:/bin/bash\n";
        assert_eq!(name_of(users, 1000).as_deref(), Some("ana"));
        assert_eq!(name_of(users, 7), None);
    }
}

//! Writes what a person has chosen into their file of preferences, every other line kept. In the folder where the file lies
//! a whole new one takes its place; a link stays a link.

use crate::app::preferences;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

/// Changes one line, or adds it.
pub fn change(path: &Path, name: &str, value: &str) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let (text, mode) = match fs::read_to_string(&path) {
        Ok(text) => (text, Some(fs::metadata(&path)?.permissions())),
        Err(error) if error.kind() == ErrorKind::NotFound => (String::new(), None),
        Err(error) => return Err(error),
    };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = path.clone().into_os_string();
    beside.push(format!(".{}.new", std::process::id()));
    fs::write(&beside, preferences::changed(&text, name, value))?;
    if let Some(mode) = mode {
        fs::set_permissions(&beside, mode)?;
    }
    fs::rename(&beside, &path)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_changed_and_a_link_followed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audience").join("config");
        change(&path, "theme", "light").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "theme = light\n");
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        fs::write(&path, "# mine\ntheme = light\n").unwrap();
        change(&link, "theme", "dark").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "# mine\ntheme = dark\n");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}

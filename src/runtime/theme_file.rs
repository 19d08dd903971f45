//! Reads a theme of one's own: a file beside the file of preferences, or anywhere.

use super::paths;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The longest text that is read: more is no theme.
const LONGEST: u64 = 64 * 1024;

/// Its text; a path that does not begin at the root or at home begins where the file of preferences lies.
pub fn read(path: &str, config: Option<&Path>) -> Result<String, String> {
    let place = place(path, config);
    let failed = |error: std::io::Error| format!("{} cannot be read: {error}.", place.display());
    // Another kind of file could keep whoever reads it waiting.
    if !fs::metadata(&place).map_err(failed)?.is_file() {
        return Err(format!("{} is no file.", place.display()));
    }
    let mut text = String::new();
    let file = File::open(&place).map_err(failed)?;
    file.take(LONGEST).read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

fn place(path: &str, config: Option<&Path>) -> PathBuf {
    if let (Some(rest), Some(home)) = (path.strip_prefix("~/"), paths::home()) {
        return Path::new(&home).join(rest);
    }
    let folder = config.and_then(Path::parent).unwrap_or(Path::new(""));
    folder.join(path)
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_lies_beside_the_preferences_or_anywhere_and_is_a_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("themes")).unwrap();
        let theme = folder.path().join("themes/mine");
        fs::write(&theme, "key = red\n").unwrap();
        let config = folder.path().join("config");
        assert_eq!(read("themes/mine", Some(&config)).unwrap(), "key = red\n");
        assert_eq!(read(theme.to_str().unwrap(), None).unwrap(), "key = red\n");
        assert!(read("themes", Some(&config)).unwrap_err().contains("no file"));
        assert!(
            read("themes/none", Some(&config))
                .unwrap_err()
                .contains("cannot be read")
        );
    }
}

//! `--config FILE`: where the file of preferences is, and its text.

use super::failure::Failure;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file that was named, else `$XDG_CONFIG_HOME/audience/config`, and its text; one that was named must be there.
pub fn read(named: Option<&Path>) -> Result<(Option<PathBuf>, String), Failure> {
    let Some(path) = named.map(Path::to_path_buf).or_else(usual_place) else {
        return Ok((None, String::new()));
    };
    match fs::read(&path) {
        Ok(bytes) => Ok((Some(path), String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => {
            Ok((Some(path), String::new()))
        }
        Err(error) => Err(Failure::usage(format!(
            "{} cannot be read: {error}.",
            path.display()
        ))),
    }
}

fn usual_place() -> Option<PathBuf> {
    let folder = env::var_os("XDG_CONFIG_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".config")))?;
    Some(folder.join("audience").join("config"))
}

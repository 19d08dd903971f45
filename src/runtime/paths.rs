//! File names to complete with.

use crate::store::Cancel;
use std::path::PathBuf;

/// How many names are worth showing.
const MOST: usize = 200;

/// Files and folders whose path begins with the text, in order; folders end with a slash. A leading `~/` is the home
/// folder and stays as typed. Hidden names come only where the text asks for them; names that are not Unicode cannot be
/// typed and are left out.
pub fn complete(text: &str, home: Option<&str>, cancel: &Cancel) -> Vec<String> {
    let (folder, begun) = text
        .rfind('/')
        .map_or(("", text), |slash| text.split_at(slash + 1));
    let Ok(entries) = std::fs::read_dir(place(folder, home)) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for entry in entries.flatten() {
        if cancel.is_cancelled() {
            break;
        }
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with(begun) && (!name.starts_with('.') || begun.starts_with('.')) {
            let is_folder = std::fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
            names.push(format!("{folder}{name}{}", if is_folder { "/" } else { "" }));
        }
    }
    names.sort_unstable();
    names.truncate(MOST);
    names
}

/// The home folder, as far as it is Unicode.
pub fn home() -> Option<String> {
    std::env::var("HOME").ok().filter(|home| !home.is_empty())
}

/// Where a folder lies that was typed so.
fn place(folder: &str, home: Option<&str>) -> PathBuf {
    match (folder.strip_prefix("~/"), home) {
        _ if folder.is_empty() => PathBuf::from("."),
        (Some(inside), Some(home)) => PathBuf::from(home).join(inside),
        _ => PathBuf::from(folder),
    }
}

/// The path of a file that was typed or chosen so.
pub fn typed(path: &std::path::Path, home: Option<&str>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(inside), Some(home)) => PathBuf::from(home).join(inside),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn folders_files_hidden_names_and_home() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_str().unwrap();
        fs::create_dir(folder.path().join("shops")).unwrap();
        fs::write(folder.path().join("shop.csv"), "").unwrap();
        fs::write(folder.path().join(".shadow"), "").unwrap();
        let cancel = Cancel::default();
        let complete = |text: &str| complete(text, Some(root), &cancel);
        assert_eq!(
            complete(&format!("{root}/sh")),
            [format!("{root}/shop.csv"), format!("{root}/shops/")]
        );
        assert_eq!(complete(&format!("{root}/.")), [format!("{root}/.shadow")]);
        assert_eq!(complete("~/shop."), ["~/shop.csv"]);
        assert_eq!(complete(&format!("{root}/none/")), Vec::<String>::new());
        assert_eq!(
            typed(std::path::Path::new("~/shop.csv"), Some(root)),
            folder.path().join("shop.csv")
        );
    }
}

//! `--config FILE`: what one person prefers, whichever store is open. Lines of `name = value`; `#` begins a remark.

use super::failure::Failure;
use super::names;
use crate::app::ThemeName;
use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What the file chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Config {
    /// `theme = dark` or `theme = light`; else the terminal's ground decides.
    pub theme: Option<ThemeName>,
}

/// Reads the file that was named, else `$XDG_CONFIG_HOME/audience/config` where there is one.
pub fn read(named: Option<&Path>) -> Result<Config, Failure> {
    let Some(path) = named.map(Path::to_path_buf).or_else(usual_place) else {
        return Ok(Config::default());
    };
    match fs::read_to_string(&path) {
        Ok(text) => parse(&text)
            .map_err(|(line, words)| Failure::usage(format!("{}, line {line}: {words}", path.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound && named.is_none() => Ok(Config::default()),
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

/// The error names the line, counted from 1.
fn parse(text: &str) -> Result<Config, (usize, String)> {
    let mut config = Config::default();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.split('#').next().unwrap_or_default().trim();
        if text.is_empty() {
            continue;
        }
        let (name, value) = text
            .split_once('=')
            .ok_or_else(|| (line, format!("“{text}” is no name = value.")))?;
        match (name.trim(), value.trim().trim_matches('"')) {
            ("theme", "dark") => config.theme = Some(ThemeName::Dark),
            ("theme", "light") => config.theme = Some(ThemeName::Light),
            ("theme", other) => {
                return Err((line, format!("“{other}” is no theme. There are dark and light.")));
            }
            (other, _) => {
                let near = names::nearest(other, ["theme"].into_iter());
                let advice = near.map_or(String::new(), |near| format!(" Did you mean “{near}”?"));
                return Err((line, format!("“{other}” is nothing to choose.{advice}")));
            }
        }
    }
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_choose_and_mistakes_name_their_line() {
        let light = Config {
            theme: Some(ThemeName::Light),
        };
        assert_eq!(parse("# mine\n\ntheme = \"light\" # bright room\n"), Ok(light));
        assert_eq!(parse(""), Ok(Config::default()));
        for (text, line) in [("theme = blue", 1), ("\nthme = dark", 2), ("dark", 1)] {
            assert_eq!(parse(text).map_err(|(at, _)| at), Err(line));
        }
    }
}

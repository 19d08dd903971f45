//! Exports as the interface runs them: behind the panes, with progress, and without a file where they are stopped.

use super::changes::Steps;
use super::paths;
use crate::app::ExportWanted;
use crate::model::{Instant, Moment};
use crate::store::{Cancel, Result, Selection, Store};
use crate::transfer::export::{self, Exported, Format, Options};
use std::path::Path;

/// Runs it; what is in the file, or in words why there is none.
pub fn run(
    store: &dyn Store,
    wanted: &ExportWanted,
    now: Instant,
    steps: &mut Steps<'_>,
) -> std::result::Result<Exported, String> {
    let catalogue = store.catalogue().map_err(|error| error.to_string())?;
    let total = total(store, &wanted.whom).map_err(|error| error.to_string())?;
    let path = paths::typed(Path::new(&wanted.path), paths::home().as_deref());
    // The form looks too, but the file may have come since, or stand among more names than it was told.
    if !wanted.replaces && path.is_file() {
        return Err(format!(
            "{} is there already, and was left as it is. Export again to replace it, or choose another name.",
            path.display()
        ));
    }
    let options = Options {
        scope: wanted.scope,
        whom: wanted.whom.clone(),
        format: format_of(&path),
        columns: export::columns(None, &catalogue).map_err(|error| error.to_string())?,
        moment: Moment {
            now,
            zone: catalogue.settings.time_zone,
        },
    };
    export::to_file(store, &options, &path, &mut |done| {
        steps.border(done, Some(total))
    })
    .map_err(|error| error.to_string())
}

fn format_of(path: &Path) -> Format {
    let ending = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    match ending.as_deref().and_then(|ending| ending.to_str()) {
        Some("jsonl" | "ndjson" | "json") => Format::JsonLines,
        _ => Format::Csv,
    }
}

fn total(store: &dyn Store, whom: &Selection) -> Result<u64> {
    Ok(match whom {
        Selection::Those(those) => those.len() as u64,
        Selection::AllBut { scope, query, except } => store
            .count(*scope, query, &Cancel::default())?
            .saturating_sub(except.len() as u64),
    })
}

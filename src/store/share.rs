//! Sharing a store with a group of the machine's users: the file for owner and group alone, in a folder whose files
//! belong to the group.

use super::fault::refused;
use super::open::{self, OpenOptions};
use super::{Result, StoreError};
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

/// The folder's mode: owner and group, new files belong to the group.
const FOLDER: u32 = 0o2770;
/// The file's.
const FILE: u32 = 0o660;

/// Lets a group of the machine have the store too. Gives back its folder, which the group now can enter.
pub fn share(options: &OpenOptions, group: &str) -> Result<PathBuf> {
    open::check_file(options)?;
    let gid = group_id(group)?;
    let path = fs::canonicalize(&options.path).map_err(|error| refused("find", &options.path, &error))?;
    let folder = open::folder_of(&path);
    let found = fs::metadata(folder).map_err(|error| refused("read", folder, &error))?;
    let is_shared = found.mode() & 0o7777 == FOLDER && found.gid() == gid;
    if !is_shared {
        holds_only_the_store(&path, folder)?;
        give(folder, gid, FOLDER)?;
    }
    give(&path, gid, FILE)?;
    Ok(folder.to_owned())
}

/// A folder that holds anything else is not opened to a group.
fn holds_only_the_store(path: &Path, folder: &Path) -> Result<()> {
    let entries = fs::read_dir(folder).map_err(|error| refused("read", folder, &error))?;
    for entry in entries {
        let other = entry.map_err(|error| refused("read", folder, &error))?.path();
        if other != path {
            return Err(StoreError::Mode(format!(
                "{} holds other things too ({}), which the group would reach. Move the store into a folder of its own, \
                 and share it there.",
                folder.display(),
                other.file_name().unwrap_or_default().to_string_lossy()
            )));
        }
    }
    Ok(())
}

fn give(path: &Path, gid: u32, mode: u32) -> Result<()> {
    chown(path, None, Some(gid))
        .and_then(|()| fs::set_permissions(path, Permissions::from_mode(mode)))
        .map_err(|error| refused("change the group of", path, &error))
}

/// A group of this machine by its name or number.
fn group_id(group: &str) -> Result<u32> {
    let groups = fs::read_to_string("/etc/group").unwrap_or_default();
    let named = groups.lines().find_map(|line| {
        let mut parts = line.split(':');
        (parts.next() == Some(group)).then(|| parts.nth(1)?.parse().ok())?
    });
    named
        .or_else(|| group.parse().ok())
        .ok_or_else(|| StoreError::NotFound {
            kind: "group",
            name: group.to_owned(),
        })
}

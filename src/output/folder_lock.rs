//! One process at a time fills a folder: the tables of two would be mixed there.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

const NAME: &str = ".moat.lock";

/// A folder that this process fills. The system lets go of it when the process ends, in whatever way: a file that is left behind locks nothing.
#[derive(Debug)]
pub struct FolderLock {
    _file: File,
    path: PathBuf,
}

impl FolderLock {
    pub fn take(folder: &Path) -> Result<FolderLock> {
        let path = folder.join(NAME);
        loop {
            let file = File::create(&path).map_err(|cause| Error::file("write into", folder, cause))?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => {
                    return Err(Error::request(format!(
                        "another moat is at work in {}\nwait until it is done, or name another folder",
                        folder.display()
                    )));
                }
                // Whoever had the file before may have removed it between the two steps; then it is nobody's way in any more.
                Ok(()) if !is_still_there(&file, &path) => {}
                // Some file systems know no locks; there it rests with the user.
                Ok(()) | Err(TryLockError::Error(_)) => return Ok(FolderLock { _file: file, path }),
            }
        }
    }
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(unix)]
fn is_still_there(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let place = |metadata: &fs::Metadata| (metadata.dev(), metadata.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(held), Ok(there)) if place(&held) == place(&there))
}

/// Elsewhere a file that somebody holds keeps its name.
#[cfg(not(unix))]
fn is_still_there(_: &File, _: &Path) -> bool {
    true
}

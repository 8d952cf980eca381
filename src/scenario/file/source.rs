//! Reading a file from disk, where everything may be in the way: each obstacle has its own message.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::scenario::problem::{Problem, Source, nearest};

/// No scenario is near this size; a larger file is something else.
pub const BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The text of a scenario or study file.
pub fn read(path: &Path) -> Result<Source, Problem> {
    let name = path.display().to_string();
    let meta = std::fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if meta.is_dir() {
        return Err(Problem::nowhere(format!("`{name}` is a folder, not a file")).maybe_help(file_inside(path)));
    }
    if !meta.is_file() {
        return Err(Problem::nowhere(format!("`{name}` is not a file")));
    }
    if meta.len() > BYTES_MAX {
        return Err(too_large(&name));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut bytes = Vec::new();
    // The file may have grown since its size was asked for.
    file.take(BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(too_large(&name));
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source { name, text, folder }),
        Err(error) => Err(not_text(&name, error.utf8_error().valid_up_to(), error.as_bytes())),
    }
}

fn too_large(name: &str) -> Problem {
    Problem::nowhere(format!("`{name}` is larger than 16 MiB"))
        .help("a scenario is a short text; ties belong in a file of their own, named by `ties`")
}

fn not_text(name: &str, offset: usize, bytes: &[u8]) -> Problem {
    let help = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "it looks like UTF-16: save it as UTF-8",
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => "it looks compressed: unpack it first",
        _ => "a scenario is a TOML text in UTF-8",
    };
    Problem::nowhere(format!("`{name}` is not text: byte {offset} is not UTF-8")).help(help)
}

fn unreadable(path: &Path, error: &std::io::Error) -> Problem {
    let name = path.display();
    match error.kind() {
        ErrorKind::NotFound => Problem::nowhere(format!("there is no file `{name}`")).maybe_help(near(path)),
        ErrorKind::PermissionDenied => Problem::nowhere(format!("`{name}` may not be read: permission denied")),
        _ => Problem::nowhere(format!("`{name}` cannot be read: {error}")),
    }
}

/// A file in the same folder with nearly the same name.
fn near(path: &Path) -> Option<String> {
    let written = path.file_name()?.to_str()?;
    let folder = path.parent()?;
    let names = toml_files(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    if let Some(name) = nearest(written, names.iter().map(String::as_str)) {
        return Some(format!("did you mean `{}`?", folder.join(name).display()));
    }
    (!folder.as_os_str().is_empty() && !folder.is_dir()).then(|| format!("there is no folder `{}` either", folder.display()))
}

fn file_inside(folder: &Path) -> Option<String> {
    let first = toml_files(folder).into_iter().next()?;
    Some(format!("name a file in it, such as `{}`", folder.join(first).display()))
}

fn toml_files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).filter(|name| name.ends_with(".toml")).collect();
    names.sort();
    names
}

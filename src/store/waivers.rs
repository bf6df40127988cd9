//! The file of waivers: read, and replaced whole under a lock on its folder.
//!
//! What is in it is `reconcile`'s business. Text goes in and out, so that what people wrote by
//! hand passes as it is; of two who add at a time the second is told to wait, and none is lost.

use std::fs;
use std::io;
use std::path::Path;

use super::{StoreError, atomic, lock};

/// The text of the file; `None` where there is none.
pub fn read_waivers(path: &Path) -> Result<Option<String>, StoreError> {
    let failed = |source| StoreError::Waivers { path: path.to_owned(), source };
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
            failed(io::Error::new(io::ErrorKind::InvalidData, "le texte n'est pas en UTF-8"))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed(source)),
    }
}

/// Replaces the text of the file by what `edit` makes of it; an error of `edit` leaves it as it is.
pub fn update_waivers<E: From<StoreError>>(
    path: &Path,
    edit: impl FnOnce(&str) -> Result<String, E>,
) -> Result<(), E> {
    let failed = |source| StoreError::Waivers { path: path.to_owned(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let held = lock::lock(folder).map_err(failed)?;
    let _held = held.map_err(|holder| StoreError::Locked { path: folder.to_owned(), holder })?;
    let text = read_waivers(path)?.unwrap_or_default();
    let text = edit(&text)?;
    Ok(atomic::write(folder, path, text.as_bytes()).map_err(failed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_that_fails_leaves_the_file_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sous/derogations.toml");
        assert_eq!(read_waivers(&path).unwrap(), None);
        update_waivers(&path, |text| Ok::<_, StoreError>(format!("{text}un\n"))).unwrap();
        update_waivers(&path, |text| Ok::<_, StoreError>(format!("{text}deux\n"))).unwrap();
        let refuse =
            |_: &str| Err(StoreError::Locked { path: folder.path().to_owned(), holder: 1 });
        assert!(update_waivers(&path, refuse).is_err());
        assert_eq!(read_waivers(&path).unwrap().as_deref(), Some("un\ndeux\n"));
    }

    #[test]
    fn what_is_no_text_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("derogations.toml");
        fs::write(&path, [0xff, 0xfe]).unwrap();
        let told = read_waivers(&path).unwrap_err().to_string();
        assert!(told.contains("UTF-8") && told.contains("--waivers"), "{told}");
    }
}

//! The files that people keep beside an archive (waivers, correspondences of names): read, and
//! replaced whole under a lock on their folder.
//!
//! What is in it is `reconcile`'s business. Text goes in and out, so that what people wrote by
//! hand passes as it is; of two who add at a time the second is told to wait, and none is lost.

use std::fs;
use std::io;
use std::path::Path;

use super::{StoreError, atomic, lock};

/// Which of the files it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// `derogations.toml`
    Waivers,
    /// `correspondances.toml`
    Correspondences,
}

impl Kept {
    /// What its entries are called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Waivers => "dérogations",
            Self::Correspondences => "correspondances",
        }
    }

    /// The flag that names another file.
    #[must_use]
    pub fn flag(self) -> &'static str {
        match self {
            Self::Waivers => "--waivers",
            Self::Correspondences => "--correspondences",
        }
    }
}

/// The text of the file; `None` where there is none.
pub fn read_kept(what: Kept, path: &Path) -> Result<Option<String>, StoreError> {
    let failed = |source| StoreError::Kept { what, path: path.to_owned(), source };
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
            failed(io::Error::new(io::ErrorKind::InvalidData, "le texte n'est pas en UTF-8"))
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(failed(source)),
    }
}

/// Replaces the text of the file by what `edit` makes of it; an error of `edit` leaves it as it is.
pub fn update_kept<E: From<StoreError>>(
    what: Kept,
    path: &Path,
    edit: impl FnOnce(&str) -> Result<String, E>,
) -> Result<(), E> {
    let failed = |source| StoreError::Kept { what, path: path.to_owned(), source };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let held = lock::lock(folder).map_err(failed)?;
    let _held = held.map_err(|holder| StoreError::Locked { path: folder.to_owned(), holder })?;
    let text = read_kept(what, path)?.unwrap_or_default();
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
        assert_eq!(read_kept(Kept::Waivers, &path).unwrap(), None);
        update_kept(Kept::Waivers, &path, |text| Ok::<_, StoreError>(format!("{text}un\n")))
            .unwrap();
        update_kept(Kept::Waivers, &path, |text| Ok::<_, StoreError>(format!("{text}deux\n")))
            .unwrap();
        let refuse =
            |_: &str| Err(StoreError::Locked { path: folder.path().to_owned(), holder: 1 });
        assert!(update_kept(Kept::Waivers, &path, refuse).is_err());
        assert_eq!(read_kept(Kept::Waivers, &path).unwrap().as_deref(), Some("un\ndeux\n"));
    }

    #[test]
    fn what_is_no_text_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("derogations.toml");
        fs::write(&path, [0xff, 0xfe]).unwrap();
        for (what, flag) in
            [(Kept::Waivers, "--waivers"), (Kept::Correspondences, "--correspondences")]
        {
            let told = read_kept(what, &path).unwrap_err().to_string();
            assert!(told.contains("UTF-8") && told.contains(flag), "{told}");
        }
    }
}

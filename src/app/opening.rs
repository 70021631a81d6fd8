//! Reading a file, on a thread that may begin before there is a window: a design of usual size is then there with the
//! first frame.

use crate::catalog::Catalog;
use crate::file::{self, FileError, OpenError, Opened};
use crate::import;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// Endings of files that are no design files and may hold a design.
pub(super) const FROM_ELSEWHERE: &[&str] = &["png", "svg", "txt", "mmd", "md", "mermaid", "dot", "gv"];

/// A file that is being read.
pub(super) struct Opening {
    pub path: PathBuf,
    pub begun: Instant,
    result: Receiver<Result<Opened, OpenError>>,
    /// Who is told when it has been read.
    window: Arc<OnceLock<egui::Context>>,
}

impl Opening {
    /// Begins to read a file.
    pub fn begin(path: PathBuf, catalog: &Arc<Catalog>) -> Self {
        let (sender, result) = channel();
        let window = Arc::new(OnceLock::<egui::Context>::new());
        let (from, catalog, waits) = (path.clone(), Arc::clone(catalog), Arc::clone(&window));
        std::thread::spawn(move || {
            // The window may be gone.
            let _ = sender.send(open_as_far_as_can_be(&from, &catalog));
            if let Some(window) = waits.get() {
                window.request_repaint();
            }
        });
        Self { path, begun: Instant::now(), result, window }
    }

    /// Who is to be woken when the file has been read; if that is already so, at once.
    pub fn wake(&self, ctx: &egui::Context) {
        let _ = self.window.set(ctx.clone());
        ctx.request_repaint();
    }

    /// What was read, once.
    pub fn result(&self) -> Result<Result<Opened, OpenError>, TryRecvError> {
        self.result.try_recv()
    }
}

/// Reads a file; if elements of it cannot be read, without them.
fn open_as_far_as_can_be(path: &Path, catalog: &Catalog) -> Result<Opened, OpenError> {
    if is_from_elsewhere(path) {
        return import_file(path, catalog);
    }
    match file::open(path) {
        Err(error @ OpenError::Text { .. }) => file::open_what_can_be(path).map_err(|_| error),
        result => result,
    }
}

/// Whether a file is a picture that carries a design, or a graph of another tool.
fn is_from_elsewhere(path: &Path) -> bool {
    let ending = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    FROM_ELSEWHERE.contains(&ending.as_str())
}

fn import_file(path: &Path, catalog: &Catalog) -> Result<Opened, OpenError> {
    use std::io::Read as _;
    let shown = path.display().to_string();
    let system = |source| OpenError::System { path: shown.clone(), source };
    let mut bytes = Vec::new();
    let most = file::carried::LARGEST_CARRIER as u64 + 1;
    std::fs::File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes)).map_err(system)?;
    let imported = import::read(&bytes, catalog).map_err(|source| OpenError::Text { path: shown.clone(), source })?;
    let left_out = imported
        .warnings
        .into_iter()
        .map(|warning| FileError { line: warning.line, column: 1, message: warning.message })
        .collect();
    let comments = imported.comments.unwrap_or_default();
    Ok(Opened { design: imported.design, comments, stamp: None, left_out })
}

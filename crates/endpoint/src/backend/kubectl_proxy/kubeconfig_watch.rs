//! Whether the kubeconfig was changed since astern was started.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::sync::Mutex;

use super::options::ChosenCluster;

/// Knows what the files of the kubeconfig were like when they were read last. kubectl reads them again only when one of them
/// was written since.
#[derive(Debug)]
pub(super) struct KubeconfigWatch(Mutex<LastRead>);

#[derive(Debug)]
struct LastRead {
    files: Vec<Option<FileState>>,
    change: Option<String>,
}

/// What differs when a file was written or replaced.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct FileState {
    modified: Option<SystemTime>,
    length: u64,
    inode: u64,
}

impl KubeconfigWatch {
    /// Looks at the files of a kubeconfig, which is read after this: that of `--kubeconfig`, else those that kubectl finds.
    pub(super) fn begin(kubeconfig: Option<&Path>) -> Self {
        Self(Mutex::new(LastRead {
            files: states(kubeconfig),
            change: None,
        }))
    }

    /// Returns how the kubeconfig leads elsewhere now than what was chosen, in words and without a full stop; `None` when it
    /// does not.
    pub(super) async fn change(&self, chosen: &ChosenCluster) -> Option<String> {
        let mut last = self.0.lock().await;
        let files = states(chosen.options.kubeconfig.as_deref());
        if last.files != files {
            last.change = match chosen.options.clone().choose().await {
                Ok(now) => chosen.change(&now),
                Err(error) => Some(format!("The kubeconfig was changed: {error}")),
            };
            last.files = files;
        }
        last.change.clone()
    }
}

fn states(kubeconfig: Option<&Path>) -> Vec<Option<FileState>> {
    files(kubeconfig).iter().map(|file| state(file)).collect()
}

/// Returns the files that kubectl reads, by client-go's rule (`ClientConfigLoadingRules`). A kubectl that is a wrapper may
/// read others: of those a change is noticed before each rollback.
fn files(kubeconfig: Option<&Path>) -> Vec<PathBuf> {
    if let Some(file) = kubeconfig {
        return vec![file.to_owned()];
    }
    if let Some(files) = std::env::var_os("KUBECONFIG").filter(|files| !files.is_empty()) {
        return std::env::split_paths(&files).collect();
    }
    let home = std::env::var_os("HOME").map(PathBuf::from);
    home.map(|home| home.join(".kube").join("config"))
        .into_iter()
        .collect()
}

fn state(file: &Path) -> Option<FileState> {
    let metadata = fs::metadata(file).ok()?;
    Some(FileState {
        modified: metadata.modified().ok(),
        length: metadata.len(),
        inode: metadata.ino(),
    })
}

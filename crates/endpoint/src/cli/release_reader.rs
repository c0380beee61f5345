//! Asking the cluster from the terminal.

use astern_cluster::{Found, PayloadError, find_release, payload};
use astern_ledger::{Record, Release, Revision};

use super::release_path::ReleasePath;
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{KubectlOptions, KubectlProxy};
use crate::error::Failure;

/// A `kubectl proxy` for as long as a command runs, and the release that it is about.
pub(super) struct Reading {
    proxy: KubectlProxy,
    cluster: Cluster,
    path: ReleasePath,
    found: Found,
}

impl Reading {
    /// Finds the release, by one metadata-only list.
    pub(super) async fn begin(access: KubectlOptions, path: ReleasePath) -> Result<Self, Failure> {
        let proxy = KubectlProxy::start(&access).await?;
        let cluster = Cluster::Proxied(proxy.socket());
        match find_release(&cluster, &path.namespace, &path.release).await {
            Ok(found) => Ok(Self {
                proxy,
                cluster,
                path,
                found,
            }),
            Err(error) => {
                proxy.end().await;
                Err(error.into())
            }
        }
    }

    /// What was found.
    pub(super) fn found(&self) -> &Found {
        &self.found
    }

    /// Where to ask.
    pub(super) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// One revision's payload.
    pub(super) async fn payload(&self, record: &Record) -> Result<Release, PayloadError> {
        payload(&self.cluster, record).await
    }

    /// The record of a revision, or which ones there are instead.
    pub(super) fn record(&self, revision: Revision) -> Result<&Record, Failure> {
        self.found
            .history
            .get(revision)
            .ok_or_else(|| Failure::NoRevision {
                release: self.path.release.clone(),
                revision,
                recorded: recorded(&self.found),
            })
    }

    /// Ends it and waits until kubectl is gone.
    pub(super) async fn end(self) {
        self.proxy.end().await;
    }
}

/// `1 to 5`, or `1, 3 and 4` where some are missing in between.
fn recorded(found: &Found) -> String {
    let mut numbers: Vec<u32> = found
        .history
        .records()
        .iter()
        .map(|r| r.revision.get())
        .collect();
    numbers.reverse();
    match numbers.as_slice() {
        [one] => format!("only {one} is recorded"),
        [first, .., last] if (last - first) as usize == numbers.len() - 1 => {
            format!("recorded are {first} to {last}")
        }
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(u32::to_string).collect();
            format!("recorded are {} and {last}", most.join(", "))
        }
        [] => "none is recorded".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use astern_ledger::{Driver, History, Labels, ObjectVersion};

    #[test]
    fn gaps_are_told() {
        let tell = |numbers: &[u32]| {
            let record = |n: &u32| {
                let labels: Labels = [("name", "shop".to_owned()), ("version", n.to_string())]
                    .into_iter()
                    .map(|(k, v)| (k.to_owned(), v))
                    .collect();
                let object = format!("sh.helm.release.v1.shop.v{n}");
                Record::read(
                    Driver::Secret,
                    &object,
                    "shop",
                    &labels,
                    None,
                    ObjectVersion::default(),
                )
                .unwrap()
            };
            let history = History::new(numbers.iter().map(record).collect()).unwrap();
            recorded(&Found {
                history,
                invalid: Vec::new(),
            })
        };
        assert_eq!(tell(&[1, 2, 3, 4, 5]), "recorded are 1 to 5");
        assert_eq!(tell(&[4, 5]), "recorded are 4 to 5");
        assert_eq!(tell(&[1, 3, 4]), "recorded are 1, 3 and 4");
        assert_eq!(tell(&[7]), "only 7 is recorded");
    }
}

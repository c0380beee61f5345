//! Reads a release from the cluster, for the commands of the terminal.

use std::sync::Arc;

use astern_cluster::{FoundRelease, PayloadError, find_release, other_drivers_history, payload};
use astern_ledger::{History, Record, Release, ReleaseName, Revision};

use super::release_path::ReleasePath;
use crate::backend::Cluster;
use crate::backend::kubectl_proxy::{FailedLogin, KubectlConnection, KubectlOptions};
use crate::error::CommandError;
use crate::helm_settings::helm_settings;

/// A release in the cluster, and the `kubectl proxy` that it is read through for as long as the command runs.
pub(super) struct ReleaseReader {
    connection: Arc<KubectlConnection>,
    cluster: Cluster,
    release: ReleaseName,
    found: FoundRelease,
}

impl ReleaseReader {
    /// Finds the release with one metadata-only list.
    pub(super) async fn open(
        kubectl: KubectlOptions,
        path: ReleasePath,
    ) -> Result<Self, CommandError> {
        let driver = helm_settings().driver;
        let connection = Arc::new(KubectlConnection::open(kubectl).await?);
        let cluster = Cluster::Kubectl(Arc::clone(&connection));
        let ReleasePath { namespace, release } = path;
        let namespace = namespace.unwrap_or_else(|| connection.chosen().namespace.clone());
        match find_release(&cluster, driver, &namespace, &release).await {
            Ok(found) => Ok(Self {
                connection,
                cluster,
                release,
                found,
            }),
            Err(error) => Err(end_after(&connection, error.into()).await),
        }
    }

    /// The history of the release, and its records that cannot be read.
    pub(super) fn found(&self) -> &FoundRelease {
        &self.found
    }

    /// Reads what the other storage driver has of a release of the same name.
    pub(super) async fn other_drivers_history(&self) -> Option<History> {
        other_drivers_history(&self.cluster, &self.found.history).await
    }

    /// The cluster that the release is in.
    pub(super) fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The name of the context that leads to the cluster; `None` in a pod without a kubeconfig.
    pub(super) fn context(&self) -> Option<&str> {
        self.connection.chosen().options.context.as_deref()
    }

    /// Reads the payload of a revision.
    pub(super) async fn payload(&self, record: &Record) -> Result<Release, PayloadError> {
        payload(&self.cluster, record).await
    }

    /// Returns the record of a revision. The error names the recorded revisions.
    pub(super) fn record(&self, revision: Revision) -> Result<&Record, CommandError> {
        self.found
            .history
            .get(revision)
            .ok_or_else(|| CommandError::NoRevision {
                release: self.release.clone(),
                revision,
                recorded: recorded(&self.found),
            })
    }

    /// Ends kubectl and waits until it is gone.
    pub(super) async fn close(self) {
        self.connection.end().await;
    }
}

/// Ends kubectl after an error. Returns why nobody is logged in, where that is the cause, and else the error.
pub(super) async fn end_after(connection: &KubectlConnection, error: CommandError) -> CommandError {
    let failure = connection.login_failure().await;
    connection.end().await;
    let options = &connection.chosen().options;
    let reported = error.login_failure();
    let reported = reported.map(|failure| FailedLogin::new(failure, options));
    failure
        .or(reported)
        .map_or(error, CommandError::NotLoggedIn)
}

/// Returns which revisions are recorded, and the records that name none.
fn recorded(found: &FoundRelease) -> String {
    let revisions = std::iter::once(recorded_revisions(found));
    let invalid = found.invalid.iter().map(ToString::to_string);
    revisions.chain(invalid).collect::<Vec<_>>().join("; ")
}

/// Returns `recorded are 1 to 5`, or `recorded are 1, 3 and 4` where some in between are missing.
fn recorded_revisions(found: &FoundRelease) -> String {
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
    use astern_ledger::{Driver, Labels, ObjectVersion};

    #[test]
    fn gaps_are_listed() {
        let text = |numbers: &[u32]| {
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
            recorded_revisions(&FoundRelease {
                history,
                invalid: Vec::new(),
            })
        };
        assert_eq!(text(&[1, 2, 3, 4, 5]), "recorded are 1 to 5");
        assert_eq!(text(&[4, 5]), "recorded are 4 to 5");
        assert_eq!(text(&[1, 3, 4]), "recorded are 1, 3 and 4");
        assert_eq!(text(&[7]), "only 7 is recorded");
    }
}

//! What to do about a read that failed. The cause comes first, so that nobody is sent to look for a process that runs.

use astern_cluster::{ClusterError, TemporaryFailure, TransportError};
use astern_ledger::Revision;

use crate::list;

/// Returns what to do about a failed read, as sentences; `None` where the error itself says it, or a right has to be granted.
#[must_use]
pub fn failed_read_advice(error: &ClusterError) -> Option<&'static str> {
    Some(match error {
        ClusterError::Throttled { .. } => {
            "It has more requests than it takes, or lets this user send only so many. Nothing is wrong with what was to be \
             read. Try again in a moment."
        }
        ClusterError::Unavailable { .. } => {
            "A load balancer or proxy reaches no API server, or one is starting: most often that passes within a minute. If \
             it stays, see whether `kubectl get --raw /readyz` answers."
        }
        ClusterError::Unreachable(TransportError::NotForwarded(_)) => {
            "See whether `kubectl version` answers in a terminal, for the same context; log in again where it asks for that."
        }
        ClusterError::Unreachable(TransportError::Interrupted(_)) => {
            "The connection ended before the answer was complete, as when a proxy restarts or a laptop slept. Try again."
        }
        ClusterError::Unreachable(TransportError::TimedOut(_)) => {
            "The API server, or the network to it, is slow or blocked. See whether `kubectl version` answers in a terminal, for \
             the same context."
        }
        ClusterError::Unauthorized(_) => "Log in again the way you do for kubectl, then try again.",
        ClusterError::NotLoggedIn { .. } => {
            "Your credentials did not reach it: the kubeconfig's user has none, or something in between does not pass them \
             on, such as a load balancer that ends TLS. Log in again the way you do for kubectl; `kubectl auth whoami`, for the \
             same context, says whom the API server takes you for. Granting a right would not help: everybody on the network is that user."
        }
        ClusterError::Unreachable(TransportError::NoResponse(_) | TransportError::TooLarge) => {
            return None;
        }
        ClusterError::Forbidden(_) | ClusterError::NotFound(_) | ClusterError::Expired => {
            return None;
        }
        ClusterError::Refused { .. } | ClusterError::Malformed(_) => return None,
    })
}

/// Returns who or what does not answer, with a verb: `The API server is throttling`.
#[must_use]
pub fn temporary_failure(failure: TemporaryFailure) -> &'static str {
    match failure {
        TemporaryFailure::Throttled => "The API server is throttling",
        TemporaryFailure::Unavailable => {
            "The API server, or a proxy before it, answers with errors"
        }
        TemporaryFailure::NoAnswer | TemporaryFailure::TimedOut => "The cluster does not answer",
    }
}

/// Returns how far reading a history has come: `3 of 5 revisions read`, with why it takes long where reads fail.
#[must_use]
pub fn reading_progress(read: usize, total: usize, failing: Option<TemporaryFailure>) -> String {
    let progress = format!("{read} of {total} revisions read");
    match failing {
        Some(failure) => format!("{}; {progress}.", temporary_failure(failure)),
        None => format!("{progress}."),
    }
}

/// Returns why nothing is recommended although a revision seems good: the records of these could not be read. `candidate` is
/// the revision that would be recommended without them.
#[must_use]
pub fn records_not_fetched(not_fetched: &[Revision], candidate: Option<Revision>) -> String {
    let subject = match not_fetched.len() {
        1 => "Revision",
        _ => "Revisions",
    };
    let revisions = list(not_fetched.iter(), not_fetched.len());
    let is_older =
        candidate.is_some_and(|candidate| not_fetched.iter().any(|one| *one > candidate));
    let consequence = match is_older {
        true => "nothing older is recommended",
        false => "until then no revision is recommended",
    };
    format!("{subject} {revisions} could not be read yet; {consequence}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(number: u32) -> Revision {
        number.try_into().unwrap()
    }

    #[test]
    fn a_failed_read_of_the_cluster_is_not_blamed_on_kubectl_proxy() {
        for status in [429, 500, 502, 503, 504, 401, 403, 404] {
            let error = ClusterError::from_response(status, b"<html>");
            let advice = failed_read_advice(&error).unwrap_or_default();
            assert!(!advice.contains("has stopped"), "{status}: {advice}");
        }
    }

    #[test]
    fn whoever_is_not_logged_in_is_told_to_log_in() {
        let body = br#"{"message":"secrets is forbidden: User \"system:anonymous\" cannot list"}"#;
        let error = ClusterError::from_response(403, body);
        let advice = failed_read_advice(&error).unwrap();
        assert!(
            advice.contains("Log in again") && !advice.contains("kubectl create"),
            "{advice}"
        );
    }

    #[test]
    fn what_is_left_to_read_is_counted_with_the_reason() {
        assert_eq!(reading_progress(3, 5, None), "3 of 5 revisions read.");
        assert_eq!(
            reading_progress(3, 5, Some(TemporaryFailure::Throttled)),
            "The API server is throttling; 3 of 5 revisions read."
        );
    }

    #[test]
    fn nothing_is_recommended_past_a_record_that_was_not_read() {
        let sentence = |not_fetched: &[u32], candidate: Option<u32>| {
            let not_fetched: Vec<Revision> = not_fetched.iter().copied().map(revision).collect();
            records_not_fetched(&not_fetched, candidate.map(revision))
        };
        assert_eq!(
            sentence(&[2], Some(1)),
            "Revision 2 could not be read yet; nothing older is recommended."
        );
        assert_eq!(
            sentence(&[1, 2], None),
            "Revisions 1 and 2 could not be read yet; until then no revision is recommended."
        );
    }
}

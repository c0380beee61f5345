//! Helm's errors, told as what happened and what to do now.
//!
//! The sentences that are looked for are those of Helm 3 and 4 and of the API server; where they
//! come from in a rollback decides what the cluster holds afterwards.

use astern_ledger::{Operation, Revision, Status};
use astern_protocol::Recorded;

use super::outcome::Ending;

/// The longest quotation of helm, in characters. The whole of it is among the lines it printed.
const QUOTE: usize = 600;

/// A rollback that did not get there.
#[derive(Debug)]
pub(crate) struct Failure<'a> {
    /// The revision that was current before.
    pub(crate) before: Revision,
    pub(crate) ending: &'a Ending,
    /// helm's last line that begins with `Error:`.
    pub(crate) error: Option<&'a str>,
    /// What the ledger says now, or why it could not be asked.
    pub(crate) recorded: Result<&'a Recorded, &'a str>,
}

/// One kind of error: the words that it is known by, what happened, and what to do now.
struct Known {
    words: &'static [&'static str],
    happened: &'static str,
    advice: &'static str,
}

/// The first that fits is told: what says why comes before what says that time ran out.
const KNOWN: &[Known] = &[
    Known {
        words: &[
            "cluster unreachable",
            "connection refused",
            "no such host",
            "i/o timeout",
        ],
        happened: "helm could not reach the cluster.",
        advice: "See whether `kubectl version` answers in the same terminal. If helm lost the connection in \
            the middle, the history tells how far it came.",
    },
    Known {
        words: &["getting credentials", "Unauthorized", "must be logged in"],
        happened: "helm could not log in to the cluster.",
        advice: "Log in again in a terminal, as `kubectl` asks for it, and press again.",
    },
    Known {
        words: &["is forbidden", "cannot impersonate"],
        happened: "A right is missing; the sentence below names the verb, the resource and the namespace.",
        advice: "Ask somebody who has the right to press, or have it granted. The history tells whether \
            anything was applied before.",
    },
    Known {
        words: &["release: not found", "no revision for release"],
        happened: "helm found no such release.",
        advice: "It may have been uninstalled in the meantime; look at the list of releases.",
    },
    Known {
        words: &[" version", "has no "],
        happened: "helm found no record of the target revision.",
        advice: "It may have been pruned in the meantime; choose another revision of the history.",
    },
    Known {
        words: &[
            "release: already exists",
            "already exists\"",
            "another operation",
        ],
        happened: "Another helm made the next revision at the same moment, so this one did nothing.",
        advice: "Look at what the newest revision is and who made it, then decide again.",
    },
    Known {
        words: &["no matches for kind", "resource mapping not found"],
        happened: "A manifest holds a kind in an API version that this cluster does not serve any more, so \
            nothing was applied.",
        advice: "This revision cannot be gone back to as it is. Choose a newer one, or upgrade with a chart \
            that uses a served API version.",
    },
    Known {
        words: &["unable to build kubernetes objects"],
        happened: "A manifest could not be read into objects, so nothing was applied.",
        advice: "Choose another revision; this one's manifest is not valid on this cluster.",
    },
    Known {
        words: &[
            "field is immutable",
            "updates to statefulset spec",
            "may not be changed",
        ],
        happened: "A field that cannot be changed on a live object differs in the target, so applying \
            stopped there. Objects before it may be changed already.",
        advice: "Delete the object that the sentence below names, when that loses no data, and press again; \
            or choose a revision in which the field is the same.",
    },
    Known {
        words: &[
            "conflict occurred while applying",
            "conflicts with",
            "Apply failed with",
        ],
        happened: "Somebody else owns a field that the target sets (often an autoscaler), so applying stopped \
            there. Objects before it may be changed already.",
        advice: "Run the rollback in a terminal with `--force-conflicts` when the target's value is to win.",
    },
    Known {
        words: &["BackoffLimitExceeded", "hooks failed", "hook"],
        happened: "A hook of the target revision failed.",
        advice: "Look at the log of the Job that the sentence below names. After a failed pre-rollback hook \
            nothing was applied; after a failed post-rollback hook everything was.",
    },
    Known {
        words: &["admission webhook", "denied the request"],
        happened: "A webhook of the cluster refused an object of the target.",
        advice: "The sentence below says which and why. Objects before it may be changed already.",
    },
    Known {
        words: &[
            "context deadline exceeded",
            "timed out waiting",
            "not ready",
            "client rate limiter Wait",
        ],
        happened: "helm applied the target and stopped waiting when its time was up: not everything is ready.",
        advice: "The cluster holds the target's objects. See below what is not ready; once it becomes ready, \
            the service is back although the record says failed. Otherwise choose another revision.",
    },
    Known {
        words: &[
            "cannot patch",
            "server-side apply failed",
            "failed to create resource",
            "failed to apply",
        ],
        happened: "The API server refused an object of the target, so applying stopped there. Objects before \
            it may be changed already.",
        advice: "The sentence below names the object and the reason. Choose another revision, or put the \
            object right and press again.",
    },
    Known {
        words: &["unable to delete", "failed to delete", "deletion"],
        happened: "Everything was applied, but an object that only the newer revision has could not be deleted.",
        advice: "Delete the object that the sentence below names by hand.",
    },
];

/// What happened, and what to do now.
pub(crate) fn explain(failure: &Failure<'_>) -> (String, String) {
    let (happened, advice) = cause(failure);
    let mut message = happened;
    if let Some(error) = failure.error {
        message.push_str(&format!(" helm said: {}", quote(error)));
    }
    let (state, way_out) = standing(failure);
    (format!("{message} {state}"), format!("{advice}{way_out}"))
}

fn cause(failure: &Failure<'_>) -> (String, String) {
    let owned = |happened: &str, advice: &str| (happened.to_owned(), advice.to_owned());
    match failure.ending {
        Ending::NotStarted(why) => (
            format!("helm could not be started: {why}."),
            "Nothing was changed. See whether helm runs in a terminal.".to_owned(),
        ),
        Ending::Signal(signal) => (
            format!("helm was killed by signal {signal} before it ended."),
            "It may have applied some of the objects.".to_owned(),
        ),
        Ending::Success => owned(
            "helm ended with exit status 0, but the ledger does not show a new revision that is deployed.",
            "Look at the release's history before anything else.",
        ),
        Ending::Exit(code) => {
            let error = failure.error.unwrap_or_default();
            match KNOWN.iter().find(|known| known.fits(error)) {
                Some(known) => owned(known.happened, known.advice),
                None => (
                    format!("helm ended with exit status {code}."),
                    "Read what helm printed, and look at the release's history.".to_owned(),
                ),
            }
        }
    }
}

impl Known {
    fn fits(&self, error: &str) -> bool {
        // "has no 7 version": both words, since each alone is in other sentences.
        if self.words.contains(&"has no ") {
            return self.words.iter().all(|word| error.contains(word));
        }
        self.words.iter().any(|word| error.contains(word))
    }
}

/// How the ledger stands, and the way out of it.
fn standing(failure: &Failure<'_>) -> (String, &'static str) {
    let recorded = match failure.recorded {
        Ok(recorded) => recorded,
        Err(why) => {
            return (
                format!("The ledger could not be asked afterwards: {why}."),
                " Reload the release's history to learn how it stands.",
            );
        }
    };
    let (revision, before) = (recorded.revision, failure.before);
    if revision == before {
        return (
            format!("No new revision was made; revision {before} is still current."),
            "",
        );
    }
    let state = format!("Revision {revision} is recorded as {}.", recorded.status);
    let way_out = match recorded.status {
        Status::Pending(Operation::Rollback) => {
            " The new revision stays pending-rollback: `helm upgrade` refuses until it is gone, and another \
             rollback is the way out."
        }
        _ if revision > before.next() => {
            " Somebody else made a revision at the same time; the newest is theirs or this one's."
        }
        _ => "",
    };
    (state, way_out)
}

fn quote(error: &str) -> String {
    let error = error.trim_start_matches("Error:").trim();
    let mut quoted: String = error.chars().take(QUOTE).collect();
    if quoted.len() < error.len() {
        quoted.push_str(" …");
    }
    if !quoted.ends_with(['.', '…']) {
        quoted.push('.');
    }
    quoted
}

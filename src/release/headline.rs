//! The first sentence about a release: since when its current revision is live, and which one to go back to.

use astern_ledger::{Assessment, Record, Revision, Status};
use astern_wording::no_candidate;
use leptos::prelude::*;

use crate::browser::use_clock;
use crate::connection::DetailReader;

/// Since when the current revision is live, and which one is the last known good.
#[component]
pub fn Headline(
    current: Record,
    assessment: Memo<Assessment>,
    reader: DetailReader,
) -> impl IntoView {
    let clock = use_clock();
    let details = reader.details(&current);
    let sentence = Memo::new(move |_| {
        let (status, went_live, deleted) = details.with(|details| {
            (
                details.status(&current),
                details.went_live(&current),
                details.deleted(),
            )
        });
        let ago = |time| astern_wording::ago(time, clock.get());
        let times = Times {
            made: went_live.map(ago),
            deleted: deleted.map(ago),
        };
        assessment.with(|assessment| headline(current.revision, &status, &times, assessment))
    });
    view! { <h2 class="answer__line" id="answer">{sentence}</h2> }
}

/// How long ago the current revision was made, and its uninstall begun, where that is known.
struct Times {
    made: Option<String>,
    deleted: Option<String>,
}

fn headline(revision: Revision, status: &Status, times: &Times, assessment: &Assessment) -> String {
    let recommended = match assessment.is_provisional() {
        true => None,
        false => Some(&assessment.recommended),
    };
    let unknown = || "at an unknown time".to_owned();
    let goes_back_to_itself = matches!(recommended, Some(Ok(own)) if own.revision == revision);
    if goes_back_to_itself {
        let deleted = times.deleted.clone().unwrap_or_else(unknown);
        return match status {
            Status::Uninstalling => format!(
                "Revision {revision} was in force until an uninstall began {deleted}, which has not ended; rolling back to it \
                 makes what is missing again and ends that state."
            ),
            _ => format!(
                "Revision {revision} ran until it was uninstalled {deleted}; rolling back to it makes its objects again."
            ),
        };
    }
    let verb = match status {
        Status::Deployed => "went live",
        Status::Failed => "failed; it was begun",
        Status::Pending(_) => "was begun and has not finished; that was",
        Status::Superseded => "is recorded as superseded although it is the newest; it was made",
        Status::Uninstalled => "was uninstalled; it was made",
        Status::Uninstalling => "is being uninstalled; it was made",
        Status::Unknown | Status::Other(_) => {
            "is in a state that Helm does not explain; it was made"
        }
    };
    let made = times.made.clone().unwrap_or_else(unknown);
    let way_back = match (recommended, assessment.already_rolled_back) {
        (None, _) => String::new(),
        (_, Some(already)) => format!(" It is already a rollback to {}.", already.target),
        (Some(Ok(recommended)), None) => {
            format!(" Revision {} is the last known good.", recommended.revision)
        }
        (Some(Err(reason)), None) => format!(" {}", no_candidate(*reason)),
    };
    format!("Revision {revision} {verb} {made}.{way_back}")
}

#[cfg(test)]
mod tests {
    use astern_ledger::{PayloadState, PayloadSummary, RecordedRevision, Release, assess};
    use serde_json::json;

    use super::*;

    fn said(statuses: &[&str]) -> String {
        let history: Vec<RecordedRevision> = (1..)
            .zip(statuses)
            .map(|(number, status)| {
                let release: Release = serde_json::from_value(json!({
                    "name": "shop", "namespace": "shop", "version": number, "hooks": [],
                    "info": { "status": status, "last_deployed": format!("2026-05-{number:02}T10:00:00Z"),
                        "deleted": if status.starts_with("uninstall") { "2026-05-20T10:00:00Z" } else { "" } },
                    "chart": { "metadata": { "name": "shop", "version": "1.0.0" } },
                    "manifest": number.to_string(),
                }))
                .unwrap();
                let record = Record::expected(release.namespace.clone(), release.name.clone(), release.revision);
                RecordedRevision::new(&record, PayloadState::Read(PayloadSummary::from(&release)))
            })
            .collect();
        let current = history.last().unwrap();
        let times = Times {
            made: Some("9 d ago".to_owned()),
            deleted: Some("1 min ago".to_owned()),
        };
        headline(current.revision, &current.status, &times, &assess(&history))
    }

    #[test]
    fn what_ran_until_an_uninstall_is_offered_again() {
        assert_eq!(
            said(&["superseded", "superseded", "uninstalled"]),
            "Revision 3 ran until it was uninstalled 1 min ago; rolling back to it makes its objects again."
        );
        assert_eq!(
            said(&["uninstalling"]),
            "Revision 1 was in force until an uninstall began 1 min ago, which has not ended; rolling back to it makes what is \
             missing again and ends that state."
        );
        assert_eq!(
            said(&["deployed", "uninstalling"]),
            "Revision 2 is being uninstalled; it was made 9 d ago. Revision 1 is the last known good."
        );
    }

    #[test]
    fn a_current_revision_that_is_in_force_is_no_way_back() {
        assert_eq!(
            said(&["superseded", "deployed"]),
            "Revision 2 went live 9 d ago. Revision 1 is the last known good."
        );
        assert_eq!(
            said(&["pending-install"]),
            "Revision 1 was begun and has not finished; that was 9 d ago. There is no earlier revision to go back to."
        );
    }
}

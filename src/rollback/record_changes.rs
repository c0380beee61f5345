//! Notices that the records have changed since the page was opened.

use astern_ledger::{History, Record, Revision};
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use crate::browser::reload;
use crate::components::Icon;

/// Notes that another revision became current since the page was opened.
#[component]
pub fn CurrentMoved(shown: Revision, newest: Memo<Option<History>>) -> impl IntoView {
    let moved = Memo::new(move |_| {
        let newest = newest.with(|newest| Some(newest.as_ref()?.current().clone()));
        newest.filter(|newest| newest.revision != shown)
    });
    move || {
        moved.get().map(|newest| {
            let heading = format!(
                "Revision {} ({}) is current now",
                newest.revision, newest.status
            );
            let compare = Route::of(&newest, ReleasePage::compare(shown, newest.revision)).to_string();
            let label = format!("See what {} changed", newest.revision);
            view! {
                <div class="notice notice--bad section" role="alert">
                    <Icon name="bad"/>
                    <div>
                        <h2>{heading}</h2>
                        <p>
                            {format!("This page was made when revision {shown} was current. ")}
                            "Look at what changed before you decide; the button below would be \
                             refused."
                        </p>
                        <div class="actions">
                            <a class="btn btn--primary" href=compare>{label}</a>
                            <button class="btn" type="button" on:click=|_| reload()>"Look again"</button>
                        </div>
                    </div>
                </div>
            }
        })
    }
}

/// Notes that the record of the current revision or of the target is no longer the one that the page compares.
#[component]
pub fn RecordsChanged(
    current: Record,
    target: Record,
    newest: Memo<Option<History>>,
) -> impl IntoView {
    let changed = Memo::new(move |_| {
        newest.with(|newest| first_change(newest.as_ref()?, &[&target, &current]))
    });
    move || {
        changed.get().map(|heading| {
            view! {
                <div class="notice notice--bad section" role="alert">
                    <Icon name="bad"/>
                    <div>
                        <h2>{heading}</h2>
                        <p>
                            "This page shows what the record held before. helm would apply what it holds now, \
                             so the button below would be refused."
                        </p>
                        <div class="actions">
                            <button class="btn btn--primary" type="button" on:click=|_| reload()>"Look again"</button>
                        </div>
                    </div>
                </div>
            }
        })
    }
}

/// Returns a sentence about the first record that differs from the one shown; `None` when none does.
fn first_change(newest: &History, shown: &[&Record]) -> Option<String> {
    shown.iter().find_map(|shown| {
        let revision = shown.revision;
        match newest.get(revision) {
            None => Some(format!("Revision {revision} is not recorded any more")),
            Some(now) if now.version == shown.version => None,
            Some(now) if now.version.uid == shown.version.uid => Some(format!(
                "Revision {revision} was changed after you opened this page"
            )),
            Some(_) => Some(format!(
                "Revision {revision} was replaced after you opened this page"
            )),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(revision: u32, uid: &str, resource_version: &str) -> Record {
        let (namespace, release) = ("shop".parse().unwrap(), "shop".parse().unwrap());
        let mut record = Record::expected(namespace, release, revision.try_into().unwrap());
        record.version.uid = uid.to_owned();
        record.version.resource_version = resource_version.to_owned();
        record
    }

    #[test]
    fn a_record_that_was_written_replaced_or_pruned_is_named() {
        let (target, current) = (record(3, "c", "30"), record(4, "d", "40"));
        let change = |records: Vec<Record>| {
            first_change(&History::new(records).unwrap(), &[&target, &current])
        };
        assert_eq!(
            change(vec![target.clone(), current.clone(), record(5, "e", "50")]),
            None
        );
        for (records, expected) in [
            (
                vec![record(3, "c", "31"), current.clone()],
                "Revision 3 was changed",
            ),
            (
                vec![record(3, "x", "31"), current.clone()],
                "Revision 3 was replaced",
            ),
            (
                vec![target.clone(), record(4, "d", "41")],
                "Revision 4 was changed",
            ),
            (vec![current.clone()], "Revision 3 is not recorded any more"),
        ] {
            let sentence = change(records).unwrap();
            assert!(sentence.starts_with(expected), "{sentence}");
        }
    }
}

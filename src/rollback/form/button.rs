//! The button that starts a rollback.

use std::sync::Arc;

use astern_ledger::Record;
use astern_protocol::{
    Accepted, Options, ReleasePage, RequestId, Route, SeenRecords, StartRollback,
};
use leptos::prelude::*;

use super::confirmation::Confirmation;
use super::reason::ReasonText;
use super::start::{StartError, start};
use super::start_error_notice::StartErrorNotice;
use crate::browser::{go, random_bits};
use crate::connection::{Cluster, QueryState};

/// What the person enters in the form.
#[derive(Clone, Copy)]
pub struct RollbackInput {
    /// The options of `helm rollback`.
    pub options: RwSignal<Options>,
    /// The reason.
    pub reason: ReasonText,
    /// The confirmation, where one is required.
    pub confirmation: Confirmation,
    /// The person's username.
    pub username: Signal<QueryState<String>>,
}

/// The state of the request that the button sends.
#[derive(Clone, PartialEq, Eq, Debug)]
enum StartState {
    NotSent,
    Sent,
    Failed(StartError),
}

/// The button, and the error when the rollback was not started.
#[component]
pub fn RollbackButton(current: Record, target: Record, input: RollbackInput) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let state = RwSignal::new(StartState::NotSent);
    // The same input sent again, after an answer was lost, is the same rollback. Changed input is another one.
    let last = StoredValue::new(None::<StartRollback>);
    let label = format!(
        "Roll back {} to revision {} as revision {}",
        current.release,
        target.revision,
        current.revision.next()
    );
    let history = Route::of(&current, ReleasePage::History);
    let disabled_reason = Memo::new(move |_| {
        let bad_reason = input.reason.parse().is_err();
        let bad_reason = bad_reason.then(|| "The reason above cannot be kept.".to_owned());
        input.confirmation.missing().or(bad_reason)
    });
    let is_disabled =
        move || disabled_reason.with(Option::is_some) || state.get() == StartState::Sent;
    let shown_current = current.clone();
    let on_press = move |_| {
        if untrack(is_disabled) {
            return;
        }
        let Some(request_id) = random_bits().map(RequestId::new) else {
            return state.set(StartState::Failed(StartError::NoRandomness));
        };
        let rollback = reuse_request_id(
            last.get_value(),
            start_request(request_id, &shown_current, &target, input),
        );
        last.set_value(Some(rollback.clone()));
        state.set(StartState::Sent);
        let cluster = cluster.clone();
        leptos::task::spawn_local(async move {
            match start(&cluster, &rollback).await {
                Ok(accepted) => go(&progress_route(rollback, accepted).to_string()),
                // The signal is gone when the page was left meanwhile.
                Err(error) => {
                    let _ = state.try_set(StartState::Failed(error));
                }
            }
        });
    };
    view! {
        <div class="actions">
            <button
                class="btn btn--danger"
                type="button"
                id="press"
                aria-disabled=move || is_disabled().to_string()
                aria-describedby="press-off"
                on:click=on_press
            >
                {label}
            </button>
            <a class="btn btn--big" href=history.to_string()>"Don't roll back"</a>
        </div>
        <p class="soft" id="press-off">{disabled_reason}</p>
        <div aria-live="polite">{move || match state.get() {
            StartState::NotSent => ().into_any(),
            StartState::Sent => view! { <p class="soft">"Asking astern to begin…"</p> }.into_any(),
            StartState::Failed(error) => view! {
                <StartErrorNotice error current=current.clone()/>
            }
            .into_any(),
        }}</div>
    }
}

fn start_request(
    request_id: RequestId,
    current: &Record,
    target: &Record,
    input: RollbackInput,
) -> StartRollback {
    let claimed_by = match input.username.get_untracked() {
        QueryState::Answered(name) => name.parse().ok(),
        QueryState::Pending | QueryState::Failed(_) => None,
    };
    StartRollback {
        request_id,
        namespace: current.namespace.clone(),
        release: current.release.clone(),
        target: target.revision,
        expected_current: current.revision,
        seen: Some(SeenRecords {
            target: target.into(),
            current: current.into(),
        }),
        options: input.options.get_untracked(),
        reason: untrack(|| input.reason.parse()).unwrap_or_default(),
        claimed_by,
    }
}

/// Returns the last request if this one differs from it by its id alone, else this one.
fn reuse_request_id(last: Option<StartRollback>, this: StartRollback) -> StartRollback {
    let Some(last) = last else {
        return this;
    };
    let as_last = StartRollback {
        request_id: last.request_id.clone(),
        ..this.clone()
    };
    if as_last == last { last } else { this }
}

fn progress_route(rollback: StartRollback, accepted: Accepted) -> Route {
    let page = ReleasePage::Progress {
        target: rollback.target,
        request: accepted.request_id,
    };
    Route::Release {
        namespace: rollback.namespace,
        release: rollback.release,
        page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(id: u128, target: u32) -> StartRollback {
        StartRollback {
            request_id: RequestId::new(id),
            namespace: "shop".parse().unwrap(),
            release: "shop".parse().unwrap(),
            target: target.try_into().unwrap(),
            expected_current: 4.try_into().unwrap(),
            seen: None,
            options: Options::default(),
            reason: None,
            claimed_by: None,
        }
    }

    #[test]
    fn the_same_input_keeps_its_request_id_and_other_input_gets_another() {
        assert_eq!(reuse_request_id(None, request(1, 3)), request(1, 3));
        let again = reuse_request_id(Some(request(1, 3)), request(2, 3));
        assert_eq!(again, request(1, 3));
        let other = reuse_request_id(Some(request(1, 3)), request(2, 2));
        assert_eq!(other, request(2, 2));
    }
}

//! The button.

use std::sync::Arc;

use astern_ledger::{Record, Revision};
use astern_protocol::{Accepted, Options, Place, RequestId, Route, StartRollback};
use leptos::prelude::*;

use super::confirmation::Confirmation;
use super::reason::ReasonText;
use super::start::{NotStarted, start};
use super::start_error_notice::Refused;
use crate::browser::{go, random_bits};
use crate::connection::{Cluster, QueryState};

/// What the person wants besides going back.
#[derive(Clone, Copy)]
pub struct Wish {
    /// How helm is to go about it.
    pub options: RwSignal<Options>,
    /// Why.
    pub reason: ReasonText,
    /// That they mean it.
    pub confirmation: Confirmation,
    /// Who they are.
    pub who: Signal<QueryState<String>>,
}

/// What the button is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Pressed {
    NotYet,
    Asking,
    Refused(NotStarted),
}

/// The button, and what comes of pressing it.
#[component]
pub fn Press(current: Record, target: Revision, wish: Wish) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let pressed = RwSignal::new(Pressed::NotYet);
    // The same press again, after a broken answer, is the same rollback; a changed wish is another one.
    let last = StoredValue::new(None::<StartRollback>);
    let label = format!(
        "Roll back {} to revision {target} as revision {}",
        current.release,
        current.revision.next()
    );
    let history = Route::of(&current, Place::History);
    let off = Memo::new(move |_| {
        let bad_reason = wish.reason.read().is_err();
        let bad_reason = bad_reason.then(|| "The reason above cannot be kept.".to_owned());
        wish.confirmation.wanted().or(bad_reason)
    });
    let is_off = move || off.with(Option::is_some) || pressed.get() == Pressed::Asking;
    let wanted = current.clone();
    let press = move |_| {
        if untrack(is_off) {
            return;
        }
        let Some(request_id) = random_bits().map(RequestId::new) else {
            return pressed.set(Pressed::Refused(NotStarted::NoRandomness));
        };
        let rollback = the_same_again(
            last.get_value(),
            rollback(request_id, &wanted, target, wish),
        );
        last.set_value(Some(rollback.clone()));
        pressed.set(Pressed::Asking);
        let cluster = cluster.clone();
        leptos::task::spawn_local(async move {
            match start(&cluster, &rollback).await {
                Ok(accepted) => go(&progress(rollback, accepted).to_string()),
                // The page may be left meanwhile, so it is tried.
                Err(refusal) => {
                    let _ = pressed.try_set(Pressed::Refused(refusal));
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
                aria-disabled=move || is_off().to_string()
                aria-describedby="press-off"
                on:click=press
            >
                {label}
            </button>
            <a class="btn btn--big" href=history.to_string()>"Don't roll back"</a>
        </div>
        <p class="soft" id="press-off">{off}</p>
        <div aria-live="polite">{move || match pressed.get() {
            Pressed::NotYet => ().into_any(),
            Pressed::Asking => view! { <p class="soft">"Asking astern to begin…"</p> }.into_any(),
            Pressed::Refused(refusal) => view! {
                <Refused refusal current=current.clone()/>
            }
            .into_any(),
        }}</div>
    }
}

fn rollback(
    request_id: RequestId,
    current: &Record,
    target: Revision,
    wish: Wish,
) -> StartRollback {
    let who = match wish.who.get_untracked() {
        QueryState::Answered(name) => name.parse().ok(),
        QueryState::Pending | QueryState::Failed(_) => None,
    };
    StartRollback {
        request_id,
        namespace: current.namespace.clone(),
        release: current.release.clone(),
        target,
        expected_current: current.revision,
        options: wish.options.get_untracked(),
        reason: untrack(|| wish.reason.read()).unwrap_or_default(),
        claimed_by: who,
    }
}

/// The last request when this one differs from it by its id alone, else this one.
fn the_same_again(last: Option<StartRollback>, this: StartRollback) -> StartRollback {
    let Some(last) = last else {
        return this;
    };
    let as_last = StartRollback {
        request_id: last.request_id.clone(),
        ..this.clone()
    };
    if as_last == last { last } else { this }
}

fn progress(rollback: StartRollback, accepted: Accepted) -> Route {
    let place = Place::Progress {
        target: rollback.target,
        request: accepted.request_id,
    };
    Route::Release {
        namespace: rollback.namespace,
        release: rollback.release,
        place,
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
            options: Options::default(),
            reason: None,
            claimed_by: None,
        }
    }

    #[test]
    fn the_same_press_keeps_its_id_and_another_wish_gets_another() {
        assert_eq!(the_same_again(None, request(1, 3)), request(1, 3));
        let again = the_same_again(Some(request(1, 3)), request(2, 3));
        assert_eq!(again, request(1, 3));
        let other = the_same_again(Some(request(1, 3)), request(2, 2));
        assert_eq!(other, request(2, 2));
    }
}

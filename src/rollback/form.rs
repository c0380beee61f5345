//! How helm is to go about it, and the button.

use std::sync::Arc;

use astern_ledger::{Record, Revision};
use astern_protocol::{
    ApiError, ErrorCode, Helm, Mode, Options, Place, RequestId, Route, StartRollback,
};
use leptos::prelude::*;

use super::by_hand::command;
use super::press::start;
use crate::browser::{BrowserTransport, go, random_bits, reload};
use crate::components::{Command, Icon};
use crate::connection::{Cluster, Endpoint};

/// Whether there is someone to carry it out.
enum Executor {
    /// The endpoint, in these words.
    Ready(BrowserTransport, String),
    /// Nobody, and why.
    Nobody(String),
}

fn executor(cluster: &Cluster) -> Executor {
    match &cluster.endpoint {
        Endpoint::None => Executor::Nobody(
            "This page is read only: it is served by kubectl proxy alone, with nothing behind it \
             that could run helm."
                .to_owned(),
        ),
        Endpoint::Serves { session, transport } => match (&session.helm, &session.mode) {
            (Helm::Missing { message }, _) => Executor::Nobody(message.clone()),
            (_, Mode::InCluster(_)) => Executor::Nobody(
                "This page comes from the astern in the cluster, and cannot mint the token that \
                 would have it roll back."
                    .to_owned(),
            ),
            (Helm::Found { version }, _) => Executor::Ready(
                transport.clone(),
                format!("helm {version} runs it on this machine, with your own kubeconfig."),
            ),
            (Helm::Played, _) => Executor::Ready(
                transport.clone(),
                "This is a sample: the rollback is played, not run.".to_owned(),
            ),
        },
    }
}

/// The options, the button, and the same by hand.
#[component]
pub fn RollbackForm(current: Record, target: Revision) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    let options = RwSignal::new(Options::default());
    let flags = cluster
        .session()
        .map(|session| session.helm_flags.clone())
        .unwrap_or_default();
    let by_hand = {
        let current = current.clone();
        move || options.with(|options| command(&current, target, options, &flags))
    };
    let identity = cluster.id.as_ref().map(ToString::to_string).ok();
    let rest = match executor(&cluster) {
        Executor::Nobody(why) => view! {
            <div class="notice">
                <Icon name="lock"/>
                <div>
                    <h3>"Run it in a terminal"</h3>
                    <p>{why}</p>
                    {move || view! { <Command text=by_hand()/> }}
                    {identity.map(|identity| view! {
                        <p>
                            "Your terminal may point at another cluster. This page shows the one for \
                             which the next command prints "<code>{identity}</code>":"
                        </p>
                        <Command text="kubectl get namespace kube-system -o jsonpath={.metadata.uid}"/>
                    })}
                    <p class="soft">
                        "Or start "<code>"astern"</code>" on your machine: the button is then here."
                    </p>
                </div>
            </div>
        }
        .into_any(),
        Executor::Ready(endpoint, how) => view! {
            <Press endpoint current target options/>
            <p class="soft section__note">{how}" Once started it cannot be cancelled."</p>
            {(cluster.session().is_some_and(|s| s.mode == Mode::Laptop)).then(|| view! {
                <details>
                    <summary>"The same, by hand"</summary>
                    {move || view! { <Command text=by_hand()/> }}
                </details>
            })}
        }
        .into_any(),
    };
    view! {
        <section class="section" aria-labelledby="how">
            <h2 id="how">"How"</h2>
            <div class="panel stack">
                <OptionFields options/>
                <hr/>
                {rest}
            </div>
        </section>
    }
}

#[component]
fn OptionFields(options: RwSignal<Options>) -> impl IntoView {
    let minutes = [
        (5, "5 minutes (runbook)"),
        (10, "10 minutes"),
        (15, "15 minutes"),
    ];
    view! {
        <div class="options">
            <div class="check">
                <input
                    type="checkbox"
                    id="wait"
                    prop:checked=move || options.with(|o| o.wait)
                    on:change=move |event| options.update(|o| o.wait = event_target_checked(&event))
                />
                <label for="wait">"Wait until it is ready"</label>
                <p class="field__hint">
                    "Done means pods are ready, not only that the request was accepted."
                </p>
            </div>
            <div class="field">
                <label for="timeout">"Give up after"</label>
                <select
                    class="input"
                    id="timeout"
                    on:change=move |event| {
                        if let Ok(seconds) = event_target_value(&event).parse() {
                            options.update(|o| o.timeout_seconds = seconds);
                        }
                    }
                >
                    {minutes.map(|(number, said)| view! {
                        <option value=(number * 60).to_string()>{said}</option>
                    }).collect_view()}
                </select>
                <p class="field__hint">"Then it is marked as failed. Nothing is undone."</p>
            </div>
            <div class="check">
                <input
                    type="checkbox"
                    id="cleanup"
                    prop:checked=move || options.with(|o| o.cleanup_on_fail)
                    on:change=move |event| {
                        options.update(|o| o.cleanup_on_fail = event_target_checked(&event));
                    }
                />
                <label for="cleanup">"Clean up if it fails"</label>
                <p class="field__hint">"Deletes objects that this rollback created."</p>
            </div>
        </div>
    }
}

/// What the button is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Pressed {
    NotYet,
    Asking,
    Refused(ApiError),
}

#[component]
fn Press(
    endpoint: BrowserTransport,
    current: Record,
    target: Revision,
    options: RwSignal<Options>,
) -> impl IntoView {
    // One page, one id: pressing again after a broken answer is the same rollback.
    let request_id = random_bits().map(RequestId::new);
    let pressed = RwSignal::new(Pressed::NotYet);
    let (namespace, release) = (current.namespace.clone(), current.release.clone());
    let label = format!(
        "Roll back {release} to revision {target} as revision {}",
        current.revision.next()
    );
    let history = Route::of(&current, Place::History);
    let press = move |_| {
        let Some(request_id) = request_id.clone() else {
            return;
        };
        if pressed.get_untracked() == Pressed::Asking {
            return;
        }
        pressed.set(Pressed::Asking);
        let rollback = StartRollback {
            request_id,
            namespace: namespace.clone(),
            release: release.clone(),
            target,
            expected_current: current.revision,
            options: options.get_untracked(),
            reason: None,
            claimed_by: None,
        };
        let endpoint = endpoint.clone();
        leptos::task::spawn_local(async move {
            match start(&endpoint, &rollback).await {
                Ok(accepted) => {
                    let StartRollback {
                        namespace,
                        release,
                        target,
                        ..
                    } = rollback;
                    let place = Place::Progress {
                        target,
                        request: accepted.request_id,
                    };
                    go(&Route::Release {
                        namespace,
                        release,
                        place,
                    }
                    .to_string());
                }
                Err(refusal) => pressed.set(Pressed::Refused(refusal)),
            }
        });
    };
    view! {
        <div class="actions">
            <button
                class="btn btn--danger"
                type="button"
                id="press"
                aria-disabled=move || (pressed.get() == Pressed::Asking).to_string()
                on:click=press
            >
                {label}
            </button>
            <a class="btn btn--big" href=history.to_string()>"Don't roll back"</a>
        </div>
        <div aria-live="polite">{move || match pressed.get() {
            Pressed::NotYet => ().into_any(),
            Pressed::Asking => view! { <p class="soft">"Asking astern to begin…"</p> }.into_any(),
            Pressed::Refused(refusal) => view! { <Refused refusal/> }.into_any(),
        }}</div>
    }
}

#[component]
fn Refused(refusal: ApiError) -> impl IntoView {
    let look_again = matches!(
        refusal.code,
        ErrorCode::CurrentMoved | ErrorCode::AlreadyRunning
    );
    view! {
        <div class="notice notice--bad" role="alert">
            <Icon name="bad"/>
            <div>
                <h3>"Not rolled back"</h3>
                <p>{refusal.message}</p>
                <p>{refusal.advice}</p>
                <Show when=move || look_again>
                    <p><button class="btn" type="button" on:click=|_| {
                        reload();
                    }>"Look again"</button></p>
                </Show>
            </div>
        </div>
    }
}

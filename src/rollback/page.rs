//! The page that previews a rollback and starts it.

use std::sync::Arc;

use astern_cluster::FoundRelease;
use astern_compare::{Side, Sides};
use astern_ledger::{
    Assessment, EffectiveRevision, Namespace, Record, ReleaseName, Revision, Status,
};
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use super::form::RollbackForm;
use super::pending::PendingNotice;
use super::preview::{
    LiveAnswer, PreviewSummary, RefusalAnswer, UnchangedNotice, UnreadNotice, applied_again,
    changes, find_refusals, hooks, live_changes, not_rolled_back, other_consequences,
    purpose_of_applying_again, what_is_left,
};
use super::record_changes::{CurrentMoved, RecordsChanged};
use super::warning_count::WarningCountSignal;
use super::warnings::HistoryWarnings;
use crate::compare::{ComparisonState, Report, compare_live, compare_records};
use crate::components::Icon;
use crate::connection::{Cluster, DetailReader, follow_history};
use crate::release::{
    NoSuchRevision, OtherDriverNotice, WithHistory, assess_history, effective_record,
    effective_revision, follow_effective_workloads, follow_evidence,
};
use crate::workloads::{PodsReady, ReadinessProblemSection, Workloads};

/// The page that previews and starts a rollback to a revision.
#[component]
pub fn RollbackPage(namespace: Namespace, release: ReleaseName, target: Revision) -> impl IntoView {
    let heading = format!("Roll back {release} to revision {target}");
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1>{heading}</h1>
            <WithHistory namespace release let:found>
                {match found.history.get(target).cloned() {
                    None => view! { <NoSuchRevision history=found.history missing=target/> }.into_any(),
                    Some(record) => view! { <Preview found target=record/> }.into_any(),
                }}
            </WithHistory>
        </main>
    }
}

#[component]
fn Preview(found: FoundRelease, target: Record) -> impl IntoView {
    let history = &found.history;
    let cluster = expect_context::<Arc<Cluster>>();
    WarningCountSignal::provide();
    let current = history.current().clone();
    let newest = follow_history(cluster.clone(), &current);
    let reader = StoredValue::new_local(DetailReader::new(cluster.clone()));
    let (effective, details) = reader.with_value(|reader| {
        reader.request_all(history.records());
        (
            effective_revision(history, reader),
            reader.details(&current),
        )
    });
    let deployed = {
        let history = history.clone();
        Memo::new(move |_| effective_record(&history, effective.get()))
    };
    let workloads = follow_effective_workloads(cluster.clone(), history.clone(), effective);
    let assessment = reader.with_value(|reader| {
        let evidence = follow_evidence(cluster.clone(), history, reader, workloads);
        assess_history(history, reader, evidence)
    });
    let status = {
        let current = current.clone();
        Memo::new(move |_| details.with(|details| details.status(&current)))
    };
    let preview = {
        let (found, target) = (found.clone(), target.clone());
        move || {
            let baseline = Baseline {
                effective: effective.get(),
                deployed: deployed.get(),
                status: status.get(),
                workloads,
            };
            preview(cluster.clone(), &found, &target, &baseline, assessment)
        }
    };
    let pending = current.clone();
    view! {
        <CurrentMoved shown=current.revision newest/>
        <OtherDriverNotice history=found.history.clone()/>
        <RecordsChanged current=current.clone() target=target.clone() newest/>
        // The notice goes by the status that helm reads.
        {move || view! { <PendingNotice current=Record { status: status.get(), ..pending.clone() }/> }}
        {preview}
        <RollbackForm found status target/>
    }
}

/// What the cluster has, as far as the records tell.
struct Baseline {
    /// Which revision's objects it has.
    effective: EffectiveRevision,
    /// That revision, or the newest one.
    deployed: Record,
    /// The status of the current revision, as helm reads it.
    status: Status,
    /// The workloads of that revision.
    workloads: Signal<Option<Workloads>>,
}

/// Renders the facts about what the cluster has, and the effects of the rollback on it. A record that is deployed says what was
/// applied; with any other one the cluster is compared itself.
fn preview(
    cluster: Arc<Cluster>,
    found: &FoundRelease,
    target: &Record,
    baseline: &Baseline,
    assessment: Memo<Assessment>,
) -> AnyView {
    let (history, current) = (&found.history, found.history.current().clone());
    let target_revision = target.revision;
    let Baseline {
        effective,
        deployed,
        status,
        workloads,
    } = baseline;
    let workloads = *workloads;
    let mut now = format!("Revision {}, {status}", current.revision);
    if deployed.revision != current.revision {
        now.push_str(&format!("; before it {}, deployed", deployed.revision));
    }
    let warnings = view! {
        <HistoryWarnings history=history.clone() assessment target=target_revision/>
    };
    // What was uninstalled has no fields that could not be changed.
    let state = (*effective != EffectiveRevision::Uninstalled)
        .then(|| compare_records(cluster.clone(), deployed.clone(), target.clone()));
    let refusals = find_refusals(cluster.clone(), target.clone(), current.clone(), state);
    let refused = view! {
        <RefusalAnswer refusals current=current.clone() target=target_revision assessment/>
    };
    let live = (*status != Status::Deployed).then(|| {
        let newest = (current.clone(), found.invalid.clone());
        compare_live(cluster, target.clone(), newest, Side::From)
    });
    let purpose = match status {
        Status::Uninstalled => Some(format!(
            "This release is uninstalled: the objects of revision {target_revision} are made again"
        )),
        _ if current.revision == target_revision => {
            purpose_of_applying_again(target_revision, status)
        }
        _ => None,
    };
    let answer = live.map(|state| {
        view! { <LiveAnswer state purpose target=target_revision refusals/> }
    });
    let Some(state) = state else {
        return view! {
            <BeforeAndAfter current now target=target_revision state=None workloads=None/>
            {refused}
            {answer}
            {what_is_left(workloads)}
            {warnings}
        }
        .into_any();
    };
    let unchanged = effective.unchanged().map(|in_force| {
        view! { <UnchangedNotice current=current.revision in_force/> }
    });
    let is_in_force = current.revision == target_revision && *status == Status::Deployed;
    let answer = match answer {
        Some(answer) => answer.into_any(),
        None if is_in_force => applied_again(target_revision).into_any(),
        None => view! { <PreviewSummary state refusals/> }.into_any(),
    };
    view! {
        <BeforeAndAfter current=current.clone() now target=target_revision state=Some(state) workloads=Some(workloads)/>
        {is_in_force.then(|| view! {
            <div class="notice notice--warn section">
                <Icon name="warn"/>
                <div>
                    <h2>"This is the current revision"</h2>
                    <p>"Rolling back to it applies the same objects once more, as a new revision."</p>
                </div>
            </div>
        })}
        <UnreadNotice state/>
        {refused}
        {unchanged}
        {answer}
        {warnings}
        <ReadinessProblemSection workloads/>
        <Effects current=deployed.clone() target=target_revision state live/>
    }
    .into_any()
}

/// Which revision is current now, and which one after the rollback.
#[component]
fn BeforeAndAfter(
    current: Record,
    /// The current revision and its status.
    now: String,
    target: Revision,
    /// The comparison that holds the chart versions, if there is one.
    state: Option<RwSignal<ComparisonState>>,
    /// The workloads in the cluster, if the release is installed.
    workloads: Option<Signal<Option<Workloads>>>,
) -> impl IntoView {
    let cluster = expect_context::<Arc<Cluster>>();
    // The chart versions are known once the payloads are compared.
    let charts = Memo::new(move |_| match state.map(|state| state.get()) {
        Some(ComparisonState::Done(Report::Recorded(comparison, _))) => {
            let version = comparison.chart.version.as_ref();
            version.map(|version| match version {
                Some(version) => format!(", chart {version}"),
                None => String::new(),
            })
        }
        _ => Sides::default(),
    });
    let after = format!("Revision {}, the same as {target}", current.revision.next());
    view! {
        <dl class="facts">
            <div><dt>"Cluster"</dt><dd class="mono">{cluster.name()}</dd></div>
            <div><dt>"Namespace"</dt><dd>{current.namespace.to_string()}</dd></div>
            <div><dt>"Now"</dt><dd>{now}{move || charts.get().from}</dd></div>
            {workloads.map(|workloads| view! { <PodsReady workloads/> })}
            <div><dt>"After"</dt><dd>{after}{move || charts.get().to}</dd></div>
        </dl>
    }
}

/// What the rollback changes and what it does not, once both revisions are compared.
#[component]
fn Effects(
    current: Record,
    target: Revision,
    state: RwSignal<ComparisonState>,
    /// The comparison of the target with the cluster, where the records do not tell what it has.
    live: Option<RwSignal<ComparisonState>>,
) -> impl IntoView {
    let all = Route::of(&current, ReleasePage::compare(current.revision, target)).to_string();
    move || {
        let ComparisonState::Done(Report::Recorded(comparison, releases)) = state.get() else {
            return ().into_any();
        };
        let link = format!("All changes, {} → {target}", current.revision);
        view! {
            <section class="section" aria-labelledby="changes">
                <h2 id="changes">"What it does, and what it doesn't"</h2>
                <div class="cols-3">
                    <div class="stack">
                        <h3>"Will change in the cluster"</h3>
                        {match live {
                            None => changes(&comparison),
                            Some(live) => view! {
                                {move || match live.get() {
                                    ComparisonState::Done(Report::Live(drift)) => live_changes(&drift),
                                    _ => view! { <p>"The cluster is being compared."</p> }.into_any(),
                                }}
                                {other_consequences(&comparison)}
                            }
                            .into_any(),
                        }}
                        {(current.revision != target).then(|| view! {
                            <p><a href=all.clone()>{link}</a></p>
                        })}
                    </div>
                    <div class="stack">
                        <h3>"Won't roll back"</h3>
                        {not_rolled_back(comparison.clone(), releases.to.clone(), &current, &all)}
                    </div>
                    <div class="stack">
                        <h3>"Helm will run"</h3>
                        {hooks(&comparison, &releases.to)}
                    </div>
                </div>
            </section>
        }
        .into_any()
    }
}

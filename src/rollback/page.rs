//! The page that previews a rollback and starts it.

use std::sync::Arc;

use astern_cluster::FoundRelease;
use astern_compare::Sides;
use astern_ledger::{
    Assessment, EffectiveRevision, History, Namespace, Record, ReleaseName, Revision, Status,
};
use astern_protocol::{ReleasePage, Route};
use leptos::prelude::*;

use super::form::RollbackForm;
use super::pending::PendingNotice;
use super::preview::{
    PreviewSummary, UnreadNotice, applied_again, changes, hooks, not_rolled_back, unfinished,
    uninstalled,
};
use super::record_changes::{CurrentMoved, RecordsChanged};
use super::warning_count::WarningCountSignal;
use super::warnings::HistoryWarnings;
use crate::compare::{ComparisonState, Report, compare_records};
use crate::components::Icon;
use crate::connection::{Cluster, DetailReader, follow_history};
use crate::release::{
    NoSuchRevision, OtherDriverNotice, WithHistory, assess_history, effective_record,
    effective_revision,
};
use crate::workloads::{
    PodsReady, ReadinessProblemSection, RollbackActivity, Workloads, follow_workloads,
};

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
    let (assessment, effective, details) = reader.with_value(|reader| {
        reader.request_all(history.records());
        (
            assess_history(history, reader),
            effective_revision(history, reader),
            reader.details(&current),
        )
    });
    let status = {
        let current = current.clone();
        Memo::new(move |_| details.with(|details| details.status(&current)))
    };
    let preview = {
        let (history, target) = (history.clone(), target.clone());
        move || {
            let baseline = Baseline {
                effective: effective.get(),
                status: status.get(),
            };
            preview(cluster.clone(), &history, &target, &baseline, assessment)
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
    /// The revision whose objects it has.
    effective: EffectiveRevision,
    /// The status of the current revision, as helm reads it.
    status: Status,
}

/// Renders the facts about the revision whose objects the cluster has, and the effects of the rollback on it.
fn preview(
    cluster: Arc<Cluster>,
    history: &History,
    target: &Record,
    baseline: &Baseline,
    assessment: Memo<Assessment>,
) -> AnyView {
    let (current, target_revision) = (history.current().clone(), target.revision);
    let status = &baseline.status;
    let deployed = effective_record(history, baseline.effective);
    let mut now = format!("Revision {}, {status}", current.revision);
    if deployed.revision != current.revision {
        now.push_str(&format!("; before it {}, deployed", deployed.revision));
    }
    let activity = Signal::stored(RollbackActivity::None);
    let workloads = follow_workloads(cluster.clone(), deployed.clone(), activity);
    let warnings = view! {
        <HistoryWarnings history=history.clone() assessment target=target_revision/>
    };
    if baseline.effective == EffectiveRevision::Uninstalled {
        return view! {
            <BeforeAndAfter current now target=target_revision state=None workloads=None/>
            {uninstalled(target_revision, workloads.into())}
            {warnings}
        }
        .into_any();
    }
    let state = compare_records(cluster, deployed.clone(), target.clone());
    let notice =
        (deployed.revision != current.revision).then(|| unfinished(&current, deployed.revision));
    let answer = match deployed.revision == target_revision {
        true => applied_again(target_revision, status).into_any(),
        false => view! { <PreviewSummary state/> }.into_any(),
    };
    let is_in_force = current.revision == target_revision && *status == Status::Deployed;
    view! {
        <BeforeAndAfter current now target=target_revision state=Some(state) workloads=Some(workloads)/>
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
        {notice}
        {answer}
        {warnings}
        <ReadinessProblemSection workloads/>
        <Effects current=deployed target=target_revision state/>
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
    workloads: Option<RwSignal<Option<Workloads>>>,
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
fn Effects(current: Record, target: Revision, state: RwSignal<ComparisonState>) -> impl IntoView {
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
                        {changes(&comparison)}
                        {(current.revision != target).then(|| view! {
                            <p><a href=all.clone()>{link}</a></p>
                        })}
                    </div>
                    <div class="stack">
                        <h3>"Won't roll back"</h3>
                        {not_rolled_back(&comparison, &current, &all)}
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

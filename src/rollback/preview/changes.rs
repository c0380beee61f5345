//! What a rollback changes in the cluster: how many objects, which pods restart, and other consequences.

use astern_compare::{Change, Comparison, ObjectChange, Restart, RestartCause, Severity};
use astern_wording::count;
use leptos::prelude::*;

use crate::components::visible_text;

/// How many workloads are named; the others are counted.
const MAX_NAMED: usize = 8;

/// Renders the changes in the cluster.
pub fn changes(comparison: &Comparison) -> AnyView {
    view! {
        {objects(comparison)}
        {restarts(comparison)}
        {other_consequences(comparison)}
    }
    .into_any()
}

/// Renders the counts, such as `24 of 115 objects change back. 81 more get only another version label, 10 stay as they are. None is created or
/// deleted.`
fn objects(comparison: &Comparison) -> AnyView {
    let number = |is: fn(&ObjectChange) -> bool| {
        let objects = comparison.objects.iter();
        objects.filter(|object| is(object)).count()
    };
    let changed = number(|object| object.change == Change::Changed && !object.noise_only);
    let labelled = number(|object| object.noise_only);
    let (same, all) = (
        comparison.unchanged_objects,
        comparison.unchanged_objects + comparison.objects.len(),
    );
    let is_complete = comparison.verdict.is_complete();
    let read = if is_complete {
        ""
    } else {
        " that could be read"
    };
    if all == 0 {
        let text = match is_complete {
            true => "Neither revision has an object that is no hook.",
            false => "Which objects change is not known.",
        };
        return view! { <p>{text}</p> }.into_any();
    }
    let first = match changed {
        0 => format!("None of {}{read}", count(all, "object")),
        _ => format!("{changed} of {}{read}", count(all, "object")),
    };
    let verb = if changed < 2 { "changes" } else { "change" };
    let labels = match labelled {
        0 => String::new(),
        1 => "1 more gets only another version label, ".to_owned(),
        more => format!("{more} more get only another version label, "),
    };
    let stay = match same {
        0 => "none stays as it is",
        1 => "1 stays as it is",
        _ => &format!("{same} stay as they are"),
    };
    // Objects that are created or deleted are listed below.
    let is_added_or_removed = |object: &ObjectChange| object.change != Change::Changed;
    let none = match comparison.objects.iter().any(is_added_or_removed) {
        _ if !is_complete => " More may change, be created or be deleted.",
        true => "",
        false => " None is created or deleted.",
    };
    view! { <p><b>{first}</b>{format!(" {verb} back. {labels}{stay}.{none}")}</p> }.into_any()
}

/// Renders the workloads whose pods restart, with their new images.
fn restarts(comparison: &Comparison) -> AnyView {
    let all = &comparison.effects.restarts;
    if all.is_empty() {
        let text = match comparison.verdict.is_complete() {
            true if !comparison.effects.reloaded.is_empty() => "Helm restarts no pods.",
            true => "No workload restarts its pods.",
            false => "Whether workloads restart their pods is not known.",
        };
        return view! { <p>{text}</p> }.into_any();
    }
    let rows = all.iter().take(MAX_NAMED).map(|restart| {
        let pods = match restart.pods {
            Some(pods) => format!("{}, {}", restart.object.kind, count(pods as usize, "pod")),
            None => format!("{}, its pods", restart.object.kind),
        };
        view! {
            <tr>
                <th scope="row">{visible_text(&restart.object.name)}<span class="sub">{pods}</span></th>
                <td>{restart_target(comparison, restart)}</td>
            </tr>
        }
    });
    let more = all.len().saturating_sub(MAX_NAMED);
    let more = (more > 0).then(|| {
        view! { <p>{format!("And {} more.", count(more, "workload"))}</p> }
    });
    view! {
        <table class="fieldtable fieldtable--bare">
            <caption class="sr">"Pods that restart"</caption>
            <thead><tr><th scope="col">"Restarts"</th><th scope="col">"Goes to"</th></tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
        {more}
    }
    .into_any()
}

/// Renders the new images, or why the pods restart with the same images.
fn restart_target(comparison: &Comparison, restart: &Restart) -> AnyView {
    let mut objects = comparison.objects.iter();
    let images = objects.find(|object| object.id == restart.object);
    let images = images.map(ObjectChange::image_moves).unwrap_or_default();
    if !images.is_empty() {
        let moves = images.into_iter().map(|image| {
            view! {
                <span class="line mono"><del>{visible_text(&image.from)}</del>" → "<ins>{visible_text(&image.to)}</ins></span>
            }
        });
        return moves.collect_view().into_any();
    }
    match restart.by {
        RestartCause::Template => "same image, other settings",
        RestartCause::Operator => "other settings, which its operator puts into its pods",
        RestartCause::Checksum => "another configuration, by its checksum",
        RestartCause::VersionLabel => "another version label, and nothing else",
    }
    .into_any()
}

/// Renders the other consequences. Refused changes are shown in the summary; restarts and plain changes are counted.
pub fn other_consequences(comparison: &Comparison) -> AnyView {
    let others = astern_wording::consequences(comparison)
        .into_iter()
        .filter_map(|consequence| {
            let class = match consequence.severity {
                Severity::LosesData | Severity::Stops => "consequence consequence--bad",
                Severity::Replaced
                | Severity::NotApplied
                | Severity::NotUndone
                | Severity::RestartedByOther => "consequence consequence--warn",
                Severity::Deferred | Severity::AddedOrRemoved => "consequence",
                Severity::Refused | Severity::Restarts | Severity::InPlace | Severity::Labels => {
                    return None;
                }
            };
            Some(view! { <li class=class>{visible_text(&consequence.sentence)}</li> })
        });
    let others = others.collect_view();
    (!others.is_empty())
        .then(|| view! { <ul class="list">{others}</ul> })
        .into_any()
}

//! A revision beside the cluster.

use astern_compare::{Change, Drift, HookDrift, ObjectChange, ObjectDrift, Side, UnmanagedFields};

use super::comparison::unreadable;
use super::fields::{folded, object};
use super::{Field, Item, Report, Section, named};
use astern_wording::{count_or_no as count, verb};

impl Report {
    /// What is in the cluster against what a revision says.
    pub(in super::super) fn of_drift(drift: &Drift, show_noise: bool) -> Self {
        let (namespace, release, revision) = (&drift.namespace, &drift.release, drift.revision);
        let title = match drift.live_side {
            Side::From => format!("{namespace}/{release}: the cluster to revision {revision}"),
            Side::To => format!("{namespace}/{release}: revision {revision} to the cluster"),
        };
        let mut answer = vec![drift.sentence()];
        answer.extend(drift.advice());
        let sections = [
            differing(drift, show_noise),
            whole(&drift.missing, |n| {
                format!("{} missing in the cluster", is(n))
            }),
            whole(&drift.leftover, |n| {
                format!(
                    "{} in the cluster, and revision {revision} has {} not",
                    is(n),
                    verb(n, "it", "them")
                )
            }),
            hooks(drift, show_noise),
            hooks_gone(drift),
            unasked(drift),
            unreadable(&drift.unreadable),
            unmanaged(&drift.unmanaged),
        ];
        Self {
            title,
            answer,
            sections: sections.into_iter().flatten().collect(),
        }
    }
}

fn is(number: usize) -> String {
    format!("{} {}", count(number, "object"), verb(number, "is", "are"))
}

fn differing(drift: &Drift, show_noise: bool) -> Option<Section> {
    let (only_noise, shown): (Vec<_>, Vec<_>) = drift
        .objects
        .iter()
        .partition(|drift| drift.object.noise_only && !show_noise);
    let shown = shown.iter();
    let mut items: Vec<Item> = shown.map(|drift| told(drift, show_noise, None)).collect();
    items.extend(folded(
        only_noise.len(),
        only_noise.iter().flat_map(|drift| &drift.object.fields),
    ));
    let (number, same) = (drift.objects.len(), drift.unchanged_objects);
    let differ = format!(
        "{} {}",
        count(number, "object"),
        verb(number, "differs", "differ")
    );
    let heading = format!(
        "{differ}, {same} {} as revision {} says",
        verb(same, "is", "are"),
        drift.revision
    );
    (number > 0).then(|| Section::main(heading, items))
}

/// An object, and beside each field who wrote it.
fn told(drift: &ObjectDrift, show_noise: bool, words: Option<String>) -> Item {
    object(&drift.object, show_noise, words, &|change| {
        let writer = drift
            .writers
            .iter()
            .find(|writer| writer.path == change.path)?;
        Some(format!("written by {}", writer.writer))
    })
}

/// Hooks that are there and differ.
fn hooks(drift: &Drift, show_noise: bool) -> Option<Section> {
    let words = |hook: &HookDrift| {
        let events = hook.events.join(", ");
        match hook.ran_for {
            Some(_) => events,
            None => format!(
                "{events}; of another revision's run, so it is no drift: Helm has not run it for revision {}",
                drift.revision
            ),
        }
    };
    let items = drift
        .hooks
        .iter()
        .map(|hook| told(&hook.drift, show_noise, Some(words(hook))));
    (!drift.hooks.is_empty()).then(|| Section::main(drift.hooks_summary(), items.collect()))
}

/// Hooks that are not there.
fn hooks_gone(drift: &Drift) -> Option<Section> {
    let gone = &drift.absent_hooks;
    let items = gone
        .iter()
        .map(|hook| named(&hook.object, hook.reason.to_string()));
    let heading = format!(
        "{} {} not in the cluster, which is no drift",
        count(gone.len(), "hook"),
        verb(gone.len(), "is", "are"),
    );
    (!gone.is_empty()).then(|| Section::detail(heading, items.collect()))
}

/// Objects that are only on one side.
fn whole(objects: &[ObjectChange], heading: impl Fn(usize) -> String) -> Option<Section> {
    let items = objects
        .iter()
        .map(|change| object(change, false, None, &|_| None));
    (!objects.is_empty()).then(|| Section::main(heading(objects.len()), items.collect()))
}

fn unasked(drift: &Drift) -> Option<Section> {
    let unavailable = &drift.unavailable;
    let items = unavailable
        .iter()
        .map(|entry| named(&entry.object, entry.reason.clone()));
    let heading = format!("{} could not be read", count(unavailable.len(), "object"));
    (!unavailable.is_empty()).then(|| Section::main(heading, items.collect()))
}

fn unmanaged(unmanaged: &[UnmanagedFields]) -> Option<Section> {
    let fields = |unmanaged: &UnmanagedFields| {
        let fields = unmanaged.fields.iter().map(|added| Field {
            mark: Change::Added,
            path: added.path.to_string(),
            from: None,
            to: Some(added.value.to_string()),
            aside: Some(format!("written by {}", added.writer)),
        });
        fields.collect()
    };
    let number: usize = unmanaged
        .iter()
        .map(|unmanaged| unmanaged.fields.len())
        .sum();
    let items = unmanaged.iter().map(|unmanaged| Item::Object {
        mark: None,
        name: unmanaged.object.to_string(),
        words: None,
        fields: fields(unmanaged),
        more: None,
    });
    let heading = format!(
        "{} {} written by others than helm and {} no difference: the revision does not set {}",
        count(number, "field"),
        verb(number, "was", "were"),
        verb(number, "is", "are"),
        verb(number, "it", "them"),
    );
    (number > 0).then(|| Section::detail(heading, items.collect()))
}

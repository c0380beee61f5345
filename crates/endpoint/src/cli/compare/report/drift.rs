//! The report of a revision and the cluster.

use astern_compare::{Change, Drift, HookDrift, ObjectChange, ObjectDrift, Side, UnmanagedFields};

use super::comparison::unread;
use super::fields::{object, only_noise_item, shown_value};
use super::{Field, Item, NoiseDisplay, Presentation, Report, Section, cluster, object_with_note};
use astern_wording::{MAX_NAMED_UNREAD, count_or_no as count, drift_unread, known_to_differ, verb};

impl Report {
    /// The report of the differences between a revision and the objects in the cluster.
    pub(in super::super) fn of_drift(drift: &Drift, presentation: &Presentation) -> Self {
        let noise = presentation.noise;
        let (namespace, release, revision) = (&drift.namespace, &drift.release, drift.revision);
        let title = match drift.live_side {
            Side::From => format!("{namespace}/{release}: the cluster to revision {revision}"),
            Side::To => format!("{namespace}/{release}: revision {revision} to the cluster"),
        };
        let mut summary = vec![astern_wording::drift_sentence(drift)];
        summary.extend(astern_wording::drift_advice(drift));
        let sections = [
            unread(&drift.unread),
            unavailable(drift),
            differing(drift, noise),
            one_sided(&drift.missing, |n| {
                format!("{} missing in the cluster", objects_are(n))
            }),
            one_sided(&drift.leftover, |n| {
                format!(
                    "{} in the cluster, and revision {revision} has {} not",
                    objects_are(n),
                    verb(n, "it", "them")
                )
            }),
            hooks(drift, noise),
            absent_hooks(drift),
            unmanaged(&drift.unmanaged),
        ];
        Self {
            title: title + &cluster(presentation),
            unread: drift_unread(drift),
            summary,
            sections: sections.into_iter().flatten().collect(),
        }
    }
}

fn objects_are(number: usize) -> String {
    format!("{} {}", count(number, "object"), verb(number, "is", "are"))
}

fn differing(drift: &Drift, noise: NoiseDisplay) -> Option<Section> {
    let (only_noise, shown): (Vec<_>, Vec<_>) = drift
        .objects
        .iter()
        .partition(|drift| drift.object.noise_only && noise == NoiseDisplay::Counted);
    let shown = shown.iter();
    let mut items: Vec<Item> = shown
        .map(|drift| object_with_writers(drift, noise, None))
        .collect();
    items.extend(only_noise_item(
        (only_noise.len(), "object"),
        only_noise.iter().flat_map(|drift| &drift.object.fields),
    ));
    let (number, same) = (drift.objects.len(), drift.unchanged_objects);
    let heading = format!(
        "{}, {same} {} as revision {} says",
        known_to_differ(drift.verdict, number, "object"),
        verb(same, "is", "are"),
        drift.revision
    );
    (number > 0).then(|| Section::main(heading, items))
}

/// An object whose fields name their writers.
fn object_with_writers(drift: &ObjectDrift, noise: NoiseDisplay, note: Option<String>) -> Item {
    object(&drift.object, noise, note, &|change| {
        let writer = drift
            .writers
            .iter()
            .find(|writer| writer.path == change.path)?;
        Some(astern_wording::written_by(&writer.writer))
    })
}

/// Hooks whose object in the cluster differs.
fn hooks(drift: &Drift, noise: NoiseDisplay) -> Option<Section> {
    let note = |hook: &HookDrift| {
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
        .map(|hook| object_with_writers(&hook.drift, noise, Some(note(hook))));
    (!drift.hooks.is_empty())
        .then(|| Section::main(astern_wording::drift_hooks_summary(drift), items.collect()))
}

/// Hooks without an object in the cluster.
fn absent_hooks(drift: &Drift) -> Option<Section> {
    let absent = &drift.absent_hooks;
    let items = absent
        .iter()
        .map(|hook| object_with_note(&hook.object, astern_wording::hook_absence(&hook.reason)));
    let heading = format!(
        "{} {} not in the cluster, which is no drift",
        count(absent.len(), "hook"),
        verb(absent.len(), "is", "are"),
    );
    (!absent.is_empty()).then(|| Section::detail(heading, items.collect()))
}

/// Objects that exist only on one side.
fn one_sided(objects: &[ObjectChange], heading: impl Fn(usize) -> String) -> Option<Section> {
    let items = objects
        .iter()
        .map(|change| object(change, NoiseDisplay::Counted, None, &|_| None));
    (!objects.is_empty()).then(|| Section::main(heading(objects.len()), items.collect()))
}

/// Every object that could not be read, where the beginning of the report does not name all of them.
fn unavailable(drift: &Drift) -> Option<Section> {
    let unavailable = &drift.unavailable;
    let items = unavailable
        .iter()
        .map(|entry| object_with_note(&entry.object, entry.reason.clone()));
    let heading = format!("{} could not be read", count(unavailable.len(), "object"));
    (unavailable.len() > MAX_NAMED_UNREAD).then(|| Section::main(heading, items.collect()))
}

fn unmanaged(unmanaged: &[UnmanagedFields]) -> Option<Section> {
    let fields = |unmanaged: &UnmanagedFields| {
        let fields = unmanaged.fields.iter().map(|added| Field {
            change: Change::Added,
            path: added.path.to_string(),
            from: None,
            to: Some(shown_value(&added.value)),
            lines: Vec::new(),
            note: Some(astern_wording::written_by(&added.writer)),
        });
        fields.collect()
    };
    let number: usize = unmanaged
        .iter()
        .map(|unmanaged| unmanaged.fields.len())
        .sum();
    let items = unmanaged.iter().map(|unmanaged| Item::Object {
        change: None,
        name: unmanaged.object.to_string(),
        note: None,
        fields: fields(unmanaged),
        hidden: None,
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

//! Properties of comparisons of arbitrary revisions.

use std::collections::BTreeMap;

use crate::apply_changes::{apply_changes, with_parsed_documents};
use crate::fixtures::{self, compared};
use astern_compare::{
    Change, Classification, Comparison, FieldChange, NoiseCount, ObjectChange, Side, changed_fields,
};
use astern_masking::Masking;
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// Values with lists that often have merge keys and often share entries.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4_i32).prop_map(Value::from),
        select(vec!["", "a", "b", "1", "a\nb\n"]).prop_map(Value::from),
        json_document().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = select(vec![
            "name",
            "containers",
            "ports",
            "port",
            "env",
            "args",
            "value",
            "a.b",
        ]);
        let entry = (0..6_u32, inner.clone())
            .prop_map(|(name, value)| json!({"name": format!("n{name}"), "value": value}));
        let keyed = prop::collection::vec(entry, 0..6);
        let port = (0..5_u32, inner.clone())
            .prop_map(|(port, value)| json!({"port": port, "value": value}));
        let ports = prop::collection::vec(port, 0..5);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            keyed.prop_map(Value::Array),
            ports.prop_map(Value::Array),
            prop::collection::vec((key, inner), 0..5).prop_map(|entries| {
                Value::Object(
                    entries
                        .into_iter()
                        .map(|(key, value)| (key.to_owned(), value))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

/// JSON documents as strings, compact or indented.
fn json_document() -> impl Strategy<Value = String> {
    let panels = prop::collection::vec((0..3_u32, 0..3_u32), 0..4);
    (panels, any::<bool>()).prop_map(|(panels, pretty)| {
        let panel = |(id, x): &(u32, u32)| json!({"id": id, "x": x});
        let document = json!({"panels": panels.iter().map(panel).collect::<Vec<_>>()});
        match pretty {
            true => format!("{document:#}"),
            false => document.to_string(),
        }
    })
}

/// A Service, Deployment or Secret.
fn any_object() -> impl Strategy<Value = Value> {
    let kind = select(vec![
        ("v1", "Service"),
        ("apps/v1", "Deployment"),
        ("v1", "Secret"),
    ]);
    (kind, select(vec!["a", "b", "c"]), select(vec![None, Some("shop"), Some("other")]), any_value()).prop_map(
        |((api_version, kind), name, namespace, spec)| {
            json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": namespace}, "spec": spec})
        },
    )
}

/// Objects with distinct identities. `shop` is the namespace of the release.
fn any_objects() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(any_object(), 0..8).prop_map(|objects| {
        let identity = |object: &Value| {
            let namespace = object["metadata"]["namespace"]
                .as_str()
                .unwrap_or("shop")
                .to_owned();
            (
                object["kind"].to_string(),
                object["metadata"]["name"].to_string(),
                namespace,
            )
        };
        let distinct: BTreeMap<_, _> = objects
            .into_iter()
            .map(|object| (identity(&object), object))
            .collect();
        distinct.into_values().collect()
    })
}

/// Values in which every list has merge keys. Lists without keys are aligned by content, and the alignment may differ if the
/// sides are swapped.
fn keyed_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), (0..4_i32).prop_map(Value::from)];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = select(vec!["containers", "ports", "env", "value", "a.b"]);
        let entries = prop::collection::btree_map(0..6_u32, inner.clone(), 0..5);
        let list = |entries: BTreeMap<u32, Value>| {
            entries
                .into_iter()
                .map(|(name, value)| json!({"name": format!("n{name}"), "value": value}))
                .collect()
        };
        prop_oneof![
            entries.prop_map(list).prop_map(Value::Array),
            prop::collection::btree_map(key, inner, 0..5).prop_map(|entries| json!(entries)),
        ]
    })
}

fn opposite_change(change: Change) -> Change {
    match change {
        Change::Added => Change::Removed,
        Change::Removed => Change::Added,
        other => other,
    }
}

/// Returns kind, name and change of each changed object, sorted. The namespace is omitted because only one side may have it.
fn object_outline(comparison: &Comparison) -> Vec<(String, Change)> {
    let line = |object: &ObjectChange| {
        (
            format!("{} {}", object.id.kind, object.id.name),
            object.change,
        )
    };
    let mut outline: Vec<_> = comparison.objects.iter().map(line).collect();
    outline.sort();
    outline
}

/// Returns path and change of each changed field, sorted.
fn field_outline(changes: &[FieldChange]) -> Vec<(String, Change)> {
    let mut outline: Vec<_> = changes
        .iter()
        .map(|field| (field.path.to_string(), field.change))
        .collect();
    outline.sort();
    outline
}

/// Returns the outline of the comparison with swapped sides.
fn opposite_outline(outline: Vec<(String, Change)>) -> Vec<(String, Change)> {
    let mut outline: Vec<_> = outline
        .into_iter()
        .map(|(name, change)| (name, opposite_change(change)))
        .collect();
    outline.sort();
    outline
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn changes_applied_to_the_old_value_give_the_new_value(from in any_value(), to in any_value()) {
        let changes = changed_fields(&from, &to, &Masking::off());
        prop_assert_eq!(changes.is_empty(), from == to);
        prop_assert_eq!(with_parsed_documents(apply_changes(from, &changes)), with_parsed_documents(to), "{:#?}", changes);
    }

    #[test]
    fn equal_revisions_have_no_changes(objects in any_objects()) {
        let comparison = compared(&objects, &objects);
        prop_assert_eq!(comparison.classification, Classification::None);
        prop_assert!(comparison.objects.is_empty());
        prop_assert_eq!(comparison.unchanged_objects, objects.len());
    }

    #[test]
    fn swapped_sides_give_the_opposite_object_changes(from in any_objects(), to in any_objects()) {
        let (forward, backward) = (compared(&from, &to), compared(&to, &from));
        prop_assert_eq!(object_outline(&forward), opposite_outline(object_outline(&backward)));
        prop_assert_eq!(forward.unchanged_objects, backward.unchanged_objects);
    }

    #[test]
    fn swapped_sides_give_the_opposite_field_changes(from in keyed_value(), to in keyed_value()) {
        let forward = changed_fields(&from, &to, &Masking::off());
        let backward = changed_fields(&to, &from, &Masking::off());
        prop_assert_eq!(field_outline(&forward), opposite_outline(field_outline(&backward)));
    }

    #[test]
    fn the_order_of_objects_has_no_effect(
        from in any_objects(),
        (to, shuffled) in any_objects().prop_flat_map(|objects| (Just(objects.clone()), Just(objects).prop_shuffle())),
    ) {
        let (ordered, shuffled) = (compared(&from, &to), compared(&from, &shuffled));
        prop_assert_eq!(object_outline(&ordered), object_outline(&shuffled));
        prop_assert_eq!(ordered.unchanged_objects, shuffled.unchanged_objects);
    }

    #[test]
    fn the_text_of_a_changed_object_differs(from in any_objects(), to in any_objects()) {
        for object in &compared(&from, &to).objects {
            prop_assert!(!object.text_diff().is_empty(), "{}", object.id);
        }
    }

    #[test]
    fn swapped_sides_give_the_opposite_renames((from, to) in renamed_sides()) {
        let (forward, backward) = (compared(&from, &to), compared(&to, &from));
        let renames = |comparison: &Comparison, swap: bool| {
            let mut names: Vec<_> = comparison
                .objects
                .iter()
                .filter_map(|object| Some((object.renamed_from.clone()?.name, object.id.name.clone())))
                .map(|(old, new)| if swap { (new, old) } else { (old, new) })
                .collect();
            names.sort();
            names
        };
        prop_assert_eq!(renames(&forward, false), renames(&backward, true));
        prop_assert_eq!(added_and_removed(&forward), opposite_outline(added_and_removed(&backward)));
    }

    #[test]
    fn a_rename_replaces_an_added_and_a_removed_object((from, to) in renamed_sides()) {
        let comparison = compared(&from, &to);
        let count = |change| comparison.objects.iter().filter(|object| object.change == change).count();
        let renamed = comparison.objects.iter().filter(|object| object.renamed_from.is_some()).count();
        let changed = count(Change::Changed) - renamed;
        prop_assert_eq!(count(Change::Added) + renamed + changed + comparison.unchanged_objects, to.len());
        prop_assert_eq!(count(Change::Removed) + renamed + changed + comparison.unchanged_objects, from.len());
        // A renamed object differs at least in its name, which is not noise.
        for object in comparison.objects.iter().filter(|object| object.renamed_from.is_some()) {
            prop_assert!(object.fields.iter().any(|field| field.path.to_string() == "metadata.name"));
            prop_assert!(!object.noise_only);
        }
    }

    #[test]
    fn field_changes_of_an_object_give_the_new_object((from, to) in renamed_sides()) {
        for object in compared(&from, &to).objects {
            let (Some(old), Some(new)) = (object.object(Side::From), object.object(Side::To)) else {
                continue;
            };
            let changed = apply_changes(old.value.clone(), &object.fields);
            prop_assert_eq!(&changed, &new.value, "{}", object.id);
        }
    }

    #[test]
    fn noise_never_adds_or_removes_objects(
        (from, to) in renamed_sides(),
        versions in (0..3_u32, 0..3_u32),
    ) {
        let plain = compared(&from, &to);
        let labelled = compared(&with_version_labels(&from, versions.0), &with_version_labels(&to, versions.1));
        prop_assert_eq!(added_and_removed(&plain), added_and_removed(&labelled));
        let noise_only = labelled.objects.iter().filter(|object| object.noise_only).count();
        prop_assert_eq!(labelled.noise.objects, noise_only);
        prop_assert!(labelled.objects.iter().all(|object| !object.noise_only || object.change == Change::Changed));
        if versions.0 == versions.1 {
            prop_assert_eq!(labelled.noise, NoiseCount::default());
        } else {
            // Exactly the objects that were unchanged now have only noise.
            prop_assert_eq!(noise_only, plain.unchanged_objects);
        }
        // All noise is counted.
        let noise_fields = labelled.objects.iter().flat_map(|object| &object.fields).filter(|field| field.noise.is_some()).count();
        prop_assert_eq!(labelled.noise.fields, noise_fields);
    }
}

/// Returns the outline without changed objects.
fn added_and_removed(comparison: &Comparison) -> Vec<(String, Change)> {
    let mut outline = object_outline(comparison);
    outline.retain(|(_, change)| matches!(change, Change::Added | Change::Removed));
    outline
}

/// Two lists of objects that often contain the same object under different names.
fn renamed_sides() -> impl Strategy<Value = (Vec<Value>, Vec<Value>)> {
    let object = || {
        (
            select(vec!["web", "web-v2", "web-v3", "api", "api-2", "shop-api"]),
            select(vec![("v1", "Service"), ("v1", "ConfigMap")]),
            keyed_value(),
        )
            .prop_map(|(name, (api_version, kind), spec)| {
                fixtures::object(api_version, kind, name, spec)
            })
    };
    let side = move || {
        prop::collection::vec(object(), 0..5).prop_map(|objects| {
            let distinct: BTreeMap<_, _> = objects
                .into_iter()
                .map(|object| {
                    (
                        (
                            object["kind"].to_string(),
                            object["metadata"]["name"].to_string(),
                        ),
                        object,
                    )
                })
                .collect();
            distinct.into_values().collect::<Vec<_>>()
        })
    };
    (side(), side(), any::<bool>()).prop_map(|(from, mut to, equal_specs)| {
        if equal_specs {
            // The objects of `to` get the specs of `from` and keep their names.
            for (object, other) in to.iter_mut().zip(&from) {
                object["spec"] = other["spec"].clone();
            }
        }
        (from, to)
    })
}

/// Returns the objects with labels that contain the version.
fn with_version_labels(objects: &[Value], version: u32) -> Vec<Value> {
    let label = |object: &Value| {
        let mut object = object.clone();
        object["metadata"]["labels"] = json!({"helm.sh/chart": format!("web-{version}"), "app.kubernetes.io/version": version.to_string()});
        object
    };
    objects.iter().map(label).collect()
}

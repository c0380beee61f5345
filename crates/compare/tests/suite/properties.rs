//! What holds for every two revisions.

use std::collections::BTreeMap;

use crate::applying::{apply, by_meaning};
use crate::fixtures::{self, compared};
use astern_compare::{
    Change, Classification, Comparison, FieldChange, NoiseCount, ObjectChange, Side, changed_fields,
};
use astern_masking::Masking;
use proptest::{prelude::*, sample::select};
use serde_json::{Map, Value, json};

/// Values whose lists often have keys and often share entries.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..4_i32).prop_map(Value::from),
        select(vec!["", "a", "b", "1", "a\nb\n"]).prop_map(Value::from),
        document().prop_map(Value::from),
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

/// JSON as a text, now and then the same in other words.
fn document() -> impl Strategy<Value = String> {
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

fn object() -> impl Strategy<Value = Value> {
    let kind = select(vec![
        ("v1", "Service"),
        ("apps/v1", "Deployment"),
        ("v1", "Secret"),
    ]);
    (kind, select(vec!["a", "b", "c"]), select(vec![None, Some("shop"), Some("other")]), value()).prop_map(
        |((api_version, kind), name, namespace, spec)| {
            json!({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, "namespace": namespace}, "spec": spec})
        },
    )
}

/// Objects of distinct identity: `shop` is the release's own namespace.
fn objects() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(object(), 0..8).prop_map(|objects| {
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

/// Values whose lists all have keys. Lists without are aligned by content, which may come out differently on the way back.
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

fn swapped(change: Change) -> Change {
    match change {
        Change::Added => Change::Removed,
        Change::Removed => Change::Added,
        other => other,
    }
}

/// The changed objects in a fixed order. The namespace is as one side writes it, so it is left out.
fn outline(comparison: &Comparison) -> Vec<(String, Change)> {
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

/// The changed fields in a fixed order.
fn field_outline(changes: &[FieldChange]) -> Vec<(String, Change)> {
    let mut outline: Vec<_> = changes
        .iter()
        .map(|field| (field.path.to_string(), field.change))
        .collect();
    outline.sort();
    outline
}

fn swap_all(outline: Vec<(String, Change)>) -> Vec<(String, Change)> {
    let mut outline: Vec<_> = outline
        .into_iter()
        .map(|(name, change)| (name, swapped(change)))
        .collect();
    outline.sort();
    outline
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn the_changes_lead_from_one_value_to_the_other(from in value(), to in value()) {
        let changes = changed_fields(&from, &to, &Masking::off());
        prop_assert_eq!(changes.is_empty(), from == to);
        prop_assert_eq!(by_meaning(apply(from, &changes)), by_meaning(to), "{:#?}", changes);
    }

    #[test]
    fn nothing_differs_from_itself(objects in objects()) {
        let comparison = compared(&objects, &objects);
        prop_assert_eq!(comparison.classification, Classification::None);
        prop_assert!(comparison.objects.is_empty());
        prop_assert_eq!(comparison.unchanged_objects, objects.len());
    }

    #[test]
    fn the_way_back_undoes_the_way_there(from in objects(), to in objects()) {
        let (there, back) = (compared(&from, &to), compared(&to, &from));
        prop_assert_eq!(outline(&there), swap_all(outline(&back)));
        prop_assert_eq!(there.unchanged_objects, back.unchanged_objects);
    }

    #[test]
    fn what_was_added_is_removed_on_the_way_back(from in keyed_value(), to in keyed_value()) {
        let there = changed_fields(&from, &to, &Masking::off());
        let back = changed_fields(&to, &from, &Masking::off());
        prop_assert_eq!(field_outline(&there), swap_all(field_outline(&back)));
    }

    #[test]
    fn the_order_of_objects_does_not_matter(
        from in objects(),
        (to, shuffled) in objects().prop_flat_map(|objects| (Just(objects.clone()), Just(objects).prop_shuffle())),
    ) {
        let (ordered, shuffled) = (compared(&from, &to), compared(&from, &shuffled));
        prop_assert_eq!(outline(&ordered), outline(&shuffled));
        prop_assert_eq!(ordered.unchanged_objects, shuffled.unchanged_objects);
    }

    #[test]
    fn the_text_of_a_changed_object_differs(from in objects(), to in objects()) {
        for object in &compared(&from, &to).objects {
            prop_assert!(!object.text_diff(&Masking::new([1; 16])).is_empty(), "{}", object.id);
        }
    }

    #[test]
    fn what_was_renamed_is_renamed_back((from, to) in renamed_sides()) {
        let (there, back) = (compared(&from, &to), compared(&to, &from));
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
        prop_assert_eq!(renames(&there, false), renames(&back, true));
        prop_assert_eq!(outline_of_whole(&there), swap_all(outline_of_whole(&back)));
    }

    #[test]
    fn a_rename_takes_one_away_and_one_in((from, to) in renamed_sides()) {
        let comparison = compared(&from, &to);
        let number = |change| comparison.objects.iter().filter(|object| object.change == change).count();
        let renamed = comparison.objects.iter().filter(|object| object.renamed_from.is_some()).count();
        let changed = number(Change::Changed) - renamed;
        prop_assert_eq!(number(Change::Added) + renamed + changed + comparison.unchanged_objects, to.len());
        prop_assert_eq!(number(Change::Removed) + renamed + changed + comparison.unchanged_objects, from.len());
        // What was renamed differs at least in its name, and nobody calls that noise.
        for object in comparison.objects.iter().filter(|object| object.renamed_from.is_some()) {
            prop_assert!(object.fields.iter().any(|field| field.path.to_string() == "metadata.name"));
            prop_assert!(!object.noise_only);
        }
    }

    #[test]
    fn the_changes_of_an_object_lead_from_one_side_to_the_other((from, to) in renamed_sides()) {
        for object in compared(&from, &to).objects {
            let (Some(old), Some(new)) = (object.object(Side::From), object.object(Side::To)) else {
                continue;
            };
            let led = crate::applying::apply(old.value.clone(), &object.fields);
            prop_assert_eq!(&led, &new.value, "{}", object.id);
        }
    }

    #[test]
    fn noise_never_adds_or_takes_away(
        (from, to) in renamed_sides(),
        versions in (0..3_u32, 0..3_u32),
    ) {
        let plain = compared(&from, &to);
        let labelled = compared(&labelled(&from, versions.0), &labelled(&to, versions.1));
        prop_assert_eq!(outline_of_whole(&plain), outline_of_whole(&labelled));
        let folded = labelled.objects.iter().filter(|object| object.noise_only).count();
        prop_assert_eq!(labelled.noise.objects, folded);
        prop_assert!(labelled.objects.iter().all(|object| !object.noise_only || object.change == Change::Changed));
        if versions.0 == versions.1 {
            prop_assert_eq!(labelled.noise, NoiseCount::default());
        } else {
            // What was the same is now noise only, and nothing else is.
            prop_assert_eq!(folded, plain.unchanged_objects);
        }
        // Nothing is left out: what is folded is counted.
        let marked = labelled.objects.iter().flat_map(|object| &object.fields).filter(|field| field.noise.is_some()).count();
        prop_assert_eq!(labelled.noise.fields, marked);
    }
}

/// Objects that were added and removed, in a fixed order.
fn outline_of_whole(comparison: &Comparison) -> Vec<(String, Change)> {
    let mut outline = outline(comparison);
    outline.retain(|(_, change)| matches!(change, Change::Added | Change::Removed));
    outline
}

/// Two sides that often hold one object under two names.
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
    (side(), side(), any::<bool>()).prop_map(|(from, mut to, same)| {
        if same {
            // The bodies of the one under the names of the other.
            for (object, other) in to.iter_mut().zip(&from) {
                object["spec"] = other["spec"].clone();
            }
        }
        (from, to)
    })
}

/// The objects with version labels.
fn labelled(objects: &[Value], version: u32) -> Vec<Value> {
    let label = |object: &Value| {
        let mut object = object.clone();
        object["metadata"]["labels"] = json!({"helm.sh/chart": format!("web-{version}"), "app.kubernetes.io/version": version});
        object
    };
    objects.iter().map(label).collect()
}

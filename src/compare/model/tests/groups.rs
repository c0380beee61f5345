//! Tests of groups of objects with similar changes, and of the outline.

use super::super::OutlineEntry;
use super::*;

/// A Deployment that restarts, seven ConfigMaps that each hold a JSON document, and one that has a setting beside it.
fn dashboards(revision: u32, panels: u32) -> Release {
    let mut release = release(revision, &format!("1.{revision}.0"));
    let config = |name: &str, data: &str| {
        format!("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata:\n{data}")
    };
    for name in ["a", "b", "c", "d", "e", "f", "g", "set"] {
        let setting = match name {
            "set" => format!("  level: l{panels}\n"),
            _ => String::new(),
        };
        let document = format!("  x.json: '{{\"panels\": {panels}, \"rows\": [{panels}]}}'\n");
        release.manifest += &config(name, &(document + &setting));
    }
    release
}

fn grouped() -> PageModel {
    model_of(dashboards(1, 1), dashboards(2, 2))
}

/// The items that have a heading on the page.
fn headings(model: &PageModel) -> Vec<Item> {
    let heading = |block: &Block| match block {
        Block::Heading(item) => Some(*item),
        _ => None,
    };
    model.blocks().iter().filter_map(heading).collect()
}

fn named(model: &PageModel, name: &str) -> Item {
    let is_it = |item: &Item| {
        let id = &model.change(*item).unwrap().id;
        id.kind == "ConfigMap" && id.name == name
    };
    model.objects().find(is_it).unwrap()
}

#[test]
fn many_objects_that_differ_only_in_a_document_are_rows_of_one_table() {
    let model = grouped();
    let group = Item::Group(0);
    let (web, set) = (item(&model, "Deployment"), named(&model, "set"));
    assert_eq!(headings(&model), [web, set, group]);
    let rows = model.group_rows(0, 0);
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!((rows[0].count.changed, rows[0].count.added), (2, 0));
    assert_eq!(model.group_name(0), "7 that differ in JSON only");
    assert_eq!(model.position(Some(group)), (Some(3..10), 9));
    // What goes through all items goes through each member.
    assert_eq!(model.items().len(), 10);
}

#[test]
fn a_row_opens_below_its_table_and_goes_back() {
    let mut model = grouped();
    let (b, group) = (named(&model, "b"), Item::Group(0));
    assert_eq!(model.heading_index(b), None);
    model.set_open(group, false);
    // A link opens whatever hides it.
    assert_eq!(
        model.make_visible(b, None),
        Anchor::top_of(Block::Heading(b))
    );
    assert!(model.is_open(group));
    assert_eq!(headings(&model)[2..], [group, b]);
    assert!(model.group_rows(0, 0)[1].is_open);
    assert_eq!(model.next_item(Some(group)), Some(b));
    model.set_open(b, false);
    assert_eq!(headings(&model)[2..], [group]);
}

#[test]
fn few_of_them_are_shown_one_by_one() {
    let cut = |release: Release| {
        let end = release.manifest.find("name: e").unwrap();
        let end = release.manifest[..end].rfind("---").unwrap();
        Release {
            manifest: release.manifest[..end].to_owned(),
            ..release
        }
    };
    let model = model_of(cut(dashboards(1, 1)), cut(dashboards(2, 2)));
    assert_eq!(model.group(0), None);
    assert_eq!(headings(&model).len(), 5);
}

#[test]
fn the_outline_counts_without_noise() {
    let mut model = grouped();
    let kind = |name: &str, count, all| OutlineEntry::Kind {
        name: name.to_owned(),
        count,
        all,
    };
    let (web, set) = (item(&model, "Deployment"), named(&model, "set"));
    let service = item(&model, "Service");
    let before = [
        kind("Deployment", 1, 1),
        OutlineEntry::Item(web),
        kind("ConfigMap", 8, 8),
        OutlineEntry::Item(set),
        OutlineEntry::Item(Item::Group(0)),
    ];
    let mut folded = before.to_vec();
    folded.push(OutlineEntry::NoiseOnly(1));
    assert_eq!(model.outline(None), folded);
    // A search lists what it finds, folded or not.
    let found = [named(&model, "c"), service].into();
    assert_eq!(
        model.outline(Some(&found)),
        [
            kind("ConfigMap", 1, 1),
            OutlineEntry::Item(named(&model, "c")),
            kind("Service", 1, 1),
            OutlineEntry::Item(service),
        ]
    );
    model.set_part_open(Collapsible::NoiseOnly, true);
    let mut shown = before.to_vec();
    shown.extend([kind("Service", 1, 1), OutlineEntry::Item(service)]);
    assert_eq!(model.outline(None), shown);
}

//! Objects that change alike, and the contents beside the page.

use super::super::Entry;
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

fn grouped() -> Sheet {
    sheet_of(dashboards(1, 1), dashboards(2, 2))
}

/// The objects that have a heading on the page.
fn heads(sheet: &Sheet) -> Vec<Thing> {
    let head = |block: &Block| match block {
        Block::Head(thing) => Some(*thing),
        _ => None,
    };
    sheet.blocks().iter().filter_map(head).collect()
}

fn named(sheet: &Sheet, name: &str) -> Thing {
    let is_it = |thing: &Thing| {
        let id = &sheet.change(*thing).unwrap().id;
        id.kind == "ConfigMap" && id.name == name
    };
    sheet.objects().find(is_it).unwrap()
}

#[test]
fn many_that_differ_in_a_document_only_are_rows_of_one_table() {
    let sheet = grouped();
    let group = Thing::Group(0);
    let (web, set) = (thing(&sheet, "Deployment"), named(&sheet, "set"));
    assert_eq!(heads(&sheet), [web, set, group]);
    let rows = sheet.rows_of_group(0, 0);
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!((rows[0].count.changed, rows[0].count.added), (2, 0));
    assert_eq!(sheet.group_name(0), "7 that differ in JSON only");
    assert_eq!(sheet.position(Some(group)), (Some(3..10), 9));
    // Nothing is lost: whatever goes through everything goes through each of them.
    assert_eq!(sheet.things().len(), 10);
}

#[test]
fn a_row_opens_below_its_table_and_goes_back() {
    let mut sheet = grouped();
    let (b, group) = (named(&sheet, "b"), Thing::Group(0));
    assert_eq!(sheet.head(b), None);
    sheet.set_open(group, false);
    // A link opens whatever hides it.
    assert_eq!(sheet.uncover(b, None), Anchor::of(Block::Head(b)));
    assert!(sheet.is_open(group));
    assert_eq!(heads(&sheet)[2..], [group, b]);
    assert!(sheet.rows_of_group(0, 0)[1].open);
    assert_eq!(sheet.beside(Some(group), true), Some(b));
    sheet.set_open(b, false);
    assert_eq!(heads(&sheet)[2..], [group]);
}

#[test]
fn few_of_them_are_told_one_by_one() {
    let cut = |release: Release| {
        let end = release.manifest.find("name: e").unwrap();
        let end = release.manifest[..end].rfind("---").unwrap();
        Release {
            manifest: release.manifest[..end].to_owned(),
            ..release
        }
    };
    let sheet = sheet_of(cut(dashboards(1, 1)), cut(dashboards(2, 2)));
    assert_eq!(sheet.group(0), None);
    assert_eq!(heads(&sheet).len(), 5);
}

#[test]
fn the_contents_count_what_matters() {
    let mut sheet = grouped();
    let kind = |name: &str, number, of| Entry::Kind {
        name: name.to_owned(),
        number,
        of,
    };
    let (web, set) = (thing(&sheet, "Deployment"), named(&sheet, "set"));
    let service = thing(&sheet, "Service");
    let before = [
        kind("Deployment", 1, 1),
        Entry::Thing(web),
        kind("ConfigMap", 8, 8),
        Entry::Thing(set),
        Entry::Thing(Thing::Group(0)),
    ];
    let mut folded = before.to_vec();
    folded.push(Entry::NoiseOnly(1));
    assert_eq!(sheet.contents(None), folded);
    // What is searched for is listed wherever it is.
    let found = [named(&sheet, "c"), service].into();
    assert_eq!(
        sheet.contents(Some(&found)),
        [
            kind("ConfigMap", 1, 1),
            Entry::Thing(named(&sheet, "c")),
            kind("Service", 1, 1),
            Entry::Thing(service),
        ]
    );
    sheet.set_opened(Folded::NoiseOnly, true);
    let mut shown = before.to_vec();
    shown.extend([kind("Service", 1, 1), Entry::Thing(service)]);
    assert_eq!(sheet.contents(None), shown);
}

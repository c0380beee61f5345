mod groups;
mod hidden;
mod print;

use std::sync::Arc;

use astern_compare::{Side, Sides, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::json;

use super::*;

/// A Deployment whose image moves with the chart, and a Service in which only a label does.
fn release(revision: u32, version: &str) -> Release {
    let environment: String = (0..40)
        .map(|n| format!("        - {{name: V{n}, value: '{n}'}}\n"))
        .collect();
    let manifest = format!(
        "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  labels:\n    helm.sh/chart: web-{version}\n\
         ---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    helm.sh/chart: web-{version}\n\
         spec:\n  template:\n    spec:\n      containers:\n      - name: web\n        env:\n{environment}        image: web:{version}\n"
    );
    serde_json::from_value(json!({
        "name": "web",
        "namespace": "shop",
        "version": revision,
        "info": {"status": "deployed"},
        "chart": {"metadata": {"name": "web", "version": version}},
        "config": {"replicas": revision},
        "manifest": manifest,
    }))
    .unwrap()
}

fn sheet() -> Sheet {
    sheet_of(release(1, "1.0.0"), release(2, "1.1.0"))
}

fn sheet_of(from: Release, to: Release) -> Sheet {
    let masking = Masking::new([7; 16]);
    let comparison = compare(&from, &to, &masking);
    let releases = Sides {
        from: Arc::new(from),
        to: Arc::new(to),
    };
    Sheet::new(
        Report::Recorded(Arc::new(comparison), releases),
        Arc::new(masking),
        Switches::default(),
    )
}

/// The object by its kind.
fn thing(sheet: &Sheet, kind: &str) -> Thing {
    let mut all = sheet.objects().chain(sheet.noise_only());
    all.find(|thing| sheet.change(*thing).unwrap().id.kind == kind)
        .unwrap()
}

#[test]
fn what_only_a_label_changes_is_folded_with_its_number() {
    let mut sheet = sheet();
    let service = thing(&sheet, "Service");
    assert_eq!(sheet.objects().count(), 1);
    assert_eq!(sheet.noise_only().collect::<Vec<_>>(), [service]);
    assert_eq!(sheet.head(service), None);
    sheet.set_opened(Folded::NoiseOnly, true);
    assert!(sheet.head(service).is_some());
    sheet.set_opened(Folded::NoiseOnly, false);
    sheet.switch(Switches {
        noise: NoiseView::Shown,
        ..Switches::default()
    });
    assert!(sheet.head(service).is_some());
    assert_eq!(sheet.folded_fields(service), 0);
}

#[test]
fn lines_far_from_a_change_are_folded_until_asked_for() {
    let mut sheet = sheet();
    let web = thing(&sheet, "Deployment");
    assert_eq!(sheet.unread(), Some(web));
    sheet.read(web);
    sheet.arrange();
    let rows = sheet.rows_of(web, 0).to_vec();
    let [LineRow::Fold(fold), shown @ ..] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    // Three lines of context, the image's two; its label is in the fold.
    assert_eq!((fold.rows.len(), fold.noise, shown.len()), (49, 1, 5));
    sheet.unfold(web, fold.rows.start);
    assert_eq!(sheet.row_blocks(web), 2);
    assert_eq!(sheet.rows_of(web, 1).len(), 55 - 30);
}

#[test]
fn a_link_to_a_line_opens_whatever_hides_it() {
    let mut sheet = sheet();
    let web = thing(&sheet, "Deployment");
    sheet.set_open(web, false);
    let line = LineAt {
        side: Side::To,
        number: 40,
    };
    let anchor = sheet.uncover(web, Some(line));
    assert!(sheet.is_open(web));
    assert_eq!(sheet.marked(web), Some(line));
    assert_eq!(anchor.block, Block::Lines(web, 1));
    let service = thing(&sheet, "Service");
    let anchor = sheet.uncover(service, None);
    assert_eq!(
        (anchor, sheet.marked(web)),
        (Anchor::of(Block::Head(service)), None)
    );
    assert!(sheet.head(service).is_some());
}

#[test]
fn a_place_is_kept_while_what_is_above_grows() {
    let mut sheet = sheet();
    let web = thing(&sheet, "Deployment");
    let tools = sheet.index(Block::Tools(web)).unwrap();
    let place = sheet.heights().top(tools) + 10.0;
    let anchor = sheet.anchor(place).unwrap();
    assert!(sheet.measure([(0, 1000.0)].into_iter()));
    assert_eq!(sheet.place(anchor), Some(place + 1000.0 - 320.0));
    // What was measured is known when the page is arranged anew.
    sheet.read(web);
    sheet.arrange();
    assert_eq!(sheet.place(anchor), Some(place + 1000.0 - 320.0));
    assert!(!sheet.measure([(0, 1000.0)].into_iter()));
}

#[test]
fn the_next_change_is_the_next_heading() {
    let mut sheet = sheet();
    sheet.set_opened(Folded::NoiseOnly, true);
    let (web, service) = (thing(&sheet, "Deployment"), thing(&sheet, "Service"));
    assert_eq!(sheet.beside(None, true), Some(web));
    assert_eq!(sheet.beside(Some(web), true), Some(service));
    assert_eq!(sheet.beside(Some(service), true), None);
    assert_eq!(sheet.beside(Some(service), false), Some(web));
}

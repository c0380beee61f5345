mod groups;
mod hidden_values;
mod planted_secrets;
mod print;

use std::sync::Arc;

use astern_compare::{Side, Sides, compare};
use astern_ledger::Release;
use astern_masking::Masking;
use serde_json::json;

use super::*;
use crate::virtual_list::{Anchor, Content as _};

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

fn model() -> PageModel {
    model_of(release(1, "1.0.0"), release(2, "1.1.0"))
}

fn model_of(from: Release, to: Release) -> PageModel {
    let masking = Masking::new([7; 16]);
    let comparison = compare(&from, &to, &masking);
    let releases = Sides {
        from: Arc::new(from),
        to: Arc::new(to),
    };
    PageModel::new(
        Report::Recorded(Arc::new(comparison), releases),
        ViewOptions::default(),
    )
}

/// The object by its kind.
fn item(model: &PageModel, kind: &str) -> Item {
    let mut all = model.objects().chain(model.noise_only());
    all.find(|item| model.change(*item).unwrap().id.kind == kind)
        .unwrap()
}

#[test]
fn objects_in_which_only_a_label_changes_are_folded_and_counted() {
    let mut model = model();
    let service = item(&model, "Service");
    assert_eq!(model.objects().count(), 1);
    assert_eq!(model.noise_only().collect::<Vec<_>>(), [service]);
    assert_eq!(model.heading_index(service), None);
    model.set_part_open(Collapsible::NoiseOnly, true);
    assert!(model.heading_index(service).is_some());
    model.set_part_open(Collapsible::NoiseOnly, false);
    model.set_options(ViewOptions {
        noise: NoiseView::Shown,
        ..ViewOptions::default()
    });
    assert!(model.heading_index(service).is_some());
    assert_eq!(model.folded_field_count(service), 0);
}

#[test]
fn lines_far_from_a_change_are_folded_until_their_fold_is_opened() {
    let mut model = model();
    let web = item(&model, "Deployment");
    assert_eq!(model.next_without_lines(), Some(web));
    model.compute_lines(web);
    model.rebuild_blocks();
    let rows = model.line_rows(web, 0).to_vec();
    let [LineRow::Fold(fold), shown @ ..] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    // Three lines of context, the image's two; its label is in the fold.
    assert_eq!((fold.rows.len(), fold.noise, shown.len()), (49, 1, 5));
    model.unfold(web, fold.rows.start);
    assert_eq!(model.line_block_count(web), 2);
    assert_eq!(model.line_rows(web, 1).len(), 55 - 30);
}

#[test]
fn a_link_to_a_line_opens_whatever_hides_it() {
    let mut model = model();
    let web = item(&model, "Deployment");
    model.set_open(web, false);
    let line = LinePosition {
        side: Side::To,
        number: 40,
    };
    let anchor = model.make_visible(web, Some(line));
    assert!(model.is_open(web));
    assert_eq!(model.highlighted(web), Some(line));
    assert_eq!(anchor.key, Block::Lines(web, 1));
    let service = item(&model, "Service");
    let anchor = model.make_visible(service, None);
    assert_eq!(
        (anchor, model.highlighted(web)),
        (Anchor::top_of(Block::Heading(service)), None)
    );
    assert!(model.heading_index(service).is_some());
}

#[test]
fn an_anchor_keeps_its_row_while_the_rows_above_grow() {
    let mut model = model();
    let web = item(&model, "Deployment");
    let tools = model.block_index(Block::Toolbar(web)).unwrap();
    let position = model.heights().top(tools) + 10.0;
    let anchor = Anchor::at(&model, position).unwrap();
    assert!(model.record_heights([(0, 1000.0)].into_iter()));
    assert_eq!(anchor.position(&model), Some(position + 1000.0 - 320.0));
    // Measured heights are kept when the blocks are listed again.
    model.compute_lines(web);
    model.rebuild_blocks();
    assert_eq!(anchor.position(&model), Some(position + 1000.0 - 320.0));
    assert!(!model.record_heights([(0, 1000.0)].into_iter()));
}

#[test]
fn the_next_item_is_that_of_the_next_heading() {
    let mut model = model();
    model.set_part_open(Collapsible::NoiseOnly, true);
    let (web, service) = (item(&model, "Deployment"), item(&model, "Service"));
    assert_eq!(model.next_item(None), Some(web));
    assert_eq!(model.next_item(Some(web)), Some(service));
    assert_eq!(model.next_item(Some(service)), None);
    assert_eq!(model.previous_item(Some(service)), Some(web));
}

#[test]
fn what_could_not_be_read_comes_first() {
    let complete = model();
    assert_eq!(complete.blocks()[0], Block::Summary);
    assert_eq!(complete.unread_comments(), "");
    let mut to = release(2, "1.1.0");
    to.manifest.push_str("---\nkind: [\n");
    let model = model_of(release(1, "1.0.0"), to);
    assert_eq!(model.blocks()[..2], [Block::Unread, Block::Summary]);
    assert!(
        model
            .unread_comments()
            .starts_with("# Revision 2: 1 document could not be read")
    );
}

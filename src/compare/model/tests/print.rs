//! Tests of the blocks of a print.

use super::super::print::MAX_PRINTED_BLOCKS;
use super::super::print_summary::ItemCount;
use super::*;

fn item_count(items: usize, fields: usize) -> ItemCount {
    ItemCount { items, fields }
}

#[test]
fn a_print_holds_what_is_open_and_says_what_is_not() {
    let mut model = model();
    let web = item(&model, "Deployment");
    assert_eq!(model.print_summary(), None);
    model.begin_print();
    let summary = model.print_summary().unwrap().clone();
    // Its lines are compared for the print: 49 of them are folded.
    assert!(model.lines(web).is_some());
    assert_eq!(
        (summary.in_full, summary.by_name, summary.too_long),
        (item_count(1, 1), item_count(0, 0), item_count(0, 0))
    );
    assert_eq!(
        (
            summary.omitted_noise_objects,
            summary.omitted_noise_fields,
            summary.omitted_lines
        ),
        (1, 2, 49)
    );
    assert!(!model.blocks().contains(&Block::Toolbar(web)));
    assert!(model.blocks().contains(&Block::PrintNote));
    model.end_print();
    assert_eq!(model.print_summary(), None);
    assert!(model.blocks().contains(&Block::Toolbar(web)));
    model.set_open(web, false);
    model.begin_print();
    assert_eq!(model.print_summary().unwrap().by_name, item_count(1, 1));
}

#[test]
fn a_print_that_is_too_long_leaves_out_whole_objects() {
    let objects = MAX_PRINTED_BLOCKS / 3 + 100;
    let many = |revision: u32| {
        let mut release = release(revision, "1.0.0");
        for name in 0..objects {
            release.manifest += &format!(
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{name}}}\ndata: {{a: v{revision}}}\n"
            );
        }
        release
    };
    let mut model = model_of(many(1), many(2));
    model.begin_print();
    let summary = model.print_summary().unwrap();
    assert!(
        model.blocks().len() <= MAX_PRINTED_BLOCKS && model.blocks().len() > MAX_PRINTED_BLOCKS - 5
    );
    assert_eq!(summary.in_full.items + summary.too_long.items, objects);
    assert_eq!(summary.too_long.fields, summary.too_long.items);
    let headings = model.blocks().iter();
    let headings = headings
        .filter(|block| matches!(block, Block::Heading(_)))
        .count();
    assert_eq!(headings, summary.in_full.items);
    // The blocks after the objects are printed.
    assert_eq!(model.blocks().last(), Some(&Block::Chart));
}

//! What a print holds.

use super::super::print::{Number, PRINTED};
use super::*;

fn number(items: usize, fields: usize) -> Number {
    Number { items, fields }
}

#[test]
fn a_print_holds_what_is_open_and_says_what_is_not() {
    let mut model = model();
    let web = item(&model, "Deployment");
    assert_eq!(model.paper(), None);
    model.print();
    let paper = model.paper().unwrap().clone();
    // Its lines had not been compared before: 49 are in a fold.
    assert!(model.lines(web).is_some());
    assert_eq!(
        (paper.in_full, paper.by_name, paper.too_long),
        (number(1, 1), number(0, 0), number(0, 0))
    );
    assert_eq!(
        (
            paper.noise_only_out,
            paper.noise_fields_out,
            paper.lines_out
        ),
        (1, 2, 49)
    );
    assert!(!model.blocks().contains(&Block::Toolbar(web)));
    assert!(model.blocks().contains(&Block::PrintNote));
    model.end_print();
    assert_eq!(model.paper(), None);
    assert!(model.blocks().contains(&Block::Toolbar(web)));
    model.set_open(web, false);
    model.print();
    assert_eq!(model.paper().unwrap().by_name, number(1, 1));
}

#[test]
fn a_print_leaves_out_whole_objects_rather_than_pieces() {
    let objects = PRINTED / 3 + 100;
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
    model.print();
    let paper = model.paper().unwrap();
    assert!(model.blocks().len() <= PRINTED && model.blocks().len() > PRINTED - 5);
    assert_eq!(paper.in_full.items + paper.too_long.items, objects);
    assert_eq!(paper.too_long.fields, paper.too_long.items);
    let heads = model.blocks().iter();
    let heads = heads
        .filter(|block| matches!(block, Block::Heading(_)))
        .count();
    assert_eq!(heads, paper.in_full.items);
    // What comes after the objects is there.
    assert_eq!(model.blocks().last(), Some(&Block::Chart));
}

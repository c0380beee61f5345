//! What a print holds.

use super::super::print::{Number, PRINTED};
use super::*;

fn number(things: usize, fields: usize) -> Number {
    Number { things, fields }
}

#[test]
fn a_print_holds_what_is_open_and_says_what_is_not() {
    let mut sheet = sheet();
    let web = thing(&sheet, "Deployment");
    assert_eq!(sheet.paper(), None);
    sheet.print();
    let paper = sheet.paper().unwrap().clone();
    // Its lines had not been compared before: 49 are in a fold.
    assert!(sheet.lines(web).is_some());
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
    assert!(!sheet.blocks().contains(&Block::Tools(web)));
    assert!(sheet.blocks().contains(&Block::Paper));
    sheet.end_print();
    assert_eq!(sheet.paper(), None);
    assert!(sheet.blocks().contains(&Block::Tools(web)));
    sheet.set_open(web, false);
    sheet.print();
    assert_eq!(sheet.paper().unwrap().by_name, number(1, 1));
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
    let mut sheet = sheet_of(many(1), many(2));
    sheet.print();
    let paper = sheet.paper().unwrap();
    assert!(sheet.blocks().len() <= PRINTED && sheet.blocks().len() > PRINTED - 5);
    assert_eq!(paper.in_full.things + paper.too_long.things, objects);
    assert_eq!(paper.too_long.fields, paper.too_long.things);
    let heads = sheet.blocks().iter();
    let heads = heads
        .filter(|block| matches!(block, Block::Head(_)))
        .count();
    assert_eq!(heads, paper.in_full.things);
    // What comes after the objects is there.
    assert_eq!(sheet.blocks().last(), Some(&Block::Chart));
}

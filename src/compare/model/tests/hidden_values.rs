//! Tests of secrets in objects that were added or removed.

use astern_masking::{Mask, Revealed};

use super::*;

fn with_secret(revision: u32) -> Release {
    let secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: new}\ndata: {a: aHVudGVyMg==}\nstringData: {b: hunter3}\n";
    let mut release = release(revision, "1.0.0");
    release.manifest += secret;
    release
}

fn revealed_text(revealed: Option<Revealed>) -> String {
    match revealed {
        Some(Revealed::Text(text)) => text.expose_secret().to_owned(),
        Some(Revealed::Bytes(_)) | None => String::new(),
    }
}

#[test]
fn each_of_them_can_be_revealed() {
    for (mut model, side) in [
        (model_of(release(1, "1.0.0"), with_secret(2)), Side::To),
        (model_of(with_secret(1), release(2, "1.0.0")), Side::From),
    ] {
        let secret = item(&model, "Secret");
        assert!(model.hidden_rows(secret, 0).is_empty());
        model.compute_lines(secret);
        model.rebuild_blocks();
        assert!(model.block_index(Block::Hidden(secret, 0)).is_some());
        let paths = model.hidden_rows(secret, 0).iter();
        let values = paths.map(|path| revealed_text(model.reveal_at(secret, path, side)));
        assert_eq!(values.collect::<Vec<_>>(), ["hunter2", "hunter3"]);
        let lines = &model.lines(secret).unwrap().diff;
        let text: Vec<_> = (1..=20).map(|line| lines.line(side, line)).collect();
        let masks = Mask::all_in(&text.join("\n")).into_iter();
        let owner = Owner::Item(secret);
        let values = masks.map(|(_, mask)| revealed_text(model.reveal_mask(owner, mask, side)));
        assert_eq!(values.collect::<Vec<_>>(), ["hunter2", "hunter3"]);
    }
}

//! Secrets in objects that came or went as a whole.

use astern_masking::{Mask, Revealed};

use super::*;

fn with_secret(revision: u32) -> Release {
    let secret = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: new}\ndata: {a: aHVudGVyMg==}\nstringData: {b: hunter3}\n";
    let mut release = release(revision, "1.0.0");
    release.manifest += secret;
    release
}

fn said(revealed: Option<Revealed>) -> String {
    match revealed {
        Some(Revealed::Text(text)) => text.in_clear().to_owned(),
        Some(Revealed::Bytes(_)) | None => String::new(),
    }
}

#[test]
fn each_of_them_can_be_asked_for() {
    for (mut sheet, side) in [
        (sheet_of(release(1, "1.0.0"), with_secret(2)), Side::To),
        (sheet_of(with_secret(1), release(2, "1.0.0")), Side::From),
    ] {
        let secret = thing(&sheet, "Secret");
        assert!(sheet.hidden_of(secret, 0).is_empty());
        sheet.read(secret);
        sheet.arrange();
        assert!(sheet.index(Block::Hidden(secret, 0)).is_some());
        let paths = sheet.hidden_of(secret, 0).iter();
        let values = paths.map(|path| said(sheet.reveal_at(secret, path, side)));
        assert_eq!(values.collect::<Vec<_>>(), ["hunter2", "hunter3"]);
        let lines = &sheet.lines(secret).unwrap().diff;
        let text: Vec<_> = (1..=20).map(|line| lines.line(side, line)).collect();
        let masks = Mask::all_in(&text.join("\n")).into_iter();
        let owner = Owner::Thing(secret);
        let values = masks.map(|(_, mask)| said(sheet.reveal_under(owner, mask, side)));
        assert_eq!(values.collect::<Vec<_>>(), ["hunter2", "hunter3"]);
    }
}

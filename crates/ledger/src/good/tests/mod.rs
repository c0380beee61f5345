//! Histories as a table, and what is said of them.

mod any_history;
mod histories;
mod recorded;
mod words;

use super::*;
use crate::Revision;

/// A revision in a table: its number, Helm's status and words, chart version, content and how many
/// minutes after the first one it began.
type Row = (u32, &'static str, &'static str, &'static str, u64, i64);

fn revision(number: u32) -> Revision {
    number.try_into().unwrap()
}

fn known((number, status, words, version, content, minutes): Row) -> Known {
    let began = crate::Timestamp::from_second(1_779_000_000 + minutes * 60);
    Known {
        revision: revision(number),
        status: status.to_owned().into(),
        created: Some(began),
        telling: Telling::Told(Told {
            deployed: Some(began),
            description: Some(words.to_owned()),
            chart: Some(ChartVersion {
                name: "shop".to_owned(),
                version: version.to_owned(),
            }),
            rollback_revision: None,
            content: content.into(),
        }),
    }
}

fn judged(rows: &[Row]) -> Judgement {
    judge(&rows.iter().copied().map(known).collect::<Vec<_>>())
}

fn against(judgement: &Judgement, number: u32) -> Vec<String> {
    let against = judgement.against(revision(number));
    against.iter().map(ToString::to_string).collect()
}

fn recommended(judgement: &Judgement) -> Option<u32> {
    let recommended = judgement.recommended.as_ref().ok();
    recommended.map(|recommended| recommended.revision.get())
}

fn reasons(judgement: &Judgement) -> Vec<String> {
    let recommended = judgement.recommended.as_ref().unwrap();
    recommended
        .reasons
        .iter()
        .map(ToString::to_string)
        .collect()
}

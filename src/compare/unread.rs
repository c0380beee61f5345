//! The notice about what could not be read, and so was not compared. It stands before everything else that is said.

use astern_compare::Unread;
use astern_wording::{MAX_NAMED_UNREAD, count, unread_with_revision};
use leptos::prelude::*;

use super::controller::PageController;
use super::model::Report;
use crate::components::{Icon, visible_text};
use crate::connection::ReadAgain;

/// The largest number of pieces that are listed; the others are counted.
const MAX_LISTED: usize = 200;

/// The notice as a block of the compare page.
pub fn unread_block(controller: PageController) -> AnyView {
    let (lines, pieces, of) = controller.with(|model| {
        let of = match &model.report {
            Report::Live(_) => UnreadOf::Cluster,
            Report::Recorded(..) => UnreadOf::Records,
        };
        (
            model.report.unread_lines(),
            model.report.unread().to_vec(),
            of,
        )
    });
    unread_notice(lines, &pieces, of)
}

/// Where something could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnreadOf {
    /// In records: it would be the same if it was read again.
    Records,
    /// Also in the cluster, which may answer by now.
    Cluster,
}

/// The notice: a line for each revision, and all pieces where the lines do not name them; nothing where everything was read.
pub fn unread_notice(lines: Vec<String>, pieces: &[Unread], of: UnreadOf) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let again = ReadAgain::use_context();
    let lines = lines
        .into_iter()
        .map(|line| view! { <li>{visible_text(&line)}</li> });
    let all = (pieces.len() > MAX_NAMED_UNREAD).then(|| {
        let listed = pieces.iter().take(MAX_LISTED);
        let listed =
            listed.map(|unread| view! { <li>{visible_text(&unread_with_revision(unread))}</li> });
        let more = pieces.len().saturating_sub(MAX_LISTED);
        let more = (more > 0).then(|| view! { <li>{format!("and {more} more")}</li> });
        view! {
            <details>
                <summary>{format!("All {}", count(pieces.len(), "piece"))}</summary>
                <ul class="list">{listed.collect_view()}{more}</ul>
            </details>
        }
    });
    view! {
        <div class="notice notice--warn section">
            <Icon name="warn"/>
            <div>
                <h2>"Not everything could be read"</h2>
                <ul class="list">{lines.collect_view()}</ul>
                {all}
                <p>"It was not compared, so more may differ than is listed."</p>
                {(of == UnreadOf::Cluster).then(|| view! {
                    <p><button class="btn" type="button" on:click=move |_| again.press()>"Try again"</button></p>
                })}
            </div>
        </div>
    }
    .into_any()
}

//! The note that only a print shows: what it holds, what it leaves out, and where it is from.

use astern_protocol::Address;
use astern_wording::utc_to_the_second;
use leptos::prelude::*;

use super::controller::PageController;
use crate::browser::{now, whole_address};

/// The note, below the summary.
pub fn print_note(controller: PageController) -> AnyView {
    let Some((included, mut omitted)) = controller.with(|model| {
        let summary = model.print_summary()?;
        Some((summary.included(), summary.omitted()))
    }) else {
        return ().into_any();
    };
    if !controller.with(|model| model.report.verdict().is_complete()) {
        omitted.insert(0, "what could not be read".to_owned());
    }
    let link: Address = controller.link(None);
    let omitted = match omitted.is_empty() {
        true => view! { <p>"It leaves nothing out."</p> }.into_any(),
        false => view! {
            <p>"It leaves out:"</p>
            <ul class="list">
                {omitted.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}
            </ul>
            <p>"What is opened on the page is printed."</p>
        }
        .into_any(),
    };
    view! {
        <section class="paper paper__note" aria-label="About this print">
            <p>{included}</p>
            {omitted}
            <p>"Hidden values stay hidden. Long values are cut, and say so."</p>
            <p>
                {format!("Printed {} from ", utc_to_the_second(now()))}
                <span class="mono">{whole_address(&link.to_string())}</span>
            </p>
        </section>
    }
    .into_any()
}

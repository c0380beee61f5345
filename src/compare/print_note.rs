//! What stands on paper only: where the print is from, what it holds, and what it leaves out.

use astern_protocol::Address;
use astern_wording::utc_to_the_second;
use leptos::prelude::*;

use super::controller::PageController;
use crate::browser::{now, whole_address};

/// What a print says of itself, below the answer.
pub fn paper(controller: PageController) -> AnyView {
    let Some((holds, leaves_out)) = controller.with(|model| {
        let paper = model.print_summary()?;
        Some((paper.included(), paper.omitted()))
    }) else {
        return ().into_any();
    };
    let link: Address = controller.link(None);
    let left_out = match leaves_out.is_empty() {
        true => view! { <p>"It leaves nothing out."</p> }.into_any(),
        false => view! {
            <p>"It leaves out:"</p>
            <ul class="list">
                {leaves_out.into_iter().map(|what| view! { <li>{what}</li> }).collect_view()}
            </ul>
            <p>"What is opened on the page is printed."</p>
        }
        .into_any(),
    };
    view! {
        <section class="paper paper__note" aria-label="About this print">
            <p>{holds}</p>
            {left_out}
            <p>"Hidden values stay hidden. Long values are cut, and say so."</p>
            <p>
                {format!("Printed {} from ", utc_to_the_second(now()))}
                <span class="mono">{whole_address(&link.to_string())}</span>
            </p>
        </section>
    }
    .into_any()
}

//! What is said above every page.

use leptos::prelude::*;

use super::Icon;

/// Shows above the page what is the case, and what follows from it.
pub fn banner(what: String, consequence: &'static str) -> AnyView {
    view! {
        <aside class="banner" aria-label="Note" role="status">
            <Icon name="warn"/>
            <span><b>{what}</b>" "{consequence}</span>
        </aside>
    }
    .into_any()
}

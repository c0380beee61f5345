//! The page for an address that names no page.

use astern_protocol::Route;
use leptos::prelude::*;

/// Says that the address names no page, and what an address looks like.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1 class="page__title">"No such page"</h1>
            <div class="panel stack">
                <p>
                    "An address here names a namespace and a release, as in "
                    <code>"#/shop/storefront"</code>", and may go on with two revisions: "
                    <code>"#/shop/storefront/9..10"</code>"."
                </p>
                <p><a href=Route::Fleet.to_string()>"All releases"</a></p>
            </div>
        </main>
    }
}

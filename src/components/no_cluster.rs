//! Pages for when there is no cluster, or no such page.

use astern_protocol::{Address, Route};
use leptos::prelude::*;

use super::{Command, Problem, ProblemNotice};
use crate::browser::current_address;
use crate::connection::ConnectionError;

/// There is no cluster to show.
#[component]
pub fn LostPage(lost: ConnectionError, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    let problem = match &lost {
        ConnectionError::NoToken => Problem::plain(
            "This tab was not opened by astern",
            "astern lets in only the address that it printed when it started, with the token at \
             its end. Open that address again, or start astern once more. Another tab's address \
             is not enough.",
        ),
        ConnectionError::NoApiServer(error) => Problem::from(error),
    };
    let command = command(&current_address());
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1 class="page__title">"No cluster"</h1>
            <ProblemNotice problem retry/>
            <div class="panel section stack">
                <h2>"Ways to reach a cluster"</h2>
                <p>"With everything, on your own machine, at this link if it is one that you were sent:"</p>
                <Command text=command/>
                <p>"Read only, with nothing but kubectl, from the folder that holds the app:"</p>
                <Command text="kubectl proxy --www=dist --www-prefix=/astern/"/>
            </div>
        </main>
    }
}

/// What opens this page with an astern of one's own.
fn command(address: &str) -> String {
    let page = address.split_once('#');
    let page = page.and_then(|(_, fragment)| fragment.parse::<Address>().ok());
    match page {
        Some(page) if page.route != Route::Fleet => {
            // As it is written anew, so that nothing in it speaks to a shell.
            format!("astern --link '{}'", page.to_string().replace('\'', "%27"))
        }
        _ => "astern".to_owned(),
    }
}

/// The address names no page.
#[component]
pub fn NoSuchPage() -> impl IntoView {
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

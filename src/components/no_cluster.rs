//! The page for an app that has no connection to a cluster.

use astern_protocol::{Address, Route};
use leptos::prelude::*;

use super::{Command, ErrorNotice, PageError};
use crate::browser::current_address;
use crate::connection::ConnectionError;

/// Says why there is no connection, and how to get one.
#[component]
pub fn NoClusterPage(error: ConnectionError, #[prop(into)] retry: Callback<()>) -> impl IntoView {
    let error = match &error {
        ConnectionError::NoToken => PageError::plain(
            "This tab was not opened by astern",
            "astern lets in only the address that it printed when it started, with the token at \
             its end. Open that address again, or start astern once more. Another tab's address \
             is not enough.",
        ),
        ConnectionError::NoApiServer(error) => PageError::from(error),
    };
    let command = open_command(&current_address());
    view! {
        <main id="main" class="page" tabindex="-1">
            <h1 class="page__title">"No cluster"</h1>
            <ErrorNotice error retry/>
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

/// The command that opens an address with a local `astern`.
fn open_command(address: &str) -> String {
    let page = address.split_once('#');
    let page = page.and_then(|(_, fragment)| fragment.parse::<Address>().ok());
    match page {
        Some(page) if page.route != Route::Fleet => {
            // The address is single-quoted for the shell, and percent-encoding leaves no single quote in it.
            format!("astern --link '{}'", page.to_string().replace('\'', "%27"))
        }
        _ => "astern".to_owned(),
    }
}

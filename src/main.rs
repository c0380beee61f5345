//! The browser app: reads Helm's releases, compares their revisions and rolls back.
#![allow(
    clippy::must_use_candidate,
    reason = "components are called by the view macro"
)]

mod app;
mod browser;
mod compare;
mod components;
mod connection;
mod contexts;
mod destination;
mod diagnosis;
mod fleet;
mod pages;
mod release;
mod rollback;
mod virtual_list;
mod workloads;

/// What stands instead of the app where another page shows it in a frame.
const FRAMED: &str =
    "Astern does not start inside another page. Open its address in a tab of its own.";

fn main() {
    console_error_panic_hook::set_once();
    // Before anything reads the address or asks the cluster.
    match browser::is_framed() {
        true => leptos::mount::mount_to_body(|| FRAMED),
        false => leptos::mount::mount_to_body(app::App),
    }
}

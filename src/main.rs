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
mod destination;
mod fleet;
mod pages;
mod release;
mod rollback;
mod virtual_list;
mod workloads;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(app::App);
}

//! The icons. Each state has a shape of its own, so that no state is shown by colour alone.

use leptos::prelude::*;

/// The definitions of all icons, to be placed once in the document.
#[component]
pub fn Icons() -> impl IntoView {
    view! {
        <svg class="icons" width="0" height="0" aria-hidden="true">
            <symbol id="i-bad" viewBox="0 0 16 16">
                <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" fill="currentColor"/>
                <path d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" stroke="var(--surface)" stroke-width="1.8"/>
            </symbol>
            <symbol id="i-busy" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.8"/>
                <path d="M8 1.5a6.5 6.5 0 0 1 0 13z" fill="currentColor"/>
            </symbol>
            <symbol id="i-dot" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="6" fill="currentColor"/>
            </symbol>
            <symbol id="i-idle" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="6.3" fill="none" stroke="currentColor" stroke-width="1.6"/>
            </symbol>
            <symbol id="i-lock" viewBox="0 0 16 16">
                <rect x="2.5" y="7" width="11" height="7.5" rx="1" fill="currentColor"/>
                <path d="M5 7V5a3 3 0 0 1 6 0v2" fill="none" stroke="currentColor" stroke-width="1.7"/>
            </symbol>
            <symbol id="i-mark" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/>
                <path d="M1 8.8a7 7 0 0 0 14 0z" fill="currentColor"/>
            </symbol>
            <symbol id="i-ok" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="7.5" fill="currentColor"/>
                <path d="M4.6 8.3l2.3 2.3 4.6-5" fill="none" stroke="var(--surface)" stroke-width="1.8"/>
            </symbol>
            <symbol id="i-search" viewBox="0 0 16 16">
                <circle cx="6.8" cy="6.8" r="4.8" fill="none" stroke="currentColor" stroke-width="1.7"/>
                <path d="M10.5 10.5L15 15" stroke="currentColor" stroke-width="1.7"/>
            </symbol>
            <symbol id="i-stuck" viewBox="0 0 16 16">
                <path d="M8 .4L15.6 8 8 15.6.4 8z" fill="currentColor"/>
                <path d="M6.3 5.4v5.2M9.7 5.4v5.2" stroke="var(--surface)" stroke-width="1.7"/>
            </symbol>
            <symbol id="i-warn" viewBox="0 0 16 16">
                <path d="M8 .9l7.6 13.7H.4z" fill="currentColor"/>
                <path d="M8 5.4v4.4M8 11.2v1.8" stroke="var(--surface)" stroke-width="1.8"/>
            </symbol>
        </svg>
    }
}

/// An icon. It is hidden from screen readers, since a word beside it says the same.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" focusable="false">
            <use href=format!("#i-{name}")></use>
        </svg>
    }
}

//! A path such as `prometheus.prometheusSpec.retention`, which a narrow column breaks between its parts.

use leptos::prelude::*;

/// The path as code.
pub fn path(path: &str) -> AnyView {
    let parts = path.split_inclusive('.').enumerate().map(|(index, part)| {
        let part = part.to_owned();
        view! { {(index > 0).then(|| view! { <wbr/> })}{part} }
    });
    view! { <code>{parts.collect_view()}</code> }.into_any()
}

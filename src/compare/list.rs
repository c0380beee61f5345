//! A list of which only what is in view is drawn.

use leptos::html::Div;
use leptos::prelude::*;

use super::sheet::Item;

/// Draws items, and room for those that are not. `draw` is asked once for each item that comes into
/// view.
pub fn virtual_list(
    list: NodeRef<Div>,
    items: RwSignal<Vec<Item>>,
    draw: Callback<usize, AnyView>,
) -> AnyView {
    let key = |item: &Item| match *item {
        Item::Gap { place, height } => (true, u64::from(place) << 32 | u64::from(height)),
        Item::Drawn { key, .. } => (false, key),
    };
    let child = move |item: Item| match item {
        Item::Gap { height, .. } => {
            view! { <div data-gap="" style:height=format!("{height}px")></div> }.into_any()
        }
        Item::Drawn { index, .. } => draw.run(index),
    };
    view! {
        <div class="virtual" node_ref=list>
            <For each=move || items.get() key=key children=child/>
        </div>
    }
    .into_any()
}

//! A list of which only what is in view is drawn.

use std::collections::HashMap;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;

use super::model::Slot;

/// What one slot became on the page. Its owner ends what was set going for it.
struct Drawn {
    slot: Slot,
    state: AnyViewState,
    owner: Owner,
}

/// Draws slots, and room for those that are not. `draw` is asked once for each slot that comes into
/// view.
///
/// What stays is never moved: that would cost a new layout and whoever works by keyboard their focus.
/// Leptos' own keyed list moves what it need not.
pub fn virtual_list(
    list: NodeRef<Div>,
    slots: RwSignal<Vec<Slot>>,
    draw: Callback<usize, AnyView>,
) -> AnyView {
    let parent = Owner::current().unwrap_or_default();
    let drawn = StoredValue::new_local(Vec::<Drawn>::new());
    Effect::new(move |_| {
        let (Some(element), wanted) = (list.get(), slots.get()) else {
            return;
        };
        let mut kept: HashMap<Key, Drawn> = drawn
            .try_update_value(std::mem::take)
            .unwrap_or_default()
            .into_iter()
            .map(|drawn| (key(drawn.slot), drawn))
            .collect();
        let mut found: Vec<Drawn> = Vec::with_capacity(wanted.len());
        // From the last to the first, so that each finds the one it stands before.
        for slot in wanted.into_iter().rev() {
            let next = match kept.remove(&key(slot)) {
                Some(drawn) => drawn,
                None => {
                    let owner = parent.child();
                    let mut state = owner.with(|| untrack(|| view_of(slot, draw).build()));
                    let before = found.last();
                    if !before.is_some_and(|next| next.state.insert_before_this(&mut state)) {
                        state.mount(element.as_ref(), None);
                    }
                    Drawn { slot, state, owner }
                }
            };
            found.push(next);
        }
        for mut gone in kept.into_values() {
            gone.state.unmount();
            gone.owner.cleanup();
        }
        found.reverse();
        drawn.set_value(found);
    });
    view! { <div class="virtual" node_ref=list></div> }.into_any()
}

type Key = (bool, u64);

fn key(slot: Slot) -> Key {
    match slot {
        Slot::Spacer { place, height } => (true, u64::from(place) << 32 | u64::from(height)),
        Slot::Row { key, .. } => (false, key),
    }
}

fn view_of(slot: Slot, draw: Callback<usize, AnyView>) -> AnyView {
    match slot {
        Slot::Spacer { height, .. } => {
            view! { <div data-gap="" style:height=format!("{height}px")></div> }.into_any()
        }
        Slot::Row { index, .. } => draw.run(index),
    }
}

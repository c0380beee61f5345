//! Draws the slots of a list, and keeps what is already drawn.

use std::collections::HashMap;

use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;

use super::Slot;

/// A slot in the document. Its owner ends the effects and tasks that were started for it.
struct Rendered {
    slot: Slot,
    state: AnyViewState,
    owner: Owner,
}

/// Draws `slots` into a new element, which `list` then refers to. `render_row` is called once for each row that comes into
/// view, with the row's index.
///
/// An element that stays is never moved, since that would cost a layout and the keyboard focus. The keyed list of Leptos
/// does move elements that could stay.
pub fn render_slots(
    list: NodeRef<Div>,
    slots: RwSignal<Vec<Slot>>,
    render_row: Callback<usize, AnyView>,
) -> AnyView {
    let parent = Owner::current().unwrap_or_default();
    let rendered = StoredValue::new_local(Vec::<Rendered>::new());
    Effect::new(move |_| {
        let (Some(element), slots) = (list.get(), slots.get()) else {
            return;
        };
        let mut kept: HashMap<SlotKey, Rendered> = rendered
            .try_update_value(std::mem::take)
            .unwrap_or_default()
            .into_iter()
            .map(|rendered| (slot_key(rendered.slot), rendered))
            .collect();
        let mut reversed: Vec<Rendered> = Vec::with_capacity(slots.len());
        // From the last to the first: each is inserted before the one that follows it.
        for slot in slots.into_iter().rev() {
            let next = match kept.remove(&slot_key(slot)) {
                Some(rendered) => rendered,
                None => {
                    let owner = parent.child();
                    let mut state = owner.with(|| untrack(|| slot_view(slot, render_row).build()));
                    let before = reversed.last();
                    if !before.is_some_and(|next| next.state.insert_before_this(&mut state)) {
                        state.mount(element.as_ref(), None);
                    }
                    Rendered { slot, state, owner }
                }
            };
            reversed.push(next);
        }
        for mut removed in kept.into_values() {
            removed.state.unmount();
            removed.owner.cleanup();
        }
        reversed.reverse();
        rendered.set_value(reversed);
    });
    view! { <div class="virtual" node_ref=list></div> }.into_any()
}

/// Whether it is a spacer, and what distinguishes it from others of its kind.
type SlotKey = (bool, u64);

fn slot_key(slot: Slot) -> SlotKey {
    match slot {
        Slot::Spacer { number, height } => (true, u64::from(number) << 32 | u64::from(height)),
        Slot::Row { key, .. } => (false, key),
    }
}

fn slot_view(slot: Slot, render_row: Callback<usize, AnyView>) -> AnyView {
    match slot {
        Slot::Spacer { height, .. } => {
            view! { <div data-gap="" style:height=format!("{height}px")></div> }.into_any()
        }
        Slot::Row { index, .. } => render_row.run(index),
    }
}

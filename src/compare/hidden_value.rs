//! A secret value: hidden until its button is pressed, and hidden again after a while.
//!
//! A revealed value is shown in its place only: never in the address, a title, a copied diff or a print.

use std::ops::Range;
use std::time::Duration;

use astern_compare::{FieldChange, MaskedPath, Side};
use astern_masking::{Mask, Revealed};
use astern_wording::count;
use leptos::prelude::*;

use super::controller::PageController;
use super::model::{Item, Owner};
use super::side_values::side_markup;
use crate::browser::{pause, spawn_while_shown, write_text};

/// The time for which a value is shown.
const SHOWN: Duration = Duration::from_secs(30);

/// The style of the button that shows a value.
#[derive(Clone, Copy)]
enum ButtonStyle {
    /// A button in a table.
    Button,
    /// A link within a line of text, whose height must not grow.
    Inline,
}

/// The hidden value of a changed field on one side.
pub fn hidden_field(
    controller: PageController,
    owner: Owner,
    field: &FieldChange,
    side: Side,
) -> AnyView {
    let label = match (side, field.from.is_some()) {
        (Side::To, true) => "hidden, and another one",
        _ => "hidden",
    };
    let name = field.path.to_string();
    let field = field.clone();
    let reveal = move || controller.with(|model| model.reveal(owner, &field, side));
    let wrap = move |text| side_markup(side, text);
    hidden(
        controller,
        name,
        ButtonStyle::Button,
        dots(label),
        wrap,
        reveal,
    )
}

/// The hidden value at a path of an object that was added or removed.
pub fn hidden_value_at(
    controller: PageController,
    item: Item,
    path: &MaskedPath,
    side: Side,
) -> AnyView {
    let name = path.to_string();
    let path = path.clone();
    let reveal = move || controller.with(|model| model.reveal_at(item, &path, side));
    let wrap = move |text| side_markup(side, text);
    hidden(
        controller,
        name,
        ButtonStyle::Button,
        dots("hidden"),
        wrap,
        reveal,
    )
}

/// A text with masks, and a button after each mask that shows the value under it. `render` draws a part of the text.
pub fn with_masks(
    controller: PageController,
    owner: Owner,
    side: Side,
    text: &str,
    render: impl Fn(Range<usize>) -> AnyView,
) -> AnyView {
    let masks = Mask::all_in(text);
    if masks.is_empty() {
        return render(0..text.len());
    }
    let mut parts = Vec::new();
    let mut end = 0;
    for (range, mask) in masks {
        parts.push(render(end..range.start));
        end = range.end;
        let masked = render(range);
        let reveal = move || controller.with(|model| model.reveal_mask(owner, mask, side));
        let before = text[..end].trim_end_matches(|c| c != ':' && c != '=');
        let name = before.trim().trim_matches([':', '=', '-', ' ', '"']);
        parts.push(hidden(
            controller,
            name.to_owned(),
            ButtonStyle::Inline,
            masked,
            |text| text,
            reveal,
        ));
    }
    parts.push(render(end..text.len()));
    parts.into_any()
}

/// The placeholder for a hidden value in a table.
fn dots(label: &'static str) -> AnyView {
    view! {
        <span class="mask" aria-hidden="true">"••••••••"</span>
        <span class="sub">{label}</span>
    }
    .into_any()
}

/// A value that shows `mask` until the button beside it is pressed, and again after [`SHOWN`].
fn hidden(
    controller: PageController,
    name: String,
    style: ButtonStyle,
    mask: AnyView,
    wrap: impl Fn(AnyView) -> AnyView + Send + 'static,
    reveal: impl Fn() -> Option<Revealed> + 'static,
) -> AnyView {
    let shown = RwSignal::new_local(None::<Revealed>);
    let pressed = StoredValue::new(0_u32);
    let press = move |_| {
        pressed.update_value(|times| *times += 1);
        if shown.with_untracked(Option::is_some) {
            return shown.set(None);
        }
        let value = reveal();
        if value.is_none() {
            return controller
                .announce("Nothing is hidden there: the text itself reads like that.".to_owned());
        }
        shown.set(value);
        let times = pressed.get_value();
        spawn_while_shown(async move {
            pause(SHOWN).await;
            // Otherwise it was hidden and shown again meanwhile.
            if pressed.get_value() == times {
                shown.set(None);
            }
        });
    };
    let is_shown = move || shown.with(Option::is_some);
    let value = move || {
        shown.with(|revealed| {
            Some(match revealed.as_ref()? {
                Revealed::Text(_) => wrap(clear_text(shown)),
                Revealed::Bytes(bytes) => {
                    let text = format!("{}, no text", count(*bytes, "byte"));
                    view! { <span class="revealed">{text}</span> }.into_any()
                }
            })
        })
    };
    let label = move || match is_shown() {
        true => "Hide",
        false => "Show for 30 s",
    };
    let class = match style {
        ButtonStyle::Button => "btn btn--small",
        ButtonStyle::Inline => "unmask",
    };
    view! {
        <span class="masked" class:is-shown=is_shown>{mask}</span>
        {value}
        <button class=class type="button" on:click=press>
            {label}<span class="sr">" "{name}</span>
        </button>
    }
    .into_any()
}

/// The revealed text. It is written into the element and not into the view, which would keep a copy that nobody overwrites.
fn clear_text(shown: RwSignal<Option<Revealed>, LocalStorage>) -> AnyView {
    let element = NodeRef::new();
    write_text(element, move |write| {
        shown.with_untracked(|revealed| {
            if let Some(Revealed::Text(text)) = revealed {
                write(text.expose_secret());
            }
        });
    });
    view! { <span class="revealed" node_ref=element></span> }.into_any()
}

//! A secret: hidden until a person asks for this one value, and hidden again after a while.
//!
//! It never leaves the place where it is shown: not into the address, a title, a copied diff or a print.

use std::ops::Range;
use std::time::Duration;

use astern_compare::{FieldChange, FieldPath, Side};
use astern_masking::{Mask, Revealed};
use astern_wording::count;
use leptos::prelude::*;

use super::controller::PageController;
use super::fields::marked;
use super::model::{Item, Owner};
use crate::browser::{pause, spawn_while_shown, write_text};

/// How long a value stays in sight.
const SHOWN: Duration = Duration::from_secs(30);

/// How the button looks that shows a value.
#[derive(Clone, Copy)]
enum Look {
    /// A button.
    Button,
    /// Words within a line, which must not grow.
    Words,
}

/// A masked field's value on one side.
pub fn secret(
    controller: PageController,
    owner: Owner,
    field: &FieldChange,
    side: Side,
) -> AnyView {
    let said = match (side, field.from.is_some()) {
        (Side::To, true) => "hidden, and another one",
        _ => "hidden",
    };
    let name = field.path.to_string();
    let field = field.clone();
    let reveal = move || controller.with(|model| model.reveal(owner, &field, side));
    let wrap = move |text| marked(side, text);
    hidden(controller, name, Look::Button, dots(said), wrap, reveal)
}

/// A value that is hidden in an object that came or went as a whole.
pub fn secret_at(controller: PageController, item: Item, path: &FieldPath, side: Side) -> AnyView {
    let name = path.to_string();
    let path = path.clone();
    let reveal = move || controller.with(|model| model.reveal_at(item, &path, side));
    let wrap = move |text| marked(side, text);
    hidden(controller, name, Look::Button, dots("hidden"), wrap, reveal)
}

/// A text in which something is masked, each mask with what shows the value under it. `plain` draws a part of the text.
pub fn with_masks(
    controller: PageController,
    owner: Owner,
    side: Side,
    text: &str,
    plain: impl Fn(Range<usize>) -> AnyView,
) -> AnyView {
    let masks = Mask::all_in(text);
    if masks.is_empty() {
        return plain(0..text.len());
    }
    let mut drawn = Vec::new();
    let mut end = 0;
    for (range, mask) in masks {
        drawn.push(plain(end..range.start));
        end = range.end;
        let masked = plain(range);
        let reveal = move || controller.with(|model| model.reveal_mask(owner, mask, side));
        let before = text[..end].trim_end_matches(|c| c != ':' && c != '=');
        let name = before.trim().trim_matches([':', '=', '-', ' ', '"']);
        drawn.push(hidden(
            controller,
            name.to_owned(),
            Look::Words,
            masked,
            |text| text,
            reveal,
        ));
    }
    drawn.push(plain(end..text.len()));
    drawn.into_any()
}

/// What stands for a hidden value in a table.
fn dots(said: &'static str) -> AnyView {
    view! {
        <span class="mask" aria-hidden="true">"••••••••"</span>
        <span class="sub">{said}</span>
    }
    .into_any()
}

/// A value that is hidden behind `mask`, until the button beside it is pressed and for a while from then.
fn hidden(
    controller: PageController,
    name: String,
    look: Look,
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
        let found = reveal();
        if found.is_none() {
            return controller
                .announce("Nothing is hidden there: the text itself reads like that.".to_owned());
        }
        shown.set(found);
        let times = pressed.get_value();
        spawn_while_shown(async move {
            pause(SHOWN).await;
            // Unless it was hidden meanwhile, and shown again.
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
                    let said = format!("{}, no text", count(*bytes, "byte"));
                    view! { <span class="revealed">{said}</span> }.into_any()
                }
            })
        })
    };
    let word = move || match is_shown() {
        true => "Hide",
        false => "Show for 30 s",
    };
    let class = match look {
        Look::Button => "btn btn--small",
        Look::Words => "unmask",
    };
    view! {
        <span class="masked" class:is-shown=is_shown>{mask}</span>
        {value}
        <button class=class type="button" on:click=press>
            {word}<span class="sr">" "{name}</span>
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

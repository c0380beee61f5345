//! A secret: hidden until a person asks for this one value, and hidden again after a while.

use std::time::Duration;

use astern_compare::{FieldChange, Revealed, Side};
use leptos::prelude::*;

use super::desk::Desk;
use super::fields::marked;
use super::sheet::Owner;
use crate::browser::{pause, spawn_while_shown};
use crate::words::count;

/// How long a value stays in sight.
const SHOWN: Duration = Duration::from_secs(30);

/// A masked value of one side. It never leaves this cell: not into the address, a title, a copied
/// diff or a print.
pub fn secret(desk: Desk, owner: Owner, field: &FieldChange, side: Side) -> AnyView {
    let shown = RwSignal::new_local(None::<Revealed>);
    let said = match (side, field.from.is_some()) {
        (Side::To, true) => "hidden, and another one",
        _ => "hidden",
    };
    let name = field.path.to_string();
    let field = StoredValue::new(field.clone());
    let press = move |_| {
        if shown.with_untracked(Option::is_some) {
            return shown.set(None);
        }
        let found = desk.with(|sheet| field.with_value(|field| sheet.reveal(owner, field, side)));
        shown.set(found);
        spawn_while_shown(async move {
            pause(SHOWN).await;
            shown.set(None);
        });
    };
    let value = move || {
        shown.with(|shown| match shown {
            None => view! {
                <span class="mask" aria-hidden="true">"••••••••"</span>
                <span class="sub">{said}</span>
            }
            .into_any(),
            Some(Revealed::Text(text)) => {
                let text = view! { <span class="revealed">{text.in_clear().to_owned()}</span> };
                marked(side, text.into_any())
            }
            Some(Revealed::Bytes(bytes)) => {
                format!("{}, no text", count(*bytes, "byte")).into_any()
            }
        })
    };
    let word = move || match shown.with(Option::is_some) {
        true => "Hide",
        false => "Show for 30 s",
    };
    view! {
        {value}
        <button class="btn btn--small" type="button" on:click=press>
            {word}<span class="sr">" "{name}</span>
        </button>
    }
    .into_any()
}

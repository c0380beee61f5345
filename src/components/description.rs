//! The description of a revision, with the secrets in it masked.
//!
//! It is masked by code of the chunk that decodes payloads, which is fetched on its own.

use std::sync::Arc;

use astern_masking::{Masked, Masking};
use futures_util::FutureExt as _;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::visible_text::visible_text;
use crate::compare::use_masking;

/// A description to show, or why the code that masks it could not be fetched.
type Description = Result<Masked<String>, SplitLoaderError>;

#[wasm_split(records, wasm_split_path = leptos::wasm_split, fallible)]
fn mask(masking: Arc<Masking>, text: String) -> Description {
    Ok(masking.mask_error_output(&text).into_owned())
}

/// Shows a description. Nothing of it is shown until its secrets are masked.
pub fn masked_description(text: String) -> AnyView {
    let mut masked = mask(use_masking(), text).boxed_local();
    // Code that is loaded already masks it at once.
    if let Some(description) = (&mut masked).now_or_never() {
        return shown(description.ok());
    }
    let description = RwSignal::new(None);
    // The signal is gone when the row was left meanwhile.
    spawn_local(async move {
        let _ = description.try_set(Some(masked.await.ok()));
    });
    (move || description.get().map(shown)).into_any()
}

/// Renders a masked description; `None` when the code that masks it could not be fetched.
fn shown(description: Option<Masked<String>>) -> AnyView {
    match description {
        Some(text) => visible_text(&text),
        None => "Not shown: the code that masks secrets in it could not be fetched.".into_any(),
    }
}

//! Writing to the clipboard.

use wasm_bindgen_futures::JsFuture;

/// The result of a copy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Copied {
    /// The text is in the clipboard.
    Yes,
    /// The browser refused. The person has to select the text.
    Refused,
}

/// Copies text to the clipboard.
pub async fn copy(text: &str) -> Copied {
    let clipboard = leptos::prelude::window().navigator().clipboard();
    match JsFuture::from(clipboard.write_text(text)).await {
        Ok(_) => Copied::Yes,
        Err(_) => Copied::Refused,
    }
}

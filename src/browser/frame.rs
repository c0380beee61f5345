//! Whether the page stands in a frame of another page.

use leptos::prelude::window;

/// Whether another page shows this one in a frame. Such a page could lay its own content over the buttons. `kubectl proxy`
/// sends no header that forbids frames, and a policy in the page itself cannot.
pub fn is_framed() -> bool {
    let own = window();
    !matches!(own.top(), Ok(Some(top)) if top == own)
}

//! The light and the dark theme.

use leptos::prelude::*;

use super::{read_setting, write_setting};

const KEY: &str = "astern.theme";

/// A colour theme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Dark text on a light background.
    Light,
    /// Light text on a dark background.
    Dark,
}

impl Theme {
    /// Returns the other theme.
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Returns the stored theme.
fn stored_theme() -> Option<Theme> {
    match read_setting(KEY).as_deref() {
        Some("light") => Some(Theme::Light),
        Some("dark") => Some(Theme::Dark),
        _ => None,
    }
}

/// Returns the theme that is shown: the stored one, else that of the system.
pub fn current_theme() -> Theme {
    stored_theme().unwrap_or_else(|| {
        let dark = window()
            .match_media("(prefers-color-scheme: dark)")
            .ok()
            .flatten();
        if dark.is_some_and(|query| query.matches()) {
            Theme::Dark
        } else {
            Theme::Light
        }
    })
}

/// Shows the stored theme. Without one, the styles follow the system.
pub fn apply_stored_theme() {
    if let Some(theme) = stored_theme() {
        apply(theme);
    }
}

/// Shows a theme and stores it.
pub fn choose_theme(theme: Theme) {
    apply(theme);
    write_setting(KEY, theme.name());
}

fn apply(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.name());
    }
}

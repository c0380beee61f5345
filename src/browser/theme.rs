//! Light and dark.

use leptos::prelude::*;

use super::{read_setting, write_setting};

const KEY: &str = "astern.theme";

/// The page's colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// Dark ink on a light page.
    Light,
    /// Light ink on a dark page.
    Dark,
}

impl Theme {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Light => Self::Dark,
            Self::Dark => Self::Light,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The one that was chosen here before, else the system's.
pub fn current_theme() -> Theme {
    match read_setting(KEY).as_deref() {
        Some("light") => return Theme::Light,
        Some("dark") => return Theme::Dark,
        _ => {}
    }
    let dark = window()
        .match_media("(prefers-color-scheme: dark)")
        .ok()
        .flatten();
    if dark.is_some_and(|query| query.matches()) {
        Theme::Dark
    } else {
        Theme::Light
    }
}

/// Shows a theme and remembers it.
pub fn set_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
    write_setting(KEY, theme.word());
}

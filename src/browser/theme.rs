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

/// The one that was chosen here before.
fn chosen() -> Option<Theme> {
    match read_setting(KEY).as_deref() {
        Some("light") => Some(Theme::Light),
        Some("dark") => Some(Theme::Dark),
        _ => None,
    }
}

/// The one that is shown: chosen here before, else the system's.
pub fn current_theme() -> Theme {
    chosen().unwrap_or_else(|| {
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

/// Shows what was chosen before. Where nothing was, the styles follow the system by themselves.
pub fn show_chosen_theme() {
    if let Some(theme) = chosen() {
        show(theme);
    }
}

/// Shows a theme and remembers it.
pub fn choose_theme(theme: Theme) {
    show(theme);
    write_setting(KEY, theme.word());
}

fn show(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-theme", theme.word());
    }
}

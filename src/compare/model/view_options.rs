//! How a comparison is displayed, and storing that choice.

/// How the lines of an item are laid out. The names of the variants are part of element ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Layout {
    /// No lines, only fields.
    Fields,
    /// Both sides in one column.
    #[default]
    Unified,
    /// The sides next to each other.
    Split,
}

/// How noise is displayed: version labels and other changes without meaning.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum NoiseView {
    /// Collapsible, with an exact count.
    #[default]
    Folded,
    /// Shown among the other changes.
    Shown,
}

/// How a comparison is displayed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ViewOptions {
    /// How lines are laid out.
    pub layout: Layout,
    /// How noise is displayed.
    pub noise: NoiseView,
}

impl Layout {
    /// All layouts, in the order of the buttons.
    pub const ALL: [Self; 3] = [Self::Fields, Self::Unified, Self::Split];

    /// The label of the button.
    pub fn label(self) -> &'static str {
        match self {
            Self::Fields => "Fields only",
            Self::Unified => "One column",
            Self::Split => "Side by side",
        }
    }
}

impl ViewOptions {
    /// The options as a stored setting: `unified folded`.
    pub fn to_setting(self) -> String {
        let layout = match self.layout {
            Layout::Fields => "fields",
            Layout::Unified => "unified",
            Layout::Split => "split",
        };
        let noise = match self.noise {
            NoiseView::Folded => "folded",
            NoiseView::Shown => "shown",
        };
        format!("{layout} {noise}")
    }

    /// Reads a stored setting. Words that are not known are ignored.
    pub fn from_setting(text: &str) -> Self {
        let mut options = Self::default();
        for word in text.split(' ') {
            match word {
                "fields" => options.layout = Layout::Fields,
                "split" => options.layout = Layout::Split,
                "shown" => options.noise = NoiseView::Shown,
                _ => {}
            }
        }
        options
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_setting_is_read_again() {
        for layout in Layout::ALL {
            for noise in [NoiseView::Folded, NoiseView::Shown] {
                let options = ViewOptions { layout, noise };
                assert_eq!(ViewOptions::from_setting(&options.to_setting()), options);
            }
        }
        assert_eq!(
            ViewOptions::from_setting("of a later version"),
            ViewOptions::default()
        );
    }
}

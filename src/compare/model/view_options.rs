//! How a person likes to read a comparison.

/// How the lines of an object are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Layout {
    /// Not at all: fields only.
    Fields,
    /// Both sides in one column.
    #[default]
    Unified,
    /// The sides beside each other.
    Split,
}

/// What becomes of version labels and the like.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum NoiseView {
    /// Collapsible, with an exact count.
    #[default]
    Folded,
    /// Shown among the rest.
    Shown,
}

/// How a person likes to read a comparison.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct ViewOptions {
    /// How lines are laid out.
    pub layout: Layout,
    /// What becomes of noise.
    pub noise: NoiseView,
}

impl Layout {
    /// All of them, as a person chooses.
    pub const ALL: [Self; 3] = [Self::Fields, Self::Unified, Self::Split];

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Fields => "Fields only",
            Self::Unified => "One column",
            Self::Split => "Side by side",
        }
    }
}

impl ViewOptions {
    /// As it is remembered: `unified folded`.
    pub fn remembered(self) -> String {
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

    /// Reads what was remembered; what is not known is as at first.
    pub fn recall(text: &str) -> Self {
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
    fn what_was_chosen_is_recalled() {
        for layout in Layout::ALL {
            for noise in [NoiseView::Folded, NoiseView::Shown] {
                let options = ViewOptions { layout, noise };
                assert_eq!(ViewOptions::recall(&options.remembered()), options);
            }
        }
        assert_eq!(
            ViewOptions::recall("of a later version"),
            ViewOptions::default()
        );
    }
}

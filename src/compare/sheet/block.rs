//! What the page is made of, from top to bottom.

/// A piece of the page that is drawn as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Block {
    /// What changed, in a sentence, and what to do.
    Answer,
    /// What could not be read.
    NotRead,
    /// A section's heading.
    Section(Section),
    /// Some rows of a list of values.
    Values(ValueList, u32),
    /// An object's heading.
    Head(Thing),
    /// Some of its fields.
    Fields(Thing, u32),
    /// What can be done with its lines.
    Tools(Thing),
    /// Some of its lines.
    Lines(Thing, u32),
    /// The objects in which nothing but noise differs, folded.
    NoiseOnly,
    /// CRDs, notes and the chart.
    Rest,
}

/// A part of the page with a heading.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Section {
    /// What the user set.
    Values,
    /// The objects.
    Objects,
    /// The hooks.
    Hooks,
}

/// A list of values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueList {
    /// What the user set.
    Set,
}

/// What has fields and lines.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Thing {
    /// An object of the manifest, by its index in the comparison.
    Object(u32),
    /// A hook.
    Hook(u32),
}

impl Block {
    /// What the block is about.
    pub fn thing(self) -> Option<Thing> {
        match self {
            Self::Head(thing)
            | Self::Fields(thing, _)
            | Self::Tools(thing)
            | Self::Lines(thing, _) => Some(thing),
            _ => None,
        }
    }
}

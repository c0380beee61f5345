//! What the page is made of, from top to bottom.

/// A piece of the page that is drawn as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Block {
    /// What changed, in a sentence, and what to do.
    Answer,
    /// On paper: what the print holds and what it leaves out.
    Paper,
    /// What could not be read.
    NotRead,
    /// A section's heading.
    Section(Section),
    /// Some rows of a list of values.
    Values(ValueList, u32),
    /// A thing's heading.
    Head(Thing),
    /// Some of its fields.
    Fields(Thing, u32),
    /// Some of the values that are hidden in an object that has no fields: it came or went as a whole.
    Hidden(Thing, u32),
    /// Some rows of a group's table.
    Members(Thing, u32),
    /// What can be done with its lines.
    Tools(Thing),
    /// Some of its lines.
    Lines(Thing, u32),
    /// Opens or closes a part of the page that begins closed.
    Fold(Folded),
    /// The definitions in the charts' `crds/`.
    Crds,
    /// Objects that the cluster did not tell about.
    Unasked(u32),
    /// Hooks whose objects are not in the cluster.
    HooksGone(u32),
    /// What others added to one object.
    Unmanaged(u32),
    /// The chart: versions, dependencies, its change log.
    Chart,
}

/// A part of the page that begins closed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Folded {
    /// The chart's own defaults that changed.
    Defaults,
    /// The values that the templates were given.
    Effective,
    /// The objects in which nothing but noise differs.
    NoiseOnly,
    /// What others than helm added in the cluster.
    Unmanaged,
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
    /// The rendered notes.
    Notes,
    /// What is in the cluster and differs.
    Differs,
    /// What is not in the cluster.
    Missing,
    /// What is in the cluster and none of the revision's.
    Leftover,
    /// What the cluster did not tell about.
    Unasked,
}

/// A list of values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueList {
    /// What the user set.
    Set,
    /// The chart's defaults that are not overridden.
    Defaults,
    /// What the templates were given.
    Effective,
}

/// What has a heading of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Thing {
    /// An object of the manifest, by its index in the comparison.
    Object(u32),
    /// A hook.
    Hook(u32),
    /// The rendered notes.
    Notes,
    /// Many objects that change alike.
    Group(u32),
}

/// What a field is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// An object or a hook.
    Thing(Thing),
    /// A list of values.
    Values(ValueList),
}

impl Block {
    /// What the block is about.
    pub fn thing(self) -> Option<Thing> {
        match self {
            Self::Head(thing)
            | Self::Fields(thing, _)
            | Self::Hidden(thing, _)
            | Self::Members(thing, _)
            | Self::Tools(thing)
            | Self::Lines(thing, _) => Some(thing),
            _ => None,
        }
    }
}

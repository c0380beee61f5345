//! What the page is made of, from top to bottom.

/// A piece of the page that is drawn as one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Block {
    /// What changed, in a sentence, and what to do.
    Summary,
    /// On paper: what the print holds and what it leaves out.
    PrintNote,
    /// What could not be read.
    Unreadable,
    /// A section's heading.
    Section(Section),
    /// Some rows of a list of values.
    Values(ValueList, u32),
    /// A item's heading.
    Heading(Item),
    /// Some of its fields.
    Fields(Item, u32),
    /// Some of the values that are hidden in an object that has no fields: it came or went as a whole.
    Hidden(Item, u32),
    /// Some rows of a group's table.
    GroupRows(Item, u32),
    /// What can be done with its lines.
    Toolbar(Item),
    /// Some of its lines.
    Lines(Item, u32),
    /// Opens or closes a part of the page that begins closed.
    Collapsible(Collapsible),
    /// The definitions in the charts' `crds/`.
    Crds,
    /// Objects that the cluster did not tell about.
    Unavailable(u32),
    /// Hooks whose objects are not in the cluster.
    AbsentHooks(u32),
    /// What others added to one object.
    Unmanaged(u32),
    /// The chart: versions, dependencies, its change log.
    Chart,
}

/// A part of the page that begins closed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Collapsible {
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
    Unavailable,
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
pub enum Item {
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
    Item(Item),
    /// A list of values.
    Values(ValueList),
}

impl Block {
    /// What the block is about.
    pub fn item(self) -> Option<Item> {
        match self {
            Self::Heading(item)
            | Self::Fields(item, _)
            | Self::Hidden(item, _)
            | Self::GroupRows(item, _)
            | Self::Toolbar(item)
            | Self::Lines(item, _) => Some(item),
            _ => None,
        }
    }
}

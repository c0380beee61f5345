//! The blocks that the page consists of, and the items that they belong to.

/// A part of the page that is drawn as a whole: a row of its virtual list.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Block {
    /// What could not be read, before everything else.
    Unread,
    /// What changed, in a sentence, and what to do.
    Summary,
    /// In a print: what it holds and what it leaves out.
    PrintNote,
    /// The heading of a section.
    Section(Section),
    /// Some rows of a list of changed values.
    Values(ValueList, u32),
    /// The heading of an item.
    Heading(Item),
    /// Some changed fields of an item.
    Fields(Item, u32),
    /// Some hidden values of an object that was added or removed.
    Hidden(Item, u32),
    /// Some rows of the table of a group.
    GroupRows(Item, u32),
    /// The buttons for the lines of an item.
    Toolbar(Item),
    /// Some lines of an item.
    Lines(Item, u32),
    /// The heading that opens and closes a part that begins closed.
    Collapsible(Collapsible),
    /// The custom resource definitions in the charts' `crds/`.
    Crds,
    /// Some objects that could not be read from the cluster.
    Unavailable(u32),
    /// Some hooks whose objects are not in the cluster.
    AbsentHooks(u32),
    /// The fields that other managers than Helm added to an object.
    Unmanaged(u32),
    /// The chart: versions, dependencies, change log.
    Chart,
}

/// A part of the page that begins closed. The names of the variants are part of element ids.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Collapsible {
    /// The chart's defaults that changed and are not known to reach an object.
    Defaults,
    /// The values that the templates were rendered with.
    Effective,
    /// The objects in which only noise differs.
    NoiseOnly,
    /// The fields that other managers than Helm added in the cluster.
    Unmanaged,
}

/// A section of the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Section {
    /// The values that the user set.
    Values,
    /// The objects of the manifest.
    Objects,
    /// The hooks.
    Hooks,
    /// The rendered notes.
    Notes,
    /// The objects that differ in the cluster.
    Differs,
    /// The objects that are missing in the cluster.
    Missing,
    /// The objects in the cluster that the revision does not have.
    Leftover,
    /// The objects that could not be read from the cluster.
    Unavailable,
}

/// A list of changed values.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueList {
    /// The values that the user set.
    Set,
    /// The chart's defaults that the user does not override and that reach an object.
    UsedDefaults,
    /// The other defaults of the chart that the user does not override.
    Defaults,
    /// The values that the templates were rendered with.
    Effective,
}

/// A part of the comparison with a heading of its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Item {
    /// An object of the manifest, by its index in the comparison.
    Object(u32),
    /// A hook, by its index in the comparison.
    Hook(u32),
    /// The rendered notes.
    Notes,
    /// A group of objects with similar changes.
    Group(u32),
}

/// What a changed field belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// An item of the page.
    Item(Item),
    /// A list of values.
    Values(ValueList),
}

impl Block {
    /// The item that the block belongs to.
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

//! The contents of a comparison as a report: the summary, the consequences and the details, in that order. Text and
//! Markdown are rendered from it.

mod chart;
mod comparison;
mod drift;
mod fields;
mod hooks;
mod suspects;

use astern_compare::Change;

use super::presentation::{NoiseDisplay, Presentation};

/// The contents of a comparison.
#[derive(Debug)]
pub(super) struct Report {
    /// The title: what was compared.
    pub(super) title: String,
    /// What could not be read, and so was not compared. Both formats begin with it.
    pub(super) unread: Vec<String>,
    /// The summary: a sentence, and what to do about it.
    pub(super) summary: Vec<String>,
    /// The rest, by topic.
    pub(super) sections: Vec<Section>,
}

/// One topic.
#[derive(Debug)]
pub(super) struct Section {
    /// A sentence that sums it up.
    pub(super) heading: String,
    /// Whether it is folded in Markdown.
    pub(super) prominence: Prominence,
    /// Its items.
    pub(super) items: Vec<Item>,
}

/// How prominent a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prominence {
    /// It is always shown.
    Main,
    /// It can be unfolded.
    Detail,
}

/// One item of a section.
#[derive(Debug)]
pub(super) enum Item {
    /// A sentence or a part of one.
    Text(String),
    /// What is not listed.
    Hidden {
        /// What it is, as a part of a sentence.
        summary: String,
        /// How to list it in a terminal.
        hint: &'static str,
    },
    /// A field that differs.
    Field(Field),
    /// An object.
    Object {
        /// How it differs, if it does.
        change: Option<Change>,
        /// Its kind and name.
        name: String,
        /// A remark about it.
        note: Option<String>,
        /// The fields that differ.
        fields: Vec<Field>,
        /// How many fields are not listed, in words.
        hidden: Option<String>,
    },
    /// Lines of a diff.
    Lines(String),
    /// An address.
    Link {
        /// Its text.
        text: String,
        /// Its URL; `None` for an address that is not safe to open.
        url: Option<String>,
    },
}

/// One field that differs.
#[derive(Debug)]
pub(super) struct Field {
    /// How it differs.
    pub(super) change: Change,
    /// Its path in the object.
    pub(super) path: String,
    /// The old value, on one line.
    pub(super) from: Option<String>,
    /// The new value, on one line.
    pub(super) to: Option<String>,
    /// The lines that differ, each with its sign, where the values are texts of several lines. They replace the values.
    pub(super) lines: Vec<String>,
    /// A remark about it.
    pub(super) note: Option<String>,
}

impl Section {
    fn main(heading: String, items: Vec<Item>) -> Self {
        Self {
            heading,
            prominence: Prominence::Main,
            items,
        }
    }

    fn detail(heading: String, items: Vec<Item>) -> Self {
        Self {
            heading,
            prominence: Prominence::Detail,
            items,
        }
    }
}

/// Returns the cluster as the end of a title; empty where no context leads to it.
fn cluster(presentation: &Presentation) -> String {
    let context = presentation.context.as_deref();
    context
        .map(|name| format!(", cluster {name}"))
        .unwrap_or_default()
}

/// An object with a remark and without fields.
fn object_with_note(name: &impl ToString, note: impl Into<Option<String>>) -> Item {
    Item::Object {
        change: None,
        name: name.to_string(),
        note: note.into(),
        fields: Vec::new(),
        hidden: None,
    }
}

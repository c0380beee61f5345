//! What is told of a comparison, in the order in which it matters: the answer, what follows from it, and the details. Text
//! and Markdown say the same.

mod chart;
mod comparison;
mod drift;
mod fields;
mod hooks;

use astern_compare::Change;

/// What is told.
#[derive(Debug)]
pub(super) struct Report {
    /// What was compared.
    pub(super) title: String,
    /// The answer: a sentence, and what to do about it.
    pub(super) answer: Vec<String>,
    /// The rest, by topic.
    pub(super) sections: Vec<Section>,
}

/// One topic.
#[derive(Debug)]
pub(super) struct Section {
    /// What it comes to.
    pub(super) heading: String,
    /// Whether it is a detail that most readers pass over.
    pub(super) weight: Weight,
    /// What it consists of.
    pub(super) items: Vec<Item>,
}

/// How much a topic matters to somebody who reads on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// It is read.
    Main,
    /// It is there to be looked up.
    Detail,
}

/// One part of a topic.
#[derive(Debug)]
pub(super) enum Item {
    /// A sentence or a part of one.
    Words(String),
    /// A part of a sentence about what is folded, and in a terminal how to see it.
    Folded {
        /// What it is.
        what: String,
        /// How to see it.
        hint: &'static str,
    },
    /// A field that differs.
    Field(Field),
    /// An object.
    Object {
        /// How it differs, where it does.
        mark: Option<Change>,
        /// Which one.
        name: String,
        /// What is said of it.
        words: Option<String>,
        /// What differs in it.
        fields: Vec<Field>,
        /// What more differs in it.
        more: Option<String>,
    },
    /// Lines of a diff.
    Lines(String),
    /// An address.
    Link {
        /// What it is called.
        text: String,
        /// Where it leads.
        url: Option<String>,
    },
}

/// One field that differs.
#[derive(Debug)]
pub(super) struct Field {
    /// How it differs.
    pub(super) mark: Change,
    /// Where it stands.
    pub(super) path: String,
    /// What it was, on one line.
    pub(super) from: Option<String>,
    /// What it is.
    pub(super) to: Option<String>,
    /// What is said of it.
    pub(super) aside: Option<String>,
}

impl Section {
    fn main(heading: String, items: Vec<Item>) -> Self {
        Self {
            heading,
            weight: Weight::Main,
            items,
        }
    }

    fn detail(heading: String, items: Vec<Item>) -> Self {
        Self {
            heading,
            weight: Weight::Detail,
            items,
        }
    }
}

/// An object of which only something is said.
fn named(name: &impl ToString, words: impl Into<Option<String>>) -> Item {
    Item::Object {
        mark: None,
        name: name.to_string(),
        words: words.into(),
        fields: Vec::new(),
        more: None,
    }
}

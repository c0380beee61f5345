//! The tree of a YAML document before aliases, merges and tags are applied.

/// A document.
pub(crate) struct Tree {
    nodes: Vec<Node>,
    /// The outermost node; `None` for a text without a document.
    pub(crate) root: Option<NodeId>,
    /// Whether a node may be read more than once.
    pub(crate) has_aliases: bool,
    /// Whether the text goes on after the document.
    pub(crate) is_followed: bool,
}

/// The place of a node in its tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeId(usize);

/// A node.
#[derive(Debug)]
pub(crate) struct Node {
    /// The line on which it starts, from 1.
    pub(crate) line: usize,
    pub(crate) content: Content,
}

/// What a node consists of.
#[derive(Debug)]
pub(crate) enum Content {
    Scalar(ScalarNode),
    List(Vec<NodeId>),
    Mapping(Vec<(NodeId, NodeId)>),
    /// The node that an alias refers to. It may be one that contains the alias.
    Alias(NodeId),
}

/// A scalar with its tag.
#[derive(Debug, Default)]
pub(crate) struct ScalarNode {
    pub(crate) text: String,
    pub(crate) tag: Tag,
}

/// The tag of a scalar.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Tag {
    /// None, on a plain scalar: the type follows from the text.
    #[default]
    Implicit,
    /// None, on a scalar in quotes or a block scalar.
    Quoted,
    /// `!`: a string, but still a merge key.
    NonSpecific,
    String,
    Bool,
    Int,
    Float,
    Null,
    Timestamp,
    Binary,
    Merge,
    /// Any other: a string.
    Local,
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self {
            nodes: Vec::new(),
            root: None,
            has_aliases: false,
            is_followed: false,
        }
    }

    /// Adds a node.
    pub(crate) fn add(&mut self, line: usize, content: Content) -> NodeId {
        self.nodes.push(Node { line, content });
        NodeId(self.nodes.len() - 1)
    }

    /// Sets what a node consists of, once its entries are known.
    pub(crate) fn fill(&mut self, id: NodeId, content: Content) {
        if let Some(node) = self.nodes.get_mut(id.0) {
            node.content = content;
        }
    }

    pub(crate) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.0)
    }

    pub(crate) fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id.0)
    }
}

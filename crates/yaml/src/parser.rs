//! Parses the first document of a text to its tree (`parserc.go`, and the parser of `decode.go`).
//!
//! libyaml keeps a stack of states. Here each state is a function, and the stack is that of the calls, which
//! [`DEPTH_LIMIT`] bounds.

use std::collections::HashMap;

use crate::{
    YamlError,
    budget::Allowance,
    characters::Mark,
    node::{Content, NodeId, ScalarNode, Tag, Tree},
    scanner::{ScalarStyle, Scanner, TagDirective, Token, TokenKind, Version},
};

/// The deepest nesting that is read. Real objects stay below 60; the stack of a browser tab is small.
pub(crate) const DEPTH_LIMIT: usize = 200;

const CORE_PREFIX: &[u8] = b"tag:yaml.org,2002:";

/// Parses the first document.
///
/// # Errors
/// When the text is no YAML by go-yaml, is nested too deeply, or has more nodes than allowed.
pub(crate) fn parse(text: &str, allowance: &mut Allowance) -> Result<Tree, YamlError> {
    let mut parser = Parser {
        scanner: Scanner::new(text),
        tree: Tree::new(),
        anchors: HashMap::new(),
        tag_directives: Vec::new(),
        depth: 0,
        allowance,
    };
    parser.document()?;
    Ok(parser.tree)
}

struct Parser<'a> {
    scanner: Scanner<'a>,
    tree: Tree,
    anchors: HashMap<String, NodeId>,
    tag_directives: Vec<TagDirective>,
    depth: usize,
    allowance: &'a mut Allowance,
}

/// What may stand where a node is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Block,
    /// Block nodes, and lists that are not indented.
    BlockOrIndentlessList,
    Flow,
}

/// The anchor and the tag before a node.
#[derive(Default)]
struct Properties {
    anchor: Option<String>,
    tag: Option<Vec<u8>>,
}

impl Parser<'_> {
    fn next(&mut self) -> Result<&TokenKind, YamlError> {
        Ok(&self.scanner.peek()?.kind)
    }

    fn next_mark(&mut self) -> Result<Mark, YamlError> {
        Ok(self.scanner.peek()?.mark)
    }

    fn take(&mut self) -> Result<Token, YamlError> {
        self.scanner.take()
    }

    fn unexpected<T>(&mut self, reason: &'static str) -> Result<T, YamlError> {
        Err(self.next_mark()?.error(reason))
    }

    /// Parses the document, and looks at the token after it.
    fn document(&mut self) -> Result<(), YamlError> {
        self.take()?;
        let root = match self.next()? {
            TokenKind::StreamEnd => return Ok(()),
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective(_)
            | TokenKind::DocumentStart => {
                self.directives()?;
                if *self.next()? != TokenKind::DocumentStart {
                    return self.unexpected("did not find expected <document start>");
                }
                self.take()?;
                self.document_content()?
            }
            _ => {
                self.directives()?;
                self.node(Place::Block)?
            }
        };
        self.next()?;
        self.tree.root = Some(root);
        self.tree.is_followed = self.is_followed();
        Ok(())
    }

    /// Returns whether anything but ends and starts of documents comes next, which is ignored.
    fn is_followed(&mut self) -> bool {
        loop {
            match self.next() {
                Ok(TokenKind::StreamEnd) => return false,
                Ok(TokenKind::DocumentStart | TokenKind::DocumentEnd) => {}
                Ok(_) | Err(_) => return true,
            }
            if self.take().is_err() {
                return true;
            }
        }
    }

    fn document_content(&mut self) -> Result<NodeId, YamlError> {
        match self.next()? {
            TokenKind::VersionDirective(_)
            | TokenKind::TagDirective(_)
            | TokenKind::DocumentStart
            | TokenKind::DocumentEnd
            | TokenKind::StreamEnd => self.empty(),
            _ => self.node(Place::Block),
        }
    }

    fn directives(&mut self) -> Result<(), YamlError> {
        let mut has_version = false;
        loop {
            match self.next()? {
                TokenKind::VersionDirective(_) if has_version => {
                    return self.unexpected("found duplicate %YAML directive");
                }
                TokenKind::VersionDirective(Version { major: 1, minor: 1 }) => has_version = true,
                TokenKind::VersionDirective(_) => {
                    return self.unexpected("found incompatible YAML document");
                }
                TokenKind::TagDirective(directive) => {
                    let directive = directive.clone();
                    if self.prefix(&directive.handle).is_some() {
                        return self.unexpected("found duplicate %TAG directive");
                    }
                    self.tag_directives.push(directive);
                }
                _ => break,
            }
            self.take()?;
        }
        for (handle, prefix) in [(&b"!"[..], &b"!"[..]), (b"!!", CORE_PREFIX)] {
            if self.prefix(handle).is_none() {
                self.tag_directives.push(TagDirective {
                    handle: handle.to_vec(),
                    prefix: prefix.to_vec(),
                });
            }
        }
        Ok(())
    }

    fn prefix(&self, handle: &[u8]) -> Option<&[u8]> {
        let directive = self
            .tag_directives
            .iter()
            .find(|directive| directive.handle == handle)?;
        Some(&directive.prefix)
    }

    /// Adds a node; its anchor, if any, is known from here on, also inside of the node.
    fn add(
        &mut self,
        mark: Mark,
        content: Content,
        anchor: Option<String>,
    ) -> Result<NodeId, YamlError> {
        let line = mark.line + 1;
        self.allowance.take_node(line)?;
        let id = self.tree.add(line, content);
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        Ok(id)
    }

    /// Adds a null that is not written.
    fn empty(&mut self) -> Result<NodeId, YamlError> {
        let mark = self.next_mark()?;
        self.add(mark, Content::Scalar(ScalarNode::default()), None)
    }

    fn node(&mut self, place: Place) -> Result<NodeId, YamlError> {
        if let TokenKind::Alias(_) = self.next()? {
            return self.alias();
        }
        let start = self.next_mark()?;
        let Properties { anchor, tag } = self.properties()?;
        match self.next()? {
            TokenKind::BlockEntry if place == Place::BlockOrIndentlessList => {
                self.collection(start, anchor, Self::indentless_list)
            }
            TokenKind::Scalar(_) => self.scalar(start, anchor, tag),
            TokenKind::FlowSequenceStart => self.collection(start, anchor, Self::flow_list),
            TokenKind::FlowMappingStart => self.collection(start, anchor, Self::flow_mapping),
            TokenKind::BlockSequenceStart if place != Place::Flow => {
                self.collection(start, anchor, Self::block_list)
            }
            TokenKind::BlockMappingStart if place != Place::Flow => {
                self.collection(start, anchor, Self::block_mapping)
            }
            _ if anchor.is_some() || tag.is_some() => {
                let tag = match tag.as_deref() {
                    // Unlike before a scalar, `!` is no implicit tag here.
                    Some(b"!") => Tag::Local,
                    tag => node_tag(tag, ScalarStyle::Plain),
                };
                let text = String::new();
                self.add(start, Content::Scalar(ScalarNode { text, tag }), anchor)
            }
            _ => self.unexpected("while parsing a node, did not find expected node content"),
        }
    }

    fn alias(&mut self) -> Result<NodeId, YamlError> {
        let token = self.take()?;
        let target = match token.kind {
            TokenKind::Alias(name) => self.anchors.get(&name).copied(),
            _ => None,
        };
        let line = token.mark.line + 1;
        let target = target.ok_or(YamlError::UnknownAlias { line })?;
        self.tree.has_aliases = true;
        self.add(token.mark, Content::Alias(target), None)
    }

    /// Takes an anchor and a tag, in any order.
    fn properties(&mut self) -> Result<Properties, YamlError> {
        let mut properties = Properties::default();
        loop {
            match self.next()? {
                TokenKind::Anchor(_) if properties.anchor.is_none() => {
                    if let TokenKind::Anchor(name) = self.take()?.kind {
                        properties.anchor = Some(name);
                    }
                }
                TokenKind::Tag(_) if properties.tag.is_none() => {
                    let token = self.take()?;
                    if let TokenKind::Tag(tag) = token.kind {
                        properties.tag = Some(if tag.handle.is_empty() {
                            tag.suffix
                        } else {
                            let prefix = self
                                .prefix(&tag.handle)
                                .ok_or_else(|| token.mark.error("found undefined tag handle"))?;
                            [prefix, &tag.suffix].concat()
                        });
                    }
                }
                _ => return Ok(properties),
            }
        }
    }

    fn scalar(
        &mut self,
        start: Mark,
        anchor: Option<String>,
        tag: Option<Vec<u8>>,
    ) -> Result<NodeId, YamlError> {
        let scalar = match self.take()?.kind {
            TokenKind::Scalar(token) => ScalarNode {
                tag: node_tag(tag.as_deref(), token.style),
                text: token.text,
            },
            _ => ScalarNode::default(),
        };
        self.add(start, Content::Scalar(scalar), anchor)
    }

    /// Parses a list or a mapping with `parse`, one level deeper.
    fn collection(
        &mut self,
        start: Mark,
        anchor: Option<String>,
        parse: fn(&mut Self) -> Result<Content, YamlError>,
    ) -> Result<NodeId, YamlError> {
        if self.depth >= DEPTH_LIMIT {
            return Err(YamlError::TooDeep {
                line: start.line + 1,
                limit: DEPTH_LIMIT,
            });
        }
        let id = self.add(start, Content::List(Vec::new()), anchor)?;
        self.depth += 1;
        let content = parse(self)?;
        self.depth -= 1;
        self.tree.fill(id, content);
        Ok(id)
    }

    fn block_list(&mut self) -> Result<Content, YamlError> {
        self.take()?;
        let mut items = Vec::new();
        loop {
            match self.next()? {
                TokenKind::BlockEntry => {
                    self.take()?;
                    items.push(match self.next()? {
                        TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty()?,
                        _ => self.node(Place::Block)?,
                    });
                }
                TokenKind::BlockEnd => {
                    self.take()?;
                    return Ok(Content::List(items));
                }
                _ => return self.unexpected("did not find expected '-' indicator"),
            }
        }
    }

    fn indentless_list(&mut self) -> Result<Content, YamlError> {
        let mut items = Vec::new();
        while *self.next()? == TokenKind::BlockEntry {
            self.take()?;
            items.push(match self.next()? {
                TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                    self.empty()?
                }
                _ => self.node(Place::Block)?,
            });
        }
        Ok(Content::List(items))
    }

    fn block_mapping(&mut self) -> Result<Content, YamlError> {
        self.take()?;
        let mut entries = Vec::new();
        loop {
            match self.next()? {
                TokenKind::Key => {
                    self.take()?;
                    let key = self.block_mapping_node()?;
                    let value = if *self.next()? == TokenKind::Value {
                        self.take()?;
                        self.block_mapping_node()?
                    } else {
                        self.empty()?
                    };
                    entries.push((key, value));
                }
                TokenKind::BlockEnd => {
                    self.take()?;
                    return Ok(Content::Mapping(entries));
                }
                _ => return self.unexpected("did not find expected key"),
            }
        }
    }

    /// Parses a key or a value of a block mapping, which may be left out.
    fn block_mapping_node(&mut self) -> Result<NodeId, YamlError> {
        match self.next()? {
            TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => self.empty(),
            _ => self.node(Place::BlockOrIndentlessList),
        }
    }

    /// Takes the comma before every entry but the first.
    fn separator(&mut self, entries: usize, reason: &'static str) -> Result<(), YamlError> {
        if entries == 0 {
            return Ok(());
        }
        if *self.next()? != TokenKind::FlowEntry {
            return self.unexpected(reason);
        }
        self.take()?;
        Ok(())
    }

    fn flow_list(&mut self) -> Result<Content, YamlError> {
        self.take()?;
        let mut items = Vec::new();
        while *self.next()? != TokenKind::FlowSequenceEnd {
            self.separator(items.len(), "did not find expected ',' or ']'")?;
            items.push(match self.next()? {
                TokenKind::FlowSequenceEnd => break,
                TokenKind::Key => {
                    let start = self.take()?.mark;
                    self.collection(start, None, Self::flow_pair)?
                }
                _ => self.node(Place::Flow)?,
            });
        }
        self.take()?;
        Ok(Content::List(items))
    }

    /// Parses the mapping of one entry in `[a: b]`, after the token that announces its key.
    fn flow_pair(&mut self) -> Result<Content, YamlError> {
        let key = match self.next()? {
            TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowSequenceEnd => {
                let key = self.empty()?;
                // libyaml skips the token here.
                self.take()?;
                key
            }
            _ => self.node(Place::Flow)?,
        };
        let value = self.flow_value(TokenKind::FlowSequenceEnd)?;
        Ok(Content::Mapping(vec![(key, value)]))
    }

    /// Parses `: value` in a flow collection that ends with `end`. The colon and the value may be left out.
    fn flow_value(&mut self, end: TokenKind) -> Result<NodeId, YamlError> {
        if *self.next()? == TokenKind::Value {
            self.take()?;
            let next = self.next()?;
            if *next != TokenKind::FlowEntry && *next != end {
                return self.node(Place::Flow);
            }
        }
        self.empty()
    }

    fn flow_mapping(&mut self) -> Result<Content, YamlError> {
        self.take()?;
        let mut entries = Vec::new();
        while *self.next()? != TokenKind::FlowMappingEnd {
            self.separator(entries.len(), "did not find expected ',' or '}'")?;
            entries.push(match self.next()? {
                TokenKind::FlowMappingEnd => break,
                TokenKind::Key => {
                    self.take()?;
                    let key = match self.next()? {
                        TokenKind::Value | TokenKind::FlowEntry | TokenKind::FlowMappingEnd => {
                            self.empty()?
                        }
                        _ => self.node(Place::Flow)?,
                    };
                    (key, self.flow_value(TokenKind::FlowMappingEnd)?)
                }
                _ => (self.node(Place::Flow)?, self.empty()?),
            });
        }
        self.take()?;
        Ok(Content::Mapping(entries))
    }
}

/// Returns the tag of a scalar from the tag as resolved with the directives.
fn node_tag(tag: Option<&[u8]>, style: ScalarStyle) -> Tag {
    let Some(tag) = tag else {
        return match style {
            ScalarStyle::Plain => Tag::Implicit,
            ScalarStyle::Quoted => Tag::Quoted,
        };
    };
    if tag == b"!" {
        return Tag::NonSpecific;
    }
    match tag.strip_prefix(CORE_PREFIX) {
        Some(b"str") => Tag::String,
        Some(b"bool") => Tag::Bool,
        Some(b"int") => Tag::Int,
        Some(b"float") => Tag::Float,
        Some(b"null") => Tag::Null,
        Some(b"timestamp") => Tag::Timestamp,
        Some(b"binary") => Tag::Binary,
        Some(b"merge") => Tag::Merge,
        _ => Tag::Local,
    }
}

//! The part of a link that names an object in a comparison, and optionally a line of it.

use std::fmt;
use std::str::FromStr;

use astern_manifest::ObjectId;

use super::InvalidRoute;
use super::percent_encoding::{escape, unescape};

/// The object in a comparison that a link points to, and optionally a line of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ObjectAnchor {
    /// The object.
    pub object: ObjectId,
    /// The line.
    pub line: Option<Line>,
}

/// A line of an object's text, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// On the left side: `L38`.
    Left(u32),
    /// On the right side: `R38`.
    Right(u32),
}

/// `Deployment.apps/shop/web:R38`. The namespace is omitted if the manifest states none.
impl fmt::Display for ObjectAnchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let object = &self.object;
        write!(f, "{}", escape(&object.kind))?;
        if !object.group.is_empty() {
            write!(f, ".{}", escape(&object.group))?;
        }
        if let Some(namespace) = &object.namespace {
            write!(f, "/{}", escape(namespace))?;
        }
        write!(f, "/{}", escape(&object.name))?;
        match self.line {
            None => Ok(()),
            Some(line) => write!(f, ":{line}"),
        }
    }
}

/// `L38` or `R38`.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Left(number) => write!(f, "L{number}"),
            Self::Right(number) => write!(f, "R{number}"),
        }
    }
}

impl FromStr for ObjectAnchor {
    type Err = InvalidRoute;

    fn from_str(text: &str) -> Result<Self, InvalidRoute> {
        // Colons in names are escaped, so the last colon separates the line.
        let (object, line) = match text.split_once(':') {
            Some((object, line)) => (object, Some(line.parse()?)),
            None => (text, None),
        };
        let segments: Vec<&str> = object.split('/').collect();
        let (kind, namespace, name) = match segments.as_slice() {
            [kind, name] => (kind, None, name),
            [kind, namespace, name] => (kind, Some(unescape(namespace)?), name),
            _ => return Err(InvalidRoute),
        };
        let (kind, group) = kind.split_once('.').unwrap_or((kind, ""));
        let object = ObjectId {
            group: unescape(group)?,
            kind: unescape(kind)?,
            namespace,
            name: unescape(name)?,
        };
        let nameless = object.kind.is_empty() || object.name.is_empty();
        if nameless || object.namespace.as_deref() == Some("") {
            return Err(InvalidRoute);
        }
        Ok(Self { object, line })
    }
}

impl FromStr for Line {
    type Err = InvalidRoute;

    fn from_str(text: &str) -> Result<Self, InvalidRoute> {
        let number = |digits: &str| {
            let plain = digits.starts_with(|c: char| matches!(c, '1'..='9'));
            digits.parse().ok().filter(|_| plain).ok_or(InvalidRoute)
        };
        match (text.strip_prefix('L'), text.strip_prefix('R')) {
            (Some(digits), _) => number(digits).map(Self::Left),
            (_, Some(digits)) => number(digits).map(Self::Right),
            (None, None) => Err(InvalidRoute),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_every_shape_have_an_address() {
        for address in [
            "Service/web",
            "Deployment.apps/shop/web",
            "Deployment.apps/shop/web:R38",
            "ClusterRole.rbac.authorization.k8s.io/system%3Anode:L1",
        ] {
            assert_eq!(
                address.parse::<ObjectAnchor>().unwrap().to_string(),
                address
            );
        }
        let role: ObjectAnchor = "ClusterRole.rbac.authorization.k8s.io/system%3Anode"
            .parse()
            .unwrap();
        assert_eq!(role.object.name, "system:node");
        assert_eq!(role.object.group, "rbac.authorization.k8s.io");
    }

    #[test]
    fn anything_else_is_no_spot() {
        for text in [
            "",
            "Service",
            "Service/",
            "/web",
            "Service//web",
            "a/b/c/d",
            "Service/web:",
            "Service/web:R0",
            "Service/web:R+1",
            "Service/web:38",
            "Service/%ff",
        ] {
            assert_eq!(text.parse::<ObjectAnchor>(), Err(InvalidRoute), "{text:?}");
        }
    }
}

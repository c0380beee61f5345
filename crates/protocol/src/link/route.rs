//! The routes of the app: each names a page.

use std::fmt;
use std::str::FromStr;

use astern_ledger::{Namespace, Record, ReleaseName, Revision};

use super::{InvalidRoute, ObjectAnchor, RevisionOrLive};
use crate::RequestId;

/// A page of the app, as the fragment of its URL. It never contains a secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Route {
    /// `#/`: all releases.
    Fleet,
    /// `#/NAMESPACE/RELEASE…`: a page of one release.
    Release {
        /// The namespace.
        namespace: Namespace,
        /// The release.
        release: ReleaseName,
        /// The page.
        page: ReleasePage,
    },
}

/// A page of one release.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReleasePage {
    /// `#/NAMESPACE/RELEASE`: the history.
    History,
    /// `…/9..10`: the comparison of two revisions.
    Compare {
        /// The left side.
        from: RevisionOrLive,
        /// The right side.
        to: RevisionOrLive,
        /// The object to show.
        at: Option<ObjectAnchor>,
    },
    /// `…/rollback/9`: the confirmation before a rollback.
    Rollback {
        /// The revision to roll back to.
        target: Revision,
    },
    /// `…/rollback/9/REQUEST`: the progress of a rollback.
    Progress {
        /// The revision to roll back to.
        target: Revision,
        /// The request id of the rollback.
        request: RequestId,
    },
}

impl ReleasePage {
    /// Returns the comparison of two recorded revisions.
    pub fn compare(from: Revision, to: Revision) -> Self {
        Self::Compare {
            from: from.into(),
            to: to.into(),
            at: None,
        }
    }
}

impl Route {
    /// Returns the route to a page of the release of a record.
    pub fn of(record: &Record, page: ReleasePage) -> Self {
        Self::Release {
            namespace: record.namespace.clone(),
            release: record.release.clone(),
            page,
        }
    }
}

impl fmt::Display for Route {
    /// Formats the fragment with its `#`, for the `href` of a link.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Release {
            namespace,
            release,
            page,
        } = self
        else {
            return f.write_str("#/");
        };
        write!(f, "#/{namespace}/{release}")?;
        match page {
            ReleasePage::History => Ok(()),
            ReleasePage::Compare { from, to, at: None } => write!(f, "/{from}..{to}"),
            ReleasePage::Compare {
                from,
                to,
                at: Some(spot),
            } => write!(f, "/{from}..{to}/{spot}"),
            ReleasePage::Rollback { target } => write!(f, "/rollback/{target}"),
            ReleasePage::Progress { target, request } => write!(f, "/rollback/{target}/{request}"),
        }
    }
}

impl FromStr for Route {
    type Err = InvalidRoute;

    /// Parses a fragment, with or without its `#`.
    fn from_str(fragment: &str) -> Result<Self, InvalidRoute> {
        fn read<T: FromStr>(text: &str) -> Result<T, InvalidRoute> {
            text.parse().map_err(|_| InvalidRoute)
        }
        let path = fragment.strip_prefix('#').unwrap_or(fragment);
        let path = path.strip_prefix('/').unwrap_or(path);
        let segments: Vec<&str> = path.split('/').collect();
        let (namespace, release, rest) = match segments.as_slice() {
            [""] => return Ok(Self::Fleet),
            [namespace, release, rest @ ..] => (read(namespace)?, read(release)?, rest),
            _ => return Err(InvalidRoute),
        };
        let page = match rest {
            [] | [""] => ReleasePage::History,
            ["rollback", target] => ReleasePage::Rollback {
                target: read(target)?,
            },
            ["rollback", target, request] => ReleasePage::Progress {
                target: read(target)?,
                request: read(request)?,
            },
            [pair, spot @ ..] => {
                let (from, to) = pair.split_once("..").ok_or(InvalidRoute)?;
                ReleasePage::Compare {
                    from: read(from)?,
                    to: read(to)?,
                    at: match spot {
                        [] => None,
                        spot => Some(read(&spot.join("/"))?),
                    },
                }
            }
        };
        Ok(Self::Release {
            namespace,
            release,
            page,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_page_has_its_address() {
        for address in [
            "#/",
            "#/shop/shop",
            "#/shop/shop.v2/9..10",
            "#/shop/shop/9..live",
            "#/shop/shop/live..10/Service/web",
            "#/shop/shop/9..10/Deployment.apps/shop/web:R38",
            "#/shop/rollback/rollback/9",
            "#/shop/shop/rollback/9/0123456789abcdef0123456789abcdef",
        ] {
            assert_eq!(address.parse::<Route>().unwrap().to_string(), address);
        }
        assert_eq!("".parse(), Ok(Route::Fleet));
        assert_eq!("#".parse(), Ok(Route::Fleet));
    }

    #[test]
    fn any_other_address_is_invalid() {
        for address in [
            "#/shop",
            "#/a/b/0..1",
            "#/a/b/9",
            "#/a/b/rollback",
            "#/A/b",
            "#/a/b/c/d/e",
            "#/a/b/1..2/Service",
            "#/a/b/1..dead",
        ] {
            assert_eq!(address.parse::<Route>(), Err(InvalidRoute), "{address}");
        }
    }

    proptest! {
        #[test]
        fn what_can_be_read_is_written_the_same(text in "#/[a-z]{1,5}/[a-z.]{1,5}(/[0-9]{1,3}\\.\\.[0-9]{1,3})?") {
            if let Ok(route) = text.parse::<Route>() {
                prop_assert_eq!(route.to_string(), text);
            }
        }

        #[test]
        fn no_text_panics(text in ".*") {
            let _ = text.parse::<Route>();
        }
    }
}

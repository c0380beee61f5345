//! The routes of a router as a list: which path is served to whom.

use std::convert::Infallible;
use std::fmt;

use axum::Router;
use axum::http::Method;
use axum::routing::MethodRouter;

use crate::http::guards;

/// What a request to a route has to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Nothing: the response is the same for every client.
    Public,
    /// That no page of another origin sent it.
    OwnPage,
    /// The token, and that no page of another origin sent it.
    Token,
}

/// A path, and the handler of its only method.
#[derive(Clone)]
pub struct Route {
    method: Method,
    path: String,
    access: Access,
    handler: MethodRouter<(), Infallible>,
}

impl Route {
    /// A route of `GET` requests.
    pub(super) fn get(path: impl Into<String>, access: Access, handler: MethodRouter) -> Self {
        let (method, path) = (Method::GET, path.into());
        Self {
            method,
            path,
            access,
            handler,
        }
    }

    /// A route of `POST` requests.
    pub(super) fn post(path: impl Into<String>, access: Access, handler: MethodRouter) -> Self {
        let method = Method::POST;
        Self {
            method,
            ..Self::get(path, access, handler)
        }
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The path, as axum writes patterns.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What a request has to show.
    pub fn access(&self) -> Access {
        self.access
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            method,
            path,
            access,
            ..
        } = self;
        write!(f, "{method} {path}: {access:?}")
    }
}

/// Returns a router of the routes with that access, without guards. Other methods of their paths are refused.
///
/// No router adds a route in another way: the list is what the tests go through.
pub(super) fn router_of(routes: &[Route], access: Access) -> Router {
    routes
        .iter()
        .filter(|route| route.access == access)
        .fold(Router::new(), |router, route| {
            router.route(&route.path, route.handler.clone())
        })
        .method_not_allowed_fallback(guards::refuse_method)
}

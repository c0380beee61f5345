//! A fake kubectl, whose `kubectl proxy` answers with the sample cluster.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use astern_endpoint::backend::kubectl_proxy::KubectlOptions;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::UnixListener;

use super::sample_cluster;

/// The variable with the socket of the proxy.
const SOCKET: &str = "ASTERN_TEST_KUBECTL_SOCKET";

/// The variable with the name of a [`Server`].
const SERVER: &str = "ASTERN_TEST_KUBECTL_SERVER";

/// What the proxy leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Server {
    /// The sample cluster.
    Sample,
    /// Another cluster with the same objects.
    OtherCluster,
    /// The sample cluster, with a user who may read no namespace.
    WithoutNamespaces,
    /// Another one, with a user who may read no namespace.
    OtherWithoutNamespaces,
    /// The sample cluster behind a proxy that takes no bodies.
    BehindSmallProxy,
    /// Nothing: the login fails.
    LoginFails,
}

impl Server {
    const ALL: [Self; 6] = [
        Self::Sample,
        Self::OtherCluster,
        Self::WithoutNamespaces,
        Self::OtherWithoutNamespaces,
        Self::BehindSmallProxy,
        Self::LoginFails,
    ];

    /// Returns options with a kubectl that leads to this. `own_test` is the test that calls [`serve`].
    pub fn kubectl(self, own_test: &str) -> KubectlOptions {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("kubectl-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let kubectl = folder.join(format!("{self:?}"));
        let own = std::env::current_exe().unwrap();
        let script = format!(
            "#!/bin/sh\n{SERVER}={self:?} {SOCKET}=\"$3\" exec '{}' --exact {own_test} --nocapture\n",
            own.display()
        );
        if !kubectl.exists() {
            // A file that is open for writing cannot be executed.
            let written = folder.join(format!("{self:?}-{own_test}"));
            fs::write(&written, script).unwrap();
            fs::set_permissions(&written, fs::Permissions::from_mode(0o700)).unwrap();
            fs::rename(&written, &kubectl).unwrap();
        }
        KubectlOptions {
            kubectl,
            supervisor: env!("CARGO_BIN_EXE_astern").into(),
            kubeconfig: None,
            context: Some("sample".to_owned()),
        }
    }
}

/// Serves as `kubectl proxy`, if this process was started as one by a test.
pub fn serve() {
    let (Some(socket), Some(server)) = (std::env::var_os(SOCKET), std::env::var(SERVER).ok())
    else {
        return;
    };
    let server = Server::ALL
        .into_iter()
        .find(|known| format!("{known:?}") == server)
        .unwrap();
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(serve_at(socket, server));
}

async fn serve_at(socket: OsString, server: Server) {
    // As kubectl does.
    let _ = fs::remove_file(&socket);
    let listener = UnixListener::bind(socket).unwrap();
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let service = service_fn(move |request| async move {
            Ok::<_, Infallible>(respond(server, request).await)
        });
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn respond(server: Server, request: Request<Incoming>) -> Response<Body> {
    let path = request.uri().path();
    let is_namespace = path.starts_with("/api/v1/namespaces/") && path.split('/').count() == 5;
    let answer = |status: StatusCode, content_type: &str, body: String| {
        Response::builder()
            .status(status)
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from(body))
            .unwrap()
    };
    let json = "application/json";
    match server {
        _ if path == "/" => answer(StatusCode::NOT_FOUND, "text/plain", String::new()),
        Server::LoginFails => answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            "getting credentials: exec: executable corp-login failed with exit code 1\n".to_owned(),
        ),
        Server::BehindSmallProxy if request.method() != "GET" => {
            answer(StatusCode::PAYLOAD_TOO_LARGE, "text/html", "<html>413".to_owned())
        }
        Server::WithoutNamespaces | Server::OtherWithoutNamespaces if is_namespace => answer(
            StatusCode::FORBIDDEN,
            json,
            r#"{"kind":"Status","code":403,"message":"namespaces is forbidden: User \"jo\" cannot get"}"#.to_owned(),
        ),
        Server::OtherCluster | Server::OtherWithoutNamespaces => {
            let sample = sample_cluster().read(request.uri(), request.headers()).await;
            let body = axum::body::to_bytes(sample.unwrap().into_body(), usize::MAX).await;
            let text = String::from_utf8(body.unwrap().to_vec()).unwrap();
            answer(StatusCode::OK, json, text.replace("\"uid\":\"", "\"uid\":\"other-"))
        }
        _ => sample_cluster()
            .read(request.uri(), request.headers())
            .await
            .unwrap(),
    }
}

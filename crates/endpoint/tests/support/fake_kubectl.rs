//! A fake kubectl, whose `kubectl proxy` answers with the sample cluster.

use std::convert::Infallible;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use astern_endpoint::backend::kubectl_proxy::KubectlOptions;
use astern_endpoint::private_dir::PrivateDir;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
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
    /// Nothing: the cluster cannot be reached.
    Unreachable,
    /// Nothing: the login plugin fails.
    LoginFails,
    /// The sample cluster, which does not accept the credentials.
    LoginRejected,
    /// The sample cluster, which gets no credentials.
    TakesForAnonymous,
    /// A server that serves pages.
    NotKubernetes,
}

impl Server {
    const ALL: [Self; 10] = [
        Self::Unreachable,
        Self::Sample,
        Self::OtherCluster,
        Self::WithoutNamespaces,
        Self::OtherWithoutNamespaces,
        Self::BehindSmallProxy,
        Self::LoginFails,
        Self::LoginRejected,
        Self::TakesForAnonymous,
        Self::NotKubernetes,
    ];

    /// Returns a kubectl that always leads to this. `own_test` is the test that calls [`serve`].
    pub fn kubectl(self, own_test: &str) -> FakeKubectl {
        FakeKubectl::new(own_test, self)
    }
}

/// A kubectl in a folder of its own, with a kubeconfig.
pub struct FakeKubectl {
    folder: PrivateDir,
}

impl FakeKubectl {
    /// A kubectl whose `proxy` leads to a server. `own_test` is the test that calls [`serve`].
    pub fn new(own_test: &str, server: Server) -> Self {
        let kubectl = Self {
            folder: PrivateDir::new().unwrap(),
        };
        kubectl.lead_to(server);
        kubectl.set_kubeconfig(&Self::default_kubeconfig());
        let script = format!(
            "#!/bin/sh\nhere='{here}'\n\
             echo \"$*\" >> \"$here/calls\"\n\
             if [ \"$1\" = config ]; then cat \"$here/view\"; exit; fi\n\
             server=\"$here/server\"\n\
             for flag in \"$@\"; do case \"$flag\" in --context=*) own=\"$server-${{flag#--context=}}\"; \
             [ -e \"$own\" ] && server=\"$own\";; esac; done\n\
             export ASTERN_TEST_KUBECTL_PROGRAM=\"$here/kubectl\"\n\
             {SERVER}=$(cat \"$server\") {SOCKET}=\"$3\" exec '{own}' --exact {own_test} --nocapture\n",
            here = kubectl.folder.path().display(),
            own = std::env::current_exe().unwrap().display()
        );
        let program = kubectl.folder.path().join("kubectl");
        fs::write(&program, script).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        kubectl
    }

    /// Returns what `kubectl config view` prints at first.
    pub fn default_kubeconfig() -> Value {
        json!({
            "current-context": "sample",
            "contexts": [{ "name": "sample", "context": { "cluster": "c", "user": "jo" } }],
            "clusters": [{ "name": "c", "cluster": { "server": "https://10.0.0.1" } }],
            "users": [{ "name": "jo", "user": { "token": "REDACTED" } }],
        })
    }

    /// Leads each `kubectl proxy` that is started from now on to a server.
    pub fn lead_to(&self, server: Server) {
        fs::write(self.folder.path().join("server"), format!("{server:?}")).unwrap();
    }

    /// Leads each `kubectl proxy` of a context that is started from now on to a server.
    pub fn lead_context_to(&self, context: &str, server: Server) {
        let file = format!("server-{context}");
        fs::write(self.folder.path().join(file), format!("{server:?}")).unwrap();
    }

    /// Returns the arguments of every kubectl that was started, one line for each.
    pub fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// Sets what `kubectl config view` prints from now on.
    pub fn set_kubeconfig(&self, view: &Value) {
        fs::write(self.folder.path().join("view"), view.to_string()).unwrap();
    }

    /// The path of the program.
    pub fn program(&self) -> PathBuf {
        self.folder.path().join("kubectl")
    }

    /// Returns options with this kubectl.
    pub fn options(&self) -> KubectlOptions {
        KubectlOptions {
            kubectl: self.program(),
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
        Server::Unreachable => answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            "dial tcp 127.0.0.1:9: connect: connection refused\n".to_owned(),
        ),
        Server::LoginFails => answer(
            StatusCode::INTERNAL_SERVER_ERROR,
            "text/plain",
            "getting credentials: exec: executable corp-login failed with exit code 1\n".to_owned(),
        ),
        Server::LoginRejected => answer(
            StatusCode::UNAUTHORIZED,
            json,
            r#"{"kind":"Status","code":401,"message":"Unauthorized"}"#.to_owned(),
        ),
        Server::TakesForAnonymous if path != "/version" => answer(
            StatusCode::FORBIDDEN,
            json,
            r#"{"kind":"Status","code":403,"message":"x is forbidden: User \"system:anonymous\" cannot get resource"}"#
                .to_owned(),
        ),
        Server::NotKubernetes => answer(StatusCode::OK, "text/html", "<html>hello".to_owned()),
        Server::BehindSmallProxy if request.method() != "GET" => {
            let _ = request.into_body().collect().await;
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

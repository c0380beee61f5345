//! The paths that are forwarded to the API server: the reads of the app, in whatever notation, and nothing else.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

mod support;

use std::convert::Infallible;
use std::future::ready;

use astern_endpoint::backend::Cluster;
use astern_endpoint::backend::kubectl_proxy::ProxySocket;
use astern_endpoint::private_dir::PrivateDir;
use astern_endpoint::rollback::Engine;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::UnixListener;
use tokio::sync::mpsc;

use support::{TestEndpoint, endpoint_with_cluster};

/// Paths that lead to a pod, a Service, a node or another cluster, in every notation that a server or a proxy on the way might
/// read as another path, and what the API server serves besides objects.
const NO_READS: [&str; 76] = [
    "/api/v1/namespaces/a/pods/x/proxy",
    "/api/v1/namespaces/a/pods/x/proxy/",
    "/api/v1/namespaces/a/pods/http:x:80/proxy/y",
    "/api/v1/namespaces/a/services/x/proxy",
    "/api/v1/namespaces/a/services/https:x:443/proxy/z?q",
    "/api/v1/nodes/n/proxy/run",
    "/api/v1/nodes/n:10250/proxy/",
    "/api/v1/namespaces/a/pods/x/exec?command=id",
    "/api/v1/namespaces/a/pods/x/attach",
    "/api/v1/namespaces/a/pods/x/portforward",
    "/api/v1/namespaces/a/pods/x/log",
    "/api/v1/namespaces/a/pods/x/log?tailLines=20&limitBytes=16384&follow=true",
    "/api/v1/namespaces/a/pods/x/log?tailLines=20&limitBytes=16384&insecureSkipTLSVerifyBackend=true",
    "/api/v1/namespaces/a/pods/x%2Fproxy%2F",
    "/api/v1/namespaces/a/pods/x%2fexec",
    "/api/v1/namespaces/a/pods/x/%70%72oxy/",
    "/api/v1/namespaces/a%2Fpods/x/proxy",
    "/api%2Fv1%2Fnamespaces%2Fa%2Fpods%2Fx%2Fproxy",
    "/api/v1/%6eamespaces/a/pods/x/proxy",
    "/api//v1/namespaces/a/pods/x/proxy",
    "/api/v1/namespaces//a/pods/x/proxy",
    "//api/v1/namespaces/a/pods/x/proxy",
    "//api/v1/secrets",
    "/api/v1//secrets",
    "/api/v1/secrets/",
    "/api/v1/./namespaces/a/pods/x/proxy",
    "/api/v1/namespaces/a/./pods/x/proxy",
    "/api/v1/namespaces/a/pods/./x/proxy",
    "/api/v1/namespaces/b/../a/pods/x/proxy",
    "/api/v1/namespaces/a/pods/x/./proxy",
    "/api/v1/namespaces/a/pods/y/../x/proxy",
    "/api/v1/namespaces/a/pods/..",
    "/api/v1/namespaces/../nodes",
    "/api/v1/namespaces/%2e%2e/nodes",
    "/api/v1/namespaces/%2E./nodes",
    "/api/v1/namespaces/..%2fnodes",
    "/api/v1/namespaces/..%5cnodes",
    "/api/v1/namespaces/..;/nodes",
    "/api/v1/namespaces/a;b/pods",
    "/api/v1/namespaces/a/pods/x;proxy",
    "/api/v1/namespaces/a/pods/%2e%2e/x/proxy",
    "/api/v1/namespaces/a/pods/y/%2e%2e/x/proxy",
    "/api/v1/namespaces/a/pods/%2e/x/proxy",
    "/apis/../api/v1/namespaces/a/pods/x/proxy",
    "/apis/%2e%2e/api/v1/namespaces/a/pods/x/proxy",
    "/api/v1/proxy/namespaces/a/pods/x",
    "/api/v1/proxy/nodes/n",
    "/api/v1/watch/namespaces/a/pods/x/proxy",
    "/api/v1/watch/secrets",
    "/api/v1/namespaces/a/pods/x/proxy;x",
    "/api/v1/namespaces/a/pods/x/proxy%00",
    "/api/v1/namespaces/a/pods/x%00",
    "/api/v1/namespaces/a/pods/x%0a",
    "/api/v1/namespaces/a/pods/x%0D%0A",
    "/api/v1/namespaces/a/pods/x/proxy%20",
    "/api/v1/namespaces/a/pods/x%3fproxy",
    "/api/v1/namespaces/a/pods/x%23proxy",
    "/api/v1/namespaces/a/pods/%ff/proxy",
    "/api/v1/namespaces/a/pods/%ff",
    "/api/v1/namespaces/a/pods/%c0%ae%c0%ae",
    "/api/v1/namespaces/a/pods/x/proxy%2f..%2f..",
    "/api/v1/namespaces/a/pods/x%252Fproxy",
    "/api/v1/namespaces/a/pods/%252e%252e",
    "/api/v1/namespaces/a/pods/x\\proxy",
    "/apis/cluster.karmada.io/v1alpha1/clusters/m/proxy/api/v1/namespaces/a/pods/x/exec",
    "/apis/subresources.kubevirt.io/v1/namespaces/a/virtualmachineinstances/v/portforward/22",
    "/apis/cluster.core.oam.dev/v1alpha1/clustergateways/m/proxy/api",
    "/apis/apps/v1/namespaces/a/deployments/x/proxy",
    "/apis/x.io/v1/things/n/proxy/",
    "/version/../api/v1/nodes/n/proxy",
    "/API/v1/nodes",
    "/Version",
    "/metrics",
    "/logs/",
    "/openapi/v2",
    "/healthz",
];

/// The reads that the app makes, with names as Kubernetes allows them.
const READS: [&str; 11] = [
    "/version",
    "/api/v1",
    "/apis/apps/v1",
    "/api/v1/secrets?limit=500",
    "/api/v1/namespaces/a/secrets/sh.helm.release.v1.shop.v4",
    "/api/v1/namespaces/a/secrets?watch=true&fieldSelector=metadata.name%3Dx%2Fy",
    "/api/v1/namespaces/a/pods/x/log?container=web&tailLines=20&limitBytes=16384&previous=true",
    "/api/v1/nodes/ip-10-0-0-1.ec2.internal",
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode",
    "/apis/rbac.authorization.k8s.io/v1/namespaces/a/roles/system:a%20b",
    "/apis/monitoring.coreos.com/v1/namespaces/a/servicemonitors/x",
];

/// Sends the bytes of a request over a connection, as a client can that escapes nothing, and returns the status.
async fn raw_status(endpoint: &TestEndpoint, path: &str) -> u16 {
    let (client, server) = tokio::io::duplex(64 * 1024);
    let service = hyper_util::service::TowerToHyperService::new(endpoint.router.clone());
    let serving = tokio::spawn(async move {
        let _ = http1::Builder::new()
            .keep_alive(false)
            .serve_connection(TokioIo::new(server), service)
            .await;
    });
    let (mut read, mut write) = tokio::io::split(client);
    let (host, token) = (support::HOST, &endpoint.token);
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Astern-Token: {token}\r\nConnection: close\r\n\r\n"
    );
    write.write_all(request.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    read.read_exact(&mut answer).await.unwrap();
    serving.abort();
    let status = std::str::from_utf8(&answer).unwrap().rsplit(' ').next();
    status.unwrap().parse().unwrap()
}

#[tokio::test]
async fn no_notation_of_a_path_reaches_more_than_the_reads_of_the_app() {
    let dir = PrivateDir::new().unwrap();
    let path = dir.path().join("s");
    let listener = UnixListener::bind(&path).unwrap();
    let endpoint =
        endpoint_with_cluster(Cluster::Proxied(ProxySocket::new(path)), Engine::Simulated);
    let (reached, mut seen) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let reached = reached.clone();
            let service = service_fn(move |request: Request<Incoming>| {
                let _ = reached.send(request.uri().to_string());
                ready(Ok::<_, Infallible>(Response::new(Body::empty())))
            });
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        }
    });
    for path in NO_READS {
        let status = raw_status(&endpoint, path).await;
        assert!((400..500).contains(&status), "{path}: {status}");
        assert!(seen.try_recv().is_err(), "{path} reached the API server");
    }
    for path in READS {
        assert_eq!(raw_status(&endpoint, path).await, 200, "{path}");
        assert_eq!(seen.try_recv().as_deref(), Ok(path));
    }
}

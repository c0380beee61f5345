//! The contexts of the kubeconfig: each that a page opens is a cluster of its own, and none is asked before.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(target_os = "linux")]

mod support;
#[path = "support/wait.rs"]
mod wait;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use support::fake_helm::FAKE_HELM;
use support::fake_kubectl::{self, FakeKubectl, Server};
use wait::wait_until;

/// Not a test: the `kubectl proxy` of the tests below.
#[test]
fn kubectl_of_other_tests() {
    fake_kubectl::serve();
}

/// A page of astern: its address, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Page {
    authority: String,
    token: String,
}

impl Page {
    fn parse(address: &str) -> Self {
        let (authority, token) = address.split_once("/#token=").unwrap();
        Self {
            authority: authority.strip_prefix("http://").unwrap().to_owned(),
            token: token.to_owned(),
        }
    }

    /// Sends a request of the page with a token, and returns status and JSON.
    fn send(&self, token: &str, method: &str, path: &str, body: &str) -> (u16, Value) {
        let Self { authority, .. } = self;
        let mut stream = TcpStream::connect(authority).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {authority}\r\nX-Astern-Token: {token}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        let json = body.find('{').zip(body.rfind('}'));
        let json = json.map(|(from, to)| serde_json::from_str(&body[from..=to]).unwrap());
        (status, json.unwrap_or_default())
    }

    fn get(&self, path: &str) -> Value {
        let (status, answer) = self.send(&self.token, "GET", path, "");
        assert_eq!(status, 200, "{path}: {answer}");
        answer
    }

    fn post(&self, path: &str, context: &str) -> (u16, Value) {
        let body = json!({ "context": context }).to_string();
        self.send(&self.token, "POST", path, &body)
    }

    fn open(&self, context: &str) -> Self {
        let (status, opened) = self.post("/astern/v1/contexts", context);
        assert_eq!(status, 200, "{opened}");
        Self::parse(opened["address"].as_str().unwrap())
    }

    /// The UID of the cluster that the page reads.
    fn uid(&self) -> String {
        let namespace = self.get("/api/v1/namespaces/kube-system");
        namespace["metadata"]["uid"].as_str().unwrap().to_owned()
    }

    /// The contexts that the page lists, each with the state of its page.
    fn states(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let list = self.get("/astern/v1/contexts");
        let contexts = list["contexts"].as_array().unwrap().iter();
        contexts
            .map(|context| (text(&context["name"]), text(&context["page"])))
            .collect()
    }
}

/// An `astern` whose kubeconfig has several contexts, killed when it is dropped.
struct Astern {
    child: Child,
    page: Page,
    kubectl: FakeKubectl,
}

/// Contexts of different clusters, and of some that cannot be opened.
fn kubeconfig() -> Value {
    let context = |name: &str, cluster: &str| json!({ "name": name, "context": { "cluster": cluster, "user": "jo" } });
    let mut view = FakeKubectl::default_kubeconfig();
    view["contexts"] = json!([
        context("sample", "c"),
        context("other", "other"),
        context("same", "c"),
        context("expired", "other"),
        context("gone", "nowhere"),
    ]);
    view["clusters"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": "other", "cluster": { "server": "https://jo:hunter2@10.0.0.2" } }));
    view
}

impl Astern {
    fn start() -> Self {
        let kubectl = Server::Sample.kubectl("kubectl_of_other_tests");
        kubectl.set_kubeconfig(&kubeconfig());
        kubectl.lead_context_to("other", Server::OtherCluster);
        kubectl.lead_context_to("expired", Server::LoginRejected);
        Self::with_options(kubectl, &[])
    }

    /// Starts it with this kubectl and further options.
    fn with_options(kubectl: FakeKubectl, options: &[&OsStr]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_astern"))
            .args(["--no-open", "--port", "0", "--helm"])
            .arg(&*FAKE_HELM)
            .arg("--kubectl")
            .arg(kubectl.program())
            .args(options)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.as_mut().unwrap());
        stdout.read_line(&mut line).unwrap();
        let address = line.trim_end().strip_prefix("Astern is at ").unwrap();
        Self {
            page: Page::parse(address),
            child,
            kubectl,
        }
    }

    /// Ends it as Ctrl-C does, and returns what it has printed on standard error.
    fn end(mut self) -> String {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-INT", &pid])
                .status()
                .unwrap()
                .success()
        );
        let mut printed = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut printed)
            .unwrap();
        assert!(self.child.wait().unwrap().success());
        printed
    }
}

impl Drop for Astern {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_list_asks_no_cluster() {
    let astern = Astern::start();
    let session = astern.page.get("/astern/v1/session");
    assert_eq!(session["other_contexts"], 4);
    let list = astern.page.get("/astern/v1/contexts");
    assert_eq!(
        list["contexts"][1],
        json!({ "name": "other", "page": "closed",
            "leads_to": { "kind": "server", "server": "https://10.0.0.2", "user": "jo" } })
    );
    assert_eq!(
        list["contexts"][4]["leads_to"]["reason"],
        "the kubeconfig does not have its cluster \"nowhere\""
    );
    for call in astern.kubectl.calls() {
        assert!(
            call.starts_with("config view") || call.contains("--context=sample"),
            "{call}"
        );
    }
}

#[test]
fn each_context_has_an_address_a_token_and_a_cluster_of_its_own() {
    let astern = Astern::start();
    let own = &astern.page;
    let other = own.open("other");
    assert_eq!(other, own.open("other"), "it is opened once");
    let same = own.open("same");
    let tokens: BTreeSet<&str> = [own, &other, &same].map(|page| &*page.token).into();
    let addresses: BTreeSet<&str> = [own, &other, &same].map(|page| &*page.authority).into();
    assert_eq!((tokens.len(), addresses.len()), (3, 3));

    for (page, context, uid) in [
        (own, "sample", own.uid()),
        (&same, "same", own.uid()),
        (&other, "other", format!("other-{}", own.uid())),
    ] {
        let session = page.get("/astern/v1/session");
        assert_eq!(session["cluster"], context);
        assert_eq!(
            session["helm_flags"],
            json!([format!("--kube-context={context}")])
        );
        assert_eq!(page.uid(), uid, "{context}");
        // No other page's token lets in.
        for token in tokens.iter().filter(|token| **token != page.token) {
            let (status, answer) = page.send(token, "GET", "/version", "");
            assert_eq!(
                (status, &answer["code"]),
                (401, &json!("token")),
                "{context}"
            );
        }
    }

    let expected = |this: &str| -> Vec<(String, String)> {
        [
            ("sample", "open"),
            ("other", "open"),
            ("same", "open"),
            ("expired", "closed"),
            ("gone", "closed"),
        ]
        .map(|(name, state)| {
            (
                name.to_owned(),
                if name == this { "this" } else { state }.to_owned(),
            )
        })
        .into()
    };
    assert_eq!(own.states(), expected("sample"));
    assert_eq!(other.states(), expected("other"));
    assert_eq!(
        &other.open("sample"),
        own,
        "the page that astern was started with"
    );
}

#[test]
fn two_presses_at_once_open_one_page() {
    let astern = Astern::start();
    let opened = std::thread::scope(|scope| {
        let presses = [(); 4].map(|()| scope.spawn(|| astern.page.open("other")));
        presses.map(|press| press.join().unwrap())
    });
    assert!(opened.iter().all(|page| *page == opened[0]), "{opened:?}");
}

#[test]
fn a_context_that_cannot_be_opened_says_what_to_do() {
    let astern = Astern::start();
    let says = |context: &str, status: u16, code: &str, parts: &[&str]| {
        let (answered, error) = astern.page.post("/astern/v1/contexts", context);
        assert_eq!(
            (answered, &error["code"]),
            (status, &json!(code)),
            "{error}"
        );
        let said = format!("{} {}", error["message"], error["advice"]);
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
    };
    says(
        "nope",
        404,
        "not-found",
        &["The kubeconfig had no context nope"],
    );
    says("gone", 503, "cluster", &["does not have its cluster"]);
    let login = "until `kubectl --context=expired auth whoami` answers in a terminal";
    says(
        "expired",
        503,
        "cluster",
        &[
            "expired was not opened: kubectl is not logged in",
            login,
            "Then choose it again.",
        ],
    );
    assert_eq!(astern.page.states()[3].1, "closed");

    // Whoever has logged in opens it with the next press.
    astern
        .kubectl
        .lead_context_to("expired", Server::OtherCluster);
    assert!(astern.page.open("expired").uid().starts_with("other-"));
}

/// What was chosen is what the list showed.
#[test]
fn a_context_that_leads_elsewhere_by_now_is_not_opened() {
    let astern = Astern::start();
    let mut view = kubeconfig();
    view["clusters"][1]["cluster"]["server"] = "https://10.0.0.3".into();
    astern.kubectl.set_kubeconfig(&view);
    let (status, error) = astern.page.post("/astern/v1/contexts", "other");
    assert_eq!(status, 503);
    let expected = "other was not opened: The kubeconfig was changed: it leads to https://10.0.0.3 as user jo now";
    assert!(
        error["message"].as_str().unwrap().contains(expected),
        "{error}"
    );
}

#[test]
fn a_context_says_which_cluster_it_is_without_being_opened() {
    let astern = Astern::start();
    let identity = |context: &str| astern.page.post("/astern/v1/contexts/identity", context);
    assert_eq!(identity("same"), (200, json!({ "uid": astern.page.uid() })));
    let other = format!("other-{}", astern.page.uid());
    assert_eq!(identity("other"), (200, json!({ "uid": other })));
    let (status, error) = identity("expired");
    assert_eq!(status, 503);
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("kubectl is not logged in"),
        "{error}"
    );
    assert!(
        astern
            .page
            .states()
            .iter()
            .all(|(_, state)| state != "open")
    );
}

#[test]
fn no_command_line_and_no_output_holds_a_token() {
    let astern = Astern::start();
    let tokens = [astern.page.token.clone(), astern.page.open("other").token];
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let arguments = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let arguments = String::from_utf8_lossy(&arguments);
        assert!(
            !tokens.iter().any(|token| arguments.contains(token)),
            "{arguments}"
        );
    }
    let printed = astern.end();
    assert!(printed.contains("Context other: Kubernetes"), "{printed}");
    assert!(
        !tokens.iter().any(|token| printed.contains(token)),
        "{printed}"
    );
}

#[test]
fn every_context_ends_with_astern() {
    let astern = Astern::start();
    let pages = [astern.page.clone(), astern.page.open("other")];
    let program = astern.kubectl.program();
    let kubectls = || {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let variable = format!("ASTERN_TEST_KUBECTL_PROGRAM={}", program.display());
        let environments = processes.map(|process| std::fs::read(process.path().join("environ")));
        environments
            .filter(|environment| {
                let environment = environment.as_deref().unwrap_or_default();
                environment
                    .split(|byte| *byte == 0)
                    .any(|entry| entry == variable.as_bytes())
            })
            .count()
    };
    assert_eq!(kubectls(), 2);
    astern.end();
    for page in pages {
        assert!(TcpStream::connect(&page.authority).is_err());
    }
    wait_until("the end of both kubectls", || kubectls() == 0);
}

#[test]
fn a_changed_kubeconfig_is_said_in_the_session() {
    let kubectl = Server::Sample.kubectl("kubectl_of_other_tests");
    let file = kubectl.program().with_file_name("config");
    std::fs::write(&file, "first").unwrap();
    let options = ["--kubeconfig".as_ref(), file.as_os_str()];
    let astern = Astern::with_options(kubectl, &options);
    let (page, kubectl) = (&astern.page, &astern.kubectl);
    let change = || page.get("/astern/v1/session")["kubeconfig_change"].clone();
    assert_eq!(change(), Value::Null);
    let asked = kubectl.calls().len();
    change();
    assert_eq!(
        kubectl.calls().len(),
        asked,
        "kubectl reads only a file that was written"
    );

    let mut view = FakeKubectl::default_kubeconfig();
    view["clusters"][0]["cluster"]["server"] = "https://10.0.0.2".into();
    kubectl.set_kubeconfig(&view);
    std::fs::write(&file, "second").unwrap();
    assert_eq!(
        change(),
        "The kubeconfig was changed: it leads to https://10.0.0.2 as user jo now, and led to https://10.0.0.1 as user jo when \
         astern was started"
    );
    kubectl.set_kubeconfig(&FakeKubectl::default_kubeconfig());
    std::fs::write(&file, "first again").unwrap();
    assert_eq!(change(), Value::Null);
}

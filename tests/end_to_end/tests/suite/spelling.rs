//! What the API server takes for the same is what `crates/compare/tests/measured` says, from which the rules of
//! `crates/compare/src/spelling` are tested.

use end_to_end::{Failure, Proxy, Response, TestEnvironment, User, make_namespace, plain_request};
use serde_json::Value;

const OBJECTS: &str = include_str!("../../../../crates/compare/tests/measured/objects.yaml");
const ROWS: &str = include_str!("../../../../crates/compare/tests/measured/rows.txt");

const NAMESPACE: &str = "spelling";

/// The kinds of which the API server counts the changes of the spec, by the rules by which pods are replaced.
const WORKLOADS: [&str; 6] = [
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "ReplicaSet",
    "StatefulSet",
];

const OK: u16 = 200;
const CONFLICT: u16 = 409;

/// How often an object is read again that a controller changed in the meantime.
const MAX_CONFLICTS: usize = 20;

/// An object that the rows change.
struct Base {
    /// The path of the object in the API.
    path: String,
    /// The object, with its current version.
    object: Value,
    /// What the API server makes of the object as it is.
    stored: Value,
}

#[test]
fn the_api_server_takes_the_same_for_the_same() -> Result<(), Failure> {
    let environment = TestEnvironment::find()?;
    make_namespace(&environment, NAMESPACE)?;
    let proxy = Proxy::start(&environment, User::Admin)?;
    let port = port_of(proxy.base())?;
    let objects =
        astern_manifest::value(OBJECTS).map_err(|error| Failure::new(error.to_string()))?;
    let mut current: Option<(&str, Base)> = None;
    let mut wrong = Vec::new();
    for row in ROWS.lines() {
        let parts: Vec<&str> = row.splitn(3, ' ').collect();
        let [name, pointer, rest] = parts[..] else {
            return Err(Failure::new(format!("a row of two words: {row}")));
        };
        let (value, expected) = rest.rsplit_once(' ').unwrap_or((rest, ""));
        if current.as_ref().is_none_or(|(current, _)| *current != name) {
            current = Some((name, create(port, &objects[name])?));
        }
        let Some((_, base)) = &mut current else {
            continue;
        };
        let outcome = outcome(port, base, (pointer, value))?;
        if outcome != expected {
            wrong.push(format!("{row}: {outcome}"));
        }
    }
    environment
        .access
        .kubectl(["delete", "namespace", NAMESPACE, "--wait=false"])?;
    assert!(
        wrong.is_empty(),
        "{} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    Ok(())
}

/// Returns the port of an address such as `http://127.0.0.1:8001`.
fn port_of(base: &str) -> Result<u16, Failure> {
    let port = base.rsplit(':').next().and_then(|port| port.parse().ok());
    port.ok_or_else(|| Failure::new(format!("no port in {base}")))
}

/// Creates an object.
fn create(port: u16, object: &Value) -> Result<Base, Failure> {
    let kind = object["kind"].as_str().unwrap_or_default();
    let version = object["apiVersion"].as_str().unwrap_or_default();
    let api = match version.contains('/') {
        true => format!("/apis/{version}"),
        false => format!("/api/{version}"),
    };
    let resources = get(port, &api)?;
    let mut resources = resources["resources"].as_array().into_iter().flatten();
    let resource = resources
        .find(|resource| {
            resource["kind"] == kind && !resource["name"].as_str().unwrap_or_default().contains('/')
        })
        .ok_or_else(|| Failure::new(format!("no resource of {kind}")))?;
    let namespace = match resource["namespaced"] == true {
        true => format!("/namespaces/{NAMESPACE}"),
        false => String::new(),
    };
    let list = format!(
        "{api}{namespace}/{}",
        resource["name"].as_str().unwrap_or_default()
    );
    let created = send(port, "POST", &list, object)?;
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    if created.status != 201 {
        return Err(Failure::new(format!("{kind}/{name}: {}", created.text)));
    }
    Base::read(port, format!("{list}/{name}"), object)
}

impl Base {
    /// Reads the version of an object that was created, which controllers can change.
    fn read(port: u16, path: String, object: &Value) -> Result<Self, Failure> {
        let mut object = object.clone();
        for _ in 0..MAX_CONFLICTS {
            let current = get(port, &path)?;
            object["metadata"]["resourceVersion"] = current["metadata"]["resourceVersion"].clone();
            // A change of annotations counts too, and controllers write some.
            if let Some(annotations) = current["metadata"].get("annotations") {
                object["metadata"]["annotations"] = annotations.clone();
            }
            let answer = send(port, "PUT", &format!("{path}?dryRun=All"), &object)?;
            if answer.status == OK {
                let stored = answer.json()?;
                return Ok(Self {
                    path,
                    object,
                    stored,
                });
            }
            if answer.status != CONFLICT {
                return Err(Failure::new(format!("{path}: {}", answer.text)));
            }
        }
        Err(Failure::new(format!("{path} does not stay as it is")))
    }
}
/// Replaces an object by one with another value of a field, in a dry run, and tells what came of it.
fn outcome(
    port: u16,
    base: &mut Base,
    (pointer, value): (&str, &str),
) -> Result<&'static str, Failure> {
    let replace = |base: &Base| {
        let changed = with_field(&base.object, pointer, value)?;
        send(port, "PUT", &format!("{}?dryRun=All", base.path), &changed)
    };
    let mut answer = replace(base)?;
    // Controllers write the status of a new object several times.
    for _ in 0..MAX_CONFLICTS {
        if answer.status != CONFLICT {
            break;
        }
        *base = Base::read(port, base.path.clone(), &base.object)?;
        answer = replace(base)?;
    }
    if answer.status != OK {
        return Ok("refused");
    }
    let stored = answer.json()?;
    let generation = |object: &Value| object["metadata"]["generation"].clone();
    let kind = base.object["kind"].as_str().unwrap_or_default();
    let is_same = match WORKLOADS.contains(&kind) {
        true => generation(&stored) == generation(&base.stored),
        false => content(&stored) == content(&base.stored),
    };
    Ok(if is_same { "same" } else { "differs" })
}

/// Returns an object without what the API server and controllers set.
fn content(object: &Value) -> Value {
    let mut content = object.clone();
    content["status"] = Value::Null;
    for field in ["generation", "managedFields", "resourceVersion"] {
        content["metadata"][field] = Value::Null;
    }
    content
}

fn get(port: u16, path: &str) -> Result<Value, Failure> {
    plain_request(port, "GET", path, &[("Host", "127.0.0.1")], "")?.json()
}

fn send(port: u16, method: &str, path: &str, object: &Value) -> Result<Response, Failure> {
    let headers = [("Content-Type", "application/json"), ("Host", "127.0.0.1")];
    plain_request(port, method, path, &headers, &object.to_string())
}

/// Returns an object with another value of a field, or without it.
fn with_field(object: &Value, pointer: &str, value: &str) -> Result<Value, Failure> {
    let mut object = object.clone();
    let no_such = || Failure::new(format!("no field {pointer}"));
    let (parent, field) = pointer.rsplit_once('/').ok_or_else(no_such)?;
    let field = field.replace("~1", "/").replace("~0", "~");
    let parent = object
        .pointer_mut(parent)
        .and_then(Value::as_object_mut)
        .ok_or_else(no_such)?;
    match value {
        "absent" => parent.remove(&field),
        value => parent.insert(field, serde_json::from_str(value)?),
    };
    Ok(object)
}

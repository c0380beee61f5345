//! Why the API server refuses pods: the Event `FailedCreate` and the condition `ReplicaFailure`. Sources:
//! `plugin/pkg/admission/{limitranger,priority,serviceaccount}`, `apiserver/pkg/admission/plugin/resourcequota`,
//! `pod-security-admission/policy`.

use crate::words::{after, between, has_any, quoted_after};

/// An amount that a quota or a LimitRange does not allow.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Exceeded {
    /// More than the quota leaves: `requests.cpu`, `pods`.
    Quota {
        /// The resource as the quota names it.
        resource: String,
    },
    /// The quota asks for this field, and the containers do not set it: `limits.memory`.
    NotSet {
        /// The resource as the quota names it.
        resource: String,
    },
    /// More than the LimitRange allows.
    Maximum {
        /// `cpu`, `memory`.
        resource: String,
    },
    /// Less than the LimitRange allows.
    Minimum {
        /// `cpu`, `memory`.
        resource: String,
    },
    /// The limit is too many times the request.
    Ratio {
        /// `cpu`, `memory`.
        resource: String,
    },
}

/// Why pods are refused for what they are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// Who refuses them.
    pub by: Refuser,
    /// The fields that the message names.
    pub fields: Vec<String>,
}

/// Who refuses pods.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refuser {
    /// Pod Security Admission, with its level.
    PodSecurity(String),
    /// An admission webhook of this name.
    Webhook(String),
    /// A webhook of this name that does not answer.
    SilentWebhook(String),
    /// Another rule of the API server: a ValidatingAdmissionPolicy, a SecurityContextConstraint, the validation.
    ApiServer,
    /// The kubelet.
    Kubelet,
}

/// The words by which Pod Security Admission and the kubelet name a rule, with the fields that it reads.
const SECURITY_FIELDS: [(&str, &[&str]); 19] = [
    ("allowPrivilegeEscalation", &["allowPrivilegeEscalation"]),
    ("capabilities", &["capabilities"]),
    ("runAsNonRoot", &["runAsNonRoot", "runAsUser"]),
    (
        "image will run as root",
        &["runAsNonRoot", "runAsUser", "image"],
    ),
    (
        "cannot verify user is non-root",
        &["runAsNonRoot", "runAsUser", "image"],
    ),
    ("breaks non-root policy", &["runAsNonRoot", "runAsUser"]),
    ("runAsUser", &["runAsUser"]),
    ("runAsGroup", &["runAsGroup"]),
    ("fsGroup", &["fsGroup"]),
    ("seccomp", &["seccompProfile"]),
    ("host namespaces", &["hostNetwork", "hostPID", "hostIPC"]),
    ("hostPath", &["hostPath"]),
    ("hostPort", &["hostPort"]),
    ("privileged (", &["privileged"]),
    ("procMount", &["procMount"]),
    ("seLinuxOptions", &["seLinuxOptions"]),
    ("apparmor", &["appArmorProfile"]),
    ("sysctl", &["sysctls"]),
    ("volume type", &["volumes"]),
];

impl Refusal {
    /// Reads a refusal of the kubelet.
    pub(super) fn of_kubelet(message: &str) -> Self {
        Self {
            by: Refuser::Kubelet,
            fields: security_fields(message),
        }
    }
}

/// Reads who refuses a pod, and for which fields.
pub(super) fn refusal(message: &str) -> Refusal {
    let webhook = quoted_after(message, "admission webhook ");
    let silent = quoted_after(message, "failed calling webhook ");
    let pod_security = quoted_after(message, "violates PodSecurity ");
    let (by, fields) = match (pod_security, webhook, silent) {
        (Some(level), ..) => (
            Refuser::PodSecurity(level.to_owned()),
            security_fields(message),
        ),
        (_, _, Some(name)) => (Refuser::SilentWebhook(name.to_owned()), Vec::new()),
        (_, Some(name), _) => (Refuser::Webhook(name.to_owned()), field_paths(message)),
        _ => {
            let mut fields = field_paths(message);
            if fields.is_empty() {
                fields = security_fields(message);
            }
            (Refuser::ApiServer, fields)
        }
    };
    Refusal { by, fields }
}

fn security_fields(message: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (words, fields) in SECURITY_FIELDS {
        if has_any(message, &[words]) {
            for field in fields {
                if !found.iter().any(|known| known == field) {
                    found.push((*field).to_owned());
                }
            }
        }
    }
    found
}

/// Returns the last names of the paths that a message holds: `runAsUser` of `spec.containers[0].securityContext.runAsUser`.
fn field_paths(message: &str) -> Vec<String> {
    let words = message.split(|c: char| c.is_whitespace() || "\"',;(){}=<>!".contains(c));
    let paths = words.filter(|word| {
        let word = word.trim_start_matches(['.', '/']);
        word.starts_with("spec.") || word.starts_with("spec/") || word.starts_with("object.spec.")
    });
    let mut found: Vec<String> = Vec::new();
    for path in paths {
        let mut names = path.split(['.', '/', '[', ']', ':', '(']);
        let last = names.rfind(|name| {
            let is_name = name.chars().all(|c| c.is_ascii_alphabetic()) && !name.is_empty();
            is_name && !matches!(*name, "all" | "exists" | "size" | "has")
        });
        if let Some(last) = last
            && !found.iter().any(|known| known == last)
        {
            found.push(last.to_owned());
        }
    }
    found
}

/// Reads which amounts a quota or a LimitRange does not allow; none where the message is of something else.
pub(super) fn exceeded(message: &str) -> Vec<Exceeded> {
    let list = |rest: &str| -> Vec<String> {
        let all = rest
            .split(',')
            .filter_map(|one| one.trim().split(['=', ':', ' ']).next());
        all.filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect()
    };
    // `exceeded quota: compute, requested: requests.cpu=64, used: …, limited: …`
    if let Some(asked) = between(message, "exceeded quota: ", ", used:")
        && let Some(asked) = after(asked, "requested: ")
    {
        let of = |resource| Exceeded::Quota { resource };
        return list(asked).into_iter().map(of).collect();
    }
    // `failed quota: compute: must specify limits.memory for: web; requests.memory for: web`, before 1.24 without containers.
    if let Some(fields) = after(message, "must specify ") {
        let of = |field: &str| field.trim().split([' ', ':']).next().map(str::to_owned);
        let fields = fields.split([';', ',']).filter_map(of);
        let fields = fields.filter(|field| field.contains(['.', 'c', 'm']));
        return fields
            .map(|resource| Exceeded::NotSet { resource })
            .collect();
    }
    let mut found = Vec::new();
    for part in message.split(", ") {
        for (words, make) in [
            ("maximum ", maximum as fn(String) -> Exceeded),
            ("minimum ", minimum),
        ] {
            if let Some(resource) = between(part, words, " usage per ") {
                found.push(make(resource.to_owned()));
            }
        }
        if let Some(before) = part.split(" max limit to request ratio").next()
            && before.len() < part.len()
        {
            let resource = before.rsplit([' ', '[']).next().unwrap_or(before);
            found.push(Exceeded::Ratio {
                resource: resource.to_owned(),
            });
        }
    }
    found
}

fn maximum(resource: String) -> Exceeded {
    Exceeded::Maximum { resource }
}

fn minimum(resource: String) -> Exceeded {
    Exceeded::Minimum { resource }
}

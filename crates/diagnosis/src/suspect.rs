//! The result of a diagnosis.

use astern_compare::{Change, FieldPath, Origin};
use astern_ledger::Revision;
use astern_manifest::ObjectId;
use astern_masking::MaskedValue;
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::{LineNumber, Reach, SymptomOf, Trouble};

/// What explains why a revision does not run.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnosis {
    /// The revision that fails.
    pub revision: Revision,
    /// The revision that it is compared with; `None` where there is none.
    pub since: Option<Revision>,
    /// One for each cause, the best explained first.
    pub findings: Vec<Finding>,
}

/// One trouble with what explains it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Finding {
    /// What has the trouble: all that have it for the same cause.
    #[serde(serialize_with = "as_names")]
    pub of: Vec<SymptomOf>,
    /// What is wrong.
    #[serde(skip)]
    pub trouble: Trouble,
    /// The reason that Kubernetes gives, such as `ImagePullBackOff`.
    pub reason: String,
    /// What Kubernetes says, masked.
    pub message: String,
    /// The last lines that the container logged, masked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// The changes that may explain it, the likeliest first; empty where nothing that changed could.
    #[serde(skip)]
    pub suspects: Vec<Suspect>,
    /// The number of other changes.
    pub others: usize,
    /// How far the pods came, which tells why the other changes are no suspects.
    pub reach: Reach,
}

/// A change that may explain a trouble.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Suspect {
    /// How sure that is.
    pub certainty: Certainty,
    /// Why it is suspected.
    pub why: Why,
    /// The object that changed, as it is now or, when it was removed, as it was.
    pub object: ObjectId,
    /// Where the comparison shows it.
    pub part: SuspectPart,
    /// How it changed.
    pub change: Change,
    /// The field; `None` for an object that was added, removed or renamed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<FieldPath>,
    /// The old value, masked as the comparison masks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<MaskedValue>,
    /// The new value, masked as the comparison masks it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<MaskedValue>,
    /// The values, defaults or versions that it comes from; empty if unknown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Origin>,
    /// The line of the object's text in the comparison; `None` where it is not found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<LineNumber>,
    /// The number of other fields and objects that changed by the same cause.
    pub more: usize,
}

/// Where the comparison shows a suspect.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SuspectPart {
    /// Among the objects.
    Object,
    /// Among the hooks.
    Hook,
}

/// How sure it is that a change is the cause.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// What the cluster reports names it, or follows from nothing else that changed.
    AlmostCertain,
    /// It could be the cause, and others could.
    Possible,
    /// It makes the trouble larger and would not cause it alone.
    AddsTo,
}

/// Why a change is suspected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Why {
    /// It removed what is missing.
    RemovesIt,
    /// It makes the pods refer to what is missing.
    RefersToIt,
    /// It asks for more of what is short.
    AsksForMore,
    /// It allows less than before.
    AllowsLess,
    /// It narrows the choice of nodes.
    NarrowsNodes,
    /// More pods are asked for.
    MorePods,
    /// What the cluster reports names it.
    NamedInMessage,
    /// The container's log names it.
    NamedInLog {
        /// The line, masked.
        line: String,
    },
    /// What fails depends on this field.
    DependsOnIt,
    /// Of all that changed, the container notices nothing else.
    OnlyChange,
}

/// One suspect with what it may explain.
#[derive(Serialize)]
struct SuspectOf<'a> {
    #[serde(serialize_with = "as_names")]
    of: &'a [SymptomOf],
    reason: &'a str,
    #[serde(flatten)]
    suspect: &'a Suspect,
}

/// `{"suspects": […], "symptoms": […]}`, to be flattened into the comparison.
impl Serialize for Diagnosis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let findings = self.findings.iter();
        let suspects = findings.flat_map(|finding| {
            finding.suspects.iter().map(|suspect| SuspectOf {
                of: &finding.of,
                reason: &finding.reason,
                suspect,
            })
        });
        let suspects: Vec<SuspectOf<'_>> = suspects.collect();
        let mut fields = serializer.serialize_struct("Diagnosis", 2)?;
        fields.serialize_field("suspects", &suspects)?;
        fields.serialize_field("symptoms", &self.findings)?;
        fields.end()
    }
}

fn as_names<S: Serializer>(of: &[SymptomOf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(of.iter().map(ToString::to_string))
}

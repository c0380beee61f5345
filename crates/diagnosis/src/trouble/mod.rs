//! What is wrong, read from the words of the kubelet, the scheduler, the API server and its admission plugins.
//!
//! Sources in `k8s.io/kubernetes`, versions 1.24 to 1.36: `pkg/kubelet/kuberuntime`, `pkg/kubelet/images`,
//! `pkg/kubelet/prober`, `pkg/volume`, `pkg/scheduler/framework/plugins`, `plugin/pkg/admission`; `k8s.io/pod-security-admission`.

mod admission;
mod image;
mod kinds;
mod missing;
mod probe;
mod reading;
mod scheduling;
mod start;
mod volume;

pub use admission::{Exceeded, Refusal, Refuser};
pub use image::{ImageFailure, ImageTrouble};
pub use kinds::{Reach, Setting, Trouble};
pub use missing::{Missing, MissingKind};
pub use probe::{ProbeFailure, ProbeKind, ProbeTrouble};
pub use scheduling::Shortage;
pub use start::StartTrouble;
pub use volume::VolumeTrouble;

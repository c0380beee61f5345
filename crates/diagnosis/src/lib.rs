//! Which change of a release explains why its pods are not ready.
//!
//! [`diagnose`] reads what the cluster reports ([`Symptom`]), as the scheduler, the kubelet and the API server write it, and
//! matches it with the fields and objects that differ between the last good revision and the one that fails. It returns a
//! [`Diagnosis`]: for each symptom the [`Suspect`]s, the likeliest first, and how many changes cannot be the cause. A change
//! that could not be the cause is never a suspect.

mod changed;
mod diagnose;
mod evidence;
mod line;
mod line_number;
mod place;
mod rules;
mod scene;
mod suspect;
mod symptom;
mod trouble;
mod words;

pub use diagnose::{diagnose, observe};
pub use line_number::LineNumber;
pub use suspect::{Certainty, Diagnosis, Finding, Suspect, SuspectPart, Why};
pub use symptom::{FailedHook, Symptom, SymptomOf};
pub use trouble::{
    Exceeded, ImageFailure, ImageTrouble, Missing, MissingKind, ProbeFailure, ProbeKind,
    ProbeTrouble, Reach, Refusal, Refuser, Setting, Shortage, StartTrouble, Trouble, VolumeTrouble,
};

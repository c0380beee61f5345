//! The users that the API server knows.

/// A user of the test cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum User {
    /// Member of `system:masters`: may do everything.
    Admin,
    /// `oncall`, in the group `oncall`: has the rights that a test grants, and none before.
    OnCall,
    /// `nobody`: has no rights, ever.
    Nobody,
}

impl User {
    /// All users.
    pub const ALL: [Self; 3] = [Self::Admin, Self::OnCall, Self::Nobody];

    /// The name as RBAC knows it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::OnCall => "oncall",
            Self::Nobody => "nobody",
        }
    }

    /// The context in every kubeconfig of the test cluster that acts as this user.
    #[must_use]
    pub fn context(self) -> &'static str {
        match self {
            Self::Admin => "astern-test",
            Self::OnCall => "astern-test-oncall",
            Self::Nobody => "astern-test-nobody",
        }
    }

    /// The name of its kubeconfig in the test cluster's folder.
    pub(super) fn file(self) -> &'static str {
        match self {
            Self::Admin => "kubeconfig",
            Self::OnCall => "kubeconfig-oncall",
            Self::Nobody => "kubeconfig-nobody",
        }
    }

    /// Its group, as the token file has it.
    pub(super) fn groups(self) -> &'static str {
        match self {
            Self::Admin => "system:masters",
            Self::OnCall => "oncall",
            Self::Nobody => "",
        }
    }
}

//! How a comparison is printed.

/// What is done with differences that are noise, such as a chart version's label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoiseDisplay {
    /// They are counted.
    Counted,
    /// They are listed, as `--show-noise` asks for.
    Listed,
}

/// How much is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Extent {
    /// What fits a screen or a message of a chat; the rest is counted.
    Short,
    /// Everything, as `--full` asks for.
    Full,
}

/// How a comparison is printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Presentation {
    pub(super) noise: NoiseDisplay,
    pub(super) extent: Extent,
    /// The context that leads to the cluster; `None` in a pod without a kubeconfig.
    pub(super) context: Option<String>,
}

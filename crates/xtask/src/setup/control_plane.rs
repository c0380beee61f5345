//! Builds the programs of the test cluster from the Go modules in `tests/cluster`.

use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use super::cache_lock::lock_cache;
use super::{SetupError, on_path};
use crate::paths::Paths;
use crate::step::Step;
use crate::test_cluster::{Binaries, KWOK_STAGES};

/// Linker flags that set the version. Without them clients fail on the placeholder in the source, and helm reports less
/// than its release does.
const KUBERNETES_FLAGS: &str = "-s -w -X k8s.io/component-base/version.gitVersion=v1.36.3 \
                                -X k8s.io/component-base/version.gitMajor=1 \
                                -X k8s.io/component-base/version.gitMinor=36 \
                                -X k8s.io/client-go/pkg/version.gitVersion=v1.36.3";
const HELM_3_FLAGS: &str = "-s -w -X helm.sh/helm/v3/internal/version.version=v3.22.0";
const HELM_4_FLAGS: &str = "-s -w -X helm.sh/helm/v4/internal/version.version=v4.3.1";

/// A program: its name in the cache, its module under `tests/cluster`, its package, and its build time.
struct Program {
    name: &'static str,
    module: &'static str,
    package: &'static str,
    time: &'static str,
}

const PROGRAMS: [Program; 8] = [
    program(
        "etcd",
        "control-plane",
        "go.etcd.io/etcd/server/v3",
        "1 minute",
    ),
    program(
        "kube-apiserver",
        "control-plane",
        "k8s.io/kubernetes/cmd/kube-apiserver",
        "6 minutes",
    ),
    program(
        "kube-controller-manager",
        "control-plane",
        "k8s.io/kubernetes/cmd/kube-controller-manager",
        "2 minutes",
    ),
    program(
        "kube-scheduler",
        "control-plane",
        "k8s.io/kubernetes/cmd/kube-scheduler",
        "30 seconds",
    ),
    program(
        "kubectl",
        "control-plane",
        "k8s.io/kubernetes/cmd/kubectl",
        "30 seconds",
    ),
    program(
        "kwok",
        "control-plane",
        "sigs.k8s.io/kwok/cmd/kwok",
        "30 seconds",
    ),
    program("helm3", "helm3", "helm.sh/helm/v3/cmd/helm", "2 minutes"),
    program("helm4", "helm4", "helm.sh/helm/v4/cmd/helm", "3 minutes"),
];

const fn program(
    name: &'static str,
    module: &'static str,
    package: &'static str,
    time: &'static str,
) -> Program {
    Program {
        name,
        module,
        package,
        time,
    }
}

impl Program {
    fn flags(&self) -> &'static str {
        match self.module {
            "helm3" => HELM_3_FLAGS,
            "helm4" => HELM_4_FLAGS,
            _ => KUBERNETES_FLAGS,
        }
    }
}

/// Returns the control plane, kubectl and both versions of helm, after building those that are not in the cache: about
/// 14 minutes on two cores.
///
/// # Errors
/// When Go is missing, or a build fails.
pub fn control_plane(paths: &Paths) -> Result<Binaries, SetupError> {
    let modules = paths.root.join("tests/cluster");
    let folder = paths.cache.join("test-cluster").join(cache_key(&modules)?);
    let binaries = Binaries::in_folder(&folder);
    if missing(&binaries).is_empty() && has_stages(&binaries) {
        return Ok(binaries);
    }
    if on_path::find(&["go"]).is_none() {
        return Err(SetupError::Missing {
            tool: "Go 1.26 or newer".to_owned(),
            purpose: "to build the test cluster (etcd, Kubernetes, kwok, helm 3 and helm 4)",
            advice: "install it from https://go.dev/dl/ so that `go` is on PATH".to_owned(),
        });
    }
    let _lock = lock_cache(paths)?;
    std::fs::create_dir_all(&folder).map_err(SetupError::file("making", &folder))?;
    for program in missing(&binaries) {
        build(paths, &modules, &folder, program)?;
    }
    if !has_stages(&binaries) {
        copy_stages(&modules, &binaries)?;
    }
    Ok(binaries)
}

fn missing(binaries: &Binaries) -> Vec<&'static Program> {
    PROGRAMS
        .iter()
        .filter(|program| !binaries.program(program.name).exists())
        .collect()
}

fn has_stages(binaries: &Binaries) -> bool {
    KWOK_STAGES
        .iter()
        .all(|stage| cached_stage(binaries, stage).exists())
}

/// Returns the name of the cache folder: the first 16 hexadecimal digits of a hash over the sources' checksums and the
/// linker flags.
fn cache_key(modules: &Path) -> Result<String, SetupError> {
    let mut hash = Sha256::new();
    for module in ["control-plane", "helm3", "helm4"] {
        let path = modules.join(module).join("go.sum");
        hash.update(std::fs::read(&path).map_err(SetupError::file("reading", &path))?);
    }
    hash.update(KUBERNETES_FLAGS);
    hash.update(HELM_3_FLAGS);
    hash.update(HELM_4_FLAGS);
    Ok(hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

fn build(
    paths: &Paths,
    modules: &Path,
    folder: &Path,
    program: &Program,
) -> Result<(), SetupError> {
    let title = format!(
        "Building {} from Go modules (about {} the first time)",
        program.name, program.time
    );
    let temporary = folder.join(format!("{}.building", program.name));
    let mut command = Command::new("go");
    command
        .args(["build", "-trimpath", "-ldflags", program.flags(), "-o"])
        .arg(&temporary)
        .arg(program.package)
        .current_dir(modules.join(program.module))
        .env("CGO_ENABLED", "0");
    Step {
        title: &title,
        logs: &paths.logs(),
        name: &format!("build-{}", program.name),
    }
    .run(&mut command)?;
    let built = folder.join(program.name);
    std::fs::rename(&temporary, &built).map_err(SetupError::file("renaming to", &built))
}

/// Copies kwok's stages, which are part of its module and not of its program, beside the programs, so that starting a
/// test cluster needs no Go.
fn copy_stages(modules: &Path, binaries: &Binaries) -> Result<(), SetupError> {
    let module = go_output(
        &modules.join("control-plane"),
        &["list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok"],
    );
    let source = module
        .map(|folder| PathBuf::from(folder).join("kustomize/stage"))
        .ok_or_else(|| SetupError::Missing {
            tool: "The Go module sigs.k8s.io/kwok".to_owned(),
            purpose: "for the stages that make pods ready",
            advice: "run `go mod download` in tests/cluster/control-plane".to_owned(),
        })?;
    let folder = binaries.stages();
    std::fs::create_dir_all(&folder).map_err(SetupError::file("making", &folder))?;
    for stage in KWOK_STAGES {
        let (from, to) = (source.join(stage), cached_stage(binaries, stage));
        let temporary = to.with_extension("copying");
        // Not `fs::copy`: files in the module cache are read-only, and `fs::copy` copies the permissions.
        let text = std::fs::read(&from).map_err(SetupError::file("reading", &from))?;
        std::fs::write(&temporary, text).map_err(SetupError::file("writing", &temporary))?;
        std::fs::rename(&temporary, &to).map_err(SetupError::file("renaming to", &to))?;
    }
    Ok(())
}

fn cached_stage(binaries: &Binaries, stage: &str) -> PathBuf {
    binaries
        .stages()
        .join(Path::new(stage).file_name().unwrap_or_default())
}

fn go_output(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("go")
        .args(arguments)
        .current_dir(folder)
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !text.is_empty()).then_some(text)
}

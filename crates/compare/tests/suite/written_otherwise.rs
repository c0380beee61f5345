//! Fields that are written otherwise and are the same to Kubernetes.

use crate::fixtures::{change_lines, compared, manifest, object, release};
use astern_compare::{Comparison, Verdict, compare};
use astern_masking::Masking;
use serde_json::{Value, json};

fn deployment(pod: Value) -> Value {
    let spec = json!({
        "replicas": 2,
        "selector": {"matchLabels": {"app": "api"}},
        "template": {"metadata": {"labels": {"app": "api"}}, "spec": pod},
    });
    object("apps/v1", "Deployment", "api", spec)
}

fn with_container(container: Value) -> Value {
    let mut all = json!({"name": "api", "image": "registry.example/api:1"});
    for (field, value) in container.as_object().unwrap() {
        all[field] = value.clone();
    }
    deployment(json!({"containers": [all]}))
}

/// Returns the paths of the fields that are written otherwise.
fn otherwise(comparison: &Comparison) -> Vec<String> {
    let fields = comparison
        .written_otherwise
        .iter()
        .flat_map(|object| &object.fields);
    fields.map(|field| field.path.to_string()).collect()
}

/// Asserts that nothing differs, in both directions, and returns how many fields are written otherwise.
fn assert_same(from: &Value, to: &Value) -> usize {
    for (from, to) in [(from, to), (to, from)] {
        let comparison = compared(std::slice::from_ref(from), std::slice::from_ref(to));
        assert!(
            comparison.objects.is_empty(),
            "{:?}",
            change_lines(&comparison.objects[0].fields)
        );
        assert_eq!(comparison.unchanged_objects, 1);
        assert_eq!(comparison.verdict, Verdict::Identical);
        assert_eq!(comparison.effects.restarts, []);
        assert_eq!(comparison.effects.immutable, []);
    }
    otherwise(&compared(
        std::slice::from_ref(from),
        std::slice::from_ref(to),
    ))
    .len()
}

#[test]
fn amounts_are_compared_by_value() {
    let amounts = |cpu: Value, memory: &str| {
        with_container(json!({"resources": {"requests": {"cpu": cpu, "memory": memory}}}))
    };
    let (from, to) = (amounts(json!("1000m"), "1024Mi"), amounts(json!(1), "1Gi"));
    assert_eq!(assert_same(&from, &to), 2);
    let comparison = compared(&[from], &[amounts(json!("1"), "2Gi")]);
    assert_eq!(
        change_lines(&comparison.objects[0].fields),
        [
            "Changed spec.template.spec.containers[api].resources.requests.memory: \"1024Mi\" -> \"2Gi\""
        ]
    );
    assert_eq!(
        otherwise(&comparison),
        ["spec.template.spec.containers[api].resources.requests.cpu"]
    );
    assert_eq!(comparison.effects.restarts.len(), 1);
}

#[test]
fn amounts_of_a_custom_resource_are_compared_where_it_has_the_resources_of_a_container() {
    let prometheus = |cpu: &str, size: &str| {
        let spec = json!({"resources": {"limits": {"cpu": cpu}}, "retentionSize": size});
        object("monitoring.coreos.com/v1", "Prometheus", "main", spec)
    };
    assert_eq!(
        assert_same(&prometheus("1000m", "1Gi"), &prometheus("1", "1Gi")),
        1
    );
    let comparison = compared(&[prometheus("1", "1Gi")], &[prometheus("1", "1024Mi")]);
    assert_eq!(comparison.objects[0].fields.len(), 1);
}

#[test]
fn empty_and_default_fields_are_no_restart() {
    let plain = with_container(json!({}));
    let written = deployment(json!({
        "nodeSelector": {},
        "tolerations": [],
        "affinity": null,
        "securityContext": {},
        "restartPolicy": "Always",
        "terminationGracePeriodSeconds": 30,
        "hostNetwork": false,
        "containers": [{
            "name": "api", "image": "registry.example/api:1", "imagePullPolicy": "IfNotPresent", "env": [],
            "resources": {"limits": {}},
        }],
    }));
    assert_eq!(assert_same(&plain, &written), 10);
}

#[test]
fn what_kubernetes_takes_for_another_template_restarts() {
    let plain = with_container(json!({}));
    for pod in [
        with_container(json!({"securityContext": {}})),
        with_container(json!({"imagePullPolicy": "Always"})),
        deployment(
            json!({"affinity": {}, "containers": [{"name": "api", "image": "registry.example/api:1"}]}),
        ),
        deployment(
            json!({"automountServiceAccountToken": true, "containers": [{"name": "api", "image": "registry.example/api:1"}]}),
        ),
        deployment(
            json!({"serviceAccountName": "default", "containers": [{"name": "api", "image": "registry.example/api:1"}]}),
        ),
    ] {
        let comparison = compared(std::slice::from_ref(&plain), std::slice::from_ref(&pod));
        assert_eq!(comparison.effects.restarts.len(), 1, "{pod}");
        assert_eq!(comparison.objects[0].fields.len(), 1, "{pod}");
    }
}

#[test]
fn the_pull_policy_depends_on_the_tag() {
    let image = |image: &str, policy: Option<&str>| {
        let mut container = json!({"image": image});
        if let Some(policy) = policy {
            container["imagePullPolicy"] = json!(policy);
        }
        with_container(container)
    };
    assert_same(&image("api", None), &image("api", Some("Always")));
    let comparison = compared(&[image("api:1", None)], &[image("api:1", Some("Always"))]);
    assert_eq!(comparison.objects.len(), 1);
}

#[test]
fn a_claim_template_may_say_its_kind() {
    let database = |claim: Value| {
        let mut spec =
            deployment(json!({"containers": [{"name": "db", "image": "db:1"}]}))["spec"].take();
        spec["serviceName"] = json!("db");
        spec["volumeClaimTemplates"] = json!([claim]);
        object("apps/v1", "StatefulSet", "db", spec)
    };
    let claim = |size: &str| json!({"metadata": {"name": "data"}, "spec": {"resources": {"requests": {"storage": size}}}});
    let mut with_kind = claim("8192Mi");
    with_kind["apiVersion"] = json!("v1");
    with_kind["kind"] = json!("PersistentVolumeClaim");
    with_kind["status"] = json!({});
    with_kind["spec"]["volumeMode"] = json!("Filesystem");
    assert_eq!(
        assert_same(&database(claim("8Gi")), &database(with_kind)),
        5
    );
    let larger = compared(&[database(claim("8Gi"))], &[database(claim("9Gi"))]);
    assert_eq!(larger.effects.immutable.len(), 1);
}

#[test]
fn the_own_namespace_may_be_written() {
    let service = |namespace: Option<&str>, port: Value| {
        let mut service = object("v1", "Service", "web", json!({"ports": [port]}));
        if let Some(namespace) = namespace {
            service["metadata"]["namespace"] = json!(namespace);
        }
        service
    };
    let plain = service(None, json!({"port": 80}));
    let written = service(
        Some("shop"),
        json!({"port": 80, "protocol": "TCP", "targetPort": 80}),
    );
    assert_eq!(assert_same(&plain, &written), 3);
}

#[test]
fn string_data_is_data() {
    let secret = |field: &str, password: &str, label: &str| {
        let mut secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db", "labels": {"tier": label}}});
        secret[field] = json!({"password": password});
        secret
    };
    let plain = secret("stringData", "harvest-moon-41", "a");
    let encoded = secret("data", "aGFydmVzdC1tb29uLTQx", "a");
    let wrapped = secret("data", "aGFydmVzdC1t\nb29uLTQx\n", "a");
    assert!(assert_same(&plain, &encoded) > 0);
    assert_eq!(assert_same(&encoded, &wrapped), 1);
    let comparison = compared(&[plain], &[secret("data", "aGFydmVzdC1tb29uLTQx", "b")]);
    assert_eq!(
        change_lines(&comparison.objects[0].fields),
        ["Changed metadata.labels.tier: \"a\" -> \"b\""]
    );
    assert!(
        !serde_json::to_string(&comparison)
            .unwrap()
            .contains("harvest")
    );
}

#[test]
fn the_json_lists_what_is_written_otherwise() {
    let quota = |cpu: &str| {
        object(
            "v1",
            "ResourceQuota",
            "quota",
            json!({"hard": {"cpu": cpu}}),
        )
    };
    let comparison = compared(&[quota("1000m")], &[quota("1")]);
    assert_eq!(
        serde_json::to_value(&comparison).unwrap()["written_otherwise"],
        json!([{
            "group": "", "kind": "ResourceQuota", "namespace": null, "name": "quota",
            "fields": [{"path": "spec.hard.cpu", "change": "changed", "from": "1000m", "to": "1"}],
        }])
    );
}

#[test]
fn an_edited_chart_that_writes_otherwise_is_not_deployed_again() {
    let one = |revision, cpu: &str, template: &str| {
        let quota = object(
            "v1",
            "ResourceQuota",
            "quota",
            json!({"hard": {"cpu": cpu}}),
        );
        let mut release = release(revision, "1.0.0", json!({}), &manifest(&[quota]));
        release.chart.templates =
            serde_json::from_value(json!([{"name": "templates/a.yaml", "data": template}]))
                .unwrap();
        release
    };
    let masking = Masking::new([1; 16]);
    let comparison = compare(&one(1, "1000m", "YQ=="), &one(2, "1", "Yg=="), &masking);
    assert_eq!(
        (comparison.verdict, comparison.cause),
        (Verdict::Identical, None)
    );
}

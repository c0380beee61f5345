//! Which images a workload moves to.

use crate::fixtures::{compared, object};
use serde_json::{Value, json};

#[test]
fn only_what_differs_of_an_image_is_told_and_once() {
    let pods = |tag: &str, other: &str| -> Value {
        let container = |name: &str, image: &str| json!({"name": name, "image": image});
        let containers = [
            container("web", &format!("host:5000/shop/web:{tag}")),
            container("twin", &format!("host:5000/shop/web:{tag}")),
            container("proxy", other),
        ];
        object(
            "apps/v1",
            "Deployment",
            "web",
            json!({"template": {"spec": {"containers": containers}}}),
        )
    };
    let comparison = compared(&[pods("1.2", "envoy:1")], &[pods("1.1", "nginx@sha256:a")]);
    let moves = comparison.objects[0].image_moves();
    let moves: Vec<_> = moves
        .iter()
        .map(|m| (m.from.as_str(), m.to.as_str()))
        .collect();
    assert_eq!(moves, [("1.2", "1.1"), ("envoy:1", "nginx@sha256:a")]);
}

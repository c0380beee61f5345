//! One object of a made-up manifest.

use std::fmt::Write;

/// A document with its separator and source, given the object's number in its manifest.
pub(crate) fn document(number: usize, revision: u32) -> String {
    let renewed = number % 100 == 99;
    let touched = number % 20 == 7;
    let object = Object {
        name: match renewed {
            true => format!("part-{number}-r{revision}"),
            false => format!("part-{number}"),
        },
        number,
        chart: revision,
        setting: if touched { revision } else { 0 },
    };
    match number % 10 {
        0..4 => object.deployment(),
        4 | 5 => object.service(),
        6 | 7 => object.settings(),
        8 => object.dashboard(),
        _ => object.secret(),
    }
}

struct Object {
    name: String,
    number: usize,
    chart: u32,
    /// What differs between two revisions, where something does.
    setting: u32,
}

impl Object {
    fn head(&self, api_version: &str, kind: &str) -> String {
        let Self { name, chart, .. } = self;
        format!(
            "---\n# Source: shop/templates/{kind}.yaml\napiVersion: {api_version}\nkind: {kind}\nmetadata:\n  name: {name}\n  \
             namespace: shop\n  labels:\n    helm.sh/chart: shop-{chart}.0.0\n    app.kubernetes.io/name: {name}\n    \
             app.kubernetes.io/instance: shop\n    app.kubernetes.io/version: \"{chart}.0.0\"\n    \
             app.kubernetes.io/managed-by: Helm\n"
        )
    }

    fn deployment(&self) -> String {
        let Self {
            name,
            number,
            chart,
            setting,
        } = self;
        let mut text = self.head("apps/v1", "Deployment");
        let _ = write!(
            text,
            "spec:\n  replicas: {replicas}\n  selector:\n    matchLabels:\n      app.kubernetes.io/name: {name}\n  template:\n    \
             metadata:\n      labels:\n        app.kubernetes.io/name: {name}\n        helm.sh/chart: shop-{chart}.0.0\n    \
             spec:\n      serviceAccountName: {name}\n      containers:\n        - name: main\n          \
             image: registry.example/{name}:1.{setting}.0\n          ports:\n            - containerPort: 8080\n              \
             name: http\n          env:\n",
            replicas = number % 5 + 1,
        );
        for variable in 0..16 {
            let _ = write!(
                text,
                "            - name: SETTING_{variable}\n              value: \"{}\"\n",
                number * 31 + variable * 7
            );
        }
        text.push_str(
            "          resources:\n            requests:\n              cpu: 100m\n              memory: 128Mi\n            \
             limits:\n              memory: 256Mi\n          readinessProbe:\n            httpGet:\n              \
             path: /ready\n              port: http\n",
        );
        text
    }

    fn service(&self) -> String {
        let name = &self.name;
        let mut text = self.head("v1", "Service");
        let _ = write!(
            text,
            "spec:\n  type: ClusterIP\n  selector:\n    app.kubernetes.io/name: {name}\n  ports:\n",
        );
        for port in 0..4 {
            let _ = write!(
                text,
                "    - name: port-{port}\n      port: {}\n      targetPort: {}\n      protocol: TCP\n",
                8000 + port,
                9000 + self.number % 100 + port
            );
        }
        text
    }

    /// A ConfigMap with a YAML document.
    fn settings(&self) -> String {
        let mut text = self.head("v1", "ConfigMap");
        let _ = write!(
            text,
            "data:\n  settings.yaml: |\n    level: info-{}\n    jobs:\n",
            self.setting
        );
        for job in 0..14 {
            let _ = write!(
                text,
                "      - name: job-{job}\n        interval: {}s\n        target: http://part-{}.shop:8080/job\n",
                15 + job,
                self.number + job
            );
        }
        text
    }

    /// A ConfigMap with a JSON document.
    fn dashboard(&self) -> String {
        let mut text = self.head("v1", "ConfigMap");
        let _ = write!(
            text,
            "data:\n  dashboard.json: |-\n    {{\n      \"title\": \"Part {}\",\n      \"refresh\": \"{}s\",\n      \"panels\": [\n",
            self.number,
            10 + self.chart
        );
        for panel in 0..8 {
            let _ = write!(
                text,
                "        {{\n          \"id\": {panel},\n          \"title\": \"Panel {panel}\",\n          \"type\": \"graph\",\n          \
                 \"targets\": [{{\"refId\": \"A\", \"expr\": \"rate(part_{}_{panel}_total[5m])\"}}]\n        }}{}\n",
                self.number,
                if panel < 7 { "," } else { "" }
            );
        }
        text.push_str("      ]\n    }\n");
        text
    }

    fn secret(&self) -> String {
        let mut text = self.head("v1", "Secret");
        text.push_str("type: Opaque\ndata:\n");
        for key in 0..20 {
            // Base64 of nothing in particular.
            let _ = writeln!(
                text,
                "  key-{key}: c2VjcmV0{:04}{:04}",
                self.number % 10_000,
                key
            );
        }
        text
    }
}

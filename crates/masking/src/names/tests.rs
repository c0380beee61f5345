//! Which names are names of secrets.

use serde_json::json;

use super::{is_locator_name, is_reference_beside, is_secret_name};

#[test]
fn names_of_secrets_are_recognized() {
    for name in "password adminPassword DB_PASSWORD rootpasswd token authToken bot-token apiKey api_key APIKEY privateKey \
        client_secret secret credentials connectionString AWS_SECRET_ACCESS_KEY AWS_ACCESS_KEY_ID DB_PASS secretKey \
        smtp.password .dockerconfigjson SENTRY_DSN GITHUB_PAT HASH_SALT secretId EXISTING_DB_PASSWORD BINDPW DBPASS \
        ldapBindPw bindPW rootPW DB_PW registryCreds awsCreds GCP_CRED spring.datasource.password dbpass bindpw mypwd \
        USERPWD LDAP-PASSPHRASE fernetKey FERNET_KEY masterKey MASTERKEY master-key app_key APP_KEY hmacKey HMAC_KEY \
        cookieKey COOKIE_SECRET sessionKey session_key unsealKey unseal-keys routing_key service_key integrationKey \
        consumer_key consumerSecret encryptionKey ENCRYPTION_KEY signingKey private_key accessKey accountKey licenseKey \
        client-key-data client_key_data tls.key server.key ca.key tls-key SSL_KEY stripeKey SENDGRID_KEY datadog_app_key \
        newRelicLicenseKey NEXTAUTH_SECRET JWT_SECRET jwtSigningKey SECRET_KEY_BASE PASSWORD1 password_2 PASSWORD_OLD \
        tokenValue TOKEN_GITHUB xoauthToken BOTTOKEN refresh_token id-token csrfKey preshared_key PresharedKey wgPrivateKey \
        id_rsa id_ed25519 server.pem keystore.p12 truststore.jks erlangCookie RABBITMQ_ERLANG_COOKIE mnemonic vapidPrivateKey \
        replicaSetKey TUNNEL_TOKEN example.com/db-password example.com/api-token Password PASSPHRASE passcode pw pwd pass \
        --password -Dspring.datasource.password requirepass masterauthpass HTTP_Passwd shared_key webhookUrl deployKey \
        DATABASE_URL_PASSWORD dbPasswordHash LDAP_ADMIN_PASS storageKey primaryAccessKey x-vault-token DD-API-KEY"
        .split_whitespace()
    {
        assert!(is_secret_name(name), "{name}");
    }
}

#[test]
fn names_about_secrets_are_not_secrets() {
    for name in "secretName existingSecret existingSecretPasswordKey secretKeyRef secretRef imagePullSecrets \
        automountServiceAccountToken passwordFile tokenExpirationSeconds passwordKey checksum/secret serviceAccountToken \
        tokenTTL passive compass patch pathType bypass key image replicas GF_PASSWORD__FILE secretNamespace useSecret \
        envFromSecret secretFieldSelector auth.existingSecret token_bucket tokens_per_fill max_tokens maxTokens num_tokens \
        numTokens keyspace primaryKey primary_key publicKey ssh-public-key topologyKey partitionKey sortKey foreignKey \
        kmsKeyId keyVaultName passwordSecretRef privateKeySecretRef token_ttl tokenUrl token_endpoint token-url \
        nginx.ingress.kubernetes.io/auth-secret nginx.ingress.kubernetes.io/auth-tls-secret secretTemplate proxy_pass \
        fastcgi_pass passThrough pass_host_header tokenizer webAuthnPolicyPasswordlessRpEntityName passwordPolicy \
        secret.reloader.stakater.com/reload vault.hashicorp.com/agent-inject-secret-config userPasswordKey tlsSecret \
        certificatesSecret password_encryption PasswordAuthentication argocdServerAdminPasswordMtime tsigSecretAlg \
        ALLOW_EMPTY_PASSWORD tokenReview monkey turkey keys hotkey sort.key message.key cacheKey objectKey labelKey \
        pathname spawn tokenLimit ssl_certificate_key_path password-stdin path dispatch paths patches"
        .split_whitespace()
    {
        assert!(!is_secret_name(name), "{name}");
    }
}

#[test]
fn below_a_secret_name_some_names_only_describe_it() {
    for name in [
        "username",
        "clientId",
        "algorithm",
        "rotationPolicy",
        "secretName",
        "type",
    ] {
        assert!(is_locator_name(name), "{name}");
    }
    for name in ["password", "value", "admin", "x"] {
        assert!(!is_locator_name(name), "{name}");
    }
}

#[test]
fn what_stands_beside_a_name_can_make_it_a_reference() {
    let is_reference = |name: &str, fields: serde_json::Value| {
        is_reference_beside(name, fields.as_object().unwrap())
    };
    for (name, fields) in [
        ("secretKey", json!({"secretKey": "redis-password"})),
        ("secretKey", json!({"secretKey": "token"})),
        ("tokenKey", json!({"tokenKey": "tls.key"})),
        (
            "secretKey",
            json!({"secretKey": "harvest", "remoteRef": {"key": "a"}}),
        ),
        ("secret", json!({"secret": "gitlab-db", "key": "password"})),
        ("tokens", json!({"tokens": 100})),
    ] {
        assert!(is_reference(name, fields.clone()), "{fields}");
    }
    for (name, fields) in [
        ("secretKey", json!({"secretKey": "hunter2"})),
        ("secretKey", json!({"secretKey": "not-a-secure-key"})),
        ("secretKey", json!({"secretKey": "harvest-moon"})),
        ("password", json!({"password": "password"})),
        ("password", json!({"password": 7})),
        ("secret", json!({"secret": "hunter2"})),
    ] {
        assert!(!is_reference(name, fields.clone()), "{fields}");
    }
}

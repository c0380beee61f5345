//! Secrets on command lines, as one text and as a list of arguments.

use crate::places::{MARK, SECRETS, arguments, assert_masked, cases, command};

#[test]
fn commands() {
    assert_masked(
        "
        mysql -u root -p§ app
        mysql -uroot -p'§' -e 'SELECT 1'
        mysqldump --password=§ app > /tmp/a.sql
        mysqladmin ping -h localhost -p§
        mariadb -p§
        MYSQL_PWD=§ mysql -u root
        redis-cli -a § ping
        redis-cli -h cache -p 6379 -a \"§\" --no-auth-warning ping
        redis-cli --pass § ping
        redis-cli AUTH §
        redis-server --requirepass §
        redis-server --requirepass=§ --masterauth §
        mongosh -u root -p § --eval 1
        mongodump --username=a --password=§
        mongorestore -p '§'
        PGPASSWORD=§ psql -h db
        env PGPASSWORD='§' pg_dump app
        psql \"host=db user=app password=§\"
        psql postgres://app:§@db/app
        curl -u app:§ https://h
        curl -sSu 'app:§' https://h
        curl --user app:§ https://h
        curl --user=app:§ https://h
        curl -H 'Authorization: Bearer §x1y2z3' https://h
        curl -H \"Authorization: Token §\" https://h
        curl -H 'X-Vault-Token: §' https://h
        curl -H X-Api-Key:§ https://h
        curl --header 'PRIVATE-TOKEN: §' https://h
        curl -d '{\"password\":\"§\"}' https://h
        curl -d 'user=a&password=§' https://h
        curl -d \"{\\\"password\\\": \\\"§\\\"}\" https://h
        curl --cookie 'session=§' https://h
        wget --password=§ https://h
        wget --http-password=§ https://h
        http -a app:§ https://h
        ldapsearch -x -D cn=admin,dc=x -w § -b dc=x
        ldapmodify -w '§'
        slappasswd -s §
        sshpass -p § ssh -p 22 h
        sshpass -p'§' scp a b
        sqlcmd -S db -U sa -P § -Q 'SELECT 1'
        docker login -u app -p § r.example.com
        docker login --username app --password § r
        echo § | docker login -u a --password-stdin
        helm registry login r -u app -p §
        podman login -u=a -p=§ r
        skopeo copy --src-creds a:§ x y
        oc login --token=§
        az login --service-principal -u a -p § --tenant t
        kubectl create secret generic a --from-literal=b=§
        kubectl create secret docker-registry a --docker-password=§
        kubectl --token § get pods
        openssl pkcs12 -in a -passin pass:§
        openssl enc -aes-256-cbc -k § -in a
        openssl rsa -in k -passout 'pass:§'
        keytool -list -keystore a -storepass §
        keytool -importkeystore -deststorepass § -srcstorepass x
        java -Dspring.datasource.password=§ -jar a.jar
        java -Djavax.net.ssl.keyStorePassword=§ -jar a.jar
        rabbitmqctl add_user app §
        rabbitmqctl change_password app '§'
        rabbitmqadmin -u a -p § list queues
        neo4j-admin dbms set-initial-password §
        cypher-shell -u neo4j -p § 'RETURN 1'
        grafana-cli admin reset-admin-password §
        vault login §
        vault login token=§
        vault operator unseal §
        vault kv put secret/a b=§
        VAULT_TOKEN=§ vault status
        mc alias set a https://s3 app §
        etcdctl --user root:§ get /
        kcadm.sh config credentials --server s --user a --password §
        echo 'root:§' | chpasswd
        echo \"§\" | passwd --stdin root
        echo § | kinit app
        htpasswd -bc /etc/nginx/.htpasswd app §
        htpasswd -bnBC 10 app §
        sqlplus -s app/§@db
        smbclient //h/s -U 'app%§'
        mount -t cifs //h/s /m -o username=a,password=§
        aws configure set aws_secret_access_key §
        npm config set _authToken §
        git clone https://ci:§@github.com/a/b.git
        git config --global http.extraHeader 'Authorization: Basic §'
        tailscale up --authkey=§
        cloudflared tunnel run --token §
        ngrok config add-authtoken §
        7z x a.7z -p§
        zip -P § a.zip b
        unzip -P '§' a.zip
        gpg --batch --passphrase § -d a.gpg
        ansible-playbook a.yml -e ansible_password=§
        influx -username a -password §
        flyway -user=a -password=§ migrate
        liquibase --password=§ update
        mosquitto_pub -h h -u a -P § -t x
        plink -pw § h
        ipmitool -H h -U a -P § power status
        sh -c 'exec app --db-password § --verbose'
        /bin/sh -ec 'until redis-cli -a \"§\" ping; do sleep 1; done'
        if ! mysqladmin ping -p§; then exit 1; fi
        RESULT=$(curl -su admin:§ http://h | jq .x)
        token=§ && export token
        java -jar jenkins-cli.jar -auth admin:§ version
        kafka-configs.sh --alter --add-config 'SCRAM-SHA-512=[password=§]' --entity-name a
        kcat -X sasl.password=§ -L
        snmpwalk -v2c -c § h
        ssh-keygen -t rsa -N '§' -f k
        ",
        command,
    );
}

#[test]
fn lists_of_arguments() {
    let table = "
        --password § --verbose
        --password=§
        --requirepass § --port 6379
        redis-cli -a § ping
        redis-server --requirepass § --masterauth x
        mysqladmin ping -u root -p§
        mysqladmin ping --password=§
        mysqladmin -p § ping
        mongosh -u root -p § --quiet
        curl -u app:§ http://h
        curl -su app:§ http://h
        curl -H X-Vault-Token:§ http://h
        sshpass -p § ssh h
        ldapsearch -w § -x
        sqlcmd -P § -U sa
        etcdctl --user root:§ endpoint health
        keytool -storepass §
        openssl rsa -passin pass:§
        docker login -u a -p § r
        rabbitmqctl add_user app §
        vault login §
        /usr/local/bin/redis-cli -h cache -a § ping
        java -Ddb.password=§ -jar a.jar
        app -password § -x
        app --set auth.password=§
        app --api-key § --x
        app --bindpw § --x
        app --auth-token=§ --x
        env PGPASSWORD=§ psql
        mc alias set a https://s3 app §
    ";
    let mut shown = Vec::new();
    for case in cases(table) {
        for secret in SECRETS {
            let items: Vec<String> = case
                .replace(MARK, secret)
                .split(' ')
                .map(str::to_owned)
                .collect();
            let outputs = arguments(&items)
                .into_iter()
                .filter(|(_, output)| output.contains(secret));
            shown.extend(outputs.map(|(place, output)| format!("{place}: {output}")));
        }
    }
    assert!(
        shown.is_empty(),
        "{} outputs show a secret:\n{}",
        shown.len(),
        shown.join("\n")
    );
}

#[test]
fn other_programs_keep_their_options() {
    for line in [
        "mkdir -p /data/app",
        "docker run -p 80:80 nginx",
        "ssh -p 22 host",
        "cp -a a b",
        "tar -a -cf x",
        "ls -a /data",
        "redis-cli -h cache -p 6379 ping",
        "ps -u nobody",
        "netstat -p tcp",
        "mysql -p$MYSQL_ROOT_PASSWORD",
        "redis-cli -a $(cat /p)",
        "curl -u $USER:$PASSWORD https://h",
        "curl -fsS http://localhost:8080/healthz",
        "kubectl get secret web -o yaml",
        "pg_isready -U app -d app -h 127.0.0.1 -p 5432",
        "echo Password: $(kubectl get secret a -o jsonpath={.data.p})",
    ] {
        for (place, output) in command(line) {
            assert!(!output.contains("(masked "), "{place}: {output}");
        }
    }
}

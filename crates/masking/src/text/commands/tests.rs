//! Which words of command lines are secrets.

use serde_json::Value;

use super::{CommandProgram, command_secrets, is_secret_argument};

#[test]
fn the_program_decides_what_an_option_is() {
    for (line, expected) in [
        ("mysql -uroot -px1 app", &["x1"][..]),
        ("/usr/bin/mysqladmin ping -p x1 -h db", &["x1"]),
        ("sh -c 'redis-cli -h cache -a x1 ping'", &["x1"]),
        ("redis-cli AUTH x1", &["x1"]),
        ("mongosh -u root -p \"x1\" --eval 1", &["x1"]),
        ("curl -su app:x1 https://h | grep -p a", &["x1"]),
        ("curl --user=app:x1 https://h", &["x1"]),
        ("ldapsearch -x -D cn=a -w x1 -b dc=b", &["x1"]),
        ("sshpass -px1 ssh -p 22 h", &["x1"]),
        ("sqlcmd -S h -U sa -P x1", &["x1"]),
        (
            "docker login -u app -p x1 r && docker run -p 80:80 i",
            &["x1"],
        ),
        ("openssl rsa -in k -passin pass:x1", &["x1"]),
        ("keytool -list -storepass x1", &["x1"]),
        ("sqlplus -s app/x1@db", &["x1"]),
        ("rabbitmqctl add_user app x1", &["x1"]),
        ("mc alias set a http://h x1 x2", &["x1", "x2"]),
        ("vault kv put secret/a b=x1 c=x2", &["x1", "x2"]),
        ("vault login x1", &["x1"]),
        (
            "kubectl create secret generic a --from-literal=b=x1",
            &["x1"],
        ),
        ("echo 'app:x1' | chpasswd", &["x1"]),
        ("echo x1 | docker login -u a --password-stdin", &["x1"]),
        ("[\"redis-cli\", \"-a\", \"x1\"]", &["x1"]),
        ("htpasswd -bc /etc/nginx/.htpasswd app x1", &["x1"]),
        ("htpasswd -nb app x1", &["x1"]),
        ("smbclient //h/s -U app%x1", &["x1"]),
    ] {
        let found: Vec<&str> = command_secrets(line)
            .into_iter()
            .map(|range| &line[range])
            .collect();
        assert_eq!(found, expected, "{line}");
    }
    for line in [
        "mkdir -p /a/b",
        "docker run -p 80:80 i",
        "ssh -p 22 h",
        "cp -a b c",
        "tar -a x",
        "ls -a y",
        "ps -u nobody",
        "mysql -p$PASSWORD",
        "mysql -p\"${PASSWORD}\"",
        "redis-cli -a $(cat /a)",
        "curl -u $USER:$PASS h",
        "mysql -p -h db",
        "openssl rsa -passin file:/a",
        "netstat -p tcp",
        "psql -p 5432",
        "redis-cli -p 6379",
        "",
        "é -pé",
    ] {
        assert_eq!(command_secrets(line), [], "{line}");
    }
}

#[test]
fn an_argument_is_judged_by_the_arguments_before_it() {
    let secrets = |line: &str| {
        let items: Vec<Value> = line.split(' ').map(Value::from).collect();
        let found = (0..items.len()).filter(|index| is_secret_argument(None, &items, *index));
        found
            .map(|index| items[index].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(secrets("mysqladmin ping -u root -p x1"), ["x1"]);
    assert_eq!(secrets("mysqladmin ping -px1"), ["-px1"]);
    assert_eq!(secrets("curl -u app:x1 http://h"), ["app:x1"]);
    assert!(secrets("mkdir -p a").is_empty() && secrets("-p a").is_empty());
    let items = ["-h", "db", "-px1"].map(Value::from);
    let program = CommandProgram::of(&["sh", "/usr/bin/mysql", "--batch"].map(Value::from));
    assert!(is_secret_argument(program, &items, 2) && !is_secret_argument(program, &items, 1));
    assert_eq!(CommandProgram::of(&["sh".into(), "-c".into()]), None);
    let long = format!("mysql {}-p x1", "-v ".repeat(40));
    assert_eq!(secrets(&long), ["x1"]);
}

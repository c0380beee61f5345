//! Programs, and which of their options and words are secrets. `-p` is a password of `mysql`, a port of `ssh`, and makes
//! parents for `mkdir`.

/// How an option or word holds a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// The whole value, in the next word or attached: `-p x`, `-px`.
    Secret,
    /// What follows the user: `-u user:x`.
    AfterUser,
    /// What follows the source: `-passin pass:x`.
    AfterSource,
    /// What stands between the slash and the `@`: `user/x@db`.
    OracleLogin,
    /// What follows the percent sign: `-U user%x`.
    AfterPercent,
    /// The value of `name=value`, whatever its name.
    Assigned,
    /// The whole word, with an option that prints the result: `htpasswd -nb user x`.
    BatchAfterUser,
    /// The whole word, with an option that takes it from the command line: `htpasswd -b file user x`.
    BatchAfterFileAndUser,
}

/// Programs with the same options.
pub(super) struct Program {
    names: &'static [&'static str],
    /// Subcommands one of which the options are of; none when the options are the program's.
    pub(super) subcommands: &'static [&'static str],
    pub(super) options: &'static [(&'static str, Form)],
    /// Words of the command line: the word before, the number of words between, and the form.
    pub(super) words: &'static [(&'static str, usize, Form)],
}

impl Program {
    /// Returns a name of it.
    pub(super) fn name(&self) -> Option<&'static str> {
        self.names.first().copied()
    }

    /// Returns whether the program takes a password from its command line with an option only, as `htpasswd -b` does.
    pub(super) fn takes_password(&self) -> bool {
        let is_batch = |(_, _, form): &(_, _, Form)| *form == Form::BatchAfterUser;
        self.words.iter().any(is_batch)
    }
}

const fn options(
    names: &'static [&'static str],
    options: &'static [(&'static str, Form)],
) -> Program {
    Program {
        names,
        subcommands: &[],
        options,
        words: &[],
    }
}

const fn words(
    names: &'static [&'static str],
    words: &'static [(&'static str, usize, Form)],
) -> Program {
    Program {
        names,
        subcommands: &[],
        options: &[],
        words,
    }
}

const fn login(
    names: &'static [&'static str],
    options: &'static [(&'static str, Form)],
) -> Program {
    Program {
        names,
        subcommands: &["login"],
        options,
        words: &[],
    }
}

const PASSWORD: &[(&str, Form)] = &[("-p", Form::Secret)];

/// The programs. The first one with the name counts.
#[rustfmt::skip]
const PROGRAMS: &[Program] = &[
    options(&["mysql", "mysqladmin", "mysqldump", "mysqlimport", "mysqlcheck", "mysqlpump", "mysqlsh", "mysqlshow",
        "mysqlslap", "mysqlbinlog", "mysql_upgrade", "mariadb", "mariadb-admin", "mariadb-dump", "mariadb-check",
        "mariadb-import", "mariadb-show", "mycli", "xtrabackup", "innobackupex", "mariabackup", "mariadb-backup"],
        PASSWORD),
    Program { names: &["redis-cli", "valkey-cli", "keydb-cli", "redis-benchmark", "valkey-benchmark", "iredis"],
        subcommands: &[], options: &[("-a", Form::Secret), ("--pass", Form::Secret), ("--askpass", Form::Secret)],
        words: &[("auth", 0, Form::Secret), ("requirepass", 0, Form::Secret), ("masterauth", 0, Form::Secret)] },
    options(&["mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport", "mongostat",
        "mongotop", "mongofiles", "rabbitmqadmin", "cypher-shell", "cqlsh", "beeline", "couchbase-cli",
        "cbbackupmgr", "cbq", "sshpass", "add-user.sh", "add-user-keycloak.sh", "jmxterm", "ncftp", "lftp",
        "twine", "rdesktop", "impala-shell", "clickhouse-client", "solr", "useradd", "usermod",
        "elasticsearch-users", "airflow", "arangosh", "arangodump", "tsm", "splunk", "influx", "nmcli"], PASSWORD),
    options(&["curl", "wget", "httpie", "xh", "aria2c"], &[("-u", Form::AfterUser), ("--user", Form::AfterUser),
        ("-U", Form::AfterUser), ("--proxy-user", Form::AfterUser), ("--oauth2-bearer", Form::Secret), ("-E",
        Form::AfterUser), ("--cert", Form::AfterUser), ("--pass", Form::Secret), ("-b", Form::Secret), ("--cookie",
        Form::Secret), ("--auth", Form::AfterUser), ("--tlspassword", Form::Secret)]),
    options(&["http", "https"], &[("-a", Form::AfterUser), ("--auth", Form::AfterUser)]),
    options(&["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd", "ldapcompare",
        "ldapmodrdn", "ldapexop", "kadmin", "kadmin.local"], &[("-w", Form::Secret), ("-s", Form::Secret), ("-pw",
        Form::Secret)]),
    options(&["slappasswd"], &[("-s", Form::Secret)]),
    options(&["sqlcmd", "bcp", "isql", "osql", "tsql", "sqsh", "ipmitool", "mosquitto_pub", "mosquitto_sub",
        "mosquitto_rr", "zip", "unzip", "sqlplus64"], &[("-P", Form::Secret)]),
    login(&["docker", "podman", "buildah", "skopeo", "crane", "nerdctl", "helm", "oras", "oc", "az", "cf",
        "regctl", "cosign", "img", "fly", "argocd", "odo"], PASSWORD),
    Program { names: &["kubectl"], subcommands: &["secret"], options: &[("--from-literal", Form::Assigned),
        ("--docker-password", Form::Secret)], words: &[] },
    options(&["etcdctl"], &[("--user", Form::AfterUser), ("-u", Form::AfterUser)]),
    options(&["openssl"], &[("-passin", Form::AfterSource), ("-passout", Form::AfterSource), ("-pass",
        Form::AfterSource), ("-password", Form::AfterSource), ("-k", Form::Secret), ("-K", Form::Secret), ("-hmac",
        Form::Secret)]),
    options(&["keytool", "jarsigner"], &[("-storepass", Form::Secret), ("-keypass", Form::Secret),
        ("-srcstorepass", Form::Secret), ("-deststorepass", Form::Secret)]),
    options(&["7z", "7za", "7zr"], PASSWORD),
    options(&["rar", "unrar"], &[("-hp", Form::Secret), ("-p", Form::Secret)]),
    options(&["plink", "pscp", "psftp", "nodetool", "adduser"], &[("-pw", Form::Secret)]),
    options(&["smbclient", "rpcclient", "smbget"], &[("-U", Form::AfterPercent), ("--user", Form::AfterPercent)]),
    options(&["snmpget", "snmpwalk", "snmpset", "snmptrap"], &[("-c", Form::Secret), ("-A", Form::Secret), ("-X",
        Form::Secret)]),
    options(&["swaks"], &[("-ap", Form::Secret), ("--auth-password", Form::Secret)]),
    options(&["ssh-keygen"], &[("-N", Form::Secret), ("-P", Form::Secret)]),
    options(&["ss-server", "ss-local", "ssserver", "sslocal"], &[("-k", Form::Secret)]),
    options(&["frpc", "frps", "gitlab-runner"], &[("-t", Form::Secret), ("-r", Form::Secret)]),
    options(&["nsupdate", "dig", "rndc"], &[("-y", Form::Secret)]),
    options(&["transmission-remote"], &[("-n", Form::AfterUser), ("--auth", Form::AfterUser)]),
    options(&["turnserver", "turnutils_uclient"], &[("-u", Form::AfterUser), ("--user", Form::AfterUser), ("-w",
        Form::Secret)]),
    options(&["jenkins-cli", "jenkins-cli.jar"], &[("-auth", Form::AfterUser)]),
    options(&["smbpasswd"], &[("-w", Form::Secret)]),
    options(&["ssh", "scp", "sftp", "rsync"], &[]),
    words(&["sqlplus", "rman", "expdp", "impdp", "exp", "imp", "sqlldr"], &[("", 0, Form::OracleLogin)]),
    words(&["rabbitmqctl"], &[("add_user", 1, Form::Secret), ("change_password", 1, Form::Secret),
        ("authenticate_user", 1, Form::Secret)]),
    words(&["neo4j-admin"], &[("set-initial-password", 0, Form::Secret), ("set-default-admin", 0, Form::Secret)]),
    words(&["grafana-cli", "grafana"], &[("reset-admin-password", 0, Form::Secret)]),
    Program { names: &["vault", "bao"], subcommands: &["put", "write", "patch"], options: &[], words: &[("unseal",
        0, Form::Secret), ("login", 0, Form::Secret)] },
    words(&["mc", "mcli"], &[("set", 2, Form::Secret), ("set", 3, Form::Secret), ("add", 2, Form::Secret), ("add",
        3, Form::Secret)]),
    words(&["ngrok"], &[("authtoken", 0, Form::Secret), ("add-authtoken", 0, Form::Secret)]),
    words(&["cargo"], &[("login", 0, Form::Secret)]),
    words(&["htpasswd", "mosquitto_passwd"], &[("", 1, Form::BatchAfterUser), ("", 2, Form::BatchAfterFileAndUser)]),
    words(&["radtest"], &[("", 1, Form::Secret), ("", 4, Form::Secret)]),
    words(&["zkcli", "zkCli.sh"], &[("digest", 0, Form::AfterUser)]),
    words(&["mkpasswd", "net"], &[]),
];

/// Programs that read a password from what is piped into them: `echo user:x | chpasswd`.
#[rustfmt::skip]
const PASSWORD_READERS: [&str; 7] = [
    "chpasswd", "passwd", "kinit", "smbpasswd", "cryptsetup", "sudo", "pdbedit",
];

/// Options with which a program reads a password from its input.
#[rustfmt::skip]
const STDIN_OPTIONS: [&str; 5] = [
    "--password-stdin", "--stdin", "--passphrase-fd", "--with-token", "--key-file=-",
];

/// The maximum length of the name of a program.
const MAX_NAME: usize = 24;

/// The first letters of the names of each length, as bits. Most words are no programs by these alone.
const FIRST_LETTERS: [u32; MAX_NAME] = first_letters();

const fn first_letters() -> [u32; MAX_NAME] {
    let mut letters = [0; MAX_NAME];
    let mut program = 0;
    while program < PROGRAMS.len() {
        let names = PROGRAMS[program].names;
        let mut name = 0;
        while name < names.len() {
            letters[names[name].len()] |= letter(names[name].as_bytes()[0]);
            name += 1;
        }
        program += 1;
    }
    letters
}

const fn letter(byte: u8) -> u32 {
    1 << (byte % 32)
}

/// Returns the program of a word: `mysql`, `/usr/bin/mysql`.
pub(super) fn program(word: &str) -> Option<&'static Program> {
    let name = match word.starts_with('/') {
        true => word.rsplit('/').next().unwrap_or(word),
        false => word,
    };
    let letters = FIRST_LETTERS.get(name.len())?;
    if letters & letter(*name.as_bytes().first()?) == 0 {
        return None;
    }
    PROGRAMS
        .iter()
        .find(|program| program.names.contains(&name))
}

/// Returns whether a word is a program or option that reads a password from its input.
pub(super) fn reads_password(word: &str) -> bool {
    PASSWORD_READERS.contains(&word) || STDIN_OPTIONS.contains(&word)
}

//! Secrets in the formats of configuration files.

use crate::places::{assert_masked, configuration};

#[test]
fn sql() {
    assert_masked(
        "
        CREATE USER app WITH PASSWORD '§';
        CREATE ROLE app LOGIN ENCRYPTED PASSWORD '§' VALID UNTIL 'infinity';
        ALTER USER app PASSWORD '§';
        ALTER ROLE app WITH LOGIN PASSWORD E'§';
        create user 'app'@'%' identified by '§';
        CREATE USER ro IDENTIFIED BY '§';
        CREATE USER a IDENTIFIED WITH mysql_native_password BY '§';
        CREATE USER a IDENTIFIED WITH 'caching_sha2_password' AS '§';
        CREATE USER a IDENTIFIED WITH sha256_password BY '§';
        CREATE USER a IDENTIFIED VIA mysql_native_password USING '§';
        GRANT ALL ON *.* TO 'a'@'%' IDENTIFIED BY PASSWORD '§';
        CREATE USER a IDENTIFIED BY §;
        CREATE USER a IDENTIFIED BY \"§\" DEFAULT TABLESPACE users;
        SET PASSWORD FOR 'root'@'localhost' = '§';
        SET PASSWORD FOR 'root'@'localhost' = PASSWORD('§');
        SET PASSWORD = PASSWORD('§');
        SET PASSWORD = '§';
        CREATE LOGIN sa2 WITH PASSWORD = N'§', CHECK_POLICY = OFF;
        CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password '§');
        CREATE SERVER s OPTIONS (host 'db', password \"§\");
        CHANGE MASTER TO MASTER_USER='repl', MASTER_PASSWORD='§', MASTER_PORT=3306;
        CHANGE REPLICATION SOURCE TO SOURCE_PASSWORD = '§';
        COPY t FROM 's3://b' CREDENTIALS 'aws_access_key_id=x;aws_secret_access_key=§';
        CREATE SECRET s3 (TYPE S3, KEY_ID 'x', SECRET '§');
        ",
        configuration,
    );
}

#[test]
fn xml() {
    assert_masked(
        "
        <clickhouse><users><app>\\n  <password>§</password>\\n</app></users></clickhouse>
        <password_sha256_hex>§</password_sha256_hex>
        <password>\\n    §\\n  </password>
        <password><![CDATA[§]]></password>
        <password encrypted=\"false\">§</password>
        <ns:password>§</ns:password>
        <user name=\"admin\" password=\"§\" roles=\"manager-gui\"/>
        <user name='admin' password='§'/>
        <Resource name=\"jdbc/db\"\\n  username=\"app\"\\n  password=\"§\"\\n  url=\"jdbc:x\"/>
        <add key=\"Password\" value=\"§\"/>
        <add value=\"§\" key=\"Smtp:Password\"/>
        <add name=\"Default\" connectionString=\"Server=db;User Id=sa;Password=§;\"/>
        <property name=\"connection.password\" value=\"§\"/>
        <property name=\"hibernate.connection.password\">§</property>
        <property>\\n  <name>fs.s3a.secret.key</name>\\n  <value>§</value>\\n</property>
        <property><name>javax.jdo.option.ConnectionPassword</name><description>x</description><value>§</value></property>
        <entry key=\"db.password\">§</entry>
        <string name=\"api_key\">§</string>
        <dict>\\n<key>Password</key>\\n<string>§</string>\\n</dict>
        <Setting Name=\"Password\"><Value>§</Value></Setting>
        <bean><constructor-arg name=\"password\" value=\"§\"/></bean>
        <server><id>nexus</id><username>ci</username><password>§</password></server>
        <setting id=\"x\"><apiToken>§</apiToken></setting>
        <env-entry><param-name>token</param-name><param-value>§</param-value></env-entry>
        <!-- <password>§</password> -->
        ",
        configuration,
    );
}

#[test]
fn directives() {
    assert_masked(
        "
        port 6379\\nrequirepass §\\n
        requirepass \"§\"
        masterauth §
        # requirepass §
        config set requirepass §
        user default on >§ ~* +@all
        user app on nopass >§ &* +@read
        ACL SETUSER app on >§ ~*
        sentinel auth-pass mymaster §
        sentinel sentinel-pass §
        machine api.example.com login ci password §
        machine api.example.com\\n  login ci\\n  password §\\n
        default login anonymous password §
        db.example:5432:app:app:§
        *:*:*:postgres:§
        \"app\" \"§\"
        bindpw §
        binddn cn=a\\nbindpw   §
        rootpw §
        rootpw \"§\"
        ldap_default_authtok = x\\nldap_default_authtok_type = password\\nsasl_secret §
        olcRootPW: §
        AuthLDAPBindPassword \"§\"
        AuthLDAPBindPassword §
        stats auth admin:§
        user admin insecure-password §
        user admin password §
        HTTP_Passwd §
        Shared_Key §
        Password §
        auth_token §;
        secret \"§\";
        password §;
        smtp_auth_password: '§'
        proxy_set_header Authorization \"Basic §\";
        proxy_set_header X-Api-Key \"§\";
        add_header X-Vault-Token §;
        SetEnv DB_PASSWORD §
        fastcgi_param DB_PASSWORD \"§\";
        env DB_PASSWORD=§;
        pass = §
        PSKsecret §
        : PSK \"§\"
        ppp-password §
        SASLPasswd §
        neo4j.auth.password §
        ",
        configuration,
    );
}

#[test]
fn assignments() {
    assert_masked(
        "
        password = §
        password=§
        password : §
        password    §
        [db]\\npassword = § with spaces\\n
        password = my § pass
        spring.datasource.password=my § pass
        password := \"§\"
        password: |\\n  §\\n
        password: >-\\n  §\\n

        password: !!str §
        password: \"say \\\"§\\\" x\"
        db_password = <<EOF\\n§\\nEOF\\n
        password = \"\"\"§\"\"\"
        DB_PASSWORD=§ ./run.sh
        PGPASSWORD=§ psql -h db -U app
        export DB_PASSWORD=§
        export DB_PASSWORD=\"§ x\"
        set DB_PASSWORD=§
        setenv DB_PASSWORD §
        ENV DB_PASSWORD=§
        ENV DB_PASSWORD §
        $env:DB_PASSWORD = \"§\"
        DB_PASSWORD: ${DB_PASSWORD:-§}
        password: ${DB_PASSWORD:§}
        spring.datasource.password=${DB_PASSWORD:§}
        'password' => '§',
        'password' => env('DB_PASSWORD', '§'),
        define('DB_PASSWORD', '§');
        define( 'AUTH_KEY', '§' );
        $db_password = '§';
        $config['db']['password'] = '§';
        const password = '§';
        let apiKey = \"§\";
        var secret string = \"§\"
        password: '§',
        { user: 'app', password: '§' }
        {user: app, password: §, host: db}
        { \"auth\": { \"password\" : \"§\" } }
        [{\"name\":\"DB_PASSWORD\",\"value\":\"§\"}]
        PASSWORD = '§'
        os.environ[\"DB_PASSWORD\"] = \"§\"
        os.getenv(\"DB_PASSWORD\", \"§\")
        app.config.update(SECRET_KEY='§', DEBUG=True)
        connect(host='db', password='§')
        builder.setPassword(\"§\")
        .password(\"§\")
        System.setProperty(\"javax.net.ssl.keyStorePassword\", \"§\");
        :password \"§\"
        :password => \"§\"
        password: \"§\" # own
        Password=§;Server=db
        config.password = \"§\"
        - password=§
        password==§
        token ?= §
        Password := §
        map[password:§ user:app]
        &{User:app Password:§ Host:db}
        user=app password=§ host=db
        variable \"db_password\" {\\n  default = \"x\"\\n}\\ndb_password = \"§\"
        PrivateKey = §
        PresharedKey = §
        sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"§\";
        ssl.key.password=§
        ctrl.password=§,other=x
        SCRAM-SHA-256=[password=§]
        users: [{name: a, password: §}]
        client-key-data: §
        users:\\n- name: a\\n  user:\\n    token: §\\n
        current-context: a\\nusers:\\n- name: a\\n  user:\\n    password: §\\n    username: x\\n
        //registry.npmjs.org/:_authToken=§
        //npm.example.com/:_password=\"§\"
        [default]\\naws_access_key_id = x\\naws_secret_access_key = §\\n
        {\"auths\":{\"r.io\":{\"username\":\"a\",\"password\":\"§\"}}}
        ",
        configuration,
    );
}

#[test]
fn connection_strings() {
    assert_masked(
        "
        Server=tcp:db,1433;Database=app;User ID=sa;Password=§;Encrypt=True;
        Server=db;Uid=sa;Pwd=§;
        Driver={ODBC Driver 18};Server=db;UID=sa;PWD={§};
        Data Source=db;User Id=app;Password=\"§\";
        Data Source=db;Password='§';Pooling=true
        DefaultEndpointsProtocol=https;AccountName=a;AccountKey=§;EndpointSuffix=core.windows.net
        Endpoint=sb://a.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=§
        BlobEndpoint=https://a.blob.core.windows.net/;SharedAccessSignature=sv=2020&sig=§
        InstrumentationKey=§;IngestionEndpoint=https://a/
        AccountEndpoint=https://a.documents.azure.com/;AccountKey=§;
        host=db port=5432 user=app password=§ dbname=app sslmode=require
        host=db password='§' user=app
        jdbc:postgresql://db:5432/app?user=app&password=§&ssl=true
        jdbc:sqlserver://db:1433;databaseName=app;user=sa;password=§;encrypt=true
        jdbc:mysql://app:§@db:3306/app
        jdbc:oracle:thin:app/§@//db:1521/app
        jdbc:oracle:thin:app/§@db:1521:app
        app:§@tcp(db:3306)/app?parseTime=true
        app:§@unix(/run/mysqld.sock)/app
        DSN=app:§@tcp(db)/app
        app:§@db.example.com:5432/app
        postgres://app:§@db:5432/app
        postgresql+asyncpg://app:§@db/app
        mysql://root:§@mysql:3306/app
        mongodb+srv://app:§@c0.example.net/app?retryWrites=true
        mongodb://app:§@a:27017,b:27017/app?replicaSet=rs0
        redis://:§@cache:6379/0
        rediss://default:§@cache:6380
        amqp://guest:§@rabbit:5672/vhost
        amqps://app:p/§@rabbit/x
        ftp://user:§@host/a
        https://user:§@example.com/a.git
        https://oauth2:§@gitlab.example.com/a.git
        smtp://app:§@mail:587
        ldap://cn=admin:§@ldap:389
        nats://app:§@nats:4222
        clickhouse://default:§@ch:9000/x
        sftp://a:§@h:22/
        socks5://a:§@proxy:1080
        http_proxy=http://a:§@proxy:3128
        ",
        configuration,
    );
}

//! Servers of contacts for tests: Radicale (`CardDAV`) and slapd (LDAP), started as the test's own user on a free port, with
//! all they keep in a folder that goes with them.

#![allow(dead_code, reason = "each of the tests that include it uses a part")]
#![allow(clippy::panic, reason = "helpers of tests fail as tests do")]

use std::fmt::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A loaded machine takes its time to start them: a minute of looks.
const LOOKS: usize = 3000;
const BETWEEN: Duration = Duration::from_millis(20);

/// Looks until it is so; whether it became so.
fn look_until(mut is_so: impl FnMut() -> bool) -> bool {
    (0..LOOKS).any(|_| {
        let is_so = is_so();
        if !is_so {
            std::thread::sleep(BETWEEN);
        }
        is_so
    })
}

/// A server that ends with this.
#[derive(Debug)]
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself needs no end.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .map_or(0, |address| address.port())
}

/// What it says goes into this file.
fn start(command: &mut Command, port: u16, log: &Path) -> Running {
    let log = std::fs::OpenOptions::new().create(true).append(true).open(log);
    let log = log.unwrap_or_else(|error| panic!("{error}"));
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn();
    let mut running = Running(child.unwrap_or_else(|error| panic!("{command:?}: {error}")));
    let listens = look_until(|| {
        let has_ended = running.0.try_wait().ok().flatten();
        assert!(has_ended.is_none(), "{command:?} ended: {has_ended:?}");
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    assert!(listens, "{command:?} does not listen");
    running
}

/// Radicale with one person, `ada`, whose password is `secret`, and one address book at `/ada/people/`.
#[derive(Debug)]
pub(crate) struct AddressBook {
    dir: PathBuf,
    port: u16,
    digest: bool,
    running: Option<Running>,
}

impl AddressBook {
    /// Starts it in this folder.
    pub(crate) fn start(dir: &Path) -> Self {
        Self::start_as(dir, false)
    }

    /// One that takes HTTP Digest and nothing else.
    pub(crate) fn start_with_digest(dir: &Path) -> Self {
        Self::start_as(dir, true)
    }

    fn start_as(dir: &Path, digest: bool) -> Self {
        let book = dir.join("storage/collection-root/ada/people");
        std::fs::create_dir_all(&book).unwrap_or_else(|error| panic!("{error}"));
        write(&book.join(".Radicale.props"), r#"{"tag": "VADDRESSBOOK", "D:displayname": "People"}"#);
        write(&dir.join("users"), "ada:secret\n");
        let mut address_book = Self { dir: dir.to_owned(), port: free_port(), digest, running: None };
        address_book.come_back();
        address_book
    }

    /// Where it is.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// It is there again, at the same address.
    pub(crate) fn come_back(&mut self) {
        let dir = self.dir.display();
        let auth = if self.digest { "remote_user" } else { "htpasswd" };
        let config = format!(
            "[server]\nhosts = 127.0.0.1:{}\n[auth]\ntype = {auth}\nhtpasswd_filename = {dir}/users\nhtpasswd_encryption = \
             plain\ndelay = 0\n[storage]\nfilesystem_folder = {dir}/storage\n[logging]\nlevel = info\n",
            self.port
        );
        let file = self.dir.join("config");
        write(&file, &config);
        let mut command = if self.digest {
            let script = self.dir.join("digest.py");
            write(&script, include_str!("digest.py"));
            // The system's own, which has Radicale.
            let mut command = Command::new("/usr/bin/python3");
            command.arg(script).arg(file).arg(self.port.to_string());
            command
        } else {
            let mut command = Command::new("radicale");
            command.arg("--config").arg(file);
            command
        };
        self.running = Some(start(&mut command, self.port, &self.dir.join("log")));
    }

    /// It is away.
    pub(crate) fn go_away(&mut self) {
        self.running = None;
    }

    /// Somebody is in it from now on, or is another one.
    pub(crate) fn put(&self, file: &str, name: &str, numbers: &[&str]) {
        let mut card = format!("BEGIN:VCARD\nVERSION:3.0\nUID:{file}\nFN:{name}\nN:{name};;;;\n");
        for number in numbers {
            let _ = writeln!(card, "TEL:{number}");
        }
        self.put_card(file, &format!("{card}END:VCARD\n"));
    }

    /// A card as it is.
    pub(crate) fn put_card(&self, file: &str, card: &str) {
        let ok = self.curl(&["-X", "PUT", "-H", "Content-Type: text/vcard", "--data-binary", card], file);
        assert!(ok, "{file} was not taken");
    }

    /// Nobody is in it under that name any more.
    pub(crate) fn remove(&self, file: &str) {
        assert!(self.curl(&["-X", "DELETE"], file), "{file} was not removed");
    }

    /// How often somebody was refused.
    pub(crate) fn refused(&self) -> usize {
        let log = std::fs::read_to_string(self.dir.join("log")).unwrap_or_default();
        log.lines().filter(|line| line.contains("Failed login attempt")).count()
    }

    fn curl(&self, what: &[&str], file: &str) -> bool {
        let mut command = Command::new("curl");
        let way = if self.digest { "--digest" } else { "--basic" };
        command.args(["--silent", "--fail", way, "--user", "ada:secret"]).args(what);
        let said = command.arg(format!("{}ada/people/{file}.vcf", self.address())).output();
        said.is_ok_and(|said| said.status.success())
    }
}

/// slapd with `dc=example`, whose `cn=reader,dc=example` has the password `secret`, and people below `ou=people`.
#[derive(Debug)]
pub(crate) struct DirectoryServer {
    dir: PathBuf,
    plain: u16,
    tls: u16,
    running: Option<Running>,
}

impl DirectoryServer {
    /// Starts it in this folder, with a certificate and a key in PEM. Nobody who is not signed in is told anything.
    pub(crate) fn start(dir: &Path, certificate: &str, key: &str) -> Self {
        std::fs::create_dir_all(dir.join("data")).unwrap_or_else(|error| panic!("{error}"));
        write(&dir.join("cert.pem"), certificate);
        write(&dir.join("key.pem"), key);
        let at = dir.display();
        let config = format!(
            "include /etc/ldap/schema/core.schema\ninclude /etc/ldap/schema/cosine.schema\n\
             include /etc/ldap/schema/inetorgperson.schema\nmodulepath /usr/lib/ldap\nmoduleload back_mdb\n\
             pidfile {at}/pid\n\
             TLSCertificateFile {at}/cert.pem\nTLSCertificateKeyFile {at}/key.pem\n\
             database mdb\nsuffix dc=example\nrootdn cn=reader,dc=example\nrootpw secret\ndirectory {at}/data\n\
             access to * by anonymous auth\n"
        );
        write(&dir.join("slapd.conf"), &config);
        let mut server = Self { dir: dir.to_owned(), plain: free_port(), tls: free_port(), running: None };
        server.add("dn: dc=example\nobjectClass: domain\ndc: example\n");
        server.add("dn: ou=people,dc=example\nobjectClass: organizationalUnit\nou: people\n");
        server.come_back();
        server
    }

    /// Where it is, encrypted from the first byte.
    pub(crate) fn address(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.tls)
    }

    /// Where it is, encrypted by `StartTLS`.
    pub(crate) fn plain_address(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.plain)
    }

    /// It is there again, at the same address.
    pub(crate) fn come_back(&mut self) {
        let mut command = Command::new("/usr/sbin/slapd");
        let places = format!("ldaps://127.0.0.1:{}/ ldap://127.0.0.1:{}/", self.tls, self.plain);
        command.args(["-d", "256", "-h", &places]).arg("-f").arg(self.dir.join("slapd.conf"));
        self.running = Some(start(&mut command, self.tls, &self.dir.join("log")));
    }

    /// It is away.
    pub(crate) fn go_away(&mut self) {
        self.running = None;
    }

    /// Somebody is in it; to be said while it is away.
    pub(crate) fn put(&self, id: &str, name: &str, numbers: &[&str]) {
        let mut person = format!(
            "dn: uid={id},ou=people,dc=example\nobjectClass: inetOrgPerson\nuid: {id}\ncn: {name}\nsn: {name}\n"
        );
        for number in numbers {
            let _ = writeln!(person, "telephoneNumber: {number}");
        }
        self.add(&person);
    }

    /// Somebody has another name from now on.
    pub(crate) fn rename(&self, id: &str, name: &str) {
        let change =
            format!("dn: uid={id},ou=people,dc=example\nchangetype: modify\nreplace: cn\ncn: {name}\n");
        let mut command = Command::new("ldapmodify");
        command.args(["-x", "-H", &self.plain_address(), "-D", "cn=reader,dc=example", "-w", "secret"]);
        feed(&mut command, &change);
    }

    /// How often somebody was refused, once somebody was: it is written down behind the answer.
    pub(crate) fn refused(&self) -> usize {
        let count = || {
            let log = std::fs::read_to_string(self.dir.join("log")).unwrap_or_default();
            log.lines().filter(|line| line.contains("RESULT tag=97 err=49")).count()
        };
        look_until(|| count() > 0);
        count()
    }

    fn add(&self, entry: &str) {
        let mut command = Command::new("/usr/sbin/slapadd");
        command.arg("-f").arg(self.dir.join("slapd.conf"));
        feed(&mut command, &format!("{entry}\n"));
    }
}

fn feed(command: &mut Command, text: &str) {
    use std::io::Write as _;
    let child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap_or_else(|error| panic!("{command:?}: {error}"));
    if let Some(mut input) = child.stdin.take() {
        input.write_all(text.as_bytes()).unwrap_or_else(|error| panic!("{command:?}: {error}"));
    }
    let said = child.wait_with_output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(said.status.success(), "{command:?}: {}", String::from_utf8_lossy(&said.stderr));
}

fn write(file: &Path, text: &str) {
    std::fs::write(file, text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
}

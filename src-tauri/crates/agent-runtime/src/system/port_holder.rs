//! Who has a port, as the kernel tells it. Of other people's programs it tells the person alone.

use std::fs;
use std::path::Path;

/// One file each for IPv4 and IPv6.
const SOCKETS: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];
/// The state of a socket that waits for connections.
const LISTENS: &str = "0A";

pub(super) fn of(port: u16) -> Option<String> {
    let sockets = SOCKETS.iter().filter_map(|file| fs::read_to_string(file).ok());
    let (person, socket) = sockets.into_iter().find_map(|table| listener(&table, port))?;
    program_with(&socket).or_else(|| name_of(&person))
}

/// The number of the person and that of the socket.
fn listener(table: &str, port: u16) -> Option<(String, String)> {
    let ending = format!(":{port:04X}");
    table.lines().find_map(|line| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let &[_, address, _, state, _, _, _, person, _, socket, ..] = &*cells else { return None };
        (address.ends_with(&ending) && state == LISTENS).then(|| (person.to_owned(), socket.to_owned()))
    })
}

fn program_with(socket: &str) -> Option<String> {
    let opened = format!("socket:[{socket}]");
    let has_it = |process: &Path| {
        // Of other people's processes this can't be read.
        let files = fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
        files.into_iter().any(|file| fs::read_link(file.path()).is_ok_and(|to| to.as_os_str() == &*opened))
    };
    let processes = fs::read_dir("/proc").ok()?.flatten().map(|process| process.path());
    let name =
        fs::read_to_string(processes.into_iter().find(|process| has_it(process))?.join("comm")).ok()?;
    Some(name.trim().to_owned())
}

/// People of a directory service are not in the file; their number will do for whoever looks into it.
fn name_of(person: &str) -> Option<String> {
    let people = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let cells = |line: &str| line.split(':').map(str::to_owned).collect::<Vec<_>>();
    let found = people.lines().map(cells).find(|cells| cells.get(2).is_some_and(|number| number == person));
    found.and_then(|cells| cells.into_iter().next()).or_else(|| Some(format!("user {person}")))
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn who_listens_is_found() {
        let ours = TcpListener::bind("127.0.0.1:0").unwrap();
        let name = fs::read_to_string("/proc/self/comm").unwrap();
        assert_eq!(of(ours.local_addr().unwrap().port()).as_deref(), Some(name.trim()));
    }

    #[test]
    fn only_who_waits_for_connections_counts() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
             0: 0100007F:2044 0100007F:A1B2 01 00000000:00000000 00:00000000 00000000  1000        0 111 1\n   \
             1: 00000000:2044 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 222 1\n";
        assert_eq!(listener(table, 8260), Some(("1001".to_owned(), "222".to_owned())));
        assert_eq!(listener(table, 8261), None);
    }

    #[test]
    fn of_another_persons_program_the_person_is_told() {
        assert_eq!(name_of("0").as_deref(), Some("root"));
        assert_eq!(name_of("4000000000").as_deref(), Some("user 4000000000"));
    }
}

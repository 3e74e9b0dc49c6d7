//! Who listens at a port: the system's table of sockets names it by a number, and the process that has that number open
//! is the one.

use std::path::Path;

use crate::checks::report_port::PortHolder;

/// The state of a socket that listens.
const LISTENS: &str = "0A";

/// The process at this port, as far as we may look: that of another person shows no open files.
pub(super) fn holder(root: &Path, port: u16) -> Option<PortHolder> {
    let tables = ["proc/net/tcp", "proc/net/tcp6"].map(|table| root.join(table));
    let tables = tables.iter().map(|table| std::fs::read_to_string(table).unwrap_or_default());
    let inodes: Vec<u64> = tables.flat_map(|table| inodes(&table, port)).collect();
    let processes = std::fs::read_dir(root.join("proc")).ok()?.flatten();
    processes
        .filter_map(|process| Some((process.file_name().to_str()?.parse::<u32>().ok()?, process.path())))
        .find(|(_, process)| inodes.iter().any(|inode| has_open(process, *inode)))
        .map(|(pid, process)| PortHolder { pid, name: name(&process) })
}

fn inodes(table: &str, port: u16) -> Vec<u64> {
    let suffix = format!(":{port:04X}");
    let of_line = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_it = words.get(1)?.ends_with(&suffix) && *words.get(3)? == LISTENS;
        words.get(9)?.parse().ok().filter(|_| is_it)
    };
    table.lines().skip(1).filter_map(of_line).collect()
}

fn has_open(process: &Path, inode: u64) -> bool {
    let wanted = format!("socket:[{inode}]");
    let open = std::fs::read_dir(process.join("fd")).into_iter().flatten().flatten();
    let links = open.filter_map(|file| std::fs::read_link(file.path()).ok());
    links.into_iter().any(|link| link.as_os_str() == wanted.as_str())
}

fn name(process: &Path) -> String {
    let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
    name.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_holder_of_a_port_is_named() {
        let root = tempfile::tempdir().unwrap();
        let proc = root.path().join("proc");
        std::fs::create_dir_all(proc.join("net")).unwrap();
        std::fs::create_dir_all(proc.join("4711/fd")).unwrap();
        std::fs::create_dir_all(proc.join("1/fd")).unwrap();
        // 2044 is 8260; the second one has connected from there and listens to nobody.
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n\
            \x20  0: 00000000:2044 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 555 1 0 100 0 0 10 0\n\
            \x20  1: 0100007F:2045 00000000:0000 01 00000000:00000000 00:00000000 00000000  1000        0 556 1 0 100 0 0 10 0\n";
        std::fs::write(proc.join("net/tcp"), table).unwrap();
        std::fs::write(proc.join("4711/comm"), "softphone\n").unwrap();
        std::os::unix::fs::symlink("socket:[555]", proc.join("4711/fd/7")).unwrap();
        std::os::unix::fs::symlink("socket:[556]", proc.join("1/fd/7")).unwrap();
        assert_eq!(holder(root.path(), 8260), Some(PortHolder { pid: 4711, name: "softphone".to_owned() }));
        assert_eq!(holder(root.path(), 8261), None);
    }

    #[test]
    fn on_this_computer_it_is_this_process() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let found = holder(Path::new("/"), port).unwrap();
        assert_eq!(found.pid, std::process::id());
        assert!(!found.name.is_empty());
    }
}

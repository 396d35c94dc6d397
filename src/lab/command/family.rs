//! Who descends from a process, and on which ports they listen, as /proc tells it (proc(5)). Where
//! there is no such folder, nothing is known.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
};

/// A process that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process {
    pub id: i32,
    pub group: i32,
}

/// All living descendants of process `of`; `None` where that cannot be known.
pub fn descendants(of: u32) -> Option<Vec<Process>> {
    let mut children: BTreeMap<i32, Vec<(Process, bool)>> = BTreeMap::new();
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else {
            continue;
        };
        // One that ended meanwhile has no such file any more.
        let Ok(stat) = fs::read_to_string(entry.path().join("stat")) else { continue };
        if let Some((parent, group, lives)) = read_stat(&stat) {
            children.entry(parent).or_default().push((Process { id, group }, lives));
        }
    }
    let mut found = Vec::new();
    let mut open = vec![i32::try_from(of).ok()?];
    while let Some(parent) = open.pop() {
        for (child, lives) in children.remove(&parent).unwrap_or_default() {
            open.push(child.id);
            if lives {
                found.push(child);
            }
        }
    }
    Some(found)
}

/// Parent, group, and whether it lives. The name, in brackets, may hold anything.
fn read_stat(stat: &str) -> Option<(i32, i32, bool)> {
    let mut fields = stat.rsplit_once(')')?.1.split_ascii_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    let group = fields.next()?.parse().ok()?;
    Some((parent, group, !matches!(state, "Z" | "X")))
}

/// Where the descendants of process `of` listen; `None` where that cannot be known.
pub fn listens(of: u32) -> Option<Vec<SocketAddr>> {
    let mut sockets: BTreeSet<String> = BTreeSet::new();
    for process in descendants(of)? {
        // Another user's process, or one that ended, shows nothing.
        let Ok(open) = fs::read_dir(format!("/proc/{}/fd", process.id)) else { continue };
        for link in open.flatten().filter_map(|entry| fs::read_link(entry.path()).ok()) {
            let name = link.to_string_lossy();
            let inode = name.strip_prefix("socket:[").and_then(|rest| rest.strip_suffix(']'));
            sockets.extend(inode.map(str::to_owned));
        }
    }
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(fs::read_to_string);
    let mut found: Vec<SocketAddr> = tables
        .iter()
        .flatten()
        .flat_map(|table| table.lines())
        .filter_map(read_listener)
        .filter(|(_, inode)| sockets.contains(inode))
        .map(|(address, _)| address)
        .collect();
    found.sort();
    found.dedup();
    Some(found)
}

/// The address and the inode of a line of the kernel's table, where its socket listens.
fn read_listener(line: &str) -> Option<(SocketAddr, String)> {
    const LISTENS: &str = "0A";
    let fields: Vec<&str> = line.split_ascii_whitespace().collect();
    let (local, state, inode) = (fields.get(1)?, fields.get(3)?, fields.get(9)?);
    if *state != LISTENS {
        return None;
    }
    let (address, port) = local.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    // Words of four bytes, each in the order of the machine.
    let words = address.as_bytes().chunks(8).map(|word| {
        let word = std::str::from_utf8(word).ok()?;
        Some(u32::from_str_radix(word, 16).ok()?.to_ne_bytes())
    });
    let bytes = words.collect::<Option<Vec<_>>>()?.concat();
    let address = match bytes.len() {
        4 => IpAddr::V4(Ipv4Addr::from(<[u8; 4]>::try_from(bytes).ok()?)),
        16 => IpAddr::V6(Ipv6Addr::from(<[u8; 16]>::try_from(bytes).ok()?)),
        _ => return None,
    };
    Some((SocketAddr::new(address, port), (*inode).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_may_look_like_fields() {
        assert_eq!(read_stat("7 (a) R 1 (b)) S 5 6 6 0"), Some((5, 6, true)));
        assert_eq!(read_stat("7 (x) Z 5 6 6 0"), Some((5, 6, false)));
        assert_eq!(read_stat("7 x"), None);
    }

    #[test]
    fn a_line_of_the_table_is_an_address_and_an_inode() {
        let line =
            "0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 99 1";
        let little = read_listener(line);
        if cfg!(target_endian = "little") {
            assert_eq!(little, Some(("127.0.0.1:5000".parse().unwrap(), "99".to_owned())));
        }
        assert_eq!(read_listener(&line.replace(" 0A ", " 01 ")), None);
        let six = line.replace("0100007F", "00000000000000000000000001000000");
        if cfg!(target_endian = "little") {
            assert_eq!(read_listener(&six).unwrap().0, "[::1]:5000".parse().unwrap());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_child_is_a_descendant_until_it_is_gone() {
        use std::process::{Command, id};
        let mut child = Command::new("sleep").arg("60").spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        let is_there = || descendants(id()).unwrap().iter().any(|one| one.id == pid);
        assert!(is_there());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!is_there());
    }
}

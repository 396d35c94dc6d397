//! What goes wrong with a request that a program sends, as a check asks for it.

use serde::{Deserialize, Serialize};

use crate::exchange::target;

/// Happens to some of a program's own requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mishap {
    /// Which of the requests that match it happens to, from 1; all of them where it is empty.
    pub nth: Vec<u32>,
    /// Only to requests with this method.
    pub method: Option<String>,
    /// Only to requests to this port.
    pub port: Option<u16>,
    /// Only to requests to this path, without its query; `*` at its end stands for any rest.
    pub path: Option<String>,
    pub kind: MishapKind,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MishapKind {
    /// The connection is refused.
    Refuse,
    /// The connection breaks before the request has arrived.
    Drop,
    /// The request arrives, and the connection breaks before its answer does.
    DropAnswer,
    /// The request arrives twice; the program gets the first answer.
    Duplicate,
    /// The request sets out so much later, by the program's clock.
    Delay { ms: u32 },
    /// Something on the way answers; the request does not arrive.
    Answer { status: u16, headers: Vec<(String, String)> },
}

impl Mishap {
    /// Whether it is about this request.
    pub fn is_about(&self, method: &str, port: u16, target: &str) -> bool {
        let (path, _) = target::split(target);
        self.method.as_ref().is_none_or(|own| own == method)
            && self.port.is_none_or(|own| own == port)
            && self.path.as_ref().is_none_or(|own| match own.strip_suffix('*') {
                Some(start) => path.starts_with(start),
                None => path == own,
            })
    }

    /// Whether it happens to the request that is the `count`th of those that it is about.
    pub fn happens_to(&self, count: u32) -> bool {
        self.nth.is_empty() || self.nth.contains(&count)
    }
}

impl MishapKind {
    /// As the recording tells it.
    pub fn words(&self) -> String {
        match self {
            MishapKind::Refuse => "the connection was refused".to_owned(),
            MishapKind::Drop => "the connection broke before the request arrived".to_owned(),
            MishapKind::DropAnswer => "the connection broke before the answer arrived".to_owned(),
            MishapKind::Duplicate => "the request arrived twice".to_owned(),
            MishapKind::Delay { ms } => format!("the request set out {ms} ms later"),
            MishapKind::Answer { status, .. } => format!("it was answered {status} on the way"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mishap(method: Option<&str>, port: Option<u16>, path: Option<&str>) -> Mishap {
        Mishap {
            nth: vec![2, 4],
            method: method.map(str::to_owned),
            port,
            path: path.map(str::to_owned),
            kind: MishapKind::Drop,
        }
    }

    #[test]
    fn it_is_about_what_all_of_its_parts_name() {
        assert!(mishap(None, None, None).is_about("GET", 80, "/"));
        assert!(mishap(Some("GET"), Some(80), Some("/a")).is_about("GET", 80, "/a?b=/c"));
        assert!(!mishap(Some("GET"), None, None).is_about("POST", 80, "/"));
        assert!(!mishap(None, Some(81), None).is_about("GET", 80, "/"));
        assert!(!mishap(None, None, Some("/a")).is_about("GET", 80, "/a/b"));
        assert!(mishap(None, None, Some("/a*")).is_about("GET", 80, "/a/b?c"));
    }

    #[test]
    fn it_happens_to_those_that_it_counts() {
        let second_and_fourth = mishap(None, None, None);
        let hit: Vec<u32> = (1..=5).filter(|n| second_and_fourth.happens_to(*n)).collect();
        assert_eq!(hit, [2, 4]);
        let all = Mishap { nth: Vec::new(), ..second_and_fourth };
        assert!((1..=5).all(|n| all.happens_to(n)));
    }
}

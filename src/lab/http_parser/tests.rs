use proptest::prelude::*;

use super::*;

/// The events of `bytes` in pieces that end at `cuts`, with neighbouring body pieces joined.
fn events(is_request: bool, bytes: &[u8], cuts: &[usize]) -> Vec<Event> {
    let mut parser = Parser::new(is_request);
    let mut all: Vec<Event> = Vec::new();
    let mut start = 0;
    for cut in cuts.iter().copied().chain([bytes.len()]) {
        let cut = cut.clamp(start, bytes.len());
        for event in parser.feed(&bytes[start..cut]) {
            match (all.last_mut(), event) {
                (Some(Event::Body(before)), Event::Body(more)) => before.extend(more),
                (_, event) => all.push(event),
            }
        }
        start = cut;
    }
    all.extend(parser.finish());
    all
}

#[track_caller]
fn check_flaw(request: &str, code: &str) {
    let events = events(true, request.as_bytes(), &[]);
    let Some(Event::Error(flaw)) = events.last() else { panic!("no error: {events:?}") };
    assert_eq!(flaw.code, code);
}

#[test]
fn pipelined_requests_come_one_after_the_other() {
    let bytes = b"GET /a HTTP/1.1\r\nHost: x\r\nX-Y: 1\r\n\r\n\
        POST /b HTTP/1.1\r\nhost: x\r\nTransfer-Encoding: chunked\r\n\r\n\
        3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: v\r\n\r\n\
        PUT /c HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi";
    let events = events(true, bytes, &[]);
    let [
        Event::Head(a),
        Event::End(_),
        Event::Head(b),
        Event::Body(body),
        Event::End(trailers),
        Event::Head(c),
        Event::Body(hi),
        Event::End(_),
    ] = &events[..]
    else {
        panic!("{events:?}")
    };
    assert_eq!(a.fields, ["Host", "x", "X-Y", "1"]);
    assert!(a.keep_alive && b.keep_alive && !c.keep_alive);
    assert_eq!((&body[..], &trailers[..]), (&b"abcde"[..], &["T".to_owned(), "v".to_owned()][..]));
    assert_eq!((c.minor, &hi[..]), (0, &b"hi"[..]));
}

#[test]
fn responses_end_where_their_head_says() {
    let bytes = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\
        HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\nrest";
    let events = events(false, bytes, &[]);
    let ends = events.iter().filter(|event| matches!(event, Event::End(_))).count();
    assert_eq!(ends, 4, "{events:?}");
    assert_eq!(events[events.len() - 2], Event::Body(b"rest".to_vec()));
}

#[test]
fn flaws_have_nodes_names() {
    let post = |fields: &str| format!("POST / HTTP/1.1\r\nHost: x\r\n{fields}\r\n\r\n");
    check_flaw("FOO / HTTP/1.1\r\n\r\n", "HPE_INVALID_METHOD");
    check_flaw("hello", "HPE_INVALID_METHOD");
    check_flaw("GET / HTTP/9.1\r\n\r\n", "HPE_INVALID_VERSION");
    check_flaw("GET / HTTP/1.1\nHost: x\n\n", "HPE_CR_EXPECTED");
    check_flaw("GET / HTTP/1.1\r\nbad name: x\r\n\r\n", "HPE_INVALID_HEADER_TOKEN");
    check_flaw(&post("Content-Length: x"), "HPE_INVALID_CONTENT_LENGTH");
    check_flaw(&post("Content-Length: +1"), "HPE_INVALID_CONTENT_LENGTH");
    check_flaw(&post("Content-Length: 1\r\nContent-Length: 1"), "HPE_UNEXPECTED_CONTENT_LENGTH");
    check_flaw(
        &post("Content-Length: 1\r\nTransfer-Encoding: chunked"),
        "HPE_INVALID_CONTENT_LENGTH",
    );
    check_flaw(&post("Transfer-Encoding: gzip"), "HPE_INVALID_TRANSFER_ENCODING");
    check_flaw(&post("Transfer-Encoding: chunked, chunked"), "HPE_INVALID_TRANSFER_ENCODING");
    check_flaw(&format!("{}zz\r\n", post("Transfer-Encoding: chunked")), "HPE_INVALID_CHUNK_SIZE");
    check_flaw(&format!("GET / HTTP/1.1\r\nX: {}", "y".repeat(20_000)), "HPE_HEADER_OVERFLOW");
    check_flaw("GET / HTTP/1.1\r\nHost", "HPE_INVALID_EOF_STATE");
}

/// Bytes that are sometimes nearly a message.
fn nearly_messages() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        Just(b"GET / HTTP/1.1\r\n".to_vec()),
        Just(b"POST /x HTTP/1.0\r\n".to_vec()),
        Just(b"HTTP/1.1 200 OK\r\n".to_vec()),
        Just(b"Content-Length: 5\r\n".to_vec()),
        Just(b"Transfer-Encoding: chunked\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"5\r\nabcde\r\n".to_vec()),
        Just(b"0\r\n\r\n".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..12),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn every_split_gives_the_same_events(
        is_request: bool,
        bytes in nearly_messages(),
        mut cuts in proptest::collection::vec(0_usize..200, 0..20),
    ) {
        cuts.sort_unstable();
        prop_assert_eq!(events(is_request, &bytes, &[]), events(is_request, &bytes, &cuts));
    }
}

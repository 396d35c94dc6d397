use super::*;

const FILE: &str = "@base = http://localhost:3000\n@page = 2\n\n### log in\n# @name login\n\
    POST {{base}}/login\nContent-Type: application/json\n\n{\"name\": \"ada\"}\n\n\
    ### Read-all\nGET /users\n\n### two words\nGET /\n\n";

/// What is offered where `|` stands in the text behind [`FILE`], and what the line becomes with the
/// first offer.
fn offered(text: &str) -> Option<(Vec<String>, String)> {
    let whole = format!("{FILE}###\n{text}");
    let place = whole.find('|').unwrap();
    let line = whole[..place].matches('\n').count();
    let byte = place - whole[..place].rfind('\n').map_or(0, |at| at + 1);
    let lines: Vec<String> = whole.replacen('|', "", 1).split('\n').map(str::to_owned).collect();
    let Offers { range, list } = offers(&lines, line, byte)?;
    let (mut taken, first) = (lines[line].clone(), &list[0]);
    taken.replace_range(range.clone(), &first.puts);
    taken.insert(range.start + first.puts.len() - first.behind, '|');
    Some((list.into_iter().map(|offer| offer.label).collect(), taken))
}

/// The first offers, and the line with the first of them.
#[track_caller]
fn check(text: &str, first: &[&str], taken: &str) {
    let (labels, line) = offered(text).unwrap_or_else(|| panic!("nothing at {text:?}"));
    assert!(labels.iter().zip(first).all(|(a, b)| a == b), "{text:?}: {labels:?}");
    assert!(first.len() <= labels.len(), "{text:?}: {labels:?}");
    assert_eq!(line, taken, "{text:?}");
}

/// Exactly these.
#[track_caller]
fn check_all(text: &str, expected: &[&str]) {
    assert_eq!(offered(text).map(|(labels, _)| labels).unwrap_or_default(), expected, "{text:?}");
}

#[test]
fn a_request_line_begins_with_a_method() {
    check("|", &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"], "GET |");
    check("  po|", &["POST"], "  POST |");
    check("p|", &["POST", "PUT", "PATCH"], "POST |");
    check("P| /users", &["POST"], "POST| /users");
    check("|GET /users", &["GET", "POST"], "GET| /users");
    check_all("G|", &["GET"]);
    check_all("|G", &["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);
    check_all("P|", &["POST", "PUT", "PATCH"]);
    check_all("pt|", &["OPTIONS"]);
    check_all("GET /us|", &[]);
    check("GET |", &["{{base}}", "{{page}}"], "GET {{base}}|");
    check("GET |/users", &["{{base}}"], "GET {{base}}|/users");
    check_all("GET / HTTP/|", &[]);
    check_all("nonsense\n|", &[]);
}

#[test]
fn fields_have_names_and_values() {
    check("GET /\n|", &["Accept", "Content-Type", "Authorization"], "Accept: |");
    check("GET /\ncont|", &["Content-Type"], "Content-Type: |");
    check("GET /\nC|: x", &["Content-Type", "Cookie"], "Content-Type|: x");
    check_all("GET /\ntype|", &["Content-Type"]);
    check_all("GET /\naccept: x\nAcc|\nAccept-Language: de", &["Accept-Encoding"]);
    check("GET /\nAccept:|", &["application/json", "text/html"], "Accept: application/json|");
    check(
        "GET /\nAccept: text/html, |",
        &["application/json"],
        "Accept: text/html, application/json|",
    );
    check("POST /\ncontent-type: json|", &["application/json"], "content-type: application/json|");
    check_all("POST /\nContent-Type: multi|", &["multipart/form-data"]);
    check("GET /\nAccept: |text/html", &["application/json"], "Accept: application/json|");
    check("GET /\nAuthorization: B|", &["Bearer", "Basic"], "Authorization: Bearer|");
    check("GET /\nAuthorization: Bearer |", &["{{base}}"], "Authorization: Bearer {{base}}|");
    check_all("GET /\nX-Mine: |", &["{{base}}", "{{page}}"]);
    check_all("GET /\nContent-Type: text/html; |", &["{{base}}", "{{page}}"]);
    check_all("GET /\n  &a|", &[]);
    check_all("GET /\nno field|", &[]);
}

#[test]
fn names_stand_between_braces() {
    let all = ["base", "page", "Read-all.response.body.$.", "Read-all.response.headers."];
    check("GET /{{|", &all, "GET /{{base}}|");
    check("GET /{{ pa|", &["page"], "GET /{{ page}}|");
    check("GET /{{ba|s}}/x", &["base"], "GET /{{base|}}/x");
    check("POST /\n\n{\"a\": {\"b\": \"{{p|\"}}", &["page"], "{\"a\": {\"b\": \"{{page}}|\"}}");
    check(
        "GET /\nAuthorization: Bearer {{login|",
        &["login.response.body.$.", "login.response.headers.", "login.response.body.*"],
        "Authorization: Bearer {{login.response.body.$.|}}",
    );
    check(
        "GET {{login.response.headers.L|}}",
        &["login.response.headers.Location", "login.response.headers.Link"],
        "GET {{login.response.headers.Location|}}",
    );
    check_all("GET /{{nothing|", &[]);
    check_all("GET /{{a}}|", &[]);
    check_all("# {{|", &[]);
    // Its own value would need itself.
    check("@mine = a\n@other = {{|", &["base", "page", "mine"], "@other = {{base}}|");
    check_all("@mine = {{mi|", &[]);
}

#[test]
fn notes_and_the_next_request_have_their_forms() {
    check("#|", &["@name", "@answer"], "#@name |");
    check("GET /\n# @a|", &["@answer"], "# @answer |");
    check("// |", &["@name"], "// @name |");
    check("POST /\n\nbody\n|", &["###"], "### |");
    check_all("POST /\n\nbo|", &[]);
    check_all("# said|", &[]);
    check_all("# @name lo|", &[]);
    check_all("### ti|", &[]);
    check_all("@|", &[]);
    check_all("| # said", &[]);
    check_all("|@a = b", &[]);
    check_all("POST /\n\n|body", &[]);
    let (labels, _) = offered("|").unwrap();
    assert_eq!(labels[7..], ["###", "# @name", "# @answer", "@"]);
}

#[test]
fn a_place_outside_of_the_text_offers_nothing() {
    let lines = ["GET /ü".to_owned()];
    for (line, byte) in [(1, 0), (0, 99), (0, 6)] {
        assert_eq!(offers(&lines, line, byte), None);
    }
    assert_eq!(offers(&[], 0, 0), None);
}

#[test]
fn what_is_well_known_is_well_formed() {
    use crate::exchange::is_token;
    let words = VALUES.iter().flat_map(|(_, values)| values.iter());
    for (word, says) in METHODS.iter().chain(HEADERS).chain(words) {
        assert!(says.chars().count() <= 28, "{word}: {says}");
    }
    let names = HEADERS.iter().map(|(name, _)| name).chain(VALUES.iter().map(|(name, _)| name));
    assert!(names.chain(ANSWERED).all(|name| is_token(name)));
    assert!(VALUES.iter().all(|(name, _)| HEADERS.iter().any(|(known, _)| known == name)));
}

proptest::proptest! {
    #[test]
    fn an_offer_replaces_whole_characters(
        parts in proptest::collection::vec(proptest::prop_oneof![
            "GET /", "Accept: ", "\n", "###", "# @", "@a = ", "\\{\\{", "\\}\\}", "[ -~]{0,5}",
            "\\PC{0,3}",
        ], 0..20),
    ) {
        let text = parts.concat();
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        for (line, content) in lines.iter().enumerate() {
            for byte in 0..=content.len() {
                if let Some(Offers { range, list }) = offers(&lines, line, byte) {
                    proptest::prop_assert!(range.start <= byte && byte <= range.end);
                    proptest::prop_assert!(content.is_char_boundary(range.start));
                    proptest::prop_assert!(content.is_char_boundary(range.end));
                    proptest::prop_assert!(!list.is_empty());
                    proptest::prop_assert!(list.iter().all(|offer| offer.behind <= offer.puts.len()));
                }
            }
        }
    }
}

#[test]
fn paths_are_offered_where_one_knows_what_the_server_answers() {
    let routes = ["GET /users", "GET /users/:id/orders", "POST /login", "* /files/*"];
    let routes = routes.map(str::to_owned);
    let check = |line: &str, expected: &[(&str, &str)]| {
        let byte = line.find('|').unwrap();
        let lines = [line.replacen('|', "", 1)];
        let found = offers_with(&lines, 0, byte, &routes).map_or_else(Vec::new, |found| {
            let taken = |offer: Offer| {
                let mut line = lines[0].clone();
                line.replace_range(found.range.clone(), &offer.puts);
                (offer.label, line)
            };
            found.list.into_iter().map(taken).collect()
        });
        let expected = expected.iter().map(|(label, line)| ((*label).into(), (*line).into()));
        assert_eq!(found, expected.collect::<Vec<(String, String)>>(), "{line:?}");
    };
    check(
        "GET {{base}}/u|",
        &[("/users", "GET {{base}}/users"), ("/users/:id/orders", "GET {{base}}/users/1/orders")],
    );
    let login = ("/login", "POST {{base}}/login");
    check("POST {{base}}|", &[login, ("/files/*", "POST {{base}}/files/")]);
    check("POST {{base}}/lo|", &[login]);
    check("post /log|", &[("/login", "post /login")]);
    check("GET {{base}}/users?a=|", &[]);
    check("GET http://localhost/|", &[]);
    check("PUT {{base}}/login|", &[]);
}

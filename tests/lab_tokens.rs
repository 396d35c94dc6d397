//! Tokens and keys that mean harm: whatever text comes as a token, the program gets an answer.

#![expect(clippy::unwrap_used, reason = "a test may end where its own values are wrong")]

use std::{collections::BTreeMap, path::PathBuf};

use backlab::{
    lab::{Cancel, Folder, Lab, Limits, Machine, Program, Recording},
    trace::Stop,
};
use proptest::{collection::vec, prelude::*};

/// Runs `source` as `main.js` beside `tokens.json`.
fn run(source: &str, tokens: &[String]) -> Recording {
    let files = [
        ("main.js", source.as_bytes().to_vec()),
        ("tokens.json", serde_json::to_vec(tokens).unwrap()),
    ];
    let program = Program {
        folder: Folder::Memory(files.map(|(path, bytes)| (path.to_owned(), bytes)).into()),
        entry: Some("main.js".to_owned()),
        args: Vec::new(),
        env: BTreeMap::new(),
        stdin: Vec::new(),
        seed: Some(1),
        still_at_ms: None,
        stocks: Vec::new(),
    };
    let machine = Machine::new(PathBuf::from(env!("CARGO_BIN_EXE_backlab")));
    let lab = Lab::start(&machine, &program, &Limits::default(), &Cancel::new()).unwrap();
    lab.wait();
    lab.end()
}

/// Prints each token whose answer is none of those that the package has. A payload that says it is
/// JSON and is not gives a `SyntaxError`, and a signature that is too short for its curve a
/// `TypeError`, in the real package too.
const ASK: &str = r#"
const jwt = require("jsonwebtoken");
const { generateKeyPairSync } = require("node:crypto");
const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const isExpected = (error) =>
  error instanceof jwt.JsonWebTokenError || error instanceof SyntaxError ||
  /^"ES256" signatures must be "64" bytes, saw "\d+"$/.test(error.message);
for (const token of require("./tokens.json")) {
  for (const key of ["secret", "", publicKey]) {
    for (const algorithms of [undefined, ["none"], ["HS256", "none"]]) {
      try {
        console.log("believed", JSON.stringify(token), jwt.verify(token, key, { algorithms }));
      } catch (error) {
        if (!isExpected(error)) console.log("verify", JSON.stringify(token), error);
      }
    }
  }
  for (const options of [undefined, { complete: true }, { json: true }]) {
    try {
      jwt.decode(token, options);
    } catch (error) {
      if (!isExpected(error)) console.log("decode", JSON.stringify(token), error);
    }
  }
}
console.log("asked");
"#;

/// Texts of all kinds, and such as have the parts of a token. None is signed with a key of `ASK`, and
/// none says `none`.
fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z0-9_.-]{0,60}",
        "[^.]{0,9}[.][^.]{0,9}[.][^.]{0,9}",
        // The header `{"alg":"HS256","typ":"JWT"}`, and `{"alg":"ES256"}`.
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9[.][A-Za-z0-9_-]{1,40}[.][A-Za-z0-9_-]{0,40}",
        "eyJhbGciOiJFUzI1NiJ9[.][A-Za-z0-9_-]{1,40}[.][A-Za-z0-9_-]{1,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_refused_as_a_token(tokens in vec(token(), 150)) {
        let recording = run(ASK, &tokens);
        let stderr = String::from_utf8_lossy(&recording.stderr).into_owned();
        prop_assert_eq!(String::from_utf8_lossy(&recording.stdout), "asked\n");
        prop_assert_eq!(recording.stop, Stop::Finished, "{}", stderr);
    }
}

#[test]
fn a_seed_gives_the_same_keys_each_time() {
    let source = r#"
const { generateKeyPairSync } = require("node:crypto");
for (const [type, options] of [["rsa", { modulusLength: 1024 }], ["ec", { namedCurve: "P-384" }], ["ed25519"]]) {
  const { publicKey } = generateKeyPairSync(type, options);
  console.log(publicKey.export({ format: "der", type: "spki" }).toString("hex"));
}"#;
    let (one, two) = (run(source, &[]), run(source, &[]));
    assert_eq!(
        (one.stop.clone(), one.stdout.split(|byte| *byte == b'\n').count()),
        (Stop::Finished, 4)
    );
    assert_eq!(one.stdout, two.stdout);
}

#[test]
fn what_the_lab_has_not_is_refused_by_name() {
    let source = r#"
const c = require("node:crypto");
const asked = {
  x25519: () => c.generateKeyPairSync("x25519"),
  secp256k1: () => c.generateKeyPairSync("ec", { namedCurve: "secp256k1" }),
  bits: () => c.generateKeyPairSync("rsa", { modulusLength: 8192 }),
  cipher: () => c.createCipheriv("aes-256-ecb", Buffer.alloc(32), null),
  oaep: () => c.publicEncrypt("key", Buffer.from("a")),
  ecdh: () => c.createECDH("P-256"),
  jwk: () => c.createPublicKey({ key: { kty: "OKP", crv: "X25519", x: "AA" }, format: "jwk" }),
  token: () => require("jsonwebtoken").sign({}, PEM, { algorithm: "ES256" }),
};
// A key of X25519, from RFC 8410, section 10.3, with its algorithm changed.
const PEM = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
for (const [name, call] of Object.entries(asked)) {
  try {
    console.log(name, call());
  } catch (error) {
    console.log(name, error.code === "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", error.message.split(";")[0]);
  }
}"#;
    let recording = run(source, &[]);
    assert_eq!(
        String::from_utf8_lossy(&recording.stdout),
        "x25519 true key pairs of the type 'x25519' are not in the lab\n\
         secp256k1 true the curve secp256k1 is not in the lab\n\
         bits true RSA keys of so many bits are not in the lab\n\
         cipher true the cipher aes-256-ecb is not in the lab\n\
         oaep true crypto.publicEncrypt is not in the lab\n\
         ecdh true crypto.createECDH is not in the lab\n\
         jwk true the curve X25519 is not in the lab\n\
         token true keys of this algorithm or curve are not in the lab\n",
        "{}",
        String::from_utf8_lossy(&recording.stderr)
    );
}

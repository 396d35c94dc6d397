//! What goes into JavaScript comes out again as it was.

use bson::{
    Binary, Bson, DateTime, Decimal128, Document, JavaScriptCodeWithScope, Regex, Timestamp, doc,
    oid::ObjectId, raw::CString, spec::BinarySubtype,
};
use proptest::prelude::*;
use rquickjs::{CatchResultExt, Context, Ctx, Object, Runtime, Value};

use super::{
    makers::{Known, Makers},
    reading::Reading,
    writing::{Promotion, Writing},
};

const STACK_BYTES: usize = 8 << 20;

/// The classes, as far as the conversion asks for them.
const MAKERS: &str = r"({
    samples: [new Date(0), new Map(), /x/],
    time: (date) => date.getTime(),
    entries: (map) => [...map],
    flags: ({ source, flags }) => [source, flags.replace('g', 's')],
    level() {},
    error: (message) => new Error(message),
    versionError: () => new Error('version'),
    ObjectId: (i0, i1, i2, i3) => ({ _bsontype: 'ObjectId', i0, i1, i2, i3 }),
    Long: (low, high) => ({ _bsontype: 'Long', low, high }),
    Timestamp: (low, high) => ({ _bsontype: 'Timestamp', low, high }),
    Int32: (value) => ({ _bsontype: 'Int32', value }),
    Double: (value) => ({ _bsontype: 'Double', value }),
    Decimal128: (bytes) => ({ _bsontype: 'Decimal128', bytes }),
    Binary: (buffer, sub_type) => ({ _bsontype: 'Binary', buffer, sub_type, position: buffer.length }),
    Buffer: (bytes) => bytes,
    Date: (ms) => new Date(ms),
    RegExp: (pattern, options) => new RegExp(pattern, options.replace('s', 'g')),
    BSONRegExp: (pattern, options) => ({ _bsontype: 'BSONRegExp', pattern, options }),
    Code: (code, scope) => ({ _bsontype: 'Code', code, scope }),
    BSONSymbol: (value) => ({ _bsontype: 'BSONSymbol', value }),
    MinKey: () => ({ _bsontype: 'MinKey' }),
    MaxKey: () => ({ _bsontype: 'MaxKey' }),
    DBRef: ({ $ref: collection, $id: oid, $db: db, ...fields }) => ({ _bsontype: 'DBRef', collection, oid, db, fields }),
})";

/// Calls `check` on a thread with the stack that the lab's child has.
fn with_makers(check: impl FnOnce(&Makers<'_>) + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        let handle = thread.spawn_scoped(scope, || on_this_thread(check)).unwrap();
        if let Err(panic) = handle.join() {
            std::panic::resume_unwind(panic);
        }
    });
}

fn on_this_thread(check: impl FnOnce(&Makers<'_>)) {
    let runtime = Runtime::new().unwrap();
    runtime.set_max_stack_size(STACK_BYTES / 2);
    let context = Context::full(&runtime).unwrap();
    context.with(|ctx| {
        let object: Object<'_> = ctx.eval(MAKERS).catch(&ctx).unwrap();
        let known = Known::new(&ctx, object).unwrap();
        check(&Makers::new(&ctx, &known).unwrap());
    });
}

fn undefined<'js>(ctx: &Ctx<'js>) -> Value<'js> {
    Value::new_undefined(ctx.clone())
}

/// Into JavaScript, with a class for each type that JavaScript has no value for, and back.
fn there_and_back(document: &Document, how: &str) -> Document {
    let mut came = Document::new();
    with_makers(|makers| {
        let ctx = makers.ctx();
        let how: Value<'_> = ctx.eval(how).unwrap();
        let written = Writing::new(makers, Promotion::of(&how).unwrap());
        let value = written.document(document).catch(ctx).unwrap();
        let mut reading = Reading::new(makers, &undefined(ctx)).unwrap();
        came = reading.root(&value).catch(ctx).unwrap();
    });
    came
}

fn text() -> impl Strategy<Value = String> {
    proptest::string::string_regex("[a-zA-Z$._0-9 \u{e9}\u{20ac}\u{1f600}]{0,8}").unwrap()
}

fn key() -> impl Strategy<Value = String> {
    // A number would change its place among the others: JavaScript puts those first.
    prop_oneof![9 => text().prop_map(|text| format!("k{text}")), 1 => Just("__proto__".to_owned())]
}

fn c_text() -> impl Strategy<Value = CString> {
    text().prop_map(|text| CString::try_from(text).unwrap())
}

fn leaf() -> BoxedStrategy<Bson> {
    let subtype = prop_oneof![
        Just(BinarySubtype::Generic),
        Just(BinarySubtype::Md5),
        Just(BinarySubtype::Uuid)
    ];
    prop_oneof![
        any::<f64>()
            .prop_filter("is equal to itself", |number| !number.is_nan())
            .prop_map(Bson::Double),
        any::<i32>().prop_map(Bson::Int32),
        any::<i64>().prop_map(Bson::Int64),
        text().prop_map(Bson::String),
        any::<bool>().prop_map(Bson::Boolean),
        Just(Bson::Null),
        any::<[u8; 12]>().prop_map(|bytes| Bson::ObjectId(ObjectId::from_bytes(bytes))),
        (-8_640_000_000_000_000_i64..8_640_000_000_000_000)
            .prop_map(|ms| Bson::DateTime(DateTime::from_millis(ms))),
        (subtype, proptest::collection::vec(any::<u8>(), 0..20))
            .prop_map(|(subtype, bytes)| Bson::Binary(Binary { subtype, bytes })),
        any::<[u8; 16]>().prop_map(|bytes| Bson::Decimal128(Decimal128::from_bytes(bytes))),
        any::<(u32, u32)>()
            .prop_map(|(time, increment)| Bson::Timestamp(Timestamp { time, increment })),
        (c_text(), Just(CString::try_from("im".to_owned()).unwrap()))
            .prop_map(|(pattern, options)| Bson::RegularExpression(Regex { pattern, options })),
        text().prop_map(Bson::Symbol),
        text().prop_map(Bson::JavaScriptCode),
        Just(Bson::MinKey),
        Just(Bson::MaxKey),
    ]
    .boxed()
}

fn document() -> impl Strategy<Value = Document> {
    let value = leaf().prop_recursive(4, 40, 6, |inner| {
        let fields = proptest::collection::vec((key(), inner.clone()), 0..5).boxed();
        prop_oneof![
            proptest::collection::vec(inner, 0..5).prop_map(Bson::Array),
            fields.clone().prop_map(|fields| Bson::Document(fields.into_iter().collect())),
            (text(), fields).prop_map(|(code, fields)| {
                let scope = fields.into_iter().collect();
                Bson::JavaScriptCodeWithScope(JavaScriptCodeWithScope { code, scope })
            }),
        ]
    });
    proptest::collection::vec((key(), value), 0..6).prop_map(|fields| fields.into_iter().collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn documents_come_back_as_they_were(document in document()) {
        let came = there_and_back(&document, "({ promoteValues: false, bsonRegExp: true })");
        prop_assert_eq!(came, document);
    }

    #[test]
    fn any_promotion_is_read_again(document in document(), longs in any::<bool>(), bigints in any::<bool>()) {
        // Types of numbers may change on the way, names and the order of fields may not.
        let how = format!("({{ promoteLongs: {longs}, useBigInt64: {bigints}, promoteBuffers: true, bsonRegExp: true }})");
        let came = there_and_back(&document, &how);
        prop_assert!(came.keys().eq(document.keys()));
    }
}

fn check_fails(source: &str, expected: &str) {
    with_makers(|makers| {
        let ctx = makers.ctx();
        let value: Value<'_> = ctx.eval(source).catch(ctx).unwrap();
        let mut reading = Reading::new(makers, &undefined(ctx)).unwrap();
        let failed = reading.root(&value).catch(ctx).unwrap_err().to_string();
        assert!(failed.contains(expected), "{source}: {failed}");
    });
}

#[test]
fn what_is_no_document_is_refused() {
    check_fails("5", "serialize does not support non-object as the root input");
    check_fails("const a = {}; a.b = [a]; a", "Cannot convert circular structure to BSON");
    check_fails("({ 'a\\0b': 1 })", "must not contain null bytes");
    check_fails("({ get a() { throw new Error('from a getter') } })", "from a getter");
    check_fails("({ a: { _bsontype: 'ObjectId' } })", "version");
    check_fails("({ a: { _bsontype: 'Long', low: 'x', high: 1 } })", "version");
    check_fails("({ a: { _bsontype: 'Decimal128', bytes: new Uint8Array(3) } })", "version");
    check_fails("({ a: { _bsontype: 'Binary', buffer: 5, position: 1, sub_type: 0 } })", "version");
    check_fails("({ a: { _bsontype: 'Spaceship' } })", "version");
    check_fails(
        "let deep = {}; for (let i = 0; i < 1000; i += 1) deep = { deep }; deep",
        "200 levels",
    );
    check_fails(
        "let wide = 'x'.repeat(1 << 20); for (let i = 0; i < 9; i += 1) wide = Array.from({ length: 9 }, () => wide); ({ wide })",
        "40 MB of memory",
    );
    check_fails("const own = { toBSON() { return { own }; } }; ({ own })", "200 levels");
}

#[test]
fn a_reference_is_a_value_of_its_own() {
    let stored = doc! { "at": { "$ref": "users", "$id": 5, "$db": "shop", "note": "x" }, "like": { "$ref": "a", "$id": 1, "$more": 1 } };
    assert_eq!(there_and_back(&stored, "undefined"), stored);
}

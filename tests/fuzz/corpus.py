#!/usr/bin/env python3
"""The kept inputs of the fuzz targets: one line an input, bytes escaped as Rust's `escape_ascii` does.

    corpus.py seed NAME FOLDER      inputs made from tests/cases
    corpus.py unpack NAME FOLDER    the kept inputs, a file each
    corpus.py pack NAME FOLDER      keeps the smallest of FOLDER's inputs, within the limits below
"""

import gzip
import hashlib
import json
import pathlib
import re
import struct
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
CASES = ROOT / "tests/cases"
KEPT = ROOT / "tests/fuzz/corpus"
# Of one target.
INPUTS_MAX = 150
BYTES_MAX = 36_000
SEED_BYTES_MAX = 4_000


def escaped(data):
    plain = {9: r"\t", 10: r"\n", 13: r"\r", 34: r"\"", 39: r"\'", 92: r"\\"}
    return "".join(
        plain.get(b) or (chr(b) if 32 <= b < 127 else f"\\x{b:02x}") for b in data
    )


def unescaped(line):
    names = {"t": 9, "n": 10, "r": 13}
    out, at = bytearray(), 0
    while at < len(line):
        if line[at] != "\\":
            out.append(ord(line[at]))
            at += 1
        elif line[at + 1] == "x":
            out.append(int(line[at + 2 : at + 4], 16))
            at += 4
        else:
            out.append(names.get(line[at + 1], ord(line[at + 1])))
            at += 2
    return bytes(out)


def prompts(folder):
    """What is typed in the files of cases: lines behind `>`, and those behind `.` that go on."""
    for path in sorted((CASES / folder).glob("*.txt")):
        if path.stat().st_size < 400_000:
            block = []
            for line in path.read_text().splitlines():
                if line.startswith("> "):
                    block.append(line[2:])
                elif line.startswith(". ") and block:
                    block[-1] += "\n" + line[2:]
            yield block


def cut(block):
    """Neighbours together, as far as an input may be long."""
    text = ""
    for one in block:
        if text and SEED_BYTES_MAX < len(text) + len(one):
            yield text
            text = ""
        if len(one) <= SEED_BYTES_MAX:
            text += one + "\n"
    if text:
        yield text


def op_msg(command, kind=2013):
    body = bytes([0]) + command
    if kind == 2004:
        body = struct.pack("<i", 0) + b"admin.$cmd\0" + struct.pack("<ii", 0, -1) + command
    else:
        body = struct.pack("<I", 0) + body
    return struct.pack("<iiii", 16 + len(body), 1, 0, kind) + body


def bson(value):
    """As much of BSON as the seeds need."""
    out = b""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in pairs:
        name = str(key).encode() + b"\0"
        if isinstance(one, bool):
            out += b"\x08" + name + bytes([one])
        elif isinstance(one, int):
            out += b"\x10" + name + struct.pack("<i", one)
        elif isinstance(one, float):
            out += b"\x01" + name + struct.pack("<d", one)
        elif isinstance(one, str):
            text = one.encode() + b"\0"
            out += b"\x02" + name + struct.pack("<i", len(text)) + text
        elif one is None:
            out += b"\x0a" + name
        else:
            out += (b"\x03" if isinstance(one, dict) else b"\x04") + name + bson(one)
    return struct.pack("<i", len(out) + 5) + out + b"\0"


PEOPLE = [
    {"_id": 1, "name": "Ada", "age": 36, "tags": ["a", "b"], "home": {"town": "Rome", "at": [1, 2]}},
    {"_id": 2, "name": "Lin", "age": 2.5, "tags": [], "home": None},
    {"_id": 3, "name": "ada", "tags": ["b", 3, {"c": 1}]},
]
COMMANDS = [
    [{"insert": "p", "documents": PEOPLE}, one]
    for one in [
        {"find": "p", "filter": {"age": {"$gte": 2, "$lt": 40}, "tags": {"$all": ["a"]}}, "sort": {"age": -1}},
        {"find": "p", "filter": {"$or": [{"tags": {"$elemMatch": {"c": 1}}}, {"home.town": {"$regex": "^R", "$options": "i"}}]}, "projection": {"tags": {"$slice": 1}, "n": {"$toUpper": "$name"}}},
        {"find": "p", "filter": {"$expr": {"$gt": [{"$size": {"$ifNull": ["$tags", []]}}, 1]}}, "limit": 2, "skip": 1},
        {"find": "p", "filter": {"$jsonSchema": {"required": ["age"], "properties": {"age": {"bsonType": "int", "minimum": 3}}}}},
        {"find": "p", "filter": {"age": {"$mod": [2, 0]}, "name": {"$type": "string"}, "home": {"$exists": True}, "tags": {"$size": 0}, "_id": {"$bitsAllSet": 1, "$nin": [4], "$not": {"$in": [9]}}}},
        {"find": "p", "collation": {"locale": "en", "strength": 2, "numericOrdering": True}, "filter": {"name": "ADA"}, "sort": {"name": 1}},
        {"update": "p", "updates": [{"q": {"_id": 1}, "u": {"$set": {"home.at.$[e]": 5}, "$inc": {"age": 1}, "$push": {"tags": {"$each": ["z"], "$sort": 1, "$slice": -2, "$position": 0}}}, "arrayFilters": [{"e": {"$gt": 1}}]}]},
        {"update": "p", "updates": [{"q": {"tags": "b"}, "u": {"$set": {"tags.$": "B"}, "$unset": {"age": ""}, "$rename": {"name": "n"}, "$mul": {"x": 2}, "$min": {"m": 1}, "$currentDate": {"d": True}, "$bit": {"f": {"or": 5}}}, "multi": False}]},
        {"update": "p", "updates": [{"q": {"_id": 9, "a": {"$eq": 1}}, "u": [{"$set": {"t": {"$add": ["$a", 1]}}}, {"$unset": "a"}, {"$replaceWith": {"k": "$$ROOT"}}], "upsert": True}]},
        {"update": "p", "updates": [{"q": {}, "u": {"$pull": {"tags": {"$in": ["a"]}}, "$addToSet": {"s": {"$each": [1, 1]}}, "$pop": {"q": -1}, "$setOnInsert": {"z": 1}}, "multi": True}]},
        {"findAndModify": "p", "query": {"_id": 1}, "update": {"$inc": {"age": 1}}, "new": True, "fields": {"age": 1}, "sort": {"age": 1}},
        {"delete": "p", "deletes": [{"q": {"age": {"$gt": 1}}, "limit": 1, "collation": {"locale": "en"}}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$match": {"age": {"$gt": 1}}}, {"$unwind": {"path": "$tags", "includeArrayIndex": "i", "preserveNullAndEmptyArrays": True}}, {"$group": {"_id": "$tags", "n": {"$sum": 1}, "all": {"$push": "$$ROOT"}, "f": {"$first": "$name"}}}, {"$sort": {"n": -1}}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$lookup": {"from": "p", "localField": "_id", "foreignField": "age", "as": "j", "let": {"x": "$age"}, "pipeline": [{"$match": {"$expr": {"$eq": ["$age", "$$x"]}}}]}}, {"$facet": {"a": [{"$count": "n"}], "b": [{"$bucket": {"groupBy": "$_id", "boundaries": [0, 2, 4], "default": "o"}}]}}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$setWindowFields": {"sortBy": {"_id": 1}, "output": {"r": {"$rank": {}}, "s": {"$sum": "$age", "window": {"documents": ["unbounded", "current"]}}}}}, {"$project": {"v": {"$cond": [{"$lt": ["$age", 3]}, "low", "high"]}, "w": {"$switch": {"branches": [{"case": True, "then": 1}], "default": 2}}}}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$addFields": {"m": {"$map": {"input": "$tags", "as": "t", "in": {"$concat": ["$$t", "!"]}}}, "f": {"$filter": {"input": [1, 2], "cond": {"$gt": ["$$this", 1]}}}, "r": {"$reduce": {"input": {"$range": [0, 5, 2]}, "initialValue": 0, "in": {"$add": ["$$value", "$$this"]}}}}}, {"$graphLookup": {"from": "p", "startWith": "$_id", "connectFromField": "_id", "connectToField": "age", "as": "g", "maxDepth": 2}}, {"$out": "o"}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$project": {"d": {"$dateToString": {"date": {"$dateFromString": {"dateString": "2024-01-02", "timezone": "+01:00"}}, "format": "%Y-%j %H", "timezone": "Europe/Berlin"}}, "t": {"$dateTrunc": {"date": {"$date": "2024-01-02T03:04:05Z"}, "unit": "week", "binSize": 2}}, "x": {"$dateDiff": {"startDate": {"$date": "2024-01-02T03:04:05Z"}, "endDate": "$$NOW", "unit": "month"}}, "c": {"$convert": {"input": "1e3", "to": "decimal", "onError": 0}}, "s": {"$split": ["$name", "d"]}, "z": {"$zip": {"inputs": [[1], [2]]}}, "q": {"$regexFindAll": {"input": "$name", "regex": "a+"}}}}]},
        {"aggregate": "p", "cursor": {}, "pipeline": [{"$sample": {"size": 1}}, {"$sortByCount": "$name"}, {"$unionWith": {"coll": "p", "pipeline": [{"$limit": 1}]}}, {"$bucketAuto": {"groupBy": "$age", "buckets": 2, "granularity": "R5"}}, {"$merge": {"into": "m", "on": "_id", "whenMatched": "merge"}}]},
        {"createIndexes": "p", "indexes": [{"key": {"tags": 1, "age": -1}, "name": "i", "partialFilterExpression": {"age": {"$gt": 1}}}, {"key": {"name": "text"}, "name": "t"}, {"key": {"d": 1}, "name": "x", "expireAfterSeconds": 5}]},
        {"explain": {"find": "p", "filter": {"_id": {"$in": [1, 2]}}}, "verbosity": "executionStats"},
        {"distinct": "p", "key": "tags", "query": {"age": {"$ne": None}}},
        {"find": "p", "filter": {"_id": {"$numberDecimal": "1E+6000"}, "a": {"$binary": {"base64": "AQI=", "subType": "04"}}, "b": {"$minKey": 1}, "c": {"$regularExpression": {"pattern": "a", "options": "i"}}, "d": {"$timestamp": {"t": 1, "i": 2}}}},
    ]
]
RESP = [
    b"*2\r\n$5\r\nHELLO\r\n$1\r\n3\r\n*5\r\n$4\r\nZADD\r\n$1\r\nz\r\n$1\r\n1\r\n$1\r\na\r\n$1\r\n2\r\n",
    b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$1\r\nv\r\nGET k\r\nPING\r\n",
    b"SUBSCRIBE a b\r\nPING\r\nUNSUBSCRIBE\r\nQUIT\r\n",
    b"MULTI\r\nINCR k\r\nLPUSH l 1 2 3\r\nEXEC\r\nBLPOP none 1\r\n",
    b"HELLO 3\r\nHSET h a 1 b 2\r\nHGETALL h\r\nCONFIG GET *\r\nCOMMAND INFO get\r\nXADD s * a 1\r\nXRANGE s - +\r\n",
    b"*0\r\n*-1\r\n*1\r\n$0\r\n\r\n*1\r\n$-1\r\n",
    b"*1048577\r\n", b"*1\r\n$9000000\r\n", b"GET \"a\\x00b\" 'it\\'s'\r\n",
]


def entry(name, content=b"", kind=b"0", off=0):
    """An entry as the target `archive` reads it."""
    return kind + bytes([len(name)]) + name + bytes([off % 256]) + struct.pack("<H", len(content)) + content


def archives():
    head = b'format = 1\nid = "a/b"\nversion = "1.0.0"\ntitle = "T"\nsummary = "S"\nlanguages = ["en"]\nlicence = "MIT"\n'
    head += b'[[module]]\nid = "m"\ntitle = "M"\nshort = "M"\noutcome = "O"\nlessons = ["l"]\nexercises = []\n'
    right = entry(b"pack.toml", head) + entry(b"lessons/m/l.md", b"# L")
    yield b"\1" + right
    for kind in b"123456789LKSxg\0":
        yield b"\1" + entry(b"lessons/m/l.md", b"/etc/passwd", bytes([kind])) + right
    for name in [b"../x", b"/x", b"lessons/../x", b"lessons\\x", b"lessons/\x1b[2J", b"lessons/m/.x", b"lessons/m/con", b"lessons/M/l.md", b"lessons/m", b"lessons/m/l.md/x", b"", b"lessons/\xff"]:
        yield b"\1" + right + entry(name, b"x")
    for off in [1, -1, 127, -128]:
        yield b"\1" + right + entry(b"lessons/m/x.md", b"x", off=off) + entry(b"lessons/m/y.md", b"y" * 600)
    packed = gzip.compress(b"\0" * 1024, mtime=0)
    yield from [b"\0" + packed, b"\0" + packed[:-4], b"\0" + packed * 2, b"\0" + b"\x1f\x8b\x08\x08" + packed[4:], b"\0PK\3\4"]


def seeds(name):
    if name == "archive":
        yield from archives()
    elif name == "shell":
        for block in prompts("documents"):
            yield from cut(block)
    elif name == "redis_console":
        for block in prompts("cache"):
            yield from cut(block)
    elif name == "resp":
        for one in RESP:
            yield b"\0" + one
            yield b"\1" + one
        for block in prompts("cache"):
            for text in cut(block):
                yield b"\0" + text[:1_500].replace("\n", "\r\n").encode()
    elif name == "commands":
        for one in COMMANDS:
            yield json.dumps(one, separators=(",", ":"))
    elif name == "op_msg":
        yield b"\0" + op_msg(bson({"isMaster": 1, "helloOk": True}), 2004)
        for mark, block in enumerate(COMMANDS):
            try:
                yield bytes([mark % 2]) + b"".join(op_msg(bson({**one, "$db": "shop"})) for one in block)
            except (struct.error, OverflowError):
                pass
        inner = b"documents\0" + bson({"a": 1}) + bson({"a": 2})
        body = struct.pack("<I", 0) + b"\0" + bson({"insert": "p", "$db": "s"})
        body += b"\1" + struct.pack("<i", 4 + len(inner)) + inner
        yield b"\0" + struct.pack("<iiii", 16 + len(body), 7, 0, 2013) + body
    elif name == "sql":
        for path in sorted((CASES / "dialect").glob("*.sql")):
            yield from cut(re.split(r"(?<=;)\n", path.read_text()))
    elif name == "http_file":
        for path in sorted(CASES.rglob("*.http")):
            yield path.read_bytes()[:SEED_BYTES_MAX]
    elif name == "manifest":
        for pack in sorted(CASES.glob("*/pack.toml")):
            head = pack.read_text()
            for toml in [None, *sorted(pack.parent.rglob("exercise.toml"))]:
                text = f"=== pack.toml\n{head}"
                if toml:
                    for path in sorted(toml.parent.rglob("*")):
                        if path.is_file() and path.suffix in {".toml", ".md", ".js", ".sql", ".json", ".redis", ".http"}:
                            own = path.relative_to(pack.parent).as_posix()
                            text += f"=== {own}\n{path.read_text(errors='replace')}"
                else:
                    for path in sorted(pack.parent.rglob("lessons/**/*.md")) + sorted(pack.parent.glob("*.toml")):
                        own = path.relative_to(pack.parent).as_posix()
                        text += f"=== {own}\n{path.read_text(errors='replace')}"
                yield text[: 2 * SEED_BYTES_MAX]


def write(folder, inputs):
    folder.mkdir(parents=True, exist_ok=True)
    for one in inputs:
        data = one.encode() if isinstance(one, str) else one
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(name, folder):
    # The smallest first; a crash that was mended stands in a test of its own.
    inputs = sorted((path.read_bytes() for path in folder.iterdir()), key=lambda data: (len(data), data))
    kept, left = [], BYTES_MAX
    for data in inputs[:INPUTS_MAX]:
        line = escaped(data)
        left -= len(line) + 1
        if left < 0:
            break
        kept.append(line)
    KEPT.mkdir(parents=True, exist_ok=True)
    (KEPT / f"{name}.txt").write_text("".join(line + "\n" for line in kept))
    print(f"{name}: {len(kept)} of {len(inputs)} inputs kept")


def main():
    what, name, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    if what == "seed":
        write(folder, seeds(name))
    elif what == "unpack":
        kept = KEPT / f"{name}.txt"
        lines = kept.read_text().splitlines() if kept.exists() else []
        write(folder, [unescaped(line) for line in lines])
    else:
        pack(name, folder)


main()

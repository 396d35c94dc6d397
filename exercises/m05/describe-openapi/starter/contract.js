// Sends requests to api.js and compares the answers with openapi.json.
// `node contract.js` shows each answer and what does not fit.
const fs = require("node:fs");
const path = require("node:path");
const api = require("./api");

const requests = [
  "GET /products/1",
  "GET /products/2",
  "GET /products/3",
  "GET /products/4",
  "GET /products/99",
  'POST /orders {"product": 1, "quantity": 2}',
  'POST /orders {"product": 1, "quantity": 0}',
];

// ---- a schema and a value: what does not fit? ----

const types = {
  null: (v) => v === null,
  boolean: (v) => typeof v === "boolean",
  string: (v) => typeof v === "string",
  number: (v) => typeof v === "number",
  integer: (v) => Number.isInteger(v),
  array: (v) => Array.isArray(v),
  object: (v) => v !== null && typeof v === "object" && !Array.isArray(v),
};
const list = (v) => (Array.isArray(v) ? v : [v]);
const named = (v) => (v === null ? "null" : JSON.stringify(v));
const own = (object, key) => types.object(object) && Object.hasOwn(object, key);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// Each word of a schema, and how it looks at a value. It returns what is wrong.
const words = {
  type(type, v, at) {
    const unknown = list(type).find((t) => !own(types, t));
    if (unknown !== undefined) return [`${at}: there is no type ${named(unknown)}`];
    if (list(type).some((t) => types[t](v))) return [];
    return [`${at} is ${named(v)}, and the contract says ${list(type).join(" or ")}`];
  },
  enum: (values, v, at) => (list(values).some((one) => same(one, v)) ? [] : [`${at} is ${named(v)}, not one of enum`]),
  const: (value, v, at) => (same(value, v) ? [] : [`${at} is ${named(v)}, not ${named(value)}`]),
  minimum: (n, v, at) => (types.number(v) && v < n ? [`${at} is below ${n}`] : []),
  maximum: (n, v, at) => (types.number(v) && v > n ? [`${at} is above ${n}`] : []),
  exclusiveMinimum: (n, v, at) => (types.number(v) && v <= n ? [`${at} is not above ${n}`] : []),
  exclusiveMaximum: (n, v, at) => (types.number(v) && v >= n ? [`${at} is not below ${n}`] : []),
  multipleOf: (n, v, at) => (types.number(v) && v % n !== 0 ? [`${at} is no multiple of ${n}`] : []),
  minLength: (n, v, at) => (types.string(v) && [...v].length < n ? [`${at} is too short`] : []),
  maxLength: (n, v, at) => (types.string(v) && [...v].length > n ? [`${at} is too long`] : []),
  pattern: (p, v, at) => (types.string(v) && !new RegExp(p, "u").test(v) ? [`${at} does not match pattern`] : []),
  required(names, v, at) {
    if (!Array.isArray(names)) return [`${at}: required is a list of names, and stands beside properties`];
    if (!types.object(v)) return [];
    return names.filter((name) => !own(v, name)).map((name) => `${name} is missing`);
  },
  properties(fields, v, at, doc, depth) {
    if (!types.object(v)) return [];
    return Object.keys(fields).filter((name) => own(v, name))
      .flatMap((name) => problems(doc, fields[name], v[name], name, depth + 1));
  },
  additionalProperties(rest, v, at, doc, depth, schema) {
    if (!types.object(v)) return [];
    return Object.keys(v).filter((name) => !own(schema.properties, name))
      .flatMap((name) => problems(doc, rest, v[name], name, depth + 1));
  },
  unevaluatedProperties(rest, v, at, doc, depth, schema) {
    if (!types.object(v)) return [];
    const { names } = listed(doc, schema);
    return Object.keys(v).filter((name) => !names.has(name))
      .flatMap((name) => problems(doc, rest, v[name], name, depth + 1));
  },
  dependentRequired: (lists, v, at) => (types.object(v) ? Object.entries(lists) : [])
    .flatMap(([name, others]) => (own(v, name) ? words.required(others, v, at) : [])),
  minProperties: (n, v, at) => (types.object(v) && Object.keys(v).length < n ? [`${at} has too few fields`] : []),
  maxProperties: (n, v, at) => (types.object(v) && Object.keys(v).length > n ? [`${at} has too many fields`] : []),
  items: (schema, v, at, doc, depth) =>
    types.array(v) ? v.flatMap((one, i) => problems(doc, schema, one, `${at}[${i}]`, depth + 1)) : [],
  $ref: (ref, v, at, doc, depth) => problems(doc, follow(doc, ref), v, at, depth + 1),
  allOf: (all, v, at, doc, depth) => all.flatMap((one) => problems(doc, one, v, at, depth + 1)),
  anyOf(any, v, at, doc, depth) {
    const found = any.map((one) => problems(doc, one, v, at, depth + 1));
    return found.some((f) => f.length === 0) ? [] : found.flat();
  },
  oneOf(any, v, at, doc, depth) {
    const found = any.map((one) => problems(doc, one, v, at, depth + 1));
    const fit = found.filter((f) => f.length === 0).length;
    if (fit > 1) return [`${at} fits more than one of oneOf`];
    return fit === 1 ? [] : found.flat();
  },
  not: (schema, v, at, doc, depth) =>
    problems(doc, schema, v, at, depth + 1).length === 0 ? [`${at} is what it must not be`] : [],
  nullable: (yes, v, at) => [`${at}: nullable is a word of OpenAPI 3.0; since 3.1 null is one of the types`],
};
// Words that say something to people and refuse nothing.
const remarks = ["title", "description", "example", "examples", "default", "deprecated", "format",
  "readOnly", "writeOnly", "$comment", "$defs", "externalDocs"];

function follow(doc, ref) {
  const keys = String(ref).replace(/^#\//, "").split("/").map((k) => k.replace(/~1/g, "/").replace(/~0/g, "~"));
  const found = keys.reduce((node, key) => (own(node, key) ? node[key] : undefined), doc);
  if (found === undefined) throw new Error(`nothing stands at ${ref}`);
  return found;
}

function problems(doc, schema, v, at, depth = 0) {
  if (schema === true) return [];
  if (schema === false) return [`${at} is described nowhere`];
  if (!types.object(schema) || depth > 40) return [`${at}: its schema cannot be read`];
  return Object.keys(schema).flatMap((word) => {
    if (own(words, word)) return words[word](schema[word], v, at, doc, depth, schema);
    if (remarks.includes(word) || word.startsWith("x-")) return [];
    return [`${at}: contract.js knows no word ${named(word)}`];
  });
}

// ---- an answer and the contract ----

// The names that a schema lists; `open` where it takes more than these.
function listed(doc, schema, depth = 0) {
  const found = { names: new Set(), open: false };
  if (!types.object(schema) || depth > 40) return found;
  if (own(schema, "additionalProperties") || own(schema, "unevaluatedProperties")) found.open = true;
  for (const name of Object.keys(schema.properties ?? {})) found.names.add(name);
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((word) => schema[word] ?? []);
  if (own(schema, "$ref")) parts.push(follow(doc, schema.$ref));
  for (const part of parts) {
    const more = listed(doc, part, depth + 1);
    found.open ||= more.open;
    for (const name of more.names) found.names.add(name);
  }
  return found;
}

function find(doc, method, target) {
  const parts = target.split("?")[0].split("/");
  const fits = (template) => template.split("/").length === parts.length
    && template.split("/").every((part, i) => /^\{.+\}$/.test(part) || part === parts[i]);
  const template = Object.keys(doc.paths ?? {}).find(fits);
  if (!template) return undefined;
  const item = doc.paths[template];
  return (item.$ref ? follow(doc, item.$ref) : item)[method.toLowerCase()];
}

function judge(doc, { request, status, body }) {
  const [method, target] = request.split(" ");
  const operation = find(doc, method, target);
  if (!operation) return ["this operation is described nowhere"];
  const answers = operation.responses ?? {};
  let answer = answers[status] ?? answers[String(status)[0] + "XX"] ?? answers.default;
  if (answer && answer.$ref) answer = follow(doc, answer.$ref);
  if (!answer) return ["this status is described nowhere"];
  const media = Object.keys(answer.content ?? {}).find((type) => /^(application\/(json|\*)|\*\/\*)/.test(type));
  if (!media) return ["the answer has a JSON body, and content describes none"];
  const schema = answer.content[media].schema ?? true;
  const found = problems(doc, schema, body, "the body");

  // Stricter than JSON Schema, as the tests of a server should be: once an object
  // lists its fields, a field that nobody listed is told.
  const { names, open } = listed(doc, schema);
  if (types.object(body) && names.size > 0 && !open) {
    found.push(...Object.keys(body).filter((name) => !names.has(name)).map((name) => `${name} is described nowhere`));
  }
  return [...new Set(found)];
}

function read() {
  const text = fs.readFileSync(path.join(__dirname, "openapi.json"), "utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("openapi.json is no JSON");
  }
}

function compare(answer) {
  try {
    return judge(read(), answer);
  } catch (error) {
    return [error.message];
  }
}

// ---- live answers ----

async function send(requests) {
  const server = await new Promise((listens) => {
    const started = api.listen(0, () => listens(started));
  });
  const answers = [];
  for (const line of requests) {
    const [, method, target, sent] = line.match(/^(\S+) (\S+) ?(.*)$/);
    const url = `http://localhost:${server.address().port}${target}`;
    const r = await fetch(url, sent
      ? { method, body: sent, headers: { "Content-Type": "application/json" } }
      : { method });
    answers.push({ request: `${method} ${target}`, status: r.status, body: await r.json() });
  }
  server.close();
  server.closeAllConnections();
  return answers;
}

function show(answers) {
  for (const a of answers) {
    console.log(`${a.request}  ${a.status}  ${JSON.stringify(a.body)}`);
    for (const problem of compare(a)) console.log(`  - ${problem}`);
  }
}

const told = (a) => compare(a).map((problem) => `${a.request}, ${a.status}: ${problem}`);

// Prints the answers to these requests, and returns what is wrong with the first that does not fit.
exports.live = async (requests) => {
  const answers = await send(requests);
  show(answers);
  return answers.map(told).find((problems) => problems.length > 0) ?? [];
};

// Answers of other days, each body as JSON text: what does not fit in them?
exports.fit = (answers) => answers.flatMap((a) => told({ ...a, body: JSON.parse(a.body) }));

// Answers that break the contract: which of them does it let through?
exports.letThrough = (answers) =>
  answers.filter((a) => compare({ ...a, body: JSON.parse(a.body) }).length === 0)
    .map((a) => `${a.request}, ${a.status}: ${a.body}`);

if (require.main === module) send(requests).then(show);

function judge(r) {
  if (!r.ok) throw new Error("status " + r.status);
  return r.json();
}

function explain(error) {
  if (error.name === "TimeoutError" || error.name === "AbortError") throw new Error("too slow");
  if (error instanceof SyntaxError) throw new Error("not JSON");
  throw error;
}

function send(base, options) {
  return fetch(`${base}/users`, { signal: AbortSignal.timeout(500), ...options });
}

exports.getUsers = (base) => send(base)
  .then((r) => (r.status === 503 ? send(base) : r))
  .then(judge)
  .catch(explain);

exports.createUser = (base, user) => send(base, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(user),
}).then(judge).catch(explain);

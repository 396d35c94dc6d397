async function request(base, { tries = 1, ...options } = {}) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 500);
  let text;
  let response;
  try {
    response = await fetch(base + "/users", { ...options, signal: controller.signal });
    text = await response.text();
  } catch (error) {
    throw new Error(controller.signal.aborted ? "too slow" : "no connection", { cause: error });
  } finally {
    clearTimeout(timer);
  }

  if (response.status === 503 && tries > 1) return request(base, { ...options, tries: tries - 1 });
  if (response.status < 200 || response.status > 299) throw new Error(`HTTP ${response.status}`);
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("this is not JSON");
  }
}

const getUsers = (base) => request(base, { tries: 2 });
const createUser = (base, user) => {
  const headers = { "Content-Type": "application/json" };
  return request(base, { method: "POST", headers, body: JSON.stringify(user) });
};

module.exports = { getUsers, createUser };

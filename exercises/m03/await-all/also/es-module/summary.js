import lookups from "./lookups.js";

const guard = (name) => async (id) => {
  try {
    return { value: await lookups[name](id) };
  } catch (error) {
    return { error, name };
  }
};
const steps = ["user", "orders", "points"].map(guard);

export async function summary(id, res) {
  const found = await Promise.all(steps.map((step) => step(id)));
  const bad = found.find((one) => "error" in one);
  const body = bad
    ? { failed: bad.name }
    : { user: found[0].value, orders: found[1].value, points: found[2].value };
  res.writeHead(bad ? 502 : 200, { "Content-Type": "application/json" });
  res.end(JSON.stringify(body));
}

import { increment, value } from "./counter.js";

export async function visit({ headers }, res) {
  const count = increment();
  await new Promise(setImmediate);
  console.error("visitor", count, headers["user-agent"]);
  res.setHeader("X-Visitor", count);
  res.end("you are visitor " + count);
}

export const show = (req, res) => void res.end(["visitors:", value()].join(" "));

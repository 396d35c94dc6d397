import http from "node:http";
const send = (url, { method = "GET", body } = {}) => new Promise((resolve, reject) => {
  const req = http.request(url, { method, agent: false, headers: body && { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) } }, (res) => {
    let text = "";
    res.setEncoding("utf8");
    res.on("data", (s) => (text += s)).on("end", () => { clearTimeout(t); resolve({ status: res.statusCode, text }); }).on("error", reject);
  });
  const t = setTimeout(() => { reject(new Error("too slow: no answer after 500 ms")); req.destroy(); }, 500);
  req.on("error", reject);
  req.end(body);
});
const judge = ({ status, text }) => {
  if (status < 200 || status >= 300) throw new Error("got " + status);
  try { return JSON.parse(text); } catch { throw new Error("the body is not JSON"); }
};
async function getUsers(base) {
  let answer = await send(`${base}/users`);
  if (answer.status === 503) answer = await send(`${base}/users`);
  return judge(answer);
}
const createUser = async (base, user) => judge(await send(`${base}/users`, { method: "POST", body: JSON.stringify(user) }));
export { getUsers, createUser };

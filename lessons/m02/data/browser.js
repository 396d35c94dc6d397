// The part of a browser that keeps cookies, by the rules of RFC 6265 and of SameSite. All of them
// come from https://shop.test/.
//
// `keep` takes the value of a Set-Cookie. `visit` prints the names that go along with a request to an
// address; with a second address a page there sends it, as a form with POST. `script` prints the
// names that a script on https://shop.test/ can read, and `wait` lets seconds pass.
const jar = [];
let now = 0;

function keep(line) {
  const [pair, ...rules] = line.split("; ");
  const cookie = { name: pair.split("=")[0], Path: "/", until: Infinity };
  for (const rule of rules) {
    const [name, value = true] = rule.split("=");
    cookie[name] = value;
  }
  if (cookie["Max-Age"]) cookie.until = now + Number(cookie["Max-Age"]);
  jar.push(cookie);
}

function site(address) {
  const { protocol, hostname } = new URL(address);
  return protocol + hostname.split(".").slice(-2).join(".");
}

function going(address, from) {
  const { protocol, hostname, pathname } = new URL(address);
  return jar.filter((cookie) =>
    hostname === "shop.test"
    && now < cookie.until
    && (pathname === cookie.Path || pathname.startsWith(cookie.Path.replace(/\/?$/, "/")))
    && (protocol === "https:" || !cookie.Secure)
    && (site(from) === site(address) || !/^(Lax|Strict)$/.test(cookie.SameSite)));
}

function print(what, cookies) {
  console.log(what.padEnd(29), cookies.map((cookie) => cookie.name).join(" ") || "nothing");
}

function visit(address, from) {
  const what = from ? "POST from " + new URL(from).host : address;
  print(what, going(address, from ?? address));
}

function script() {
  const page = "https://shop.test/";
  print("a script reads", going(page, page).filter((cookie) => !cookie.HttpOnly));
}

function wait(seconds) {
  now += seconds;
  console.log(`${seconds} seconds later`);
}

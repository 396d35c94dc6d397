// The menus of a kitchen. Writing one out is slow, so it is counted.
const menus = new Map([
  ["lunch", { version: 1, dishes: "soup, rice, crème brûlée" }],
  ["tea", { version: 1, dishes: "green, black, mint" }],
]);
let written = 0;

/** The menu of this name as { version, write() }, or undefined. Each change raises the version. */
function find(name) {
  const menu = menus.get(name);
  if (!menu) return undefined;
  return {
    version: menu.version,
    write() {
      written += 1;
      return `${name}: ${menu.dishes}`;
    },
  };
}

/** Answers what is no GET of a menu: a change by PUT, and how many menus were written out. */
function handled(req, res) {
  if (req.url === "/written") {
    res.end(String(written));
    return true;
  }
  if (req.method !== "PUT") return false;
  let dishes = "";
  req.setEncoding("utf8");
  req.on("data", (piece) => (dishes += piece));
  req.on("end", () => {
    const name = req.url.slice("/menus/".length);
    const version = (menus.get(name)?.version ?? 0) + 1;
    menus.set(name, { version, dishes });
    res.writeHead(204).end();
  });
  return true;
}

module.exports = { find, handled };

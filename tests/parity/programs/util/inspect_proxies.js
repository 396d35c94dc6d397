const { inspect } = require("util");
const proxy = new Proxy({ a: 1 }, { get: () => 2 });
console.log(inspect(proxy, { showProxy: true }));
console.log(inspect(new Proxy([1, 2], {}), { showProxy: true }));
console.log(inspect(new Proxy(new Proxy({}, {}), {}), { showProxy: 1 }));
const { proxy: gone, revoke } = Proxy.revocable({}, {});
revoke();
console.log(gone);

// buffer.fill and Buffer.alloc: places, encodings and values of every kind.
const told = (ask) => {
  try {
    console.log(ask());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
const fills = [
  [1, 5], [1, -1], [1, 3], [1, 0, 5], [1, 2, 1], [1, "1"], [1, 1.5], [1, null], [1, undefined, 1], [1, 0, null],
  ["a", 0, "1"], ["a", "latin1"], ["a", "nope"], ["a", 0, 2, 5], ["a", 0, 2, null], ["a", 5, "nope"], ["abc", 1, "utf8"], [""],
  ["zz", "hex"], ["616", "hex"], [new Uint8Array(0)], [null], [{}], [[1]], [true], [-1], ["1"], ["é", "latin1"],
  [new Uint16Array([1, 256])], ["a", 2 ** 40], ["a", -2],
];
for (const args of fills) told(() => Buffer.alloc(2).fill(...args));
for (const args of [[2, ""], [2, null], [2, Buffer.alloc(0)], [2, "zz", "hex"], [2, "a", "nope"], [2, "a", 5], [2, {}], [2, "a", null]]) {
  told(() => Buffer.alloc(...args));
}
for (const text of ["*", "a", "aa", "aaa=", "a===", "a=", "aG=", "aGkxa==", " aG k=\n", undefined, 5]) told(() => atob(text));
told(() => atob());
told(() => btoa());

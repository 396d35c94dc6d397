const params = new URLSearchParams("?a=1&b=2&a=3&empty&sp=a+b%20c");
console.log(params.get("a"), params.getAll("a"), params.has("b"), params.has("a", "3"), params.get("none"), params.size, params.get("empty"), params.get("sp"));
params.set("a", "x");
params.append("c", 5);
params.delete("b");
params.sort();
console.log(params.toString(), [...params.keys()], [...params.values()], Object.fromEntries(params));
params.forEach((value, name) => console.log(name, value));
console.log(new URLSearchParams({ a: 1, b: [1, 2] }).toString(), new URLSearchParams([["x", "1"], ["x", "2"]]).toString(), new URLSearchParams(new Map([["m", "1"]])).toString(), `${new URLSearchParams("é=~!'()*")}`);
for (const bad of [() => new URLSearchParams([["a"]]), () => new URLSearchParams([1]), () => params.get(), () => params.append("x")]) {
  try {
    bad();
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}

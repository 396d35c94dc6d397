process.env.NEW_ONE = 5;
process.env.OTHER = undefined;
console.log(process.env.NEW_ONE, typeof process.env.NEW_ONE, process.env.OTHER, typeof process.env.OTHER);
console.log("NEW_ONE" in process.env, delete process.env.NEW_ONE, process.env.NEW_ONE);
console.log(process.env.NOT_THERE);
process.env.BOOL = true;
process.env.NOTHING = null;
console.log([process.env.BOOL, process.env.NOTHING]);
console.log(Object.keys(process.env).includes("BOOL"), { ...process.env }.BOOL);
try {
  process.env.SYMBOL = Symbol("x");
} catch (error) {
  console.log(error.name, error.message);
}

import def, { value, seen } from "./b.mjs";
console.log("a runs", value);
export let count = 0;
export function up() { count += 1; }
export const readB = () => `${value} ${seen} ${def}`;
export { early } from "./b.mjs";

import { count, up } from "./a.mjs";
console.log("b runs", typeof up);
export const value = "of b";
export let seen;
try { seen = count; } catch (error) { seen = `${error.name}: ${error.message}`; }
export const early = "handed on";
export const readCount = () => count;
export default "default of b";

// A file that only speaks of modules stays CommonJS.
const text = `
import http from "node:http";
export default http;
`;
console.log(typeof require, typeof module, text.trim().split("\n").length);

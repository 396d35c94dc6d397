import { order } from "./one.mjs";
order.push("two");
export const two = await Promise.resolve("two");

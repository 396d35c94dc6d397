export const order = ["one begins"];
await new Promise((resolve) => setTimeout(resolve, 5));
order.push("one is ready");

const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
await wait(3);
export const config = { ready: true };
export default "config";
console.log("config is ready");

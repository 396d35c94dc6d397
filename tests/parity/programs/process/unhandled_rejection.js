process.on("unhandledRejection", (reason, promise) => console.log("unhandled", reason, promise instanceof Promise));
process.on("rejectionHandled", () => console.log("handled late"));
const late = Promise.reject("late");
setTimeout(() => late.catch(() => console.log("caught late")), 2);
Promise.reject(1);
Promise.reject(2).catch(() => console.log("caught"));
(async () => { throw 3; })();
new Promise((_, reject) => reject(undefined));

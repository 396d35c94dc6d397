console.log("failing runs once");
await null;
throw new Error("no configuration");

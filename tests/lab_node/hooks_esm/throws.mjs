throw new Error("in mjs");

// parity: stderr
process.on("exit", (code) => console.log("exit", code));
Promise.reject(new Error("nobody caught this"));
setTimeout(() => console.log("never"), 50);

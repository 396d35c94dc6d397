// parity: stderr
// A promise that is rejected with something that is no error, and nobody there.
process.on("exit", (code) => console.log("exit", code));
setTimeout(() => console.log("never"), 20);
Promise.reject({ status: 404, message: "not an Error" });
console.log("first");

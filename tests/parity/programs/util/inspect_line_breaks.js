for (let length = 50; length < 80; length += 2) {
  console.log({ a: "x".repeat(length) });
  console.log({ first: "x".repeat(length / 2), second: "y".repeat(length / 2) });
  console.log(["x".repeat(length / 2), "y".repeat(length / 2)]);
}

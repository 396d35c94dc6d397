// The users of the shop. In a real table stands argon2id; scrypt with small
// settings keeps the checks short.
const { scryptSync, timingSafeEqual } = require("node:crypto");

const hash = (password, salt) => scryptSync(password, salt, 32, { N: 16 });
const users = [
  { id: 7, email: "asha@shop.example", salt: "s-7", hash: hash("two cups of green tea", "s-7") },
  { id: 8, email: "ravi@shop.example", salt: "s-8", hash: hash("correct kettle 42", "s-8") },
];

// The user with this email and this password, or undefined.
exports.findUser = (email, password) => {
  const user = users.find((user) => user.email === email);
  if (!user || typeof password !== "string") return undefined;
  return timingSafeEqual(hash(password, user.salt), user.hash) ? user : undefined;
};

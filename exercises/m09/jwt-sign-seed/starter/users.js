// The users of the shop. Passwords are compared by their scrypt hashes.
const { scryptSync, timingSafeEqual } = require("node:crypto");

const users = [
  {
    id: 7,
    email: "asha@shop.example",
    salt: "s-7-green",
    hash: "8eac75b7e676490e0246836bf95cf4bbf54078010897b9f3ab102eea10c7b1b8",
  },
  {
    id: 8,
    email: "ravi@shop.example",
    salt: "s-8-black",
    hash: "d01c98e76f80465f843ed15d241eba939200d4f3e48b8537be524887dd4aeb6f",
  },
];

// The user with this email and this password, or undefined.
exports.findUser = (email, password) => {
  const user = users.find((user) => user.email === email);
  if (!user || typeof password !== "string") return undefined;
  const made = scryptSync(password, user.salt, 32);
  const fits = timingSafeEqual(made, Buffer.from(user.hash, "hex"));
  return fits ? user : undefined;
};

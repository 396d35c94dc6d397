// The users of the shop. Their passwords are not stored, only what scrypt
// makes of them and a salt; the module on authentication explains how. You
// need two functions.
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
const nobody = { id: 0, salt: "s-0-empty", hash: "00".repeat(32) };

// The user with this email, or undefined.
exports.findUser = (email) => users.find((user) => user.email === email);

// True where the password is the user's. Takes undefined for a user too,
// needs the same time for it, and is then false.
exports.passwordMatches = (user, password) => {
  const { salt, hash } = user ?? nobody;
  const made = scryptSync(password, salt, 32);
  return timingSafeEqual(made, Buffer.from(hash, "hex"));
};

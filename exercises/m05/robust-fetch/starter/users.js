function getUsers(base) {
  return fetch("/users")
    .then(r=>r.json())
    .then(d=>console.log(d));
}

// ask: with a time limit
// judge: the status, then the type
// read: JSON, or an error that says what is wrong
// try again: who may, and when?
async function createUser(base, user) {}

module.exports = { getUsers, createUser };

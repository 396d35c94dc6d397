let count = 0;

async function increment() {
  const seen = count;
  await new Promise((done) => setTimeout(done, 40));
  count = seen + 1;
  return count;
}

function value() {
  return count;
}

module.exports = { increment, value };

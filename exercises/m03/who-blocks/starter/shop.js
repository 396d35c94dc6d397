// A server and an event loop in small. The clock is its own: it counts ms that do not pass, so that
// each run prints the same.
let now = 0;
const tasks = [];

function add(time, run) {
  tasks.push({ time, run });
  tasks.sort((one, other) => one.time - other.time);
}

async function loop() {
  while (tasks.length > 0) {
    const task = tasks.shift();
    now = Math.max(now, task.time);
    task.run();
    await new Promise((resolve) => setImmediate(resolve)); // all microtasks run
  }
}

// Waits: handed away, the thread is free.
exports.timer = (ms) => new Promise((resolve) => add(now + ms, resolve));

// Computes: holds the thread.
exports.compute = (ms) => { now += ms; };

// Waits for a turn, behind all that is ready in this queue. In Node setImmediate gives a turn.
exports.immediate = () => new Promise((resolve) => add(now, resolve));

async function answer(path, handler) {
  await handler();
  console.log(`${path} at ${now} ms`);
}

// The first request comes at 0 ms, each further one 50 ms later.
exports.send = (...requests) => {
  requests.forEach(([path, handler], i) => add(i * 50, () => answer(path, handler)));
  loop();
};

// A pool as drivers of databases behind a network have it: two connections,
// and whoever waits for one longer than 50 ms is told so.
class Pool {
  free = ["A", "B"];
  waiting = [];

  take() {
    if (this.free.length > 0) return Promise.resolve(this.free.pop());
    return new Promise((resolve, reject) => {
      const waiter = { resolve };
      this.waiting.push(waiter);
      setTimeout(() => {
        this.waiting = this.waiting.filter((one) => one !== waiter);
        reject(new Error("no free connection"));
      }, 50);
    });
  }

  give(connection) {
    const next = this.waiting.shift();
    if (next) next.resolve(connection);
    else this.free.push(connection);
  }
}

// A query that fails for order 13, in a later turn.
async function query(connection, id) {
  await null;
  if (id === 13) throw new Error("bad row");
  return `order ${id}`;
}

async function tell(id, answer) {
  try {
    console.log(id, await answer);
  } catch (error) {
    console.log(id, error.message);
  }
}

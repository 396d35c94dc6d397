import { promisify } from "node:util";
import shop from "./orders.js";

const turn = promisify(setImmediate);

async function* totals(product) {
  let given = 0;
  for (const order of shop.orders) {
    if (order.product !== product) continue;
    if (given > 0 && given % 400 === 0) {
      console.log(given, "totals of", product);
      await turn();
    }
    given += 1;
    yield shop.total(order);
  }
}

export async function report(product) {
  const result = { product, orders: 0, sum: 0 };
  for await (const total of totals(product)) {
    result.orders += 1;
    result.sum += total;
  }
  return result;
}

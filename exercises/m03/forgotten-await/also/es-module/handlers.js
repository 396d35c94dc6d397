import { find } from "./stock.js";
import sender from "./send.js";

class Unknown extends Error {}

const look = async (name) => {
  const product = await find(name);
  if (product === null) throw new Unknown(`no such product: ${name}`);
  return product;
};

const answer = (work) => async (asked, res) => {
  let status = 200;
  let body;
  try {
    body = await work(asked);
  } catch (error) {
    status = error instanceof Unknown ? 404 : 502;
    body = { error: String(error) };
    console.error(status, error.message);
  }
  sender.send(res, status, body);
};

export const product = answer(look);

export const basket = answer(async (names) => {
  let sum = 0;
  for (const name of names) sum += (await look(name)).price;
  return { sum, names };
});

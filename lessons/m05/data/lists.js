// An Express application with 250 products and three users, `count`, which prints how many rows
// come, and `show`, which prints an answer. The stores give their rows in no order that anybody
// may rely on.
import express from "express";

const app = express();
const products = Array.from({ length: 250 }, (_, at) => ({ id: at + 1 }));
const users = [
  { name: "Asha", joined: 2022, passwordHash: "f1c0" },
  { name: "Kishore", joined: 2023, passwordHash: "07aa" },
  { name: "Meera", joined: 2024, passwordHash: "9b3e" },
];

const teas = [
  { id: 1, name: "Assam", price: 400 },
  { id: 2, name: "Ceylon", price: 400 },
  { id: 3, name: "Darjeeling", price: 400 },
  { id: 4, name: "Earl Grey", price: 900 },
];
let asked = 0;
function readTeas() {
  const at = asked++ % teas.length;
  return [...teas.slice(at), ...teas.slice(0, at)];
}
const names = (rows) => rows.map((row) => row.name).join(", ");

// Two orders in each minute, so that equal times are common.
const orders = [];
function addOrder() {
  const id = orders.length + 1;
  const minute = String(Math.floor((id - 1) / 2)).padStart(2, "0");
  orders.push({ id, at: "10:" + minute });
}
for (let number = 0; number < 25; number += 1) addOrder();
const newest = (a, b) => (a.at === b.at ? b.id - a.id : a.at < b.at ? 1 : -1);
const ids = (rows) => rows.map((row) => row.id).join(" ");

const server = app.listen(3000);
server.unref();

async function count(path) {
  const rows = await (await fetch("http://localhost:3000" + path)).json();
  console.log(path.padEnd(24), rows.length ?? rows.error);
}

async function show(path) {
  const answer = await fetch("http://localhost:3000" + path);
  const link = answer.headers.get("link");
  const text = await answer.text();
  console.log([path.padEnd(25) + " " + answer.status, link && "Link: " + link, text].filter(Boolean).join("  "));
}

async function order(drink) {
  console.log("order", drink);
  await null;
  console.log("serve", drink);
}

order("tea");
order("milk");
console.log("wipe the table");

async function load() {
  await null;
  null.property;
}
await load();

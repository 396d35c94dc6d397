const five = 5;
export { five as "module.exports" };

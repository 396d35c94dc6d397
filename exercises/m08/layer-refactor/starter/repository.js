// createRepository(db) gives an object with these functions, and all SQL stands in them:
//   findOrder(id)              { id, productId, quantity, status }, or undefined
//   setStatus(id, status)
//   addStock(productId, quantity)
//   transaction(work)          calls work() in a transaction and gives what it gives
exports.createRepository = (db) => {
  // statements: one for each function
  // transaction: commit; roll back and throw on where work() throws
};

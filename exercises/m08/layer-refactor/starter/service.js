// createService(repository) gives an object with these functions:
//   getOrder(id)               the order
//   cancelOrder(id)            the order as it is afterwards
// They throw errors with a `code`, "NO_SUCH_ORDER" or "NOT_OPEN", and know nothing of HTTP.
exports.createService = (repository) => {
  // find: the order, or an error
  // cancel: both changes or none
};

// unpaid: keep what is not paid, then make a text of each
function unpaid(orders) {
}

// totalOf: find the order, then its total
function totalOf(orders, id) {
}

module.exports = { unpaid, totalOf };

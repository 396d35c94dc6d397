const db = require("./db");

class Orders {
  constructor(database) {
    this.db = database;
  }

  ofUser(userId) {
    return this.db.prepare("select * from orders where user_id = ? order by id desc").all(userId);
  }

  itemsOf(orders) {
    if (orders.length === 0) return [];
    const ids = JSON.stringify(orders.map((order) => order.id));
    return this.db
      .prepare("select i.* from json_each(?) as wanted join order_items as i on i.order_id = wanted.value")
      .all(ids)
      .sort((a, b) => a.id - b.id);
  }

  list(userId) {
    const orders = this.ofUser(userId);
    const items = Object.groupBy(this.itemsOf(orders), (item) => item.order_id);
    return orders.map(({ id, status }) => {
      const own = items[id] || [];
      return { items: own.map((i) => ({ quantity: i.quantity, productName: i.product_name })), status, id };
    });
  }
}

const orders = new Orders(db);
exports.listOrders = orders.list.bind(orders);

<h1>{shop}</h1> {user} buys a {what}

module.exports = (app, users) => {
  // show: what a client may see of a user
  app.get("/users", (req,res)=>{
    res.json(users);
  });

  // read one: 404 where there is nobody
  // create: an id that was never used, 201, Location, what was stored
};

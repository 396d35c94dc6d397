const express = require("express");
const app = express();
app.disable("x-powered-by");

// text: GET / answers Hello Backend
app.get("/", (req,res)=>{
  res.send("Hello Backend");
});

// data: GET /health answers {"ok":true}
app.get("/health", (req, res) => {
  res.json({ ok: true });
});

// start
app.listen(3000, (error) => {
  if (error) throw error;
  console.log("listening on 3000");
});

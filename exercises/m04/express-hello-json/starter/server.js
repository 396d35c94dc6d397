const express = require("express");
const app = express();

// text: GET / answers Hello Backend
app.get("/", (req,res)=>{
  res.send("Hello Backend");
});

// data: GET /health answers {"ok":true}

// start
app.listen(3000);

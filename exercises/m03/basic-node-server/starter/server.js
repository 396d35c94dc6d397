const http = require("http");

http.createServer((req,res)=>{
  // read: which path was asked for?
  // decide and answer: status, type, text, end
  res.write("Server Running");
  res.end();
}).listen(3000);

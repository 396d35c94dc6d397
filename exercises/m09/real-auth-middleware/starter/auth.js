const jwt = require("jsonwebtoken");

module.exports = function auth(req,res,next){
  // read: the scheme and the token of Authorization
  // verify: signature, algorithm, end
  // refuse: 401, and what is accepted
  if(req.headers.token){
    next();
  }else{
    res.status(401).send("Unauthorized");
  }
};

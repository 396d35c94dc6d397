import own from "self";
console.log(own);

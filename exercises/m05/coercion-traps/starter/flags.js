// A form sends gift=false, or gift=0. Is it a gift?
console.log(Boolean("false"));
console.log("false" == false);
console.log("0" == false);

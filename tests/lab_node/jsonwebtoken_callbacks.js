// When `sign` and `verify` call back, with what, and in which order.
const jwt=require("jsonwebtoken"), c=require("crypto");
const D={iat:1000,a:1};
const t=(n,f)=>{try{const v=f();console.log(n,"->",typeof v==="string"?v:JSON.stringify(v))}catch(e){console.log(n,"!!",e.constructor.name,e.name,e.code,JSON.stringify(e.message),JSON.stringify({...e}))}};
const good=jwt.sign(D,"secret");
const log=(n)=>(...a)=>console.log(n,a.map(x=>x instanceof Error?x.name+": "+x.message:x));
const seq=[];const S=(n,f)=>seq.push([n,f]);
S("sign cb",cb=>jwt.sign(D,"secret",cb));S("sign cb o",cb=>jwt.sign(D,"secret",{},cb));S("sign cb bad",cb=>jwt.sign(D,"",{},cb));S("sign cb badpayload",cb=>jwt.sign(undefined,"s",{},cb));S("sign cb badopt",cb=>jwt.sign(D,"s",{expiresIn:"x"},cb));S("sign cb badopt2",cb=>jwt.sign(D,"s",{foo:1},cb));S("sign cb rsa small",cb=>jwt.sign(D,c.createPrivateKey(require("fs").readFileSync(require("path").join(__dirname,"test_keys/rsa_1024_private.pem"))),{algorithm:"RS256"},cb));

S("sign cb fit",cb=>jwt.sign(D,c.generateKeyPairSync("ec",{namedCurve:"P-384"}).privateKey,{algorithm:"ES256"},cb));S("verify cb",cb=>jwt.verify(good,"secret",cb));S("verify cb o",cb=>jwt.verify(good,"secret",{complete:true},cb));S("verify cb bad",cb=>jwt.verify(good,"wrong",cb));S("verify cb malformed",cb=>jwt.verify("a","s",cb));S("verify cb undefined",cb=>jwt.verify(undefined,"s",cb));S("verify getKey",cb=>jwt.verify(good,(h,d)=>{console.log("header",h);d(null,"secret")},cb));S("verify getKey async",cb=>jwt.verify(good,(h,d)=>{setTimeout(d,2,null,"secret")},{},cb));S("verify getKey err",cb=>jwt.verify(good,(h,d)=>d(new Error("boom")),cb));S("verify getKey none",cb=>jwt.verify(good,(h,d)=>d(null,undefined),cb));S("verify clock bad",cb=>jwt.verify(good,"secret",{clockTimestamp:"x"},cb));S("verify nonce",cb=>jwt.verify(good,"secret",{nonce:5},cb));S("verify exp",cb=>jwt.verify(jwt.sign({exp:5},"s"),"s",cb));
(async()=>{for(const [n,f] of seq){await new Promise(r=>{let sync=true;try{const ret=f((...a)=>{log(n)(...a,sync?"sync":"async");r()});console.log(n,"ret",ret)}catch(e){console.log(n,"threw",e.name,e.message);r()}sync=false});}
t("getKey sync",()=>jwt.verify(good,()=>{}));t("getKey nocb",()=>jwt.verify(good,()=>{},{}));
jwt.verify(good,"secret",(e,p)=>console.log("A"));process.nextTick(()=>console.log("tick"));Promise.resolve().then(()=>console.log("micro"));console.log("after");
jwt.sign(D,"secret",(e,p)=>console.log("B"));process.nextTick(()=>console.log("tick2"));setImmediate(()=>console.log("imm"));setTimeout(()=>console.log("to"),0);
})();

// Every algorithm with every kind of key, in every form; what fits and what is said of what does not.
const jwt=require("jsonwebtoken"), c=require("crypto");
// Each answer gets a letter when it first comes.
const answers=new Map();
const letter=(said)=>{if(!answers.has(said)){answers.set(said,answers.size.toString(36));console.log(`  ${answers.get(said)} = ${said}`);}return answers.get(said)};
const ask=(f)=>{try{const v=f();return letter(typeof v==="string"?v:JSON.stringify(v))}catch(e){return letter([e.constructor.name,e.name,e.code,e.message.replace(/length of "\d+"/,"length of N"),Object.keys(e).join()].join(" | "))}};
const t=(n,f)=>console.log(n,"->",ask(f));
const D={iat:1000,a:1};
const pem=(n)=>require("fs").readFileSync(require("path").join(__dirname,"test_keys",`${n}.pem`),"utf8");
const ks=Object.fromEntries(["rsa_1024","rsa_2048","p256","p384","p521","ed25519"].map((n)=>[n,{privateKey:c.createPrivateKey(pem(`${n}_private`)),publicKey:c.createPublicKey(pem(`${n}_public`))}]));
const hs=Buffer.from("secret");
const algs=["HS256","RS256","RS384","RS512","PS256","PS384","PS512","ES256","ES384","ES512","none"];
for (const [n,{privateKey,publicKey}] of Object.entries(ks)) for (const a of algs) {
 const pem=privateKey.export({type:"pkcs8",format:"pem"}), pub=publicKey.export({type:"spki",format:"pem"});
 let tok;
 for (const [m,k] of Object.entries({ko:privateKey,pem,buf:Buffer.from(pem),obj:{key:pem},pub:publicKey,pubpem:pub})) console.log(`sign ${n} ${a} ${m}`,[{},{allowInsecureKeySizes:true},{allowInvalidAsymmetricKeyTypes:true}].map((o)=>ask(()=>{const x=jwt.sign(D,k,{algorithm:a,...o});if(a!=="HS256")tok=x;return n.startsWith("rsa")&&a.startsWith("RS")?x:x.split(".")[2].length})).join(" "));
 if (tok) for (const [m,k] of Object.entries({ko:publicKey,pem:pub,buf:Buffer.from(pub),priv:privateKey,privpem:pem,str:"secret",objkey:{key:pub},r2:ks.rsa_2048.publicKey,e2:ks.p256.publicKey,sec:c.createSecretKey(hs)})) console.log(`verify ${n} ${a} ${m}`,[{},{algorithms:[a]},{allowInvalidAsymmetricKeyTypes:true,algorithms:algs}].map((o)=>ask(()=>jwt.verify(tok,k,o))).join(" "));
 const pb=publicKey.export({type:"spki",format:"pem"}); const si=[{alg:"HS256",typ:"JWT"},D].map(x=>Buffer.from(JSON.stringify(x)).toString("base64url")).join("."); const forged=si+"."+c.createHmac("sha256",pb).update(si).digest("base64url");
 t("confusion "+n,()=>jwt.verify(forged,pb));t("confusion algs "+n,()=>jwt.verify(forged,pb,{algorithms:["HS256","RS256"]}));t("confusion hs "+n,()=>jwt.verify(forged,pb,{algorithms:["HS256"]}));
}
const enc=pem("rsa_2048_private_encrypted");
t("pass",()=>jwt.sign(D,{key:enc,passphrase:"tea time"},{algorithm:"RS256"}).length);t("nopass",()=>jwt.sign(D,enc,{algorithm:"RS256"}).length);t("badpass",()=>jwt.sign(D,{key:enc,passphrase:"q"},{algorithm:"RS256"}).length);
t("pkcs1",()=>jwt.sign(D,ks.rsa_2048.privateKey.export({type:"pkcs1",format:"pem"}),{algorithm:"RS256"}).length);t("sec1",()=>jwt.sign(D,ks.p256.privateKey.export({type:"sec1",format:"pem"}),{algorithm:"ES256"}).length);t("jwk",()=>jwt.sign(D,{key:ks.p256.privateKey.export({format:"jwk"}),format:"jwk"},{algorithm:"ES256"}).length);

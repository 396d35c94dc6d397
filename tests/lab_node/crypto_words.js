const c=require('crypto');
const t=(f)=>{try{const r=f();console.log('OK',r)}catch(e){console.log(e.name,e.code,e.message,Object.keys(e).join())}};
t(()=>c.createHash('foo'));t(()=>c.createHash());t(()=>c.createHash('md5').update(5));
t(()=>{const h=c.createHash('md5');h.digest();h.digest()});t(()=>{const h=c.createHash('md5');h.digest();h.update('a')});
t(()=>{const h=c.createHash('md5');h.digest();h.copy()});
t(()=>c.createHmac('foo','k'));t(()=>c.createHmac('sha256'));t(()=>{const h=c.createHmac('md5','k');h.digest('hex');return h.digest('hex')});
t(()=>{const h=c.createHmac('md5','k');h.digest('hex');return h.update('hex')});
t(()=>c.randomBytes(-1));t(()=>c.randomBytes('a'));t(()=>c.randomBytes(2**31));t(()=>c.randomBytes(2,5));
t(()=>c.randomInt('a'));t(()=>c.randomInt(0));t(()=>c.randomInt(5,3));t(()=>c.randomInt(0,2**48+1));
t(()=>c.timingSafeEqual(Buffer.from('a'),Buffer.from('ab')));t(()=>c.timingSafeEqual('a','a'));
t(()=>c.pbkdf2Sync('p','s',1,10));t(()=>c.pbkdf2Sync('p','s',0,10,'sha1'));t(()=>c.pbkdf2Sync('p','s',1,10,'zz'));t(()=>c.pbkdf2('p','s',1,10,'sha1'));t(()=>c.pbkdf2Sync(1,'s',1,10,'sha1'));t(()=>c.pbkdf2Sync('p','s',1,-1,'sha1'))
t(()=>c.scryptSync('p','s',64,{N:3}));t(()=>c.scryptSync('p','s',64,{N:2**20}));t(()=>c.scryptSync('p','s'));t(()=>c.scryptSync(1,'s',64));
t(()=>c.createSecretKey('abc'));t(()=>c.createSecretKey(Buffer.from('abc')));t(()=>c.createSecretKey(''));t(()=>c.createSecretKey('abc').export({format:'jwk'}));t(()=>c.createSecretKey('abc','utf8').export({format:'xx'}));
t(()=>c.getRandomValues(new Float32Array(1)));t(()=>c.getRandomValues(new Uint8Array(65537)));t(()=>c.getRandomValues(5));
t(()=>crypto.getRandomValues(new Float32Array(1)));t(()=>crypto.getRandomValues(new Uint8Array(65537)));t(()=>crypto.getRandomValues(5));
t(()=>c.randomFillSync(5));t(()=>c.randomFillSync(Buffer.alloc(3),5));t(()=>c.randomFillSync(Buffer.alloc(3),1,5));
t(()=>c.randomUUID({disableEntropyCache:1}));t(()=>c.randomUUID(1));
t(()=>c.hash('sha1','abc'));t(()=>c.hash('sha1','abc','base64'));t(()=>c.hash('zz','abc'));t(()=>c.hash('sha1',5));t(()=>c.hash('sha1','a',5));
t(()=>c.createHash('RSA-SHA256').update('').digest('hex'));t(()=>c.createHash('sha512-256').update('').digest('hex'));
t(()=>c.createHash('md5').update('a').digest('buffer'));t(()=>c.createHash('md5').update('a').digest('zz'));
t(()=>c.hkdfSync('sha256','k','s','i',20));t(()=>c.hkdfSync('zz','k','s','i',20));t(()=>c.hkdfSync('sha256','k','s','i',20000));
t(()=>crypto===c.webcrypto);t(()=>crypto.subtle);t(()=>crypto);t(()=>c.subtle===crypto.subtle);
t(()=>c.createSecretKey('abc').equals(c.createSecretKey('abc')));t(()=>c.createSecretKey('abc').symmetricKeySize);

crypto.subtle.digest('foo',Buffer.from('a')).catch(e=>console.log(e.name,e.code,e.message));
crypto.subtle.digest('sha-256','a').catch(e=>console.log(e.name,e.code,e.message));
crypto.subtle.digest({name:'SHA-1'},Buffer.from('a')).then(console.log);

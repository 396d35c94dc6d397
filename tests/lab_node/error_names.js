class Foo extends Error { constructor(m){super(m); this.name='Bar'} }
class ValidationError extends Error {}
class V2 extends TypeError { constructor(m){super(m); this.name='V2Error'} }
for (const C of [Foo, ValidationError, V2]) { const e=new C('m'); console.log(require('util').inspect(e).split('\n')[0]); e.stack=e.stack.split('\n')[0]; console.log(e) }
const e=new Error('q'); e.name='Renamed'; console.log(require('util').inspect(e).split('\n')[0]);
const f=new Error(''); f.name='NotFound'; console.log(require('util').inspect(f).split('\n')[0]);

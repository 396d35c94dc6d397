// ends: threw
// A thing that is thrown and that is no plain error.
const { proxy, revoke } = Proxy.revocable(new Error('x'), {}); revoke(); throw proxy;

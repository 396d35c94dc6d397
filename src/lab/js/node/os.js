"use strict";

// A machine like any other: harmless answers (nodejs.org/api/os.html).

const MEMORY_BYTES = 1 << 30;

module.exports = {
  EOL: "\n",
  arch: () => "x64",
  availableParallelism: () => 1,
  cpus: () => [{ model: "lab", speed: 1000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } }],
  endianness: () => "LE",
  freemem: () => MEMORY_BYTES / 2,
  homedir: () => "/home/learner",
  hostname: () => "lab",
  loadavg: () => [0, 0, 0],
  machine: () => "x86_64",
  networkInterfaces: () => ({}),
  platform: () => "linux",
  release: () => "6.0.0",
  tmpdir: () => "/tmp",
  totalmem: () => MEMORY_BYTES,
  type: () => "Linux",
  uptime: () => Math.floor(host.now() / 1000),
  userInfo: () => ({ uid: 1000, gid: 1000, username: "learner", homedir: "/home/learner", shell: "/bin/sh" }),
  version: () => "lab",
};

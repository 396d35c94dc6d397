// ends: threw
// turn: 20000
// memory: 512
// An error that fits, printed, and is long for a recording.
throw new Error('\u0001'.repeat(200_000));

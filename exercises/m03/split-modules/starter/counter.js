// keep: the count, private to this file
// change and read: two functions
// hand out: exactly these two

// Dates: parsing, parts, arithmetic, what is invalid, text for people and for machines. All in UTC.
process.env.TZ = "UTC";
const day = new Date(Date.UTC(2024, 1, 29, 23, 59, 58, 7));
console.log(day, day.toISOString(), day.toJSON(), day.getTime(), +day === day.valueOf(), String(day), day.toUTCString(), day.toDateString(), day.toTimeString());
console.log(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate(), day.getUTCDay(), day.getHours(), day.getTimezoneOffset(), day.getYear());
for (const text of ["2024-03-10", "2024-03-10T08:05", "2024-03-10T08:05:09Z", "2024-03-10T08:05:09.123456+02:00", "2024-3-1", "March 7, 2024", "7 Mar 2024 10:00", "Thu, 07 Mar 2024 10:00:00 GMT", "2024-02-30", "2024-13-01", "tomorrow", "", "2024", "20240310", "03/10/2024", "2024-03-10 08:05", "+010000-01-01T00:00:00Z", "12"]) {
  const date = new Date(text);
  console.log(JSON.stringify(text), Number.isNaN(date.getTime()) ? "invalid" : date.toISOString());
}
const invalid = new Date("x");
console.log(invalid, String(invalid), invalid.getTime(), JSON.stringify({ invalid }), [invalid]);
try { invalid.toISOString(); } catch (error) { console.log(error.name, error.message); }
const next = new Date(day);
next.setUTCDate(next.getUTCDate() + 1);
console.log(next.toISOString(), next > day, next - day === 86_400_000, next === day, next.toISOString().slice(0, 10), new Date(2024, 0, 31).getDate());
const month = new Date(Date.UTC(2024, 0, 31));
month.setUTCMonth(1);
console.log(month.toISOString(), new Date(Date.UTC(2023, 2, 0)).getUTCDate(), new Date(0, 0).getFullYear(), new Date(8.64e15 + 1).getTime(), new Date(null).getTime(), new Date(undefined).getTime(), new Date(2024).getTime());
console.log(day.toLocaleDateString("en-US"), day.toLocaleTimeString("en-US"), day.toLocaleString("en-US"), typeof Date.now(), typeof Date(), Date.length, new Date(2024, 5).getMonth());
console.log(day + 1, day - 1, `${new Date(0)}`, [new Date(0)], { at: new Date(0) }, Object.prototype.toString.call(day), structuredClone(day) - day, new Date(day) - day);
console.log(["2024-01-02", "2023-12-31"].map((text) => new Date(text)).sort((a, b) => a - b).map((date) => date.getUTCFullYear()), Math.floor((Date.UTC(2024, 11, 25) - Date.UTC(2024, 10, 29)) / 864e5), Date.parse("2024-01-01") === Date.UTC(2024));

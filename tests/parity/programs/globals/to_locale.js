console.log((1234567.891).toLocaleString(), (1234567.891).toLocaleString("en-US"), (0).toLocaleString());
console.log((0.256).toLocaleString("en-US", { style: "percent" }), (5).toLocaleString("en-US", { minimumFractionDigits: 2 }));
console.log(new Date(0).toLocaleDateString("en-US", { timeZone: "UTC" }), new Date(0).toLocaleTimeString("en-US", { timeZone: "UTC" }));
console.log(new Date(0).toISOString(), new Date(0).toJSON(), new Date(2020, 0, 31).getMonth(), Date.UTC(2000, 1, 29));
console.log(["b", "a"].sort((x, y) => x.localeCompare(y)), "a".localeCompare("b"));

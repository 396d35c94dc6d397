// ends: memory or turn
JSON.parse(`[${"1,".repeat(3e7)}1]`);

//! The text that the course was asked for: its snippets, and the rows of the map on the page.

/// Sentences, lists and snippets of the text.
pub const ROWS: usize = 35;

pub struct Snippet {
    pub text: &'static str,
    /// Shows it as it stands.
    pub lesson: &'static str,
    /// Has it mended.
    pub exercise: &'static str,
}

pub const SNIPPETS: [Snippet; 8] = [
    Snippet {
        text: r#"const http = require("http");

http.createServer((req,res)=>{
  res.write("Server Running");
  res.end();
}).listen(3000);"#,
        lesson: "node-first-server",
        exercise: "basic-node-server",
    },
    Snippet {
        text: r#"const express = require("express");
const app = express();

app.get("/", (req,res)=>{
  res.send("Hello Backend");
});

app.listen(3000);"#,
        lesson: "express-hello",
        exercise: "express-hello-json",
    },
    Snippet {
        text: r#"app.get("/users", (req,res)=>{
  res.json([{name:"Kishore"}]);
});

app.post("/login",(req,res)=>{
  res.send("Logged In");
});"#,
        lesson: "rest-resources",
        exercise: "seed-users-api",
    },
    Snippet {
        text: r#"fetch("/users")
 .then(r=>r.json())
 .then(d=>console.log(d));"#,
        lesson: "rest-fetch-client",
        exercise: "robust-fetch",
    },
    Snippet {
        text: r#"jwt.sign({id:user.id}, SECRET, {expiresIn:"1h"});"#,
        lesson: "jwt-basics",
        exercise: "jwt-sign-seed",
    },
    Snippet {
        text: r#"function auth(req,res,next){
  if(req.headers.token){
    next();
  }else{
    res.status(401).send("Unauthorized");
  }
}"#,
        lesson: "authn-authz",
        exercise: "break-the-seed-gate",
    },
    Snippet {
        text: r"CREATE TABLE users(
 id INT PRIMARY KEY,
 email VARCHAR(100)
);",
        lesson: "sql-tables-types",
        exercise: "seed-create-users",
    },
    Snippet {
        text: r#"db.users.insertOne({name:"Kishore"})"#,
        lesson: "mongo-crud",
        exercise: "seed-insert-kishore",
    },
];

/// A row of the map.
pub struct Row {
    pub words: String,
    pub lessons: Vec<Named>,
    pub exercises: Vec<Named>,
}

pub struct Named {
    pub name: String,
    /// Not in the course yet.
    pub is_to_come: bool,
}

impl Row {
    /// The rows of the page's first table.
    pub fn all(page: &str) -> Vec<Row> {
        let rows = page.lines().filter(|line| line.starts_with("| "));
        rows.skip(2).map(Row::read).collect()
    }

    fn read(line: &str) -> Row {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [words, lessons, exercises] = cells[..] else { panic!("three cells: {line}") };
        Row { words: words.to_owned(), lessons: named(lessons), exercises: named(exercises) }
    }
}

/// The ids in back quotes; those in *`stars`* are to come.
fn named(cell: &str) -> Vec<Named> {
    let parts: Vec<&str> = cell.split('`').collect();
    let ids = parts.iter().enumerate().skip(1).step_by(2);
    ids.map(|(at, name)| Named {
        name: (*name).to_owned(),
        is_to_come: parts[at - 1].ends_with('*'),
    })
    .collect()
}

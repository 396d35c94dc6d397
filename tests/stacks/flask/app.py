"""The right answer to `stack-hello` and `stack-crud` in one Flask application."""

import json

from flask import Flask, abort, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
app.url_map.strict_slashes = False
notes = {}
last = 0


@app.errorhandler(HTTPException)
def as_json(error):
    answer = error.get_response()
    answer.data = json.dumps({"error": error.description})
    answer.content_type = "application/json"
    return answer


def pick(body):
    return {field: body[field] for field in ("title", "tag") if field in body}


def find(id):
    return notes.get(id) or abort(404)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/notes")
def read_all():
    return list(notes.values())


@app.post("/notes")
def create():
    global last
    sent = request.get_json()
    last += 1
    notes[last] = {"id": last, **pick(sent)}
    return notes[last], 201, {"Location": f"/notes/{last}"}


@app.get("/notes/<int:id>")
def read(id):
    return find(id)


@app.put("/notes/<int:id>")
def replace(id):
    find(id)
    notes[id] = {"id": id, **pick(request.get_json())}
    return notes[id]


@app.patch("/notes/<int:id>")
def change(id):
    notes[id] = {**find(id), **pick(request.get_json())}
    return notes[id]


@app.delete("/notes/<int:id>")
def delete(id):
    find(id)
    del notes[id]
    return "", 204

"""Flask as it comes: its own pages for 404 and 405, and a body that is bound as a whole."""

from flask import Flask, abort, request

app = Flask(__name__)
notes = {}


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/notes")
def create():
    id = len(notes) + 1
    notes[id] = {"id": id, **request.get_json()}
    return notes[id], 200


@app.get("/notes/<int:id>")
def read(id):
    return notes.get(id) or abort(404)

<?php
// PHP as it is often begun: a page for what is not there, and the body read as a form.
if ($_SERVER['REQUEST_URI'] === '/health') {
    header('Content-Type: application/json');
    echo '{"status":"ok"}';
    exit;
}
if ($_SERVER['REQUEST_URI'] === '/notes' && $_SERVER['REQUEST_METHOD'] === 'POST') {
    http_response_code(201);
    header('Location: /notes/1');
    header('Content-Type: application/json');
    echo json_encode(['id' => 1] + $_POST);
    exit;
}
http_response_code(404);
echo '<h1>Not found</h1>';

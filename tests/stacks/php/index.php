<?php
// The right answer to `stack-hello` and `stack-crud` for PHP's built-in server, which runs this file
// anew for each request: the notes stand in a file that is named by the server's process.
declare(strict_types=1);

function answer(int $status, mixed $value, array $headers = []): never {
    http_response_code($status);
    foreach ($headers as $header) {
        header($header);
    }
    if ($status !== 204) {
        header('Content-Type: application/json');
        echo json_encode($value);
    }
    exit;
}

function fail(int $status, string $error, array $headers = []): never {
    answer($status, ['error' => $error], $headers);
}

function pick(): array {
    $body = json_decode(file_get_contents('php://input'), true);
    if (!is_array($body)) {
        fail(400, 'the body is no JSON object');
    }
    return array_intersect_key($body, ['title' => 0, 'tag' => 0]);
}

$file = sys_get_temp_dir() . '/backlab-notes-' . getmypid() . '-' . $_SERVER['SERVER_PORT'] . '.json';
$store = is_file($file) ? json_decode(file_get_contents($file), true) : ['last' => 0, 'notes' => []];
$save = function () use (&$store, $file): void {
    file_put_contents($file, json_encode($store));
};

$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
$method = $_SERVER['REQUEST_METHOD'];

if ($path === '/health') {
    if ($method === 'GET' || $method === 'HEAD') {
        answer(200, ['status' => 'ok']);
    }
    fail(405, 'use GET', ['Allow: GET, HEAD']);
}
if ($path === '/notes') {
    if ($method === 'GET') {
        answer(200, array_values($store['notes']));
    }
    if ($method !== 'POST') {
        fail(405, 'use GET or POST', ['Allow: GET, POST']);
    }
    $sent = pick();
    $id = ++$store['last'];
    $store['notes'][$id] = ['id' => $id] + $sent;
    $save();
    answer(201, $store['notes'][$id], ["Location: /notes/$id"]);
}
if (preg_match('~^/notes/(\d+)$~', $path, $found)) {
    $id = (int) $found[1];
    if (!in_array($method, ['GET', 'PUT', 'PATCH', 'DELETE'], true)) {
        fail(405, 'no such method', ['Allow: GET, PUT, PATCH, DELETE']);
    }
    if (!isset($store['notes'][$id])) {
        fail(404, 'no such note');
    }
    if ($method === 'GET') {
        answer(200, $store['notes'][$id]);
    }
    if ($method === 'DELETE') {
        unset($store['notes'][$id]);
        $save();
        answer(204, null);
    }
    $before = $method === 'PUT' ? ['id' => $id] : $store['notes'][$id];
    $store['notes'][$id] = array_merge($before, pick());
    $save();
    answer(200, $store['notes'][$id]);
}
fail(404, 'no such path');

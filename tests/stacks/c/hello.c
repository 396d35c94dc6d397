/* The right answer to `stack-hello` in C, on sockets alone: one request at a time. With the argument
 * `wrong` it answers 404 as HTML. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void answer(int to, const char *status, const char *headers, const char *type,
                   const char *body) {
    char text[1024];
    int length = snprintf(text, sizeof text,
                          "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n%s"
                          "Connection: close\r\n\r\n%s",
                          status, type, strlen(body), headers, body);
    if (write(to, text, (size_t)length) < 0) {
        perror("write");
    }
}

int main(int count, char **words) {
    int is_wrong = count > 1 && strcmp(words[1], "wrong") == 0;
    const char *port = getenv("PORT");
    struct sockaddr_in place = {.sin_family = AF_INET,
                                .sin_port = htons((unsigned short)atoi(port ? port : "3000")),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&place, sizeof place) || listen(listener, 16)) {
        perror("listen");
        return 1;
    }
    for (;;) {
        int from = accept(listener, NULL, NULL);
        char request[8192] = "";
        size_t have = 0;
        ssize_t came;
        while (have < sizeof request - 1 && !strstr(request, "\r\n\r\n") &&
               (came = read(from, request + have, sizeof request - 1 - have)) > 0) {
            have += (size_t)came;
        }
        char method[16] = "", path[256] = "";
        if (sscanf(request, "%15s %255[^ ?]", method, path) == 2) {
            const char *json = "application/json";
            if (strcmp(path, "/health") != 0) {
                answer(from, "404 Not Found", "", is_wrong ? "text/html" : json,
                       is_wrong ? "<h1>Not found</h1>" : "{\"error\":\"no such path\"}");
            } else if (strcmp(method, "GET") == 0) {
                answer(from, "200 OK", "", json, "{\"status\":\"ok\"}");
            } else {
                answer(from, "405 Method Not Allowed", "Allow: GET\r\n", json,
                       "{\"error\":\"use GET\"}");
            }
        }
        /* What was not read of a body would turn the close into a reset. */
        shutdown(from, SHUT_WR);
        while (read(from, request, sizeof request) > 0) {
        }
        close(from);
    }
}

/* One connection with TLS that never blocks. Buffers are given back when they are empty: there are
 * tens of thousands of lines. */
#include "line.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "demand.h"

enum { LINES_AN_ADDRESS = 8192 };

void line_resolve(struct line_address *out_address, const char *text)
{
    static const char scheme[] = "mqtts://";
    const char *host = text + strlen(scheme);
    const char *port = strrchr(text, ':');
    DEMAND_OF(strncmp(text, scheme, strlen(scheme)) == 0 && port != NULL && port > host &&
                  (size_t)(port - host) < sizeof out_address->host,
              text, "is not of the form mqtts://host:port");
    (void)snprintf(out_address->host, sizeof out_address->host, "%.*s", (int)(port - host), host);
    struct addrinfo *found = NULL;
    const struct addrinfo wanted = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM};
    DEMAND_OF(getaddrinfo(out_address->host, port + 1, &wanted, &found) == 0, text,
              "no such address is known");
    memcpy(&out_address->at, found->ai_addr, sizeof out_address->at);
    freeaddrinfo(found);
}

static void trust(SSL_CTX *tls, const char *authority)
{
    BIO *text = BIO_new_mem_buf(authority, -1);
    DEMAND(text != NULL, "no memory");
    X509 *certificate = PEM_read_bio_X509(text, NULL, NULL, NULL);
    DEMAND(certificate != NULL &&
               X509_STORE_add_cert(SSL_CTX_get_cert_store(tls), certificate) == 1,
           "the seats' authority is no certificate");
    X509_free(certificate);
    BIO_free(text);
}

void line_exchange_create(struct line_exchange *exchange, const char *authority)
{
    exchange->tls = SSL_CTX_new(TLS_client_method());
    exchange->epoll = epoll_create1(EPOLL_CLOEXEC);
    DEMAND(exchange->tls != NULL && exchange->epoll >= 0, "no memory");
    DEMAND(SSL_CTX_set_min_proto_version(exchange->tls, TLS1_2_VERSION) == 1 &&
               SSL_CTX_set_cipher_list(exchange->tls, "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=2") ==
                   1,
           "OpenSSL here lacks the ciphers of a device");
    SSL_CTX_set_verify(exchange->tls, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_session_cache_mode(exchange->tls, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(exchange->tls, SSL_MODE_ENABLE_PARTIAL_WRITE |
                                        SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                        SSL_MODE_RELEASE_BUFFERS);
    trust(exchange->tls, authority);
}

void line_exchange_destroy(struct line_exchange *exchange)
{
    SSL_CTX_free(exchange->tls);
    (void)close(exchange->epoll);
    exchange->tls = NULL;
    exchange->epoll = -1;
}

/* Have epoll look for what the line waits for. */
static void watch(struct line *line, struct line_exchange *exchange, void *owner, bool writing)
{
    uint32_t wanted = EPOLLIN | (writing ? EPOLLOUT : 0);
    if (wanted == line->watched) {
        return;
    }
    struct epoll_event event = {.events = wanted, .data.ptr = owner};
    int change = line->watched == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
    DEMAND(epoll_ctl(exchange->epoll, change, line->socket, &event) == 0,
           "the kernel watches no more connections");
    line->watched = wanted;
}

/* Linux looks long for a port once half of those between two addresses are taken, some 14,000. On
 * loopback there are addresses enough to stay clear of that. */
static bool take_address(int socket, uint32_t number)
{
    const struct sockaddr_in own = {.sin_family = AF_INET,
                                    .sin_addr.s_addr =
                                        htonl(INADDR_LOOPBACK + 1 + number / LINES_AN_ADDRESS)};
    int on = 1;
    return setsockopt(socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) == 0 &&
           bind(socket, (const struct sockaddr *)&own, sizeof own) == 0;
}

static bool open_socket(struct line *line, const struct line_address *address, uint32_t number)
{
    line->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (line->socket < 0) {
        return false;
    }
    int on = 1;
    (void)setsockopt(line->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (ntohl(address->at.sin_addr.s_addr) == INADDR_LOOPBACK &&
        !take_address(line->socket, number)) {
        return false;
    }
    return connect(line->socket, (const struct sockaddr *)&address->at, sizeof address->at) == 0 ||
           errno == EINPROGRESS;
}

bool line_open(struct line *line, struct line_exchange *exchange,
               const struct line_address *address, void *owner)
{
    assert(line->tls == NULL);
    *line = (struct line){.socket = -1};
    if (!open_socket(line, address, exchange->opened++)) {
        if (line->socket >= 0) {
            (void)close(line->socket);
        }
        return false;
    }
    line->tls = SSL_new(exchange->tls);
    DEMAND(line->tls != NULL && SSL_set1_host(line->tls, address->host) == 1 &&
               SSL_set_fd(line->tls, line->socket) == 1,
           "no memory");
    SSL_set_connect_state(line->tls);
    watch(line, exchange, owner, true);
    return true;
}

/* What a call of OpenSSL that did not succeed waits for; false: nothing, the line is cut. */
static bool may_go_on(const struct line *line, int result, bool *out_writing)
{
    int error = SSL_get_error(line->tls, result);
    ERR_clear_error();
    *out_writing = error == SSL_ERROR_WANT_WRITE;
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

static bool shake_hands(struct line *line, bool *out_writing)
{
    int result = SSL_do_handshake(line->tls);
    if (result == 1) {
        line->shaken = true;
        return true;
    }
    return may_go_on(line, result, out_writing);
}

static bool write_out(struct line *line, bool *out_writing)
{
    size_t done = 0;
    while (done < line->out.size) {
        size_t written = 0;
        int result =
            SSL_write_ex(line->tls, line->out.data + done, line->out.size - done, &written);
        if (result != 1) {
            if (!may_go_on(line, result, out_writing)) {
                return false;
            }
            break;
        }
        done += written;
    }
    if (done == line->out.size) {
        buffer_free(&line->out);
        return true;
    }
    memmove(line->out.data, line->out.data + done, line->out.size - done);
    buffer_cut(&line->out, line->out.size - done);
    return true;
}

bool line_advance(struct line *line, struct line_exchange *exchange, void *owner)
{
    bool writing = false;
    if (!line->shaken && !shake_hands(line, &writing)) {
        return false;
    }
    if (line->shaken && !write_out(line, &writing)) {
        return false;
    }
    DEMAND(!line->out.failed, "no memory");
    line->full = line->out.size > 0;
    watch(line, exchange, owner, writing);
    return true;
}

bool line_read(struct line *line, struct line_exchange *exchange, struct bytes *out_bytes)
{
    size_t size = 0;
    int result = SSL_read_ex(line->tls, exchange->room, sizeof exchange->room, &size);
    bool writing = false;
    if (result != 1) {
        *out_bytes = (struct bytes){0};
        return may_go_on(line, result, &writing);
    }
    *out_bytes = (struct bytes){exchange->room, size};
    if (line->in.size > 0) {
        buffer_append(&line->in, *out_bytes);
        DEMAND(!line->in.failed, "no memory");
        *out_bytes = buffer_bytes(&line->in);
    }
    return true;
}

void line_keep(struct line *line, struct bytes rest)
{
    struct buffer kept = {0};
    buffer_append(&kept, rest);
    DEMAND(!kept.failed, "no memory");
    buffer_free(&line->in);
    line->in = kept;
}

void line_close(struct line *line)
{
    if (line->tls == NULL) {
        return;
    }
    (void)SSL_shutdown(line->tls); /* a word of farewell, whose answer nobody waits for */
    ERR_clear_error();
    SSL_free(line->tls);
    (void)close(line->socket);
    buffer_free(&line->out);
    buffer_free(&line->in);
    *line = (struct line){0};
}

/* One attempt to reach a broker, and the connection it becomes. The callbacks run on paho's threads
 * under paho's global lock: they copy, put an item into the inbox and return. */
#include "transport/paho_connection.h"

#include <MQTTAsync.h>
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "transport/attempt.h"

enum { NO_FAREWELL = -1 };

struct paho_connection {
    MQTTAsync handle;
    struct inbox *inbox;
    enum mqtt_version version;
    unsigned keep_alive_seconds;
    /* Written by callbacks before an item is put, read after it was taken. */
    struct inbox_item begun;
    struct inbox_item ended;
    enum paho_connection_end end;
    bool has_begun;
    bool has_ended;
    bool tls;
    struct attempt attempt;
    int farewell; /* the reason code of the broker's DISCONNECT, NO_FAREWELL without one */
};

static void set_reason(struct transport_event *event, const char *sentence)
{
    (void)snprintf(event->reason, sizeof event->reason, "%s", sentence);
}

static void put_end(struct paho_connection *connection, enum daybook_status status,
                    const char *sentence)
{
    if (connection->has_ended) {
        return;
    }
    connection->has_ended = true;
    connection->ended.event = (struct transport_event){
        .type = TRANSPORT_DISCONNECTED,
        .status = status,
        .taken_over = connection->farewell == MQTTREASONCODE_SESSION_TAKEN_OVER,
        .unexplained = connection->has_begun && connection->farewell == NO_FAREWELL};
    set_reason(&connection->ended.event, sentence);
    inbox_put(connection->inbox, &connection->ended);
}

static void put_begin(struct paho_connection *connection, bool session_present, size_t packet_max)
{
    connection->begun.event = (struct transport_event){
        .type = TRANSPORT_CONNECTED, .session_present = session_present, .packet_max = packet_max};
    connection->has_begun = true;
    inbox_put(connection->inbox, &connection->begun);
}

static void on_connected_5(void *context, MQTTAsync_successData5 *data)
{
    MQTTProperty *most =
        MQTTProperties_getProperty(&data->properties, MQTTPROPERTY_CODE_MAXIMUM_PACKET_SIZE);
    put_begin(context, data->alt.connect.sessionPresent != 0,
              most == NULL ? 0 : most->value.integer4);
}

static void on_connected_3(void *context, MQTTAsync_successData *data)
{
    put_begin(context, data->alt.connect.sessionPresent != 0, 0);
}

static void put_failure(struct paho_connection *connection, int code, const char *message)
{
    const char *words = message == NULL ? "" : message;
    if (strcmp(words, "CONNACK return code") == 0) {
        enum daybook_status status = DAYBOOK_OFFLINE;
        const char *sentence = reason_of_refusal(connection->version, code, &status);
        connection->end =
            reason_is_version(code) ? PAHO_CONNECTION_VERSION_REFUSED : PAHO_CONNECTION_LOST;
        put_end(connection, status, sentence);
        return;
    }
    struct attempt_end end = attempt_explain(&connection->attempt, words);
    connection->end =
        end.closed_unanswered ? PAHO_CONNECTION_CLOSED_UNANSWERED : PAHO_CONNECTION_LOST;
    put_end(connection, end.status, end.sentence);
}

static void on_failed_5(void *context, MQTTAsync_failureData5 *data)
{
    int code = data->code > 0 ? data->code : (int)data->reasonCode;
    put_failure(context, code, data->message);
}

static void on_failed_3(void *context, MQTTAsync_failureData *data)
{
    put_failure(context, data->code, data->message);
}

static void on_lost(void *context, char *cause)
{
    (void)cause; /* paho's own words, always the same */
    put_end(context, DAYBOOK_OFFLINE, "The connection to the broker was lost.");
}

/* The broker's DISCONNECT is the end, whether or not it closes the connection as well: paho may not
 * tell of that any more. */
static void on_farewell(void *context, MQTTProperties *properties, enum MQTTReasonCodes code)
{
    (void)properties; /* a broker's free text is not for a person's eyes */
    struct paho_connection *connection = context;
    connection->farewell = (int)code;
    put_end(connection, DAYBOOK_OFFLINE, reason_of_code(connection->farewell));
}

static int on_message(void *context, char *topic, int topic_size, MQTTAsync_message *message)
{
    struct paho_connection *connection = context;
    struct bytes name = {(const uint8_t *)topic,
                         topic_size > 0 ? (size_t)topic_size : strlen(topic)};
    struct bytes payload = {message->payload, (size_t)message->payloadlen};
    inbox_put_message(connection->inbox, name, payload, message->retained != 0);
    MQTTAsync_freeMessage(&message);
    MQTTAsync_free(topic);
    return 1;
}

static int on_tls_error(const char *text, size_t size, void *context)
{
    (void)size; /* the line ends with a zero, too */
    struct paho_connection *connection = context;
    attempt_tls_error(&connection->attempt, text);
    return 1;
}

/* OpenSSL asks for a shared key whenever it begins a handshake. There is none to give, but being
 * asked tells a host that was not reached from one whose certificate paho does not accept. */
/* NOLINTNEXTLINE(readability-function-size): OpenSSL's signature. */
static unsigned int on_handshake(const char *hint, char *identity, unsigned int identity_size,
                                 unsigned char *key, unsigned int key_size, void *context)
{
    (void)hint;
    (void)identity;
    (void)identity_size;
    (void)key;
    (void)key_size;
    struct paho_connection *connection = context;
    connection->attempt.tls_begun = true;
    return 0;
}

static void put_accepted(struct request *request)
{
    request->answer.event.type = request->is_publish ? TRANSPORT_PUBLISHED : TRANSPORT_SUBSCRIBED;
    inbox_put(request->inbox, &request->answer);
}

/* Codes below 0x80 are paho's own: the connection is ending, which has an event of its own. */
static void put_refused(struct request *request, int code)
{
    if (code < MQTTREASONCODE_UNSPECIFIED_ERROR) {
        return;
    }
    request->answer.event.type =
        request->is_publish ? TRANSPORT_PUBLISH_REFUSED : TRANSPORT_SUBSCRIBE_REFUSED;
    set_reason(&request->answer.event, reason_of_code(code));
    inbox_put(request->inbox, &request->answer);
}

static void on_accepted_5(void *context, MQTTAsync_successData5 *data)
{
    (void)data; /* one filter per SUBSCRIBE, so that a refusal is always a failure */
    put_accepted(context);
}

static void on_accepted_3(void *context, MQTTAsync_successData *data)
{
    (void)data;
    put_accepted(context);
}

static void on_refused_5(void *context, MQTTAsync_failureData5 *data)
{
    put_refused(context, data->reasonCode != 0 ? (int)data->reasonCode : data->code);
}

static void on_refused_3(void *context, MQTTAsync_failureData *data)
{
    put_refused(context, data->code);
}

static enum daybook_status create_handle(struct paho_connection *connection, const char *uri,
                                         const char *client_id)
{
    MQTTAsync_createOptions options = MQTTAsync_createOptions_initializer5;
    options.sendWhileDisconnected = 0;
    options.MQTTVersion = connection->version == MQTT_5 ? MQTTVERSION_5 : MQTTVERSION_3_1_1;
    int result = MQTTAsync_createWithOptions(&connection->handle, uri, client_id,
                                             MQTTCLIENT_PERSISTENCE_NONE, NULL, &options);
    if (result != MQTTASYNC_SUCCESS) {
        return DAYBOOK_FAILED;
    }
    if (MQTTAsync_setCallbacks(connection->handle, connection, on_lost, on_message, NULL) !=
            MQTTASYNC_SUCCESS ||
        MQTTAsync_setDisconnected(connection->handle, connection, on_farewell) !=
            MQTTASYNC_SUCCESS) {
        return DAYBOOK_FAILED;
    }
    return DAYBOOK_OK;
}

/* paho's defaults check neither the host name nor, with an authority of our own, only that one;
 * they also lower OpenSSL's security level, which the list of ciphers raises again. */
static MQTTAsync_SSLOptions tls_options(struct paho_connection *connection, const char *ca_file)
{
    MQTTAsync_SSLOptions options = MQTTAsync_SSLOptions_initializer;
    options.enableServerCertAuth = 1;
    options.verify = 1;
    options.trustStore = ca_file;
    options.disableDefaultTrustStore = ca_file != NULL;
    options.enabledCipherSuites = "ECDHE+AESGCM:ECDHE+CHACHA20:@SECLEVEL=2";
    options.ssl_error_cb = on_tls_error;
    options.ssl_error_context = connection;
    options.ssl_psk_cb = on_handshake;
    options.ssl_psk_context = connection;
    return options;
}

static MQTTAsync_connectOptions connect_options(struct paho_connection *connection,
                                                const struct seat *seat)
{
    MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
    if (connection->version == MQTT_5) {
        options = (MQTTAsync_connectOptions)MQTTAsync_connectOptions_initializer5;
        options.cleanstart = 0;
        options.onSuccess5 = on_connected_5;
        options.onFailure5 = on_failed_5;
    } else {
        options.MQTTVersion = MQTTVERSION_3_1_1;
        options.cleansession = 0;
        options.onSuccess = on_connected_3;
        options.onFailure = on_failed_3;
    }
    options.context = connection;
    options.keepAliveInterval = (int)connection->keep_alive_seconds;
    options.connectTimeout = TRANSPORT_CONNECT_TIMEOUT_SECONDS;
    options.maxInflight = TRANSPORT_IN_FLIGHT_MAX;
    options.automaticReconnect = 0;
    options.username = seat->username[0] != '\0' ? seat->username : NULL;
    if (seat->password[0] != '\0') {
        options.binarypwd.data = seat->password;
        options.binarypwd.len = (int)strlen(seat->password);
    }
    return options;
}

static enum daybook_status start(struct paho_connection *connection, const struct seat *seat,
                                 const char *ca_file)
{
    MQTTAsync_SSLOptions tls = tls_options(connection, ca_file);
    MQTTAsync_connectOptions options = connect_options(connection, seat);
    if (connection->tls) {
        options.ssl = &tls;
    }
    MQTTProperties properties = MQTTProperties_initializer;
    if (connection->version == MQTT_5) {
        MQTTProperty expiry = {.identifier = MQTTPROPERTY_CODE_SESSION_EXPIRY_INTERVAL};
        expiry.value.integer4 = TRANSPORT_SESSION_SECONDS;
        if (MQTTProperties_add(&properties, &expiry) != 0) {
            return DAYBOOK_NO_MEMORY;
        }
        options.connectProperties = &properties;
    }
    int result = MQTTAsync_connect(connection->handle, &options);
    MQTTProperties_free(&properties);
    return result == MQTTASYNC_SUCCESS ? DAYBOOK_OK : DAYBOOK_FAILED;
}

enum daybook_status paho_connection_open(const struct seat *seat,
                                         const struct paho_connection_options *options,
                                         struct inbox *inbox,
                                         struct paho_connection **out_connection)
{
    assert(seat != NULL && options != NULL && inbox != NULL && out_connection != NULL);
    struct paho_connection *connection = calloc(1, sizeof *connection);
    if (connection == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    connection->inbox = inbox;
    connection->farewell = NO_FAREWELL;
    connection->version = options->version;
    connection->keep_alive_seconds = options->keep_alive_seconds;
    char uri[SEAT_URI_SIZE];
    seat_uri(seat, uri, &connection->tls);
    enum daybook_status status = create_handle(connection, uri, seat->client_id);
    if (status == DAYBOOK_OK) {
        status = start(connection, seat, options->ca_file);
    }
    if (status != DAYBOOK_OK) {
        paho_connection_close(connection);
        return status;
    }
    *out_connection = connection;
    return DAYBOOK_OK;
}

void paho_connection_close(struct paho_connection *connection)
{
    if (connection == NULL) {
        return;
    }
    if (connection->handle != NULL) {
        MQTTAsync_destroy(&connection->handle);
    }
    inbox_clear(connection->inbox); /* its items are part of what is freed now */
    free(connection);
}

enum paho_connection_end paho_connection_end(const struct paho_connection *connection)
{
    assert(connection != NULL && connection->has_ended);
    return connection->end;
}

static MQTTAsync_responseOptions response_options(const struct paho_connection *connection,
                                                  struct request *request)
{
    MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
    options.context = request;
    if (connection->version == MQTT_5) {
        options.onSuccess5 = on_accepted_5;
        options.onFailure5 = on_refused_5;
    } else {
        options.onSuccess = on_accepted_3;
        options.onFailure = on_refused_3;
    }
    return options;
}

static enum daybook_status status_of(int result)
{
    if (result == MQTTASYNC_SUCCESS) {
        return DAYBOOK_OK;
    }
    return result == MQTTASYNC_DISCONNECTED ? DAYBOOK_OFFLINE : DAYBOOK_FAILED;
}

enum daybook_status paho_connection_subscribe(struct paho_connection *connection,
                                              struct request *request)
{
    assert(connection != NULL && request != NULL && !request->is_publish);
    MQTTAsync_responseOptions options = response_options(connection, request);
    return status_of(MQTTAsync_subscribe(connection->handle, request->topic, 1, &options));
}

enum daybook_status paho_connection_publish(struct paho_connection *connection,
                                            struct request *request,
                                            const struct transport_publish *message)
{
    assert(connection != NULL && request != NULL && request->is_publish);
    assert(message != NULL && message->payload.size <= TRANSPORT_PAYLOAD_MAX);
    MQTTAsync_responseOptions options = response_options(connection, request);
    return status_of(MQTTAsync_send(connection->handle, message->topic, (int)message->payload.size,
                                    message->payload.data, 1, message->retain, &options));
}

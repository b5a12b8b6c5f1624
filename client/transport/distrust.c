/* Why OpenSSL does not accept a broker's certificate, which paho does not tell. */
#include "transport/distrust.h"

#include <assert.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* What the sentence stands behind in a line of OpenSSL's errors, whose other fields it lacks. */
#define MARK ":daybook: "

enum { DAY_SIZE = sizeof "9999-12-31" };

static bool write_day(const struct tm *moment, char out_day[static DAY_SIZE])
{
    return strftime(out_day, DAY_SIZE, "%Y-%m-%d", moment) > 0;
}

/* The day that speaks against a certificate: its last one, or its first. */
static bool write_limit(const X509 *certificate, bool expired, char out_day[static DAY_SIZE])
{
    struct tm moment;
    if (certificate == NULL) {
        return false;
    }
    const ASN1_TIME *limit =
        expired ? X509_get0_notAfter(certificate) : X509_get0_notBefore(certificate);
    return ASN1_TIME_to_tm(limit, &moment) == 1 && write_day(&moment, out_day);
}

static bool write_today(char out_day[static DAY_SIZE])
{
    struct tm moment;
    time_t now = time(NULL);
    return gmtime_r(&now, &moment) != NULL && write_day(&moment, out_day);
}

/* Who is asked for help depends on which of the two days is wrong, so both are said. */
static void explain_dates(X509_STORE_CTX *context, bool expired,
                          char out_sentence[static TRANSPORT_REASON_SIZE])
{
    char limit[DAY_SIZE] = "some day";
    char today[DAY_SIZE] = "nothing";
    const char *whose = X509_STORE_CTX_get_error_depth(context) == 0
                            ? "broker's certificate"
                            : "certificate of the broker's authority";
    (void)write_limit(X509_STORE_CTX_get_current_cert(context), expired, limit);
    (void)write_today(today);
    (void)snprintf(out_sentence, TRANSPORT_REASON_SIZE,
                   "The %s %s on %s, and the clock here says %s: set a wrong clock right, or tell "
                   "the broker's keeper.",
                   whose, expired ? "expired" : "begins", limit, today);
}

static void explain(X509_STORE_CTX *context, char out_sentence[static TRANSPORT_REASON_SIZE])
{
    const char *sentence = "The broker's certificate is not valid: tell the broker's keeper.";
    switch (X509_STORE_CTX_get_error(context)) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        explain_dates(context, true, out_sentence);
        return;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        explain_dates(context, false, out_sentence);
        return;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
        sentence = "The broker's certificate is by another authority than this seat trusts: ask "
                   "the broker's keeper whether that is meant, and for a new seat.";
        break;
    case X509_V_ERR_INVALID_PURPOSE:
        sentence = "The broker's certificate is not meant for a broker: tell the broker's keeper.";
        break;
    default: /* OpenSSL's numbers are no enum, and a good hundred */
        break;
    }
    (void)snprintf(out_sentence, TRANSPORT_REASON_SIZE, "%s", sentence);
}

/* OpenSSL's own check, and its reason as one more error. */
static int verify(X509_STORE_CTX *context, void *nothing)
{
    (void)nothing;
    int accepted = X509_verify_cert(context);
    if (accepted <= 0) {
        char sentence[TRANSPORT_REASON_SIZE];
        explain(context, sentence);
        ERR_raise_data(ERR_LIB_USER, ERR_R_OPERATION_FAIL, MARK "%s", sentence);
    }
    return accepted;
}

/* A context was made, by paho: no code of ours speaks TLS. */
/* NOLINTNEXTLINE(readability-function-size): OpenSSL's signature. */
static void watch(void *context, void *value, CRYPTO_EX_DATA *data, int index, long number,
                  void *nothing)
{
    (void)value;
    (void)data;
    (void)index;
    (void)number;
    (void)nothing;
    SSL_CTX_set_cert_verify_callback(context, verify, NULL);
}

void distrust_tell(void)
{
    /* Without an index a certificate is refused all the same, only in more general words. */
    (void)SSL_CTX_get_ex_new_index(0, NULL, watch, NULL, NULL);
}

bool distrust_read(const char *line, char out_sentence[static TRANSPORT_REASON_SIZE])
{
    assert(line != NULL);
    const char *mark = strstr(line, MARK);
    if (mark == NULL) {
        return false;
    }
    const char *sentence = mark + sizeof MARK - 1;
    (void)snprintf(out_sentence, TRANSPORT_REASON_SIZE, "%.*s", (int)strcspn(sentence, "\n"),
                   sentence);
    return true;
}

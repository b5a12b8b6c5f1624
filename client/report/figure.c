/* Numbers as people read them. */
#include "report/figure.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const double FIGURE_MAX = 999999.0;

static void drop_trailing_zeros(char *text)
{
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '0') {
        size--;
    }
    if (size > 0 && text[size - 1] == '.') {
        size--;
    }
    text[size] = '\0';
}

static void write_figure(double value, int decimals, const char *plus, char *out_text)
{
    static const int64_t SCALES[] = {1, 10, 100, 1000};
    assert(decimals >= 0 && (size_t)decimals < sizeof SCALES / sizeof SCALES[0]);
    assert(isfinite(value));
    if (fabs(value) > FIGURE_MAX) {
        snprintf(out_text, FIGURE_TEXT_SIZE, "%s", value > 0.0 ? ">999999" : "<-999999");
        return;
    }
    int64_t scale = SCALES[decimals];
    int64_t scaled = llround(fabs(value) * (double)scale);
    const char *sign = value < 0.0 ? "-" : plus;
    if (scaled == 0) {
        sign = "";
    }
    snprintf(out_text, FIGURE_TEXT_SIZE, "%s%" PRId64 ".%0*" PRId64, sign, scaled / scale, decimals,
             scaled % scale);
    drop_trailing_zeros(out_text);
}

void figure_to_text(double value, int decimals, char out_text[static FIGURE_TEXT_SIZE])
{
    write_figure(value, decimals, "", out_text);
}

void figure_change_to_text(double value, int decimals, char out_text[static FIGURE_TEXT_SIZE])
{
    write_figure(value, decimals, "+", out_text);
}

void figure_p_to_text(double p, char out_text[static FIGURE_TEXT_SIZE])
{
    assert(p >= 0.0 && p <= 1.0);
    if (p < 0.001) {
        snprintf(out_text, FIGURE_TEXT_SIZE, "p<0.001");
        return;
    }
    int64_t thousandths = llround(p * 1000.0);
    snprintf(out_text, FIGURE_TEXT_SIZE, "p %" PRId64 ".%03" PRId64, thousandths / 1000,
             thousandths % 1000);
}

/* The part of a long time that people say it in. */
static void shorten_seconds(double *value, const char **unit)
{
    if (fabs(*value) >= 3600.0) {
        *value /= 3600.0;
        *unit = "h";
    } else if (fabs(*value) >= 300.0) {
        *value /= 60.0;
        *unit = "min";
    }
}

void figure_with_unit(double value, const char *unit, char out_text[static FIGURE_UNIT_TEXT_SIZE])
{
    char number[FIGURE_TEXT_SIZE];
    if (strcmp(unit, "s") == 0) {
        shorten_seconds(&value, &unit);
    }
    figure_to_text(value, 1, number);
    (void)snprintf(out_text, FIGURE_UNIT_TEXT_SIZE, "%s%s%s", number,
                   unit[0] == '\0' || unit[0] == '/' ? "" : " ", unit);
}

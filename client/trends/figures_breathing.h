/* Breathing in figures: nights on the mask, oxygen, low saturation, the last tests. */
#ifndef TRENDS_FIGURES_BREATHING_H
#define TRENDS_FIGURES_BREATHING_H

#include "trends/figures.h"

/* Nights with hours on the mask; one without an entry is unknown, not a night without. */
struct figures_nights {
    uint32_t logged;
    uint32_t enough; /* 4 h or more */
};

/* Tests of the clinic and the cough: they are rare. A slope needs two that lie 30 days apart. */
enum { FIGURES_TEST_COUNT = 9, FIGURES_TEST_DAYS_MIN = 30 };

struct figures_test {
    enum measure measure;
    uint32_t count;
    int32_t last_day; /* when count is not 0, like the next */
    double last;
    struct figure_value slope_per_month; /* Theil–Sen over all tests */
};

/* The latest night that was recorded. */
struct figures_oximetry {
    bool has;
    int32_t day;
    bool valid; /* at least 4 h valid and less than 20 % unusable */
};

struct figures_breathing {
    struct figures_nights niv_d7;
    struct figures_nights niv_d28;
    struct figure_value oxygen_flow_d28; /* the highest */
    bool lung_disease;                   /* as the breathing plan says; it lowers the threshold */
    double spo2_threshold;               /* 94 %, with a lung disease 92 % */
    uint32_t spo2_days;                  /* of the last 7 with a reading at rest on room air … */
    uint32_t spo2_days_low;              /* … and with one at the threshold or below */
    struct figures_oximetry oximetry;
    struct figures_test tests[FIGURES_TEST_COUNT];
};

/* OK or NO_MEMORY. */
enum daybook_status figures_breathing(const struct figures_question *question, struct arena *arena,
                                      struct figures_breathing *out_figures);

#endif

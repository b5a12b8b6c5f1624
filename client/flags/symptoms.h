/* The symptoms of weak breathing that a journal knows of, from the list of NICE NG42. */
#ifndef FLAGS_SYMPTOMS_H
#define FLAGS_SYMPTOMS_H

#include <stdbool.h>
#include <stdint.h>

struct rule_day;

/* On how many of so many days, ending skip days before this one, one was noted: one count for each
 * word from WORD_ORTHOPNOEA to WORD_APPETITE. */
enum { SYMPTOM_COUNT = 8 };
struct symptoms {
    uint32_t days[SYMPTOM_COUNT];
    uint8_t roles;
};
void symptoms_count(const struct rule_day *rule_day, int32_t skip, int32_t days,
                    struct symptoms *out_symptoms);

/* The words of those noted on at least so many days. */
uint32_t symptoms_words(const struct symptoms *symptoms, uint32_t days);

/* The words of those present now: on enough of the last 14 days, as R02 has it. */
uint32_t symptoms_present(const struct rule_day *rule_day);

#endif

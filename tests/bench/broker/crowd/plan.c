/* What the crowd is asked to do, by the words it was started with. */
#include "plan.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demand.h"

static const char usage[] =
    "usage: crowd FOLDER TAPE --circles N,N... --broker PID,PID... [--at ADDRESS,ADDRESS...]\n"
    "             [--mqtt 5|3] [--seconds N] [--every N] [--patience N]\n"
    "       crowd FOLDER --hold N [--mqtt 5|3] [--patience N]\n"
    "\n"
    "FOLDER is what `seats bulk` made, for a broker that has seen none of them yet. TAPE is what\n"
    "`mosquitto_sub -F '%t %x'` heard of a real circle. The devices of more and more circles take\n"
    "their seats; at each number of circles every device sends a message every so many seconds\n"
    "(20), for some seconds (10), and then all in turn as fast as it goes, for as long. PID are\n"
    "the broker's processes, whose memory and processor time are looked at. A step whose devices\n"
    "are not seated within the patience (300 seconds) is the last, and not measured.\n"
    "With --hold the devices of N circles take their seats, which is said, and say nothing more;\n"
    "one leaves for each line of the input, and all do at its end.\n"
    "\n"
    "Prints names, then a line of numbers for each step, with tabs between. Exit status: 0 when\n"
    "all that was sent was heard once, unaltered, in its circle alone; 3 when not; 1 otherwise.\n";

static _Noreturn void explain(void)
{
    (void)fputs(usage, stderr);
    exit(2);
}

static unsigned long number_of(const char *text, char **out_end)
{
    unsigned long number = text[0] >= '1' && text[0] <= '9' ? strtoul(text, out_end, 10) : 0;
    if (number == 0 || number > 10000000) {
        explain();
    }
    return number;
}

static unsigned one_number(const char *text)
{
    char *end = NULL;
    unsigned long number = number_of(text, &end);
    if (*end != '\0') {
        explain();
    }
    return (unsigned)number;
}

static size_t numbers(const char *text, unsigned long out_numbers[static PLAN_LIST_MAX])
{
    size_t count = 0;
    for (char *end = NULL;; text = end + 1) {
        if (count == PLAN_LIST_MAX) {
            explain();
        }
        out_numbers[count++] = number_of(text, &end);
        if (*end != ',') {
            if (*end != '\0') {
                explain();
            }
            return count;
        }
    }
}

static void read_addresses(struct plan *plan, char *text)
{
    char *rest = NULL;
    for (char *one = strtok_r(text, ",", &rest); one != NULL; one = strtok_r(NULL, ",", &rest)) {
        if (plan->address_count == PLAN_LIST_MAX) {
            explain();
        }
        line_resolve(&plan->addresses[plan->address_count++], one);
    }
}

static void read_option(struct plan *plan, const char *name, char *value)
{
    unsigned long list[PLAN_LIST_MAX];
    if (strcmp(name, "--circles") == 0) {
        plan->step_count = numbers(value, list);
        for (size_t i = 0; i < plan->step_count; i++) {
            plan->circles[i] = list[i];
            DEMAND(i == 0 || list[i] > list[i - 1], "the numbers of circles must grow");
        }
    } else if (strcmp(name, "--hold") == 0) {
        plan->holds = true;
        plan->circles[0] = one_number(value);
        plan->step_count = 1;
    } else if (strcmp(name, "--broker") == 0) {
        plan->process_count = numbers(value, list);
        for (size_t i = 0; i < plan->process_count; i++) {
            plan->processes[i] = (long)list[i];
        }
    } else if (strcmp(name, "--at") == 0) {
        read_addresses(plan, value);
    } else if (strcmp(name, "--mqtt") == 0) {
        plan->version = one_number(value) == 3 ? PACKET_MQTT_3_1_1 : PACKET_MQTT_5;
    } else if (strcmp(name, "--seconds") == 0) {
        plan->seconds = one_number(value);
    } else if (strcmp(name, "--every") == 0) {
        plan->every_seconds = one_number(value);
    } else if (strcmp(name, "--patience") == 0) {
        plan->patience_seconds = one_number(value);
    } else {
        explain();
    }
}

void plan_read(struct plan *plan, int count, char **words)
{
    *plan = (struct plan){
        .version = PACKET_MQTT_5, .seconds = 10, .every_seconds = 20, .patience_seconds = 300};
    if (count == 2 && strcmp(words[1], "--help") == 0) {
        (void)fputs(usage, stdout);
        exit(EXIT_SUCCESS);
    }
    if (count < 3 || words[1][0] == '-') {
        explain();
    }
    plan->folder = words[1];
    int next = 2;
    if (words[next][0] != '-') {
        plan->tape = words[next++];
    }
    for (; next + 1 < count; next += 2) {
        read_option(plan, words[next], words[next + 1]);
    }
    bool measures = plan->tape != NULL && plan->step_count > 0 && plan->process_count > 0;
    if (next < count || plan->holds == measures) {
        explain();
    }
}

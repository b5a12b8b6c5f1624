/* The door to the journal, as a command uses it: ask, say what went wrong, print the answer. */
#ifndef CLI_DOOR_H
#define CLI_DOOR_H

#include <jansson.h>

#include <daybook/daybook.h>

#include "cli/question.h"

struct call;
struct passphrase_source;

/* Prints an answer as text. */
typedef void door_print(const struct call *call, const json_t *answer);

/* An open door. Begin with door_open(). */
struct door {
    const struct call *call;
    struct daybook *daybook;
    bool explained; /* the reason of a failure was said already, before the question answered */
    bool reminded;  /* of notices nobody has seen */
};

/* Make the process fit to hold secrets; door_open() does it too. What went wrong was said. */
enum daybook_status door_prepare(void);

/* Prepare the process and the door by the call's options. The journal itself is opened, and the
 * passphrase asked for, by the first question that needs it. What went wrong was said. */
enum daybook_status door_open(const struct call *call, struct door *out_door);
void door_close(struct door *door);

/* What daybook_open() and daybook_agent() are told; the door must outlive their use. */
struct daybook_options door_options(struct door *door);

/* Ask, and use the question up. The caller owns *out_answer (json_decref()); it is set whenever the
 * answer is more than an error, so it may be set also beside a failure, and is NULL otherwise. What
 * went wrong was said. */
enum daybook_status door_ask(struct door *door, struct question *question, json_t **out_answer);

/* Say why, unless that was done, from an answer of the door; used for answers of the agent too. */
void door_explain(const struct door *door, enum daybook_status status, const json_t *answer);

/* A whole command: open, ask, print the answer as one line of JSON or by print, close. */
enum daybook_status door_command(const struct call *call, struct question *question,
                                 door_print *print);

/* The same, where JSON is printed in lines of its own, by print_lines. */
enum daybook_status door_command_in_lines(const struct call *call, struct question *question,
                                          door_print *print_lines, door_print *print);

/* A whole command whose question takes a passphrase of its own. */
enum daybook_status door_command_with_secret(const struct call *call, struct question *question,
                                             const struct passphrase_source *source,
                                             door_print *print);

/* The same with a secret that opens something and a new one that is to open it. */
enum daybook_status door_command_with_secrets(const struct call *call, struct question *question,
                                              const struct passphrase_source *source,
                                              const struct passphrase_source *new_source,
                                              door_print *print);

/* Print an object as one line of JSON on stdout. */
void door_print_json(const json_t *json);

#endif

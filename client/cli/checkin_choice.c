/* Shows the choices of a check-in's question, and reads the short ways to name one. */
#include "cli/checkin_choice.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "cli/reply.h"
#include "cli/speech.h"

void checkin_choice_print(const json_t *choices)
{
    for (size_t i = 0; i < json_array_size(choices); i++) {
        printf("  %2zu  ", i + 1);
        speech_put(stdout, reply_text(json_array_get(choices, i), "label"));
        putchar('\n');
    }
}

/* The number that a part is, 0: none. */
static size_t number_of(const char *part, size_t size)
{
    size_t number = 0;
    for (size_t i = 0; i < size; i++) {
        if (part[i] < '0' || part[i] > '9' || i > 2) {
            return 0;
        }
        number = number * 10 + (size_t)(part[i] - '0');
    }
    return number;
}

static bool is_start(const char *part, size_t size, const char *text)
{
    return size > 0 && strncasecmp(part, text, size) == 0;
}

/* A name in full is meant even where another begins so, and goes before a number. */
static const char *find(const json_t *choices, const char *part, size_t size)
{
    const char *found = NULL;
    size_t fitting = 0;
    size_t number = number_of(part, size);
    for (size_t i = 0; i < json_array_size(choices); i++) {
        const json_t *choice = json_array_get(choices, i);
        const char *name = reply_text(choice, "name");
        if (strlen(name) == size && is_start(part, size, name)) {
            return name;
        }
        if (i + 1 == number || is_start(part, size, name) ||
            is_start(part, size, reply_text(choice, "label"))) {
            found = name;
            fitting++;
        }
    }
    return fitting == 1 ? found : NULL;
}

bool checkin_choice_spell(const json_t *choices, const char *typed, char *out_names, size_t size)
{
    size_t used = 0;
    const char *part = typed;
    for (bool more = true; more;) {
        part += strspn(part, " ");
        size_t end = strcspn(part, ",");
        size_t length = end;
        while (length > 0 && part[length - 1] == ' ') {
            length--;
        }
        more = part[end] == ',';
        const char *name = find(choices, part, length);
        if (name == NULL || used + strlen(name) + 2 > size) {
            return false;
        }
        used += (size_t)snprintf(out_names + used, size - used, "%s%s", used == 0 ? "" : ",", name);
        part += end + (more ? 1 : 0);
    }
    return true;
}

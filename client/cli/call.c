/* Takes a command line apart by the tables of options. */
#include "cli/call.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "cli/commands.h"
#include "cli/speech.h"

enum { NUMBER_DIGITS_MAX = 9, NUMBER_BASE = 10 };

/* Where the parser stands. */
struct parser {
    char **argv;
    int argc;
    int next;
    bool options_ended;
    struct call *call;
};

static bool is_number(const char *text)
{
    size_t size = strlen(text);
    return size >= 1 && size <= NUMBER_DIGITS_MAX && strspn(text, "0123456789") == size;
}

static bool is_text(const char *text)
{
    json_t *string = json_string(text);
    bool valid = string != NULL;
    json_decref(string);
    return valid;
}

static enum daybook_status unknown_option(const struct call *call, const char *name)
{
    const char *nearest = commands_nearest_option(call->command, name);
    if (nearest != NULL) {
        speech_error("There is no option --%s; did you mean --%s?", name, nearest);
    } else if (call->command == NULL) {
        speech_error("There is no general option --%s; a command's own stand after the command.",
                     name);
    } else {
        speech_error("%s has no option --%s; see \"daybook help %s\".", call->command->name, name,
                     call->command->name);
    }
    return DAYBOOK_INVALID;
}

/* The value after "=" or in the next argument. */
static enum daybook_status take_value(struct parser *parser, const struct command_option *option,
                                      const char *equals, const char **out_value)
{
    const char *value = NULL;
    if (option->value == OPTION_FLAG) {
        if (equals != NULL) {
            speech_error("--%s takes no value.", option->name);
            return DAYBOOK_INVALID;
        }
        return DAYBOOK_OK;
    }
    if (equals != NULL) {
        value = equals + 1;
    } else if (parser->next < parser->argc) {
        value = parser->argv[parser->next];
        parser->next++;
    } else {
        speech_error("--%s needs a value: --%s %s.", option->name, option->name, option->argument);
        return DAYBOOK_INVALID;
    }
    if (option->value == OPTION_NUMBER && !is_number(value)) {
        speech_error("--%s takes a whole number, 0 or more.", option->name);
        return DAYBOOK_INVALID;
    }
    *out_value = value;
    return DAYBOOK_OK;
}

static enum daybook_status take_option(struct parser *parser, const char *argument)
{
    struct call *call = parser->call;
    const char *name = strcmp(argument, "-h") == 0 ? "help" : argument + 2;
    if (argument[1] != '-' && strcmp(argument, "-h") != 0) {
        speech_error("Options begin with two dashes; a word that begins with one stands after --.");
        return DAYBOOK_INVALID;
    }
    const char *equals = strchr(name, '=');
    size_t name_size = equals == NULL ? strlen(name) : (size_t)(equals - name);
    const struct command_option *option = commands_find_option(call->command, name, name_size);
    if (option == NULL) {
        return unknown_option(call, name);
    }
    for (size_t i = 0; i < call->option_count; i++) {
        if (call->options[i].option == option && option->value != OPTION_FLAG) {
            speech_error("--%s is given twice.", option->name);
            return DAYBOOK_INVALID;
        }
    }
    const char *value = NULL;
    enum daybook_status status = take_value(parser, option, equals, &value);
    if (status == DAYBOOK_OK && call->option_count == CALL_OPTIONS_MAX) {
        speech_error("There are too many options.");
        status = DAYBOOK_INVALID;
    }
    if (status == DAYBOOK_OK) {
        call->options[call->option_count] = (struct call_option){option, value};
        call->option_count++;
    }
    return status;
}

static enum daybook_status take_command(struct call *call, const char *word)
{
    if (call->family == NULL && commands_is_family(word)) {
        call->family = word;
        return DAYBOOK_OK;
    }
    call->command =
        call->family == NULL ? commands_find(word, NULL) : commands_find(call->family, word);
    if (call->command != NULL) {
        return DAYBOOK_OK;
    }
    const char *nearest = commands_nearest(call->family, word);
    const char *family = call->family == NULL ? "" : call->family;
    const char *blank = call->family == NULL ? "" : " ";
    if (nearest != NULL) {
        speech_error("There is no command \"%s%s%s\"; did you mean \"%s%s%s\"?", family, blank,
                     word, family, blank, nearest);
    } else {
        speech_error("There is no command \"%s%s%s\"; see \"daybook help\".", family, blank, word);
    }
    return DAYBOOK_INVALID;
}

static enum daybook_status take_argument(struct parser *parser)
{
    struct call *call = parser->call;
    char *argument = parser->argv[parser->next];
    parser->next++;
    if (!parser->options_ended && strcmp(argument, "--") == 0) {
        parser->options_ended = true;
        return DAYBOOK_OK;
    }
    if (!parser->options_ended && argument[0] == '-' && argument[1] != '\0') {
        return take_option(parser, argument);
    }
    if (call->command == NULL) {
        return take_command(call, argument);
    }
    call->words[call->word_count] = argument;
    call->word_count++;
    return DAYBOOK_OK;
}

enum daybook_status call_parse(int argc, char **argv, struct call *out_call)
{
    struct call call = {.words = argv};
    struct parser parser = {.argv = argv, .argc = argc, .next = 1, .call = &call};

    for (int i = 1; i < argc; i++) {
        if (!is_text(argv[i])) {
            speech_error("Argument %d is not UTF-8 text.", i);
            return DAYBOOK_INVALID;
        }
    }
    while (parser.next < argc) {
        enum daybook_status status = take_argument(&parser);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    *out_call = call;
    return DAYBOOK_OK;
}

static const struct call_option *find(const struct call *call, const char *name)
{
    assert(commands_find_option(call->command, name, strlen(name)) != NULL);
    for (size_t i = 0; i < call->option_count; i++) {
        if (strcmp(call->options[i].option->name, name) == 0) {
            return &call->options[i];
        }
    }
    return NULL;
}

const char *call_value(const struct call *call, const char *name)
{
    const struct call_option *given = find(call, name);
    return given == NULL ? NULL : given->value;
}

bool call_has(const struct call *call, const char *name)
{
    return find(call, name) != NULL;
}

int call_number(const struct call *call, const char *name, int fallback)
{
    const char *value = call_value(call, name);
    return value == NULL ? fallback : (int)strtol(value, NULL, NUMBER_BASE);
}

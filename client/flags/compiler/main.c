/* The rule compiler: daybook_rule_compiler OUTPUT.c RULES.json ... */
#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "domain/compiler/source_file.h"
#include "flags/compiler/rule_writer.h"
#include "flags/compiler/rules.h"

static bool add_file(struct rules *rules, const char *path)
{
    struct fault fault = {0};
    struct buffer text = {0};
    bool added = false;
    if (!source_file_read(path, &text)) {
        fprintf(stderr, "%s: cannot be read\n", path);
    } else if (!rules_add(rules, path, buffer_bytes(&text), &fault)) {
        fprintf(stderr, "%s\n", fault.text);
    } else {
        added = true;
    }
    buffer_free(&text);
    return added;
}

static bool write_tables(const struct rules *rules, const char *path)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fprintf(stderr, "%s: cannot be written\n", path);
        return false;
    }
    rule_writer_write(file, rules_list(rules));
    bool written = ferror(file) == 0;
    written = fclose(file) == 0 && written;
    if (!written) {
        fprintf(stderr, "%s: cannot be written\n", path);
        (void)remove(path); /* a half-written table must not look newer than the rules */
    }
    return written;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fputs("usage: daybook_rule_compiler OUTPUT.c RULES.json ...\n", stderr);
        return 2;
    }
    struct rules *rules = rules_create();
    if (rules == NULL) {
        fputs("memory is short\n", stderr);
        return 1;
    }
    bool done = true;
    for (int i = 2; i < argc && done; i++) {
        done = add_file(rules, argv[i]);
    }
    done = done && write_tables(rules, argv[1]);
    rules_free(rules);
    return done ? EXIT_SUCCESS : EXIT_FAILURE;
}

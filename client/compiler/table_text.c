/* Writing the pieces that C tables are made of. */
#include "compiler/table_text.h"

#include "compiler/node.h"
#include "compiler/words.h"

/* Octal escapes keep the source ASCII and cannot swallow the digit after them. */
void table_text_literal(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++) {
        if (*at < ' ' || *at > '~' || *at == '"' || *at == '\\' || *at == '?') {
            fprintf(out, "\\%03o", (unsigned)*at);
        } else {
            fputc(*at, out);
        }
    }
    fputc('"', out);
}

void table_text_member(FILE *out, const char *member, const char *text)
{
    fprintf(out, " .%s = ", member);
    table_text_literal(out, text);
    fputc(',', out);
}

void table_text_range(FILE *out, const json_t *range)
{
    fprintf(out, " .minimum = %.17g, .maximum = %.17g,", node_number(range, 0),
            node_number(range, 1));
}

void table_text_constant(FILE *out, const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        bool small = *at >= 'a' && *at <= 'z';
        fputc(*at == '.' ? '_' : small ? *at - 'a' + 'A' : *at, out);
    }
}

void table_text_evidence(FILE *out, const json_t *evidence)
{
    fprintf(out, "{%s, ", words_meaning(WORDS_EVIDENCE, node_text(evidence, "mark")));
    table_text_literal(out, node_text(evidence, "source"));
    fputc('}', out);
}

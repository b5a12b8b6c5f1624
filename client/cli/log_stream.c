/* Gathers lines into batches, asks for each to be logged, and prints the answers in order. */
#include "cli/log_stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/call.h"
#include "cli/door.h"
#include "cli/line_reader.h"
#include "cli/reply.h"
#include "cli/speech.h"

/* One batch is one durable transaction. More lines in one write fewer pages; their bytes are
 * bounded by the room of the reader. */
enum { BATCH_LINES_MAX = 1024 };

struct stream {
    struct door door;
    struct line_reader reader;
    json_t *batch;          /* texts of the lines that wait */
    json_int_t first_line;  /* number of the batch's first line */
    json_int_t next_line;   /* number of the line that comes next */
    bool some_were_refused; /* since the stream began */
};

static enum daybook_status flush_output(void)
{
    return fflush(stdout) == 0 ? DAYBOOK_OK : DAYBOOK_FAILED;
}

/* Log what waits. A line's id is printed only now that the answer says it is durable. */
static enum daybook_status send_batch(struct stream *stream)
{
    json_t *answer = NULL;
    if (json_array_size(stream->batch) == 0) {
        return DAYBOOK_OK;
    }
    struct question question =
        question_begin(call_has(stream->door.call, "sealed") ? "log.sealed.bulk" : "log.bulk");
    question_json(&question, "lines", json_incref(stream->batch));
    question_integer(&question, "first_line", stream->first_line);
    question_text(&question, "patient", call_value(stream->door.call, "patient"));
    enum daybook_status status = door_ask(&stream->door, &question, &answer);
    if (status == DAYBOOK_OK) {
        const json_t *results = reply_list(answer, "results");
        for (size_t i = 0; i < json_array_size(results); i++) {
            door_print_json(json_array_get(results, i));
        }
        if (reply_integer(answer, "refused") > 0) {
            stream->some_were_refused = true;
        }
        status = flush_output();
    }
    json_decref(answer);
    json_array_clear(stream->batch);
    return status;
}

/* Answer a line that cannot even be asked about; the lines before it are answered first. */
static enum daybook_status refuse_line(struct stream *stream, const char *sentence)
{
    enum daybook_status status = send_batch(stream);
    if (status != DAYBOOK_OK) {
        return status;
    }
    printf("{\"line\":%" JSON_INTEGER_FORMAT ",\"error\":\"%s\"}\n", stream->next_line, sentence);
    stream->some_were_refused = true;
    stream->next_line++;
    return flush_output();
}

static enum daybook_status add_line(struct stream *stream, const char *line, size_t size)
{
    json_t *text = memchr(line, '\0', size) == NULL ? json_stringn(line, size) : NULL;
    if (text == NULL) {
        return refuse_line(stream, "the line is not UTF-8 text");
    }
    if (json_array_size(stream->batch) == 0) {
        stream->first_line = stream->next_line;
    }
    if (json_array_append_new(stream->batch, text) != 0) {
        speech_error("Memory ran short; lines without an answer were not logged.");
        return DAYBOOK_NO_MEMORY;
    }
    stream->next_line++;
    return json_array_size(stream->batch) == BATCH_LINES_MAX ? send_batch(stream) : DAYBOOK_OK;
}

/* Log every line that is here. */
static enum daybook_status take_lines(struct stream *stream)
{
    for (;;) {
        const char *line = NULL;
        size_t size = 0;
        enum daybook_status status = DAYBOOK_OK;
        switch (line_reader_take(&stream->reader, &line, &size)) {
        case LINE_READER_LINE:
            status = add_line(stream, line, size);
            break;
        case LINE_READER_TOO_LONG:
            status = refuse_line(stream, "the line is longer than 65536 bytes");
            break;
        case LINE_READER_NONE:
            return send_batch(stream);
        }
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
}

static enum daybook_status pump(struct stream *stream)
{
    while (line_reader_wait(&stream->reader)) {
        enum daybook_status status = take_lines(stream);
        if (status != DAYBOOK_OK) {
            return status;
        }
    }
    if (stream->reader.error != 0) {
        speech_error("Standard input could not be read: %s.", strerror(stream->reader.error));
        return DAYBOOK_FAILED;
    }
    return stream->some_were_refused ? DAYBOOK_INVALID : DAYBOOK_OK;
}

enum daybook_status log_stream_run(const struct call *call)
{
    if (call_number(call, "passphrase-fd", -1) == STDIN_FILENO) {
        speech_error("Standard input cannot carry both the passphrase and the entries.");
        return DAYBOOK_INVALID;
    }
    struct stream *stream = calloc(1, sizeof *stream);
    if (stream == NULL) {
        speech_error("Memory ran short; nothing was changed.");
        return DAYBOOK_NO_MEMORY;
    }
    stream->next_line = 1;
    stream->batch = json_array();
    line_reader_begin(&stream->reader, STDIN_FILENO);
    enum daybook_status status = DAYBOOK_NO_MEMORY;
    if (stream->batch != NULL) {
        status = door_open(call, &stream->door);
    }
    if (status == DAYBOOK_OK) {
        status = pump(stream);
    }
    door_close(&stream->door);
    json_decref(stream->batch);
    free(stream);
    return status;
}

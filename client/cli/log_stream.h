/* The command log --stdin: entries come in as lines, answers go out as lines. */
#ifndef CLI_LOG_STREAM_H
#define CLI_LOG_STREAM_H

#include <daybook/status.h>

struct call;

/* Read lines from standard input until it ends, and answer each on standard output once its entry
 * is durable. What has arrived is written at once, at most 256 lines in a batch; memory does not
 * grow with the input. OK: every line was accepted; INVALID: some were refused; otherwise the
 * stream ended early, and lines without an answer were not logged. */
enum daybook_status log_stream_run(const struct call *call);

#endif

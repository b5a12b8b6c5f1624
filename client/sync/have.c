/* When the own HAVE goes out: after changes, as an answer, to ask for what is missing, as a sign of
 * life. */
#include "sync/have.h"

#include "sync/engine.h"
#include "sync/jitter.h"
#include "sync/peers.h"
#include "sync/send.h"

/* How often a HAVE is repeated for readers who stay silent. */
enum { HAVE_CHANGE_REPEATS = 3, HAVE_CONNECTION_REPEATS = 1 };

static int64_t earlier(int64_t left, int64_t right)
{
    return left < right ? left : right;
}

static int64_t later(int64_t left, int64_t right)
{
    return left > right ? left : right;
}

/* What a run showed counts for a while. Whoever can still deliver it says so by HAVE meanwhile;
 * what nobody present holds is not waited for. */
static bool is_fresh(const struct sync *sync, const struct feed *feed)
{
    return sync->now_ms - feed->seen_ms < 2 * (int64_t)sync->options.retry_min_ms;
}

/* Whether something came that what is missing comes before. */
static bool sees_gap(const struct sync *sync, enum stream stream)
{
    for (size_t i = 0; i < sync->feeds[stream].count; i++) {
        const struct feed *feed = sync->feeds[stream].items[i];
        if (feed->seen > feed->number && feed != sync->storing && is_fresh(sync, feed)) {
            return true;
        }
    }
    return false;
}

/* Whether a change is told as soon as a person can wait: of those that follow a peer's ask, the
 * first, since it may be what that peer sent together with it. */
static bool is_prompt(const struct sync *sync, const struct have_plan *plan)
{
    return engine_in_hurry(sync) || (plan->prompt && sync->now_ms < sync->answers_until_ms);
}

/* The least time between two HAVE of a stream. A person may be waiting, here or at the other end:
 * what is still to be said is said sooner then. */
static int64_t apart_ms(const struct sync *sync, enum stream stream)
{
    const struct have_plan *plan = &sync->haves[stream];
    if (engine_in_hurry(sync) || (plan->changed_ms != SYNC_NEVER && is_prompt(sync, plan))) {
        return ENGINE_HURRY_MS;
    }
    bool awaited = plan->answers || sync->now_ms < sync->answers_until_ms || sees_gap(sync, stream);
    return awaited ? sync->options.have_idle_ms : sync->options.have_interval_ms;
}

static struct have_plan blank_plan(void)
{
    return (struct have_plan){.changed_ms = SYNC_NEVER,
                              .change_due_ms = SYNC_NEVER,
                              .answer_due_ms = SYNC_NEVER,
                              .refresh_due_ms = SYNC_NEVER,
                              .last_ms = SYNC_LONG_AGO,
                              .ask_due_ms = SYNC_NEVER,
                              .asked_ms = SYNC_LONG_AGO};
}

static void answer_at(struct have_plan *plan, int64_t due_ms)
{
    plan->answer_due_ms = earlier(plan->answer_due_ms, due_ms);
}

void have_connected(struct sync *sync)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        sync->haves[stream] = blank_plan();
        sync->haves[stream].repeats = HAVE_CONNECTION_REPEATS;
        have_request(sync, (enum stream)stream);
    }
}

void have_request(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    plan->wants_answer = true;
    answer_at(plan, sync->now_ms);
}

void have_changed(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    if (plan->changed_ms == SYNC_NEVER) {
        plan->changed_ms = sync->now_ms;
    }
    /* Wait until it is quiet, but not for ever while changes keep coming. */
    int64_t idle_ms = is_prompt(sync, plan) ? ENGINE_HURRY_MS : sync->options.have_idle_ms;
    plan->change_due_ms =
        earlier(sync->now_ms + idle_ms, plan->changed_ms + sync->options.have_interval_ms);
    plan->refresh_ms = 0;
    plan->repeats = HAVE_CHANGE_REPEATS;
}

void have_stored(struct sync *sync, enum stream stream)
{
    have_changed(sync, stream);
    sync->haves[stream].stored++;
}

void have_answer(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    if (plan->answer_due_ms == SYNC_NEVER) {
        plan->answer_due_ms = sync->now_ms + jitter_next(sync, sync->options.answer_jitter_ms);
    }
    plan->answers = true;
    plan->prompt = true;
    sync->answers_until_ms = sync->now_ms + 2 * (int64_t)sync->options.have_interval_ms;
}

void have_ask(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    if (plan->ask_due_ms == SYNC_NEVER) {
        plan->ask_due_ms =
            later(sync->now_ms + sync->options.have_idle_ms, plan->asked_ms + plan->ask_retry_ms);
    }
}

void have_ask_now(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    plan->ask_due_ms =
        earlier(plan->ask_due_ms, later(sync->now_ms, plan->asked_ms + plan->ask_retry_ms));
}

void have_unreadable(struct sync *sync)
{
    sync->haves[STREAM_CIRCLE].unreadable = true;
    have_ask_now(sync, STREAM_CIRCLE);
}

void have_progressed(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    plan->ask_retry_ms = 0;
    plan->ask_due_ms = SYNC_NEVER;
    if (have_behind(sync, stream) > 0) {
        have_ask(sync, stream);
    }
}

void have_hurried(struct sync *sync)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        struct have_plan *plan = &sync->haves[stream];
        plan->wants_answer = true;
        plan->ask_retry_ms = 0;
        answer_at(plan, sync->now_ms);
    }
}

void have_failed(struct sync *sync, enum stream stream)
{
    answer_at(&sync->haves[stream], sync->now_ms + sync->options.retry_min_ms);
}

static uint64_t feed_behind(const struct sync *sync, const struct feed *feed)
{
    uint64_t known = is_fresh(sync, feed) ? feed->seen : 0;
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        bool counts = peers_present(sync, slot) && peers_reads(sync, slot, feed->stream);
        if (counts && feed->holdings[slot].number > known) {
            known = feed->holdings[slot].number;
        }
    }
    return known > feed->number ? known - feed->number : 0;
}

uint64_t have_behind(const struct sync *sync, enum stream stream)
{
    if (!sync->self_reads[stream]) {
        return 0;
    }
    uint64_t behind = 0;
    for (size_t i = 0; i < sync->feeds[stream].count; i++) {
        uint64_t missing = feed_behind(sync, sync->feeds[stream].items[i]);
        behind = missing > UINT64_MAX - behind ? UINT64_MAX : behind + missing;
    }
    return behind;
}

static bool holds_all(const struct sync *sync, size_t slot, enum stream stream)
{
    for (size_t i = 0; i < sync->feeds[stream].count; i++) {
        const struct feed *feed = sync->feeds[stream].items[i];
        if (feed->holdings[slot].number < feed->number) {
            return false;
        }
    }
    return true;
}

/* Whether a reader has not said that it holds everything here; of the silent ones nothing is
 * expected when only those present count. */
static bool is_unconfirmed(const struct sync *sync, enum stream stream, bool only_present)
{
    for (size_t slot = 0; slot < CIRCLE_DEVICE_MAX; slot++) {
        bool present = peers_present(sync, slot);
        if (peers_reads(sync, slot, stream) && (present || !only_present) &&
            !(present && holds_all(sync, slot, stream))) {
            return true;
        }
    }
    return false;
}

static int64_t due_of(const struct sync *sync, enum stream stream)
{
    const struct have_plan *plan = &sync->haves[stream];
    int64_t due = earlier(plan->change_due_ms, plan->answer_due_ms);
    if (!sync->self_reads[stream] || due == SYNC_NEVER) {
        return SYNC_NEVER;
    }
    if (plan->stored >= sync->options.have_runs) {
        return sync->now_ms;
    }
    return later(due, plan->last_ms + apart_ms(sync, stream));
}

/* Who sees that something was lost on the way is less patient at first. */
static uint32_t next_retry(const struct sync *sync, enum stream stream)
{
    uint32_t retry_ms = sync->haves[stream].ask_retry_ms;
    if (retry_ms >= sync->options.retry_min_ms || !sees_gap(sync, stream)) {
        return engine_back_off(sync, retry_ms);
    }
    return retry_ms == 0 ? sync->options.have_interval_ms : retry_ms * 2;
}

static void ask_when_due(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    if (plan->ask_due_ms > sync->now_ms) {
        return;
    }
    plan->ask_due_ms = SYNC_NEVER;
    bool behind = have_behind(sync, stream) > 0;
    if (!behind && !plan->unreadable) {
        return;
    }
    have_request(sync, stream);
    plan->unreadable = false;
    plan->asked_ms = sync->now_ms;
    plan->ask_retry_ms = next_retry(sync, stream);
    if (behind) {
        have_ask(sync, stream);
    }
}

/* A HAVE may be lost without a trace: while somebody present has not confirmed, it is repeated with
 * back-off; for the silent a few times; afterwards hourly. */
static void refresh_when_due(struct sync *sync, enum stream stream)
{
    struct have_plan *plan = &sync->haves[stream];
    if (plan->refresh_due_ms > sync->now_ms || !sync->self_reads[stream]) {
        return;
    }
    int64_t hourly_ms = plan->last_ms + sync->options.have_refresh_ms;
    bool repeats = is_unconfirmed(sync, stream, true) ||
                   (plan->repeats > 0 && is_unconfirmed(sync, stream, false));
    if (repeats || hourly_ms <= sync->now_ms) {
        plan->repeats -= plan->repeats > 0;
        answer_at(plan, sync->now_ms);
    }
    plan->refresh_due_ms = later(hourly_ms, sync->now_ms + sync->options.retry_min_ms);
}

static void plan_refresh(struct sync *sync, struct have_plan *plan)
{
    plan->refresh_ms = engine_back_off(sync, plan->refresh_ms);
    if (plan->refresh_ms > sync->options.have_refresh_ms) {
        plan->refresh_ms = sync->options.have_refresh_ms;
    }
    plan->refresh_due_ms = sync->now_ms + plan->refresh_ms;
}

static bool publish(struct sync *sync, enum stream stream)
{
    struct flight *flight = send_launch(sync, FLIGHT_HAVE);
    if (flight == NULL) {
        return false;
    }
    struct have_plan *plan = &sync->haves[stream];
    struct sync_action *action = engine_act(sync, SYNC_ACTION_PUBLISH_HAVE);
    action->stream = stream;
    action->wants_answer = plan->wants_answer;
    flight->stream = stream;
    flight->asks = plan->wants_answer;
    flight->ticket = action->ticket;
    sync->asking_ms = plan->wants_answer ? sync->now_ms : sync->asking_ms;
    plan->prompt = plan->prompt && plan->changed_ms == SYNC_NEVER;
    plan->stored = 0;
    plan->changed_ms = SYNC_NEVER;
    plan->change_due_ms = SYNC_NEVER;
    plan->answer_due_ms = SYNC_NEVER;
    plan->wants_answer = false;
    plan->answers = false;
    plan->last_ms = sync->now_ms;
    plan_refresh(sync, plan);
    return true;
}

void have_flush(struct sync *sync)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        ask_when_due(sync, (enum stream)stream);
        refresh_when_due(sync, (enum stream)stream);
        if (due_of(sync, (enum stream)stream) <= sync->now_ms &&
            !publish(sync, (enum stream)stream)) {
            return;
        }
    }
}

int64_t have_deadline(const struct sync *sync)
{
    int64_t deadline = SYNC_NEVER;
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        const struct have_plan *plan = &sync->haves[stream];
        deadline = earlier(deadline, earlier(plan->ask_due_ms, due_of(sync, (enum stream)stream)));
        if (sync->self_reads[stream]) {
            deadline = earlier(deadline, plan->refresh_due_ms);
        }
    }
    return deadline;
}

bool have_pending(const struct sync *sync)
{
    for (size_t stream = 0; stream < STREAM_COUNT; stream++) {
        const struct have_plan *plan = &sync->haves[stream];
        if (sync->self_reads[stream] &&
            earlier(plan->change_due_ms, plan->answer_due_ms) != SYNC_NEVER) {
            return true;
        }
    }
    return false;
}

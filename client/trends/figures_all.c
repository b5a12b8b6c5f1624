/* The figures of every part of the journal. */
#include "trends/figures_all.h"

#include <assert.h>

#include "base/arena.h"

enum daybook_status figures_all(const struct figures_question *question, struct arena *arena,
                                struct figures_all **out_figures)
{
    assert(question != NULL && question->history != NULL && out_figures != NULL);
    struct figures_all *figures = arena_take(arena, sizeof *figures);
    if (figures == NULL) {
        return DAYBOOK_NO_MEMORY;
    }
    figures->eating = figures_eating(question);
    enum daybook_status status = figures_breathing(question, arena, &figures->breathing);
    if (status == DAYBOOK_OK) {
        status = figures_movement(question, arena, &figures->movement);
    }
    if (status == DAYBOOK_OK) {
        status = figures_function(question, arena, &figures->function);
    }
    if (status == DAYBOOK_OK) {
        status = figures_care(question, arena, &figures->care);
    }
    if (status == DAYBOOK_OK) {
        *out_figures = figures;
    }
    return status;
}

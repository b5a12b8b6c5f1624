/* The four streams of a circle: who writes what, and who may read it. */
#ifndef DOMAIN_STREAM_H
#define DOMAIN_STREAM_H

/* The numbers are on the wire and in the store: never renumber. */
enum stream {
    STREAM_CIRCLE = 0, /* members, grants, keys; everyone reads */
    STREAM_LOG = 1,    /* entries; patient, caregivers, therapists with the grant */
    STREAM_TREND = 2,  /* one summary a day, and questions for the team; written by patient and
                          caregivers, read by everyone */
    STREAM_PLAN = 3,   /* plans and evaluations; written by therapists, read by everyone */
};
enum { STREAM_COUNT = 4 };

/* "circle", "log", "trend" or "plan". */
const char *stream_name(enum stream stream);

#endif

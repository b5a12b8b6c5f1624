/* The agent's ordinary memory: it lives for weeks beside other programs, so it must not keep what
 * one large answer took. */
#ifndef AGENT_HEAP_H
#define AGENT_HEAP_H

/* Before anything large is taken: large pieces are given back to the system when they are freed. */
void heap_begin(void);

/* Give back what lies free in small pieces, when it is worth the milliseconds that takes. */
void heap_give_back(void);

#endif

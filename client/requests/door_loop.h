/* Running a journal in this process until a request is answered. */
#ifndef REQUESTS_DOOR_LOOP_H
#define REQUESTS_DOOR_LOOP_H

struct desk;
struct request;

/* Poll and step the desk's journal until the request is done; the desk is not looked at when it is
 * done already. */
void door_loop_run(struct desk *desk, struct request *request);

#endif

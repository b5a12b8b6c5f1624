/* The seats of many circles: FOLDER/circles/CIRCLE/NUMBER.seat, one JSON object each. */
#include "seats.h"

#include <assert.h>
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "demand.h"

enum { PATH_SIZE = 1024 };

static void copy_text(char *out, size_t size, const json_t *seat, const char *name)
{
    const char *text = json_string_value(json_object_get(seat, name));
    DEMAND_OF(text != NULL && strlen(text) < size, name,
              "a seat does not say this, or not shortly");
    (void)snprintf(out, size, "%s", text);
}

static char *text_of(const json_t *seat, const char *name)
{
    const char *text = json_string_value(json_object_get(seat, name));
    DEMAND_OF(text != NULL, name, "a seat does not say this");
    char *copy = strdup(text);
    DEMAND(copy != NULL, "no memory");
    return copy;
}

static void read_place(struct seats *seats, struct seats_place *place, const char *path)
{
    json_t *seat = json_load_file(path, 0, NULL);
    DEMAND_OF(json_is_object(seat), path, "that is no seat");
    copy_text(place->circle, sizeof place->circle, seat, "circle");
    copy_text(place->client_id, sizeof place->client_id, seat, "client_id");
    copy_text(place->username, sizeof place->username, seat, "username");
    copy_text(place->password, sizeof place->password, seat, "password");
    if (seats->broker == NULL) {
        seats->broker = text_of(seat, "broker");
        seats->authority = text_of(seat, "ca");
    }
    json_decref(seat);
}

static void seat_path(char out_path[static PATH_SIZE], const char *folder, const char *circle,
                      size_t number)
{
    int size = snprintf(out_path, PATH_SIZE, "%s/circles/%s/%zu.seat", folder, circle, number + 1);
    DEMAND_OF(size > 0 && size < PATH_SIZE, folder, "this path is too long");
}

static size_t count_seats(const char *folder, const char *circle)
{
    char path[PATH_SIZE];
    size_t count = 0;
    for (; count <= SEATS_A_CIRCLE_MAX; count++) {
        seat_path(path, folder, circle, count);
        if (access(path, R_OK) != 0) {
            break;
        }
    }
    DEMAND_OF(count >= 2 && count <= SEATS_A_CIRCLE_MAX, circle,
              "a circle of 2 to 8 seats is needed");
    return count;
}

static int is_circle(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

void seats_read(struct seats *seats, const char *folder, size_t circles_max)
{
    assert(circles_max > 0);
    *seats = (struct seats){0};
    char path[PATH_SIZE];
    int size = snprintf(path, sizeof path, "%s/circles", folder);
    DEMAND_OF(size > 0 && size < PATH_SIZE, folder, "this path is too long");
    struct dirent **circles = NULL;
    int found = scandir(path, &circles, is_circle, alphasort);
    DEMAND_OF(found > 0, path, "no circles are there; seats bulk makes them");
    seats->circle_count = (size_t)found < circles_max ? (size_t)found : circles_max;
    seats->a_circle = count_seats(folder, circles[0]->d_name);
    assert(seats->a_circle > 0); /* or count_seats() had ended it */
    seats->places = calloc(seats->circle_count * seats->a_circle, sizeof *seats->places);
    DEMAND(seats->places != NULL, "no memory");
    for (size_t i = 0; i < seats->circle_count * seats->a_circle; i++) {
        seat_path(path, folder, circles[i / seats->a_circle]->d_name, i % seats->a_circle);
        read_place(seats, &seats->places[i], path);
    }
    for (int i = 0; i < found; i++) {
        free(circles[i]);
    }
    free(circles);
}

void seats_free(struct seats *seats)
{
    for (size_t i = 0; i < seats->circle_count * seats->a_circle; i++) {
        memset(seats->places[i].password, 0, sizeof seats->places[i].password);
    }
    free(seats->places);
    free(seats->broker);
    free(seats->authority);
    *seats = (struct seats){0};
}

/* Reads a passphrase from where the options say, or asks for it. */
#include "cli/passphrase_source.h"

#include "cli/call.h"
#include "cli/speech.h"

const struct passphrase_source passphrase_source_open = {"passphrase-fd", "passphrase-file",
                                                         "Passphrase: ", "passphrase", false};
const struct passphrase_source passphrase_source_init = {
    "passphrase-fd", "passphrase-file", "Choose a passphrase (8 letters or more): ", "passphrase",
    true};
const struct passphrase_source passphrase_source_new = {
    "new-passphrase-fd", "new-passphrase-file",
    "New passphrase (8 letters or more): ", "passphrase", true};
const struct passphrase_source passphrase_source_backup = {
    "passphrase-fd", "passphrase-file", "Passphrase of the backup: ", "passphrase", false};
const struct passphrase_source passphrase_source_words = {
    "words-fd", "words-file", "The 24 recovery words, in order: ", "list of words", false};

static enum daybook_status read_descriptor(const struct passphrase_source *source, int descriptor,
                                           struct daybook_secret **out_secret)
{
    enum daybook_status status = daybook_secret_from_descriptor(descriptor, out_secret);
    if (status == DAYBOOK_INVALID) {
        speech_error("The %s from --%s is empty or too long.", source->what,
                     source->descriptor_option);
    } else if (status != DAYBOOK_OK) {
        speech_error("The %s could not be read from descriptor %d.", source->what, descriptor);
    }
    return status;
}

static enum daybook_status read_file(const struct passphrase_source *source, const char *path,
                                     struct daybook_secret **out_secret)
{
    enum daybook_status status = daybook_secret_from_file(path, out_secret);
    if (status == DAYBOOK_INVALID) {
        speech_error("The file of --%s is empty or can be read by others; "
                     "make it private with \"chmod 600\".",
                     source->file_option);
    } else if (status == DAYBOOK_NOT_FOUND) {
        speech_error("The file of --%s does not exist.", source->file_option);
    } else if (status != DAYBOOK_OK) {
        speech_error("The file of --%s could not be read.", source->file_option);
    }
    return status;
}

static enum daybook_status cannot_ask(const struct passphrase_source *source)
{
    speech_error("A %s is needed and nobody can be asked; give --%s or --%s%s.", source->what,
                 source->descriptor_option, source->file_option,
                 source != &passphrase_source_open ? "" : ", or start \"daybook agent\" first");
    return DAYBOOK_LOCKED;
}

static enum daybook_status ask_once(const struct passphrase_source *source, const char *prompt,
                                    struct daybook_secret **out_secret)
{
    enum daybook_status status = daybook_secret_from_terminal(prompt, out_secret);
    if (status == DAYBOOK_NOT_FOUND) {
        status = cannot_ask(source);
    } else if (status == DAYBOOK_INVALID) {
        speech_error("The %s is empty or too long.", source->what);
    } else if (status != DAYBOOK_OK && status != DAYBOOK_INTERRUPTED) {
        speech_error("The %s could not be read from the terminal.", source->what);
    }
    return status;
}

static enum daybook_status ask_terminal(const struct passphrase_source *source,
                                        struct daybook_secret **out_secret)
{
    struct daybook_secret *first = NULL;
    struct daybook_secret *again = NULL;

    enum daybook_status status = ask_once(source, source->prompt, &first);
    if (status == DAYBOOK_OK && source->chosen_now) {
        status = ask_once(source, "The same again: ", &again);
    }
    if (status == DAYBOOK_OK && source->chosen_now && !daybook_secret_equal(first, again)) {
        speech_error("The two passphrases differ; nothing was changed.");
        status = DAYBOOK_INVALID;
    }
    daybook_secret_free(again);
    if (status != DAYBOOK_OK) {
        daybook_secret_free(first);
        return status;
    }
    *out_secret = first;
    return DAYBOOK_OK;
}

enum daybook_status passphrase_source_read(const struct passphrase_source *source,
                                           const struct call *call,
                                           struct daybook_secret **out_secret)
{
    const char *file = call_value(call, source->file_option);
    int descriptor = call_number(call, source->descriptor_option, -1);
    if (file != NULL && descriptor >= 0) {
        speech_error("Give either --%s or --%s.", source->descriptor_option, source->file_option);
        return DAYBOOK_INVALID;
    }
    if (file != NULL) {
        return read_file(source, file, out_secret);
    }
    if (descriptor >= 0) {
        return read_descriptor(source, descriptor, out_secret);
    }
    if (call_has(call, "no-input")) {
        return cannot_ask(source);
    }
    return ask_terminal(source, out_secret);
}

/* Draws a QR code with half blocks. */
#include "cli/qr.h"

#include <qrencode.h>
#include <stdio.h>

enum { QR_BORDER = 4 };

/* Outside the code is its white border. */
static bool is_black(const QRcode *code, int row, int column)
{
    bool inside = row >= 0 && column >= 0 && row < code->width && column < code->width;
    return inside && (code->data[row * code->width + column] & 1) != 0;
}

static const char *half_blocks(bool upper, bool lower)
{
    if (upper) {
        return lower ? "█" : "▀";
    }
    return lower ? "▄" : " ";
}

bool qr_print(const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
    if (code == NULL) {
        return false;
    }
    for (int row = -QR_BORDER; row < code->width + QR_BORDER; row += 2) {
        fputs("\033[30;107m", stdout);
        for (int column = -QR_BORDER; column < code->width + QR_BORDER; column++) {
            fputs(half_blocks(is_black(code, row, column), is_black(code, row + 1, column)),
                  stdout);
        }
        fputs("\033[0m\n", stdout);
    }
    QRcode_free(code);
    return true;
}

package io.facegate.ledger.record;

/** Tokenizer of canonical JSON; each method returns false at any other token. */
class CanonicalJsonTokens {
    byte[] in = new byte[0];
    int at;
    int end;

    final boolean number() {
        skipChar('-');
        int start = at;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        boolean zero = at > start && in[start] == '0';
        return at > start && at - start <= 16 && (!zero || (at - start == 1 && in[start - 1] != '-'));
    }

    final boolean key() {
        if (!skipChar('"')) {
            return false;
        }
        while (at < end && ((in[at] >= 'a' && in[at] <= 'z') || in[at] == '_')) {
            at++;
        }
        return skipChar('"');
    }

    final boolean string() {
        if (!skipChar('"')) {
            return false;
        }
        while (at < end) {
            byte b = in[at++];
            if (b == '"') {
                return true;
            }
            if (b == '\\' ? !escape() : b >= 0 ? b < ' ' : !utf8(b)) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        if (at == end) {
            return false;
        }
        byte b = in[at++];
        if (b != 'u') {
            return "\"\\bfnrt".indexOf(b) >= 0;
        }
        if (end - at < 4 || in[at] != '0' || in[at + 1] != '0' || (in[at + 2] != '0' && in[at + 2] != '1')) {
            return false;
        }
        int low = "0123456789abcdef".indexOf(in[at + 3]);
        int code = (in[at + 2] - '0') * 16 + low;
        at += 4;
        return low >= 0 && "\b\f\n\r\t".indexOf(code) < 0;
    }

    /** Reads one character of two to four bytes; rejects overlong forms and surrogates. */
    private boolean utf8(byte lead) {
        int more = (lead & 0xe0) == 0xc0 ? 1 : (lead & 0xf0) == 0xe0 ? 2 : (lead & 0xf8) == 0xf0 ? 3 : 0;
        if (more == 0 || end - at < more) {
            return false;
        }
        int code = lead & (0x3f >> more);
        for (int i = 0; i < more; i++) {
            byte b = in[at++];
            if ((b & 0xc0) != 0x80) {
                return false;
            }
            code = (code << 6) | (b & 0x3f);
        }
        return code >= (more == 1 ? 0x80 : more == 2 ? 0x800 : 0x10000)
                && code <= 0x10ffff
                && (code < 0xd800 || code > 0xdfff);
    }

    final boolean skipChar(char c) {
        if (at < end && in[at] == c) {
            at++;
            return true;
        }
        return false;
    }
}

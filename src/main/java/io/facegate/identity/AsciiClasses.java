package io.facegate.identity;

/** ASCII character classes used by SigV4. */
final class AsciiClasses {
    private AsciiClasses() {}

    static boolean isDigit(int one) {
        return one >= '0' && one <= '9';
    }

    static boolean isLower(int one) {
        return one >= 'a' && one <= 'z';
    }

    static boolean isAlphanumeric(int one) {
        return isLower(one) || isDigit(one) || (one >= 'A' && one <= 'Z');
    }

    static boolean isLowerHex(int one) {
        return isDigit(one) || (one >= 'a' && one <= 'f');
    }

    static boolean isUnreserved(int one) {
        return isAlphanumeric(one) || "-_.~".indexOf(one) >= 0;
    }

    static boolean isSpace(int one) {
        return one == ' ' || (one >= '\t' && one <= '\r');
    }
}

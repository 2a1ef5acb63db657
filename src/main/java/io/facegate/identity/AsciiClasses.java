package io.facegate.identity;

import java.util.function.IntPredicate;

/** ASCII character classes used by SigV4. */
final class AsciiClasses {
    private AsciiClasses() {}

    /** True if each character of the text is of the class; in a loop, since every signed call asks this some ten times. */
    static boolean isAll(String text, IntPredicate ofClass) {
        for (int at = 0; at < text.length(); at++) {
            if (!ofClass.test(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

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

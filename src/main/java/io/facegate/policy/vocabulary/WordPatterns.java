package io.facegate.policy.vocabulary;

import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;

/** Regular expressions for words outside the closed lists, shared by readers and schemas. */
public final class WordPatterns {
    public static final String ID = "[a-z0-9][a-z0-9-]{0,79}";
    public static final String CODE = "[a-z][a-z0-9_]{0,79}";
    public static final String NOTICE = "[a-z][a-z0-9_]{0,63}";
    public static final String REGISTERED = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
    public static final String OPERATION = "[A-Za-z][A-Za-z0-9._:/ -]{0,99}";
    public static final String NUMBER = "[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?";
    public static final String WHOLE = "[0-9]{1,9}";
    public static final String DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    public static final String MOMENT =
            DAY + "(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?(Z|[-+][0-9]{2}(:?[0-9]{2}(:?[0-9]{2})?)?)?)?";
    public static final String ZONE = "UTC|[A-Za-z_-]+(/[A-Za-z0-9_+-]+)+";
    /** Word for the local time of the place of use. */
    public static final String LOCAL = "place_of_use";

    public static final String LENGTH = "P([0-9]+D)?(T([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]+)?S)?)?";
    public static final String PERIOD = "P([0-9]+Y)?([0-9]+M)?([0-9]+W)?([0-9]+D)?";

    private WordPatterns() {}

    public static double number(String text) {
        return Double.parseDouble(requireMatch(text, NUMBER));
    }

    public static int parseWhole(String text) {
        return Integer.parseInt(requireMatch(text, WHOLE));
    }

    public static LocalDate day(String text) {
        return LocalDate.parse(requireMatch(text, DAY));
    }

    public static Duration length(String text) {
        return Duration.parse(requireMatch(text, LENGTH));
    }

    public static Period period(String text) {
        return Period.parse(requireMatch(text, PERIOD));
    }

    /**
     * The text, if it matches the pattern.
     *
     * @throws IllegalArgumentException if it does not match
     */
    public static String requireMatch(String text, String shape) {
        if (!text.matches(shape)) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }
}

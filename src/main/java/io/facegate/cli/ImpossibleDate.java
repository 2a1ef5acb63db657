package io.facegate.cli;

import java.time.YearMonth;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says that a month has no such day, as in 2026-02-31. */
public final class ImpossibleDate {
    private static final Pattern DATE = Pattern.compile("([0-9]{4})-(0[1-9]|1[0-2])-([0-9]{2})(?:[^0-9].*)?");

    private ImpossibleDate() {}

    /** The sentence, after a space; empty if this is no date, or its day exists. */
    public static String sentence(String text) {
        var date = DATE.matcher(text);
        if (!date.matches()) {
            return "";
        }
        var month = YearMonth.of(Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)));
        return month.isValidDay(Integer.parseInt(date.group(3)))
                ? ""
                : " " + month.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH) + ' ' + month.getYear()
                        + " has " + month.lengthOfMonth() + " days.";
    }
}

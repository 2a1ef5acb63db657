package io.facegate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Finds methods that are too long, by the formatter's indentation: a signature and its closing brace stand alike. */
final class MethodLengths {
    private static final Pattern TYPE = Pattern.compile(".*\\b(class|record|interface|enum)\\b.*");
    private static final Pattern STATEMENT = Pattern.compile(
            "^ *(\\} |if|for|while|try|switch|do|else|synchronized|static \\{|case|return|default|catch|yield).*");
    private static final Pattern SIGNATURE = Pattern.compile("^ +[\\w<@].*");

    private MethodLengths() {}

    /** The first lines of all methods with more than {@code limit} lines, signature and braces included. */
    static List<String> over(int limit, List<String> lines) {
        var found = new ArrayList<String>();
        for (int at = 0; at < lines.size(); at++) {
            if (!lines.get(at).matches(".*\\).*\\{$")) {
                continue;
            }
            int start = start(lines, at);
            var first = lines.get(start);
            if (TYPE.matcher(first).matches()
                    || STATEMENT.matcher(first).matches()
                    || !SIGNATURE.matcher(first).matches()
                    || first.contains("->")
                    || first.contains(" = ")) {
                continue;
            }
            int length = end(lines, at, first.replaceAll("\\S.*", "}")) - start + 1;
            if (length > limit) {
                found.add(first.strip() + " has " + length + " lines");
            }
        }
        return found;
    }

    /** Where the signature begins whose last line this is: the line that opens its parentheses. */
    private static int start(List<String> lines, int at) {
        int open = 0;
        for (int up = at; up >= 0; up--) {
            var line = lines.get(up);
            open += count(line, ')') - count(line, '(');
            if (open <= 0) {
                return up;
            }
        }
        return at;
    }

    private static int count(String line, char sought) {
        return (int) line.chars().filter(found -> found == sought).count();
    }

    private static int end(List<String> lines, int from, String closing) {
        for (int at = from + 1; at < lines.size(); at++) {
            if (lines.get(at).equals(closing)) {
                return at;
            }
        }
        return from;
    }
}

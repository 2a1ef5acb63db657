package io.facegate.usecase.ledger;

import io.facegate.ledger.record.RecordField;
import io.facegate.ledger.store.Salts;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Spelling suggestions for case numbers. Records contain only salted commitments to them, so similar spellings are
 * tried with the salt of each decision: other letters and signs, two characters swapped, one too many, one digit
 * missing or wrong.
 */
final class CaseNumberSuggestions {
    /** As many tries as take about two seconds. */
    private static final long MOST_TRIES = 2_000_000;

    private static final int MOST_FOUND = 1000;

    private static final String SIGNS = "-/_. ";

    private CaseNumberSuggestions() {}

    /** True if a decision has that case. Acts that name it, such as an earlier hold, do not count. */
    static boolean isOfADecision(Salts salts, String number) throws SQLException {
        for (var record : salts.records(RecordField.CASE, number)) {
            if (isDecision(salts, record)) {
                return true;
            }
        }
        return false;
    }

    /** The case of a decision with a similar spelling, if any. */
    static Optional<String> find(Salts salts, String number) throws SQLException {
        var near = spellingsNear(number);
        var found = new LinkedHashMap<String, String>();
        var tries = new long[1];
        salts.anyMatch(RecordField.CASE, salt -> {
            tries[0] += near.size();
            near.stream().filter(salt::isFor).forEach(written -> found.putIfAbsent(salt.record(), written));
            return found.size() >= MOST_FOUND || tries[0] > MOST_TRIES;
        });
        for (var record : found.entrySet()) {
            if (isDecision(salts, record.getKey())) {
                return Optional.of(record.getValue());
            }
        }
        return Optional.empty();
    }

    /** True for a decision. Only an administrative act commits to a person. */
    private static boolean isDecision(Salts salts, String record) throws SQLException {
        return salts.findByRecord(record).stream()
                .noneMatch(salt -> salt.field() == RecordField.PERSON || salt.field() == RecordField.ACTOR);
    }

    private static Set<String> spellingsNear(String number) {
        var near = new LinkedHashSet<String>();
        near.add(number.strip());
        near.add(number.replaceAll("\\s", ""));
        near.add(number.toUpperCase(Locale.ROOT));
        near.add(number.toLowerCase(Locale.ROOT));
        near.add(number.replaceAll("[" + SIGNS + "]", ""));
        for (int sign = 0; sign < SIGNS.length(); sign++) {
            near.add(number.replaceAll("[-/_. ]", SIGNS.substring(sign, sign + 1)));
        }
        for (int at = 0; at <= number.length(); at++) {
            addEditsAt(number, at, near);
        }
        near.remove(number);
        return near;
    }

    private static void addEditsAt(String number, int at, Set<String> near) {
        var before = number.substring(0, at);
        var after = number.substring(at);
        for (char digit = '0'; digit <= '9'; digit++) {
            near.add(before + digit + after);
            if (!after.isEmpty() && Character.isDigit(after.charAt(0))) {
                near.add(before + digit + after.substring(1));
            }
        }
        if (!after.isEmpty()) {
            near.add(before + after.substring(1));
        }
        if (after.length() > 1) {
            near.add(before + after.charAt(1) + after.charAt(0) + after.substring(2));
        }
    }
}

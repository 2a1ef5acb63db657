package io.facegate.console.mine;

import io.facegate.console.ConsoleForm;
import io.facegate.identity.KeyLimits;
import io.facegate.registry.KeyRequest;
import io.facegate.registry.TranslatedRefusal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a member asked for in the form of a new key, or of one that is rotated. */
record KeyForm(ConsoleForm form) {
    /** How the names of the fields of APIs begin. */
    static final String WIRE = "wire.";

    /** For how many days an old key stays valid. */
    static final List<Integer> OVERLAPS = List.of(0, 1, 7, 14, 30);

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** The key to mint; its last day counts wholly. */
    KeyRequest request(String organisation, List<String> wires) {
        var until = day("until");
        var limits = new KeyLimits(
                wires.stream()
                        .filter(word -> form.text(WIRE + word).equals("on"))
                        .toList(),
                List.of(),
                day("from"),
                until == null ? null : until.plus(Duration.ofDays(1)));
        var purpose = form.text("purpose");
        var label = form.text("label");
        return new KeyRequest(
                organisation,
                List.of(),
                purpose.isEmpty() ? null : purpose,
                null,
                limits,
                form.text("sandbox").equals("on"),
                label.isEmpty() ? null : label);
    }

    String key() {
        return form.text("key");
    }

    /** When the key ended that the page showed: a form that is sent again finds another end. */
    String seen() {
        return form.text("seen");
    }

    Duration overlap() {
        return OVERLAPS.stream()
                .filter(days -> days.toString().equals(form.text("overlap")))
                .findFirst()
                .map(Duration::ofDays)
                .orElseThrow(() -> TranslatedRefusal.KEY_OVERLAP.because("Choose how long the old key stays valid."));
    }

    private @Nullable Instant day(String name) {
        var text = form.text(name);
        if (text.isEmpty()) {
            return null;
        }
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
        } catch (DateTimeException noDay) {
            // Told below, with every other text that is no day.
        }
        throw TranslatedRefusal.DAY.because("A day is written like 2027-01-31.");
    }
}

package io.facegate.usecase.reconcile;

import io.facegate.catalogue.TrailField;
import io.facegate.catalogue.TrailFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The fields of one record of a trail, as they were read; used again for the next. */
final class TrailFields {
    private static final int LONGEST = 256;
    private static final String DECISION = "decision/";
    private static final int UUID_LENGTH = 36;

    private final TrailFormat format;
    private final List<TrailField> places = new ArrayList<>();
    private final FieldPaths paths;
    private final @Nullable String[] values;
    private boolean isAmbiguous;

    TrailFields(TrailFormat format) {
        this.format = format;
        this.paths = FieldPaths.of(format, places);
        this.values = new String[places.size()];
    }

    FieldPaths paths() {
        return paths;
    }

    void clear() {
        Arrays.fill(values, null);
        isAmbiguous = false;
    }

    /** Sets a value. A field that comes twice could be read in two ways. */
    void set(int place, String value) {
        isAmbiguous |= values[place] != null;
        values[place] = value;
    }

    boolean isEmpty() {
        return Arrays.stream(values).allMatch(value -> value == null);
    }

    /** Hands the record over, as what it is. */
    void deliver(TrailSink sink) {
        var service = get(TrailField.SERVICE);
        var time = time();
        var operation = get(TrailField.OPERATION);
        if (isAmbiguous || service == null) {
            sink.countUnreadable();
        } else if (!isOfService(service) || isEnd()) {
            sink.countOther();
        } else if (format.has(TrailField.CATEGORY) && !isCall()) {
            deliverOther(sink);
        } else if (time == null || operation == null || operation.length() > LONGEST) {
            sink.countUnreadable();
        } else {
            sink.accept(new TrailEntry(time, operation, actor(), identifiers(), isRefused()));
        }
    }

    private void deliverOther(TrailSink sink) {
        if (get(TrailField.CATEGORY) == null) {
            sink.countUnreadable();
        } else {
            sink.countOther();
        }
    }

    private boolean isOfService(String service) {
        var lower = service.toLowerCase(Locale.ROOT);
        return format.services().stream().anyMatch(lower::contains);
    }

    private boolean isCall() {
        var category = get(TrailField.CATEGORY);
        return category != null && format.categories().contains(category.toLowerCase(Locale.ROOT));
    }

    /** True for the last of several entries of one operation. */
    private boolean isEnd() {
        return "true".equals(get(TrailField.LAST)) && !"true".equals(get(TrailField.FIRST));
    }

    private boolean isRefused() {
        var error = get(TrailField.ERROR);
        return error != null && format.refused().contains(error);
    }

    private TrailEntry.Actor actor() {
        return new TrailEntry.Actor(
                shorten(get(TrailField.PRINCIPAL)), shorten(get(TrailField.ROLE)), shorten(get(TrailField.SOURCE)));
    }

    private TrailEntry.Identifiers identifiers() {
        String decision = null;
        boolean isAgentKnown = false;
        for (int place = 0; place < values.length; place++) {
            var value = values[place];
            if (value != null && places.get(place) == TrailField.AGENT) {
                isAgentKnown = true;
                decision = decision == null ? decision(value) : decision;
            }
        }
        return new TrailEntry.Identifiers(shorten(get(TrailField.ID)), get(TrailField.REQUEST), decision, isAgentKnown);
    }

    /** The id of the decision that the gateway sends with a request; null if there is none. */
    private static @Nullable String decision(String agent) {
        int from = agent.indexOf(DECISION) + DECISION.length();
        return from >= DECISION.length() && agent.length() >= from + UUID_LENGTH
                ? agent.substring(from, from + UUID_LENGTH)
                : null;
    }

    private @Nullable String get(TrailField field) {
        for (int place = 0; place < values.length; place++) {
            if (places.get(place) == field && values[place] != null && !values[place].isEmpty()) {
                return values[place];
            }
        }
        return null;
    }

    /** A stranger's text, no longer than a person reads. */
    static @Nullable String shorten(@Nullable String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + '…';
    }

    /** The time; null if there is none that can be read. Without a zone it is UTC. */
    private @Nullable Instant time() {
        var text = get(TrailField.TIME);
        if (text == null) {
            return null;
        }
        try {
            if (text.endsWith("Z")) {
                return Instant.parse(text);
            }
            var stamp = text.replace(' ', 'T');
            return stamp.matches(".*T.*[+-]\\d\\d:?\\d\\d")
                    ? OffsetDateTime.parse(stamp).toInstant()
                    : Instant.parse(stamp + 'Z');
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}

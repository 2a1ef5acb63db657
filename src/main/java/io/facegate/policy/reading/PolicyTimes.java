package io.facegate.policy.reading;

import io.facegate.policy.vocabulary.WordList;
import io.facegate.policy.vocabulary.WordPatterns;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** Parses dates and times in policy files; times without an offset use the zone given beside them. */
public final class PolicyTimes {
    private static final String EXPECTED =
            "expected a date (2020-06-10), a local time (2020-06-10T08:00:00) or an instant (2020-06-10T08:00:00Z)";

    private final YamlReading reading;
    private final @Nullable ZoneId zone;
    private final boolean local;

    private PolicyTimes(YamlReading reading, @Nullable ZoneId zone, boolean local) {
        this.reading = reading;
        this.zone = zone;
        this.local = local;
    }

    /** True if moments are local times of the place of use, encoded as if they were UTC. */
    boolean isLocal() {
        return local;
    }

    /** The zone that dates are written in; null if they are instants or local times of the place of use. */
    @Nullable
    ZoneId writtenZone() {
        return local ? null : zone;
    }

    /**
     * Reads the {@code zone} of a mapping.
     *
     * @param place whether the local time of the place of use is allowed
     */
    public static PolicyTimes read(YamlMapping fields, boolean place) {
        var at = fields.node("zone");
        var name = at == null ? null : fields.reading().word(at, "zone");
        if (name == null || at == null) {
            return new PolicyTimes(fields.reading(), null, false);
        }
        if (place && name.equals(WordPatterns.LOCAL)) {
            return new PolicyTimes(fields.reading(), ZoneId.of("UTC"), true);
        }
        if (!name.matches(WordPatterns.ZONE) || !ZoneId.getAvailableZoneIds().contains(name)) {
            fields.reading().addMistake(at, unknown(name));
            return new PolicyTimes(fields.reading(), ZoneId.of("UTC"), false);
        }
        return new PolicyTimes(fields.reading(), ZoneId.of(name), false);
    }

    /** Takes local times as UTC: checks a moment whose zone is still to be named. */
    public static PolicyTimes inUtc(YamlReading reading) {
        return new PolicyTimes(reading, ZoneId.of("UTC"), false);
    }

    private static String unknown(String name) {
        var zones = ZoneId.getAvailableZoneIds().stream()
                .filter(zone -> zone.matches(WordPatterns.ZONE))
                .sorted()
                .toList();
        var said = WordList.unknownMessage("zone", name, zones);
        int list = said.indexOf("; none of the");
        return list < 0 ? said : said.substring(0, list) + ", expected UTC or an IANA zone such as America/Los_Angeles";
    }

    /** The instant of a node, or null after noting the mistake. */
    public @Nullable Instant readInstant(Node node, String what) {
        var text = reading.word(node, what);
        if (text == null) {
            return null;
        }
        if (!text.matches(WordPatterns.MOMENT)) {
            reading.addMistake(node, "'" + WordList.forDisplay(text) + "' is not a time; " + EXPECTED);
            return null;
        }
        try {
            var found = text.length() <= 10 ? midnight(node, text) : time(node, text);
            if (found != null && found.equals(found.truncatedTo(ChronoUnit.MILLIS))) {
                return found;
            }
            if (found != null) {
                reading.addMistake(node, what + " is more precise than a millisecond");
            }
        } catch (DateTimeParseException error) {
            reading.addMistake(node, "'" + text + "' is not a time; " + EXPECTED);
        } catch (DateTimeException | ArithmeticException error) {
            reading.addMistake(node, "'" + text + "' is out of range; " + EXPECTED);
        }
        return null;
    }

    private @Nullable Instant midnight(Node node, String text) {
        return local(node, LocalDate.parse(text).atStartOfDay());
    }

    private @Nullable Instant time(Node node, String text) {
        if (local && (text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10)) {
            reading.addMistake(node, "a local time of the place of use has no offset; write 2020-06-10T08:00:00");
            return null;
        }
        if (text.endsWith("Z") || text.lastIndexOf('+') > 10 || text.lastIndexOf('-') > 10) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return local(node, LocalDateTime.parse(text));
    }

    private @Nullable Instant local(Node node, LocalDateTime time) {
        if (zone == null) {
            reading.addMistake(node, "a date or local time needs 'zone:' beside it, such as America/Los_Angeles");
            return null;
        }
        var offsets = zone.getRules().getValidOffsets(time);
        if (offsets.size() != 1) {
            var why = offsets.isEmpty() ? " does not exist in " : " comes twice in ";
            reading.addMistake(node, time + why + zone + " because the clocks change; write it with an offset");
            return null;
        }
        return time.toInstant(offsets.getFirst());
    }
}

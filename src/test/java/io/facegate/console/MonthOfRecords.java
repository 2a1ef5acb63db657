package io.facegate.console;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;

/** Records as a month at a gateway leaves them: from 26 October to 24 November 2026. */
final class MonthOfRecords {
    static final LocalDate FIRST = LocalDate.parse("2026-10-26");
    static final String PERIOD = "from=2026-10-26&until=2026-11-24";

    private static final List<String> CALLERS = List.of(
            "missing-children-network",
            "harbour-bank",
            "riverside-police",
            "corner-shops",
            "lakeside-airport",
            "north-university",
            "old-town-museum",
            "city-archive",
            "west-hospital",
            "stadium",
            "metro-lines",
            "hope");

    private MonthOfRecords() {}

    static void into(RecordsInMemory archive) {
        archive.clear();
        var random = new Random(7);
        for (int day = 0; day < 30; day++) {
            int calls = day % 7 < 5 ? 18 + random.nextInt(14) : 4 + random.nextInt(5);
            for (int call = 0; call < calls; call++) {
                var time = FIRST.plusDays(day) + "T%02d:%02d:07.000Z".formatted(6 + call / 3, call % 60);
                var caller = CALLERS.get(Math.min(random.nextInt(12), random.nextInt(12)));
                var id = "%08x-7a10-7c55-9f3e-%012d".formatted(0x0199c000 + day, call);
                archive.add(
                        random.nextInt(5) == 0
                                ? SampleRecords.refuse(id, caller)
                                        .replaceAll("\"time\":\"[^\"]*\"", "\"time\":\"" + time + "\"")
                                : SampleRecords.permit(
                                        id, Instant.parse(time).toString(), caller, "age_check", "detect"));
            }
        }
    }
}

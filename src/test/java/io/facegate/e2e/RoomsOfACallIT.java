package io.facegate.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rooms that one permitted DetectFaces call enters, in their order, are those of the table in docs/flow.md. */
class RoomsOfACallIT {
    private static final String DETECT =
            "{\"Image\":{\"Bytes\":\"%s\"}}".formatted(Base64.getEncoder().encodeToString(Photos.bytes(Photos.ONE)));
    private static final int MOST_ENTRIES = 14;

    /** The packages that a call enters more than once: credential, parsing and answer; plan and sending; both records. */
    private static final Map<String, Long> MORE_THAN_ONCE =
            Map.of("vendor.wire", 3L, "vendor.client", 2L, "ledger", 2L);

    private static final Pattern STEP = Pattern.compile("(?m)^\\| \\d+ \\| `([\\w.]+)` \\|");

    @TempDir
    private Path folder;

    @Test
    void aCallEntersTheRoomsOfThePageInItsOrder() throws IOException {
        var trace = trace();

        assertThat(rooms(trace))
                .as(String.join("\n", trace.stream().map(Entry::toString).toList()))
                .isEqualTo(drawn());
        assertThat(tooMany(rooms(trace))).isEmpty();
    }

    /** The page cannot just grow with the code: it is bounded, also where no gateway runs. */
    @Test
    void thePageHasAtMostFourteenEntriesAndEntersEachPackageAsOftenAsPlanned() throws IOException {
        assertThat(tooMany(drawn())).isEmpty();
    }

    /** The broken controls: a longer way, and a package that is entered again. */
    @Test
    void aLongerWayIsSeen() throws IOException {
        var longer = new ArrayList<>(drawn());
        longer.addAll(List.of("console", "cli"));
        assertThat(tooMany(longer)).containsExactly("15 entries");

        var again = new ArrayList<>(drawn());
        again.add("policy");
        assertThat(tooMany(again)).containsExactly("policy 2 times");
    }

    private static List<String> tooMany(List<String> rooms) {
        var found = new ArrayList<String>();
        if (rooms.size() > MOST_ENTRIES) {
            found.add(rooms.size() + " entries");
        }
        rooms.stream()
                .collect(Collectors.groupingBy(room -> room, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entered -> entered.getValue() > MORE_THAN_ONCE.getOrDefault(entered.getKey(), 1L))
                .forEach(entered -> found.add(entered.getKey() + " " + entered.getValue() + " times"));
        return found;
    }

    /** The broken control: one more call of a room, in the middle of the way, is an entry more. */
    @Test
    void oneMoreEntryIsSeen() throws IOException {
        var steps = drawn();
        var entries = new ArrayList<>(steps.stream().map(Entry::into).toList());
        assertThat(rooms(entries)).isEqualTo(steps);

        entries.add(entries.size() / 2, Entry.into("console"));
        assertThat(rooms(entries)).hasSize(steps.size() + 1);
    }

    /** The rooms in the order in which they were entered. A visit ends when another room is entered. */
    private static List<String> rooms(List<Entry> entries) {
        var entered = new ArrayList<String>();
        for (var entry : entries) {
            if (entered.isEmpty() || !entered.getLast().equals(entry.to)) {
                entered.add(entry.to);
            }
        }
        return entered;
    }

    private static List<String> drawn() throws IOException {
        return STEP.matcher(Files.readString(Path.of("docs/flow.md")))
                .results()
                .map(step -> step.group(1))
                .toList();
    }

    /** One call from room to room. */
    private record Entry(String thread, String from, String to, String caller, String callee) {
        static Entry into(String room) {
            return new Entry("1", "gateway", room, "", "");
        }

        static Entry of(String line) {
            var words = line.split(" ");
            return new Entry(words[0], words[1], words[2], words[3], words[4]);
        }
    }

    /** Of the thread that the call runs on, once its body is complete. */
    private List<Entry> trace() throws IOException {
        var file = folder.resolve("trace");
        var data = folder.resolve("data");
        var agent = RoomTraceAgent.jar(folder);
        var hope = Cast.add(data, "hope", "nonprofit.child_protection", "missing_child");
        try (var gateway = Gateway.start(data, Map.of(), List.of("-javaagent:" + agent + '=' + agent + ',' + file))) {
            // The first call is not like the others: it fills what later ones find.
            Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT).send();
            Files.createFile(file);
            while (Files.size(file) == 0) {
                Gateway.pause(10);
            }
            Gateway.pause(50);
            var answer =
                    Wire.signed(gateway.calls(), hope, "DetectFaces", DETECT).send();
            assertThat(answer.status()).as(answer.json() + gateway.log()).isEqualTo(200);
            assertThat(answer.json().at("/FaceDetails")).hasSize(1);
        }
        var all = Files.readAllLines(file).stream().skip(1).map(Entry::of).toList();
        var thread = all.stream()
                .filter(entry -> entry.callee().equals("RekognitionWire.credential"))
                .findFirst()
                .orElseThrow()
                .thread();
        return all.stream().filter(entry -> entry.thread().equals(thread)).toList();
    }
}

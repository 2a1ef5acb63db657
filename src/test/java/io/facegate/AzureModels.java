package io.facegate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The models of Azure Face's replies that Microsoft publishes in its client for JavaScript, in both its versions. */
public final class AzureModels {
    private static final Pattern LIST = Pattern.compile("Array<(\\w+)>|(.+)\\[]");
    private static final Map<String, Map<String, String[]>> MODELS = load();

    private AzureModels() {}

    /** The rows of one of the tables, without its heading. */
    public static Stream<String[]> rows(String file) {
        try {
            return Files.readAllLines(Path.of("src/test/resources", file)).stream()
                    .skip(1)
                    .map(line -> line.split("\t", -1));
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    /** By version and name, the fields of each model: their presence and type. */
    public static Map<String, Map<String, String[]>> all() {
        return MODELS;
    }

    private static Map<String, Map<String, String[]>> load() {
        var all = new LinkedHashMap<String, Map<String, String[]>>();
        rows("azure-face-models.tsv")
                .forEach(row -> all.computeIfAbsent(row[0] + ' ' + row[1], name -> new LinkedHashMap<>())
                        .put(row[2], Arrays.copyOfRange(row, 3, 5)));
        return all;
    }

    /** One with every field, by version and name. */
    public static Map<String, Object> sample(String model) {
        var version = model.substring(0, model.indexOf(' ') + 1);
        var sample = new LinkedHashMap<String, Object>();
        MODELS.get(model).forEach((name, field) -> sample.put(name, value(version, field[1])));
        return sample;
    }

    private static Object value(String version, String type) {
        var list = LIST.matcher(type);
        if (list.matches()) {
            return List.of(value(version, list.group(1) == null ? list.group(2) : list.group(1)));
        }
        return switch (type) {
            case "number" -> 1;
            case "boolean" -> true;
            default -> MODELS.containsKey(version + type) ? sample(version + type) : "word";
        };
    }
}
